//! What everything else stands on: time, identity, money, chance and statistics.
//!
//! Architecture invariant: this module imports nothing else of the crate.

pub mod chance;
pub mod ids;
pub mod json;
pub mod money;
pub mod stats;
pub mod units;

pub use chance::{Distribution, DistributionError, Sampler, Stream, StreamKey};
pub use ids::{Id, IdError};
pub use money::{MoneyError, PicoUsd, Tariff};
pub use stats::{CoarseHistogram, ConfidenceInterval, LatencyHistogram, Welford, WindowHistogram};
pub use units::{SimTime, Span, SpanError, parse_span};
