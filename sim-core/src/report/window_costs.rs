//! What each window of a run costs: a closed window is priced once, the open one whenever it is asked for.

use std::sync::Arc;

use super::bill::usd_per_hour_in;
use crate::document::Document;
use crate::engine::snapshot::{Point, Snapshot};

/// Windows of one run and what they cost.
#[derive(Clone, Debug, Default)]
pub struct WindowCosts {
    known: Vec<(Arc<Point>, Arc<[f64]>)>,
}

impl WindowCosts {
    /// Dollars per hour in each window of the series, per component in the snapshot's order.
    pub fn of(&mut self, document: &Document, snapshot: &Snapshot) -> Vec<Arc<[f64]>> {
        let points = &snapshot.series.points;
        let pairs = self.known.iter().zip(points);
        let same = pairs.take_while(|((known, _), point)| Arc::ptr_eq(known, point));
        let same = same.count();
        self.known.truncate(same);
        for point in &points[same..] {
            let costs = usd_per_hour_in(document, snapshot, point).into();
            self.known.push((Arc::clone(point), costs));
        }
        self.known
            .iter()
            .map(|(_, costs)| Arc::clone(costs))
            .collect()
    }
}
