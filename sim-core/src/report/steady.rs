//! How far the figures of one run can be trusted: its warm-up, the interval of its mean, samples beyond a percentile.
//!
//! All of it comes from the windows of the series, so it costs a run nothing. It is meant for a system under steady
//! load: where load, faults or changes never let a run settle, that is what it says.

use crate::engine::snapshot::{Point, Snapshot};
use crate::foundation::stats::{BatchInterval, Group, NotEnough, settled};

/// Answers that must lie beyond a percentile for it to be trusted, and for it to be shown at all.
const BEYOND: f64 = 10.0;
const BEYOND_TO_SHOW: f64 = 1.0;

/// What a run says about itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// End of the warm-up as MSER-5 finds it, seconds; `None`: it finds none.
    pub warm_up_s: Option<f64>,
    /// Whether the warm-up is unlike the rest, and so left out of the interval.
    pub warm_up_excluded: bool,
    /// The 99 % interval of the mean response time, seconds.
    pub response: Result<BatchInterval, NotEnough>,
}

/// Reads the closed windows of a run.
pub fn steady(snapshot: &Snapshot) -> Steady {
    let points = snapshot.series.points.iter();
    let windows: Vec<Group> = points.map(|point| group(point)).collect();
    let found = settled(&windows);
    let seconds = |windows: usize| windows as f64 * snapshot.series.window_s;
    Steady {
        warm_up_s: found.warm_up.map(seconds),
        warm_up_excluded: found.excluded,
        response: found.interval,
    }
}

/// Response times of one window, seconds.
fn group(point: &Point) -> Group {
    Group {
        count: point.samples,
        sum: point.response_ns as f64 / 1e9,
    }
}

/// Samples that a percentile needs, given as 0..1: 20 for the median, 200 for p95, 1,000 for p99.
pub fn samples_needed(percentile: f64) -> u64 {
    samples(BEYOND, percentile)
}

/// Samples without which a percentile is not shown: 2 for the median, 20 for p95, 100 for p99.
pub fn samples_to_show(percentile: f64) -> u64 {
    samples(BEYOND_TO_SHOW, percentile)
}

fn samples(beyond: f64, percentile: f64) -> u64 {
    libm::ceil(beyond / (1.0 - percentile) - 1e-6) as u64
}

#[cfg(test)]
mod tests {
    use super::{samples_needed, samples_to_show};

    #[test]
    fn ten_answers_lie_beyond_a_percentile() {
        assert_eq!(
            [0.5, 0.9, 0.95, 0.99, 0.999].map(samples_needed),
            [20, 100, 200, 1_000, 10_000]
        );
        assert_eq!([0.0, 0.5, 0.95, 0.99].map(samples_to_show), [1, 2, 20, 100]);
    }
}
