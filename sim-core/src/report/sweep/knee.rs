//! The knee of a sweep: how far a value may go before the design breaks. It is found in one of two ways, and a report says
//! in which.
//!
//! **By the targets**, where the scenario sets any: the longest row of values next to each other at which all of them are
//! met, over several runs by their means. The last of these is the knee; where the design breaks downwards (fewer
//! workers), it is the first. A target of which nothing is known, for want of answers, is not met.
//!
//! **By the bend** of the 99th percentile, where there are no targets: the point of largest curvature as Kneedle finds
//! it (V. Satopää, J. Albrecht, D. Irwin, B. Raghavan: *Finding a "Kneedle" in a Haystack: Detecting Knee Points in
//! System Behavior*, ICDCS Workshops 2011). Value and percentile are brought to 0..1 each, as they are, not their
//! logarithms; the knee is where the curve is furthest below the straight line between the corners. It counts only if the
//! percentile grows at least [`GROWTH`]-fold, and if the distance falls behind it by more than one mean step of the
//! values (the paper's threshold at its sensitivity 1): else a curve that rises evenly would have one by chance. The
//! paper smoothes its curves first; a sweep has few points, each of a whole run, and they stay as they are.

use super::Point;
use crate::report::compare::Measure;

/// So much the percentile must grow for its curve to have a knee.
pub const GROWTH: f64 = 2.0;
/// Of fewer points no curve is made.
const FEWEST: usize = 4;

/// How far a value may go. Numbers are places among the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knee {
    /// All targets are met from `first` to `last`, and not at the points beside them.
    Targets {
        first: usize,
        last: usize,
        /// They are met at other points, too, and not in between.
        elsewhere: bool,
    },
    /// The 99th percentile bends here.
    Bend(usize),
    None(NoKnee),
}

/// Why there is no knee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKnee {
    /// The targets are met at every value, or at none.
    AllHold,
    NoneHolds,
    /// The 99th percentile does not grow twofold.
    Flat,
    /// It grows, and has no bend.
    Even,
    /// Too few values have a 99th percentile.
    TooFew,
}

impl NoKnee {
    /// Stable name in reports.
    pub fn name(self) -> &'static str {
        match self {
            NoKnee::AllHold => "all_hold",
            NoKnee::NoneHolds => "none_holds",
            NoKnee::Flat => "flat",
            NoKnee::Even => "even",
            NoKnee::TooFew => "too_few",
        }
    }
}

impl Knee {
    pub(super) fn of(points: &[Point]) -> Self {
        let held: Option<Vec<bool>> = points.iter().map(Point::holds).collect();
        if let Some(held) = held.filter(|held| !held.is_empty()) {
            return of_targets(&held);
        }
        let p99 =
            |(at, point): (usize, &Point)| Some((at, point.value, point.figure(Measure::P99)?));
        let known: Vec<_> = points.iter().enumerate().filter_map(p99).collect();
        let curve: Vec<[f64; 2]> = known.iter().map(|(_, x, y)| [*x, *y]).collect();
        match bend(&curve) {
            Ok(at) => Knee::Bend(known[at].0),
            Err(why) => Knee::None(why),
        }
    }

    /// Where the line is drawn: the last points on the good side of it.
    pub fn places(self, points: usize) -> Vec<usize> {
        match self {
            Knee::Targets { first, last, .. } => {
                let low = (first > 0).then_some(first);
                let high = (last + 1 < points).then_some(last);
                let mut both: Vec<usize> = low.into_iter().chain(high).collect();
                both.dedup();
                both
            }
            Knee::Bend(at) => vec![at],
            Knee::None(_) => Vec::new(),
        }
    }
}

/// The longest row of points that hold; of equal ones, the first.
fn of_targets(held: &[bool]) -> Knee {
    let mut rows: Vec<[usize; 2]> = Vec::new();
    for (at, _) in held.iter().enumerate().filter(|(_, held)| **held) {
        match rows.last_mut() {
            Some([_, last]) if *last + 1 == at => *last = at,
            _ => rows.push([at, at]),
        }
    }
    let longest = rows.iter().rev().max_by_key(|[first, last]| last - first);
    match longest {
        None => Knee::None(NoKnee::NoneHolds),
        Some([first, last]) if last - first + 1 == held.len() => Knee::None(NoKnee::AllHold),
        Some([first, last]) => Knee::Targets {
            first: *first,
            last: *last,
            elsewhere: rows.len() > 1,
        },
    }
}

