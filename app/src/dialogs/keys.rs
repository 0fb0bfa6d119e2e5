//! Every key, from the table of commands, and what the pointer does.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use super::parts::{self, Choice};
use crate::commands::table::{Entry, TABLE};
use crate::commands::{AppCommand, Menu, keys};
use crate::session::View;
use crate::theme::style::semibold;

const WIDTH: f32 = 640.0;
const KEYS: f32 = 128.0;
/// What is left of a column for what they do.
const NAME: f32 = 164.0;
/// Keys shown of one command: some have one more for every keyboard.
const MOST_KEYS: usize = 2;

/// What the pointer does: keys of the gesture and of its effect.
const POINTER: [(&str, &str); 13] = [
    ("keys.wheel", "keys.wheel_does"),
    ("keys.ctrl_wheel", "keys.ctrl_wheel_does"),
    ("keys.middle_drag", "keys.middle_drag_does"),
    ("keys.drag_empty", "keys.drag_empty_does"),
    ("keys.double_click_empty", "keys.double_click_empty_does"),
    ("keys.double_click", "keys.double_click_does"),
    ("keys.shift_click", "keys.shift_click_does"),
    ("keys.alt_drag", "keys.alt_drag_does"),
    ("keys.drag_alt", "keys.drag_alt_does"),
    ("keys.drag_port", "keys.drag_port_does"),
    ("keys.drag_link", "keys.drag_link_does"),
    ("keys.drag_link_end", "keys.drag_link_end_does"),
    ("keys.right_click", "keys.right_click_does"),
];

/// Shows the sheet in two columns.
pub fn show(ui: &mut Ui, view: &View<'_>, fresh: bool, out: &mut Vec<AppCommand>) {
    let height = (ui.ctx().content_rect().height() - 180.0).max(200.0);
    ui.set_width(WIDTH);
    parts::title(ui, view, view.texts.tr("command.show_keys"));
    ScrollArea::vertical()
        .max_height(height)
        // As high from the first frame on: the room that is left below the middle of the window is half of it.
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.columns(2, |columns| {
                let [left, right] = columns else {
                    return;
                };
                for menu in [Menu::File, Menu::Edit, Menu::Insert] {
                    section(left, view, menu);
                }
                pointer(left, view);
                for menu in [Menu::Arrange, Menu::Simulate, Menu::View, Menu::Help] {
                    section(right, view, menu);
                }
                others(right, view);
            });
        });
    if parts::buttons(
        ui,
        view,
        &[Choice::main(view.texts.tr("dialog.close"))],
        fresh,
    )
    .is_some()
    {
        out.push(AppCommand::CloseDialog);
    }
}

fn heading(ui: &mut Ui, view: &View<'_>, text: &str) {
    ui.add_space(6.0);
    ui.label(
        RichText::new(text)
            .font(semibold(12.0))
            .color(view.theme.text_dim),
    );
}

fn lines(ui: &mut Ui, view: &View<'_>, salt: &str, lines: &[(String, String)]) {
    ui.spacing_mut().interact_size.y = 18.0;
    Grid::new(salt)
        .num_columns(2)
        .spacing([10.0, 3.0])
        .min_col_width(KEYS)
        .show(ui, |ui| {
            for (keys, name) in lines {
                ui.label(
                    RichText::new(keys)
                        .font(semibold(12.0))
                        .color(view.theme.text),
                );
                let name = RichText::new(name).color(view.theme.text_soft);
                ui.vertical(|ui| {
                    ui.set_max_width(NAME);
                    ui.add(Label::new(name).wrap());
                });
                ui.end_row();
            }
        });
}

fn line(ui: &Ui, view: &View<'_>, entry: &Entry) -> Option<(String, String)> {
    let all = keys::all_text(ui.ctx(), entry);
    let keys = all
        .split(", ")
        .take(MOST_KEYS)
        .collect::<Vec<_>>()
        .join(", ");
    (!keys.is_empty()).then(|| (keys, view.texts.tr(&entry.key()).to_owned()))
}

/// The commands of one menu that have a key.
fn section(ui: &mut Ui, view: &View<'_>, menu: Menu) {
    let of_menu = TABLE
        .iter()
        .filter(|entry| entry.menu.is_some_and(|(of, _)| of == menu));
    let found: Vec<(String, String)> = of_menu.filter_map(|entry| line(ui, view, entry)).collect();
    if !found.is_empty() {
        heading(ui, view, view.texts.tr(menu.key()));
        lines(ui, view, menu.key(), &found);
    }
}

/// The commands that stand in no menu.
fn others(ui: &mut Ui, view: &View<'_>) {
    let bare = TABLE.iter().filter(|entry| entry.menu.is_none());
    let found: Vec<(String, String)> = bare.filter_map(|entry| line(ui, view, entry)).collect();
    heading(ui, view, view.texts.tr("keys.others"));
    lines(ui, view, "others", &found);
}

fn pointer(ui: &mut Ui, view: &View<'_>) {
    heading(ui, view, view.texts.tr("keys.pointer"));
    let found = POINTER.map(|(gesture, effect)| {
        // A setting swaps what the wheel does.
        let effect = match effect {
            "keys.wheel_does" if view.wheel_zooms => "keys.ctrl_wheel_does",
            effect => effect,
        };
        (
            view.texts.tr(gesture).to_owned(),
            view.texts.tr(effect).to_owned(),
        )
    });
    lines(ui, view, "pointer", &found);
}
