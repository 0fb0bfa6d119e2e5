//! Shapes of the scene as shapes of egui.

use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::{
    CornerRadiusF32, CubicBezierShape, PathShape, RectShape, StrokeKind, TextShape,
};
use egui::{Color32, Context, FontId, Painter, Pos2, pos2};
use sim_core::engine::snapshot::Health;

use super::dashes;
use super::galleys::Galleys;
use super::icons::Atlas;
use super::space::Space;
use crate::scene::figures::Pattern;
use crate::scene::shape::Text;
use crate::scene::text::Weight;
use crate::scene::{Anchor, CardElement, LinkElement, Point, Rect, Shape, Stroke, mark};
use crate::theme::{Rgba, Theme, style};

/// Below this zoom no text is drawn: it could not be read.
pub const TEXT_FROM: f32 = 0.35;
/// Below this zoom a card is a coloured box.
pub const DETAIL_FROM: f32 = 0.15;
/// How far outside of what is painted something may lie and still reach into it with its lines, screen points.
pub const EDGE: f32 = 24.0;
/// A line is never thinner than this on the screen.
const HAIR: f32 = 0.75;
/// Points of a line that make one point of a hair; a divisor of those on each part of its curve.
const HAIR_STEP: usize = 6;
/// From the start of a dash of a hair to that of the next, screen points at the least: nobody sees closer ones.
const HAIR_PERIOD: f32 = 5.0;
/// Length of the thick end of a hair, screen points, and the most links that have one.
const TIP: f32 = 4.0;
pub const MOST_TIPS: usize = 1_500;
/// A dashed line with more dashes than this gets longer ones.
const MOST_DASHES: f32 = 1500.0;

/// What it takes to paint shapes of the scene.
#[derive(Clone)]
pub struct Brush {
    pub space: Space,
    /// The part of the screen that is painted; larger than the canvas while the view moves.
    pub sight: egui::Rect,
    pub atlas: Arc<Atlas>,
    pub galleys: Arc<Mutex<Galleys>>,
    /// From far away links are thicker where they arrive: there are few enough of them.
    pub tips: bool,
}

impl Brush {
    /// Whether a rectangle of the canvas shows on the screen, with some air for line widths.
    pub fn sees(&self, rect: Rect) -> bool {
        self.seen().intersects(self.space.rect_to_screen(rect))
    }

    /// What is painted, with that air.
    pub fn seen(&self) -> egui::Rect {
        self.sight.expand(EDGE)
    }

    /// Whether all of a rectangle of the canvas is painted.
    pub fn holds(&self, rect: Rect) -> bool {
        self.sight.contains_rect(self.space.rect_to_screen(rect))
    }

    /// So far out that a card is a speck.
    pub fn is_far(&self) -> bool {
        self.space.zoom() < DETAIL_FROM
    }

    /// So near that words can be read.
    pub fn writes(&self) -> bool {
        self.space.zoom() >= TEXT_FROM
    }

    /// A card from far away: its health, where there is any, and nothing else; without `rim` screen points at its sides.
    pub fn speck(&self, card: &CardElement, theme: &Theme, rim: f32) -> egui::Shape {
        let color = match card.health {
            Health::Unknown => theme.line_strong,
            health => theme.health(health),
        };
        egui::Shape::rect_filled(self.space.rect_to_screen(card.rect).shrink(rim), 0.0, color)
    }

    /// The line of a link on the screen from far away: every few points will do, nobody sees the difference.
    fn few_points(&self, link: &LinkElement) -> Vec<Pos2> {
        let few = link.way.curve.rough_line(HAIR_STEP).into_iter();
        without_straight(few.map(|p| self.space.to_screen(p)).collect())
    }

    /// How many times as long dashes must be to be told apart that begin at every so many points of a link's line.
    fn closeness(&self, link: &LinkElement, every: usize) -> usize {
        let bounds = link.way.bounds;
        let length = (bounds.width() + bounds.height()) * self.space.zoom();
        let period = length * every as f32 / link.line().len() as f32;
        (HAIR_PERIOD / period.max(f32::MIN_POSITIVE))
            .ceil()
            .clamp(1.0, MOST_DASHES) as usize
    }

    /// A glow under a selected link.
    pub fn glow(&self, link: &LinkElement, color: Rgba) -> egui::Shape {
        if self.is_far() {
            return super::outline::along(&self.space, link, self.few_points(link), color);
        }
        super::outline::link(&self.space, link, color)
    }

