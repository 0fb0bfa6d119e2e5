//! A link: what passes, what fails, whether it is cut.

use egui::Ui;
use sim_core::engine::snapshot::{BreakerState, Mode, SpecialView};
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
    if figures.retries > 0 {
        let line = Line::new(view, "live.retried", texts.count(figures.retries));
        let denied = figures.special.map_or(0, |special| special.denied);
        detailed(view, line, "live.denied", denied).show(ui, view);
    }
    if let Some(special) = &figures.special {
        extras(ui, view, special);
    }
    if figures.cut {
        notice(ui, view, texts.tr("live.cut"), texts.tr("live.cut_text"));
    }
    if figures.black_hole {
        let (title, text) = ("live.black_hole", "live.black_hole_text");
        notice(ui, view, texts.tr(title), texts.tr(text));
    }
}

/// A count behind the value, unless there is none.
fn detailed<'a>(view: &View<'_>, line: Line<'a>, key: &str, count: u64) -> Line<'a> {
    if count == 0 {
        return line;
    }
    let text = view.texts.count(count);
    line.detail(view.texts.tr_with(key, &[("n", &text)]))
}

/// What a plain link does not have: breaker, connections, messages, bandwidth, loss.
fn extras(ui: &mut Ui, view: &View<'_>, special: &SpecialView) {
    let texts = view.texts;
    if let Some(state) = special.breaker {
        let name = texts.tr(&format!("breaker.{}", state.name()));
        let line = Line::new(view, "live.breaker", name.to_owned());
        let line = line.alarm(state != BreakerState::Closed);
        detailed(view, line, "live.refused", special.refused).show(ui, view);
    }
    if let Some((held, _)) = special.connections {
        let line = Line::new(view, "live.connections", texts.count(held));
        detailed(view, line, "live.no_connection", special.no_connection).show(ui, view);
    }
    if special.connections.is_some() || special.mode == Mode::Stream || special.mode == Mode::Poll {
        let most = texts.tr_with("live.most", &[("n", &texts.count(special.waiting_max))]);
        Line::new(view, "live.waiting", texts.count(special.waiting))
            .detail(most)
            .show(ui, view);
    }
    let counts = [
        (
            "live.under_way",
            special.under_way,
            special.mode == Mode::Stream,
        ),
        ("live.dropped", special.dropped, special.dropped > 0),
        ("live.lost_messages", special.lost, special.lost > 0),
    ];
    for (key, count, _) in counts.into_iter().filter(|(_, _, shown)| *shown) {
        Line::new(view, key, texts.count(count)).show(ui, view);
    }
    if let Some(share) = special.utilization {
        Line::new(view, "live.bandwidth", texts.share(share)).show(ui, view);
    }
}
