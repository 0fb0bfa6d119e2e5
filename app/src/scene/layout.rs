//! Where every link runs. Depends on the drawing alone, so a view keeps it and mends it when the drawing changes.
//!
//! Architecture invariant: a way depends on its link, on its two cards, on the links at those and on the cards near the
//! way, on nothing else. So after a change only the links are worked out anew that have such a card or such a
//! neighbour, and the outcome is that of a layout made from nothing.

mod ends;
mod source;

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::bent::through;
use super::card::card_rect;
use super::geometry::{Curve, Point, Rect, bounds_of, tame};
use super::markdown::Page;
use super::obstacles::Obstacles;
use super::route::{Port, direct, route};
use ends::Ends;
pub(super) use source::Before;
use source::{Changes, Source};

/// Length of an arrow head, canvas points.
pub const ARROW: f32 = 8.0;

/// With more links than this nobody can follow a single one anyway, and ways are worked out while a card is dragged:
/// all go straight.
const MOST_DETOURS: usize = 400;

/// The way of one link.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub id: Id,
    /// Ends at the root of the arrow head.
    pub curve: Curve,
    /// Tip of the arrow head, on the target's side.
    pub tip: Port,
    /// The curve as a polyline.
    pub line: Arc<[Point]>,
    /// Around the line.
    pub bounds: Rect,
}

impl Way {
    fn new(id: Id, curve: Curve, tip: Port) -> Self {
        let line = curve.line();
        Self {
            id,
            curve,
            tip,
            bounds: bounds_of(&line).unwrap_or_default(),
            line: line.into(),
        }
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
        self.ends = ends::all(document, &self.cards);
        self.at = vec![Vec::new(); self.cards.len()];
        for (way, ends) in self.ends.iter().enumerate() {
            let [from, to] = ends.cards;
            self.at[from].push(way);
            if to != from {
                self.at[to].push(way);
            }
        }
        for (card, ways) in self.at.iter().enumerate() {
            ends::spread(&mut self.ends, card, ways, &self.cards);
        }
        let known = Before::new(&before.ways, |way| &way.id);
        for index in 0..self.ends.len() {
            let (curve, tip, watched) = self.way(index);
            let id = &self.ends[index].id;
            let same = known.get(index, id).filter(|way| way.is(&curve, tip));
            let anew = || Arc::new(Way::new(id.clone(), curve, tip));
            self.ways.push(same.map_or_else(anew, Arc::clone));
            self.watched.push(watched);
        }
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
        for (card, _) in &moved {
            for way in &self.at[*card] {
                self.ends[*way].choose_sides(&self.cards);
            }
        }
        let mut stale = Vec::new();
        for card in touched {
            ends::spread(&mut self.ends, card, &self.at[card], &self.cards);
            stale.extend_from_slice(&self.at[card]);
        }
        stale.extend(self.watching(&moved));
        stale.sort_unstable();
        stale.dedup();
        for index in stale {
            let (curve, tip, watched) = self.way(index);
            self.watched[index] = watched;
            if !self.ways[index].is(&curve, tip) {
                let id = self.ends[index].id.clone();
                self.ways[index] = Arc::new(Way::new(id, curve, tip));
            }
        }
    }

    /// Takes over the bends of changed links.
    fn rebend(&mut self, document: &Document, changes: &Changes) {
        for link in &changes.links {
            if let Some(way) = self.way_of(*link) {
                self.ends[way].bend(&document.links[*link]);
                self.ends[way].choose_sides(&self.cards);
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
        let mut touched: Vec<usize> = ends.chain(moved.iter().map(|(card, _)| *card)).collect();
        touched.sort_unstable();
        touched.dedup();
        touched
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

    /// The way of a link and its tip, and the area in which it looked for cards.
    fn way(&self, index: usize) -> (Curve, Port, Option<Rect>) {
        let ends = &self.ends[index];
        let port = |end: usize| Port {
            at: ends.port(end, &self.cards).map(tame),
            side: ends.sides[end],
        };
        let (from, tip) = (port(0), port(1));
        let to = tip.outward(ARROW);
        let (curve, watched) = if !ends.bends.is_empty() {
            (through(from, &ends.bends, to), None)
        } else if self.ends.len() <= MOST_DETOURS {
            self.cards
                .watched(|cards| route(from, to, cards, ends.cards))
        } else {
            (direct(from, to), None)
        };
        (curve, tip, watched)
    }
}
