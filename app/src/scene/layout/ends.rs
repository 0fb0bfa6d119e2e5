//! Where links start and end: the side of each card, and the place on the side.

use std::sync::Arc;

use sim_core::document::{Document, Link};
use sim_core::foundation::ids::Id;

use crate::scene::geometry::Point;
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
    /// Away from the middle of the side.
    offsets: [f32; 2],
}

impl Ends {
    pub fn choose_sides(&mut self, cards: &Obstacles) {
        let (leaving, entering) = sides(&cards.rect(self.cards[0]), &cards.rect(self.cards[1]));
        self.sides = [leaving, entering];
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
            offsets: [0.0; 2],
        };
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

/// A link at a side of a card: where its other end lies along the side, its place, which end this is.
type User = (Side, f32, usize, usize);

/// Spreads the links that share a side of a card, in the order of their other ends, so that they do not cross there.
pub(super) fn spread(ends: &mut [Ends], card: usize, links: &[usize], cards: &Obstacles) {
    let mut users: Vec<User> = Vec::with_capacity(links.len());
    for link in links {
        let here = &ends[*link];
        for end in [0, 1].into_iter().filter(|end| here.cards[*end] == card) {
            let side = here.sides[end];
            let other = cards.rect(here.cards[1 - end]).center();
            let across = other[usize::from(side.is_horizontal())];
            users.push((side, across, *link, end));
        }
    }
    users.sort_by(|a, b| {
        let along = a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
        along.then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3))
    });
    for users in users.chunk_by(|a, b| a.0 == b.0) {
        let (rect, side) = (cards.rect(card), users[0].0);
        let extent = if side.is_horizontal() {
            rect.height()
        } else {
            rect.width()
        };
        let between = SPREAD.min((extent - 28.0) / (users.len().max(2) - 1) as f32);
        let middle = (users.len() - 1) as f32 / 2.0;
        for (place, (_, _, link, end)) in users.iter().enumerate() {
            ends[*link].offsets[*end] = (place as f32 - middle) * between;
        }
    }
}
