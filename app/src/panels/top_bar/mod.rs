//! The top bar: document, menus, transport, verdict. What does not fit is given up in a fixed order.

mod chips;
mod menus;
mod plan;
mod transport;
mod verdict;

use egui::{Align, Label, Layout, RichText, Ui};

use crate::commands::AppCommand;
use crate::session::View;
use crate::theme::style::{regular, semibold};
use plan::{Plan, Widths};
use verdict::Chip;

/// Height of the bar, points.
pub const HEIGHT: f32 = 48.0;

const GAP: f32 = 10.0;
const LONGEST_NAME: f32 = 320.0;
const MENU_PAD: f32 = 16.0;

/// Shows the bar in the whole of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let chips = verdict::all(view);
    let name = view.title();
    let plan = Plan::new(
        ui.available_width() - 3.0 * GAP,
        &widths(ui, view, &name, &chips),
    );
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        title(ui, view, &name, plan.name);
        ui.add_space(GAP);
        if plan.menus {
            menus::row(ui, view, out)
        } else {
            menus::folded(ui, view, out)
        }
        ui.add_space(GAP);
        transport::show(ui, view, &plan, out);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            chips::row(ui, view, &chips, plan.chip_labels);
        });
    });
}

fn widths(ui: &Ui, view: &View<'_>, name: &str, chips: &[Chip]) -> Widths {
    let menu = |menu: crate::commands::Menu| {
        let text = view.texts.tr(menu.key()).to_owned();
        ui.painter()
            .layout_no_wrap(text, regular(13.0), egui::Color32::PLACEHOLDER)
            .size()
            .x
            + MENU_PAD
    };
    let chips: Vec<[f32; 2]> = chips.iter().map(|chip| chips::widths(ui, chip)).collect();
    let chips_width = |form: usize| -> f32 {
        let all = chips.iter().map(|widths| widths[form] + chips::BETWEEN);
        all.sum()
    };
    // Room for the longer word: what stands behind must not move when something is changed or saved.
    let words = [true, false].map(|dirty| view.texts.tr(saved_word(dirty)));
    let saved = words.map(|word| chips::text_width(ui, word, false));
    let saved = saved[0].max(saved[1]) + 8.0;
    Widths {
        name: (chips::text_width(ui, name, true) * 14.0 / 13.0 + saved + 2.0).min(LONGEST_NAME),
        menus: crate::commands::Menu::ALL.into_iter().map(menu).sum(),
        folded_menus: 32.0,
        transport: transport::CORE_WIDTH,
        seed: transport::SEED_WIDTH,
        achieved: chips::text_width(ui, &transport::achieved(view), false) + 6.0,
        chips: chips_width(1),
        short_chips: chips_width(0),
    }
}

fn saved_mark(view: &View<'_>) -> &'static str {
    view.texts.tr(saved_word(view.dirty))
}

fn saved_word(dirty: bool) -> &'static str {
    if dirty {
        "top_bar.unsaved"
    } else {
        "top_bar.saved"
    }
}

/// The document's name and whether it is saved, in a fixed width.
fn title(ui: &mut Ui, view: &View<'_>, name: &str, width: f32) {
    let size = egui::vec2(width, ui.available_height());
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.spacing_mut().item_spacing.x = 8.0;
        let saved = saved_mark(view);
        let room = width - chips::text_width(ui, saved, false) - 8.0;
        let text = RichText::new(name)
            .font(semibold(14.0))
            .color(view.theme.text);
        let path = view
            .path
            .map_or_else(|| name.to_owned(), |path| path.display().to_string());
        // A long name gives way to the mark as far as something of it can still be read.
        let least = (chips::text_width(ui, name, true) * 14.0 / 13.0).min(40.0);
        if room >= least {
            ui.scope(|ui| {
                ui.set_max_width(room);
                ui.add(Label::new(text).truncate()).on_hover_text(path);
            });
            let color = if view.dirty {
                view.theme.busy
            } else {
                view.theme.text_dim
            };
            ui.label(RichText::new(saved).font(regular(11.5)).color(color));
        } else {
            ui.add(Label::new(text).truncate())
                .on_hover_text(format!("{path}\n{saved}"));
        }
    });
}
