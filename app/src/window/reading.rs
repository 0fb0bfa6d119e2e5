//! The order in which the keyboard reads the canvas: row by row over the whole drawing, what is out of sight included.
//!
//! Architecture invariant: the rows are those of the cards, wherever the view looks, so that an order holds while the
//! walk along it moves the view.

use egui::{Id, Pos2, Rect, WidgetRect, vec2};
use indexmap::IndexMap;
use sim_core::foundation::ids::Id as ItemId;

use crate::canvas::{self, ItemKind};
use crate::scene::fold::drawn;
use crate::session::View;
use crate::session::placement::{self, CARD};

/// A stop of the keyboard.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stop {
    pub id: Id,
    /// On the screen; of cards, containers and notes in points of the drawing.
    rect: Rect,
    /// What must be brought into view before it can have the keyboard.
    pub beyond: Option<ItemId>,
}

impl Stop {
    pub(super) fn of(widget: &WidgetRect) -> Self {
        Self {
            id: widget.id,
            rect: widget.rect,
            beyond: None,
        }
    }
}

/// The stops of the canvas: itself, then the drawing, then what stands over it. `widgets`: of the part as it was shown.
pub(super) fn canvas(widgets: &[WidgetRect], tools: &[WidgetRect], view: &View<'_>) -> Vec<Stop> {
    let mut tools: Vec<Stop> = tools.iter().map(Stop::of).collect();
    in_rows(&mut tools);
    let Some((ground, widgets)) = widgets.split_first() else {
        return tools;
    };
    let area = ground.rect;
    let (mut stops, rows) = items(ground.id, area, widgets, view);
    let on_canvas = |at: Pos2| Pos2::from(view.camera.to_canvas((at - area.min).into()));
    for widget in widgets {
        if stops.contains_key(&widget.id) {
            continue;
        }
        let rect = Rect::from_min_max(on_canvas(widget.rect.min), on_canvas(widget.rect.max));
        let stop = Stop {
            rect,
            ..Stop::of(widget)
        };
        stops.insert(stop.id, Some(stop));
    }
    let drawing = in_order(stops.into_values().flatten().collect(), &rows);
    let ground = Stop::of(ground);
    std::iter::once(ground)
        .chain(drawing)
        .chain(tools)
        .collect()
}

/// Cards, containers and notes by their widgets, and the rows of the cards. `None`: a plate stands for it.
fn items(
    canvas: Id,
    area: Rect,
    shown: &[WidgetRect],
    view: &View<'_>,
) -> (IndexMap<Id, Option<Stop>>, Vec<Row>) {
    let document = drawn(view.document);
    let shown: std::collections::HashSet<Id> = shown.iter().map(|w| w.id).collect();
    let cards = document.components.values();
    let cards = cards.map(|card| (ItemKind::Card, &card.id, card.at, CARD));
    let containers = document.containers.values();
    let containers = containers.map(|c| (ItemKind::Container, &c.id, c.at, title_of(c.size)));
    let notes = document.notes.values();
    let notes = notes.map(|note| (ItemKind::Note, &note.id, note.at, title_of(note.size)));
    let mut tops = Vec::with_capacity(document.components.len());
    let mut stops = IndexMap::new();
    for (kind, item, at, size) in cards.chain(containers).chain(notes) {
        if kind == ItemKind::Card {
            tops.push(at[1]);
        }
        let rect = Rect::from_min_size(at.into(), size.into());
        let screen = on_screen(rect, area, view);
        let id = canvas::widget(canvas, kind, item);
        let here = shown.contains(&id);
        let fits = screen.width() <= area.width() && screen.height() <= area.height();
        let beyond = if here {
            fits && !area.contains_rect(screen)
        } else {
            !area.intersects(screen)
        };
        let stop = Stop {
            id,
            rect,
            beyond: beyond.then(|| item.clone()),
        };
        stops.insert(id, (here || beyond).then_some(stop));
    }
    (stops, rows(tops))
}

/// The part of a container or note that must be in view: where its name begins.
fn title_of(size: [f32; 2]) -> [f32; 2] {
    [size[0].min(CARD[0]), size[1].min(placement::TITLE)]
}

fn on_screen(rect: Rect, area: Rect, view: &View<'_>) -> Rect {
    let corner = |at: Pos2| {
        let [x, y] = view.camera.to_screen(at.into());
        area.min + vec2(x, y)
    };
    Rect::from_min_max(corner(rect.min), corner(rect.max))
}

