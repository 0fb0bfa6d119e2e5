//! Pieces from shapes: taken over whole or in parts from the picture before, or worked out.

use std::sync::Arc;

use egui::emath::GuiRounding;
use egui::epaint::{RectShape, TessellationOptions, Tessellator, Vertex};
use egui::{CornerRadius, Mesh, Rect, Shape, Vec2};

use super::before::Before;
use super::{Kept, PIECE, Part, Piece, Triangles};
use crate::scene::shares::leave;
use crate::widgets::corners;
use crate::widgets::discs::Discs;
use crate::widgets::letters::Letters;

/// As [`PIECE`] where everything is new: such a piece is painted as it is, not copied together with others.
const LARGE_PIECE: usize = 8_192;
/// After so many new shapes in a row it is not looked for any that was there before.
const ALL_NEW: usize = 250;

/// What triangles are made for.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub pixels: f32,
    pub options: TessellationOptions,
    /// Of the texture of glyphs.
    pub size: [usize; 2],
    pub discs: &'a Discs,
}

pub struct Builder<'a> {
    tessellator: Tessellator,
    letters: Letters,
    discs: &'a Discs,
    options: TessellationOptions,
    /// Side of a pixel, points; whether rectangles begin and end at whole ones.
    pixel: f32,
    crisp: bool,
    /// What is not a piece yet.
    open: Mesh,
    parts: Vec<Part>,
    pieces: Vec<Piece>,
    before: Before,
    /// So many shapes in a row were not there before.
    new: usize,
    /// A piece with more corners than this is complete.
    enough: usize,
}

impl<'a> Builder<'a> {
    pub fn new(look: Look<'a>, before: Kept) -> Self {
        let Look {
            pixels,
            options,
            size,
            discs,
        } = look;
        Self {
            tessellator: Tessellator::new(pixels, options, size, Vec::new()),
            letters: Letters::new(size, pixels, &options),
            discs,
            enough: PIECE,
            options,
            pixel: 1.0 / pixels,
            crisp: options.round_rects_to_pixels && options.feathering_size_in_pixels <= 1.0,
            open: Mesh::default(),
            parts: Vec::new(),
            pieces: Vec::with_capacity(before.pieces.len()),
            before: Before::new(before),
            new: 0,
        }
    }

    /// The pieces of these shapes, and of how many, until too many of them are new.
    pub fn take(mut self, shapes: &mut [Shape]) -> (usize, Vec<Piece>) {
        let mut at = 0;
        while at < shapes.len() && self.new < ALL_NEW && !self.before.pieces.is_empty() {
            at += self.add(&mut shapes[at..]);
        }
        self.close();
        leave(self.before.pieces);
        (at, self.pieces)
    }

    /// The pieces of all these shapes.
    pub fn all(mut self, shapes: &mut [Shape]) -> Vec<Piece> {
        self.enough = LARGE_PIECE;
        let mut at = 0;
        while at < shapes.len() {
            at += self.add(&mut shapes[at..]);
        }
        self.close();
        self.pieces
    }

    /// Adds the first shapes of a list; how many.
    fn add(&mut self, shapes: &mut [Shape]) -> usize {
        let shape = match shapes {
            [Shape::Callback(_), ..] => {
                self.close();
                let shape = std::mem::replace(&mut shapes[0], Shape::Noop);
                self.pieces.push(Piece::Shape(shape));
                return 1;
            }
            [shape, ..] => shape,
            [] => return 0,
        };
        let texture = shape.texture_id();
        if self.open.vertices.len() > self.enough
            || self.open.texture_id != texture
            || self.before.begins()
        {
            self.close();
        }
        if self.open.is_empty()
            && let Some(triangles) = self.before.whole(shapes)
        {
            let count = triangles.parts.len();
            self.pieces.push(Piece::Triangles(triangles));
            self.new = 0;
            return count;
        }
        let shape = std::mem::replace(&mut shapes[0], Shape::Noop);
        self.open.texture_id = texture;
        match self.before.find(&shape) {
            Some(place) => {
                self.copy(place);
                self.new = 0;
            }
            None => {
                self.work_out(&shape);
                self.new += 1;
            }
        }
        self.parts.push(Part {
            shape,
            vertices: self.open.vertices.len(),
            indices: self.open.indices.len(),
        });
        1
    }

    /// Adds the triangles of a shape that was not there before. Those of which there are thousands are not copied for it.
    fn work_out(&mut self, shape: &Shape) {
        let (tessellator, mesh) = (&mut self.tessellator, &mut self.open);
        match shape {
            Shape::Path(path) => tessellator.tessellate_path(path, mesh),
            Shape::Rect(rect) if self.crisp && is_plain(rect, self.pixel) => {
                let there = rect.rect.round_to_pixels(1.0 / self.pixel);
                mesh.add_colored_rect(there, rect.fill);
            }
            Shape::Rect(rect) if corners::add(rect, 1.0 / self.pixel, &self.options, mesh) => {}
            Shape::Rect(rect) => tessellator.tessellate_rect(rect, mesh),
            Shape::Mesh(triangles) => mesh.append_ref(triangles),
            Shape::Text(text) if self.letters.add(text, Rect::EVERYTHING, mesh) => {}
            Shape::Text(text) => tessellator.tessellate_text(text, mesh),
            Shape::Circle(circle) => {
                let texel = self.letters.texel;
                self.discs.add(*circle, texel, tessellator, mesh);
            }
            other => tessellator.tessellate_shape(other.clone(), mesh),
        }
    }

    /// Adds the triangles that a part had before.
    fn copy(&mut self, place: (usize, usize)) {
        let Some(from) = self.before.triangles(place) else {
            return;
        };
        let ends = |part: &Part| (part.vertices, part.indices);
        let (vertex, index) = place
            .1
            .checked_sub(1)
            .map_or((0, 0), |i| ends(&from.parts[i]));
        let (vertices, indices) = ends(&from.parts[place.1]);
        let first = self.open.vertices.len() as u32;
        let indices = from.mesh.indices[index..indices].iter();
        let rebased = indices.map(|at| at - vertex as u32 + first);
        self.open.indices.extend(rebased);
        let vertices = from.mesh.vertices[vertex..vertices].iter();
        self.open.vertices.extend(vertices.map(|corner| Vertex {
            pos: corner.pos - from.moved,
            ..*corner
        }));
    }

    fn close(&mut self) {
        let mesh = std::mem::take(&mut self.open);
        let parts = std::mem::take(&mut self.parts);
        if !mesh.is_empty() {
            // The next one will be about as large.
            self.open.vertices.reserve(mesh.vertices.len());
            self.open.indices.reserve(mesh.indices.len());
            self.parts.reserve(parts.len());
            self.pieces.push(Piece::Triangles(Triangles {
                bounds: mesh.calc_bounds(),
                mesh: Arc::new(mesh),
                moved: Vec2::ZERO,
                parts,
            }));
        }
    }
}

/// A filled rectangle and nothing else, and more than a line: where it begins and ends at whole pixels, its soft edges
/// would fall between them, so that two triangles paint it as well as the ten with edges.
fn is_plain(shape: &RectShape, pixel: f32) -> bool {
    shape.rect.size().min_elem() > 2.0 * pixel
        && shape.corner_radius == CornerRadius::ZERO
        && shape.stroke.is_empty()
        && shape.round_to_pixels.is_none_or(|round| round)
        && (shape.blur_width, shape.angle) == (0.0, 0.0)
        && shape.brush.is_none()
        && shape.rect.is_finite()
}