    /// A link from far away: a hair along its way, with gaps where it is no call, thicker where it arrives.
    pub fn hair(&self, link: &LinkElement) -> egui::Shape {
        let stroke = egui::Stroke::new(HAIR, link.color);
        let screen = |points: &[Point]| {
            let points = points.iter().map(|p| self.space.to_screen(*p));
            without_straight(points.collect())
        };
        // Points from one dash to the next, and of a dash.
        let dashes = match link.figures.pattern {
            Pattern::Solid => None,
            Pattern::LongDashed => Some((6, 4)),
            Pattern::Dashed => Some((4, 2)),
            Pattern::Dotted => Some((2, 1)),
        };
        let dashes = dashes.map(|(every, long)| {
            let longer = self.closeness(link, every);
            (every * longer, long * longer)
        });
        let mut shapes: Vec<egui::Shape> = Vec::new();
        match dashes {
            None => {
                let whole = egui::Shape::line(self.few_points(link), stroke);
                if !self.tips {
                    return whole;
                }
                shapes.push(whole);
            }
            Some((every, long)) => {
                let line = link.line();
                let last = line.len().saturating_sub(1);
                let starts = (0..last).step_by(every);
                let dash = |at: usize| line.get(at..=(at + long).min(last));
                let dashes = starts.filter_map(dash);
                shapes.extend(dashes.map(|dash| egui::Shape::line(screen(dash), stroke)));
            }
        }
        if let Some([.., before, tip]) = self.tips.then(|| link.line()) {
            let ends = [before, tip].map(|p| self.space.to_screen(*p));
            let back = (ends[0] - ends[1]).normalized() * TIP;
            let thick = egui::Stroke::new(2.0 * HAIR + 1.0, link.color);
            shapes.push(egui::Shape::line_segment([ends[1] + back, ends[1]], thick));
        }
        match shapes.len() {
            1 => shapes.remove(0),
            _ => egui::Shape::Vec(shapes),
        }
    }

