//! What a run measures: histograms, means with confidence intervals.
//!
//! Counts, sums and areas are integers, so totals do not depend on the order in which parts are merged.

mod coarse;
mod latency;
mod student;
mod welford;

pub use coarse::{CoarseHistogram, WindowHistogram};
pub use latency::{Bucket, LatencyHistogram, Slot};
pub use student::{t_quantile, t_quantile_99};
pub use welford::{ConfidenceInterval, Welford};