/// Where a curve bends, from points in the order of x.
fn bend(curve: &[[f64; 2]]) -> Result<usize, NoKnee> {
    let (Some(start), Some(end)) = (curve.first(), curve.last()) else {
        return Err(NoKnee::TooFew);
    };
    if curve.len() < FEWEST {
        return Err(NoKnee::TooFew);
    }
    let ys = || curve.iter().map(|[_, y]| *y);
    let (low, high) = (
        ys().fold(f64::INFINITY, f64::min),
        ys().fold(f64::NEG_INFINITY, f64::max),
    );
    if high <= 0.0 || high < low * GROWTH {
        return Err(NoKnee::Flat);
    }
    let falls = end[1] < start[1];
    let distance = |[x, y]: [f64; 2]| {
        let share = (x - start[0]) / (end[0] - start[0]);
        let along = if falls { 1.0 - share } else { share };
        along - (y - low) / (high - low)
    };
    // In the direction in which it gets worse.
    let mut order: Vec<usize> = (0..curve.len()).collect();
    if falls {
        order.reverse();
    }
    let distances: Vec<f64> = order.iter().map(|at| distance(curve[*at])).collect();
    let mut most = 0;
    for (at, distance) in distances.iter().enumerate() {
        if *distance > distances[most] {
            most = at;
        }
    }
    let step = 1.0 / (curve.len() - 1) as f64;
    let threshold = distances[most] - step;
    let bends = threshold > 0.0 && distances[most..].iter().any(|after| *after < threshold);
    match bends {
        true => Ok(order[most]),
        false => Err(NoKnee::Even),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 99th percentile of M/M/1 at a load: `-ln(0.01) / (mu - lambda)`.
    fn mm1(load: f64) -> f64 {
        -libm::log(0.01) / (100.0 - load)
    }

    fn curve(of: impl Fn(f64) -> f64, from: u32, to: u32) -> Vec<[f64; 2]> {
        (from..=to).map(f64::from).map(|x| [x, of(x)]).collect()
    }

    /// On axes of 0..1 the curve has slope 1 where `(mu - lambda)² = (mu - a)(mu - b)`.
    #[test]
    fn the_bend_of_one_server_is_where_the_formula_has_it() {
        for (from, to, at) in [(10, 90, 70.0), (0, 99, 90.0), (19, 91, 73.0)] {
            let points = curve(mm1, from, to);
            let exact = 100.0 - f64::sqrt((100.0 - f64::from(from)) * (100.0 - f64::from(to)));
            assert_eq!(exact, at);
            assert_eq!(bend(&points).map(|place| points[place][0]), Ok(at));
        }
    }

    #[test]
    fn a_curve_that_falls_bends_where_its_mirror_image_does() {
        let points = curve(|x| mm1(100.0 - x), 10, 90);
        assert_eq!(bend(&points).map(|place| points[place][0]), Ok(30.0));
    }

    #[test]
    fn what_is_flat_or_even_has_no_bend() {
        assert_eq!(bend(&curve(|_| 0.2, 1, 20)), Err(NoKnee::Flat));
        assert_eq!(bend(&curve(|_| 0.0, 1, 20)), Err(NoKnee::Flat));
        // It grows by less than the double, however it bends.
        assert_eq!(bend(&curve(mm1, 10, 54)), Err(NoKnee::Flat));
        assert_eq!(bend(&curve(|x| 2.0 * x, 1, 20)), Err(NoKnee::Even));
        // Steep first, then flat: whoever gets so far has it behind him.
        assert_eq!(bend(&curve(f64::sqrt, 1, 20)), Err(NoKnee::Even));
        // Even but for what chance does.
        let uneven = |x: f64| {
            x + if (x as u32).is_multiple_of(2) {
                0.4
            } else {
                -0.4
            }
        };
        assert_eq!(bend(&curve(uneven, 1, 9)), Err(NoKnee::Even));
        assert_eq!(bend(&curve(mm1, 90, 92)), Err(NoKnee::TooFew));
        assert_eq!(bend(&[]), Err(NoKnee::TooFew));
    }

    #[test]
    fn a_plateau_behind_a_step_does_not_hide_it() {
        // All who wait longer than 2 s have gone.
        let points = curve(|x| if x <= 6.0 { 0.1 + 0.01 * x } else { 2.0 }, 1, 12);
        assert_eq!(bend(&points).map(|place| points[place][0]), Ok(6.0));
    }

    #[test]
    fn targets_hold_up_to_a_value_or_down_to_one() {
        let knee = |text: &str| of_targets(&text.chars().map(|c| c == '+').collect::<Vec<_>>());
        let row = |first, last, elsewhere| Knee::Targets {
            first,
            last,
            elsewhere,
        };
        for (text, want, places) in [
            ("+++--", row(0, 2, false), &[2][..]),
            ("--+++", row(2, 4, false), &[2]),
            ("-++--", row(1, 2, false), &[1, 2]),
            ("--+--", row(2, 2, false), &[2]),
            ("+-+++-", row(2, 4, true), &[2, 4]),
            ("+-+", row(0, 0, true), &[0]),
            ("+++", Knee::None(NoKnee::AllHold), &[]),
            ("---", Knee::None(NoKnee::NoneHolds), &[]),
        ] {
            assert_eq!(knee(text), want, "{text}");
            assert_eq!(knee(text).places(text.len()), places, "{text}");
        }
    }
}
