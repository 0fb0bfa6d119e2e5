//! The simulation beside the window: a thread of its own, a mailbox, the latest frame.
//!
//! Architecture invariant: the window never waits for the simulation, the simulation never waits for the window.
//! Messages go one way; frames and status lie in a slot that only ever holds the latest.

mod clock;
mod message;
mod pace;
mod replications;
mod slot;
mod sweeps;
mod task;
mod thread;
mod worker;

use std::sync::Arc;

use sim_core::document::Document;

pub use clock::{Clock, ManualClock, WallClock};
pub use message::{Inject, ToRunner};
pub use pace::{PACES, Pace};
pub use replications::{pairs, processors, replications};
pub use slot::{Problem, Published, Status};
pub use sweeps::{SweepError, SweepPlan, sweep};
pub use task::{Outcome, Progress, Task, Wake};

use slot::Slot;
use thread::Threaded;
use worker::Worker;

/// The handle of a running simulation.
pub struct Runner {
    mode: Mode,
    slot: Slot,
    /// Messages sent: tells whether the slot has caught up with what was asked.
    sent: u64,
    generation: u64,
    /// A document that the thread shall take over once it has been shown.
    held: Option<(Arc<Document>, u64)>,
    /// What was asked last; shown until the thread has answered.
    asked: Status,
}

enum Mode {
    Thread(Threaded),
    /// Everything happens inside `send` and `advance`: tests, and machines that give no thread.
    Inline {
        worker: Box<Worker<ManualClock>>,
        clock: ManualClock,
    },
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("sent", &self.sent)
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

impl Runner {
    /// A simulation on a thread of its own; `wake` is called (on that thread) when something new can be shown.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn threaded(wake: impl Fn() + Send + Sync + 'static) -> std::io::Result<Self> {
        let slot = Slot::default();
        let thread = Threaded::start(slot.clone(), Arc::new(wake))?;
        Ok(Self::with(Mode::Thread(thread), slot))
    }

    /// A simulation that moves only when it is told to: by messages, and by [`advance`](Self::advance).
    pub fn inline() -> Self {
        let (slot, clock) = (Slot::default(), ManualClock::default());
        let worker = Worker::new(clock.clone(), slot.clone(), Arc::new(|| {}));
        Self::with(
            Mode::Inline {
                worker: Box::new(worker),
                clock,
            },
            slot,
        )
    }

    fn with(mode: Mode, slot: Slot) -> Self {
        Self {
            mode,
            slot,
            sent: 0,
            generation: 0,
            held: None,
            asked: Status::default(),
        }
    }

    /// Whether [`advance`](Self::advance) moves it (no thread does).
    pub fn is_inline(&self) -> bool {
        matches!(self.mode, Mode::Inline { .. })
    }

    /// Whether everything that was sent has been handled, so that what is published is of the document of now.
    pub fn is_caught_up(&self) -> bool {
        self.held.is_none() && self.slot.get().handled == self.sent
    }

    /// Lets wall time pass on an inline runner; nothing on a threaded one.
    pub fn advance(&mut self, wall_s: f64) {
        if let Mode::Inline { worker, clock } = &mut self.mode {
            clock.advance(wall_s);
            worker.slice();
        }
    }

    /// Loads a document, stopped at t = 0.
    pub fn load(&mut self, document: Arc<Document>) {
        self.held = None;
        self.generation += 1;
        self.send(ToRunner::Load {
            document,
            generation: self.generation,
        });
    }

    /// Lets the run take over a document: at once, or where it has a thread with the next [`release`](Self::release), so
    /// that the frame which shows the change has the processors to itself. Changes of the same `step` are told as one.
    pub fn update(&mut self, document: Arc<Document>, step: u64) {
        match &self.mode {
            Mode::Thread(_) => self.held = Some((document, step)),
            Mode::Inline { .. } => self.send(ToRunner::Update(document, step)),
        }
    }

    /// A frame has shown the document: the thread may take it over.
    pub fn release(&mut self) {
        if let Some((document, step)) = self.held.take() {
            self.send(ToRunner::Update(document, step));
        }
    }

    /// Sends a message, behind a document that is held; never waits.
    pub fn send(&mut self, message: ToRunner) {
        self.release();
        self.sent += 1;
        self.foresee(&message);
        match &mut self.mode {
            Mode::Thread(thread) => thread.send(message),
            Mode::Inline { worker, .. } => {
                worker.handle([message]);
                // A step of simulated time runs to its end here; play takes time and waits for `advance`.
                while worker.has_goal() {
                    worker.slice();
                }
            }
        }
    }

    /// What the message will change, as far as it can be known.
    fn foresee(&mut self, message: &ToRunner) {
        match message {
            ToRunner::Play => self.asked.playing = true,
            ToRunner::Pause
            | ToRunner::StepEvent
            | ToRunner::StepSeconds(_)
            | ToRunner::Load { .. } => self.asked.playing = false,
            ToRunner::SetPace(pace) => self.asked.asked = *pace,
            _ => {}
        }
    }

    /// The latest frame of the document loaded last, and how the run stands.
    pub fn published(&mut self) -> Published {
        let mut published = self.slot.get();
        if published.generation != self.generation {
            published.frame = None;
            published.status.problem = None;
        }
        if published.handled < self.sent {
            let ahead = &self.asked;
            (published.status.playing, published.status.asked) = (ahead.playing, ahead.asked);
        } else {
            self.asked.playing = published.status.playing;
        }
        published
    }
}

#[cfg(test)]
mod tests;
