//! What a run of any engine hands back, and the statistics over rounds.

use std::time::Duration;

use cpu_time::ThreadTime;

/// Figures of one run: they show that every engine did the same work.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Requests answered.
    pub requests: u64,
    /// Mean response time, s.
    pub mean: f64,
    /// 99th percentile of the response time, s.
    pub p99: f64,
}

/// Processor time of this thread that something took: time in which others had the core does not count.
pub fn cpu_time<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = ThreadTime::now();
    let result = run();
    (result, start.elapsed())
}

/// The middle one; the mean of the middle two.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.len() / 2;
    if sorted.is_empty() {
        f64::NAN
    } else if sorted.len() % 2 == 1 {
        sorted[upper]
    } else {
        (sorted[upper - 1] + sorted[upper]) / 2.0
    }
}

pub fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

pub fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}
