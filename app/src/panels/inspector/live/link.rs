//! A link: what passes, what fails, whether it is cut.

use egui::Ui;
use sim_core::foundation::ids::Id;

use super::line::Line;
use crate::panels::heading;
use crate::panels::inspector::notice::notice;
use crate::session::View;

/// Shows the figures of a link.
pub fn show(ui: &mut Ui, view: &View<'_>, id: &Id) {
    let Some(figures) = view.link(id) else {
        return;
    };
    let texts = view.texts;
    heading(ui, texts.tr("live.requests"), view.theme);
    let total = texts.tr_with("live.total", &[("n", &texts.count(figures.requests))]);
    Line::new(view, "live.passing", texts.per_second(figures.per_s))
        .detail(total)
        .show(ui, view);
    let total = texts.tr_with("live.total", &[("n", &texts.count(figures.failed))]);
    let failed =
        Line::new(view, "live.failed", texts.per_second(figures.failed_per_s)).detail(total);
    failed.alarm(figures.failed_per_s > 0.0).show(ui, view);
    if figures.cut {
        notice(ui, view, texts.tr("live.cut"), texts.tr("live.cut_text"));
    }
}
