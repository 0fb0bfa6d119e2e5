//! The slot between the two threads: the latest frame and how the run stands.

use std::sync::{Arc, Mutex, PoisonError};

use sim_core::engine::{EngineError, InjectError};
use sim_core::playback::Refusal;
use sim_core::playback::player::Frame;

use super::pace::Pace;
use crate::i18n::{Texts, errors};

/// Why a run does not go on.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The document cannot run.
    Compile(Refusal),
    /// The engine stopped.
    Engine(EngineError),
    /// A fault could not be injected.
    Inject(InjectError),
    /// The simulation broke down, with the words of its panic; the document is untouched.
    Crashed(String),
}

impl Problem {
    /// The whole sentence for the user.
    pub fn sentence(&self, texts: Texts) -> String {
        let (key, words) = match self {
            Problem::Compile(error) => ("run.problem.compile", errors::compile(texts, error)),
            Problem::Engine(error) => ("run.problem.engine", errors::engine(texts, error)),
            Problem::Inject(error) => ("run.problem.inject", errors::inject(texts, error)),
            Problem::Crashed(words) => ("run.problem.crashed", words.clone()),
        };
        texts.tr_with(key, &[("text", &words)])
    }
}

/// How the run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    pub playing: bool,
    pub asked: Pace,
    /// Simulated seconds per second of wall time, smoothed; `None` while stopped or not yet known.
    pub achieved: Option<f64>,
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
