//! Something went wrong and must be read: what, where in the file, and what was expected there.

use egui::{Label, RichText, ScrollArea, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::View;

const WIDTH: f32 = 460.0;
const MOST_HEIGHT: f32 = 260.0;

/// Shows title and message; the message can be selected and copied.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    title: &str,
    text: &str,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    ui.set_width(WIDTH);
    parts::title(ui, view, title);
    ScrollArea::vertical()
        .max_height(MOST_HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            let text = RichText::new(text).color(view.theme.text_soft);
            ui.add(Label::new(text).wrap().selectable(true));
        });
    if parts::buttons(ui, view, &[Choice::main(view.texts.tr("dialog.ok"))], fresh).is_some() {
        out.push(AppCommand::CloseDialog);
    }
}
