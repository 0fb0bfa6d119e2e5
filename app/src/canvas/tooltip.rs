//! Full names and figures beside the pointer.

use egui::{Grid, RichText, Sense, Ui, Vec2};

use sim_core::engine::snapshot::{Health, LinkView};
use sim_core::report::inside::{Inside, Rates};

use super::paint;
use super::stage::Stage;
use crate::i18n::targets;
use crate::scene::figures::{NONE, service_name, word};
use crate::scene::{CardElement, ContainerElement, LinkElement, collapsed};
use crate::theme::style;

/// Widest tooltip, points.
const WIDTH: f32 = 300.0;

fn heading(ui: &mut Ui, stage: &Stage<'_>, name: &str, detail: &str) {
    ui.set_max_width(WIDTH);
    ui.label(
        RichText::new(name)
            .font(style::semibold(13.0))
            .color(stage.view.theme.text),
    );
    if !detail.is_empty() {
        ui.label(RichText::new(detail).color(stage.view.theme.text_dim));
    }
}

fn rows(ui: &mut Ui, stage: &Stage<'_>, rows: &[(&str, String)]) {
    ui.spacing_mut().interact_size.y = 16.0;
    Grid::new("figures")
        .num_columns(2)
        .spacing([16.0, 2.0])
        .show(ui, |ui| {
            for (key, value) in rows {
                ui.label(RichText::new(stage.tr(key)).color(stage.view.theme.text_dim));
                ui.label(value);
                ui.end_row();
            }
        });
}

/// A card: service, configuration, state and the figures of the run.
pub fn card(ui: &mut Ui, stage: &Stage<'_>, card: &CardElement) {
    let component = stage.view.document.components.get(&card.id);
    let kind = component
        .map(|c| service_name(&c.service, stage.view.texts))
        .unwrap_or_default();
    let detail = std::iter::once(kind)
        .chain(card.details().figures.configuration.iter().cloned())
        .collect::<Vec<_>>()
        .join(" · ");
    heading(ui, stage, card.name(), &detail);
    health(ui, stage, card.health);
    let Some(view) = stage.view.component(&card.id) else {
        return;
    };
    let t = stage.view.texts;
    let percentiles = if view.live.samples == 0 {
        NONE.to_owned()
    } else {
        format!(
            "{} · {} · {}",
            t.duration(view.live.p50_s),
            t.duration(view.live.p95_s),
            t.duration(view.live.p99_s)
        )
    };
    let failing = if view.live.offered_per_s > 0.0 {
        view.live.failed_per_s / view.live.offered_per_s
    } else {
        0.0
    };
    let works = stage.view.works(&card.id);
    let up = u64::from(view.instances.up);
    let table = [
        (works, "canvas.tip.utilisation", t.share(view.utilization)),
        (
            true,
            "canvas.tip.offered",
            t.per_second(view.live.offered_per_s),
        ),
        (
            true,
            "canvas.tip.served",
            t.per_second(view.live.served_per_s),
        ),
        (true, "canvas.tip.failing", t.percent(failing * 100.0)),
        (true, "canvas.tip.latency", percentiles),
        (works, "canvas.tip.queue", t.count(view.queue)),
        (true, "canvas.tip.in_system", t.count(view.in_system)),
        (view.instances.max > 0, "canvas.tip.instances", t.count(up)),
    ];
    let table = table.into_iter().filter(|(holds, ..)| *holds);
    let table: Vec<(&str, String)> = table.map(|(_, key, value)| (key, value)).collect();
    rows(ui, stage, &table);
    let run = stage.view.snapshot();
    let out = run.and_then(|run| targets::out(t, stage.view.document, run, view));
    if let Some(out) = out {
        let theme = stage.view.theme;
        let count = RichText::new(out.count).color(theme.health(Health::Affected));
        ui.add_space(4.0);
        ui.label(count.font(style::semibold(13.0)));
        ui.label(RichText::new(out.why).color(theme.text_soft));
    }
}

/// A collapsed container: what stands in it, and its figures as one.
pub fn collapsed(ui: &mut Ui, stage: &Stage<'_>, card: &CardElement, inside: &Inside) {
    let details = card.details();
    let what = details.figures.configuration.join(" · ");
    heading(ui, stage, card.name(), &what);
    health(ui, stage, card.health);
    let t = stage.view.texts;
    let rate = |of: fn(&Rates) -> f64| {
        let rates = inside.rates.as_ref();
        rates.map_or(NONE.to_owned(), |rates| t.per_second(of(rates)))
    };
    let table = [
        ("canvas.tip.offered", rate(|rates| rates.offered)),
        ("canvas.tip.served", rate(|rates| rates.goodput)),
        ("canvas.tip.failed_rate", rate(|rates| rates.failed)),
        ("canvas.tip.cost", details.figures.right.clone()),
    ];
    rows(ui, stage, &table);
}

/// Mark and word.
fn health(ui: &mut Ui, stage: &Stage<'_>, health: Health) {
    let color = stage.view.theme.health(health);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
        paint::health_mark(ui.painter(), rect.center(), health, color);
        ui.label(RichText::new(word(health, stage.view.texts)).color(color));
    });
}

/// A link: both ends and what passes.
pub fn link(ui: &mut Ui, stage: &Stage<'_>, link: &LinkElement) {
    let name = |id| stage.view.document.name_of(id);
    let state = link
        .words()
        .filter(|_| link.figures.cut)
        .unwrap_or_default();
    heading(
        ui,
        stage,
        &format!("{} → {}", name(&link.from), name(&link.to)),
        &state,
    );
    let ids = stage.scene.folded.links_of(&link.id);
    let views: Vec<&LinkView> = ids.iter().filter_map(|id| stage.view.link(id)).collect();
    let t = stage.view.texts;
    let mut table = Vec::new();
    if ids.len() > 1 {
        table.push(("canvas.tip.links", t.count(ids.len() as u64)));
    }
    if !views.is_empty() {
        let rate = |of: fn(&LinkView) -> f64| t.per_second(views.iter().map(|v| of(v)).sum());
        let count = |of: fn(&LinkView) -> u64| t.count(views.iter().map(|v| of(v)).sum());
        table.push(("canvas.tip.rate", rate(|view| view.per_s)));
        table.push(("canvas.tip.failed_rate", rate(|view| view.failed_per_s)));
        table.push(("canvas.tip.requests", count(|view| view.requests)));
        table.push(("canvas.tip.failed", count(|view| view.failed)));
    }
    if !table.is_empty() {
        rows(ui, stage, &table);
    }
}

/// A container: its full name and state.
pub fn container(ui: &mut Ui, stage: &Stage<'_>, container: &ContainerElement) {
    heading(
        ui,
        stage,
        &container.name,
        container
            .label
            .trim_start_matches(&container.name)
            .trim_start_matches(", "),
    );
    let index = stage
        .scene
        .containers
        .iter()
        .position(|c| c.id == container.id);
    let count = index.and_then(|index| stage.scene.counts.get(index));
    let Some(count) = count.filter(|count| count.components > 0) else {
        return;
    };
    ui.label(collapsed::count(count.components, stage.view.texts));
    health(ui, stage, count.worst);
}
