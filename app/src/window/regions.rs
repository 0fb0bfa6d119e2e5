//! The way of the keyboard through the window: Tab walks over everything in reading order, F6 from part to part.
//!
//! egui walks in the order in which widgets are made, and the side panels are made before the canvas between them.
//! So the walk is done here, over what the frame before has shown.

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::{
    Color32, Context, Event, FocusDirection, Id, Key, LayerId, Order, Pos2, Rect, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetRect,
};

use crate::theme::{Theme, style};

/// A part of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Region {
    TopBar,
    Palette,
    Canvas,
    Inspector,
    Dock,
}

impl Region {
    /// In reading order.
    const ALL: [Region; 5] = [
        Region::TopBar,
        Region::Palette,
        Region::Canvas,
        Region::Inspector,
        Region::Dock,
    ];

    fn mark(self) -> Id {
        Id::new(("region", self as u8))
    }
}

/// What is made from here on belongs to this part.
pub(super) fn begin(ui: &Ui, region: Region) {
    let nowhere = Rect::from_min_size(Pos2::ZERO, Vec2::ZERO);
    ui.interact(nowhere, region.mark(), Sense::hover());
}

/// Takes Tab and Shift+Tab; an open menu keeps them to itself.
pub(super) fn tab(ctx: &Context) {
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    let steps: Vec<bool> = ctx.input(|input| input.events.iter().filter_map(step).collect());
    for forward in steps {
        walk(ctx, forward);
    }
}

/// Which way a key walks.
fn step(event: &Event) -> Option<bool> {
    match event {
        Event::Key {
            key: Key::Tab,
            pressed: true,
            modifiers,
            ..
        } if !modifiers.any() || modifiers.shift_only() => Some(!modifiers.shift),
        _ => None,
    }
}

fn walk(ctx: &Context, forward: bool) {
    // A dialog is all there is while it is open.
    let modal = ctx.memory(|memory| memory.top_modal_layer());
    let shown = modal.map_or_else(|| parts(ctx), |layer| vec![of_layer(ctx, layer)]);
    let order: Vec<Id> = shown.into_iter().flatten().map(|w| w.id).collect();
    let focused = ctx.memory(|memory| memory.focused());
    let at = focused.and_then(|id| order.iter().position(|other| *other == id));
    if let Some(next) = neighbour(at, order.len(), forward) {
        give(ctx, order[next]);
    }
}

/// Gives the keyboard to the first control of the next part, or of the one before.
pub(super) fn go(ctx: &Context, forward: bool) {
    let parts: Vec<Vec<WidgetRect>> = parts(ctx)
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let focused = ctx.memory(|memory| memory.focused());
    let holds = |part: &Vec<WidgetRect>| part.iter().any(|w| Some(w.id) == focused);
    let at = parts.iter().position(holds);
    if let Some(first) =
        neighbour(at, parts.len(), forward).and_then(|next| parts.get(next)?.first())
    {
        give(ctx, first.id);
    }
}

/// The index after or before one, around the ends; without one, the first or the last.
fn neighbour(at: Option<usize>, count: usize, forward: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (at, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => at.checked_sub(1).unwrap_or(last),
    })
}

/// Moves the keyboard, and what scrolls to where it now is.
fn give(ctx: &Context, id: Id) {
    ctx.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        memory.request_focus(id);
    });
    let scroll = ActionRequest {
        action: Action::ScrollIntoView,
        target_tree: TreeId::ROOT,
        target_node: id.accesskit_id(),
        data: None,
    };
    ctx.input_mut(|input| input.events.push(Event::AccessKitActionRequest(scroll)));
}

/// A ring around whatever has the keyboard, over everything of its layer: no widget is forgotten.
pub(super) fn ring(ctx: &Context, theme: &Theme) {
    // With a gap, so that it is seen around what has the accent itself.
    const OUT: f32 = 3.0;
    let Some(id) = ctx.memory(|memory| memory.focused()) else {
        return;
    };
    let shown = ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let Some(widget) = shown.filter(|widget| widget.interact_rect.is_positive()) else {
        return;
    };
    let around = widget
        .interact_rect
        .expand(OUT)
        .intersect(ctx.content_rect());
    let stroke = Stroke::new(2.0, Color32::from(theme.accent));
    ctx.layer_painter(widget.layer_id).rect_stroke(
        around,
        style::RADIUS,
        stroke,
        StrokeKind::Middle,
    );
}

