//! What everything else stands on: time, identity and money.
//!
//! Architecture invariant: this module imports nothing else of the crate.

pub mod ids;
pub mod money;
pub mod units;

pub use ids::{Id, IdError};
pub use money::{MoneyError, PicoUsd, Tariff};
pub use units::{SimTime, Span, SpanError, parse_span};
