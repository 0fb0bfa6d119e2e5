//! A large drawing being put in order on a thread.

use std::sync::Arc;

use indexmap::IndexSet;
use sim_core::document::Document;
use sim_core::edit::Place;
use sim_core::foundation::ids::Id;

use super::{Session, tiers};
use crate::runner::{Outcome, Task};

/// Up to this many components and links it is done within a frame.
const LARGE: usize = 300;

/// The work under way.
#[derive(Debug)]
pub(crate) struct Arranging {
    /// The drawing it is done for: places of another one would be wrong.
    pub document: Arc<Document>,
    /// Everything is put in order, not only what was selected.
    pub whole: bool,
    task: Task<Option<Vec<Place>>>,
}

impl Arranging {
    /// How much is done, 0 to 1.
    pub fn share(&self) -> f32 {
        self.task.share()
    }

    pub fn poll(&self) -> Outcome<Option<Vec<Place>>> {
        self.task.poll()
    }
}

impl Session {
    /// Begins to put the chosen items in order on a thread; `false` where that is done at once. What was under way is
    /// given up.
    pub(crate) fn arrange_aside(&mut self, chosen: &IndexSet<Id>) -> bool {
        self.arranging = None;
        let document = Arc::clone(self.document());
        let large = document.components.len() + document.links.len() > LARGE;
        let Some(wake) = self.review.wake.clone().filter(|_| large) else {
            return false;
        };
        let (drawing, items) = (Arc::clone(&document), chosen.clone());
        let task = Task::start("layout", wake, move |progress| {
            tiers::arrange_while(&drawing, &items, &mut |share| {
                progress.set(share);
                !progress.is_stopped()
            })
        });
        self.arranging = task.ok().map(|task| Arranging {
            document,
            whole: chosen.is_empty(),
            task,
        });
        self.arranging.is_some()
    }
}
