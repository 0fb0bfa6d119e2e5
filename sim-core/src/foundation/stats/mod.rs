//! What a run measures: histograms, means with confidence intervals, where its warm-up ends.
//!
//! Counts, sums and areas are integers, so totals do not depend on the order in which parts are merged.

mod batch;
mod coarse;
mod latency;
mod settled;
mod student;
mod tally;
mod warm_up;
mod welford;

pub use batch::{BatchInterval, Group, NotEnough, batch_means};
pub use coarse::{CoarseHistogram, WindowHistogram};
pub use latency::{Bucket, LatencyHistogram, QUANTILE_ERROR, Slot};
pub use settled::{Settled, settled};
pub use student::{t_quantile, t_quantile_99};
pub use tally::LatencyTally;
pub use warm_up::mser5;
pub use welford::{ConfidenceInterval, Welford};
