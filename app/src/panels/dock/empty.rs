//! What a part of the dock says while it has nothing to show.

use egui::{Align, Layout, RichText, Ui};

use crate::session::View;
use crate::theme::style::semibold;

/// A sentence in the middle, with a smaller one under it.
pub fn show(ui: &mut Ui, view: &View<'_>, title: &str, hint: &str) {
    show_with(ui, view, title, hint, |_| {});
}

/// The same with something to press below.
pub fn show_with(
    ui: &mut Ui,
    view: &View<'_>,
    title: &str,
    hint: &str,
    below: impl FnOnce(&mut Ui),
) {
    let room = ui.available_height();
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space((room / 2.0 - 30.0).max(4.0));
        ui.label(
            RichText::new(view.texts.tr(title))
                .font(semibold(14.0))
                .color(view.theme.text_soft),
        );
        ui.label(RichText::new(view.texts.tr(hint)).color(view.theme.text_dim));
        below(ui);
    });
}
