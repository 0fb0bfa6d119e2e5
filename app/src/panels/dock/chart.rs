//! One small chart: head with the figures under the crosshair (or the latest), lines below.

use egui::{Color32, Rangef, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2};
use egui_plot::{AxisHints, GridMark, Line, Plot, PlotPoints, VLine};

use sim_core::foundation::units::{SimTime, Span};

use super::curves::Chart;
use super::{legend, ticks};
use crate::session::View;
use crate::theme::style::{regular, semibold};

const PAD: f32 = 8.0;
const Y_LABELS: f32 = 38.0;

/// The time axis that all charts share, seconds.
#[derive(Clone, Debug)]
pub struct Times {
    /// The middle of each window.
    pub windows: Vec<f64>,
    pub end: f64,
    pub step: f64,
}

impl Times {
    /// Up to `now`, with an end that does not move at every frame.
    pub fn new(windows: Vec<f64>, now: f64) -> Self {
        const LEAST_S: f64 = 10.0;
        let grain = ticks::time_step(now.max(LEAST_S), 8.0);
        let end = (now.max(LEAST_S) / grain).ceil() * grain;
        Self {
            windows,
            end,
            step: ticks::time_step(end, 3.0),
        }
    }

    /// The window nearest to an instant.
    pub fn nearest(&self, at: f64) -> Option<usize> {
        let after = self.windows.partition_point(|time| *time < at);
        let candidates = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let distance = |index: &usize| {
            self.windows
                .get(*index)
                .map_or(f64::INFINITY, |time| (time - at).abs())
        };
        candidates
            .filter(|index| *index < self.windows.len())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

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
    let mut child = ui.new_child(UiBuilder::new().id_salt(chart.id).max_rect(body));
    plot(&mut child, view, chart, times, cursor, body)
}

fn plot(
    ui: &mut Ui,
    view: &View<'_>,
    chart: &Chart,
    times: &Times,
    cursor: Option<f64>,
    rect: Rect,
) -> Option<f64> {
    let theme = view.theme;
    let (top, y_step) = ticks::axis(chart.top());
    let (end, x_step, figure) = (times.end, times.step, chart.figure);
    let small = regular(10.0);
    let y_axis = AxisHints::new_y()
        // The zero is where the other axis begins.
        .formatter(move |mark, _| {
            if mark.value == 0.0 {
                String::new()
            } else {
                figure.tick(mark.value)
            }
        })
        .tick_label_font(small.clone())
        .tick_label_color(theme.text_dim)
        .label_spacing(Rangef::new(8.0, 10.0))
        .min_thickness(Y_LABELS);
    let x_axis = AxisHints::new_x()
        .formatter(move |mark, _| short_time(mark.value, x_step))
        .tick_label_font(small)
        .tick_label_color(theme.text_dim)
        .label_spacing(Rangef::new(20.0, 24.0));
    let marks = |to: f64, step: f64| {
        move |_| {
            ticks::marks(0.0, to, step)
                .into_iter()
                .map(|value| GridMark {
                    value,
                    step_size: step,
                })
                .collect()
        }
    };
    let plot = Plot::new(chart.id)
        .width(rect.width())
        .height(rect.height())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .show_crosshair(false)
        .grid_color(theme.chart_grid.into())
        .grid_fade(0.0)
        .label_formatter(|_| None)
        .custom_x_axes(vec![x_axis])
        .custom_y_axes(vec![y_axis])
        .x_grid_spacer(marks(end, x_step))
        .y_grid_spacer(marks(top, y_step));
    let shown = plot.show(ui, |plot| {
        plot.set_plot_bounds_x(0.0..=end);
        plot.set_plot_bounds_y(0.0..=top);
        for curve in &chart.curves {
            for line in lines(&curve.values, &times.windows) {
                plot.line(
                    Line::new("", PlotPoints::from(line))
                        .color(curve.color)
                        .width(1.6)
                        .allow_hover(false),
                );
            }
        }
        if let Some(at) = cursor {
            plot.vline(
                VLine::new("", at)
                    .color(theme.text_dim)
                    .width(1.0)
                    .allow_hover(false),
            );
        }
    });
    let at = shown
        .response
        .hover_pos()
        .map(|pos| shown.transform.value_from_position(pos).x.clamp(0.0, end));
    if let Some(index) = at.and_then(|at| times.nearest(at)) {
        shown
            .response
            .on_hover_ui_at_pointer(|ui| tip(ui, view, chart, times, index));
    }
    at
}

/// The parts of a line between windows that have no value.
fn lines(values: &[Option<f64>], times: &[f64]) -> Vec<Vec<[f64; 2]>> {
    let mut parts: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
    for (value, time) in values.iter().zip(times) {
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                if let Some(part) = parts.last_mut() {
                    part.push([*time, value]);
                }
            }
            None => parts.push(Vec::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
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
        });
}

/// An instant of the simulated clock.
pub fn instant(seconds: f64) -> SimTime {
    SimTime::ZERO + Span::from_secs_f64(seconds)
}

/// An instant at a tick: `0:30`, `1:05:00`; seconds alone below a minute.
pub fn short_time(at: f64, step: f64) -> String {
    let whole = at.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    match (hours, step < 60.0 || hours == 0) {
        (0, _) => format!("{minutes}:{seconds:02}"),
        (_, true) => format!("{hours}:{minutes:02}:{seconds:02}"),
        (_, false) => format!("{hours}:{minutes:02} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_axis_moves_in_steps_and_holds_now() {
        for now in [0.0, 3.0, 12.5, 61.0, 599.0, 4_000.0, 200_000.0] {
            let times = Times::new(Vec::new(), now);
            assert!(
                times.end >= now && times.end <= now.max(10.0) * 1.3,
                "{now}: {}",
                times.end
            );
            assert!(
                (2..=5).contains(&ticks::marks(0.0, times.end, times.step).len()),
                "{now}: {times:?}"
            );
        }
    }

    #[test]
    fn the_nearest_window_is_found() {
        let times = Times::new(vec![0.5, 1.5, 2.5], 3.0);
        let cases = [(-1.0, 0), (0.9, 0), (1.1, 1), (2.4, 2), (99.0, 2)];
        for (at, index) in cases {
            assert_eq!(times.nearest(at), Some(index), "{at}");
        }
        assert_eq!(Times::new(Vec::new(), 3.0).nearest(1.0), None);
    }

    #[test]
    fn a_line_is_broken_where_a_value_is_missing() {
        let values = [Some(1.0), Some(2.0), None, Some(f64::NAN), Some(3.0)];
        let parts = lines(&values, &[0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(parts, [vec![[0.0, 1.0], [1.0, 2.0]], vec![[4.0, 3.0]]]);
    }

    #[test]
    fn ticks_of_time_read_like_a_clock() {
        assert_eq!(short_time(30.0, 10.0), "0:30");
        assert_eq!(short_time(600.0, 300.0), "10:00");
        assert_eq!(short_time(3_605.0, 5.0), "1:00:05");
        assert_eq!(short_time(7_200.0, 3600.0), "2:00 h");
    }
}
