//! What the window tells the simulation.

use std::sync::Arc;

use sim_core::document::{Document, FaultKind};
use sim_core::foundation::ids::Id;

use super::pace::Pace;

/// A fault set by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Inject {
    pub kind: FaultKind,
    pub target: Id,
    /// `None`: until healed.
    pub for_s: Option<f64>,
}

/// One message to the simulation thread.
#[derive(Clone, Debug)]
pub enum ToRunner {
    /// A new document, stopped at t = 0.
    Load {
        document: Arc<Document>,
        generation: u64,
    },
    /// The document changed: applies at once, while running too. The number is that of the step the change belongs to.
    Update(Arc<Document>, u64),
    Play,
    Pause,
    /// Handles one event and stops.
    StepEvent,
    /// Runs so many simulated seconds at full speed and stops.
    StepSeconds(f64),
    /// Back to t = 0, on the document's seed, playing on if it played.
    Reset,
    SetPace(Pace),
    Inject(Inject),
    Heal(Id),
    #[cfg(test)]
    Panic,
}
