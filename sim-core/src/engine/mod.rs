//! Compile a document, run it event by event, measure it.
//!
//! Architecture invariant: no wall clock, no threads, no hash-map iteration, no service names. Same document, seed
//! and version give the same bytes.

mod admission;
mod arrivals;
mod breaker;
mod bucket;
mod budget;
mod cache;
mod calendar;
mod capacity;
mod change;
mod cold;
mod compile;
mod control;
mod core;
mod course;
mod death;
mod error;
mod fan_out;
mod faults;
mod flow;
mod follow;
mod follow_links;
mod functions;
mod gaps;
mod gauge;
mod group;
mod health;
mod instance;
mod jitter;
mod job;
mod kind_plans;
mod kinds;
mod laws;
mod life;
mod line;
mod link;
mod link_plans;
mod link_view;
mod loads;
mod mail;
mod managed;
mod meter;
mod network;
mod picture;
mod pool;
mod processor;
mod ranks;
mod recorder;
mod recordless;
mod reorder;
mod rules;
mod scaling;
mod serve;
pub mod snapshot;
mod special;
mod station;
mod targets;
mod transmit;
mod wire;

pub use compile::compile;
pub use core::Engine;
pub use error::{CompileError, EngineError, InjectError};
pub use network::Network;
pub use snapshot::Snapshot;
