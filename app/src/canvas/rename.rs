//! A name typed in its place on the canvas.

use egui::{Key, Rect, TextEdit, Ui, Vec2};
use sim_core::document::{Document, Item};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::stage::Stage;
use crate::commands::AppCommand;
use crate::theme::style;

/// The text as typed so far.
#[derive(Debug)]
pub struct Rename {
    id: Id,
    text: String,
    /// The field has had the keyboard.
    begun: bool,
}

/// Shows the field while the session says that a name is being typed.
pub fn show(ui: &mut Ui, stage: &Stage<'_>, state: &mut Option<Rename>, out: &mut Vec<AppCommand>) {
    let Some(id) = stage.view.renaming else {
        *state = None;
        return;
    };
    if state.as_ref().is_none_or(|rename| rename.id != *id) {
        *state = Some(Rename {
            id: id.clone(),
            text: name(stage.view.document, id),
            begun: false,
        });
    }
    let (Some(rename), Some(place)) = (state.as_mut(), place(stage, id)) else {
        out.push(AppCommand::EndRename);
        return;
    };
    let font = style::semibold((13.0 * stage.space.zoom()).clamp(12.0, 40.0));
    let label = stage.tr("canvas.name");
    let edit = TextEdit::singleline(&mut rename.text)
        .font(font)
        .char_limit(sim_core::document::rules::MAX_NAME);
    let response = ui.place(place, edit.id(stage.id.with("rename")));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, label));
    if !rename.begun {
        response.request_focus();
        select_all(ui, response.id, rename.text.chars().count());
        rename.begun = true;
        return;
    }
    if response.lost_focus() {
        let cancelled = ui.input(|input| input.key_pressed(Key::Escape));
        if !cancelled {
            out.extend(edit_of(stage.view.document, id, &rename.text));
        }
        out.push(AppCommand::EndRename);
        *state = None;
    }
}

fn name(document: &Document, id: &Id) -> String {
    match document.item(id) {
        Some(Item::Component(component)) => component.name.clone(),
        Some(Item::Container(container)) => container.name.clone(),
        _ => String::new(),
    }
}

/// `None` where the name stays as it was or would be empty.
fn edit_of(document: &Document, id: &Id, text: &str) -> Option<AppCommand> {
    let text = text.trim();
    let changed = !text.is_empty() && text != name(document, id);
    changed.then(|| {
        AppCommand::Edit(
            Edit::Rename {
                id: id.clone(),
                name: text.to_owned(),
            },
            "step.rename",
        )
    })
}

/// Over the name of a card or the title of a container.
fn place(stage: &Stage<'_>, id: &Id) -> Option<Rect> {
    let card = stage
        .scene
        .cards
        .iter()
        .find(|card| card.id == *id)
        .map(|card| {
            let rect = stage.space.rect_to_screen(card.rect);
            let left = rect.min.x + 48.0 * stage.space.zoom();
            Rect::from_min_max(
                egui::pos2(left, rect.min.y + 6.0 * stage.space.zoom()),
                rect.max,
            )
        });
    let title = || {
        stage
            .scene
            .containers
            .iter()
            .find(|c| c.id == *id)
            .map(|c| stage.space.rect_to_screen(c.rect))
    };
    let rect = card.or_else(title)?;
    let size = Vec2::new(
        rect.width().clamp(140.0, 320.0),
        (24.0 * stage.space.zoom()).clamp(24.0, 56.0),
    );
    // Within the canvas, and never beyond its upper left corner where it is smaller than the field.
    let corner = rect.min.min(stage.space.area.max - size);
    let corner = corner.max(stage.space.area.min);
    Some(Rect::from_min_size(corner, size))
}

fn select_all(ui: &Ui, id: egui::Id, letters: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(
        CCursor::new(0),
        CCursor::new(letters),
    )));
    state.store(ui.ctx(), id);
}
