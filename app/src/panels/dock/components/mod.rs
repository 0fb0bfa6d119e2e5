//! Every component in one table: load, use, queue, latency, failures, cost. A click selects, one on a heading sorts.

mod column;
mod head;
mod order;

use egui::{Align2, Color32, Pos2, Rect, Stroke, Ui, UiBuilder};
use sim_core::document::Component;
use sim_core::engine::snapshot::Health;

use super::{empty, list};
use crate::commands::AppCommand;
use crate::panels::mark;
use crate::session::View;
use crate::theme::style::{regular, semibold};
use column::{Column, FIGURES};
pub use order::Order;

/// Where names begin: behind the mark of health.
const NAME_INSET: f32 = 26.0;

/// So long after the pointer moved somebody may still be aiming at a line, seconds.
const AIMING: f32 = 1.0;

/// Shows the table.
pub fn show(ui: &mut Ui, view: &View<'_>, order: &mut Order, out: &mut Vec<AppCommand>) {
    let count = view.document.components.len();
    if count == 0 {
        empty::show(ui, view, "dock.no_components", "dock.no_components_hint");
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(4.0);
    head::show(ui, view, order);
    let room = ui.available_rect_before_wrap();
    let (above, below) = room.split_top_bottom_at_y((room.bottom() - list::ROW).max(room.top()));
    order.update(view, ui.input(|input| input.time), aimed(ui, above));
    ui.scope_builder(UiBuilder::new().max_rect(above), |ui| {
        list::lines(ui, "components", count, |ui, at| {
            let found = view.document.components.get_index(order.place(at));
            if let Some((_, component)) = found {
                line(ui, view, component, out);
            }
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| totals(ui, view));
}

/// Whether somebody is about to press a line: with the pointer over them, or the keyboard among them.
fn aimed(ui: &Ui, lines: Rect) -> bool {
    let over = ui.rect_contains_pointer(lines);
    let moved = ui.input(|input| {
        let pointer = &input.pointer;
        pointer.any_down() || pointer.time_since_last_movement() < AIMING
    });
    let focused = ui.memory(|memory| memory.focused());
    let focused = focused.and_then(|id| ui.ctx().read_response(id));
    over && moved || focused.is_some_and(|response| lines.contains(response.rect.center()))
}

/// Whether there are figures at all.
fn running(view: &View<'_>) -> bool {
    view.snapshot().is_some_and(|snapshot| snapshot.events > 0)
}

fn line(ui: &mut Ui, view: &View<'_>, component: &Component, out: &mut Vec<AppCommand>) {
    let figures = view.component(&component.id);
    let health = figures.map_or(Health::Unknown, |figures| figures.health);
    let word = view.texts.tr(&format!("health.{}", health.name()));
    let label = format!("{}, {word}", component.name);
    let (rect, response) = list::moving_row(ui, view, &label, &component.id);
    let mark = Pos2::new(rect.left() + 12.0, rect.center().y);
    mark::paint(ui.painter(), health, mark, 4.5, view.theme);
    let mut cut = name(ui, view, rect, &component.name);
    let figures = figures.filter(|_| running(view));
    for column in FIGURES {
        let figure = figures.and_then(|figures| column.figure(view, &component.id, figures));
        cut |= cell(ui, view, rect, column, figure, false);
    }
    if response.clicked() {
        out.push(list::select(&component.id));
    }
    if cut {
        response.on_hover_ui(|ui| whole(ui, view, component));
    }
}

/// What had not room enough in its column.
fn whole(ui: &mut Ui, view: &View<'_>, component: &Component) {
    ui.label(egui::RichText::new(&*component.name).font(semibold(12.5)));
    let figures = view.component(&component.id).filter(|_| running(view));
    for column in FIGURES {
        let figure = figures.and_then(|figures| column.figure(view, &component.id, figures));
        if let Some(figure) = figure {
            let text = column.text(view.texts, figure);
            ui.label(format!("{}: {text}", view.texts.tr(column.key())));
        }
    }
}

/// What can be added up, below all lines.
fn totals(ui: &mut Ui, view: &View<'_>) {
    let texts = view.texts;
    let total = |column: Column| column.total(view).filter(|_| running(view));
    let named = FIGURES.into_iter().filter_map(|column| {
        let sum = column.text(texts, total(column)?);
        Some(format!(", {}: {sum}", texts.tr(column.key())))
    });
    let label = texts.tr("table.total").to_owned() + &named.collect::<String>();
    let (rect, response) = list::row(ui, view, &label, None);
    let line = Stroke::new(1.0, Color32::from(view.theme.line));
    ui.painter().hline(rect.x_range(), rect.top(), line);
    name(ui, view, rect, texts.tr("table.total"));
    for column in FIGURES {
        if matches!(column, Column::Queue | Column::Cost) {
            cell(ui, view, rect, column, total(column), true);
        }
    }
    response.on_hover_text(texts.tr("table.total.tip"));
}

/// True where it had to be cut.
fn name(ui: &Ui, view: &View<'_>, line: Rect, text: &str) -> bool {
    let place = Column::Name.place(line);
    let at = Pos2::new(place.left() + NAME_INSET, place.center().y);
    let room = place.width() - NAME_INSET - 8.0;
    let (font, color) = (semibold(12.5), view.theme.text);
    list::cut_text(ui, at, Align2::LEFT_CENTER, text, font, color, room).1
}

/// A figure at the right edge of its column; true where it had to be cut.
fn cell(
    ui: &Ui,
    view: &View<'_>,
    line: Rect,
    column: Column,
    figure: Option<f64>,
    strong: bool,
) -> bool {
    let place = column.place(line);
    let at = Pos2::new(place.right(), place.center().y);
    let text = figure.map_or_else(|| "–".to_owned(), |figure| column.text(view.texts, figure));
    let (font, color) = match strong {
        true => (semibold(12.5), view.theme.text),
        false => (regular(12.5), view.theme.text_soft),
    };
    let (align, room) = (Align2::RIGHT_CENTER, place.width() - 6.0);
    list::cut_text(ui, at, align, &text, font, color, room).1
}
