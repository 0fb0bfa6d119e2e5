//! The palette: everything that can be placed, found by a few letters, dragged out or placed with Enter.

mod entries;

use std::sync::Arc;

use egui::{
    Align2, Color32, CursorIcon, DragAndDrop, Key, LayerId, Order, Rect, Response, RichText, Sense,
    TextEdit, Ui, Vec2, WidgetInfo, WidgetType,
};

use crate::commands::AppCommand;
use crate::i18n::Lang;
use crate::panels::{heading, icon, scrolled};
use crate::session::View;
use crate::theme::style::regular;
use entries::Entry;

/// What the palette remembers between frames.
#[derive(Default)]
pub struct Palette {
    query: String,
    /// The entry that Enter places while searching.
    marked: usize,
    found: Found,
}

/// What was found, and for what: mostly the same as in the frame before.
#[derive(Default)]
struct Found {
    of: Option<(String, Lang, bool)>,
    entries: Arc<[Entry]>,
}

impl Found {
    fn entries(&mut self, query: &str, view: &View<'_>) -> Arc<[Entry]> {
        let (lang, dark) = (view.texts.lang(), view.theme.dark);
        let same = |of: &(String, Lang, bool)| of.0 == query && (of.1, of.2) == (lang, dark);
        if !self.of.as_ref().is_some_and(same) {
            self.of = Some((query.to_owned(), lang, dark));
            self.entries = entries::found(query, view.texts, view.theme).into();
        }
        Arc::clone(&self.entries)
    }
}

const ROW: f32 = 32.0;
const TILE: f32 = 24.0;

/// Shows the palette in the whole of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut Palette, out: &mut Vec<AppCommand>) {
    let field = search_field(ui, view, state);
    let found = state.found.entries(&state.query, view);
    let searching = !state.query.trim().is_empty();
    keys(ui, &field, state, &found, out);
    ui.add_space(2.0);
    scrolled::area(ui, "palette", |ui, area| {
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if found.is_empty() {
                let text = view
                    .texts
                    .tr_with("palette.nothing", &[("query", state.query.trim())]);
                ui.add_space(8.0);
                ui.label(RichText::new(text).color(view.theme.text_dim));
            }
            let mut last = "";
            for (index, entry) in found.iter().enumerate() {
                if !searching && entry.heading != last {
                    last = &entry.heading;
                    heading(ui, view.texts.tr(last), view.theme);
                    ui.add_space(3.0);
                }
                let marked = searching && field.has_focus() && index == state.marked;
                if row(ui, view, entry, marked).clicked() {
                    out.push(entry.placed.command());
                }
            }
            ui.add_space(12.0);
        })
    });
}

fn search_field(ui: &mut Ui, view: &View<'_>, state: &mut Palette) -> Response {
    let hint = view.texts.tr("palette.search");
    let field = TextEdit::singleline(&mut state.query)
        .id(ui.id().with("search"))
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(10, 7));
    let response = ui.add(field);
    let text = state.query.clone();
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, &text, &text, hint);
        info.label = Some(hint.to_owned());
        info
    });
    if view.focus_search {
        response.request_focus();
    }
    if response.changed() {
        state.marked = 0;
    }
    response
}

/// Arrows mark, Enter places, Escape clears.
fn keys(
    ui: &Ui,
    field: &Response,
    state: &mut Palette,
    found: &[Entry],
    out: &mut Vec<AppCommand>,
) {
    if field.has_focus() {
        let (down, up) = ui.input(|input| {
            (
                input.key_pressed(Key::ArrowDown),
                input.key_pressed(Key::ArrowUp),
            )
        });
        let last = found.len().saturating_sub(1);
        if down {
            state.marked = (state.marked + 1).min(last);
        }
        if up {
            state.marked = state.marked.saturating_sub(1);
        }
    }
    if !field.lost_focus() {
        return;
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        state.query.clear();
    } else if ui.input(|input| input.key_pressed(Key::Enter))
        && !state.query.trim().is_empty()
        && let Some(entry) = found.get(state.marked).or(found.first())
    {
        out.push(entry.placed.command());
        state.query.clear();
        state.marked = 0;
    }
}

fn row(ui: &mut Ui, view: &View<'_>, entry: &Entry, marked: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(
        Vec2::new(ui.available_width(), ROW),
        Sense::click_and_drag(),
    );
    let label = view.texts.tr_with("palette.add", &[("name", &entry.name)]);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    response.dnd_set_drag_payload(entry.placed.command());
    paint(
        ui,
        view,
        entry,
        rect,
        marked || response.hovered() || response.has_focus(),
    );
    if response.dragged() {
        ghost(ui, view, entry);
    }
    response
        .on_hover_cursor(CursorIcon::Grab)
        .on_hover_text(match &entry.about {
            Some(about) => format!("{label}\n{about}"),
            None => label,
        })
}

fn paint(ui: &Ui, view: &View<'_>, entry: &Entry, rect: Rect, lit: bool) {
    if lit {
        ui.painter().rect_filled(
            rect.shrink2(Vec2::new(0.0, 1.0)),
            6.0,
            Color32::from(view.theme.field_hover),
        );
    }
    let corner = egui::pos2(rect.left() + 4.0, rect.center().y - TILE / 2.0);
    icon::paint_tile(
        ui,
        entry.icon,
        Rect::from_min_size(corner, Vec2::splat(TILE)),
        entry.tile,
        view.theme,
    );
    let left = rect.left() + 4.0 + TILE + 10.0;
    let mut text = egui::text::LayoutJob::simple_singleline(
        entry.name.clone(),
        regular(13.0),
        view.theme.text_soft.into(),
    );
    text.wrap = egui::text::TextWrapping::truncate_at_width(rect.right() - left - 4.0);
    let galley = ui.painter().layout_job(text);
    ui.painter().galley(
        egui::pos2(left, rect.center().y - galley.size().y / 2.0),
        galley,
        Color32::PLACEHOLDER,
    );
}

/// The dragged entry under the pointer.
fn ghost(ui: &Ui, view: &View<'_>, entry: &Entry) {
    let Some(pointer) = ui.ctx().pointer_interact_pos() else {
        return;
    };
    if !DragAndDrop::has_payload_of_type::<AppCommand>(ui.ctx()) || ui.max_rect().contains(pointer)
    {
        return;
    }
    let layer = LayerId::new(Order::Tooltip, ui.id().with("dragged"));
    let painter = ui.ctx().layer_painter(layer);
    let tile = Rect::from_center_size(pointer, Vec2::splat(36.0));
    painter.rect_filled(tile, 9.0, Color32::from(entry.tile.faded(0.85)));
    let below = tile.center_bottom() + Vec2::new(0.0, 4.0);
    painter.text(
        below,
        Align2::CENTER_TOP,
        &entry.name,
        regular(12.0),
        view.theme.text.into(),
    );
}