/// From where a row begins to where something still begins beside it.
type Row = [f32; 2];

fn rows(mut tops: Vec<f32>) -> Vec<Row> {
    tops.sort_by(f32::total_cmp);
    let mut rows: Vec<Row> = Vec::new();
    for top in tops {
        if rows.last().is_none_or(|row| top > row[1]) {
            rows.push([top, top + CARD[1] / 2.0]);
        }
    }
    rows
}

/// Row by row, each from the left; what lies between two rows comes between them, in rows of its own.
fn in_order(stops: Vec<Stop>, rows: &[Row]) -> Vec<Stop> {
    let place = |stop: &Stop| {
        let top = stop.rect.top();
        let after = rows.partition_point(|row| row[0] <= top);
        let beside = after.checked_sub(1).and_then(|at| rows.get(at));
        (after, beside.is_none_or(|row| top > row[1]))
    };
    let mut placed: Vec<_> = stops.into_iter().map(|stop| (place(&stop), stop)).collect();
    placed.sort_by_key(|(place, _)| *place);
    let mut ordered = Vec::with_capacity(placed.len());
    for group in placed.chunk_by(|a, b| a.0 == b.0) {
        let mut stops: Vec<Stop> = group.iter().map(|(_, stop)| stop.clone()).collect();
        match group.first() {
            Some(((_, true), _)) => in_rows(&mut stops),
            _ => stops.sort_by(|a, b| a.rect.left().total_cmp(&b.rect.left())),
        }
        ordered.extend(stops);
    }
    ordered
}

/// Row by row from the top, each from the left; what begins beside the upper half of a row's first belongs to it.
pub(super) fn in_rows(stops: &mut [Stop]) {
    const TALLEST: f32 = 96.0;
    stops.sort_by(|a, b| a.rect.top().total_cmp(&b.rect.top()));
    let mut from = 0;
    while let Some(first) = stops.get(from) {
        let until = first.rect.top() + first.rect.height().min(TALLEST) / 2.0;
        let row = stops[from..].partition_point(|stop| stop.rect.top() <= until);
        stops[from..from + row].sort_by(|a, b| a.rect.left().total_cmp(&b.rect.left()));
        from += row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(id: u8, at: [f32; 2], size: [f32; 2]) -> Stop {
        Stop {
            id: Id::new(id),
            rect: Rect::from_min_size(at.into(), size.into()),
            beyond: None,
        }
    }

    fn ids(stops: &[Stop]) -> Vec<Id> {
        stops.iter().map(|stop| stop.id).collect()
    }

    #[test]
    fn cards_are_read_row_by_row_with_the_links_between_them() {
        let all = [
            stop(5, [0.0, 200.0], [100.0, 84.0]),
            stop(3, [150.0, 130.0], [40.0, 24.0]),
            stop(4, [220.0, 96.0], [100.0, 84.0]),
            stop(2, [0.0, 100.0], [100.0, 84.0]),
            stop(1, [0.0, 0.0], [900.0, 600.0]),
        ];
        let rows = rows(vec![200.0, 96.0, 100.0]);
        assert_eq!(rows, [[96.0, 138.0], [200.0, 242.0]]);
        assert_eq!(
            ids(&in_order(all.to_vec(), &rows)),
            [1_u8, 2, 3, 4, 5].map(Id::new)
        );
        let mut plain = all.to_vec();
        in_rows(&mut plain);
        assert_eq!(ids(&plain), [1_u8, 2, 3, 4, 5].map(Id::new));
    }

    #[test]
    fn what_is_shown_beside_changes_no_order_of_cards() {
        let cards = [
            stop(1, [0.0, 0.0], [100.0, 84.0]),
            stop(2, [300.0, 40.0], [100.0, 84.0]),
            stop(3, [0.0, 60.0], [100.0, 84.0]),
        ];
        let rows = rows(cards.iter().map(|card| card.rect.top()).collect());
        let alone = ids(&in_order(cards.to_vec(), &rows));
        for top in [-40.0, -10.0, 20.0, 45.0, 70.0, 200.0] {
            let link = stop(9, [150.0, top], [40.0, 24.0]);
            let all: Vec<Stop> = cards.iter().cloned().chain([link.clone()]).collect();
            let mut order = ids(&in_order(all, &rows));
            order.retain(|id| *id != link.id);
            assert_eq!(order, alone);
        }
    }
}
