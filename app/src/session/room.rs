//! Room for a frame that comes back: what was put on its ground while it was a card makes way.

use indexmap::IndexSet;
use sim_core::catalog::container;
use sim_core::document::Document;
use sim_core::edit::{Edit, apply};
use sim_core::foundation::ids::Id;

use super::{grouping, placement};
use crate::scene::fold::drawn;
use crate::scene::{Point, Rect};

/// Air that is left around the frame.
const GAP: f32 = 2.0 * placement::GRID;
/// Steps that are tried outwards on each side.
const TRIES: u16 = 40;

/// A card or a frame as it is drawn.
struct Piece {
    id: Id,
    rect: Rect,
    parent: Option<Id>,
}

/// The changes after `opened`, which has drawn these containers as frames again: cards and frames on their ground that
/// are not in them move aside, each the shortest way to where it covers nothing, and what is around them grows.
pub fn made(document: &Document, opened: &Edit, ids: &[Id]) -> Vec<Edit> {
    let Ok(mut after) = apply(document, opened) else {
        return Vec::new();
    };
    let mut edits = Vec::new();
    for id in ids {
        for edit in aside(&after, id) {
            if let Ok(next) = apply(&after, &edit) {
                after = next;
                edits.push(edit);
            }
        }
    }
    edits
}

/// What makes way for one frame.
fn aside(document: &Document, id: &Id) -> Vec<Edit> {
    let mut pieces = pieces(document);
    let Some(own) = pieces.iter().find(|piece| piece.id == *id) else {
        // It stands in another card still.
        return Vec::new();
    };
    let (frame, around) = (own.rect, hosts(document, own.parent.as_ref()));
    let inside =
        |piece: &Piece| piece.id == *id || hosts(document, piece.parent.as_ref()).contains(id);
    let ways = |piece: &Piece| {
        piece.rect.intersects(&frame) && !inside(piece) && !around.contains(&piece.id)
    };
    let mut in_way: IndexSet<Id> = pieces
        .iter()
        .filter(|p| ways(p))
        .map(|p| p.id.clone())
        .collect();
    // What stands in a frame that makes way goes with it.
    let carried = |piece: &&Piece| {
        let hosts = hosts(document, piece.parent.as_ref());
        hosts.iter().any(|host| in_way.contains(host))
    };
    let carried: Vec<Id> = pieces
        .iter()
        .filter(carried)
        .map(|p| p.id.clone())
        .collect();
    in_way.retain(|id| !carried.contains(id));
    let mut edits = Vec::new();
    for mover in &in_way {
        let Some(at) = pieces.iter().position(|piece| piece.id == *mover) else {
            continue;
        };
        let by = way_out(document, &pieces, &pieces[at], &frame);
        let moved = shifted(&pieces[at].rect, by);
        pieces[at].rect = moved;
        edits.push(Edit::Move {
            ids: vec![mover.clone()],
            by,
        });
        let size = [0, 1].map(|i| moved.max[i] - moved.min[i]);
        let places = grouping::grown(document, pieces[at].parent.as_ref(), (moved.min, size));
        if !places.is_empty() {
            edits.push(Edit::Arrange { places });
        }
    }
    edits
}

/// Everything that is drawn and has a place of its own; tiers lie across other things by their nature.
fn pieces(document: &Document) -> Vec<Piece> {
    let shown = drawn(document);
    let cards = shown.components.values().map(|card| Piece {
        id: card.id.clone(),
        rect: Rect::at(card.at, placement::CARD),
        parent: card.parent.clone(),
    });
    let frames = shown.containers.values();
    let frames = frames.filter(|c| !container::crosses(&c.kind));
    let frames = frames.map(|c| Piece {
        id: c.id.clone(),
        rect: Rect::at(c.at, c.size),
        parent: c.parent.clone(),
    });
    frames.chain(cards).collect()
}

fn hosts(document: &Document, parent: Option<&Id>) -> IndexSet<Id> {
    let around = document.ancestors(parent).into_iter();
    around.map(|host| host.id.clone()).collect()
}

fn shifted(rect: &Rect, by: Point) -> Rect {
    let moved = |corner: Point| [corner[0] + by[0], corner[1] + by[1]];
    Rect::new(moved(rect.min), moved(rect.max))
}

/// The shortest way straight out of the frame, and on in the same direction until nothing is covered there.
fn way_out(document: &Document, pieces: &[Piece], mover: &Piece, frame: &Rect) -> Point {
    let rect = &mover.rect;
    let right = frame.max[0] + GAP - rect.min[0];
    let left = frame.min[0] - GAP - rect.max[0];
    let down = frame.max[1] + GAP - rect.min[1];
    let up = frame.min[1] - GAP - rect.max[1];
    let step = [0, 1].map(|i| rect.max[i] - rect.min[i] + GAP);
    let around = hosts(document, mover.parent.as_ref());
    let others: Vec<&Piece> = pieces
        .iter()
        .filter(|other| other.id != mover.id && !around.contains(&other.id))
        .filter(|other| !hosts(document, other.parent.as_ref()).contains(&mover.id))
        .collect();
    let free = |by: Point| {
        let there = shifted(rect, by);
        others.iter().all(|other| !other.rect.intersects(&there))
    };
    let on = |n: u16| f32::from(n);
    let mut ways: Vec<Point> = (0..TRIES)
        .flat_map(|n| {
            [
                [right + on(n) * step[0], 0.0],
                [0.0, down + on(n) * step[1]],
                [left - on(n) * step[0], 0.0],
                [0.0, up - on(n) * step[1]],
            ]
        })
        .collect();
    let length = |way: &Point| way[0].abs() + way[1].abs();
    ways.sort_by(|a, b| length(a).total_cmp(&length(b)));
    let shortest = ways.first().copied().unwrap_or_default();
    let way = ways.into_iter().find(|way| free(*way));
    placement::snap(way.unwrap_or(shortest))
}
