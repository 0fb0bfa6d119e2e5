//! Canvas points and screen points.

use egui::{Pos2, Vec2, pos2, vec2};

use crate::scene::{Point, Rect};
use crate::session::Camera;

/// Where the canvas lies on the screen and how it looks at the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    /// The canvas on the screen.
    pub area: egui::Rect,
    pub camera: Camera,
}

impl Space {
    pub fn zoom(&self) -> f32 {
        self.camera.zoom
    }

    #[inline]
    pub fn to_screen(self, p: Point) -> Pos2 {
        let [x, y] = self.camera.to_screen(p);
        pos2(self.area.min.x + x, self.area.min.y + y)
    }

    #[inline]
    pub fn to_canvas(self, p: Pos2) -> Point {
        self.camera
            .to_canvas([p.x - self.area.min.x, p.y - self.area.min.y])
    }

    #[inline]
    pub fn rect_to_screen(&self, rect: Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.to_screen(rect.min), self.to_screen(rect.max))
    }

    /// The same view moved by screen points.
    pub fn panned(self, by: Vec2) -> Self {
        let pan = [self.camera.pan[0] + by.x, self.camera.pan[1] + by.y];
        Self {
            camera: Camera::new(pan, self.camera.zoom),
            ..self
        }
    }

    /// From here to a view that differs only in where it looks, screen points.
    pub fn way_to(&self, other: &Self) -> Vec2 {
        Vec2::from(other.camera.pan) - Vec2::from(self.camera.pan)
    }

    /// The same view zoomed about a screen point.
    pub fn zoomed(self, factor: f32, about: Pos2) -> Self {
        let anchor = about - self.area.min;
        Self {
            camera: self.camera.zoomed(factor, [anchor.x, anchor.y]),
            ..self
        }
    }

    /// How far a pointer near or beyond the edge asks the view to move, screen points.
    pub fn push_at_edge(&self, pointer: Pos2) -> Vec2 {
        const NEAR: f32 = 16.0;
        const MOST: f32 = 14.0;
        let inner = self.area.shrink(NEAR);
        let beyond = |v: f32, low: f32, high: f32| {
            if v < low {
                low - v
            } else if v > high {
                high - v
            } else {
                0.0
            }
        };
        let x = beyond(pointer.x, inner.min.x, inner.max.x);
        let y = beyond(pointer.y, inner.min.y, inner.max.y);
        vec2(x.clamp(-MOST, MOST), y.clamp(-MOST, MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let area = egui::Rect::from_min_size(pos2(220.0, 52.0), vec2(800.0, 600.0));
        let space = Space {
            area,
            camera: Camera::new([12.0, -7.0], 0.8),
        };
        let p = space.to_canvas(space.to_screen([100.0, 50.0]));
        assert!((p[0] - 100.0).abs() < 1e-3 && (p[1] - 50.0).abs() < 1e-3);
        let pointer = pos2(500.0, 300.0);
        let before = space.to_canvas(pointer);
        let after = space.zoomed(1.7, pointer).to_canvas(pointer);
        assert!((before[0] - after[0]).abs() < 1e-2 && (before[1] - after[1]).abs() < 1e-2);
    }

    #[test]
    fn the_edge_pushes_inwards() {
        let area = egui::Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        let space = Space {
            area,
            camera: Camera::default(),
        };
        assert_eq!(space.push_at_edge(pos2(400.0, 300.0)), Vec2::ZERO);
        assert!(space.push_at_edge(pos2(-30.0, 300.0)).x > 0.0);
        assert!(space.push_at_edge(pos2(400.0, 700.0)).y < 0.0);
    }
}
