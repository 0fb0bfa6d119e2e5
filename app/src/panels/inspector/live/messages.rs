//! What has become of a queue's messages.

use egui::Ui;
use sim_core::engine::snapshot::{ComponentPoint, ComponentView, MessageFigures};

use super::line::Line;
use crate::panels::heading;
use crate::session::View;

type Course<'a> = dyn Fn(fn(&ComponentPoint) -> f64) -> Vec<f64> + 'a;

/// Shows the line, and the figures of the messages.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    figures: &ComponentView,
    messages: &MessageFigures,
    course: &Course<'_>,
) {
    let texts = view.texts;
    heading(ui, texts.tr("live.messages"), view.theme);
    let most = texts.tr_with("live.most", &[("n", &texts.count(figures.queue_max))]);
    Line::new(view, "live.in_line", texts.count(figures.queue))
        .detail(most)
        .course(course(|point| point.queue), None, view.theme.series[0])
        .show(ui, view);
    let oldest = messages
        .oldest_s
        .map_or_else(|| "–".to_owned(), |seconds| texts.duration(seconds));
    Line::new(view, "live.oldest", oldest).show(ui, view);
    Line::new(view, "live.at_consumers", texts.count(messages.out)).show(ui, view);
    Line::new(view, "live.hidden", texts.count(messages.hidden)).show(ui, view);
    let counts = [
        ("live.received", messages.received, false),
        ("live.returned", messages.returned, false),
        ("live.dead", messages.dead, true),
        ("live.expired", messages.expired, true),
    ];
    for (key, count, bad) in counts {
        Line::new(view, key, texts.count(count))
            .detail(texts.tr("live.since_start").to_owned())
            .alarm(bad && count > 0)
            .show(ui, view);
    }
}
