//! The way of the keyboard through the window: Tab walks over everything in reading order, F6 from part to part.
//!
//! egui walks in the order in which widgets are made, and the side panels are made before the canvas between them.
//! So the walk is done here, over what the frame before has shown.

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::{
    Color32, Context, Event, FocusDirection, Id, Key, LayerId, Order, Pos2, Rect, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetRect,
};

use super::reading::{self, Stop};
use crate::canvas;
use crate::commands::AppCommand;
use crate::session::View;
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

/// Takes Tab and Shift+Tab; an open menu keeps them to itself. What is out of sight is brought into view.
pub(super) fn tab(ctx: &Context, view: &View<'_>, out: &mut Vec<AppCommand>) {
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    let steps: Vec<bool> = ctx.input(|input| input.events.iter().filter_map(step).collect());
    if steps.is_empty() {
        return;
    }
    // A dialog is all there is while it is open.
    let modal = ctx.memory(|memory| memory.top_modal_layer());
    let shown = modal.map_or_else(|| parts(ctx, view), |layer| vec![of_layer(ctx, layer)]);
    let order: Vec<Stop> = shown.into_iter().flatten().collect();
    let focused = ctx.memory(|memory| memory.focused());
    let mut at = focused.and_then(|id| order.iter().position(|other| other.id == id));
    for forward in steps {
        at = neighbour(at, order.len(), forward);
    }
    let Some(stop) = at.and_then(|at| order.get(at)) else {
        return;
    };
    match &stop.beyond {
        Some(item) => {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            out.push(AppCommand::BringIn(item.clone()));
        }
        None => give(ctx, stop.id),
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

/// Gives the keyboard to the first control of the next part, or of the one before.
pub(super) fn go(ctx: &Context, view: &View<'_>, forward: bool) {
    let parts: Vec<Vec<Stop>> = parts(ctx, view)
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let focused = ctx.memory(|memory| memory.focused());
    let holds = |part: &Vec<Stop>| part.iter().any(|w| Some(w.id) == focused);
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
fn parts(ctx: &Context, view: &View<'_>) -> Vec<Vec<Stop>> {
    let parts = widgets(ctx);
    let tools = &parts[TOOLS];
    let stops = |(part, widgets): (usize, &Vec<WidgetRect>)| match part {
        CANVAS => reading::canvas(widgets, tools, view),
        TOOLS => Vec::new(),
        _ => widgets.iter().map(Stop::of).collect(),
    };
    parts.iter().enumerate().map(stops).collect()
}

const CANVAS: usize = Region::Canvas as usize;
/// Behind the regions: what stands over the drawing on the canvas, and messages.
const TOOLS: usize = Region::ALL.len();
const MESSAGES: usize = TOOLS + 1;

fn widgets(ctx: &Context) -> [Vec<WidgetRect>; MESSAGES + 1] {
    ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let Some(ground) = widgets.get(Region::TopBar.mark()).or_else(|| {
            // A presentation has no top bar.
            widgets.get(Region::Canvas.mark())
        }) else {
            return <_>::default();
        };
        let ground = ground.layer_id;
        let mut parts: [Vec<WidgetRect>; MESSAGES + 1] = <_>::default();
        for (layer, all) in widgets.layers() {
            if *layer == ground {
                divide(all, &mut parts);
            } else if is_message(*layer) {
                parts[MESSAGES].extend(all.iter().filter(|w| takes_keyboard(w)));
            }
        }
        parts
    })
}

fn of_layer(ctx: &Context, layer: LayerId) -> Vec<Stop> {
    ctx.viewport(|viewport| {
        let mut layers = viewport.prev_pass.widgets.layers();
        let found = layers.find(|(id, _)| **id == layer);
        let all = found.map_or(&[][..], |(_, all)| all);
        let all = all.iter().filter(|widget| takes_keyboard(widget));
        all.map(Stop::of).collect()
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
        } else if widget.id == canvas::tools_mark() {
            part = Some(TOOLS);
        } else if let Some(part) = part.filter(|_| takes_keyboard(widget)) {
            parts[part].push(*widget);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_walk_goes_around() {
        assert_eq!(neighbour(None, 0, true), None);
        assert_eq!(neighbour(None, 3, true), Some(0));
        assert_eq!(neighbour(None, 3, false), Some(2));
        assert_eq!(neighbour(Some(2), 3, true), Some(0));
        assert_eq!(neighbour(Some(0), 3, false), Some(2));
    }
}
