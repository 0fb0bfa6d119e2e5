//! Compile a document, run it event by event, measure it.
//!
//! Architecture invariant: no wall clock, no threads, no hash-map iteration, no service names. Same document, seed
//! and version give the same bytes.

pub mod snapshot;

pub use snapshot::Snapshot;
