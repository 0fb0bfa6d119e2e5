//! What a run measures: histograms, means with confidence intervals, where its warm-up ends.
//!
//! Counts, sums and areas are integers, so totals do not depend on the order in which parts are merged.

mod batch;
mod coarse;
mod handful;
mod latency;
mod settled;
mod student;
mod table;
mod tally;
mod warm_up;
mod welford;
mod window;

pub use batch::{BatchInterval, Group, NotEnough, batch_means};
pub use coarse::CoarseHistogram;
pub use handful::{FULL, Handful};
pub use latency::{Bucket, LatencyHistogram, QUANTILE_ERROR};
pub use settled::{Settled, settled};
pub use student::{t_quantile, t_quantile_99};
pub use tally::LatencyTally;
pub use warm_up::mser5;
pub use welford::{ConfidenceInterval, Welford};
pub use window::WindowHistogram;
