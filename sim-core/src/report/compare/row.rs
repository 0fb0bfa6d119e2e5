//! One figure of two runs side by side: the difference, and what it is worth.

use super::figures::Figure;
use super::measure::{Good, Measure};
use crate::foundation::stats::{QUANTILE_ERROR, Welford};

/// Of less than this share of a figure nobody makes a difference.
const NOTHING: f64 = 0.001;

/// What a difference is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// One of the runs has no such figure.
    Unknown,
    /// Not enough samples yet, or not enough of the run for a mean.
    TooFew,
    /// The same to the last digit.
    Same,
    /// Different by less than a thousandth, or in digits that a percentile does not have.
    Alike,
    /// Within what chance makes of several runs.
    Unclear,
    Better,
    Worse,
    /// Different, and neither better nor worse.
    Neutral,
}

impl Judgement {
    /// Stable name in reports; the translation key is `compare.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Unknown => "unknown",
            Judgement::TooFew => "too_few",
            Judgement::Same => "same",
            Judgement::Alike => "alike",
            Judgement::Unclear => "unclear",
            Judgement::Better => "better",
            Judgement::Worse => "worse",
            Judgement::Neutral => "neutral",
        }
    }

    /// Whether there is a difference to be looked at.
    pub fn differs(self) -> bool {
        matches!(
            self,
            Judgement::Better | Judgement::Worse | Judgement::Neutral
        )
    }

    /// Whether there is none.
    pub fn is_alike(self) -> bool {
        matches!(self, Judgement::Same | Judgement::Alike)
    }

    fn of(measure: Measure, by: f64) -> Self {
        match (measure.good(), by > 0.0) {
            (Good::Neither, _) => Judgement::Neutral,
            (Good::More, true) | (Good::Less, false) => Judgement::Better,
            (Good::More, false) | (Good::Less, true) => Judgement::Worse,
        }
    }
}

/// The second figure less the first one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub by: f64,
    /// As a share of the first figure; `None` where that is none.
    pub share: Option<f64>,
    /// Half of the 99 % interval over several runs.
    pub half_width: Option<f64>,
}

impl Difference {
    fn new(from: f64, by: f64, half_width: Option<f64>) -> Self {
        let share = (by / from.abs()).is_finite().then(|| by / from.abs());
        Self {
            by,
            share,
            half_width,
        }
    }
}

/// One figure of two runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub measure: Measure,
    /// Over several runs: their means.
    pub sides: [Option<f64>; 2],
    /// `None` where one of the sides is.
    pub difference: Option<Difference>,
    pub judgement: Judgement,
}

impl Row {
    /// The same figure of one run and of another one.
    pub fn of(measure: Measure, sides: [Option<Figure>; 2]) -> Self {
        let row = |difference, judgement| Self {
            measure,
            sides: sides.map(|side| side.map(|figure| figure.value)),
            difference,
            judgement,
        };
        let [Some(first), Some(second)] = sides else {
            let short = measure.is_time() && sides != [None; 2];
            return row(
                None,
                if short {
                    Judgement::TooFew
                } else {
                    Judgement::Unknown
                },
            );
        };
        let (from, to) = (first.value, second.value);
        let difference = Difference::new(from, to - from, None);
        let judgement = if difference.by == 0.0 {
            Judgement::Same
        } else if !(first.enough && second.enough) {
            Judgement::TooFew
        } else if difference.by.abs() <= least(measure, [from, to]) {
            Judgement::Alike
        } else {
            Judgement::of(measure, difference.by)
        };
        row(Some(difference), judgement)
    }

    /// The same of several runs of each of the two, run by run on the same chance: what chance does to both of them alike
    /// is in no difference.
    pub fn of_pairs(measure: Measure, pairs: impl Iterator<Item = [Option<Figure>; 2]>) -> Self {
        let (mut sides, mut differences) = ([Welford::new(); 2], Welford::new());
        for pair in pairs {
            for (side, figure) in sides.iter_mut().zip(pair) {
                side.extend(figure.map(|figure| figure.value));
            }
            if let [Some(first), Some(second)] = pair {
                differences.push(second.value - first.value);
            }
        }
        let means = sides.map(|side| side.mean());
        let Some(interval) = differences.interval_99() else {
            return Self {
                measure,
                sides: means,
                difference: None,
                judgement: match measure.is_time() && means != [None; 2] {
                    true => Judgement::TooFew,
                    false => Judgement::Unknown,
                },
            };
        };
        // As for the intervals of one design: what the histogram rounds off may be the same in every run.
        let rounded = match measure.percentile() {
            Some(_) => QUANTILE_ERROR * means.iter().flatten().map(|mean| mean.abs()).sum::<f64>(),
            None => 0.0,
        };
        let (by, half_width) = (interval.mean, interval.half_width + rounded);
        let judgement = if by == 0.0 && interval.half_width == 0.0 {
            Judgement::Same
        } else if by.abs() + half_width <= least(measure, means.map(Option::unwrap_or_default)) {
            Judgement::Alike
        } else if by.abs() <= half_width {
            Judgement::Unclear
        } else {
            Judgement::of(measure, by)
        };
        let from = means[0].unwrap_or(0.0);
        Self {
            measure,
            sides: means,
            difference: Some(Difference::new(from, by, Some(half_width))),
            judgement,
        }
    }

    /// A difference that is neither better nor worse.
    pub(super) fn judge_neither(&mut self) {
        if self.judgement.differs() {
            self.judgement = Judgement::Neutral;
        }
    }

    /// Whether there is anything to read: what neither run has, and what is nothing in both, is not.
    pub fn tells(&self) -> bool {
        let nothing = |side: &Option<f64>| side.is_none_or(|value| value == 0.0);
        !self.sides.iter().all(nothing)
    }
}

/// The largest difference that is none: percentiles are rounded by the histogram.
fn least(measure: Measure, sides: [f64; 2]) -> f64 {
    let [from, to] = sides.map(f64::abs);
    match measure.percentile() {
        Some(_) => QUANTILE_ERROR * (from + to),
        None => NOTHING * from.max(to),
    }
}
