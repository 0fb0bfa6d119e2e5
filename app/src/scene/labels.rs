//! Places for the rate pills: on their link, off the cards, off each other, off the container titles.
//!
//! Every link with a rate has its pill. Where no place is free it stands where it covers least; what it then hides is
//! found under the pointer.

use std::sync::Arc;

use super::container::ContainerElement;
use super::geometry::{Point, Rect, along, length};
use super::link::{LinkElement, pill_size};
use super::obstacles::Obstacles;

/// Tried in turn, as shares of the link's length.
const PLACES: [f32; 13] = [
    0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86,
];
const AIR: f32 = 3.0;
/// Between a line and a pill that stands beside it, tried in turn: the last ones lead past half a card, for pills that
/// are wider than the gap which their link runs through.
const BESIDE: [f32; 4] = [4.0, 18.0, 32.0, 46.0];
/// With more links than this a pill is looked for a place on its line only: nobody reads thousands of them.
const MOST_BESIDE: usize = 2_000;
/// How bad it is to cover a part of a card, of another pill, of a title.
const WEIGHTS: [f32; 3] = [3.0, 2.0, 1.0];

/// What a pill should not cover.
struct Ground<'a> {
    cards: &'a Obstacles,
    pills: Obstacles,
    titles: Obstacles,
}

impl Ground<'_> {
    /// What a pill here would cover, weighed; none where it also keeps its distance.
    fn covered(&self, rect: &Rect) -> f32 {
        let around = rect.inflate(AIR);
        let [card, pill, title] = WEIGHTS;
        card * self.cards.overlap(&around)
            + pill * self.pills.overlap(&around)
            + title * self.titles.overlap(rect)
    }
}

/// A place for the pill of every link with a rate, in the document's order.
pub fn places(
    links: &[Arc<LinkElement>],
    cards: &Obstacles,
    containers: &[ContainerElement],
) -> Vec<Option<Rect>> {
    let mut titles = Obstacles::default();
    for container in containers {
        titles.push(container.title);
    }
    let mut ground = Ground {
        cards,
        pills: Obstacles::default(),
        titles,
    };
    let beside = links.len() <= MOST_BESIDE;
    let place = |link: &Arc<LinkElement>| {
        let place = best(link, pill_size(link)?, &ground, beside);
        ground.pills.push(place);
        Some(place)
    };
    links.iter().map(place).collect()
}

/// The first place that covers nothing, else the one that covers least.
fn best(link: &LinkElement, size: Point, ground: &Ground<'_>, beside: bool) -> Rect {
    let total = length(&link.line);
    // The middle of a cut link is where its mark stands.
    let open = |share: &f32| {
        !link.figures.cut || (share - 0.5).abs() * total > size[0].max(size[1]) / 2.0 + 10.0
    };
    let shares = || PLACES.into_iter().filter(open);
    let on_line = shares().map(|share| Rect::around(along(&link.line, total * share), size));
    let rows = BESIDE.into_iter().filter(|_| beside);
    let sides = rows.flat_map(|by| shares().map(move |share| (by, share)));
    let sides = sides.flat_map(|(by, share)| next_to(link, total * share, by, size));
    let mut least: Option<(f32, Rect)> = None;
    for rect in on_line.chain(sides) {
        let covered = ground.covered(&rect);
        if covered <= 0.0 {
            return rect;
        }
        if least.is_none_or(|(before, _)| covered < before) {
            least = Some((covered, rect));
        }
    }
    let middle = || Rect::around(along(&link.line, total * 0.5), size);
    least.map_or_else(middle, |(_, rect)| rect)
}

