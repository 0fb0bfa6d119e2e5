//! What must be known to read a comparison: whether the two runs can be compared at all.

use std::collections::BTreeMap;

use super::{Comparison, Side};
use crate::document::Document;
use crate::foundation::units::SimTime;

/// Runs whose lengths differ by no more than this share of them are of the same length.
const SAME_LENGTH: f64 = 0.01;
/// So many points more of failed requests leave other requests answered.
const OTHER_ANSWERED: f64 = 1.0;

/// Something that must be known. The number of a side: 0 the first run, 1 the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing that a run can notice differs between the two documents.
    NothingChanged,
    /// Both had the same chance.
    SameSeed(Arrivals),
    OtherSeeds([u64; 2]),
    OtherLengths([SimTime; 2]),
    /// A run was changed while it ran, so many times: its figures mix what was before and after.
    Changed {
        side: usize,
        times: usize,
    },
    /// A run was changed at its end and has not gone on: its figures know nothing of that.
    Waiting {
        side: usize,
    },
    /// Faults were set or healed by hand, which are no part of its document.
    Touched {
        side: usize,
    },
    /// A run could not go on.
    Stopped {
        side: usize,
    },
    /// Response times are those of answered requests, and these are not the same ones.
    OtherAnswered,
}

/// What the clients of two runs on the same chance sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// The same requests at the same instants.
    Same,
    /// Some of them wait for an answer before they ask again.
    Answered,
    /// Other requests: the clients were changed.
    Changed,
}

impl Arrivals {
    /// Stable name in reports; the translation key is `compare.note.same_seed_<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Arrivals::Same => "same",
            Arrivals::Answered => "answered",
            Arrivals::Changed => "changed",
        }
    }
}

/// What must be known of two runs, what was compared of them included.
pub(super) fn notes(sides: [&Side; 2], compared: &Comparison) -> Vec<Note> {
    let mut found = Vec::new();
    let lengths = sides.map(|side| side.length);
    let [first, second] = lengths.map(SimTime::as_secs_f64);
    let longer = (first - second).abs() > SAME_LENGTH * first.max(second);
    if longer {
        found.push(Note::OtherLengths(lengths));
    }
    let seeds = sides.map(|side| side.seed);
    let unlike = seeds[0] != seeds[1];
    if unlike {
        found.push(Note::OtherSeeds(seeds));
    }
    for (side, of) in sides.into_iter().enumerate() {
        let times = of.changes;
        if times > 0 {
            found.push(Note::Changed { side, times });
        }
        if of.waiting {
            found.push(Note::Waiting { side });
        }
        if of.touched {
            found.push(Note::Touched { side });
        }
        if of.stopped {
            found.push(Note::Stopped { side });
        }
    }
    found.extend(about_answers(compared));
    let changed = !compared.changes.is_empty();
    if !changed {
        found.push(Note::NothingChanged);
    }
    // What came to a run that was changed or broken while it ran, its document does not tell; and what runs longer differs by
    // that, too.
    let as_drawn = |side: &&Side| side.changes == 0 && !side.waiting && !side.touched;
    if changed && !unlike && !longer && sides.iter().all(as_drawn) {
        let documents = sides.map(|side| &*side.document);
        found.push(Note::SameSeed(arrivals(documents)));
    }
    found
}

/// The same of several runs of each of two documents on the same seeds.
pub(super) fn notes_of_pairs(documents: [&Document; 2], compared: &Comparison) -> Vec<Note> {
    let mut found: Vec<Note> = about_answers(compared).collect();
    found.push(match compared.changes.is_empty() {
        true => Note::NothingChanged,
        false => Note::SameSeed(arrivals(documents)),
    });
    found
}

/// Where more requests fail in one run, those that are left to be timed are others.
fn about_answers(compared: &Comparison) -> impl Iterator<Item = Note> {
    let rows = || compared.run.iter();
    let failed = rows().find(|row| row.measure == super::Measure::Failed);
    let by = failed.and_then(|row| row.difference).map(|found| found.by);
    let other = by.is_some_and(|by| by.abs() >= OTHER_ANSWERED);
    let timed = rows().any(|row| row.measure.is_time() && row.judgement.differs());
    (other && timed).then_some(Note::OtherAnswered).into_iter()
}

/// What the clients of two documents send on the same seed.
pub(super) fn arrivals([first, second]: [&Document; 2]) -> Arrivals {
    let clients = |document: &Document| {
        let clients = document.components.values().filter(|of| !of.works());
        let told = clients.map(|of| (of.id.clone(), (of.service.clone(), of.params.clone())));
        told.collect::<BTreeMap<_, _>>()
    };
    let waits = |document: &Document| {
        let mut clients = document.components.values().filter(|of| !of.works());
        clients.any(|of| of.settings().text("mode") == "closed")
    };
    if first.kinds != second.kinds || clients(first) != clients(second) {
        Arrivals::Changed
    } else if waits(first) {
        Arrivals::Answered
    } else {
        Arrivals::Same
    }
}
