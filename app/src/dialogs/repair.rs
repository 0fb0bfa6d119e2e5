//! A file that cannot be loaded as it is, and what would be left out.

use std::path::Path;

use egui::{Label, RichText, ScrollArea, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::View;

const WIDTH: f32 = 520.0;
const MOST_HEIGHT: f32 = 220.0;
/// Lines shown; more of them say nothing new.
const MOST_LINES: usize = 50;

/// Open with repairs, or not.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    path: &Path,
    why: &str,
    repairs: &[String],
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    parts::title(ui, view, texts.tr("dialog.repair"));
    let soft = |text: &str| RichText::new(text).color(view.theme.text_soft);
    ui.label(soft(&format!("{}\n\n{why}", path.display())));
    ui.add_space(6.0);
    let count = texts.count(repairs.len() as u64);
    let heading = texts.tr_with("dialog.repair_list", &[("n", &count)]);
    ui.label(RichText::new(heading).color(view.theme.text));
    ScrollArea::vertical()
        .max_height(MOST_HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for line in repairs.iter().take(MOST_LINES) {
                ui.add(
                    Label::new(soft(&format!("• {line}")))
                        .wrap()
                        .selectable(true),
                );
            }
            if repairs.len() > MOST_LINES {
                ui.label(soft("…"));
            }
        });
    let choices = [
        Choice::main(texts.tr("dialog.repair.yes")),
        Choice::other(texts.tr("dialog.cancel")),
    ];
    match parts::buttons(ui, view, &choices, fresh) {
        Some(0) => out.push(AppCommand::OpenRepaired(path.to_owned())),
        Some(_) => out.push(AppCommand::CloseDialog),
        None => {}
    }
}
