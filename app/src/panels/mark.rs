//! The health mark: a shape of its own for each state, so that it reads without colour.

use egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2};
use sim_core::engine::snapshot::Health;

use crate::theme::Theme;

/// ok ●, busy ▲, affected ⊖, saturated ◆, down ✕, unknown ◌ around a centre.
pub fn paint(painter: &Painter, health: Health, center: Pos2, radius: f32, theme: &Theme) {
    let color = Color32::from(theme.health(health));
    let corners = |list: &[[f32; 2]]| {
        list.iter()
            .map(|[x, y]| center + Vec2::new(*x, *y) * radius)
            .collect()
    };
    match health {
        Health::Ok => {
            painter.circle_filled(center, radius, color);
        }
        Health::Busy => {
            let triangle = corners(&[[0.0, -1.2], [1.15, 0.9], [-1.15, 0.9]]);
            painter.add(Shape::convex_polygon(triangle, color, Stroke::NONE));
        }
        Health::Affected => {
            let stroke = Stroke::new(radius * 0.35, color);
            let across = Vec2::new(radius, 0.0);
            painter.circle_stroke(center, radius, stroke);
            painter.line_segment([center - across, center + across], stroke);
        }
        Health::Saturated => {
            let diamond = corners(&[[0.0, -1.3], [1.3, 0.0], [0.0, 1.3], [-1.3, 0.0]]);
            painter.add(Shape::convex_polygon(diamond, color, Stroke::NONE));
        }
        Health::Down => {
            let reach = Vec2::splat(radius * 0.9);
            let other = Vec2::new(reach.x, -reach.y);
            let stroke = Stroke::new(radius * 0.5, color);
            painter.line_segment([center - reach, center + reach], stroke);
            painter.line_segment([center - other, center + other], stroke);
        }
        Health::Unknown => {
            for step in 0..8 {
                let place =
                    center + radius * Vec2::angled(step as f32 / 8.0 * std::f32::consts::TAU);
                painter.circle_filled(place, radius * 0.22, color);
            }
        }
    }
}
