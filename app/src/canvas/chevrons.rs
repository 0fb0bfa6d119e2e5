//! The marks that collapse a container to a card and expand it again.

use egui::{Color32, CursorIcon, Id, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::foundation::ids::Id as ItemId;

use super::paint::TEXT_FROM;
use super::stage::Stage;
use crate::commands::AppCommand;
use crate::scene::{CardElement, collapsed, container};

/// Least side of what can be hit, screen points.
const HIT: f32 = 24.0;

/// One mark for each container that is large enough to show it, and one on each card that stands for a container.
pub fn show(ui: &mut Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
    if stage.space.zoom() < TEXT_FROM {
        return;
    }
    for container in &stage.scene.containers {
        let kind = stage.view.document.containers.get(&container.id);
        let mark = kind.and_then(|found| container::chevron(&found.kind, &container.rect));
        let Some(mark) = mark else { continue };
        let place = stage.space.rect_to_screen(mark);
        if chevron(ui, stage, place, &container.id, "canvas.collapse") {
            out.push(AppCommand::Collapse(Some(container.id.clone())));
        }
    }
    if stage.scene.folded.boxes.is_empty() {
        return;
    }
    let folded = |card: &&CardElement| stage.scene.folded.boxes.contains_key(&card.id);
    for card in stage.cards().filter(folded) {
        let place = stage.space.rect_to_screen(collapsed::chevron(&card.rect));
        if chevron(ui, stage, place, &card.id, "canvas.expand") {
            out.push(AppCommand::Expand(Some(card.id.clone())));
        }
    }
}

/// Whether it was pressed.
fn chevron(ui: &mut Ui, stage: &Stage<'_>, place: Rect, id: &ItemId, key: &str) -> bool {
    let size = place.size().max(Vec2::splat(HIT));
    let Some(rect) = stage.visible(Rect::from_center_size(place.center(), size)) else {
        return false;
    };
    let widget = stage.id.with(("chevron", id.as_str()));
    let response = ui
        .interact(rect, widget, Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    let name = stage.view.document.name_of(id);
    let label = stage.view.texts.tr_with(key, &[("name", &name)]);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    if stage.free && (response.hovered() || response.has_focus()) {
        let theme = stage.view.theme;
        let around = place.expand(3.0 * stage.space.zoom());
        ui.painter().rect(
            around,
            4.0,
            Color32::TRANSPARENT,
            Stroke::new(1.5, theme.text_soft),
            egui::StrokeKind::Middle,
        );
    }
    let pressed = stage.free && response.clicked() && is_new_press(ui, stage, id);
    if pressed {
        let now = ui.input(|input| input.time);
        ui.data_mut(|data| data.insert_temp(turned(stage.id), (id.clone(), now)));
    }
    response.on_hover_text(label);
    pressed
}

/// Whether a click on the place of a container is one of its own, and not the second half of a double click of which the
/// first has collapsed or expanded it.
pub fn is_new_press(ui: &Ui, stage: &Stage<'_>, id: &ItemId) -> bool {
    /// Longer than egui lets pass between the two clicks of a double click.
    const DOUBLE_S: f64 = 0.5;
    let last = ui.data(|data| data.get_temp::<(ItemId, f64)>(turned(stage.id)));
    let now = ui.input(|input| input.time);
    last.is_none_or(|(turned, at)| turned != *id || now - at > DOUBLE_S)
}

fn turned(canvas: Id) -> Id {
    canvas.with("turned container")
}
