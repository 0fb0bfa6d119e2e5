//! How an exported picture shall look, before it is asked where to.

use egui::{Key, RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{ExportKind, Picture, View};
use crate::theme::ThemeChoice;

const WIDTH: f32 = 420.0;
const NAME: f32 = 130.0;

/// Shows what can be chosen; the button goes on to the file.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    kind: ExportKind,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    let kind_name = kind.extension().to_uppercase();
    let title = texts.tr_with("picture.title", &[("kind", &kind_name)]);
    parts::title(ui, view, &title);
    let mut picture = *view.picture;
    row(ui, view, "picture.look", |ui| look(ui, view, &mut picture));
    if kind == ExportKind::Png {
        row(ui, view, "dialog.scale", |ui| scale(ui, view, &mut picture));
    }
    row(ui, view, "picture.figures", |ui| {
        figures(ui, view, &mut picture)
    });
    if picture != *view.picture {
        out.push(AppCommand::SetPicture(picture));
    }
    let choices = [
        Choice::main(texts.tr("picture.go_on")),
        Choice::other(texts.tr("dialog.cancel")),
    ];
    let pressed = parts::buttons(ui, view, &choices, fresh);
    // After a click on a choice the keyboard is nowhere, and Enter still means to go on.
    let nowhere = ui.memory(|memory| memory.focused().is_none());
    let enter = nowhere && ui.input(|input| input.key_pressed(Key::Enter));
    match pressed.or(enter.then_some(0)) {
        Some(0) => out.push(AppCommand::ExportPicture(kind)),
        Some(_) => out.push(AppCommand::CloseDialog),
        None => {}
    }
}

fn row(ui: &mut Ui, view: &View<'_>, key: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let name = RichText::new(view.texts.tr(key)).color(view.theme.text_dim);
        let from = ui.cursor().left();
        ui.label(name);
        let used = ui.cursor().left() - from;
        ui.add_space((NAME - used).max(0.0));
        add(ui);
    });
    ui.add_space(4.0);
}

fn look(ui: &mut Ui, view: &View<'_>, picture: &mut Picture) {
    for (choice, key) in [
        (ThemeChoice::System, "picture.as_window"),
        (ThemeChoice::Dark, "theme.dark"),
        (ThemeChoice::Light, "theme.light"),
    ] {
        ui.selectable_value(&mut picture.look, choice, view.texts.tr(key));
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, picture: &mut Picture) {
    for scale in Picture::SCALES {
        let on = picture.scale() == scale;
        let name = view.texts.times(f64::from(scale));
        if ui.selectable_label(on, name).clicked() {
            *picture = picture.with_scale(scale);
        }
    }
}

/// Before a run there are none to leave out.
fn figures(ui: &mut Ui, view: &View<'_>, picture: &mut Picture) {
    let ran = view.snapshot().is_some_and(|run| run.events > 0);
    ui.add_enabled_ui(ran, |ui| {
        for (with, key) in [(true, "picture.with"), (false, "picture.without")] {
            let chosen = ui.selectable_value(&mut picture.figures, with, view.texts.tr(key));
            chosen.on_disabled_hover_text(view.texts.tr("why.no_run"));
        }
    });
}