/// The two places beside the line at a distance from its start: the upper one first, of a steep line the right one.
fn next_to(link: &LinkElement, at: f32, gap: f32, size: Point) -> [Rect; 2] {
    let [before, here, after] = [at - 4.0, at, at + 4.0].map(|at| along(&link.line, at));
    let [dx, dy] = [after[0] - before[0], after[1] - before[1]];
    let far = dx.hypot(dy).max(f32::MIN_POSITIVE);
    // Across the line; upwards, or to the right.
    let [nx, ny] = [dy / far, -dx / far];
    let up = if ny > 0.0 || (ny == 0.0 && nx < 0.0) {
        [-nx, -ny]
    } else {
        [nx, ny]
    };
    let by = nx.abs() * size[0] / 2.0 + ny.abs() * size[1] / 2.0 + gap;
    [by, -by].map(|by| Rect::around([here[0] + up[0] * by, here[1] + up[1] * by], size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Texts;
    use crate::scene::fixture::{component, document, link, snapshot};
    use crate::scene::{Scene, Shape, build};
    use crate::theme::Theme;

    fn scene(places: &[[f32; 2]], links: &[(usize, usize)]) -> Scene {
        let name = |index: usize| format!("c{index}");
        let card = |(index, at): (usize, &[f32; 2])| {
            component(&name(index), "server", &name(index), *at, None)
        };
        let cards = places.iter().enumerate().map(card).collect();
        let links = links.iter().map(|(a, b)| link(&name(*a), &name(*b)));
        let document = document(cards, Vec::new(), links.collect());
        let run = snapshot(&document);
        build(&document, Some(&run), Theme::dark(), Texts::default())
    }

    fn pills(scene: &Scene) -> Vec<Rect> {
        let pill = |link: &Arc<LinkElement>| link.pill.first().and_then(Shape::bounds);
        scene.links.iter().filter_map(pill).collect()
    }

    #[test]
    fn links_that_lie_close_together_put_their_pills_apart() {
        let places = [[0.0, 0.0], [330.0, 0.0]];
        let scene = scene(&places, &[(0, 1), (1, 0)]);
        let pills = pills(&scene);
        assert_eq!(pills.len(), 2);
        assert!(!pills[0].intersects(&pills[1]), "{pills:?}");
        let on_card = |pill: &Rect| scene.cards.iter().any(|card| card.rect.intersects(pill));
        assert!(!pills.iter().any(on_card));
    }

    #[test]
    fn a_pill_wider_than_its_gap_stands_above_it() {
        let scene = scene(&[[0.0, 0.0], [206.0, 0.0]], &[(0, 1)]);
        let pills = pills(&scene);
        assert_eq!(pills.len(), 1);
        assert!(pills[0].width() > 30.0);
        assert!(
            !scene
                .cards
                .iter()
                .any(|card| card.rect.intersects(&pills[0]))
        );
        let line = &scene.links[0].line;
        let middle = along(line, length(line) / 2.0);
        assert!((pills[0].center()[0] - middle[0]).abs() < 0.01);
    }

    #[test]
    fn where_no_place_is_free_the_pill_stands_where_it_covers_least() {
        // The gap of the link is narrow, and cards stand above and below it.
        let mut places = vec![[0.0, 0.0], [206.0, 0.0]];
        let rows = [-96.0, 96.0];
        places.extend(rows.into_iter().flat_map(|y| [[8.0, y], [190.0, y]]));
        let scene = scene(&places, &[(0, 1)]);
        let pills = pills(&scene);
        assert_eq!(pills.len(), 1, "there it is all the same");
        let covered = |pill: &Rect| {
            let cards = scene.cards.iter().map(|card| card.rect);
            let area = cards.map(|card| {
                let side = |i: usize| card.max[i].min(pill.max[i]) - card.min[i].max(pill.min[i]);
                side(0).max(0.0) * side(1).max(0.0)
            });
            area.fold(0.0, f32::max)
        };
        let size = [pills[0].width(), pills[0].height()];
        let middle = Rect::around([191.0, 42.0], size);
        assert!(covered(&pills[0]) > 0.0 && covered(&pills[0]) <= covered(&middle));
    }
}
