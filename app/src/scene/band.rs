//! Where the title of a band across other containers stands: on its upper or lower edge, off the cards and off the
//! titles of what it crosses.

use sim_core::catalog::container::crosses;
use sim_core::document::{Container, Document};

use super::card::card_rect;
use super::container::{TITLE_HEIGHT, title_width};
use super::geometry::{Point, Rect};

/// Room between a title and what it keeps off.
const AIR: f32 = 4.0;

/// The upper left corner of the title of a band; of any other container, the corner of its frame.
pub fn title_corner(document: &Document, container: &Container) -> Point {
    let frame = Rect::at(container.at, container.size);
    if !crosses(&container.kind) {
        return frame.min;
    }
    let taken = taken(document, container, &frame);
    let size = [title_width(container).min(frame.width()), TITLE_HEIGHT];
    let free = |at: &Point| {
        let title = Rect::at(*at, size);
        frame.inflate(0.5).encloses(&title) && !taken.iter().any(|rect| rect.intersects(&title))
    };
    let heights = [frame.min[1], frame.max[1] - TITLE_HEIGHT];
    let places = heights.into_iter().flat_map(|y| {
        // From left to right: the edge of the band, then behind each thing that is in the way.
        let mut lefts: Vec<f32> = taken.iter().map(|rect| rect.max[0] + AIR).collect();
        lefts.sort_by(f32::total_cmp);
        std::iter::once(frame.min[0])
            .chain(lefts)
            .map(move |x| [x, y])
    });
    places.into_iter().find(free).unwrap_or(frame.min)
}

/// What lies in a band and is not to be covered: cards, and the titles of the other containers. Two bands that cross
/// have an order: the later one gives way.
fn taken(document: &Document, band: &Container, frame: &Rect) -> Vec<Rect> {
    let own = document.containers.get_index_of(&band.id);
    let others = document.containers.values().enumerate();
    let others = others.filter(|(index, other)| !crosses(&other.kind) || Some(*index) < own);
    let titles = others.map(|(_, other)| {
        let frame = Rect::at(other.at, other.size);
        let corner = match crosses(&other.kind) {
            true => title_corner(document, other),
            false => frame.min,
        };
        Rect::at(
            corner,
            [title_width(other).min(frame.width()), TITLE_HEIGHT],
        )
    });
    let cards = document.components.values().map(|c| card_rect(c));
    let all = titles.chain(cards).map(|rect| rect.inflate(AIR / 2.0));
    all.filter(|rect| rect.intersects(frame)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::fixture::{component, container, document};

    #[test]
    fn a_title_keeps_off_titles_cards_and_earlier_bands() {
        let zone = container("a", "zone", "Zone a", [100.0, 100.0, 400.0, 300.0], None);
        let band = |name: &str, frame| container(name, "tier", "Public subnets", frame, None);
        let on_title = band("row", [100.0, 100.0, 900.0, 200.0]);
        let same = band("again", [100.0, 100.0, 900.0, 200.0]);
        let beside = band("beside", [0.0, 200.0, 900.0, 100.0]);
        let card = component("web", "was", "Web", [20.0, 180.0], None);
        let containers = vec![zone, on_title, same, beside];
        let document = document(vec![card], containers, Vec::new());
        let titles: Vec<Rect> = document
            .containers
            .values()
            .map(|c| Rect::at(title_corner(&document, c), [title_width(c), TITLE_HEIGHT]))
            .collect();
        assert_eq!(titles[0].min, [100.0, 100.0]);
        assert_eq!(
            titles[1].min[1], 100.0,
            "behind the zone's title, on the upper edge"
        );
        assert_eq!(titles[3].min[1], 200.0);
        let card = card_rect(&document.components[0]);
        for (index, title) in titles.iter().enumerate() {
            assert!(!title.intersects(&card), "{index}");
            for other in &titles[..index] {
                assert!(!title.intersects(other), "{titles:?}");
            }
        }
    }
}
