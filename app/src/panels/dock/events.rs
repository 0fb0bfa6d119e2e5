//! What happened, newest first. A click selects the place.

use egui::{Align2, Pos2, Ui};
use sim_core::engine::snapshot::Mark;

use super::{empty, happened, list};
use crate::commands::AppCommand;
use crate::session::View;
use crate::theme::style::{regular, semibold};

const TIME: f32 = 96.0;

/// Shows the list of marks.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let marks = view
        .snapshot()
        .map_or(&[][..], |snapshot| snapshot.marks.as_slice());
    if marks.is_empty() {
        empty::show(ui, view, "dock.no_events", "dock.no_events_hint");
        return;
    }
    ui.add_space(4.0);
    list::lines(ui, "events", marks.len(), |ui, at| {
        line(ui, view, &marks[marks.len() - 1 - at], out);
    });
}

fn line(ui: &mut Ui, view: &View<'_>, mark: &Mark, out: &mut Vec<AppCommand>) {
    let (time, text) = (view.texts.clock(mark.at), happened::sentence(view, mark));
    let (rect, response) = list::row(ui, view, &format!("{time} {text}"), mark.target.as_ref());
    let middle = rect.center().y;
    let at = |x: f32| Pos2::new(rect.left() + x, middle);
    list::text(
        ui,
        at(6.0),
        Align2::LEFT_CENTER,
        &time,
        regular(12.0),
        view.theme.text_dim,
        TIME,
    );
    let color = happened::color(view, mark);
    ui.painter()
        .circle_filled(at(TIME + 4.0), 4.0, egui::Color32::from(color));
    list::text(
        ui,
        at(TIME + 16.0),
        Align2::LEFT_CENTER,
        &text,
        semibold(12.5),
        view.theme.text_soft,
        rect.width() - TIME - 24.0,
    );
    if let (true, Some(target)) = (response.clicked(), &mark.target) {
        out.push(list::select(target));
    }
    response.on_hover_ui(|ui| {
        ui.label(text);
        if let Some(more) = happened::more(view, mark) {
            ui.label(egui::RichText::new(more).color(view.theme.text_soft));
        }
    });
}