    /// Adds the shapes that show at this zoom.
    pub fn paint<'a>(
        &self,
        ctx: &Context,
        shapes: impl IntoIterator<Item = &'a Shape>,
        out: &mut Vec<egui::Shape>,
    ) {
        for shape in shapes {
            if self.shows(shape) {
                out.extend(self.shape(ctx, shape));
            }
        }
    }

    fn shows(&self, shape: &Shape) -> bool {
        let zoom = self.space.zoom();
        match shape {
            Shape::Text(_) => zoom >= TEXT_FROM,
            Shape::Icon { .. } | Shape::Circle { .. } | Shape::Polygon { .. } => {
                zoom >= DETAIL_FROM
            }
            _ => true,
        }
    }

    fn shape(&self, ctx: &Context, shape: &Shape) -> Vec<egui::Shape> {
        match shape {
            Shape::Rect {
                rect,
                corner,
                fill,
                stroke,
            } => self.rect(*rect, *corner, fill.map(Color32::from), stroke.as_ref()),
            Shape::Curve { curve, stroke } if stroke.dash.is_some() => {
                self.line(&curve.flatten(32), stroke)
            }
            Shape::Curve { curve, stroke } => {
                let mut from = curve.start;
                let part = |[a, b, to]: &[[f32; 2]; 3]| {
                    let points = [from, *a, *b, *to].map(|p| self.space.to_screen(p));
                    from = *to;
                    let line = self.stroke(stroke);
                    CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, line)
                        .into()
                };
                curve.parts.iter().map(part).collect()
            }
            Shape::Line { points, stroke } => self.line(points, stroke),
            Shape::Polygon { points, fill } => {
                let points = points.iter().map(|p| self.space.to_screen(*p)).collect();
                vec![
                    PathShape::convex_polygon(points, Color32::from(*fill), egui::Stroke::NONE)
                        .into(),
                ]
            }
            Shape::Circle {
                center,
                radius,
                fill,
            } => {
                vec![egui::Shape::circle_filled(
                    self.space.to_screen(*center),
                    radius * self.space.zoom(),
                    *fill,
                )]
            }
            Shape::Text(text) => self.text(ctx, text).into_iter().collect(),
            Shape::Icon { name, rect, tint } => self
                .atlas
                .shape(name, self.space.rect_to_screen(*rect), Color32::from(*tint))
                .into_iter()
                .collect(),
        }
    }

    fn stroke(&self, stroke: &Stroke) -> egui::Stroke {
        egui::Stroke::new((stroke.width * self.space.zoom()).max(HAIR), stroke.color)
    }

    fn rect(
        &self,
        rect: Rect,
        corner: f32,
        fill: Option<Color32>,
        stroke: Option<&Stroke>,
    ) -> Vec<egui::Shape> {
        let on_screen = self.space.rect_to_screen(rect);
        let corner = corner * self.space.zoom();
        let fill = fill.unwrap_or(Color32::TRANSPARENT);
        let solid = stroke.filter(|stroke| stroke.dash.is_none());
        let line = solid.map_or(egui::Stroke::NONE, |stroke| self.stroke(stroke));
        let radius = corner.round().clamp(0.0, 255.0) as u8;
        let mut shapes =
            vec![RectShape::new(on_screen, radius, fill, line, StrokeKind::Middle).into()];
        if let Some(stroke) = stroke.filter(|stroke| stroke.dash.is_some()) {
            shapes.extend(self.dashed(rounded(on_screen, corner), stroke));
        }
        shapes
    }

    fn line(&self, points: &[[f32; 2]], stroke: &Stroke) -> Vec<egui::Shape> {
        let points: Vec<Pos2> = points.iter().map(|p| self.space.to_screen(*p)).collect();
        if stroke.dash.is_some() {
            self.dashed(points, stroke)
        } else {
            vec![egui::Shape::line(points, self.stroke(stroke))]
        }
    }

    fn dashed(&self, points: Vec<Pos2>, stroke: &Stroke) -> Vec<egui::Shape> {
        let [dash, gap] = stroke
            .dash
            .unwrap_or([6.0, 4.0])
            .map(|v| (v * self.space.zoom()).max(1.0));
        let length: f32 = points.windows(2).map(|w| w[0].distance(w[1])).sum();
        let longer = (length / (dash + gap) / MOST_DASHES).max(1.0);
        let (dash, gap) = (dash * longer, gap * longer);
        dashes::along(
            &points,
            self.stroke(stroke),
            dash,
            gap,
            self.sight.expand(EDGE),
        )
    }

    fn text(&self, ctx: &Context, text: &Text) -> Option<egui::Shape> {
        let size = font_size(text.size * self.space.zoom());
        if text.string.is_empty() || !self.sees(text.rect()) {
            return None;
        }
        let look = (text.weight, size);
        let mut galleys = self.galleys.lock().unwrap_or_else(PoisonError::into_inner);
        let galley = galleys.line(ctx, &text.string, look, Color32::from(text.color));
        drop(galleys);
        let row = galley.rows.first()?;
        let baseline = row.pos.y + row.glyphs.first()?.pos.y;
        let at = self.space.to_screen(text.at);
        let left = match text.anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - galley.size().x / 2.0,
            Anchor::End => at.x - galley.size().x,
        };
        Some(
            TextShape::new(
                pos2(left, at.y - baseline),
                galley,
                Color32::from(text.color),
            )
            .into(),
        )
    }
}

/// A line without the points that lie on the way between others: most links run straight for long.
pub fn without_straight(mut points: Vec<Pos2>) -> Vec<Pos2> {
    /// Screen points; nobody sees less.
    const STRAIGHT: f32 = 0.05;
    // How many were kept; where the last one of them stood. They move up in the list, no farther than to there.
    let (mut kept, mut last) = (0, 0);
    for at in 0..points.len() {
        let needed = match points.get(at + 1) {
            Some(next) if at > 0 => {
                let (from, to) = (points[last], *next);
                let between = &points[last + 1..=at];
                let off = |p: &Pos2| square_to_line(from, to, *p) > STRAIGHT * STRAIGHT;
                between.iter().any(off)
            }
            _ => true,
        };
        if needed {
            points[kept] = points[at];
            (kept, last) = (kept + 1, at);
        }
    }
    points.truncate(kept);
    points
}

/// Square of the distance of a point to the line from `a` to `b`.
fn square_to_line(a: Pos2, b: Pos2, p: Pos2) -> f32 {
    let (along, away) = (b - a, p - a);
    let share = away.dot(along) / along.length_sq().max(f32::MIN_POSITIVE);
    (away - along * share.clamp(0.0, 1.0)).length_sq()
}

