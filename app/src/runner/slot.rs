//! The slot between the two threads: the latest frame and how the run stands.

use std::sync::{Arc, Mutex, PoisonError};

use sim_core::playback::player::Frame;

use super::pace::Pace;

/// Why a run does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The document cannot run.
    Compile(String),
    /// The engine stopped.
    Engine(String),
    /// A fault could not be injected.
    Inject(String),
    /// The simulation broke down; the document is untouched.
    Crashed(String),
}

impl Problem {
    /// Key of the sentence around the words.
    pub fn key(&self) -> &'static str {
        match self {
            Problem::Compile(_) => "run.problem.compile",
            Problem::Engine(_) => "run.problem.engine",
            Problem::Inject(_) => "run.problem.inject",
            Problem::Crashed(_) => "run.problem.crashed",
        }
    }

    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Problem::Compile(text)
            | Problem::Engine(text)
            | Problem::Inject(text)
            | Problem::Crashed(text) => text,
        }
    }
}

/// How the run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    pub playing: bool,
    pub asked: Pace,
    /// Simulated seconds per second of wall time, smoothed; `None` while stopped or not yet known.
    pub achieved: Option<f64>,
    pub seed: u64,
    pub problem: Option<Problem>,
}

/// What the window takes over.
#[derive(Clone, Debug, Default)]
pub struct Published {
    pub frame: Option<Arc<Frame>>,
    pub status: Status,
    /// Loads so far: tells frames of the document before from those of this one.
    pub generation: u64,
    /// Messages handled so far.
    pub handled: u64,
}

/// The slot. Locked for as long as it takes to copy a pointer.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot(Arc<Mutex<Published>>);

impl Slot {
    pub(super) fn change(&self, change: impl FnOnce(&mut Published)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn get(&self) -> Published {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
