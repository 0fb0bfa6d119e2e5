//! Playing a run: load, advance, step, change, injure. The wall clock stays outside.

pub mod glance;
pub mod player;
mod refusal;
mod replication;
mod sweep;

pub use player::{Frame, Player};
pub use refusal::Refusal;
pub use replication::{MAX_REPLICATIONS, ReplicationError, replication, replication_to_compare};
pub use sweep::sweep_run;
