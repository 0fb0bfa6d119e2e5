//! What one run says about its mean: where the warm-up ends, and the interval of the rest.

use super::batch::{BatchInterval, Group, NotEnough, batch_means};
use super::warm_up::mser5;

/// A start that is not so many standard errors away from the rest is no warm-up. The cut of MSER is the best of many,
/// so that chance alone is often two or three away; and to cut chance excursions away would make the rest too calm.
const UNLIKE: f64 = 5.0;

/// What a run says about its mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settled {
    /// Windows at the start that MSER-5 would cut; None: it finds no end of the warm-up.
    pub warm_up: Option<usize>,
    /// Whether they are unlike the rest, and so left out of the interval.
    pub excluded: bool,
    pub interval: Result<BatchInterval, NotEnough>,
}

/// Reads the windows of a run, which are of equal length.
#[must_use]
pub fn settled(windows: &[Group]) -> Settled {
    let Some(cut) = mser5(windows) else {
        let short = batch_means(windows) == Err(NotEnough::TooShort);
        let why = if short {
            NotEnough::TooShort
        } else {
            NotEnough::Unsettled
        };
        return Settled {
            warm_up: None,
            excluded: false,
            interval: Err(why),
        };
    };
    let (start, rest) = windows.split_at(cut);
    let without = batch_means(rest);
    // Where the rest cannot tell, the cut is believed.
    let unlike = without.map_or(true, |interval| interval.distance(start) > UNLIKE);
    let excluded = cut > 0 && unlike;
    Settled {
        warm_up: Some(cut),
        excluded,
        interval: if excluded {
            without
        } else {
            batch_means(windows)
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::foundation::chance::StreamKey;

    /// Windows of ten observations around 5, and `more` on top of it.
    fn windows(seed: u64, count: u32, more: impl Fn(f64) -> f64) -> Vec<Group> {
        let mut stream = StreamKey::new(seed, "test", "settled").stream();
        let group = |t: u32| Group {
            count: 10,
            sum: 10.0 * (5.0 + stream.normal() + more(f64::from(t))),
        };
        (0..count).map(group).collect()
    }

    fn decay(t: f64) -> f64 {
        20.0 * libm::exp(-t / 15.0)
    }

    #[test]
    fn a_real_warm_up_is_left_out_and_chance_is_not() {
        let (mut cut, mut kept) = (0, 0);
        for seed in 0..200 {
            let real = settled(&windows(seed, 500, decay));
            assert!(real.excluded && real.warm_up.unwrap() >= 25, "{real:?}");
            let calm = settled(&windows(seed, 500, |_| 0.0));
            cut += u32::from(calm.warm_up > Some(0));
            kept += u32::from(!calm.excluded);
        }
        // Chance makes MSER cut something in many a run; almost none of that is a warm-up.
        assert!(cut > 20 && kept >= 198, "{cut} {kept}");
    }

    #[test]
    fn the_mean_without_the_warm_up_is_the_steady_one() {
        let covers = |seed: &u64| {
            let run = settled(&windows(*seed, 500, decay));
            run.interval.is_ok_and(|interval| interval.contains(5.0))
        };
        let covered = (0..400).filter(covers).count();
        // 99 % of 400 less four standard deviations.
        assert!(covered >= 388, "{covered}");
    }

    #[test]
    fn why_not_is_said() {
        let of = |windows: &[Group]| settled(windows).interval.unwrap_err();
        assert_eq!(of(&[]), NotEnough::TooShort);
        assert_eq!(of(&windows(1, 45, |_| 0.0)), NotEnough::TooShort);
        assert_eq!(of(&windows(1, 500, |t| t)), NotEnough::Unsettled);
        let waves = windows(1, 500, |t| 20.0 * libm::sin(t / 30.0));
        assert_eq!(of(&waves), NotEnough::Correlated);
    }
}
