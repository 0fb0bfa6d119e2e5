//! The runs that were kept: of the drawing that is shown, and, out of the way, of those that were shown before.

use std::path::PathBuf;
use std::sync::Arc;

use sim_core::document::Document;

use super::Baseline;

/// Most runs of a drawing; the oldest goes.
pub const MOST: usize = 8;
/// Most drawings whose runs are kept for their return; the one that was left first goes.
const DRAWINGS: usize = 32;

/// What tells a drawing from others: its file, or, where it has none, what it was as it came.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Drawing {
    File(PathBuf),
    AsItCame(Arc<Document>),
}

/// The runs of one drawing, the oldest first.
#[derive(Debug, Default)]
struct Runs {
    list: Vec<Baseline>,
    /// Number of the one that is compared with.
    chosen: u64,
    /// How many there have been.
    counted: u64,
}

/// All kept runs.
#[derive(Debug, Default)]
pub struct Shelf {
    shown: Runs,
    away: Vec<(Drawing, Runs)>,
    last: u64,
}

impl Shelf {
    /// Those of the drawing that is shown, the oldest first.
    pub fn runs(&self) -> &[Baseline] {
        &self.shown.list
    }

    /// The one that is compared with.
    pub fn chosen(&self) -> Option<&Baseline> {
        let chosen = self.shown.chosen;
        self.shown.list.iter().find(|kept| kept.number == chosen)
    }

    pub(super) fn chosen_mut(&mut self) -> Option<&mut Baseline> {
        let chosen = self.shown.chosen;
        let mut list = self.shown.list.iter_mut();
        list.find(|kept| kept.number == chosen)
    }

    /// Adds one, which is given its numbers, and chooses it; gives the one that had to go.
    pub(super) fn add(&mut self, kept: impl FnOnce(u64, u64) -> Baseline) -> Option<Baseline> {
        self.last += 1;
        let runs = &mut self.shown;
        runs.counted += 1;
        runs.list.push(kept(self.last, runs.counted));
        runs.chosen = self.last;
        (runs.list.len() > MOST).then(|| runs.list.remove(0))
    }

    pub(crate) fn choose(&mut self, number: u64) {
        if self.shown.list.iter().any(|kept| kept.number == number) {
            self.shown.chosen = number;
        }
    }

    /// Gives up one of those that are shown. In its place, the one behind it is compared with, or the last one.
    pub(crate) fn drop_run(&mut self, number: u64) -> Option<Baseline> {
        let runs = &mut self.shown;
        let at = runs.list.iter().position(|kept| kept.number == number)?;
        let dropped = runs.list.remove(at);
        if runs.chosen == number {
            let next = runs.list.get(at).or(runs.list.last());
            runs.chosen = next.map_or(0, |kept| kept.number);
        }
        Some(dropped)
    }

    /// Another drawing is shown: the runs of the one before are put away, and those of the other come back.
    pub(super) fn turn_to(&mut self, before: Option<Drawing>, now: Option<&Drawing>) {
        let left = std::mem::take(&mut self.shown);
        if let Some(before) = before.filter(|_| !left.list.is_empty()) {
            self.away.retain(|(drawing, _)| *drawing != before);
            self.away.push((before, left));
            if self.away.len() > DRAWINGS {
                self.away.remove(0);
            }
        }
        if let Some(at) = self
            .away
            .iter()
            .position(|(drawing, _)| Some(drawing) == now)
        {
            self.shown = self.away.remove(at).1;
        }
    }
}
