//! The question about a file that somebody else has changed while it is open here.

use std::path::Path;

use egui::{RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{ChangedAnswer, View};

const WIDTH: f32 = 500.0;
// What loses nothing is what Enter means.
const ANSWERS: [ChangedAnswer; 3] = [
    ChangedAnswer::SaveElsewhere,
    ChangedAnswer::LoadTheirs,
    ChangedAnswer::KeepMine,
];

/// Save elsewhere, load theirs, or keep mine.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    path: &Path,
    saving: bool,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    parts::title(ui, view, texts.tr("dialog.changed"));
    let path = RichText::new(path.display().to_string()).color(view.theme.text_soft);
    ui.label(path);
    ui.add_space(4.0);
    let key = match (saving, view.dirty) {
        (true, _) => "dialog.changed_saving",
        (false, true) => "dialog.changed_unsaved",
        (false, false) => "dialog.changed_clean",
    };
    ui.label(RichText::new(texts.tr(key)).color(view.theme.text_soft));
    let mine = match saving {
        true => "dialog.changed.overwrite",
        false => "dialog.changed.mine",
    };
    let choices = [
        Choice::main(texts.tr("dialog.changed.elsewhere")),
        Choice::other(texts.tr("dialog.changed.theirs")),
        Choice::other(texts.tr(mine)),
    ];
    let answer = parts::buttons(ui, view, &choices, fresh).and_then(|index| ANSWERS.get(index));
    out.extend(answer.map(|answer| AppCommand::AnswerChanged(*answer)));
}
