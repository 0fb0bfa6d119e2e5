//! The figures of one run that replications are compared by, and their intervals over several runs.

use super::bill::Bill;
use super::verdict::verdict;
use crate::document::Document;
use crate::engine::snapshot::{ComponentView, Latency, Snapshot};
use crate::foundation::ids::Id;
use crate::foundation::stats::{ConfidenceInterval, QUANTILE_ERROR, Welford};

/// Names of a run's figures: per second, percent, seconds, US dollars.
pub const RUN_FIGURES: [&str; 8] = [
    "goodput_per_s",
    "failed_percent",
    "latency_mean_s",
    "latency_p50_s",
    "latency_p90_s",
    "latency_p95_s",
    "latency_p99_s",
    "usd_per_month",
];
/// Names of a component's figures: shares, numbers, seconds.
pub const COMPONENT_FIGURES: [&str; 5] = [
    "utilization",
    "queue_mean",
    "latency_mean_s",
    "latency_p99_s",
    "instances_mean",
];

/// Figures of one run from its start to its end; `None`: there was nothing to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFigures {
    pub run: [Option<f64>; 8],
    /// In the document's order.
    pub components: Vec<(Id, [Option<f64>; 5])>,
    pub requests: u64,
    pub events: u64,
}

/// 99 % confidence intervals over several runs; `None`: fewer than two runs have the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervals {
    pub runs: usize,
    pub run: [Option<ConfidenceInterval>; 8],
    /// In the document's order.
    pub components: Vec<(Id, [Option<ConfidenceInterval>; 5])>,
}

impl KeyFigures {
    /// The figures of a run at its end.
    pub fn of(document: &Document, snapshot: &Snapshot, bill: &Bill) -> Self {
        let judged = verdict(document, snapshot, bill);
        let latency = &snapshot.latency;
        let answered = |value: f64| (latency.count > 0).then_some(value);
        let ended = snapshot.totals.ok + snapshot.totals.failed > 0;
        Self {
            run: [
                Some(judged.goodput_per_s),
                ended.then_some(judged.failed_percent),
                answered(latency.mean),
                answered(latency.p50),
                answered(latency.p90),
                answered(latency.p95),
                answered(latency.p99),
                Some(bill.usd_per_month),
            ],
            components: snapshot.components.iter().map(of_component).collect(),
            requests: snapshot.totals.arrived,
            events: snapshot.events,
        }
    }
}

fn of_component(view: &ComponentView) -> (Id, [Option<f64>; 5]) {
    let Latency {
        count, mean, p99, ..
    } = view.latency;
    let figures = [
        Some(view.utilization_mean),
        Some(view.queue_mean),
        (count > 0).then_some(mean),
        (count > 0).then_some(p99),
        Some(view.instances.mean),
    ];
    (view.id.clone(), figures)
}

/// The intervals over independent runs of one document. The order of the runs counts in the last digits only, and is
/// theirs, not that in which they ended.
pub fn intervals(runs: &[KeyFigures]) -> Intervals {
    let components = runs.first().map_or(&[][..], |run| &run.components);
    let each = components.iter().enumerate().map(|(index, (id, _))| {
        let own = |run: &KeyFigures| run.components.get(index).map(|(_, figures)| *figures);
        (
            id.clone(),
            columns(&COMPONENT_FIGURES, runs.iter().filter_map(own)),
        )
    });
    Intervals {
        runs: runs.len(),
        run: columns(&RUN_FIGURES, runs.iter().map(|run| run.run)),
        components: each.collect(),
    }
}

/// One interval for each column. Those of percentiles also cover what the histogram rounds off, which may be the same
/// in every run.
fn columns<const N: usize>(
    names: &[&str; N],
    rows: impl Iterator<Item = [Option<f64>; N]>,
) -> [Option<ConfidenceInterval>; N] {
    let mut all = [Welford::new(); N];
    for row in rows {
        for (column, value) in all.iter_mut().zip(row) {
            column.extend(value);
        }
    }
    let mut intervals = all.map(|column| column.interval_99());
    for (interval, name) in intervals.iter_mut().zip(names) {
        if let Some(interval) = interval.as_mut().filter(|_| name.starts_with("latency_p")) {
            interval.half_width += QUANTILE_ERROR * interval.mean;
        }
    }
    intervals
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn run(goodput: f64, p99: Option<f64>) -> KeyFigures {
        let mut run = [Some(0.0); 8];
        run[0] = Some(goodput);
        run[6] = p99;
        KeyFigures {
            run,
            components: vec![(
                Id::new("web").unwrap(),
                [Some(goodput), None, p99, p99, None],
            )],
            requests: 1,
            events: 1,
        }
    }

    #[test]
    fn each_figure_has_its_own_interval() {
        let runs: Vec<KeyFigures> = (1..=10).map(|n| run(f64::from(n), None)).collect();
        let found = intervals(&runs);
        assert_eq!(found.runs, 10);
        let goodput = found.run[0].unwrap();
        assert!((goodput.half_width - 3.111_473).abs() < 1e-5);
        assert_eq!((goodput.mean, goodput.samples), (5.5, 10));
        assert_eq!(found.components[0].1[0], Some(goodput));
        assert_eq!(found.run[1].unwrap().half_width, 0.0);
    }

    #[test]
    fn percentiles_are_no_sharper_than_their_histogram() {
        let found = intervals(&[run(1.0, Some(2.0)), run(1.0, Some(2.0))]);
        let p99 = found.run[6].unwrap();
        assert_eq!((p99.mean, p99.half_width), (2.0, 2.0 / 256.0));
        assert_eq!(found.components[0].1[3], Some(p99));
        assert_eq!(found.components[0].1[2].unwrap().half_width, 0.0);
    }

    #[test]
    fn what_too_few_runs_know_has_none() {
        let runs = [run(1.0, None), run(2.0, Some(3.0)), run(3.0, None)];
        let found = intervals(&runs);
        assert_eq!(found.run[6], None);
        assert_eq!(found.components[0].1[3], None);
        let more = [run(1.0, Some(2.0)), run(2.0, Some(3.0)), run(3.0, None)];
        assert_eq!(intervals(&more).run[6].unwrap().samples, 2);
        assert_eq!(intervals(&[]).run, [None; 8]);
        assert_eq!(intervals(&runs[..1]).run[0], None);
    }
}
