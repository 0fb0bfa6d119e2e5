//! The edges of the panels for the pointer: wider than what egui has there, half of which the canvas covers, and seen
//! before they are pressed. A double click turns between two sizes.

use egui::{Color32, CursorIcon, Id, PanelState, Pos2, Rect, Response, Sense, Ui, Vec2};

use super::layout;
use crate::commands::SidePanel;
use crate::session::View;

/// How far a grip reaches over the canvas, and into the panel, where the bars of lists stand.
const OUT: f32 = 7.0;
const IN: f32 = 3.0;
/// The mark in the middle: half its length, half its width.
const MARK: [f32; 2] = [18.0, 2.0];
/// Two sizes are the same where they differ by no more.
const ABOUT: f32 = 4.0;
/// More than any panel allows itself.
const LARGE: f32 = 10_000.0;

/// Where a drag began: the size of the panel, and the pointer.
type Began = (f32, Pos2);

/// Shows the grips of all open panels; the canvas has been shown.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    let open = view.open_panels;
    let all = [
        (SidePanel::Palette, open.palette),
        (SidePanel::Inspector, open.inspector),
        (SidePanel::Dock, open.dock),
    ];
    for (panel, open) in all {
        if let Some(state) = PanelState::load(ui.ctx(), layout::id(panel)).filter(|_| open) {
            grip(ui, view, panel, state);
        }
    }
}

fn grip(ui: &Ui, view: &View<'_>, panel: SidePanel, state: PanelState) {
    let id = layout::id(panel).with("grip");
    let rect = place(panel, state.outer_rect);
    // Readers of the screen and the keyboard have egui's own edge, and commands.
    let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
    let held = response.dragged();
    if response.hovered() || held {
        ui.ctx().set_cursor_icon(match panel {
            SidePanel::Dock => CursorIcon::ResizeVertical,
            _ => CursorIcon::ResizeHorizontal,
        });
        paint(ui, view, panel, state.outer_rect, held);
    }
    drag(ui, panel, state, &response);
    if response.double_clicked() {
        turn(ui, panel, state);
    }
}

/// Follows the pointer from where it was pressed.
fn drag(ui: &Ui, panel: SidePanel, state: PanelState, response: &Response) {
    let (id, size) = (response.id, along(panel, state.size()));
    if response.drag_started()
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
    {
        ui.data_mut(|data| {
            data.insert_temp::<Began>(id, (size, at));
            data.remove::<f32>(before(panel));
        });
    }
    if !response.dragged() {
        return;
    }
    let began = ui.data(|data| data.get_temp::<Began>(id));
    if let Some(((from, press), at)) = began.zip(response.interact_pointer_pos()) {
        let moved = at - press;
        let more = match panel {
            SidePanel::Palette => moved.x,
            SidePanel::Inspector => -moved.x,
            SidePanel::Dock => -moved.y,
        };
        resize(ui, panel, state, from + more);
    }
}

/// As large as it may be; from there to what it was before.
fn turn(ui: &Ui, panel: SidePanel, state: PanelState) {
    let (memory, size) = (before(panel), along(panel, state.size()));
    let known: Option<f32> = ui.data_mut(|data| data.remove_temp(memory));
    let size = match known {
        Some(before) if (before - size).abs() > ABOUT => before,
        // It was as large as it may be without this.
        Some(_) => layout::usual(panel),
        None => {
            ui.data_mut(|data| data.insert_temp(memory, size));
            LARGE
        }
    };
    resize(ui, panel, state, size);
}

/// Where the size is kept that a panel had before it was made as large as it may be.
fn before(panel: SidePanel) -> Id {
    layout::id(panel).with("size before")
}

fn resize(ui: &Ui, panel: SidePanel, state: PanelState, size: f32) {
    let mut both = state.size();
    match panel {
        SidePanel::Dock => both.y = size,
        _ => both.x = size,
    }
    layout::set_size(ui.ctx(), panel, state, both.max(Vec2::ZERO));
}

fn along(panel: SidePanel, size: Vec2) -> f32 {
    match panel {
        SidePanel::Dock => size.y,
        _ => size.x,
    }
}

/// The grip of a panel that stands there.
fn place(panel: SidePanel, outer: Rect) -> Rect {
    match panel {
        SidePanel::Palette => {
            Rect::from_x_y_ranges(outer.right() - IN..=outer.right() + OUT, outer.y_range())
        }
        SidePanel::Inspector => {
            Rect::from_x_y_ranges(outer.left() - OUT..=outer.left() + IN, outer.y_range())
        }
        SidePanel::Dock => {
            Rect::from_x_y_ranges(outer.x_range(), outer.top() - OUT..=outer.top() + IN)
        }
    }
}

/// The edge as a line, with a mark in its middle.
fn paint(ui: &Ui, view: &View<'_>, panel: SidePanel, outer: Rect, held: bool) {
    let theme = view.theme;
    let color = Color32::from(if held {
        theme.accent
    } else {
        theme.line_strong
    });
    let (middle, upright) = match panel {
        SidePanel::Palette => (outer.right_center(), true),
        SidePanel::Inspector => (outer.left_center(), true),
        SidePanel::Dock => (outer.center_top(), false),
    };
    let turned = |[long, wide]: [f32; 2]| match upright {
        true => Vec2::new(wide, long),
        false => Vec2::new(long, wide),
    };
    let length = if upright {
        outer.height()
    } else {
        outer.width()
    };
    for half in [[length / 2.0, 1.0], MARK] {
        let rect = Rect::from_center_size(middle, turned(half) * 2.0);
        ui.painter().rect_filled(rect, 2.0, color);
    }
}
