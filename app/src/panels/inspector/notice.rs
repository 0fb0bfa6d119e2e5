//! A box that says something in words.

use egui::{Color32, RichText, Ui};

use crate::session::View;
use crate::theme::style::semibold;

/// Shows the box over the whole width.
pub fn notice(ui: &mut Ui, view: &View<'_>, title: &str, text: &str) {
    let theme = view.theme;
    let frame = egui::Frame::new()
        .fill(theme.notice.into())
        .stroke(egui::Stroke::new(1.0, Color32::from(theme.notice_line)))
        .corner_radius(8)
        .inner_margin(egui::Margin::symmetric(12, 8));
    ui.add_space(6.0);
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.label(RichText::new(title).font(semibold(13.0)).color(theme.busy));
        ui.label(RichText::new(text).color(theme.notice_text));
    });
}
