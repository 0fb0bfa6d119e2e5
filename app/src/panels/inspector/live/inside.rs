//! A container: how everything in it does. A click selects.

use egui::{Align2, Color32, Sense, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::document::Component;
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use crate::commands::{AppCommand, SelectMode};
use crate::panels::inspector::notice::notice;
use crate::panels::{heading, mark};
use crate::session::View;
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
    heading(ui, texts.tr("live.inside"), view.theme);
    let stands_in = |component: &&Component| {
        view.document
            .ancestors(component.parent.as_ref())
            .iter()
            .any(|container| container.id == *id)
    };
    for component in view
        .document
        .components
        .values()
        .map(|component| &**component)
        .filter(stands_in)
    {
        if row(ui, view, component) {
            out.push(AppCommand::Select {
                ids: vec![component.id.clone()],
                mode: SelectMode::Replace,
            });
        }
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
