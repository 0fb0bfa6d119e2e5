//! The ground of the canvas and its dots.

use egui::emath::GuiRounding;
use egui::{Mesh, Painter, Rect, Shape, Vec2, pos2};

use super::kept::Kept;
use super::space::Space;
use crate::theme::Theme;

/// Canvas points between two dots.
const GRID: f32 = 24.0;
/// Dots closer than this on the screen are thinned out.
const LEAST_GAP: f32 = 14.0;

/// The dots, kept while the view moves by whole pixels.
#[derive(Default)]
pub struct Grid {
    dots: Option<Dots>,
}

struct Dots {
    space: Space,
    /// The part of the screen they were made for.
    sight: Rect,
    dark: bool,
    pixels_per_point: f32,
    kept: Kept,
}

impl Grid {
    /// Paints ground and dots; new dots fill `sight`.
    pub fn show(&mut self, painter: &Painter, space: &Space, sight: Rect, theme: &Theme) {
        painter.rect_filled(space.area, 0.0, theme.canvas);
        let pixels_per_point = painter.pixels_per_point();
        let there = self.dots.as_ref().and_then(|dots| {
            let same = dots.dark == theme.dark && dots.pixels_per_point == pixels_per_point;
            dots.way(space).filter(|_| same)
        });
        let (by, dots) = match (there, self.dots.take()) {
            (Some(by), Some(dots)) => (by, dots),
            _ => {
                let dots = Dots {
                    space: *space,
                    sight,
                    dark: theme.dark,
                    pixels_per_point,
                    kept: Kept::new(
                        painter.ctx(),
                        vec![Shape::mesh(dots(space, sight, theme, pixels_per_point))],
                    ),
                };
                (Vec2::ZERO, dots)
            }
        };
        self.dots.insert(dots).kept.show(painter, by);
    }
}

impl Dots {
    /// How far they must be moved for a view: a whole number of pixels, and they still fill the canvas then.
    fn way(&self, space: &Space) -> Option<Vec2> {
        let (had, has) = (self.space, *space);
        if (had.area, had.zoom()) != (has.area, has.zoom()) {
            return None;
        }
        let by = had.way_to(&has);
        let whole = by.round_to_pixels(self.pixels_per_point);
        let fits =
            (by - whole).length() < 1e-3 && self.sight.translate(whole).contains_rect(has.area);
        fits.then_some(whole)
    }
}

/// All dots as one mesh of hard squares on whole pixels: as shapes of their own, with soft edges, some thousands of them
/// would be most of what a frame is made of.
fn dots(space: &Space, sight: Rect, theme: &Theme, pixels_per_point: f32) -> Mesh {
    let mut gap = GRID * space.zoom();
    while gap < LEAST_GAP {
        gap *= 2.0;
    }
    let radius = (space.zoom() * 1.0).clamp(0.8, 1.6);
    let pixel = 1.0 / pixels_per_point;
    let size = (2.0 * radius).round_to_pixels(pixels_per_point).max(pixel);
    // The first in the canvas, and those before it in sight.
    let first = [0, 1].map(|axis| {
        let inside = space.area.min[axis] + space.camera.pan[axis].rem_euclid(gap);
        inside - ((space.area.min[axis] - sight.min[axis]) / gap).ceil() * gap
    });
    let places = |axis: usize| {
        let count = ((sight.max[axis] - first[axis]) / gap).ceil().max(0.0) as usize;
        // Whole and half pixels, which are frequent, must not lie where it is decided: they are never quite exact.
        let whole = move |at: f32| (at * pixels_per_point + 0.25).floor() / pixels_per_point;
        (0..count).map(move |at| whole(first[axis] + at as f32 * gap - size / 2.0))
    };
    let (columns, rows) = (places(0), places(1));
    let count = columns.len() * rows.len();
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(4 * count);
    mesh.reserve_triangles(2 * count);
    for y in rows {
        for x in columns.clone() {
            let dot = Rect::from_min_size(pos2(x, y), Vec2::splat(size));
            mesh.add_colored_rect(dot, theme.grid.into());
        }
    }
    mesh
}
