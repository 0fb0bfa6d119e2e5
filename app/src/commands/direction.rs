//! Four ways from a card: to the next one that is there, or to a new one.

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use crate::session::placement::{CARD, GRID, snap};

/// A way on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

impl Direction {
    fn unit(self) -> [f32; 2] {
        match self {
            Direction::Left => [-1.0, 0.0],
            Direction::Right => [1.0, 0.0],
            Direction::Up => [0.0, -1.0],
            Direction::Down => [0.0, 1.0],
        }
    }

    /// How far a step leads in this direction; `None` where it leads elsewhere.
    fn distance(self, step: [f32; 2]) -> Option<f32> {
        let [ux, uy] = self.unit();
        let along = step[0] * ux + step[1] * uy;
        let across = (step[0] * uy).abs() + (step[1] * ux).abs();
        (along > 0.0 && along >= across).then_some(along + across)
    }
}

/// The next component from one in a direction: the nearest linked one, else the nearest of all.
pub fn next(document: &Document, from: &Id, way: Direction) -> Option<Id> {
    let start = document.components.get(from)?;
    let linked: Vec<&Id> = document
        .links_of(from)
        .map(|link| {
            if link.from == *from {
                &link.to
            } else {
                &link.from
            }
        })
        .collect();
    let distance = |id: &Id| {
        let at = document.components.get(id)?.at;
        way.distance([at[0] - start.at[0], at[1] - start.at[1]])
    };
    let nearest = |ids: &mut dyn Iterator<Item = &Id>| {
        let others = ids.filter(|id| *id != from);
        let found = others.filter_map(|id| Some((distance(id)?, id.clone())));
        found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
    };
    nearest(&mut linked.into_iter()).or_else(|| nearest(&mut document.components.keys()))
}

/// The component in the upper left corner, where a walk begins.
pub fn first(document: &Document) -> Option<Id> {
    let corner = |at: [f32; 2]| at[0] + at[1];
    let least = document
        .components
        .values()
        .min_by(|a, b| corner(a.at).total_cmp(&corner(b.at)));
    least.map(|component| component.id.clone())
}

/// A free place for a card beside another one: a step away, or beside that.
pub fn beside(document: &Document, from: &Id, way: Direction) -> Option<[f32; 2]> {
    const GAP: f32 = 8.0 * GRID;
    let start = document.components.get(from)?.at;
    let [ux, uy] = way.unit();
    let free = |at: [f32; 2]| {
        let apart =
            |axis: usize, other: [f32; 2]| (at[axis] - other[axis]).abs() >= CARD[axis] + GRID;
        let mut cards = document.components.values().map(Arc::as_ref);
        cards.all(|card| apart(0, card.at) || apart(1, card.at))
    };
    let place = |step: f32, slide: f32| {
        snap([
            start[0] + ux * step * (CARD[0] + GAP) + uy.abs() * slide * (CARD[0] + 3.0 * GRID),
            start[1] + uy * step * (CARD[1] + GAP) + ux.abs() * slide * (CARD[1] + 3.0 * GRID),
        ])
    };
    let slides = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0];
    let places = (1..=6).flat_map(|step| slides.map(|slide| place(step as f32, slide)));
    places
        .into_iter()
        .find(|at| free(*at))
        .or_else(|| Some(place(1.0, 0.0)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::{id, three_tier};

    #[test]
    fn walks_follow_links_first() {
        let document = three_tier();
        let start = first(&document).unwrap();
        assert!(document.components.contains_key(&start));
        for link in document.links.values() {
            let [a, b] = [&link.from, &link.to].map(|id| document.components[id].at);
            if b[0] - a[0] > (b[1] - a[1]).abs() {
                let next = next(&document, &link.from, Direction::Right).unwrap();
                let linked = document
                    .links_of(&link.from)
                    .any(|l| l.to == next || l.from == next);
                assert!(linked, "{} leads to {next}", link.from);
            }
        }
        assert_eq!(next(&document, &id("nobody"), Direction::Up), None);
    }

    #[test]
    fn a_new_card_covers_no_other() {
        let document = three_tier();
        for from in document.components.keys() {
            for way in [
                Direction::Left,
                Direction::Right,
                Direction::Up,
                Direction::Down,
            ] {
                let at = beside(&document, from, way).unwrap();
                let covers = |c: &Arc<sim_core::document::Component>| {
                    (c.at[0] - at[0]).abs() < CARD[0] && (c.at[1] - at[1]).abs() < CARD[1]
                };
                assert!(!document.components.values().any(covers), "{from} {way:?}");
                let start = document.components[from].at;
                assert!(way.distance([at[0] - start[0], at[1] - start[1]]).is_some());
            }
        }
    }
}
