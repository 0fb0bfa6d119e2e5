//! The lines of a small chart with their axes. Nothing here can be dragged or zoomed: the dock scrolls, not the chart.

use egui::{Color32, Rangef, Ui};
use egui_plot::{AxisHints, GridInput, GridMark, Line, Plot, PlotPoints, PlotResponse, VLine};

use super::curves::{Chart, Figure};
use super::ticks;
use super::times::{Times, short_time};
use crate::session::View;
use crate::theme::style::regular;

/// Room for the labels of the upright axis, points.
const Y_LABELS: f32 = 38.0;

/// Draws the chart into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    chart: &Chart,
    times: &Times,
    cursor: Option<f64>,
) -> PlotResponse<()> {
    let theme = view.theme;
    let (top, step) = ticks::axis(chart.top());
    let end = times.end;
    let plot = still(Plot::new(chart.id))
        .width(ui.available_width())
        .height(ui.available_height())
        .grid_color(Color32::from(theme.chart_grid))
        .grid_fade(0.0)
        .custom_x_axes(vec![x_axis(view, times.step)])
        .custom_y_axes(vec![y_axis(view, chart.figure)])
        .x_grid_spacer(marks(end, times.step))
        .y_grid_spacer(marks(top, step));
    plot.show(ui, |plot| {
        plot.set_plot_bounds_x(0.0..=end);
        plot.set_plot_bounds_y(0.0..=top);
        for curve in &chart.curves {
            for line in lines(&curve.values, &times.windows) {
                let line = Line::new("", PlotPoints::from(line));
                plot.line(line.color(curve.color).width(1.6).allow_hover(false));
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
    })
}

/// A plot that stays as it is under wheel and pointer.
fn still(plot: Plot<'_>) -> Plot<'_> {
    plot.allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .show_crosshair(false)
        .label_formatter(|_| None)
}

fn x_axis(view: &View<'_>, step: f64) -> AxisHints<'static> {
    AxisHints::new_x()
        .formatter(move |mark, _| short_time(mark.value, step))
        .tick_label_font(regular(10.0))
        .tick_label_color(view.theme.text_dim)
        .label_spacing(Rangef::new(20.0, 24.0))
}

fn y_axis(view: &View<'_>, figure: Figure) -> AxisHints<'static> {
    // The zero is where the other axis begins.
    let text = move |value: f64| {
        if value == 0.0 {
            String::new()
        } else {
            figure.tick(value)
        }
    };
    AxisHints::new_y()
        .formatter(move |mark, _| text(mark.value))
        .tick_label_font(regular(10.0))
        .tick_label_color(view.theme.text_dim)
        .label_spacing(Rangef::new(8.0, 10.0))
        .min_thickness(Y_LABELS)
}

fn marks(to: f64, step: f64) -> impl Fn(GridInput) -> Vec<GridMark> {
    move |_| {
        ticks::marks(0.0, to, step)
            .into_iter()
            .map(|value| GridMark {
                value,
                step_size: step,
            })
            .collect()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_where_a_value_is_missing() {
        let values = [Some(1.0), Some(2.0), None, Some(f64::NAN), Some(3.0)];
        let parts = lines(&values, &[0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(parts, [vec![[0.0, 1.0], [1.0, 2.0]], vec![[4.0, 3.0]]]);
    }
}
