//! A container: how everything in it does. A click selects.

use egui::{Align2, Color32, Sense, Ui, Vec2, WidgetInfo, WidgetType};
use indexmap::IndexSet;
use sim_core::catalog::container::crosses;
use sim_core::document::Component;
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;
use sim_core::report::inside::{Inside, Insides};

use super::line::Line;
use crate::commands::{AppCommand, SelectMode};
use crate::panels::inspector::notice::notice;
use crate::panels::{heading, mark};
use crate::session::View;
use crate::session::placement::with_riders;
use crate::theme::style::{TARGET, regular, semibold};

/// Shows the components that stand in a container.
pub fn show(ui: &mut Ui, view: &View<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    let texts = view.texts;
    if view
        .snapshot()
        .is_some_and(|snapshot| snapshot.lost_containers.contains(id))
    {
        notice(ui, view, texts.tr("live.lost"), texts.tr("live.lost_text"));
    }
    let found = view.document.containers.get(id);
    let is_band = found.is_some_and(|found| crosses(&found.kind));
    if !is_band {
        totals(ui, view, id);
    }
    heading(ui, texts.tr("live.inside"), view.theme);
    // What belongs to a tier lies in it; to anything else it says so itself.
    let ids = std::slice::from_ref(id);
    let inside: IndexSet<Id> = match is_band {
        true => with_riders(view.document, ids).into_iter().collect(),
        false => view.document.contents(ids).into_iter().collect(),
    };
    let components = view.document.components.values();
    for component in components.filter(|component| inside.contains(&component.id)) {
        if row(ui, view, component) {
            out.push(AppCommand::Select {
                ids: vec![component.id.clone()],
                mode: SelectMode::Replace,
            });
        }
    }
}

/// The figures of all that stands in a container, as one.
fn totals(ui: &mut Ui, view: &View<'_>, id: &Id) {
    let bill = view.frame.map(|frame| &frame.bill);
    let insides = Insides::of(view.document);
    let ids = std::slice::from_ref(id);
    let figures = insides.figures(view.document, view.snapshot(), bill, ids);
    let Some(Inside {
        rates: Some(rates),
        usd_per_month,
        ..
    }) = figures.first()
    else {
        return;
    };
    let texts = view.texts;
    let mut lines = vec![
        ("live.offered", texts.per_second(rates.offered)),
        ("canvas.tip.served", texts.per_second(rates.goodput)),
        ("live.failed", texts.per_second(rates.failed)),
    ];
    lines.extend(usd_per_month.map(|usd| ("canvas.tip.cost", texts.usd_per_month(usd))));
    heading(ui, texts.tr("live.border"), view.theme);
    for (key, value) in lines {
        let alarm = key == "live.failed" && rates.failed > 0.0;
        Line::new(view, key, value).alarm(alarm).show(ui, view);
    }
}

fn row(ui: &mut Ui, view: &View<'_>, component: &Component) -> bool {
    let figures = view.component(&component.id);
    let health = figures.map_or(Health::Unknown, |figures| figures.health);
    let share = figures.map_or_else(
        || "–".to_owned(),
        |figures| view.texts.share(figures.utilization),
    );
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), TARGET), Sense::click());
    let word = view.texts.tr(&format!("health.{}", health.name()));
    response.widget_info(|| {
        WidgetInfo::labeled(
            WidgetType::Button,
            true,
            format!("{}, {share}, {word}", component.name),
        )
    });
    let (painter, theme) = (ui.painter(), view.theme);
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 6.0, Color32::from(theme.field_hover));
    }
    let middle = rect.center().y;
    mark::paint(
        painter,
        health,
        egui::pos2(rect.left() + 9.0, middle),
        4.5,
        theme,
    );
    painter.text(
        egui::pos2(rect.left() + 22.0, middle),
        Align2::LEFT_CENTER,
        &component.name,
        regular(13.0),
        theme.text_soft.into(),
    );
    painter.text(
        egui::pos2(rect.right() - 6.0, middle),
        Align2::RIGHT_CENTER,
        share,
        semibold(13.0),
        theme.text.into(),
    );
    response.clicked()
}
