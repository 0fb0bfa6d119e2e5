//! Playing a run: load, advance, step, change, injure. The wall clock stays outside.

pub mod player;

pub use player::{Frame, Player};
