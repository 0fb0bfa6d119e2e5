//! The scenario's targets: which of them each of the two runs met.

use super::figures::{Figure, Figures};
use super::measure::{Measure, RUN_MEASURES};
use super::row::Judgement;
use crate::document::Document;

/// What targets are set for.
const MEASURES: [Measure; 3] = [Measure::P99, Measure::Failed, Measure::UsdPerMonth];

/// One target of two runs. Sides: the first run, the second one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub measure: Measure,
    /// At most, in the unit of the measure; `None`: that side sets none.
    pub limits: [Option<f64>; 2],
    pub met: [Met; 2],
    /// Whether it is met where it was not, or the other way round.
    pub judgement: Judgement,
}

/// In how many runs a target was met, of those that have the figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    pub runs: usize,
    pub met: usize,
}

impl Met {
    /// All of them, or none; `None`: some, or there is nothing to judge.
    pub fn clearly(self) -> Option<bool> {
        (self.runs > 0 && (self.met == 0 || self.met == self.runs)).then_some(self.met > 0)
    }
}

impl Target {
    fn of(measure: Measure, limits: [Option<f64>; 2], met: [Met; 2]) -> Self {
        let same_limit = limits[0] == limits[1];
        let judgement = match met.map(Met::clearly) {
            // Another limit makes nothing better.
            _ if !same_limit => Judgement::Unknown,
            [Some(false), Some(true)] => Judgement::Better,
            [Some(true), Some(false)] => Judgement::Worse,
            _ if met[0] == met[1] && met[0].runs > 0 => Judgement::Same,
            _ if met.iter().any(|met| met.runs == 0) && measure.is_time() => Judgement::TooFew,
            _ => Judgement::Unknown,
        };
        Self {
            measure,
            limits,
            met,
            judgement,
        }
    }

    /// A difference that is neither better nor worse.
    pub(super) fn judge_neither(&mut self) {
        if self.judgement.differs() {
            self.judgement = Judgement::Neutral;
        }
    }
}

/// The targets that either of two documents sets, with the runs of both.
pub(super) fn targets<'a>(
    documents: [&Document; 2],
    pairs: impl Iterator<Item = [&'a Figures; 2]> + Clone,
) -> Vec<Target> {
    let set = MEASURES.iter().filter_map(|measure| {
        let limits = documents.map(|document| limit(document, *measure));
        (limits != [None; 2]).then_some((*measure, limits))
    });
    let told = set.map(|(measure, limits)| {
        let at = RUN_MEASURES.iter().position(|known| *known == measure);
        let met = [0, 1].map(|side| {
            let mut counted = Met::default();
            for pair in pairs.clone() {
                let figure = at.and_then(|at| pair[side].run[at]);
                if let Some((limit, Figure { value, .. })) = limits[side].zip(figure) {
                    counted.runs += 1;
                    counted.met += usize::from(value <= limit);
                }
            }
            counted
        });
        Target::of(measure, limits, met)
    });
    told.collect()
}

fn limit(document: &Document, measure: Measure) -> Option<f64> {
    let targets = &document.scenario.targets;
    match measure {
        Measure::P99 => targets.p99_ms.map(|ms| ms / 1000.0),
        Measure::Failed => targets.failed_percent,
        _ => targets.usd_per_month,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(p99: f64, failed: f64) -> Figures {
        let mut figures = Figures::default();
        for (at, measure) in RUN_MEASURES.iter().enumerate() {
            let value = match measure {
                Measure::P99 => Some(p99),
                Measure::Failed => Some(failed),
                _ => None,
            };
            let enough = true;
            figures.run[at] = value.map(|value| Figure { value, enough });
        }
        figures
    }

    fn document(p99_ms: f64, cost: Option<f64>) -> Document {
        let mut document = Document::default();
        let targets = &mut std::sync::Arc::make_mut(&mut document.scenario).targets;
        (targets.p99_ms, targets.usd_per_month) = (Some(p99_ms), cost);
        document
    }

    #[test]
    fn a_target_that_is_met_where_it_was_not_is_for_the_better() {
        let (missed, met) = (run(0.5, 0.0), run(0.3, 0.0));
        let judged = |sides: [&Figures; 2], limits: [f64; 2]| {
            let [first, second] = limits.map(|limit| document(limit, None));
            let told = targets([&first, &second], std::iter::once(sides));
            // Failures have no target here.
            assert_eq!(told.len(), 1);
            told[0].judgement
        };
        let limits = [400.0; 2];
        assert_eq!(judged([&missed, &met], limits), Judgement::Better);
        assert_eq!(judged([&met, &missed], limits), Judgement::Worse);
        assert_eq!(judged([&met, &met], limits), Judgement::Same);
        assert_eq!(judged([&missed, &missed], limits), Judgement::Same);
        // Who moves the limit has not become faster. The limit itself is met.
        assert_eq!(
            judged([&missed, &missed], [400.0, 500.0]),
            Judgement::Unknown
        );
        let none = Figures::default();
        assert_eq!(judged([&none, &met], limits), Judgement::TooFew);
    }

    #[test]
    fn over_several_runs_it_is_counted_in_how_many_it_was_met() {
        let runs = [[0.5, 0.3], [0.3, 0.3], [0.5, 0.3]];
        let runs = runs.map(|sides| sides.map(|p99| run(p99, 0.0)));
        let of = [&document(400.0, Some(5.0)), &document(400.0, None)];
        let told = targets(of, runs.iter().map(|pair| pair.each_ref()));
        assert_eq!(told.len(), 2);
        let counted = [Met { runs: 3, met: 1 }, Met { runs: 3, met: 3 }];
        assert_eq!(told[0].met, counted);
        // In one run it had been met before.
        assert_eq!(told[0].judgement, Judgement::Unknown);
        assert_eq!(told[1].limits, [Some(5.0), None]);
        assert_eq!(told[1].met, [Met::default(); 2]);
    }
}
