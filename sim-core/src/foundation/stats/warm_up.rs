//! Where a warm-up ends, found in the run's own output: MSER-5.
//!
//! Discard from the front what makes the mean of the rest most certain: the number d that minimises
//! Σ(xᵢ − mean)²/(n − d)² over the rest. It is asked of means of five windows each, which smooths chance. Sources:
//! White, *An effective truncation heuristic for bias reduction in simulation output* (Simulation 69, 1997); White,
//! Cobb and Spratt, *A comparison of five steady-state truncation heuristics for simulation* (WSC 2000).

use super::batch::Group;

/// Windows of one value.
const FIVE: usize = 5;
/// Fewer values than this tell nothing.
const MIN_VALUES: usize = 10;

/// How many of the first windows are warm-up; None with too few windows, or where the run has not settled (the best
/// cut would leave less than half).
///
/// Windows without observations count as nothing; what does not fill five at the end is not looked at.
#[must_use]
pub fn mser5(windows: &[Group]) -> Option<usize> {
    let five = windows.chunks_exact(FIVE).map(Group::of);
    let values: Vec<(usize, f64)> = five
        .enumerate()
        .filter_map(|(index, group)| Some((index, group.mean()?)))
        .collect();
    let means: Vec<f64> = values.iter().map(|(_, mean)| *mean).collect();
    let cut = mser(&means)?;
    // Empty windows at the front are part of the warm-up only if something after them is.
    Some(if cut == 0 { 0 } else { values[cut].0 * FIVE })
}

/// The cut of MSER among values, which is the smallest of equally good ones.
fn mser(values: &[f64]) -> Option<usize> {
    let n = values.len();
    if n < MIN_VALUES {
        return None;
    }
    // From the back, so that each step adds one value (Welford); a tie goes to the longer rest.
    let (mut mean, mut squares) = (0.0, 0.0);
    let (mut best, mut cut) = (f64::INFINITY, n);
    for (rest, &value) in values.iter().rev().enumerate() {
        let count = (rest + 1) as f64;
        let before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
        let error = squares / (count * count);
        if 2 * (rest + 1) >= n && error <= best {
            (best, cut) = (error, n - rest - 1);
        }
    }
    (2 * cut < n).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::chance::{Stream, StreamKey};

    fn windows(series: impl IntoIterator<Item = f64>) -> Vec<Group> {
        let group = |sum| Group { count: 1, sum };
        series.into_iter().map(group).collect()
    }

    fn stream(seed: u64) -> Stream {
        StreamKey::new(seed, "test", "warm-up").stream()
    }

    #[test]
    fn a_step_is_cut_where_it_is() {
        for step in [0, 1, 3, 4] {
            let values: Vec<f64> = (0..12).map(|i| if i < step { 9.0 } else { 1.0 }).collect();
            assert_eq!(mser(&values), Some(step), "{step}");
        }
        // 5 · 15 windows; the cut is at whole groups of five.
        let series = (0..75).map(|i| if i < 12 { 9.0 } else { 1.0 });
        assert_eq!(mser5(&windows(series)), Some(15));
    }

    #[test]
    fn by_hand() {
        // 4, 2, then 0, 1 in turns: errors of the rest without 0, 1, 2, 3 values.
        let mut values = vec![4.0, 2.0];
        values.extend((0..10).map(|i| f64::from(i % 2)));
        let error = |d: usize| {
            let rest = &values[d..];
            let n = rest.len() as f64;
            let mean = rest.iter().sum::<f64>() / n;
            rest.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n * n)
        };
        let best = (0..=6).min_by(|a, b| error(*a).total_cmp(&error(*b)));
        assert_eq!(mser(&values), best);
        assert_eq!(best, Some(2));
    }

    #[test]
    fn a_run_that_never_settles_has_no_end_of_its_warm_up() {
        let climbing = (0..500).map(f64::from);
        assert_eq!(mser5(&windows(climbing)), None);
        assert_eq!(mser5(&windows((0..49).map(|_| 1.0))), None);
        assert_eq!(mser5(&windows((0..50).map(|_| 1.0))), Some(0));
        assert_eq!(mser5(&[]), None);
    }

    #[test]
    fn windows_without_observations_say_nothing() {
        let mut quiet = windows((0..100).map(|i| if i < 20 { 7.0 } else { 1.0 }));
        quiet.splice(0..0, vec![Group::default(); 10]);
        assert_eq!(mser5(&quiet), Some(30));
        let mut settled = windows((0..100).map(|_| 1.0));
        settled.splice(0..0, vec![Group::default(); 10]);
        assert_eq!(mser5(&settled), Some(0));
    }

    #[test]
    fn a_decaying_transient_is_cut_when_it_is_lost_in_the_noise() {
        // 20·e^−t/15 on noise of 1: at t = 45 it is as large as the noise, at t = 105 a fiftieth of it.
        let mut cuts: Vec<usize> = (0..200)
            .map(|seed| {
                let mut s = stream(seed);
                let series = (0..500).map(|t| 20.0 * libm::exp(-f64::from(t) / 15.0) + s.normal());
                mser5(&windows(series)).unwrap_or(500)
            })
            .collect();
        cuts.sort_unstable();
        let (low, median, high) = (cuts[2], cuts[100], cuts[190]);
        assert!(
            low >= 25 && (35..=80).contains(&median) && high <= 200,
            "{low} {median} {high}"
        );
    }

    #[test]
    fn of_a_settled_run_little_is_cut() {
        let mut cuts: Vec<usize> = (0..200)
            .map(|seed| {
                let mut s = stream(seed);
                mser5(&windows((0..500).map(|_| s.normal()))).unwrap_or(500)
            })
            .collect();
        cuts.sort_unstable();
        assert!(
            cuts[100] <= 25 && cuts[180] <= 225,
            "{} {}",
            cuts[100],
            cuts[180]
        );
    }
}
