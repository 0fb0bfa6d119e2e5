//! The chart of a sweep: the 99th percentile and the failures over the value, with today's value, the targets and the
//! knee. The window paints the same shapes that an exported picture has.

use sim_core::document::Document;
use sim_core::report::compare::Measure;
use sim_core::report::sweep::{Cell, Knee, Point as Swept, Sweep, Varied};
use sim_core::report::verdict::Target;

use super::geometry::{Point, Rect};
use super::plot::{Plot, SMALL, Scale};
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use crate::i18n::{Texts, digits, swept};
use crate::theme::{Rgba, Theme};

/// Room around the plots for labels, points.
const LEFT: f32 = 64.0;
const RIGHT: f32 = 20.0;
const TITLE: f32 = 24.0;
const BELOW: f32 = 40.0;
/// Between the plots: the title of the lower one, and the last label of the upper one.
const BETWEEN: f32 = 38.0;
/// The plot of the failures, of what height there is.
const LOWER: f32 = 0.32;
/// Lines of the labels in the upper plot.
const LINE: f32 = 15.0;
/// Room above the highest point.
const AIR: f64 = 1.15;

/// What a chart of a sweep is made of.
#[derive(Clone, Copy)]
pub struct Chart<'a> {
    pub document: &'a Document,
    pub varied: &'a Varied,
    pub sweep: &'a Sweep,
    /// Equal ratios of the value are equally long.
    pub log: bool,
    pub theme: &'static Theme,
    pub texts: Texts,
}

/// The chart, from the origin to `size`.
pub fn chart(chart: Chart<'_>, size: [f32; 2]) -> Vec<Shape> {
    let values: Vec<f64> = chart.sweep.points.iter().map(|point| point.value).collect();
    let (Some(from), Some(to)) = (values.first().copied(), values.last().copied()) else {
        return Vec::new();
    };
    let x = Scale {
        from,
        to,
        log: chart.log && from > 0.0,
    };
    let room = (size[1] - TITLE - BETWEEN - BELOW).max(0.0);
    let middle = TITLE + room * (1.0 - LOWER);
    let plot = |top: f32, bottom: f32, measure| Plot {
        rect: Rect::new([LEFT, top], [(size[0] - RIGHT).max(LEFT), bottom]),
        x,
        top: chart.top(measure),
        theme: chart.theme,
    };
    let upper = plot(TITLE, middle, Measure::P99);
    let lower = plot(middle + BETWEEN, size[1] - BELOW, Measure::Failed);
    let mut out = Vec::new();
    chart.panel(&upper, Measure::P99, &mut out);
    chart.panel(&lower, Measure::Failed, &mut out);
    lower.values(&values, digits::plain, &mut out);
    chart.lines(&upper, &lower, &mut out);
    let at = [(LEFT + upper.rect.max[0]) / 2.0, size[1] - 6.0];
    let font = Font::semibold(12.0);
    let soft = chart.theme.text_soft;
    let width = upper.rect.width();
    out.push(text::label(
        at,
        Anchor::Middle,
        font,
        soft,
        &chart.axis(),
        width,
    ));
    out
}