/// A health mark on its own, outside of the drawing.
pub fn health_mark(painter: &Painter, center: Pos2, health: Health, color: Rgba) {
    const RADIUS: f32 = 4.5;
    painter.extend(health_shapes(center, health, RADIUS, color));
}

/// The same as shapes, for a radius in screen points.
pub fn health_shapes(
    center: Pos2,
    health: Health,
    radius: f32,
    color: Rgba,
) -> impl Iterator<Item = egui::Shape> {
    let at = |p: Point| pos2(p[0], p[1]);
    let shapes = mark::health_mark(health, [center.x, center.y], radius, color);
    shapes.into_iter().filter_map(move |shape| match shape {
        Shape::Circle {
            center,
            radius,
            fill,
        } => Some(egui::Shape::circle_filled(at(center), radius, fill)),
        Shape::Polygon { points, fill } => {
            let points = points.into_iter().map(at).collect();
            let fill = Color32::from(fill);
            Some(PathShape::convex_polygon(points, fill, egui::Stroke::NONE).into())
        }
        Shape::Line { points, stroke } => {
            let points = points.into_iter().map(at).collect();
            let stroke = egui::Stroke::new(stroke.width, stroke.color);
            Some(egui::Shape::line(points, stroke))
        }
        _ => None,
    })
}

/// The face and size for egui.
pub fn font(weight: Weight, size: f32) -> FontId {
    match weight {
        Weight::Regular => style::regular(size),
        Weight::SemiBold => style::semibold(size),
    }
}

/// Every size in use is rasterised anew, so only some are used; rounded down, so that a text never outgrows its place.
fn font_size(wanted: f32) -> f32 {
    let step = if wanted < 20.0 {
        0.5
    } else if wanted < 48.0 {
        1.0
    } else {
        4.0
    };
    ((wanted / step).floor() * step).max(3.0)
}

/// The outline of a rounded rectangle, closed.
fn rounded(rect: egui::Rect, radius: f32) -> Vec<Pos2> {
    let mut points = Vec::new();
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    egui::epaint::tessellator::path::rounded_rectangle(
        &mut points,
        rect,
        CornerRadiusF32::same(radius),
    );
    points.extend(points.first().copied());
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::geometry::distance_to_line;

    #[test]
    fn only_what_lies_straight_between_others_is_left_out_of_a_line() {
        let line = |points: &[[f32; 2]]| points.iter().map(|p| pos2(p[0], p[1])).collect();
        let bent: Vec<Pos2> = line(&[[0.0, 0.0], [5.0, 0.0], [9.0, 0.0], [9.0, 4.0], [9.0, 2.0]]);
        let wanted: Vec<Pos2> = line(&[[0.0, 0.0], [9.0, 0.0], [9.0, 4.0], [9.0, 2.0]]);
        assert_eq!(without_straight(bent), wanted);
        let curve: Vec<Pos2> = (0..=200)
            .map(|at| at as f32 / 200.0 * std::f32::consts::PI)
            .map(|turn| pos2(80.0 * turn.cos(), 80.0 * turn.sin()))
            .collect();
        let few = without_straight(curve.clone());
        assert!(
            few.len() > 20 && few.len() < curve.len() / 2,
            "{}",
            few.len()
        );
        let few: Vec<Point> = few.iter().map(|p| [p.x, p.y]).collect();
        let off = |p: &Pos2| distance_to_line(&few, [p.x, p.y]);
        assert!(curve.iter().all(|p| off(p) < 0.06));
        for short in [
            line(&[]),
            line(&[[1.0, 2.0]]),
            line(&[[1.0, 2.0], [1.0, 2.0]]),
        ] {
            let short: Vec<Pos2> = short;
            assert_eq!(without_straight(short.clone()), short);
        }
    }

    #[test]
    fn font_sizes_are_few_and_never_larger_than_asked() {
        let mut used: Vec<f32> = (0..2000)
            .map(|i| font_size(4.0 + i as f32 * 0.05))
            .collect();
        for (i, size) in used.iter().enumerate() {
            assert!(*size <= 4.0 + i as f32 * 0.05);
        }
        used.dedup();
        assert!(used.len() < 90, "{}", used.len());
    }
}
