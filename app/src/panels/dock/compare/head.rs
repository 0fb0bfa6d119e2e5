//! What can be done with the two runs, the name of the kept one, and what must be known to read the figures.

use egui::{Button, Label, Pos2, RichText, Sense, Ui, Vec2};
use sim_core::engine::snapshot::Health;
use sim_core::report::compare::{Arrivals, Comparison, Note};

use super::chooser;
use crate::commands::{AppCommand, entry, keys, menu};
use crate::i18n::compared as words;
use crate::panels::mark;
use crate::session::{Baseline, View};
use crate::theme::style::TARGET;

/// Room of the mark before a note.
const MARK: f32 = 22.0;

/// Shows the head of the list; it scrolls with it.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    kept: &Baseline,
    found: &Comparison,
    out: &mut Vec<AppCommand>,
) {
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 4.0);
        chooser::show(ui, view, kept, out);
        let time = view.texts.clock(kept.side.length);
        let again = view.texts.tr_with("compare.run_again", &[("time", &time)]);
        command(ui, view, "run_again", Some(again), out);
        command(ui, view, "keep_run", None, out);
        let copy = view.texts.tr("compare.copy").to_owned();
        command(ui, view, "copy_comparison", Some(copy), out);
    });
    ui.add_space(4.0);
    for note in &found.notes {
        told(ui, view, note);
    }
    ui.add_space(4.0);
}

/// A command of the table as a button; `label`: its name here.
pub fn command(
    ui: &mut Ui,
    view: &View<'_>,
    id: &str,
    label: Option<String>,
    out: &mut Vec<AppCommand>,
) {
    let Some(entry) = entry(id) else { return };
    let command = entry.command();
    let blocked = menu::blocked(&command, view);
    let name = menu::label(entry, view);
    let button = Button::new(label.unwrap_or_else(|| name.clone()));
    let button = button.min_size(Vec2::new(0.0, TARGET));
    let response = ui.add_enabled(blocked.is_none(), button);
    let response = match blocked {
        Some(why) => response.on_disabled_hover_text(view.texts.tr(why)),
        None => response.on_hover_text(match keys::text(ui.ctx(), entry) {
            keys if keys.is_empty() => name,
            keys => format!("{name}  ({keys})"),
        }),
    };
    if response.clicked() {
        out.push(command);
    }
}

fn told(ui: &mut Ui, view: &View<'_>, note: &Note) {
    let texts = view.texts;
    let names = [texts.tr("compare.kept"), texts.tr("compare.now")];
    let text = RichText::new(words::note(texts, names, note)).size(12.5);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(MARK, 18.0), Sense::hover());
        let at = Pos2::new(rect.left() + 12.0, rect.center().y);
        mark::paint(ui.painter(), look(note), at, 4.0, view.theme);
        ui.add(Label::new(text.color(view.theme.text_soft)).wrap());
    });
}

/// Whether it speaks for the comparison or against it.
fn look(note: &Note) -> Health {
    match note {
        Note::SameSeed(Arrivals::Same | Arrivals::Answered) => Health::Ok,
        Note::NothingChanged => Health::Unknown,
        _ => Health::Busy,
    }
}
