//! Where every link runs. Depends on the drawing alone, so a view keeps it and mends it when the drawing changes.
//!
//! Architecture invariant: a way depends on its link, on its two cards, on the links at those and on the cards near the
//! way, on nothing else. So after a change only the links are worked out anew that have such a card or such a
//! neighbour, and the outcome is that of a layout made from nothing. A layout of many links that may take its time owes
//! some of that: it is there once all errands are settled.

mod ends;
mod errand;
mod source;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::card::card_rect;
use super::geometry::{Curve, Point, Rect, along, length};
use super::markdown::Page;
use super::obstacles::Obstacles;
use super::route::{Port, direct};
use super::shares::{in_shares, leave};
use ends::Ends;
pub use errand::{Errand, Found};
pub(super) use source::Before;
use source::{Changes, Source};

/// Length of an arrow head, canvas points.
pub const ARROW: f32 = 8.0;

/// The way of one link.
#[derive(Clone, Debug)]
pub struct Way {
    pub id: Id,
    /// Ends at the root of the arrow head.
    pub curve: Curve,
    /// Tip of the arrow head, on the target's side.
    pub tip: Port,
    /// Around its line.
    pub bounds: Rect,
    line: OnceLock<Box<[Point]>>,
    middle: OnceLock<Point>,
}

/// The curve of a link and its tip.
type Run = (Curve, Port);

impl Way {
    fn new(id: Id, curve: Curve, tip: Port) -> Self {
        Self {
            id,
            bounds: curve.line_bounds(),
            curve,
            tip,
            line: OnceLock::new(),
            middle: OnceLock::new(),
        }
    }

    /// The curve as a polyline; worked out when somebody asks for the first time.
    pub fn line(&self) -> &[Point] {
        self.line.get_or_init(|| self.curve.line().into())
    }

    /// Half of the way along its line.
    pub fn middle(&self) -> Point {
        let middle = || along(self.line(), length(self.line()) / 2.0);
        *self.middle.get_or_init(middle)
    }

    /// Whether it is this way.
    fn is(&self, (curve, tip): &Run) -> bool {
        self.tip == *tip && self.curve == *curve
    }

    /// Whether it begins and ends where this way does.
    fn joins(&self, (curve, tip): &Run) -> bool {
        self.tip == *tip && self.curve.start == curve.start
    }
}

/// The ways of all links whose ends exist, in the document's order, and the cards they avoid.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// A way that did not change stays the same one.
    pub ways: Vec<Arc<Way>>,
    pub cards: Obstacles,
    /// The set text of every note, in the document's order.
    pub pages: Vec<Arc<Page>>,
    source: Source,
    /// Of each way.
    ends: Vec<Ends>,
    /// Of each way: where a card would have been seen when it was worked out.
    watched: Vec<Option<Rect>>,
    /// Of each card: its ways, in order.
    at: Vec<Vec<usize>>,
    /// With more links than this their detours come later; `None`: all come at once.
    at_once: Option<usize>,
    /// The ways whose detours have yet to come.
    owed: BTreeSet<usize>,
    /// Grows with every change.
    revision: u64,
}

impl Layout {
    pub fn of(document: &Document) -> Self {
        let mut layout = Self::default();
        layout.update(document);
        layout
    }

    /// A layout for a window, which waits for nothing: with more links than this it follows a change at once and owes
    /// the detours, see [`errand`](Self::errand).
    pub fn in_time(at_once: usize) -> Self {
        Self {
            at_once: Some(at_once),
            ..Self::default()
        }
    }

    /// Follows the drawing: afterwards all is as [`of`](Self::of) the document, but for what it owes.
    pub fn update(&mut self, document: &Document) {
        self.pages = super::note::pages(document, &self.source.notes, &self.pages);
        match self.source.changes(document) {
            Some(changes) if changes.is_empty() => {}
            Some(changes) => self.mend(document, &changes),
            None => self.renew(document),
        }
        self.source.take(document);
    }

    /// Place in the document of the link of a way, and of its two cards.
    pub(super) fn places_of(&self, way: usize) -> (usize, [usize; 2]) {
        (self.ends[way].link, self.ends[way].cards)
    }

    /// Everything from the document; ways that come out as they were stay the same ones.
    fn renew(&mut self, document: &Document) {
        let before = std::mem::take(self);
        (self.pages, self.source) = (before.pages, before.source);
        (self.at_once, self.revision) = (before.at_once, before.revision + 1);
        for component in document.components.values() {
            self.cards.push(card_rect(component));
        }
        self.ends = ends::all(document, &before.ends, self.cards.rects());
        self.at = vec![Vec::new(); self.cards.len()];
        for (way, ends) in self.ends.iter().enumerate() {
            let [from, to] = ends.cards;
            self.at[from].push(way);
            if to != from {
                self.at[to].push(way);
            }
        }
        let cards: Vec<usize> = (0..self.cards.len()).collect();
        ends::spread(&mut self.ends, &cards, &self.at, self.cards.rects());
        let known = Before::new(&before.ways, |way| &way.id);
        let all: Vec<usize> = (0..self.ends.len()).collect();
        let known = all.iter().map(|at| known.get(*at, &self.ends[*at].id));
        let known: Vec<_> = known.collect();
        let ways = self.ways_of(&all, |index| known[index]);
        (self.ways, self.watched) = ways.into_iter().unzip();
        self.owe(all.into_iter());
        leave((before.ways, before.ends, before.at));
    }