/// The controls of the last frame, part by part in reading order; messages over the window come last.
fn parts(ctx: &Context) -> Vec<Vec<WidgetRect>> {
    ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let Some(ground) = widgets.get(Region::TopBar.mark()).or_else(|| {
            // A presentation has no top bar.
            widgets.get(Region::Canvas.mark())
        }) else {
            return Vec::new();
        };
        let ground = ground.layer_id;
        let mut parts = vec![Vec::new(); Region::ALL.len() + 1];
        for (layer, all) in widgets.layers() {
            if *layer == ground {
                divide(all, &mut parts);
            } else if is_message(*layer) {
                parts[Region::ALL.len()].extend(all.iter().filter(|w| takes_keyboard(w)));
            }
        }
        let canvas = &mut parts[Region::Canvas as usize];
        *canvas = in_rows(std::mem::take(canvas));
        parts
    })
}

fn of_layer(ctx: &Context, layer: LayerId) -> Vec<WidgetRect> {
    ctx.viewport(|viewport| {
        let mut layers = viewport.prev_pass.widgets.layers();
        let found = layers.find(|(id, _)| **id == layer);
        let all = found.map_or(&[][..], |(_, all)| all);
        all.iter().copied().filter(takes_keyboard).collect()
    })
}

fn is_message(layer: LayerId) -> bool {
    matches!(layer.order, Order::Middle | Order::Foreground)
}

/// Edges of panels are left out: the menu of the view has commands for them.
fn takes_keyboard(widget: &WidgetRect) -> bool {
    let edge = super::layout::edges().contains(&widget.id);
    let whole_layer = widget.id == widget.layer_id.id.with("move");
    widget.enabled && widget.sense.is_focusable() && !edge && !whole_layer
}

/// Puts every control to the part whose mark came last before it.
fn divide(all: &[WidgetRect], parts: &mut [Vec<WidgetRect>]) {
    let mut part = None;
    for widget in all {
        if let Some(region) = Region::ALL.iter().find(|r| r.mark() == widget.id) {
            part = Some(*region as usize);
        } else if let Some(part) = part.filter(|_| takes_keyboard(widget)) {
            parts[part].push(*widget);
        }
    }
}

/// Row by row from the top, each from the left; what begins beside the upper half of a row's first belongs to it.
fn in_rows(mut widgets: Vec<WidgetRect>) -> Vec<WidgetRect> {
    const TALLEST: f32 = 96.0;
    widgets.sort_by(|a, b| a.rect.top().total_cmp(&b.rect.top()));
    let mut from = 0;
    while let Some(first) = widgets.get(from) {
        let until = first.rect.top() + first.rect.height().min(TALLEST) / 2.0;
        let row = widgets[from..].partition_point(|w| w.rect.top() <= until);
        widgets[from..from + row].sort_by(|a, b| a.rect.left().total_cmp(&b.rect.left()));
        from += row;
    }
    widgets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widget(id: u8, at: [f32; 2], size: [f32; 2]) -> WidgetRect {
        let rect = Rect::from_min_size(at.into(), size.into());
        WidgetRect {
            id: Id::new(id),
            parent_id: Id::NULL,
            layer_id: LayerId::background(),
            rect,
            interact_rect: rect,
            sense: Sense::click(),
            enabled: true,
        }
    }

    #[test]
    fn cards_are_read_row_by_row_with_the_links_between_them() {
        let all = vec![
            widget(5, [0.0, 200.0], [100.0, 80.0]),
            widget(3, [150.0, 130.0], [40.0, 24.0]),
            widget(4, [220.0, 96.0], [100.0, 80.0]),
            widget(2, [0.0, 100.0], [100.0, 80.0]),
            widget(1, [0.0, 0.0], [900.0, 600.0]),
        ];
        let order: Vec<Id> = in_rows(all).iter().map(|w| w.id).collect();
        assert_eq!(order, [1_u8, 2, 3, 4, 5].map(Id::new));
    }

    #[test]
    fn the_walk_goes_around() {
        assert_eq!(neighbour(None, 0, true), None);
        assert_eq!(neighbour(None, 3, true), Some(0));
        assert_eq!(neighbour(None, 3, false), Some(2));
        assert_eq!(neighbour(Some(2), 3, true), Some(0));
        assert_eq!(neighbour(Some(0), 3, false), Some(2));
    }
}
