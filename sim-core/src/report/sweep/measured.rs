//! What a run measures for a sweep, and several runs of one value as one.

use super::Busiest;
use crate::document::Document;
use crate::engine::snapshot::Snapshot;
use crate::foundation::stats::{QUANTILE_ERROR, Welford};
use crate::report::bill::Bill;
use crate::report::compare::{Figure, Measure, of_run};

/// What values are compared by.
pub const MEASURES: [Measure; 10] = [
    Measure::Offered,
    Measure::Throughput,
    Measure::Goodput,
    Measure::Failed,
    Measure::Mean,
    Measure::P50,
    Measure::P95,
    Measure::P99,
    Measure::UsdPerMonth,
    Measure::UsdPerMillionOk,
];

/// Where a measure stands among [`MEASURES`].
pub fn place(measure: Measure) -> Option<usize> {
    MEASURES.iter().position(|of| *of == measure)
}

/// The figures of one run: some numbers, and nothing of the engine.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// By [`MEASURES`].
    pub run: [Option<Figure>; MEASURES.len()],
    /// How much of each component was used, in the document's order; `None`: there is nothing to use up.
    pub(super) used: Vec<Option<f64>>,
    pub requests: u64,
    pub events: u64,
}

impl Measured {
    /// The figures of a run at its end.
    pub fn of(document: &Document, snapshot: &Snapshot, bill: &Bill) -> Self {
        let used = document.components.keys().zip(&snapshot.components);
        let used = used.map(|(id, view)| {
            debug_assert_eq!(*id, view.id);
            let works = document.components.get(id).is_some_and(|of| of.works());
            works.then_some(view.utilization_mean)
        });
        Self {
            run: MEASURES.map(|measure| of_run(measure, snapshot, bill)),
            used: used.collect(),
            requests: snapshot.totals.arrived,
            events: snapshot.events,
        }
    }
}

/// One figure at one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Over several runs: their mean.
    pub value: f64,
    /// Half of the 99 % interval over several runs.
    pub half_width: Option<f64>,
    /// Whether it stands on enough answers, in every run.
    pub enough: bool,
}

/// Each figure over all runs of one value.
pub(super) fn cells(runs: &[Measured]) -> [Option<Cell>; MEASURES.len()] {
    let mut places = 0..;
    MEASURES.map(|measure| {
        let at = places.next()?;
        let own = || runs.iter().filter_map(|run| run.run[at]);
        let figures: Welford = own().map(|figure| figure.value).collect();
        let value = figures.mean()?;
        // What the histogram rounds off may be the same in every run.
        let rounded = measure.percentile().map_or(0.0, |_| QUANTILE_ERROR * value);
        let interval = figures.interval_99();
        Some(Cell {
            value,
            half_width: interval.map(|interval| interval.half_width + rounded),
            enough: own().count() == runs.len() && own().all(|figure| figure.enough),
        })
    })
}

/// The component that is used most, over all runs; of several, the first one.
pub(super) fn busiest(document: &Document, runs: &[Measured]) -> Option<Busiest> {
    let mut most: Option<Busiest> = None;
    for (at, id) in document.components.keys().enumerate() {
        let own = runs.iter().filter_map(|run| *run.used.get(at)?);
        let Some(utilization) = own.collect::<Welford>().mean() else {
            continue;
        };
        if most
            .as_ref()
            .is_none_or(|most| most.utilization < utilization)
        {
            let id = id.clone();
            most = Some(Busiest { id, utilization });
        }
    }
    most
}
