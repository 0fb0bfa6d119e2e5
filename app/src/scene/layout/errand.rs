//! Detours that come later: of thousands of links they would keep a frame waiting, so somebody else works them out.

use super::ends::Ends;
use super::{Layout, Run, way};
use crate::scene::geometry::Rect;
use crate::scene::obstacles::Obstacles;

/// So many ways are worked out at once, then the next ones: a change in between spoils no more than these.
const SOME: usize = 512;

/// Ways to work out, with all that it takes.
#[derive(Debug)]
pub struct Errand {
    revision: u64,
    cards: Obstacles,
    asked: Vec<(usize, Ends)>,
}

/// What came of it.
#[derive(Debug)]
pub struct Found {
    revision: u64,
    ways: Vec<(usize, Run, Option<Rect>)>,
}

impl Errand {
    /// Works the ways out; gives up what is left when `stopped`.
    pub fn run(self, stopped: impl Fn() -> bool) -> Found {
        let asked = self.asked.into_iter().take_while(|_| !stopped());
        let ways = asked.map(|(index, ends)| {
            let (run, watched) = ends.around(&self.cards);
            (index, run, watched)
        });
        Found {
            revision: self.revision,
            ways: ways.collect(),
        }
    }
}

impl Layout {
    /// Whether it has so many links that their detours come later.
    pub(super) fn takes_its_time(&self) -> bool {
        self.at_once.is_some_and(|most| self.ends.len() > most)
    }

    /// These ways have not looked for a detour. A way that was bent by hand needs none.
    pub(super) fn owe(&mut self, ways: impl Iterator<Item = usize>) {
        if !self.takes_its_time() {
            return self.owed.clear();
        }
        for way in ways {
            if self.ends[way].bends.is_empty() {
                self.owed.insert(way);
            } else {
                self.owed.remove(&way);
            }
        }
    }

    /// Changes so far, each with another number.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether detours have yet to come.
    pub fn owes(&self) -> bool {
        !self.owed.is_empty()
    }

    /// Some of the detours that it owes, those of the ways in `first` before others; `None`: it owes none.
    pub fn errand(&self, first: &[usize]) -> Option<Errand> {
        let urgent = first.iter().filter(|way| self.owed.contains(way));
        let mut some: Vec<usize> = urgent.copied().take(SOME).collect();
        if some.is_empty() {
            some.extend(self.owed.iter().copied().take(SOME));
        }
        (!some.is_empty()).then(|| Errand {
            revision: self.revision,
            cards: Obstacles::of(self.cards.rects().to_vec()),
            asked: some
                .into_iter()
                .map(|way| (way, self.ends[way].clone()))
                .collect(),
        })
    }

    /// Takes over what an errand found, unless the drawing is another one since. Returns whether a way changed.
    pub fn settle(&mut self, found: Found) -> bool {
        if found.revision != self.revision {
            return false;
        }
        let mut changed = false;
        for (index, run, watched) in found.ways {
            self.owed.remove(&index);
            self.watched[index] = watched;
            if !self.ways[index].is(&run) {
                self.ways[index] = way(&self.ends[index].id, run, None);
                changed = true;
            }
        }
        changed
    }
}
