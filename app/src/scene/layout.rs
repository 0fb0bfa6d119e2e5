//! Where every link runs. Depends on the drawing alone, so a view keeps it and mends it when the drawing changes.
//!
//! Architecture invariant: a way depends on its link, on its two cards, on the links at those and on the cards near the
//! way, on nothing else. So after a change only the links are worked out anew that have such a card or such a
//! neighbour, and the outcome is that of a layout made from nothing.

mod ends;
mod source;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::card::card_rect;
use super::geometry::{Curve, Point, Rect};
use super::markdown::Page;
use super::obstacles::Obstacles;
use super::route::{Port, direct, route};
use super::shares::{in_shares, leave};
use ends::Ends;
pub(super) use source::Before;
use source::{Changes, Source};

/// Length of an arrow head, canvas points.
pub const ARROW: f32 = 8.0;

/// With more links than this nobody can follow a single one anyway, and ways are worked out while a card is dragged:
/// all go straight.
const MOST_DETOURS: usize = 400;

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
}

impl Way {
    fn new(id: Id, curve: Curve, tip: Port) -> Self {
        Self {
            id,
            bounds: curve.line_bounds(),
            curve,
            tip,
            line: OnceLock::new(),
        }
    }

    /// The curve as a polyline; worked out when somebody asks for the first time.
    pub fn line(&self) -> &[Point] {
        self.line.get_or_init(|| self.curve.line().into())
    }

    /// Whether it is this way.
    fn is(&self, curve: &Curve, tip: Port) -> bool {
        self.tip == tip && self.curve == *curve
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
}

impl Layout {
    pub fn of(document: &Document) -> Self {
        let mut layout = Self::default();
        layout.update(document);
        layout
    }

    /// Follows the drawing: afterwards all is as [`of`](Self::of) the document.
    pub fn update(&mut self, document: &Document) {
        self.pages = super::note::pages(document, &self.source.notes, &self.pages);
        match self.source.changes(document) {
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
        leave((before.ways, before.ends, before.at));
    }

    /// Only what a change can have an effect on; the items are the same ones, in the same order.
    fn mend(&mut self, document: &Document, changes: &Changes) {
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
        self.rebend(document, changes);
        let at_moved = moved.iter().flat_map(|(card, _)| &self.at[*card]).copied();
        for way in once_each(at_moved, self.ends.len()) {
            self.ends[way].choose_sides(self.cards.rects());
        }
        ends::spread(&mut self.ends, &touched, &self.at, self.cards.rects());
        let stale = touched.iter().flat_map(|card| &self.at[*card]).copied();
        let stale = once_each(stale.chain(self.watching(&moved)), self.ends.len());
        let ways = self.ways_of(&stale, |index| Some(&self.ways[index]));
        for (index, (way, watched)) in stale.into_iter().zip(ways) {
            (self.ways[index], self.watched[index]) = (way, watched);
        }
    }

    /// Takes over the bends of changed links.
    fn rebend(&mut self, document: &Document, changes: &Changes) {
        for link in &changes.links {
            if let Some(way) = self.way_of(*link) {
                self.ends[way].bend(&document.links[*link]);
                self.ends[way].choose_sides(self.cards.rects());
            }
        }
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
        let way = |index: usize, (curve, tip): (Curve, Port)| {
            let same = known(index).filter(|way| way.is(&curve, tip));
            let anew = || Arc::new(Way::new(ends[index].id.clone(), curve, tip));
            same.map(Arc::clone).unwrap_or_else(anew)
        };
        if ends.len() <= MOST_DETOURS {
            let around = |index: &usize| {
                let own = ends[*index].cards;
                let (run, watched) = self.cards.watched(|cards| {
                    ends[*index].run(rects, |from, to| route(from, to, cards, own))
                });
                (way(*index, run), watched)
            };
            return links.iter().map(around).collect();
        }
        let straight = |index: &usize| (way(*index, ends[*index].run(rects, direct)), None);
        let some = |range: Range<usize>| -> Vec<_> { links[range].iter().map(straight).collect() };
        let all = in_shares(links.len(), some);
        all.into_iter().flatten().collect()
    }
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
