//! What no formula gives: the examples of a design that hurts itself, and what cures it.
//!
//! Every test plays the example's own file, then the same file with one parameter changed, on the same arrivals. It
//! says what must be so because of who has to wait for whom: offered work against capacity, places against a crowd.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod burst;
mod connection_pool;
mod lesson;
mod queue_burst;
mod retry_storm;
mod sinkhole;
mod stale_queue;
mod thundering_herd;
mod timeout_cascade;

/// Independent arrivals and times of work: what a lesson says must be so in all of them.
const SEEDS: std::ops::Range<u64> = 1..6;
