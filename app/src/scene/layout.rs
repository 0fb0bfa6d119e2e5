//! Where every link runs. Depends on the drawing alone, so a view keeps it until the drawing changes.

use std::collections::BTreeMap;

use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::card::card_rect;
use super::geometry::{Curve, Rect, tame};
use super::markdown::Page;
use super::obstacles::Obstacles;
use super::route::{Port, Side, direct, route, sides};

/// Length of an arrow head, canvas points.
pub const ARROW: f32 = 8.0;

/// Room between two links on the same side of a card, at most.
const SPREAD: f32 = 14.0;
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
}

/// The ways of all links whose ends exist, in the document's order, and the cards they avoid.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub ways: Vec<Way>,
    pub cards: Obstacles,
    /// The set text of every note, in the document's order.
    pub pages: Vec<Page>,
}

/// A link before its ports are spread: index of each end's card and the sides used.
struct Ends {
    id: Id,
    cards: [usize; 2],
    sides: [Side; 2],
}

impl Layout {
    pub fn of(document: &Document) -> Self {
        let rects: Vec<Rect> = document
            .components
            .values()
            .map(|component| card_rect(component))
            .collect();
        let mut cards = Obstacles::default();
        rects.iter().for_each(|rect| cards.push(*rect));
        let ends = ends(document, &rects);
        let offsets = offsets(&ends, &rects);
        let detours = ends.len() <= MOST_DETOURS;
        let way = |(ends, offsets): (&Ends, &[f32; 2])| {
            let port = |end: usize| {
                let at = ends.sides[end].point(&rects[ends.cards[end]], offsets[end]);
                Port {
                    at: at.map(tame),
                    side: ends.sides[end],
                }
            };
            let (from, tip) = (port(0), port(1));
            let to = tip.outward(ARROW);
            let curve = if detours {
                route(from, to, &cards, ends.cards)
            } else {
                direct(from, to)
            };
            Way {
                id: ends.id.clone(),
                curve,
                tip,
            }
        };
        let ways = ends.iter().zip(&offsets).map(way).collect();
        let pages = super::note::pages(document);
        Self { ways, cards, pages }
    }
}

fn ends(document: &Document, rects: &[Rect]) -> Vec<Ends> {
    let link = |link: &std::sync::Arc<sim_core::document::Link>| {
        let from = document.components.get_index_of(&link.from)?;
        let to = document.components.get_index_of(&link.to)?;
        let (leaving, entering) = sides(&rects[from], &rects[to]);
        Some(Ends {
            id: link.id.clone(),
            cards: [from, to],
            sides: [leaving, entering],
        })
    };
    document.links.values().filter_map(link).collect()
}

/// A link at a side of a card: where its other end lies along the side, its index, which end this is.
type User = (f32, usize, usize);

/// Spreads the links that share a side of a card, in the order of their other ends, so that they do not cross there.
fn offsets(ends: &[Ends], rects: &[Rect]) -> Vec<[f32; 2]> {
    let mut shared: BTreeMap<(usize, Side), Vec<User>> = BTreeMap::new();
    for (link, ends) in ends.iter().enumerate() {
        for end in [0, 1] {
            let side = ends.sides[end];
            let other = rects[ends.cards[1 - end]].center();
            let across = if side.is_horizontal() {
                other[1]
            } else {
                other[0]
            };
            shared
                .entry((ends.cards[end], side))
                .or_default()
                .push((across, link, end));
        }
    }
    let mut offsets = vec![[0.0; 2]; ends.len()];
    for ((card, side), mut users) in shared {
        users.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let extent = if side.is_horizontal() {
            rects[card].height()
        } else {
            rects[card].width()
        };
        let between = SPREAD.min((extent - 28.0) / (users.len().max(2) - 1) as f32);
        let middle = (users.len() - 1) as f32 / 2.0;
        for (place, (_, link, end)) in users.into_iter().enumerate() {
            offsets[link][end] = (place as f32 - middle) * between;
        }
    }
    offsets
}
