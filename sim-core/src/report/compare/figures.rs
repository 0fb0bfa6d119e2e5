//! The figures of one run that another one is compared with: some numbers for each component, and nothing of the engine.

use super::measure::{COMPONENT_MEASURES, Measure, RUN_MEASURES};
use crate::document::Document;
use crate::engine::snapshot::{ComponentView, Latency, Snapshot};
use crate::foundation::ids::Id;
use crate::foundation::stats::NotEnough;
use crate::report::bill::{Bill, usd_per_month};
use crate::report::steady::{samples_needed, samples_to_show, steady};

/// A figure, and whether it stands on enough samples to be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub enough: bool,
}

/// The figures of a run from its start to its end; `None`: there is nothing to tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// By [`RUN_MEASURES`].
    pub run: [Option<Figure>; RUN_MEASURES.len()],
    /// By [`COMPONENT_MEASURES`], in the document's order.
    pub components: Vec<(Id, [Option<Figure>; COMPONENT_MEASURES.len()])>,
    pub requests: u64,
    pub events: u64,
}

impl Figures {
    /// The figures of a run at an instant.
    pub fn of(document: &Document, snapshot: &Snapshot, bill: &Bill) -> Self {
        let costs = bill.by_component();
        let components = snapshot.components.iter().map(|view| {
            let works = document.components.get(&view.id);
            let works = works.is_none_or(|component| component.works());
            let cost = costs.get(&view.id).copied().unwrap_or_default();
            let cost = usd_per_month(cost, snapshot.now);
            let figure = |measure| match measure {
                Measure::Offered => known(per_second(view.arrived, snapshot)),
                Measure::Served => known(per_second(view.ok, snapshot)),
                _ => of_component(measure, view, works, cost),
            };
            (view.id.clone(), COMPONENT_MEASURES.map(figure))
        });
        Self {
            run: RUN_MEASURES.map(|measure| of_run(measure, snapshot, bill)),
            components: components.collect(),
            requests: snapshot.totals.arrived,
            events: snapshot.events,
        }
    }
}

/// A figure of a whole run.
pub(in crate::report) fn of_run(
    measure: Measure,
    snapshot: &Snapshot,
    bill: &Bill,
) -> Option<Figure> {
    let totals = &snapshot.totals;
    let ran = snapshot.now.as_secs_f64() > 0.0;
    match measure {
        Measure::Offered => known(per_second(totals.arrived, snapshot)),
        Measure::Throughput => known(per_second(totals.ok + totals.failed, snapshot)),
        Measure::Goodput => known(per_second(totals.ok, snapshot)),
        Measure::Failed => known(failed(totals.ok, totals.failed)),
        Measure::Mean => {
            let mean = time(measure, &snapshot.latency)?;
            let enough = steady(snapshot).response != Err(NotEnough::TooShort);
            Some(Figure { enough, ..mean })
        }
        Measure::P50 | Measure::P95 | Measure::P99 => time(measure, &snapshot.latency),
        Measure::UsdPerHour => known(ran.then_some(bill.usd_per_hour)),
        Measure::UsdPerMonth => known(ran.then_some(bill.usd_per_month)),
        Measure::UsdPerMillionOk => known(bill.usd_per_million_ok),
        Measure::Served | Measure::Utilization | Measure::Instances => None,
    }
}

fn of_component(measure: Measure, view: &ComponentView, works: bool, cost: f64) -> Option<Figure> {
    match measure {
        // Of a client nothing can be used up.
        Measure::Utilization => known(works.then_some(view.utilization_mean)),
        Measure::Failed => known(failed(view.ok, view.failed)),
        Measure::Instances => known((view.instances.max > 0).then_some(view.instances.mean)),
        Measure::UsdPerMonth => known(Some(cost)),
        _ => time(measure, &view.latency),
    }
}

/// The mean rate since the start.
fn per_second(count: u64, snapshot: &Snapshot) -> Option<f64> {
    let seconds = snapshot.now.as_secs_f64();
    (seconds > 0.0).then(|| count as f64 / seconds)
}

fn known(value: Option<f64>) -> Option<Figure> {
    let enough = true;
    value.map(|value| Figure { value, enough })
}

fn failed(ok: u64, failed: u64) -> Option<f64> {
    let ended = ok + failed;
    (ended > 0).then(|| failed as f64 * 100.0 / ended as f64)
}

fn time(measure: Measure, latency: &Latency) -> Option<Figure> {
    let value = match measure {
        Measure::Mean => latency.mean,
        Measure::P50 => latency.p50,
        Measure::P95 => latency.p95,
        Measure::P99 => latency.p99,
        _ => return None,
    };
    // A mean has no tail that answers would have to lie in.
    let percentile = measure.percentile();
    let shown = samples_to_show(percentile.unwrap_or(0.0));
    let needed = percentile.map_or(1, samples_needed);
    (latency.count >= shown).then_some(Figure {
        value,
        enough: latency.count >= needed,
    })
}
