//! Links: hit along their curve; each also has a small widget in its middle, for the keyboard and for screen readers.

use egui::{PointerButton, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType};

use super::gesture::Gesture;
use super::paint::DETAIL_FROM;
use super::stage::{Stage, select_all};
use super::{grab, menu, outline, tooltip};
use crate::commands::{AppCommand, SelectMode};
use crate::scene::LinkElement;
use crate::scene::geometry::distance_to_line;
use crate::scene::link::THICKEST;

/// How near the pointer must come, screen points.
const NEAR: f32 = 6.0;
/// Least side of the widget in the middle.
const MIDDLE: f32 = 24.0;

/// The link under a point of the screen; the nearest of several.
pub fn at<'a>(stage: &'a Stage<'_>, pointer: Pos2) -> Option<&'a LinkElement> {
    let p = stage.space.to_canvas(pointer);
    let reach = NEAR / stage.space.zoom();
    let widest = reach + THICKEST / 2.0;
    let (_, around) = stage.near(p, widest);
    let around = around
        .into_iter()
        .filter(|link| link.bounds.inflate(widest).contains(p));
    let near = around.map(|link| (distance_to_line(link.line(), p), link));
    let near = near.filter(|(distance, link)| *distance <= reach + link.width / 2.0);
    near.min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, link)| link)
}

/// The widgets in the middles; none where links are hairs too close to each other to be told apart.
pub fn show(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    if stage.space.zoom() < DETAIL_FROM {
        return;
    }
    let air = MIDDLE / stage.space.zoom();
    let seen = stage.seen().inflate(air);
    for link in stage
        .links()
        .filter(|link| seen.intersects(&link.bounds.inflate(air)))
    {
        let Some(rect) = stage.visible(middle(stage, link)) else {
            continue;
        };
        let response = ui.interact(
            rect,
            stage.id.with(("link", link.id.as_str())),
            // Drags too, though they are about what lies below: else that would be under the pointer as well.
            Sense::click_and_drag(),
        );
        // Of thousands few are asked.
        let selected = || stage.view.selection.contains(&link.id);
        response.widget_info(|| {
            WidgetInfo::selected(WidgetType::Button, true, selected(), &link.details().label)
        });
        clicks(ui, stage, link, &response, out);
        if response.drag_started_by(PointerButton::Primary) {
            grab::begin(ui, stage, gesture, out);
        }
        if (response.hovered() && stage.free || response.has_focus()) && !selected() {
            light_up(ui, stage, link);
        }
        if stage.may_open(&response) {
            response.context_menu(|ui| menu::link(ui, stage, &link.id, None, gesture, out));
        }
        if stage.tips && response.hovered() {
            response.on_hover_ui(|ui| tooltip::link(ui, stage, link));
        }
    }
}

/// Shows which line is meant, and what it links.
pub fn light_up(ui: &Ui, stage: &Stage<'_>, link: &LinkElement) {
    let theme = stage.view.theme;
    ui.painter()
        .add(outline::link_veil(&stage.space, link, theme.text));
    for end in [&link.from, &link.to] {
        let Some(card) = stage.card(end) else {
            continue;
        };
        if !stage.view.selection.contains(end) {
            let stroke = Stroke::new(1.5, theme.line_strong);
            ui.painter()
                .add(outline::frame(&stage.space, card.rect, 12.0, stroke));
        }
    }
}

/// Clicks on a link, wherever on it they fell.
pub fn clicks(
    ui: &Ui,
    stage: &Stage<'_>,
    link: &LinkElement,
    response: &Response,
    out: &mut Vec<AppCommand>,
) {
    if !stage.free {
        return;
    }
    if response.clicked() {
        out.push(select_all(ui, stage.scene.folded.links_of(&link.id)));
    } else if response.secondary_clicked() && !stage.view.selection.contains(&link.id) {
        out.push(AppCommand::Select {
            ids: stage.scene.folded.links_of(&link.id),
            mode: SelectMode::Replace,
        });
    }
}

/// The pill on the screen, or a square in the middle of the curve.
fn middle(stage: &Stage<'_>, link: &LinkElement) -> Rect {
    let pill = link
        .pill_rect()
        .map(|rect| stage.space.rect_to_screen(rect));
    let center = || stage.space.to_screen(link.way.middle());
    let rect = pill.unwrap_or_else(|| Rect::from_center_size(center(), Vec2::ZERO));
    Rect::from_center_size(rect.center(), rect.size().max(Vec2::splat(MIDDLE)))
}
