//! A run that was kept, to compare those after it with.

use std::sync::Arc;

use sim_core::document::{Changes, Document};
use sim_core::playback::player::Frame;
use sim_core::report::compare::Side;

use super::Session;
use crate::i18n::{Texts, happened};

/// The kept run: what was drawn, and what came of it.
#[derive(Debug)]
pub struct Baseline {
    pub side: Side,
    /// Tells it from the one that was kept before.
    pub number: u64,
    title: String,
    /// What was changed since the run that was kept before it, or since the file was opened or saved.
    since: Option<Changes>,
    /// As somebody has named it.
    name: String,
}

impl Baseline {
    /// The name it has by itself: drawing, simulated time, change.
    pub fn own_name(&self, texts: Texts) -> String {
        let clock = texts.clock(self.side.length);
        let change = self.since.as_ref();
        let change = change.map(|changes| happened::changes(texts, &self.side.document, changes));
        let parts = [Some(self.title.clone()), Some(clock), change];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The name that it was given; empty: none.
    pub fn given_name(&self) -> &str {
        &self.name
    }

    pub fn name(&self, texts: Texts) -> String {
        match self.name.trim() {
            "" => self.own_name(texts),
            name => name.to_owned(),
        }
    }
}

impl Session {
    /// Keeps the run as it stands, in place of the one that was kept before; whether there was anything to keep.
    pub(crate) fn keep_run(&mut self) -> bool {
        let Some(frame) = self.frame.clone().filter(|frame| ran(frame)) else {
            return false;
        };
        let before = self.baseline.take();
        let number = before.as_ref().map_or(0, |kept| kept.number) + 1;
        let before = before.map(|kept| kept.side.document);
        let before: Option<Arc<Document>> = before.or_else(|| self.saved.clone());
        let since = before.and_then(|before| Changes::between(&before, &frame.document));
        self.baseline = Some(Baseline {
            side: frame.side(),
            number,
            title: self.view().title(),
            since,
            name: String::new(),
        });
        true
    }

    /// Gives the kept run a name; an empty one: that which it has by itself.
    pub(crate) fn name_baseline(&mut self, name: String) {
        if let Some(kept) = &mut self.baseline {
            kept.name = name;
        }
    }
}

impl Session {
    /// The seed of the run; where nothing has happened yet, of the one to come.
    pub fn seed(&self) -> u64 {
        let frame = self.frame.as_deref().filter(|frame| ran(frame));
        frame.map_or(self.document().scenario.seed, |frame| frame.seed)
    }
}

/// Whether anything has happened in a run.
pub fn ran(frame: &Frame) -> bool {
    frame.snapshot.events > 0
}
