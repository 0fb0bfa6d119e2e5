//! From a snapshot to what people read: bill, verdict, the report object of `topolab run`.

pub mod bill;
pub mod output;
pub mod steady;
pub mod text;
pub mod verdict;

pub use output::report_json;
pub use steady::{Steady, steady};
pub use text::report_text;
