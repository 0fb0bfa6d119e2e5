//! The question before unsaved changes are lost.

use egui::{RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{UnsavedAnswer, View};

const WIDTH: f32 = 420.0;
const ANSWERS: [UnsavedAnswer; 3] = [
    UnsavedAnswer::Save,
    UnsavedAnswer::Discard,
    UnsavedAnswer::Cancel,
];

/// Save, discard, or stay.
pub fn show(ui: &mut Ui, view: &View<'_>, fresh: bool, out: &mut Vec<AppCommand>) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    parts::title(
        ui,
        view,
        &texts.tr_with("dialog.unsaved", &[("name", &view.title())]),
    );
    ui.label(RichText::new(texts.tr("dialog.unsaved_text")).color(view.theme.text_soft));
    let choices = [
        Choice::main(texts.tr("dialog.save")),
        Choice::other(texts.tr("dialog.discard")),
        Choice::other(texts.tr("dialog.cancel")),
    ];
    let answer = parts::buttons(ui, view, &choices, fresh).and_then(|index| ANSWERS.get(index));
    out.extend(answer.map(|answer| AppCommand::AnswerUnsaved(*answer)));
}
