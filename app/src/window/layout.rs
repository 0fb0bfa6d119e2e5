//! Where the parts of the window stand: top bar, palette, inspector, dock, and the canvas between them.

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};

use super::{notices, under_way};
use crate::canvas::Canvas;
use crate::commands::{AppCommand, dispatch};
use crate::dialogs::{self, Dialogs};
use crate::panels::{self, Panels};
use crate::session::Session;

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
        parts.canvas.show(ui, &view, out);
    });
    notices::show(ui.ctx(), canvas, &view, &session.messages, out);
    under_way::show(ui.ctx(), canvas, &view, out);
    dialogs::show(ui.ctx(), &view, &mut parts.dialogs, out);
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
            panels::top_bar::show(ui, &view, out);
        });
    if view.open_panels.palette {
        let panel = Panel::left("palette")
            .default_size(226.0)
            .size_range(150.0..=300.0);
        panel.frame(frame(Margin::symmetric(10, 8))).show(ui, |ui| {
            panels::palette::show(ui, &view, &mut parts.panels.palette, out);
        });
    }
    if view.open_panels.inspector {
        let panel = Panel::right("inspector")
            .default_size(288.0)
            .size_range(230.0..=420.0);
        panel.frame(frame(Margin::symmetric(12, 8))).show(ui, |ui| {
            panels::inspector::show(ui, &view, &mut parts.panels.inspector, out);
        });
    }
    if view.open_panels.dock {
        let most = (ui.available_height() * 0.6).max(140.0);
        let panel = Panel::bottom("dock")
            .resizable(true)
            .default_size(230.0_f32.min(most))
            .size_range(120.0..=most);
        panel.frame(frame(Margin::symmetric(12, 6))).show(ui, |ui| {
            panels::dock::show(ui, &view, &mut parts.panels.dock, out)
        });
    }
}
