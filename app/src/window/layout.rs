//! Where the parts of the window stand: top bar, palette, inspector, dock, and the canvas between them.

use egui::accesskit::{Orientation, Role};
use egui::{CentralPanel, Context, Frame, Id, Margin, Panel, PanelState, Ui};

use super::grips;
use super::regions::{self, Region};
use super::{notices, under_way};
use crate::canvas::Canvas;
use crate::commands::{AppCommand, SidePanel, dispatch};
use crate::dialogs::{self, Dialogs};
use crate::panels::{self, Panels};
use crate::runner::Wake;
use crate::session::{Session, View};

/// Sizes of the panels until somebody drags their edges, points.
const PALETTE: f32 = 226.0;
const INSPECTOR: f32 = 288.0;
const DOCK: f32 = 230.0;

/// What the views remember between frames.
#[derive(Default)]
pub(super) struct Parts {
    canvas: Canvas,
    panels: Panels,
    dialogs: Dialogs,
}

impl Parts {
    pub(super) fn new(_ctx: &Context) -> Self {
        Self::default()
    }

    /// What takes long may be done on threads from now on.
    pub(super) fn use_threads(&mut self, wake: Wake) {
        self.canvas.use_threads(wake);
    }
}

/// Draws everything.
pub(super) fn show(
    ui: &mut Ui,
    session: &mut Session,
    parts: &mut Parts,
    out: &mut Vec<AppCommand>,
) {
    if !session.presenting {
        around(ui, session, parts, out);
    }
    let canvas = ui.available_rect_before_wrap();
    let size = [canvas.width(), canvas.height()];
    if size != session.canvas_size {
        // At once, not after the frame: a new document must not be seen unfitted.
        dispatch(session, AppCommand::SetCanvasSize(size));
    }
    let view = session.view();
    CentralPanel::no_frame().show(ui, |ui| {
        regions::begin(ui, Region::Canvas);
        parts.canvas.show(ui, &view, out);
    });
    if !view.presenting {
        grips::show(ui, &view);
    }
    notices::show(ui.ctx(), canvas, &view, &session.messages, out);
    under_way::show(ui.ctx(), canvas, &view, out);
    dialogs::show(ui.ctx(), &view, &mut parts.dialogs, out);
    session.pointer = parts.canvas.pointer();
}

/// The bars around the canvas.
fn around(ui: &mut Ui, session: &Session, parts: &mut Parts, out: &mut Vec<AppCommand>) {
    let view = session.view();
    let frame = |margin: Margin| {
        Frame::new()
            .fill(view.theme.panel.into())
            .inner_margin(margin)
    };
    Panel::top("top bar")
        .exact_size(46.0)
        .frame(frame(Margin::symmetric(10, 6)))
        .show(ui, |ui| {
            regions::begin(ui, Region::TopBar);
            panels::top_bar::show(ui, &view, out);
        });
    if view.open_panels.palette {
        let panel = Panel::left(id(SidePanel::Palette))
            .default_size(PALETTE)
            .size_range(150.0..=300.0);
        panel.frame(frame(Margin::symmetric(10, 8))).show(ui, |ui| {
            regions::begin(ui, Region::Palette);
            panels::palette::show(ui, &view, &mut parts.panels.palette, out);
        });
        name_edge(ui.ctx(), &view, SidePanel::Palette);
    }
    if view.open_panels.inspector {
        let panel = Panel::right(id(SidePanel::Inspector))
            .default_size(INSPECTOR)
            .size_range(230.0..=420.0);
        panel.frame(frame(Margin::symmetric(12, 8))).show(ui, |ui| {
            regions::begin(ui, Region::Inspector);
            panels::inspector::show(ui, &view, &mut parts.panels.inspector, out);
        });
        name_edge(ui.ctx(), &view, SidePanel::Inspector);
    }
    if view.open_panels.dock {
        let most = (ui.available_height() * 0.6).max(140.0);
        let panel = Panel::bottom(id(SidePanel::Dock))
            .resizable(true)
            .default_size(DOCK.min(most))
            .size_range(120.0..=most);
        panel.frame(frame(Margin::symmetric(12, 6))).show(ui, |ui| {
            regions::begin(ui, Region::Dock);
            panels::dock::show(ui, &view, &mut parts.panels.dock, out)
        });
        name_edge(ui.ctx(), &view, SidePanel::Dock);
    }
}

/// The size of a panel until somebody drags its edge.
pub(super) fn usual(panel: SidePanel) -> f32 {
    match panel {
        SidePanel::Palette => PALETTE,
        SidePanel::Inspector => INSPECTOR,
        SidePanel::Dock => DOCK,
    }
}

pub(super) fn id(panel: SidePanel) -> Id {
    Id::new(match panel {
        SidePanel::Palette => "palette",
        SidePanel::Inspector => "inspector",
        SidePanel::Dock => "dock",
    })
}

/// The widget by which egui lets a panel's edge be dragged.
fn edge(panel: SidePanel) -> Id {
    id(panel).with("__resize")
}

/// The edges of all panels.
pub(super) fn edges() -> [Id; 3] {
    SidePanel::ALL.map(edge)
}

/// Tells readers of the screen what the edge of a panel is, and how large the panel.
fn name_edge(ctx: &Context, view: &View<'_>, panel: SidePanel) {
    let size = PanelState::load(ctx, id(panel)).map(|state| state.size());
    ctx.accesskit_node_builder(edge(panel), |node| {
        node.set_role(Role::Splitter);
        let upright = panel != SidePanel::Dock;
        node.set_label(view.texts.tr(panel.edge_key()));
        node.set_orientation(if upright {
            Orientation::Vertical
        } else {
            Orientation::Horizontal
        });
        if let Some(size) = size {
            let size = if upright { size.x } else { size.y };
            node.set_numeric_value(f64::from(size.round()));
        }
    });
}

/// Makes a panel larger or smaller by points; it keeps to its own bounds.
pub(super) fn resize(ctx: &Context, panel: SidePanel, by: f32) {
    if let Some(state) = PanelState::load(ctx, id(panel)) {
        set_size(
            ctx,
            panel,
            state,
            state.outer_rect.size() + egui::Vec2::splat(by),
        );
    }
}

/// Gives a panel a size; it keeps to its own bounds, and to the other side of that size.
pub(super) fn set_size(ctx: &Context, panel: SidePanel, mut state: PanelState, size: egui::Vec2) {
    state.outer_rect = egui::Rect::from_min_size(state.outer_rect.min, size);
    ctx.data_mut(|data| data.insert_persisted(id(panel), state));
}
