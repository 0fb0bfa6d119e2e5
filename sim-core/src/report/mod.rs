//! From a snapshot to what is read of a run: bill, verdict, the report object of `topolab run`.

pub mod bill;
mod caches;
pub mod compare;
mod figures;
mod happened;
pub mod inside;
pub mod output;
pub mod price_dates;
mod queues;
mod replications;
pub mod steady;
pub mod sweep;
pub mod verdict;
pub mod window_costs;

use self::bill::Bill;
use crate::document::Document;
use crate::engine::EngineError;
use crate::engine::snapshot::Snapshot;

pub use figures::{COMPONENT_FIGURES, Intervals, KeyFigures, RUN_FIGURES, intervals};
pub use happened::Edits;
pub use output::report_json;
pub use replications::{Runs, replications_json};
pub use steady::{Steady, steady};

/// What the report of a run is made of.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// As it is at the end.
    pub document: &'a Document,
    pub snapshot: &'a Snapshot,
    pub bill: &'a Bill,
    /// What was changed while it ran.
    pub edits: &'a Edits,
    /// Why it could not go on.
    pub error: Option<&'a EngineError>,
    /// The name as the caller gave it.
    pub file: &'a str,
    pub seed: u64,
}
