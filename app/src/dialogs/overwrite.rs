//! The question before another file is replaced.

use egui::{RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{View, Writing};

const WIDTH: f32 = 460.0;

/// Replace it, or go back to the name.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    writing: &Writing,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    parts::title(ui, view, texts.tr("dialog.overwrite"));
    let path = writing.path().display().to_string();
    ui.label(RichText::new(path).color(view.theme.text_soft));
    // What destroys is not what Enter means.
    let choices = [
        Choice::main(texts.tr("dialog.overwrite.no")),
        Choice::other(texts.tr("dialog.overwrite.yes")),
    ];
    let pressed = parts::buttons(ui, view, &choices, fresh);
    out.extend(pressed.map(|index| AppCommand::AnswerOverwrite(index == 1)));
}
