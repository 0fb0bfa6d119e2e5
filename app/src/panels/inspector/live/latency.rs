//! Percentiles, now and since the start, with what they stand on.

use egui::{Grid, RichText, Ui};
use sim_core::engine::snapshot::ComponentView;

use crate::panels::{heading, samples};
use crate::session::View;
use crate::theme::style::semibold;

const NONE: &str = "–";

/// A table: p50, p95, p99 and the number of samples.
pub fn show(ui: &mut Ui, view: &View<'_>, figures: &ComponentView) {
    let texts = view.texts;
    // A message is here until it is done: its time here is its age.
    let key = match figures.messages {
        Some(_) => "live.age",
        None => "live.latency",
    };
    heading(ui, texts.tr(key), view.theme);
    let (live, all) = (&figures.live, &figures.latency);
    let rows = [
        ("p50", 0.5, live.p50_s, all.p50),
        ("p95", 0.95, live.p95_s, all.p95),
        ("p99", 0.99, live.p99_s, all.p99),
    ];
    let column = (ui.available_width() / 3.0 - 8.0).max(60.0);
    Grid::new("latency")
        .num_columns(3)
        .min_col_width(column)
        .spacing([8.0, 3.0])
        .show(ui, |ui| {
            ui.label("");
            for key in ["live.now", "live.since_start"] {
                ui.label(
                    RichText::new(texts.tr(key))
                        .small()
                        .color(view.theme.text_dim),
                );
            }
            ui.end_row();
            for (name, percentile, now, since_start) in rows {
                ui.label(RichText::new(name).color(view.theme.text_dim));
                figure(ui, view, live.samples, percentile, now);
                figure(ui, view, all.count, percentile, since_start);
                ui.end_row();
            }
            ui.label(RichText::new(texts.tr("live.samples")).color(view.theme.text_dim));
            for count in [live.samples, all.count] {
                ui.label(RichText::new(texts.count(count)).color(view.theme.text_soft));
            }
            ui.end_row();
        });
    if !samples::enough(all.count, 0.99) {
        let needed = texts.count(samples::needed(0.99));
        ui.label(
            RichText::new(texts.tr_with("live.too_few_for", &[("n", &needed)]))
                .small()
                .color(view.theme.text_dim),
        );
    }
}

fn figure(ui: &mut Ui, view: &View<'_>, count: u64, percentile: f64, seconds: f64) {
    if samples::enough(count, percentile) {
        ui.label(RichText::new(view.texts.duration(seconds)).font(semibold(13.0)));
    } else {
        let needed = view.texts.count(samples::needed(percentile));
        ui.label(RichText::new(NONE).color(view.theme.text_dim))
            .on_hover_text(view.texts.tr_with("live.too_few_for", &[("n", &needed)]));
    }
}
