//! Places for the rate pills: on their link, off the cards, off each other, off the container titles.

use std::sync::Arc;

use super::container::ContainerElement;
use super::geometry::{Rect, along, length};
use super::link::{LinkElement, pill_size};
use super::obstacles::Obstacles;

/// Tried in turn, as shares of the link's length.
const PLACES: [f32; 13] = [
    0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86,
];
const AIR: f32 = 3.0;
/// Between two cards that stand close, a pill may reach over their padding, where no text stands.
const OVERLAP: f32 = 8.0;

/// A place for the pill of every link with a rate, in the document's order; a link without any free place goes without.
pub fn places(
    links: &[Arc<LinkElement>],
    cards: &Obstacles,
    containers: &[ContainerElement],
) -> Vec<Option<Rect>> {
    let titles: Vec<Rect> = containers.iter().map(|container| container.title).collect();
    let mut placed = Obstacles::default();
    let place = |link: &Arc<LinkElement>| {
        let size = pill_size(link)?;
        let total = length(&link.line);
        // The middle of a cut link is where its mark stands.
        let open = |share: &f32| {
            !link.figures.cut || (share - 0.5).abs() * total > size[0].max(size[1]) / 2.0 + 10.0
        };
        let candidates = || {
            let open = PLACES.into_iter().filter(open);
            open.map(|share| Rect::around(along(&link.line, total * share), size))
        };
        let apart = |rect: &Rect| placed.is_free(&rect.inflate(AIR));
        let off_cards = |rect: &Rect, by: f32| cards.is_free(&rect.inflate(by));
        let clear = |rect: &Rect| !titles.iter().any(|title| title.intersects(rect));
        let find =
            |wanted: &dyn Fn(&Rect) -> bool| candidates().find(|rect| apart(rect) && wanted(rect));
        let choice = find(&|r| off_cards(r, AIR) && clear(r))
            .or_else(|| find(&|r| off_cards(r, AIR)))
            .or_else(|| find(&|r| off_cards(r, -OVERLAP)))?;
        placed.push(choice);
        Some(choice)
    };
    links.iter().map(place).collect()
}
