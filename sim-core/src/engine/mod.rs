//! Compile a document, run it event by event, measure it.
//!
//! Architecture invariant: no wall clock, no threads, no hash-map iteration, no service names. Same document, seed
//! and version give the same bytes.

mod admission;
mod arrivals;
mod bucket;
mod calendar;
mod change;
mod compile;
mod control;
mod core;
mod course;
mod death;
mod error;
mod faults;
mod flow;
mod follow;
mod functions;
mod gaps;
mod gauge;
mod group;
mod health;
mod instance;
mod job;
mod kind_plans;
mod kinds;
mod laws;
mod life;
mod line;
mod link;
mod loads;
mod managed;
mod meter;
mod network;
mod picture;
mod processor;
mod ranks;
mod recorder;
mod reorder;
mod rules;
mod scaling;
mod serve;
pub mod snapshot;
mod station;
mod targets;

pub use compile::compile;
pub use core::Engine;
pub use error::{CompileError, EngineError, InjectError};
pub use network::Network;
pub use snapshot::Snapshot;
