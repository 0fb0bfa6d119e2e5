//! One small chart: frame, legend, lines, and what is under the pointer.

use egui::{
    Color32, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
    WidgetType,
};

use super::curves::Chart;
use super::times::{Times, instant};
use super::{legend, plot};
use crate::session::View;
use crate::theme::style::semibold;

const PAD: f32 = 8.0;
/// Half of the last label of the time axis stands beyond its tick.
const LAST_LABEL: f32 = 10.0;
/// Half of the first label of the upright axis stands above its tick.
const TOP_LABEL: f32 = 5.0;

/// Shows a chart in `rect`; gives the instant under the pointer, if it is on this chart.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    chart: &Chart,
    times: &Times,
    cursor: Option<f64>,
    rect: Rect,
) -> Option<f64> {
    let theme = view.theme;
    let stroke = Stroke::new(1.0, Color32::from(theme.line));
    ui.painter().rect(
        rect,
        8.0,
        Color32::from(theme.chart),
        stroke,
        StrokeKind::Inside,
    );
    let inner = rect.shrink2(Vec2::new(PAD, 4.0));
    let chosen = cursor
        .and_then(|at| times.nearest(at))
        .or(times.windows.len().checked_sub(1));
    let body = legend::show(ui, view, chart, chosen, inner);
    if let Some(index) = chosen {
        // Names are cut there, or have no room at all.
        let head = inner.with_max_y(body.top());
        let head = ui.interact(head, ui.id().with(("legend", chart.id)), Sense::hover());
        head.on_hover_ui(|ui| tip(ui, view, chart, times, index));
    }
    let body = body
        .with_max_x(body.right() - LAST_LABEL)
        .with_min_y(body.top() + TOP_LABEL);
    // Without a hand on plot and axes, which have no names: one thing under the pointer, and that can be heard.
    let mut child = ui.new_child(UiBuilder::new().id_salt(chart.id).max_rect(body));
    child.visuals_mut().disabled_alpha = 1.0;
    child.disable();
    let shown = plot::show(&mut child, view, chart, times, cursor);
    let hand = ui.interact(body, ui.id().with(("chart", chart.id)), Sense::hover());
    say(&hand, view, chart, chosen);
    let pointer = hand.hover_pos();
    let at = pointer.map(|pos| {
        shown
            .transform
            .value_from_position(pos)
            .x
            .clamp(0.0, times.end)
    });
    if let Some(index) = at.and_then(|at| times.nearest(at)) {
        hand.on_hover_ui_at_pointer(|ui| tip(ui, view, chart, times, index));
    }
    at
}

/// What a chart shows, for readers of the screen: its title, and the value of every line at the crosshair or at the end.
fn say(hand: &Response, view: &View<'_>, chart: &Chart, chosen: Option<usize>) {
    let title = view.texts.tr(&format!("chart.{}", chart.id));
    hand.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, title));
    let values = chart.curves.iter().filter_map(|curve| {
        let value = curve.values.get(chosen?).copied().flatten()?;
        Some(format!(
            "{} {}",
            curve.name,
            chart.figure.shown(value, view.texts)
        ))
    });
    let values: Vec<String> = values.collect();
    hand.ctx
        .accesskit_node_builder(hand.id, |node| node.set_value(values.join(", ")));
}

/// Time and every value at a window.
fn tip(ui: &mut Ui, view: &View<'_>, chart: &Chart, times: &Times, index: usize) {
    let at = times.windows.get(index).copied().unwrap_or_default();
    ui.spacing_mut().interact_size.y = 16.0;
    ui.label(RichText::new(view.texts.clock(instant(at))).font(semibold(12.0)));
    egui::Grid::new("values")
        .num_columns(3)
        .min_col_width(8.0)
        .spacing([6.0, 2.0])
        .show(ui, |ui| {
            for curve in &chart.curves {
                let (rect, _) = ui.allocate_exact_size(Vec2::new(9.0, 14.0), Sense::hover());
                let square = Rect::from_center_size(rect.center(), Vec2::splat(8.0));
                ui.painter()
                    .rect_filled(square, 2.0, Color32::from(curve.color));
                ui.label(&curve.name);
                let value = curve.values.get(index).copied().flatten();
                let text = value.map_or_else(
                    || view.texts.tr("live.too_few").to_owned(),
                    |value| chart.figure.shown(value, view.texts),
                );
                ui.label(RichText::new(text).font(semibold(12.0)));
                ui.end_row();
            }
            if let Some(value) = chart.others_at(index) {
                let n = view.texts.count(chart.others as u64);
                ui.label("");
                ui.label(view.texts.tr_with("chart.others", &[("n", &n)]));
                let text = chart.figure.shown(value, view.texts);
                ui.label(RichText::new(text).font(semibold(12.0)));
                ui.end_row();
            }
        });
}
