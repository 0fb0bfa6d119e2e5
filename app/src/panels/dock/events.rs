//! What happened, newest first. A click selects the place.

use egui::{Align2, Pos2, ScrollArea, Ui};

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
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(4.0);
    ScrollArea::vertical()
        .id_salt("events")
        .auto_shrink([false, false])
        .show_rows(ui, list::ROW, marks.len(), |ui, range| {
            for mark in marks.iter().rev().skip(range.start).take(range.len()) {
                let (time, text) = (view.texts.clock(mark.at), happened::sentence(view, mark));
                let (rect, response) =
                    list::row(ui, view, &format!("{time} {text}"), mark.target.as_ref());
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
                ui.painter().circle_filled(
                    at(TIME + 4.0),
                    4.0,
                    egui::Color32::from(happened::color(view, mark)),
                );
                let room = rect.width() - TIME - 24.0;
                list::text(
                    ui,
                    at(TIME + 16.0),
                    Align2::LEFT_CENTER,
                    &text,
                    semibold(12.5),
                    view.theme.text_soft,
                    room,
                );
                if let (true, Some(target)) = (response.clicked(), &mark.target) {
                    out.push(list::select(target));
                }
            }
        });
}
