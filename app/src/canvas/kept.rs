//! Shapes kept from frame to frame as triangles: a view that glides over a drawing only moves them, and of a picture that
//! changes only what is new is worked out.

mod before;
mod builder;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use egui::{Context, Mesh, Painter, Rect, Shape, Vec2};

use crate::scene::shares::in_shares_of;
use crate::widgets::triangles;
use builder::{Builder, Look};

/// A piece with more corners than this is complete: small enough to be left out where it does not show, and to be made
/// anew where something in it changed.
const PIECE: usize = 1024;

/// Shapes in drawing order, most of them as triangles.
#[derive(Default)]
pub struct Kept {
    pieces: Vec<Piece>,
    /// The size of the texture of glyphs for which they were made: places in it are shares of that.
    size: [usize; 2],
}

enum Piece {
    Triangles(Triangles),
    /// What is nobody's triangles.
    Shape(Shape),
}

/// Some shapes, one after the other, as one mesh.
struct Triangles {
    mesh: Arc<Mesh>,
    /// Where they were at first.
    bounds: Rect,
    /// How far they have been moved since.
    moved: Vec2,
    parts: Vec<Part>,
}

/// One shape, and where its part of the mesh ends.
struct Part {
    shape: Shape,
    vertices: usize,
    indices: usize,
}

impl Kept {
    /// Works out the triangles of shapes.
    pub fn new(ctx: &Context, shapes: Vec<Shape>) -> Self {
        Self::default().followed_by(ctx, shapes)
    }

    /// The triangles of other shapes. Those of shapes that were there before, in about the same order, are taken over.
    pub fn followed_by(self, ctx: &Context, shapes: Vec<Shape>) -> Self {
        let size = ctx.fonts(|fonts| fonts.font_image_size());
        let before = if self.size == size {
            self
        } else {
            Self::default()
        };
        let mut flat = flat(shapes);
        let circles = flat.iter().filter_map(|shape| match shape {
            Shape::Circle(circle) => Some(circle.radius),
            _ => None,
        });
        let discs = triangles::discs(ctx, circles);
        let look = Look {
            pixels: ctx.pixels_per_point(),
            options: ctx.tessellation_options(|options| *options),
            size,
            discs: &discs,
        };
        let (at, mut pieces) = Builder::new(look, before).take(&mut flat);
        // The rest has nothing in common with what was there before.
        let rest = in_shares_of(&mut flat[at..], |shapes| {
            Builder::new(look, Self::default()).all(shapes)
        });
        pieces.extend(rest.into_iter().flatten());
        Self { pieces, size }
    }

    /// Paints them, moved by `by` from where they were at first: a whole number of pixels, so that nothing blurs.
    pub fn show(&mut self, painter: &Painter, by: Vec2) {
        let area = painter.clip_rect();
        triangles::made_for(painter.ctx(), self.size);
        painter.extend(self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Triangles(triangles) => {
                if !triangles.bounds.translate(by).intersects(area) {
                    return None;
                }
                let Triangles { mesh, moved, .. } = triangles;
                if *moved != by {
                    // The only other owner was the frame before, so nothing is copied.
                    Arc::make_mut(mesh).translate(by - *moved);
                    *moved = by;
                }
                Some(Shape::Mesh(Arc::clone(mesh)))
            }
            Piece::Shape(shape) => {
                let mut shape = shape.clone();
                shape.translate(by);
                Some(shape)
            }
        }));
    }
}

/// The shapes in a list, without lists in it.
fn flat(shapes: Vec<Shape>) -> Vec<Shape> {
    let is_flat = |shape: &Shape| !matches!(shape, Shape::Noop | Shape::Vec(_));
    if shapes.iter().all(is_flat) {
        return shapes;
    }
    let mut flat = Vec::with_capacity(shapes.len());
    let all = shapes.into_iter();
    all.for_each(|shape| flatten(shape, &mut flat));
    flat
}

/// Adds a shape, or those in it, to a list.
fn flatten(shape: Shape, out: &mut Vec<Shape>) {
    match shape {
        Shape::Noop => {}
        Shape::Vec(shapes) => shapes.into_iter().for_each(|shape| flatten(shape, out)),
        shape => out.push(shape),
    }
}
