//! Where links start and end: the side of each card, and the place on the side.

use std::cmp::Ordering;
use std::sync::Arc;

use sim_core::document::{Document, Link};
use sim_core::foundation::ids::Id;

use crate::scene::geometry::{Point, Rect, tame};
use crate::scene::obstacles::Obstacles;
use crate::scene::route::{Side, sides};

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
    pub fn choose_sides(&mut self, cards: &Obstacles) {
        let [from, to] = self.cards.map(|card| cards.rect(card));
        let (leaving, _) = sides(&from, &self.next(0, cards));
        let (_, entering) = sides(&self.next(1, cards), &to);
        self.sides = [leaving, entering];
    }

    /// Takes over the bends of the link.
    pub fn bend(&mut self, link: &Link) {
        self.bends.clear();
        self.bends
            .extend(link.bends.iter().map(|bend| bend.map(tame)));
    }

    /// What an end looks at: the bend nearest to it along the link, else the other card.
    fn next(&self, end: usize, cards: &Obstacles) -> Rect {
        let bend = match end {
            0 => self.bends.first(),
            _ => self.bends.last(),
        };
        let other = || cards.rect(self.cards[1 - end]);
        bend.map_or_else(other, |bend| Rect::new(*bend, *bend))
    }

    /// Where the link meets its card.
    pub fn port(&self, end: usize, cards: &Obstacles) -> Point {
        self.sides[end].point(&cards.rect(self.cards[end]), self.offsets[end])
    }
}

/// The ends of all links that have both, in the middles of the sides they use.
pub(super) fn all(document: &Document, cards: &Obstacles) -> Vec<Ends> {
    let ends = |(index, link): (usize, &Arc<Link>)| {
        let from = document.components.get_index_of(&link.from)?;
        let to = document.components.get_index_of(&link.to)?;
        let mut ends = Ends {
            id: link.id.clone(),
            link: index,
            cards: [from, to],
            sides: [Side::Right, Side::Left],
            bends: Vec::new(),
            offsets: [0.0; 2],
        };
        ends.bend(link);
        ends.choose_sides(cards);
        Some(ends)
    };
    document
        .links
        .values()
        .enumerate()
        .filter_map(ends)
        .collect()
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

/// Spreads the links that share a side of a card, in the order of their other ends, so that they do not cross there.
pub(super) fn spread(ends: &mut [Ends], card: usize, links: &[usize], cards: &Obstacles) {
    let mut users: Vec<User> = Vec::with_capacity(links.len());
    for link in links {
        let here = &ends[*link];
        for end in [0, 1].into_iter().filter(|end| here.cards[*end] == card) {
            let side = here.sides[end];
            let other = here.next(end, cards).center();
            let axis = usize::from(side.is_horizontal());
            let home = cards.rect(card).center();
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
        let (rect, side) = (cards.rect(card), users[0].side);
        let extent = if side.is_horizontal() {
            rect.height()
        } else {
            rect.width()
        };
        let between = SPREAD.min((extent - 28.0) / (users.len().max(2) - 1) as f32);
        let middle = (users.len() - 1) as f32 / 2.0;
        for (place, user) in users.iter().enumerate() {
            ends[user.link].offsets[user.end] = (place as f32 - middle) * between;
        }
    }
}
