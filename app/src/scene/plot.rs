//! A rectangle with two axes, for charts that are exported, too: where a value stands in it, round marks, lines.

use super::geometry::{Point, Rect};
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use crate::theme::{Rgba, Theme};

/// Round steps over one decade.
const STEPS: [f64; 4] = [1.0, 2.0, 2.5, 5.0];
/// Least room between the labels of the level axis, points.
const GAP: f32 = 10.0;
pub const SMALL: Font = Font::regular(11.0);

/// From which value to which one an axis goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub from: f64,
    pub to: f64,
    /// Equal ratios are equally long.
    pub log: bool,
}

impl Scale {
    /// Where a value stands, 0 to 1 within the axis.
    pub fn share(&self, value: f64) -> f32 {
        let at = |value: f64| if self.log { value.ln() } else { value };
        let (from, to) = (at(self.from), at(self.to));
        let share = (at(value) - from) / (to - from);
        if share.is_finite() { share as f32 } else { 0.0 }
    }

    pub fn holds(&self, value: f64) -> bool {
        value >= self.from && value <= self.to
    }
}

/// A rectangle with axes; the upright one begins at zero.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    pub rect: Rect,
    pub x: Scale,
    pub top: f64,
    pub theme: &'static Theme,
}

impl Plot {
    pub fn at(&self, [x, y]: [f64; 2]) -> Point {
        let up = (y / self.top).clamp(0.0, 1.0) as f32;
        [self.x_of(x), self.rect.max[1] - up * self.rect.height()]
    }

    pub fn x_of(&self, value: f64) -> f32 {
        self.rect.min[0] + self.x.share(value) * self.rect.width()
    }

    /// Lines at round values, with labels to the left.
    pub fn levels(&self, label: impl Fn(f64) -> String, out: &mut Vec<Shape>) {
        let step = step(
            self.top,
            f64::from(self.rect.height() / 40.0).clamp(2.0, 5.0),
        );
        let marks = (0..20).map(|n| f64::from(n) * step);
        for value in marks.take_while(|value| *value <= self.top * (1.0 + 1e-9)) {
            let [_, y] = self.at([self.x.from, value]);
            out.push(self.line(
                [[self.rect.min[0], y], [self.rect.max[0], y]],
                self.theme.chart_grid,
            ));
            let at = [self.rect.min[0] - 6.0, y + 4.0];
            out.push(self.label(at, Anchor::End, &label(value)));
        }
    }

    /// Small marks at values, with as many of their labels as there is room for: that of the last one always.
    pub fn values(&self, values: &[f64], label: impl Fn(f64) -> String, out: &mut Vec<Shape>) {
        let bottom = self.rect.max[1];
        let mut free = f32::INFINITY;
        for value in values.iter().rev() {
            let x = self.x_of(*value);
            out.push(self.line([[x, bottom], [x, bottom + 4.0]], self.theme.line_strong));
            let label = label(*value);
            let half = text::width(&label, SMALL) / 2.0;
            if x + half <= free {
                out.push(self.label([x, bottom + 16.0], Anchor::Middle, &label));
                free = x - half - GAP;
            }
        }
    }

    /// A curve through points; it is broken where one has no value.
    pub fn curve(&self, points: &[[Option<f64>; 2]], color: Rgba, out: &mut Vec<Shape>) {
        let stroke = Stroke::solid(1.8, color);
        let known = |point: &[Option<f64>; 2]| Some(self.at([point[0]?, point[1]?]));
        for part in points.split(|point| known(point).is_none()) {
            let points: Vec<Point> = part.iter().filter_map(known).collect();
            let dots = points.iter().map(|center| Shape::Circle {
                center: *center,
                radius: 3.0,
                fill: color,
            });
            let dots: Vec<Shape> = dots.collect();
            if points.len() > 1 {
                out.push(Shape::Line { points, stroke });
            }
            out.extend(dots);
        }
    }

    fn line(&self, points: [Point; 2], color: Rgba) -> Shape {
        Shape::Line {
            points: points.to_vec(),
            stroke: Stroke::solid(1.0, color),
        }
    }

    fn label(&self, at: Point, anchor: Anchor, label: &str) -> Shape {
        let color = self.theme.text_dim;
        text::label(at, anchor, SMALL, color, label, f32::INFINITY)
    }
}

/// The smallest round step that needs at most `most` steps.
fn step(span: f64, most: f64) -> f64 {
    let wanted = span / most;
    if !wanted.is_finite() || wanted <= 0.0 {
        return 1.0;
    }
    let decade = 10f64.powf(wanted.log10().floor());
    let round = STEPS.iter().map(|step| step * decade);
    let mut round = round.filter(|step| *step >= wanted * (1.0 - 1e-9));
    round.next().unwrap_or(decade * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ratios_are_equally_long_on_a_logarithmic_axis() {
        let scale = |log| Scale {
            from: 25.0,
            to: 400.0,
            log,
        };
        assert_eq!(
            [25.0, 100.0, 400.0].map(|v| scale(true).share(v)),
            [0.0, 0.5, 1.0]
        );
        assert_eq!(
            [25.0, 212.5, 400.0].map(|v| scale(false).share(v)),
            [0.0, 0.5, 1.0]
        );
        assert!(scale(true).holds(25.0) && !scale(true).holds(401.0));
    }

    #[test]
    fn steps_are_round() {
        for (span, want) in [
            (1.0, 0.25),
            (7.3, 2.0),
            (0.09, 0.025),
            (112.0, 50.0),
            (0.0, 1.0),
        ] {
            assert_eq!(step(span, 4.0), want, "{span}");
        }
    }

    #[test]
    fn labels_leave_each_other_room_and_the_last_one_stands() {
        let plot = Plot {
            rect: Rect::new([0.0, 0.0], [200.0, 100.0]),
            x: Scale {
                from: 0.0,
                to: 99.0,
                log: false,
            },
            top: 1.0,
            theme: Theme::dark(),
        };
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let mut shapes = Vec::new();
        plot.values(&values, |value| format!("{value}/s"), &mut shapes);
        let texts = shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        assert!(texts.len() > 3 && texts[0].string == "99/s");
        for pair in texts.windows(2) {
            assert!(pair[1].rect().max[0] < pair[0].rect().min[0]);
        }
    }
}
