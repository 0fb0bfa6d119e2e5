//! Playing a run: load, advance, step, change, inject. The wall clock stays outside.

pub mod player;
