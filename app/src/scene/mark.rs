//! The health mark: a colour and a shape of its own for each state, so that it reads without colour.

use sim_core::engine::snapshot::Health;

use super::geometry::Point;
use super::shape::{Shape, Stroke};
use crate::theme::Rgba;

/// ok ●, busy ▲, affected ⊖, saturated ◆, down ✕, unknown ◌ around a centre.
pub fn health_mark(health: Health, center: Point, radius: f32, color: Rgba) -> Vec<Shape> {
    match health {
        Health::Ok => vec![Shape::Circle {
            center,
            radius,
            fill: color,
        }],
        Health::Busy => {
            let r = radius * 1.2;
            let corners = [[0.0, -r], [r * 0.95, r * 0.75], [-r * 0.95, r * 0.75]];
            vec![polygon(center, &corners, color)]
        }
        Health::Affected => ring_with_bar(center, radius, color),
        Health::Saturated => {
            let r = radius * 1.3;
            vec![polygon(
                center,
                &[[0.0, -r], [r, 0.0], [0.0, r], [-r, 0.0]],
                color,
            )]
        }
        Health::Down => cross(center, radius * 0.9, Stroke::solid(radius * 0.5, color)),
        Health::Unknown => ring_of_dots(center, radius, color),
    }
}

/// Two crossing strokes.
pub fn cross(center: Point, reach: f32, stroke: Stroke) -> Vec<Shape> {
    let [x, y] = center;
    let line = |a: Point, b: Point| Shape::Line {
        points: vec![a, b],
        stroke,
    };
    vec![
        line([x - reach, y - reach], [x + reach, y + reach]),
        line([x - reach, y + reach], [x + reach, y - reach]),
    ]
}

fn polygon(center: Point, corners: &[Point], fill: Rgba) -> Shape {
    Shape::Polygon {
        points: corners
            .iter()
            .map(|c| [center[0] + c[0], center[1] + c[1]])
            .collect(),
        fill,
    }
}

/// A ring, hollow but for a bar across.
fn ring_with_bar(center: Point, radius: f32, color: Rgba) -> Vec<Shape> {
    const CORNERS: usize = 20;
    let stroke = Stroke::solid(radius * 0.35, color);
    let angle = |i: usize| i as f32 / CORNERS as f32 * std::f32::consts::TAU;
    let place = |a: f32| [center[0] + a.cos() * radius, center[1] + a.sin() * radius];
    // One step more than there are corners: where the ring closes shows no gap.
    let ring = (0..CORNERS + 2).map(|i| place(angle(i))).collect();
    let bar = vec![
        [center[0] - radius, center[1]],
        [center[0] + radius, center[1]],
    ];
    [ring, bar]
        .map(|points| Shape::Line { points, stroke })
        .into()
}

fn ring_of_dots(center: Point, radius: f32, fill: Rgba) -> Vec<Shape> {
    const DOTS: usize = 8;
    let angle = |i: usize| i as f32 / DOTS as f32 * std::f32::consts::TAU;
    let place = |a: f32| [center[0] + a.cos() * radius, center[1] + a.sin() * radius];
    (0..DOTS)
        .map(|i| Shape::Circle {
            center: place(angle(i)),
            radius: radius * 0.2,
            fill,
        })
        .collect()
}
