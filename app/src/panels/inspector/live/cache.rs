//! What a cache has found, missed and kept.

use egui::Ui;
use sim_core::engine::snapshot::CacheFigures;

use super::line::Line;
use crate::panels::heading;
use crate::session::View;

/// Shows the figures of a cache.
pub fn show(ui: &mut Ui, view: &View<'_>, cache: &CacheFigures) {
    let texts = view.texts;
    heading(ui, texts.tr("live.cache"), view.theme);
    let share = |ratio: Option<f64>| ratio.map_or_else(|| "–".to_owned(), |r| texts.share(r));
    let mean = cache.hit_ratio().map_or_else(String::new, |ratio| {
        texts.tr_with("live.mean", &[("value", &texts.share(ratio))])
    });
    Line::new(view, "live.hit_ratio", share(cache.recent_hit_ratio))
        .detail(mean)
        .show(ui, view);
    let since_start = || texts.tr("live.since_start").to_owned();
    Line::new(view, "live.hits", texts.count(cache.hits))
        .detail(since_start())
        .show(ui, view);
    let followed = texts.tr_with("live.followed", &[("n", &texts.count(cache.followed))]);
    let waited = cache.followed > 0;
    Line::new(view, "live.misses", texts.count(cache.misses))
        .detail(if waited { followed } else { since_start() })
        .show(ui, view);
    let Some(entries) = cache.entries else {
        return;
    };
    let kept = match cache.capacity {
        Some(most) => texts.tr_with(
            "live.of",
            &[("n", &texts.count(entries)), ("all", &texts.count(most))],
        ),
        None => texts.count(entries),
    };
    Line::new(view, "live.entries", kept).show(ui, view);
    let gone = [
        ("live.evicted", cache.evicted),
        ("live.expired", cache.expired),
        ("live.flushed", cache.flushed),
    ];
    for (key, count) in gone.into_iter().filter(|(_, count)| *count > 0) {
        Line::new(view, key, texts.count(count))
            .detail(since_start())
            .show(ui, view);
    }
}
