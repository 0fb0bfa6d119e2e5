//! A note or frame: its text, its colour.

use egui::{Button, Color32, Margin, RichText, Sense, TextEdit, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::document::{Item, Note, NoteColor, NoteKind, rules};
use sim_core::edit::Edit;

use super::header::note_icon;
use crate::commands::AppCommand;
use crate::panels::{heading, icon, words};
use crate::session::View;
use crate::theme::style::{TARGET, semibold};

const TILE: f32 = 36.0;
const LINES: usize = 12;

/// Shows the form of one note.
pub fn show(ui: &mut Ui, view: &View<'_>, note: &std::sync::Arc<Note>, out: &mut Vec<AppCommand>) {
    ui.horizontal(|ui| {
        let edge = view.theme.note(note.color);
        icon::tile(ui, note_icon(note.kind), TILE, edge, view.theme);
        let kind = words::kind_of(view.texts, &Item::Note(note));
        ui.label(RichText::new(kind).font(semibold(15.0)));
    });
    ui.add_space(6.0);
    heading(ui, view.texts.tr("note.text"), view.theme);
    ui.add_space(3.0);
    text(ui, view, note, out);
    ui.add_space(8.0);
    heading(ui, view.texts.tr("note.color"), view.theme);
    ui.add_space(3.0);
    colors(ui, view, note, out);
    ui.add_space(10.0);
    let text = view.texts.tr("command.delete");
    let button = Button::new(text).min_size(Vec2::new(0.0, TARGET));
    if ui.add(button).clicked() {
        out.push(AppCommand::Delete);
    }
}

fn text(ui: &mut Ui, view: &View<'_>, note: &Note, out: &mut Vec<AppCommand>) {
    let mut text = note.text.clone();
    let edit = match note.kind {
        NoteKind::Text => TextEdit::multiline(&mut text)
            .desired_rows(LINES)
            .char_limit(rules::MAX_NOTE)
            .hint_text(view.texts.tr("note.hint_markdown")),
        NoteKind::Frame => TextEdit::singleline(&mut text).char_limit(rules::MAX_NAME),
    };
    let id = ui.id().with(("text of", note.id.as_str()));
    let edit = edit
        .id(id)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(6, 4));
    let response = ui.add(edit);
    let label = view.texts.tr("note.text");
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, &note.text, &note.text, "");
        info.label = Some(label.to_owned());
        info
    });
    if text != note.text {
        let note = Note {
            text,
            ..note.clone()
        };
        out.push(AppCommand::Edit(Edit::SetNote { note }, "step.note_text"));
    }
}

/// A dot of every colour; the one in use has a ring around it.
fn colors(ui: &mut Ui, view: &View<'_>, note: &Note, out: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        for color in NoteColor::ALL {
            let (rect, response) =
                ui.allocate_exact_size(Vec2::splat(TARGET + 2.0), Sense::click());
            let on = note.color == color;
            let name = view.texts.tr(&format!("note.color.{}", color.name()));
            response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, on, name));
            let edge = Color32::from(view.theme.note(color));
            ui.painter().circle_filled(rect.center(), 8.0, edge);
            if on || response.hovered() || response.has_focus() {
                let ring = if on {
                    view.theme.text
                } else {
                    view.theme.line_strong
                };
                let stroke = egui::Stroke::new(1.5, Color32::from(ring));
                ui.painter().circle_stroke(rect.center(), 11.5, stroke);
            }
            if response.on_hover_text(name).clicked() && !on {
                let note = Note {
                    color,
                    ..note.clone()
                };
                out.push(AppCommand::Edit(Edit::SetNote { note }, "step.note_color"));
            }
        }
    });
}
