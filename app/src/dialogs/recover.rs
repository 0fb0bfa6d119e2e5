//! The question about a document that was not saved when its window ended.

use egui::{Label, RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::session::{RecoveryAnswer, View};
use crate::storage::journal::About;

const WIDTH: f32 = 480.0;
/// As Escape does, `Later` closes the question, and the next start asks again.
const ANSWERS: [AppCommand; 4] = [
    AppCommand::AnswerRecovery(RecoveryAnswer::Recover),
    AppCommand::CloseDialog,
    AppCommand::AnswerRecovery(RecoveryAnswer::Discard),
    AppCommand::AnswerRecovery(RecoveryAnswer::ShowFolder),
];

/// Recover, leave it for later, discard, or look at where it is kept.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    about: &About,
    more: usize,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    let name = title(about, texts);
    let heading = texts.tr_with("dialog.recover", &[("name", &name)]);
    parts::title(ui, view, &heading);
    ui.label(RichText::new(sentence(about, texts)).color(view.theme.text_soft));
    if let Some(path) = &about.path {
        let path = path.display().to_string();
        let text = texts.tr_with("dialog.recover_file", &[("path", &path)]);
        ui.label(RichText::new(text).color(view.theme.text_soft));
    }
    if about.lost > 0 {
        let text = texts.tr_with(
            "dialog.recover_lost",
            &[("n", &texts.count(about.lost as u64))],
        );
        ui.label(RichText::new(text).color(view.theme.busy));
    }
    if more > 0 {
        let text = texts.tr_with("dialog.recover_more", &[("n", &texts.count(more as u64))]);
        ui.label(RichText::new(text).color(view.theme.text_soft));
    }
    ui.add_space(4.0);
    let kept = about.journal.display().to_string();
    let kept = RichText::new(kept).small().color(view.theme.text_dim);
    ui.add(Label::new(kept).wrap().selectable(true));
    let choices = [
        Choice::main(texts.tr("dialog.recover.yes")),
        Choice::other(texts.tr("dialog.recover.later")),
        Choice::other(texts.tr("dialog.recover.no")),
        Choice::other(texts.tr("dialog.recover.folder")),
    ];
    let answer = parts::buttons(ui, view, &choices, fresh).and_then(|index| ANSWERS.get(index));
    out.extend(answer.cloned());
}

/// As the title of the window was: the file, else the document's own name.
fn title(about: &About, texts: Texts) -> String {
    let stem = about.path.as_deref().and_then(|path| path.file_stem());
    let stem = stem.map(|stem| stem.to_string_lossy().into_owned());
    stem.or_else(|| Some(about.name.clone()).filter(|name| !name.trim().is_empty()))
        .unwrap_or_else(|| texts.tr("document.untitled").to_owned())
}

/// How much, and when.
fn sentence(about: &About, texts: Texts) -> String {
    let (key, n) = match about.age_s {
        0..60 => ("dialog.recover_now", 0),
        60..7_200 => ("dialog.recover_minutes", about.age_s / 60),
        7_200..172_800 => ("dialog.recover_hours", about.age_s / 3_600),
        _ => ("dialog.recover_days", about.age_s / 86_400),
    };
    let (steps, n) = (texts.count(about.steps as u64), texts.count(n));
    texts.tr_with(key, &[("steps", &steps), ("n", &n)])
}
