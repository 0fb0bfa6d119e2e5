//! What stands on the canvas but not in the drawing: hints on an empty canvas, the zoom.

use egui::{Align2, Button, Rect, RichText, Ui, WidgetInfo, WidgetType, vec2};

use super::stage::Stage;
use crate::commands::AppCommand;
use crate::session::View;
use crate::theme::style;

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
