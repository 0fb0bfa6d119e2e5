//! What nobody should give the engine: a clear error that names the place and what was expected, or a behaviour that
//! is defined and said here. Never a hang, never a figure of nothing.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod extremes;
mod faults;
mod outcome;
mod structure;
mod values;
mod zeros;
