//! What stands on the canvas but not in the drawing: grid, hints on an empty canvas, the zoom.

use egui::{Align2, Button, Painter, Rect, RichText, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2};

use super::space::Space;
use super::stage::Stage;
use crate::commands::AppCommand;
use crate::session::View;
use crate::theme::{Theme, style};

/// Canvas points between two dots of the grid.
const GRID: f32 = 24.0;
/// Dots closer than this on the screen are thinned out.
const LEAST_GAP: f32 = 14.0;

/// The ground and its dots.
pub fn grid(painter: &Painter, space: &Space, theme: &Theme) {
    painter.rect_filled(space.area, 0.0, theme.canvas);
    let mut gap = GRID * space.zoom();
    while gap < LEAST_GAP {
        gap *= 2.0;
    }
    let [px, py] = space.camera.pan;
    let radius = (space.zoom() * 1.0).clamp(0.8, 1.6);
    let mut y = space.area.min.y + py.rem_euclid(gap);
    while y < space.area.max.y {
        let mut x = space.area.min.x + px.rem_euclid(gap);
        while x < space.area.max.x {
            let dot = Rect::from_center_size(pos2(x, y), Vec2::splat(radius * 2.0));
            painter.rect_filled(dot, 0.0, theme.grid);
            x += gap;
        }
        y += gap;
    }
}

/// Three things to do on an empty canvas.
const HINTS: [&str; 3] = [
    "canvas.hint.drag",
    "canvas.hint.connect",
    "canvas.hint.example",
];

/// The same for readers of the screen.
pub fn said(view: &View<'_>) -> Option<String> {
    let document = view.document;
    let empty = document.components.is_empty()
        && document.containers.is_empty()
        && document.notes.is_empty();
    empty.then(|| HINTS.map(|key| view.texts.tr(key)).join(" "))
}

/// Paints them.
pub fn hints(ui: &Ui, stage: &Stage<'_>) {
    if !stage.scene.is_empty() {
        return;
    }
    let center = stage.space.area.center();
    let theme = stage.view.theme;
    let title = stage.tr("canvas.empty");
    ui.painter().text(
        center - vec2(0.0, 52.0),
        Align2::CENTER_CENTER,
        title,
        style::semibold(17.0),
        theme.text.into(),
    );
    for (line, key) in HINTS.into_iter().enumerate() {
        let at = center + vec2(0.0, -16.0 + 26.0 * line as f32);
        ui.painter().text(
            at,
            Align2::CENTER_CENTER,
            stage.tr(key),
            style::regular(13.0),
            theme.text_dim.into(),
        );
    }
}

/// The zoom in the corner; a click goes back to 100 %.
pub fn zoom(ui: &mut Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
    let shown = format!("{:.0} %", stage.space.zoom() * 100.0);
    let corner = stage.space.area.left_bottom() + vec2(10.0, -34.0);
    let text = RichText::new(&shown)
        .font(style::regular(11.0))
        .color(stage.view.theme.text_dim);
    let response = ui.place(
        Rect::from_min_size(corner, vec2(58.0, style::TARGET)),
        Button::new(text),
    );
    let label = stage.view.texts.tr_with("canvas.zoom", &[("zoom", &shown)]);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    if response
        .on_hover_text(stage.tr("command.zoom_reset"))
        .clicked()
    {
        out.push(AppCommand::ZoomReset);
    }
}
