//! Dollars per hour over the run, worked out once per window: pricing every window in every frame would be slow.

use std::sync::Arc;

use sim_core::engine::snapshot::{Point, Snapshot};
use sim_core::report::bill::usd_per_hour_in;

use crate::session::View;

/// Cost of each window by component, in the snapshot's order.
#[derive(Default)]
pub struct Costs {
    revision: u64,
    known: Vec<(Arc<Point>, Vec<f64>)>,
}

impl Costs {
    /// The cost of every window of the series; windows that have not changed are not priced again.
    pub fn update(&mut self, view: &View<'_>, snapshot: &Snapshot) {
        if self.revision != view.revision {
            // Parameters set prices; a changed document may price everything anew.
            self.revision = view.revision;
            self.known.clear();
        }
        let points = &snapshot.series.points;
        let same = self
            .known
            .iter()
            .zip(points)
            .take_while(|((known, _), point)| Arc::ptr_eq(known, point))
            .count();
        self.known.truncate(same);
        for point in points.iter().skip(same) {
            self.known.push((
                Arc::clone(point),
                usd_per_hour_in(view.document, snapshot, point),
            ));
        }
    }

    /// The sum over all components in each window.
    pub fn totals(&self) -> Vec<f64> {
        self.known
            .iter()
            .map(|(_, costs)| costs.iter().sum())
            .collect()
    }

    /// One component in each window.
    pub fn of(&self, component: usize) -> Vec<f64> {
        self.known
            .iter()
            .map(|(_, costs)| costs.get(component).copied().unwrap_or(0.0))
            .collect()
    }

    /// The components that cost most over the run, dearest first.
    pub fn dearest(&self, count: usize) -> Vec<usize> {
        let components = self
            .known
            .iter()
            .map(|(_, costs)| costs.len())
            .max()
            .unwrap_or(0);
        let mut sums: Vec<(usize, f64)> = (0..components)
            .map(|at| (at, self.of(at).iter().sum()))
            .collect();
        sums.retain(|(_, sum)| *sum > 0.0);
        sums.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        sums.into_iter().take(count).map(|(at, _)| at).collect()
    }
}
