//! Where links start and end: the side of each card, and the place on the side.

use std::cmp::Ordering;
use std::ops::Range;

use sim_core::document::{Document, Link};
use sim_core::foundation::ids::Id;

use super::{ARROW, Run};
use crate::scene::bent::through;
use crate::scene::geometry::{Curve, Point, Rect, tame};
use crate::scene::obstacles::Obstacles;
use crate::scene::route::{Port, Side, route, sides};
use crate::scene::shares::in_shares;

/// Room between two links on the same side of a card, at most.
const SPREAD: f32 = 14.0;

/// The two ends of a link.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub id: Id,
    /// Place of the link in the document.
    pub link: usize,
    /// Places of the cards in the document.
    pub cards: [usize; 2],
    pub sides: [Side; 2],
    /// Points that the link goes through.
    pub bends: Vec<Point>,
    /// Away from the middle of the side.
    offsets: [f32; 2],
}

impl Ends {
    pub fn choose_sides(&mut self, rects: &[Rect]) {
        let [from, to] = self.cards.map(|card| rects[card]);
        let (leaving, _) = sides(&from, &self.next(0, rects));
        let (_, entering) = sides(&self.next(1, rects), &to);
        self.sides = [leaving, entering];
    }

    /// Takes over the bends of the link; whether they are others than before.
    pub fn bend(&mut self, link: &Link) -> bool {
        let bends = link.bends.iter().map(|bend| bend.map(tame));
        if bends.clone().eq(self.bends.iter().copied()) {
            return false;
        }
        self.bends = bends.collect();
        true
    }

    /// What an end looks at: the bend nearest to it along the link, else the other card.
    fn next(&self, end: usize, rects: &[Rect]) -> Rect {
        let bend = match end {
            0 => self.bends.first(),
            _ => self.bends.last(),
        };
        let other = || rects[self.cards[1 - end]];
        bend.map_or_else(other, |bend| Rect::new(*bend, *bend))
    }

    /// Where the link runs and its tip; `free`: the way between two points if it may find its way itself.
    pub fn run(&self, rects: &[Rect], free: impl FnOnce(Port, Port) -> Curve) -> Run {
        let (from, tip) = (self.port(0, rects), self.port(1, rects));
        let to = tip.outward(ARROW);
        let curve = match self.bends.is_empty() {
            true => free(from, to),
            false => through(from, &self.bends, to),
        };
        (curve, tip)
    }

    /// Where the link runs around the cards, its tip, and where it looked for cards.
    pub fn around(&self, cards: &Obstacles) -> (Run, Option<Rect>) {
        cards
            .watched(|cards| self.run(cards.rects(), |from, to| route(from, to, cards, self.cards)))
    }

    /// Where the link meets its card.
    fn port(&self, end: usize, rects: &[Rect]) -> Port {
        let side = self.sides[end];
        let at = side.point(&rects[self.cards[end]], self.offsets[end]);
        let at = at.map(tame);
        Port { at, side }
    }
}

/// The ends of all links that have both, in the middles of the sides they use. `before`: those of an earlier document;
/// where a link still ends at the same place, nothing has to be looked up.
pub(super) fn all(document: &Document, before: &[Ends], rects: &[Rect]) -> Vec<Ends> {
    let components = &document.components;
    let place = |id: &Id, before: Option<usize>| {
        let there = before.filter(|at| components.get_index(*at).is_some_and(|(at, _)| at == id));
        there.or_else(|| components.get_index_of(id))
    };
    let ends = |index: usize| {
        let (_, link) = document.links.get_index(index)?;
        let was = |end: usize| before.get(index).map(|ends| ends.cards[end]);
        let mut ends = Ends {
            id: link.id.clone(),
            link: index,
            cards: [place(&link.from, was(0))?, place(&link.to, was(1))?],
            sides: [Side::Right, Side::Left],
            bends: Vec::new(),
            offsets: [0.0; 2],
        };
        ends.bend(link);
        ends.choose_sides(rects);
        Some(ends)
    };
    let some = |links: Range<usize>| links.filter_map(ends).collect::<Vec<Ends>>();
    let all = in_shares(document.links.len(), some);
    all.into_iter().flatten().collect()
}

/// A link at a side of a card.
struct User {
    side: Side,
    /// Where its other end lies along the side.
    across: f32,
    /// The order of those whose other ends lie in one row.
    outward: f32,
    link: usize,
    /// Which end of the link this is.
    end: usize,
}

impl User {
    /// In the order of the other ends.
    fn order(&self, other: &Self) -> Ordering {
        let along = self.side.cmp(&other.side);
        let along = along.then(self.across.total_cmp(&other.across));
        let along = along.then(self.outward.total_cmp(&other.outward));
        along.then((self.link, self.end).cmp(&(other.link, other.end)))
    }
}

/// Spreads the links that share a side of a card, for each of these cards; `at`: the links of every card.
pub(super) fn spread(ends: &mut [Ends], cards: &[usize], at: &[Vec<usize>], rects: &[Rect]) {
    let some = |range: Range<usize>| {
        let mut found = Vec::new();
        for card in &cards[range] {
            spread_at(ends, *card, &at[*card], rects, &mut found);
        }
        found
    };
    let found = in_shares(cards.len(), some);
    for (link, end, offset) in found.into_iter().flatten() {
        ends[link].offsets[end] = offset;
    }
}

/// Adds the link, the end of it and its offset, for each that ends at a card: in the order of their other ends, so that
/// they do not cross there.
fn spread_at(
    ends: &[Ends],
    card: usize,
    links: &[usize],
    rects: &[Rect],
    found: &mut Vec<(usize, usize, f32)>,
) {
    let mut users: Vec<User> = Vec::with_capacity(links.len());
    for link in links {
        let here = &ends[*link];
        for end in [0, 1].into_iter().filter(|end| here.cards[*end] == card) {
            let side = here.sides[end];
            let other = here.next(end, rects).center();
            let axis = usize::from(side.is_horizontal());
            let home = rects[card].center();
            // Whatever is farther away in a row goes around the rest of it, on the side that is nearer to this card.
            let away = (other[1 - axis] - home[1 - axis]).abs();
            let below = other[axis] < home[axis];
            users.push(User {
                side,
                across: other[axis],
                outward: if below { away } else { -away },
                link: *link,
                end,
            });
        }
    }
    users.sort_by(User::order);
    for users in users.chunk_by(|a, b| a.side == b.side) {
        let (rect, side) = (rects[card], users[0].side);
        let extent = if side.is_horizontal() {
            rect.height()
        } else {
            rect.width()
        };
        let between = SPREAD.min((extent - 28.0) / (users.len().max(2) - 1) as f32);
        let middle = (users.len() - 1) as f32 / 2.0;
        for (place, user) in users.iter().enumerate() {
            found.push((user.link, user.end, (place as f32 - middle) * between));
        }
    }
}