impl Chart<'_> {
    /// What the level axis is: `Client: Rate (/s)`.
    fn axis(&self) -> String {
        let subject = swept::subject(self.texts, self.document, self.varied);
        match self.varied.unit().sign() {
            "" => subject,
            sign => format!("{subject} ({sign})"),
        }
    }

    fn color(&self, measure: Measure) -> Rgba {
        match measure {
            Measure::Failed => self.theme.down,
            _ => self.theme.series[5],
        }
    }

    /// The top of an axis: above all points and their intervals.
    fn top(&self, measure: Measure) -> f64 {
        let high = |cell: Cell| cell.value + cell.half_width.unwrap_or(0.0);
        let cells = self
            .sweep
            .points
            .iter()
            .filter_map(|point| point.cell(measure));
        let most = cells.map(high).fold(0.0, f64::max);
        match measure {
            // More than all cannot fail.
            Measure::Failed if most <= 0.0 => 1.0,
            Measure::Failed => (most * AIR).clamp(1.0, 100.0),
            _ if most <= 0.0 => 1.0,
            _ => most * AIR,
        }
    }

    /// One plot with its title, axis, target and curve.
    fn panel(&self, plot: &Plot, measure: Measure, out: &mut Vec<Shape>) {
        let (title, target) = match measure {
            Measure::Failed => ("table.failed", Target::Failed),
            _ => ("report.p99", Target::P99),
        };
        let color = self.color(measure);
        let at = [plot.rect.min[0], plot.rect.min[1] - 8.0];
        let font = Font::semibold(12.0);
        let title = self.texts.tr(title);
        out.push(text::label(
            at,
            Anchor::Start,
            font,
            color,
            title,
            plot.rect.width(),
        ));
        plot.levels(|value| level(measure, value, plot.top), out);
        let most = target.of(&self.document.scenario.targets);
        let most = most.map(|most| {
            if target == Target::P99 {
                most / 1e3
            } else {
                most
            }
        });
        if let Some(most) = most.filter(|most| *most <= plot.top) {
            let [_, y] = plot.at([plot.x.from, most]);
            out.push(dashed(
                [[plot.rect.min[0], y], [plot.rect.max[0], y]],
                self.theme.text_dim,
            ));
            let at = [plot.rect.max[0], y - 4.0];
            let label = self.texts.tr("sweep.target");
            out.push(text::label(
                at,
                Anchor::End,
                SMALL,
                self.theme.text_dim,
                label,
                120.0,
            ));
        }
        for point in &self.sweep.points {
            out.extend(interval(plot, point, measure, color));
        }
        let points = self.sweep.points.iter();
        let points: Vec<[Option<f64>; 2]> = points
            .map(|point| [Some(point.value), point.figure(measure)])
            .collect();
        plot.curve(&points, color, out);
    }

    /// Today's value and the knee, through both plots.
    fn lines(&self, upper: &Plot, lower: &Plot, out: &mut Vec<Shape>) {
        let through = |value: f64| {
            let x = upper.x_of(value);
            [[x, upper.rect.min[1]], [x, lower.rect.max[1]]]
        };
        let name = |key: &str, value: f64| {
            let value = swept::value(self.varied, value);
            format!("{} {value}", self.texts.tr(key))
        };
        let key = match self.sweep.knee {
            Knee::Targets { .. } => "sweep.is_limit",
            _ => "sweep.is_knee",
        };
        let (accent, soft) = (self.theme.accent, self.theme.text_soft);
        let places = self.sweep.knee.places(self.sweep.points.len()).into_iter();
        let values = places.filter_map(|at| Some(self.sweep.points.get(at)?.value));
        let mut marks: Vec<(f64, String, Rgba)> = values
            .map(|value| (value, name(key, value), accent))
            .collect();
        for (value, ..) in &marks {
            out.push(Shape::Line {
                points: through(*value).to_vec(),
                stroke: Stroke::solid(1.5, accent),
            });
        }
        if let Some(today) = self.varied.today.filter(|today| upper.x.holds(*today)) {
            out.push(dashed(through(today), soft));
            marks.push((today, name("sweep.is_today", today), soft));
        }
        let lines: Vec<f32> = marks.iter().map(|(value, ..)| upper.x_of(*value)).collect();
        for (line, (value, label, color)) in marks.iter().enumerate() {
            let x = upper.x_of(*value);
            let end = x + text::width(label, SMALL) + 8.0;
            // Beside its line, and across no other one.
            let free = end <= upper.rect.max[0] && !lines.iter().any(|at| *at > x && *at < end);
            let (anchor, x) = match free {
                true => (Anchor::Start, x + 5.0),
                false => (Anchor::End, x - 5.0),
            };
            let at = [x, upper.rect.min[1] + LINE * (line as f32 + 1.0) - 3.0];
            out.push(text::label(at, anchor, SMALL, *color, label, f32::INFINITY));
        }
    }
}

/// The 99 % interval of a point, where there are several runs.
fn interval(plot: &Plot, point: &Swept, measure: Measure, color: Rgba) -> Option<Shape> {
    let cell = point.cell(measure)?;
    let half = cell.half_width?;
    let ends = [cell.value - half, cell.value + half];
    Some(Shape::Line {
        points: ends.map(|end| plot.at([point.value, end])).to_vec(),
        stroke: Stroke::solid(1.0, color),
    })
}

fn dashed(points: [Point; 2], color: Rgba) -> Shape {
    Shape::Line {
        points: points.to_vec(),
        stroke: Stroke::dashed(1.0, color, [4.0, 3.0]),
    }
}

/// A round value at a mark, in the unit of the whole axis.
fn level(measure: Measure, value: f64, top: f64) -> String {
    let (factor, unit) = match measure {
        Measure::Failed => (1.0, "%"),
        _ if top < 1e-3 => (1e6, "µs"),
        _ if top < 1.0 => (1e3, "ms"),
        _ => (1.0, "s"),
    };
    format!("{} {unit}", digits::plain(value * factor))
}
