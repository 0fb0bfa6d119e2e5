//! From a snapshot to what people read: bill, verdict, the report object of `topolab run`.

pub mod bill;
mod caches;
mod figures;
pub mod inside;
pub mod output;
mod plain;
mod replications;
pub mod steady;
pub mod text;
pub mod verdict;
pub mod window_costs;

pub use figures::{COMPONENT_FIGURES, Intervals, KeyFigures, RUN_FIGURES, intervals};
pub use output::report_json;
pub use replications::{Runs, replications_json, replications_text};
pub use steady::{Steady, steady};
pub use text::report_text;
