//! One design with several values of one parameter: what each of them does, and where it breaks.
//!
//! All values have the same seeds, and so the same chance: what differs comes of the value.

mod json;
mod knee;
mod measured;
mod steps;
mod vary;

use crate::document::{Document, Targets};
use crate::foundation::ids::Id;

pub use json::{Asked, sweep_json};
pub use knee::{Knee, NoKnee};
pub use measured::{Cell, MEASURES, Measured, place};
pub use steps::{MAX_POINTS, Spacing, Steps, StepsError, tidy};
pub use vary::{NotVaried, Varied};

use super::compare::Measure;
use super::verdict::Target;

/// A component is busy all the time from this share of it on.
const ALL_THE_TIME: f64 = 0.995;

/// The component that is used most.
#[derive(Clone, Debug, PartialEq)]
pub struct Busiest {
    pub id: Id,
    /// Of its busiest resource, 0..1; over several runs their mean.
    pub utilization: f64,
}

/// What one value does.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub value: f64,
    /// By [`MEASURES`]; `None`: there is nothing to tell, or too little.
    pub cells: [Option<Cell>; MEASURES.len()],
    /// `None`: nothing here can be used up.
    pub busiest: Option<Busiest>,
    /// The targets that are set, and whether each is met; `None`: not known.
    pub targets: Vec<(Target, Option<bool>)>,
}

impl Point {
    pub fn cell(&self, measure: Measure) -> Option<Cell> {
        self.cells[place(measure)?]
    }

    pub fn figure(&self, measure: Measure) -> Option<f64> {
        self.cell(measure).map(|cell| cell.value)
    }

    /// Whether all targets are known to be met; `None` where none is set.
    pub fn holds(&self) -> Option<bool> {
        let met = |(_, met): &(Target, Option<bool>)| *met == Some(true);
        (!self.targets.is_empty()).then(|| self.targets.iter().all(met))
    }
}

/// What must be known of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// At so many values a component is busy all the time: what waits for it grows as long as the run goes on.
    Overloaded(usize),
    /// At so many values the 99th percentile stands on too few answers, or there is none.
    FewAnswers(usize),
}

/// A design with several values of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// In the order of the values, from the least on.
    pub points: Vec<Point>,
    /// Runs of each value.
    pub runs: usize,
    pub knee: Knee,
    pub notes: Vec<Note>,
}

impl Sweep {
    /// `runs`: for each value, from the least on, what its runs have measured, in the order of their numbers.
    pub fn of(document: &Document, values: &[f64], runs: &[Vec<Measured>]) -> Self {
        let targets = &document.scenario.targets;
        let points = values.iter().zip(runs);
        let points = points.map(|(value, runs)| point(document, targets, *value, runs));
        let points: Vec<Point> = points.collect();
        let knee = Knee::of(&points);
        let notes = notes(&points);
        Self {
            points,
            runs: runs.first().map_or(0, Vec::len),
            knee,
            notes,
        }
    }
}

fn point(document: &Document, targets: &Targets, value: f64, runs: &[Measured]) -> Point {
    let cells = measured::cells(runs);
    let figure = |measure| Some(cells[place(measure)?]?.value);
    let found = [
        (
            Target::P99,
            figure(Measure::P99).map(|seconds| seconds * 1e3),
        ),
        (Target::Failed, figure(Measure::Failed)),
        (Target::Cost, figure(Measure::UsdPerMonth)),
    ];
    let judged = found.into_iter().filter_map(|(target, found)| {
        let most = target.of(targets)?;
        Some((target, found.map(|found| found <= most)))
    });
    Point {
        value,
        cells,
        busiest: measured::busiest(document, runs),
        targets: judged.collect(),
    }
}

fn notes(points: &[Point]) -> Vec<Note> {
    let busy = |point: &&Point| {
        let most = point.busiest.as_ref().map(|found| found.utilization);
        most.is_some_and(|share| share >= ALL_THE_TIME)
    };
    let few = |point: &&Point| !point.cell(Measure::P99).is_some_and(|cell| cell.enough);
    let overloaded = points.iter().filter(busy).count();
    let few = points.iter().filter(few).count();
    let notes = [
        (overloaded > 0).then_some(Note::Overloaded(overloaded)),
        (few > 0).then_some(Note::FewAnswers(few)),
    ];
    notes.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
