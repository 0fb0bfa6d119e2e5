//! A run that was kept, to compare those after it with.

use std::sync::Arc;
use std::time::Instant;

use sim_core::document::{Changes, Document};
use sim_core::playback::player::Frame;
use sim_core::report::compare::Side;

use super::Session;
use crate::i18n::{Texts, happened};

/// A kept run: what was drawn, and what came of it.
#[derive(Debug)]
pub struct Baseline {
    pub side: Side,
    /// Tells it from all others that were kept while the program runs; the last one has the largest.
    pub number: u64,
    /// Which one of its drawing it was, counted from 1.
    ordinal: u64,
    kept_at: Instant,
    /// What was changed since the run that was kept before it, or since the file was opened or saved.
    since: Option<Changes>,
    /// As somebody has named it.
    name: String,
}

impl Baseline {
    /// The name it has by itself: number, simulated time, change.
    pub fn own_name(&self, texts: Texts) -> String {
        let n = texts.count(self.ordinal);
        let run = texts.tr_with("compare.run", &[("n", &n)]);
        let clock = texts.clock(self.side.length);
        let change = match &self.since {
            Some(changes) => happened::changes(texts, &self.side.document, changes),
            None => texts.tr("compare.unchanged").to_owned(),
        };
        [run, clock, change].join(" · ")
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

    /// How long ago it was kept, in words.
    pub fn age(&self, texts: Texts) -> String {
        let minutes = self.kept_at.elapsed().as_secs() / 60;
        let (key, n) = match minutes {
            0 => return texts.tr("compare.kept_now").to_owned(),
            1..60 => ("compare.kept_minutes", minutes),
            _ => ("compare.kept_hours", minutes / 60),
        };
        texts.tr_with(key, &[("n", &texts.count(n))])
    }

    /// Whether it is this very run at this very instant.
    fn is(&self, side: &Side) -> bool {
        let own = &self.side;
        own.seed == side.seed
            && own.length == side.length
            && own.changes == side.changes
            && own.touched == side.touched
            && own.waiting == side.waiting
            && own.figures == side.figures
            && own.document == side.document
    }
}

/// What became of a run that was to be kept.
pub(crate) enum Keeping {
    NothingRan,
    /// In place of the oldest one, of this name.
    Done(Option<String>),
    /// It had been kept before, under this name.
    Already(String),
}

impl Session {
    /// Keeps the run as it stands, beside those that were kept before.
    pub(crate) fn keep_run(&mut self) -> Keeping {
        let Some(frame) = self.frame.clone().filter(|frame| ran(frame)) else {
            return Keeping::NothingRan;
        };
        let side = frame.side();
        if let Some(same) = self.kept.runs().iter().find(|kept| kept.is(&side)) {
            let (number, name) = (same.number, same.name(self.texts));
            self.kept.choose(number);
            return Keeping::Already(name);
        }
        let before = self.kept.runs().last().map(|kept| &kept.side.document);
        let before: Option<&Arc<Document>> = before.or(self.saved.as_ref());
        let since = before.and_then(|before| Changes::between(before, &frame.document));
        let oldest = self.kept.add(|number, ordinal| Baseline {
            side,
            number,
            ordinal,
            kept_at: Instant::now(),
            since,
            name: String::new(),
        });
        Keeping::Done(oldest.map(|oldest| oldest.name(self.texts)))
    }

    /// Gives the kept run that is compared with a name; an empty one: that which it has by itself.
    pub(crate) fn name_baseline(&mut self, name: String) {
        if let Some(kept) = self.kept.chosen_mut() {
            kept.name = name;
        }
    }

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
