//! The question about a file that somebody else has changed while it is open here.

use std::path::Path;

use egui::{RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{ChangedAnswer, View};

const WIDTH: f32 = 500.0;
// What loses nothing comes first, and is what Enter means.
const ANSWERS: [ChangedAnswer; 3] = [
    ChangedAnswer::SaveElsewhere,
    ChangedAnswer::LoadTheirs,
    ChangedAnswer::KeepMine,
];
const ANSWERS_CLEAN: [ChangedAnswer; 3] = [
    ChangedAnswer::LoadTheirs,
    ChangedAnswer::SaveElsewhere,
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
    let clean = !saving && !view.dirty;
    let answers = if clean { ANSWERS_CLEAN } else { ANSWERS };
    let text = |answer: ChangedAnswer| match answer {
        ChangedAnswer::SaveElsewhere => "dialog.changed.elsewhere",
        ChangedAnswer::LoadTheirs => "dialog.changed.theirs",
        ChangedAnswer::KeepMine if saving => "dialog.changed.overwrite",
        ChangedAnswer::KeepMine => "dialog.changed.mine",
    };
    let [first, second, third] = answers.map(|answer| texts.tr(text(answer)));
    let choices = [
        Choice::main(first),
        Choice::other(second),
        Choice::other(third),
    ];
    let answer = parts::buttons(ui, view, &choices, fresh).and_then(|index| answers.get(index));
    out.extend(answer.map(|answer| AppCommand::AnswerChanged(*answer)));
}
