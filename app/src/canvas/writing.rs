//! A note written in its place. Every letter goes into the document as it is typed, so that nothing is lost; the letters
//! of one stay are one step of undo. Escape ends it, and so does a click beside it.

use egui::{Key, Modifiers, Rect, ScrollArea, TextEdit, Ui, UiBuilder, Vec2};
use sim_core::document::{Note, NoteKind, rules};
use sim_core::edit::Edit;

use super::stage::Stage;
use crate::commands::AppCommand;
use crate::scene::note::PADDING;
use crate::theme::style;

/// The text as typed so far.
#[derive(Debug)]
pub struct Writing {
    id: sim_core::foundation::ids::Id,
    text: String,
    /// The field has had the keyboard.
    begun: bool,
}

/// Smallest field, screen points.
const LEAST: Vec2 = Vec2::new(180.0, 72.0);

/// Shows the field over the note that is being written.
pub fn show(
    ui: &mut Ui,
    stage: &Stage<'_>,
    note: &Note,
    state: &mut Option<Writing>,
    out: &mut Vec<AppCommand>,
) {
    if state.as_ref().is_none_or(|writing| writing.id != note.id) {
        *state = Some(Writing {
            id: note.id.clone(),
            text: note.text.clone(),
            begun: false,
        });
    }
    let Some(writing) = state.as_mut() else {
        return;
    };
    let ends = ends_now(ui, note.kind);
    let response = field(ui, stage, note, &mut writing.text);
    if !writing.begun {
        response.request_focus();
        put_cursor_at_end(ui, response.id, writing.text.chars().count());
        writing.begun = true;
        return;
    }
    if writing.text != note.text {
        let text = writing.text.clone();
        let note = Note {
            text,
            ..note.clone()
        };
        out.push(AppCommand::Edit(Edit::SetNote { note }, "step.note_text"));
    }
    if ends || response.lost_focus() {
        response.surrender_focus();
        out.push(AppCommand::EndRename);
        *state = None;
    }
}

/// Escape and Ctrl+Enter end it; Enter alone does where there is one line only.
fn ends_now(ui: &Ui, kind: NoteKind) -> bool {
    ui.input_mut(|input| {
        input.key_pressed(Key::Escape)
            || input.consume_key(Modifiers::COMMAND, Key::Enter)
            || (kind == NoteKind::Frame && input.key_pressed(Key::Enter))
    })
}

fn field(ui: &mut Ui, stage: &Stage<'_>, note: &Note, text: &mut String) -> egui::Response {
    let zoom = stage.space.zoom();
    let frame = crate::scene::Rect::at(note.at, note.size);
    let place = place(stage, stage.space.rect_to_screen(frame), note.kind);
    let size = (13.0 * zoom).clamp(12.0, 32.0);
    let theme = stage.view.theme;
    let ground = match note.kind {
        NoteKind::Text => theme.note_ground(theme.note(note.color)),
        NoteKind::Frame => theme.field,
    };
    ui.painter().rect(
        place,
        6.0,
        ground,
        egui::Stroke::new(2.0, theme.accent),
        egui::StrokeKind::Outside,
    );
    let margin = (PADDING * zoom).clamp(6.0, 16.0) as i8;
    let (edit, limit, lines) = match note.kind {
        NoteKind::Text => (TextEdit::multiline(text), rules::MAX_NOTE, true),
        NoteKind::Frame => (TextEdit::singleline(text), rules::MAX_NAME, false),
    };
    let margin = if lines { margin } else { 4 };
    let label = stage.tr(if lines {
        "note.field"
    } else {
        "note.field_frame"
    });
    let edit = edit
        .id(stage.id.with("note field"))
        .font(style::regular(size))
        .char_limit(limit)
        .hint_text(stage.tr(if lines {
            "note.hint_markdown"
        } else {
            "note.field_frame"
        }))
        .frame(egui::Frame::NONE.inner_margin(margin))
        .desired_width(f32::INFINITY)
        .min_size(place.size());
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place));
    inside.set_clip_rect(place.intersect(ui.clip_rect()));
    let response = ScrollArea::vertical()
        .id_salt("note field")
        .auto_shrink([false, false])
        .show(&mut inside, |ui| ui.add(edit))
        .inner;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, label));
    response
}

/// Over the note, or over the title of a frame; large enough to write in, and within the canvas.
fn place(stage: &Stage<'_>, note: Rect, kind: NoteKind) -> Rect {
    let size = match kind {
        NoteKind::Text => note.size().max(LEAST),
        NoteKind::Frame => Vec2::new(note.width().clamp(LEAST.x, 420.0), 30.0),
    };
    let area = stage.space.area;
    let size = size.min(area.size());
    let corner = note.min.min(area.max - size).max(area.min);
    Rect::from_min_size(corner, size)
}

fn put_cursor_at_end(ui: &Ui, id: egui::Id, letters: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(letters);
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    state.store(ui.ctx(), id);
}
