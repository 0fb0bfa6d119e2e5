//! The headings: a press sorts, by the mouse or by the keyboard.

use egui::accesskit::{Role, SortDirection};
use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Align2, Color32, Galley, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
    WidgetType,
};

use super::NAME_INSET;
use super::column::{Column, FIGURES};
use super::order::{Order, Sort};
use crate::session::View;
use crate::theme::style::{TARGET, semibold};

/// Half the width of the mark, and the room it takes.
const MARK: f32 = 3.5;
const MARK_ROOM: f32 = 12.0;

/// Shows the headings.
pub fn show(ui: &mut Ui, view: &View<'_>, order: &mut Order) {
    let size = Vec2::new(ui.available_width(), height(ui, view, order.sort()));
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    for column in std::iter::once(Column::Name).chain(FIGURES) {
        if heading(ui, view, column, rect, order.sort()) {
            order.set(Sort::next(order.sort(), column));
        }
    }
    let line = Stroke::new(1.0, Color32::from(view.theme.line));
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// A row more where a heading needs two.
fn height(ui: &Ui, view: &View<'_>, sort: Option<Sort>) -> f32 {
    let line = Rect::from_min_size(Pos2::ZERO, Vec2::new(ui.available_width(), TARGET));
    let columns = std::iter::once(Column::Name).chain(FIGURES);
    let high = columns.map(|column| {
        let sorts = sort.is_some_and(|sort| sort.column == column);
        let room = room(column, line, sorts);
        written(ui, view.texts.tr(column.key()), column, room)
            .size()
            .y
    });
    TARGET.max(high.fold(0.0, f32::max) + 8.0)
}

/// What the heading of a column has of its width; `sorts`: it has the mark.
fn room(column: Column, line: Rect, sorts: bool) -> f32 {
    let around = match column {
        Column::Name => NAME_INSET + 8.0,
        _ => 6.0,
    };
    column.place(line).width() - around - if sorts { MARK_ROOM } else { 0.0 }
}

/// A heading on at most two rows, cut where these are too short.
fn written(ui: &Ui, name: &str, column: Column, room: f32) -> Arc<Galley> {
    let room = room.max(0.0);
    let mut job = LayoutJob::simple(name.to_owned(), semibold(11.0), Color32::PLACEHOLDER, room);
    job.wrap = TextWrapping {
        max_rows: 2,
        ..job.wrap
    };
    job.halign = match column {
        Column::Name => Align::LEFT,
        _ => Align::RIGHT,
    };
    ui.painter().layout_job(job)
}

/// True when it was pressed.
fn heading(ui: &Ui, view: &View<'_>, column: Column, line: Rect, sort: Option<Sort>) -> bool {
    let texts = view.texts;
    let (name, place) = (texts.tr(column.key()), column.place(line));
    // A figure ends where its column does: so much more behind it belongs to the heading than before it.
    let behind = if column == Column::Name { 0.0 } else { 4.0 };
    let pressed = place.translate(Vec2::new(behind, 0.0));
    let response = ui.interact(pressed, ui.id().with(column.key()), Sense::click());
    let mine = sort.filter(|sort| sort.column == column);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::ColumnHeader);
        if let Some(sort) = mine {
            node.set_sort_direction(match sort.descending {
                true => SortDirection::Descending,
                false => SortDirection::Ascending,
            });
            node.set_value(texts.tr(words(mine)));
        }
    });
    let lit = response.hovered() || response.has_focus();
    if lit {
        let ground = pressed.shrink2(Vec2::new(1.0, 2.0));
        ui.painter()
            .rect_filled(ground, 4.0, Color32::from(view.theme.field_hover));
    }
    let color = match lit || mine.is_some() {
        true => view.theme.text,
        false => view.theme.text_dim,
    };
    let galley = self::written(ui, name, column, room(column, line, mine.is_some()));
    let size = galley.size();
    // A galley that ends at its right edge begins left of where it is put.
    let (x, align) = match column {
        Column::Name => (place.left() + NAME_INSET, Align2::LEFT_CENTER),
        _ => (place.right(), Align2::RIGHT_CENTER),
    };
    let at = Pos2::new(x, place.center().y);
    let written = align.anchor_size(at, size);
    let cut = galley.elided;
    let begin = Pos2::new(x, written.top());
    ui.painter().galley(begin, galley, color.into());
    if let Some(sort) = mine {
        // Figures end where the heading does: the mark stands before it.
        let x = match column {
            Column::Name => written.right() + MARK_ROOM - MARK,
            _ => written.left() - MARK_ROOM + MARK + 1.0,
        };
        mark(ui, Pos2::new(x, at.y), sort.descending, view);
    }
    let next = texts.tr(words(Sort::next(sort, column)));
    let next = texts.tr_with("table.sort.press", &[("order", next)]);
    let when = column.when().map(|key| format!("{}\n", texts.tr(key)));
    let whole = match cut {
        true => format!("{name}\n"),
        false => String::new(),
    };
    let clicked = response.clicked();
    response.on_hover_text(whole + &when.unwrap_or_default() + &next);
    clicked
}

/// A triangle that points to where the lines become more: down where the smallest stands above.
fn mark(ui: &Ui, center: Pos2, descending: bool, view: &View<'_>) {
    let up = if descending { 1.0 } else { -1.0 };
    let corners = [[-1.0, -0.6 * up], [1.0, -0.6 * up], [0.0, 0.8 * up]];
    let corners = corners.map(|[x, y]| center + Vec2::new(x, y) * MARK);
    let color = Color32::from(view.theme.accent);
    let shape = Shape::convex_polygon(corners.to_vec(), color, Stroke::NONE);
    ui.painter().add(shape);
}

/// The key of an order in words.
fn words(sort: Option<Sort>) -> &'static str {
    match sort.map(|sort| (sort.column, sort.descending)) {
        None => "table.sort.none",
        Some((Column::Name, false)) => "table.sort.name_up",
        Some((Column::Name, true)) => "table.sort.name_down",
        Some((_, false)) => "table.sort.up",
        Some((_, true)) => "table.sort.down",
    }
}
