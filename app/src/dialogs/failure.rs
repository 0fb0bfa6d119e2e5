//! Something went wrong and must be read: what, where in the file, and what was expected there.

use egui::{Label, RichText, ScrollArea, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{ExportKind, View, Writing};

const WIDTH: f32 = 460.0;
const MOST_HEIGHT: f32 = 260.0;

/// Shows title and message; the message can be selected and copied. What was not written may be written elsewhere.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    (title, text): (&str, &str),
    elsewhere: Option<&Writing>,
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
    let ok = Choice::main(view.texts.tr("dialog.ok"));
    let other = Choice::other(view.texts.tr("dialog.elsewhere"));
    let pressed = match elsewhere {
        Some(_) => parts::buttons(ui, view, &[ok, other], fresh),
        None => parts::buttons(ui, view, &[ok], fresh),
    };
    if pressed.is_some() {
        out.push(AppCommand::CloseDialog);
    }
    if pressed == Some(1) {
        out.extend(elsewhere.map(asked));
    }
}

/// The command that asks for a place for it.
fn asked(writing: &Writing) -> AppCommand {
    match writing {
        Writing::Document { .. } => AppCommand::SaveAs,
        Writing::Export { kind, .. } => match kind {
            ExportKind::Png => AppCommand::ExportPng,
            ExportKind::Svg => AppCommand::ExportSvg,
            ExportKind::Json => AppCommand::ExportJson,
            ExportKind::Markdown => AppCommand::ExportMarkdown,
        },
    }
}
