//! The top bar: document, menus, transport, verdict. What does not fit is given up in a fixed order.

mod chips;
mod menus;
mod plan;
mod title;
mod transport;
mod verdict;

use egui::{Align, Layout, Ui};

use crate::commands::AppCommand;
use crate::session::View;
use crate::theme::style::regular;
use plan::{Plan, Widths};
use verdict::Chip;

/// Height of the bar, points.
pub const HEIGHT: f32 = 48.0;

const GAP: f32 = 10.0;
const MENU_PAD: f32 = 16.0;

/// Shows the bar in the whole of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let chips = verdict::all(view);
    let plan = Plan::new(ui.available_width() - 3.0 * GAP, &widths(ui, view, &chips));
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        title::show(ui, view, plan.name);
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

fn widths(ui: &Ui, view: &View<'_>, chips: &[Chip]) -> Widths {
    let menu = |menu: crate::commands::Menu| {
        let text = view.texts.tr(menu.key()).to_owned();
        ui.painter()
            .layout_no_wrap(text, regular(13.0), egui::Color32::PLACEHOLDER)
            .size()
            .x
            + MENU_PAD
    };
    let chips: Vec<[f32; 2]> = chips.iter().map(|chip| chips::roomy(ui, chip)).collect();
    let chips_width = |form: usize| -> f32 {
        let all = chips.iter().map(|widths| widths[form] + chips::BETWEEN);
        all.sum()
    };
    Widths {
        name: title::width(ui.available_width()),
        menus: crate::commands::Menu::ALL.into_iter().map(menu).sum(),
        folded_menus: 32.0,
        transport: transport::CORE_WIDTH,
        seed: transport::SEED_WIDTH,
        achieved: chips::text_width(ui, &transport::achieved(view), false) + 6.0,
        chips: chips_width(1),
        short_chips: chips_width(0),
    }
}