    /// Only what a change can have an effect on; the items are the same ones, in the same order.
    fn mend(&mut self, document: &Document, changes: &Changes) {
        self.revision += 1;
        let mut moved = Vec::new();
        for index in &changes.components {
            let (before, after) = (
                self.cards.rect(*index),
                card_rect(&document.components[*index]),
            );
            if before != after {
                moved.push((*index, [before, after]));
            }
        }
        let places = moved.iter().map(|(index, [_, after])| (*index, *after));
        self.cards.put_all(places);
        let touched = self.touched(&moved, changes);
        let rebent = self.rebend(document, changes);
        let at_moved = moved.iter().flat_map(|(card, _)| &self.at[*card]).copied();
        for way in once_each(at_moved, self.ends.len()) {
            self.ends[way].choose_sides(self.cards.rects());
        }
        ends::spread(&mut self.ends, &touched, &self.at, self.cards.rects());
        let stale = touched.iter().flat_map(|card| &self.at[*card]).copied();
        let stale = once_each(stale.chain(self.watching(&moved)), self.ends.len());
        let is_rebent = |index: usize| rebent.binary_search(&index).is_ok();
        let was = |index: usize| (!is_rebent(index)).then(|| &self.ways[index]);
        let ways = self.ways_of(&stale, was);
        for (index, (way, watched)) in stale.iter().zip(ways) {
            (self.ways[*index], self.watched[*index]) = (way, watched);
        }
        self.owe(stale.into_iter());
    }

    /// Takes over the bends of changed links; returns the ways that are bent in another way than before, in
    /// order.
    fn rebend(&mut self, document: &Document, changes: &Changes) -> Vec<usize> {
        let mut rebent = Vec::new();
        for link in &changes.links {
            let Some(way) = self.way_of(*link) else {
                continue;
            };
            if self.ends[way].bend(&document.links[*link]) {
                self.ends[way].choose_sides(self.cards.rects());
                rebent.push(way);
            }
        }
        rebent
    }

    /// The way of a link, by the places of both.
    fn way_of(&self, link: usize) -> Option<usize> {
        self.ends.binary_search_by_key(&link, |ends| ends.link).ok()
    }

    /// Cards at which a link is not what it was: moved ones, what they are linked with, and the ends of changed links.
    fn touched(&self, moved: &[(usize, [Rect; 2])], changes: &Changes) -> Vec<usize> {
        let changed = changes.links.iter().filter_map(|link| self.way_of(*link));
        let at_moved = moved.iter().flat_map(|(card, _)| &self.at[*card]).copied();
        let ends = at_moved.chain(changed).flat_map(|way| self.ends[way].cards);
        let touched = ends.chain(moved.iter().map(|(card, _)| *card));
        once_each(touched, self.cards.len())
    }

    /// Ways that looked for cards where one now is or no longer is.
    fn watching<'a>(&'a self, moved: &'a [(usize, [Rect; 2])]) -> impl Iterator<Item = usize> + 'a {
        let near = |area: &Rect| {
            let mut places = moved.iter().flat_map(|(_, places)| places);
            places.any(|place| place.intersects(area))
        };
        let watched = self.watched.iter().enumerate();
        watched
            .filter_map(|(way, area)| Some((way, (*area)?)))
            .filter(move |(_, area)| near(area))
            .map(|(way, _)| way)
    }

    /// The ways of some links, and where each of them looked for cards. `known`: what a way was, which it may still be.
    fn ways_of<'a>(
        &self,
        links: &[usize],
        known: impl Fn(usize) -> Option<&'a Arc<Way>> + Sync,
    ) -> Vec<(Arc<Way>, Option<Rect>)> {
        let (ends, rects) = (&self.ends, self.cards.rects());
        if !self.takes_its_time() {
            let around = |index: &usize| {
                let (run, watched) = ends[*index].around(&self.cards);
                (way(&ends[*index].id, run, known(*index)), watched)
            };
            return links.iter().map(around).collect();
        }
        let straight = |index: &usize| {
            let run = ends[*index].run(rects, direct);
            // Rather the detour of before than a line that leaps to and fro.
            let Ends { id, bends, .. } = &ends[*index];
            let detour = known(*index).filter(|way| way.joins(&run) && bends.is_empty());
            let anew = || way(id, run.clone(), known(*index));
            (detour.map_or_else(anew, Arc::clone), None)
        };
        let some = |range: Range<usize>| -> Vec<_> { links[range].iter().map(straight).collect() };
        let all = in_shares(links.len(), some);
        all.into_iter().flatten().collect()
    }
}

/// A way; where it is what it was, the same one.
fn way(id: &Id, run: Run, known: Option<&Arc<Way>>) -> Arc<Way> {
    let same = known.filter(|way| way.is(&run)).map(Arc::clone);
    same.unwrap_or_else(|| Arc::new(Way::new(id.clone(), run.0, run.1)))
}

/// Each of these places once, in order; all are below `end`.
fn once_each(places: impl Iterator<Item = usize>, end: usize) -> Vec<usize> {
    let mut there = vec![false; end];
    places.for_each(|place| there[place] = true);
    let places = there.into_iter().enumerate();
    places
        .filter(|(_, there)| *there)
        .map(|(at, _)| at)
        .collect()
}
