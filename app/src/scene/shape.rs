//! What a picture is made of: plain data that the window, the SVG writer and the tests all understand.

use super::geometry::{Curve, Point, Rect};
use super::text::Weight;
use crate::theme::Rgba;

/// A line's look; lengths in canvas points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub width: f32,
    pub color: Rgba,
    /// Length of a dash and of a gap.
    pub dash: Option<[f32; 2]>,
}

impl Stroke {
    pub fn solid(width: f32, color: Rgba) -> Self {
        Self {
            width,
            color,
            dash: None,
        }
    }

    pub fn dashed(width: f32, color: Rgba, dash: [f32; 2]) -> Self {
        Self {
            width,
            color,
            dash: Some(dash),
        }
    }
}

/// Which point of a text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text, already elided to its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// On the baseline.
    pub at: Point,
    pub anchor: Anchor,
    pub size: f32,
    pub weight: Weight,
    pub color: Rgba,
    pub string: String,
    /// Measured.
    pub width: f32,
}

impl Text {
    /// The box the text fills, from ascent to descent.
    pub fn rect(&self) -> Rect {
        let left = match self.anchor {
            Anchor::Start => self.at[0],
            Anchor::Middle => self.at[0] - self.width / 2.0,
            Anchor::End => self.at[0] - self.width,
        };
        Rect::new(
            [left, self.at[1] - self.size * 0.95],
            [left + self.width, self.at[1] + self.size * 0.25],
        )
    }
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect {
        rect: Rect,
        corner: f32,
        fill: Option<Rgba>,
        stroke: Option<Stroke>,
    },
    Curve {
        curve: Curve,
        stroke: Stroke,
    },
    Line {
        points: Vec<Point>,
        stroke: Stroke,
    },
    /// Convex.
    Polygon {
        points: Vec<Point>,
        fill: Rgba,
    },
    Circle {
        center: Point,
        radius: f32,
        fill: Rgba,
    },
    Text(Text),
    /// An icon of `assets/icons`, by its file stem.
    Icon {
        name: String,
        rect: Rect,
        tint: Rgba,
    },
}

impl Shape {
    /// The box around the shape, without the width of its lines.
    pub fn bounds(&self) -> Option<Rect> {
        match self {
            Shape::Rect { rect, .. } | Shape::Icon { rect, .. } => Some(*rect),
            Shape::Curve { curve, .. } => super::geometry::bounds_of(&curve.flatten(16)),
            Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
                super::geometry::bounds_of(points)
            }
            Shape::Circle { center, radius, .. } => Some(Rect::around(*center, [radius * 2.0; 2])),
            Shape::Text(text) => Some(text.rect()),
        }
    }
}
