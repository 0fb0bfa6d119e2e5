//! A component: RED for its requests, USE for its slots, processors, queue and instances.

use egui::Ui;
use sim_core::engine::snapshot::{ComponentPoint, ComponentView};
use sim_core::foundation::ids::Id;

use super::latency;
use super::line::Line;
use crate::i18n::targets;
use crate::panels::inspector::notice::notice;
use crate::panels::{heading, reason};
use crate::session::View;

/// Shows the figures of a component.
pub fn show(ui: &mut Ui, view: &View<'_>, id: &Id) {
    let Some(figures) = view.component(id) else {
        return;
    };
    let at = view
        .snapshot()
        .and_then(|snapshot| snapshot.components.iter().position(|found| found.id == *id));
    let course = |pick: fn(&ComponentPoint) -> f64| course(view, at, pick);
    requests(ui, view, figures, &course);
    latency::show(ui, view, figures);
    if view.works(id) {
        use_of(ui, view, figures, &course);
    }
    instances(ui, view, figures, &course);
    let run = view.snapshot();
    let out = run.and_then(|run| targets::out(view.texts, view.document, run, figures));
    if let Some(out) = out {
        notice(ui, view, &out.count, &out.why);
    }
    if let Some(reason) = reason::of(view, id) {
        notice(ui, view, reason.title, &reason.text);
    }
}

/// One figure of a component over the run.
fn course(view: &View<'_>, at: Option<usize>, pick: fn(&ComponentPoint) -> f64) -> Vec<f64> {
    let (Some(at), Some(snapshot)) = (at, view.snapshot()) else {
        return Vec::new();
    };
    snapshot
        .series
        .points
        .iter()
        .map(|point| point.components.get(at).map_or(0.0, pick))
        .collect()
}

type Course<'a> = dyn Fn(fn(&ComponentPoint) -> f64) -> Vec<f64> + 'a;

fn requests(ui: &mut Ui, view: &View<'_>, figures: &ComponentView, course: &Course<'_>) {
    let (texts, theme, live) = (view.texts, view.theme, &figures.live);
    heading(ui, texts.tr("live.requests"), theme);
    let offered = Line::new(view, "live.offered", texts.per_second(live.offered_per_s));
    offered
        .course(course(|point| point.arrived_per_s), None, theme.series[1])
        .show(ui, view);
    Line::new(view, "live.served", texts.per_second(live.served_per_s)).show(ui, view);
    let failed = Line::new(view, "live.failed", texts.per_second(live.failed_per_s))
        .alarm(live.failed_per_s > 0.0);
    failed
        .course(course(|point| point.failed_per_s), None, theme.down)
        .show(ui, view);
    Line::new(view, "live.in_system", texts.count(figures.in_system)).show(ui, view);
    if figures.wasted > 0 {
        Line::new(view, "live.wasted", texts.count(figures.wasted))
            .detail(texts.tr("live.since_start").to_owned())
            .show(ui, view);
    }
    turned_away(ui, view, figures);
    if let Some(cache) = &figures.cache {
        super::cache::show(ui, view, cache);
    }
    if let Some(messages) = &figures.messages {
        super::messages::show(ui, view, figures, messages, course);
    }
}

/// What the rules of the station have done, as far as they have done something.
fn turned_away(ui: &mut Ui, view: &View<'_>, figures: &ComponentView) {
    let (texts, rules) = (view.texts, &figures.rules);
    let counts = [
        ("live.shed", rules.shed),
        ("live.throttled", rules.throttled),
        ("live.abandoned", rules.abandoned),
        ("live.displaced", rules.displaced),
    ];
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        Line::new(view, key, texts.count(count))
            .detail(texts.tr("live.since_start").to_owned())
            .show(ui, view);
    }
    if let Some(limit) = rules.limit {
        Line::new(view, "live.limit", texts.count(limit)).show(ui, view);
    }
}

fn use_of(ui: &mut Ui, view: &View<'_>, figures: &ComponentView, course: &Course<'_>) {
    let (texts, theme) = (view.texts, view.theme);
    heading(ui, texts.tr("live.use"), theme);
    let mean = texts.tr_with(
        "live.mean",
        &[("value", &texts.share(figures.utilization_mean))],
    );
    let utilization =
        Line::new(view, "live.utilisation", texts.share(figures.utilization)).detail(mean);
    utilization
        .course(
            course(|point| point.utilization),
            Some(1.0),
            theme.health(figures.health),
        )
        .show(ui, view);
    if let Some(cpu) = figures.cpu {
        Line::new(view, "live.cpu", texts.share(cpu)).show(ui, view);
    }
    let most = texts.tr_with("live.most", &[("n", &texts.count(figures.queue_max))]);
    let queue = Line::new(view, "live.queue", texts.count(figures.queue))
        .detail(most)
        .alarm(figures.queue > 0);
    queue
        .course(course(|point| point.queue), None, theme.series[0])
        .show(ui, view);
    let held = match figures.slots {
        Some(slots) => texts.tr_with(
            "live.of",
            &[
                ("n", &texts.count(figures.slots_held)),
                ("all", &texts.count(slots)),
            ],
        ),
        None => texts.count(figures.slots_held),
    };
    let waiting = texts.tr_with(
        "live.waiting_below",
        &[("n", &texts.count(figures.slots_waiting))],
    );
    let detail = if figures.slots_waiting > 0 {
        waiting
    } else {
        String::new()
    };
    Line::new(view, "live.slots", held)
        .detail(detail)
        .show(ui, view);
}

/// Of what balancers send to: how much of it is in service.
fn in_service(ui: &mut Ui, view: &View<'_>, figures: &ComponentView) {
    let (texts, targets) = (view.texts, figures.targets);
    if targets.registered == 0 {
        return;
    }
    let [healthy, all] = [targets.healthy, targets.registered].map(|n| texts.count(n.into()));
    let value = texts.tr_with("live.of", &[("n", &healthy), ("all", &all)]);
    Line::new(view, "live.targets", value)
        .alarm(targets.healthy < targets.registered)
        .show(ui, view);
}

fn instances(ui: &mut Ui, view: &View<'_>, figures: &ComponentView, course: &Course<'_>) {
    let (texts, theme, instances) = (view.texts, view.theme, &figures.instances);
    if instances.max == 0 {
        return;
    }
    heading(ui, texts.tr("live.instances"), theme);
    let up = u64::from(instances.up);
    let wanted = texts.tr_with(
        "live.desired",
        &[("n", &texts.count(u64::from(instances.desired)))],
    );
    let line = Line::new(view, "live.up", texts.count(up))
        .detail(wanted)
        .alarm(up == 0);
    line.course(course(|point| point.instances), None, theme.series[2])
        .show(ui, view);
    let states = [
        ("live.warming", instances.warming),
        ("live.booting", instances.booting),
        ("live.draining", instances.draining),
        ("live.down", instances.down),
    ];
    for (key, count) in states.into_iter().filter(|(_, count)| *count > 0) {
        Line::new(view, key, texts.count(u64::from(count))).show(ui, view);
    }
    in_service(ui, view, figures);
}
