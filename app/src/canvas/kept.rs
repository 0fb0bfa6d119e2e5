//! Shapes kept from frame to frame as triangles: a view that glides over a drawing only moves them, and of a picture that
//! changes only what is new is worked out.

use std::sync::Arc;

use egui::epaint::{Tessellator, Vertex};
use egui::{Context, Mesh, Painter, Rect, Shape, Vec2};

/// A piece with more corners than this is complete: small enough to be left out where it does not show, and to be made
/// anew where something in it changed.
const PIECE: usize = 1024;
/// So many shapes in a row that are new do not lead astray where to look for those that are not.
const ASTRAY: usize = 8;

/// Shapes in drawing order, most of them as triangles.
#[derive(Default)]
pub struct Kept {
    pieces: Vec<Piece>,
}

enum Piece {
    Triangles(Triangles),
    /// What is painted with the texture of glyphs, which may grow within a frame: only the tessellator at the end of the
    /// frame knows how large it is.
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
        let options = ctx.tessellation_options(|options| *options);
        let mut builder = Builder {
            tessellator: Tessellator::new(ctx.pixels_per_point(), options, [1, 1], Vec::new()),
            open: Mesh::default(),
            parts: Vec::new(),
            pieces: Vec::with_capacity(self.pieces.len()),
            before: Before::new(self),
        };
        let mut flat = Vec::with_capacity(shapes.len());
        shapes
            .into_iter()
            .for_each(|shape| flatten(shape, &mut flat));
        let mut at = 0;
        while at < flat.len() {
            at += builder.add(&mut flat[at..]);
        }
        builder.close();
        Self {
            pieces: builder.pieces,
        }
    }

    /// Paints them, moved by `by` from where they were at first: a whole number of pixels, so that nothing blurs.
    pub fn show(&mut self, painter: &Painter, by: Vec2) {
        let area = painter.clip_rect();
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
            Piece::Shape(shape) => Some(moved_by(shape, by)),
        }));
    }
}

/// A text or circle somewhere else. Not by egui's own transform, which would copy the galley.
fn moved_by(shape: &Shape, by: Vec2) -> Shape {
    let mut shape = shape.clone();
    match &mut shape {
        Shape::Text(text) => text.pos += by,
        Shape::Circle(circle) => circle.center += by,
        other => other.translate(by),
    }
    shape
}

/// Adds a shape, or those in it, to a list.
fn flatten(shape: Shape, out: &mut Vec<Shape>) {
    match shape {
        Shape::Noop => {}
        Shape::Vec(shapes) => shapes.into_iter().for_each(|shape| flatten(shape, out)),
        shape => out.push(shape),
    }
}

/// The triangles of before, gone through in their order.
struct Before {
    pieces: Vec<Piece>,
    /// The piece and the part of it that should come next.
    at: (usize, usize),
    /// New shapes since the last one that was there before.
    missed: usize,
}

impl Before {
    fn new(kept: Kept) -> Self {
        let mut before = Self {
            pieces: kept.pieces,
            at: (0, 0),
            missed: 0,
        };
        before.at = before.part((0, 0));
        before
    }

    /// The first place from here on where there is a part.
    fn part(&self, (mut piece, mut part): (usize, usize)) -> (usize, usize) {
        loop {
            match self.pieces.get(piece) {
                Some(Piece::Triangles(here)) if part < here.parts.len() => break,
                Some(_) => (piece, part) = (piece + 1, 0),
                None => break,
            }
        }
        (piece, part)
    }

    /// The triangles at a place of a part.
    fn triangles(&self, (piece, _): (usize, usize)) -> Option<&Triangles> {
        match self.pieces.get(piece)? {
            Piece::Triangles(triangles) => Some(triangles),
            Piece::Shape(_) => None,
        }
    }

    /// The whole of the next piece, if it begins here and is what the shapes begin with.
    fn whole(&mut self, shapes: &[Shape]) -> Option<Triangles> {
        let (piece, part) = self.at;
        let parts = &self.triangles(self.at).filter(|_| part == 0)?.parts;
        let alike = |(shape, part): (&Shape, &Part)| *shape == part.shape;
        if shapes.len() < parts.len() || !shapes.iter().zip(parts).all(alike) {
            return None;
        }
        let taken = std::mem::replace(&mut self.pieces[piece], Piece::Shape(Shape::Noop));
        self.at = self.part((piece + 1, 0));
        self.missed = 0;
        match taken {
            Piece::Triangles(triangles) => Some(triangles),
            Piece::Shape(_) => None,
        }
    }

    /// Whether a large piece begins here: better to take the whole of it.
    fn begins(&self) -> bool {
        let large = |here: &Triangles| here.mesh.vertices.len() > PIECE;
        self.at.1 == 0 && self.triangles(self.at).is_some_and(large)
    }

    /// Where a shape was; the next one is looked for behind it.
    fn find(&mut self, shape: &Shape) -> Option<(usize, usize)> {
        let mut place = self.at;
        for _ in 0..=self.missed + 1 {
            let part = self.triangles(place)?.parts.get(place.1)?;
            if part.shape == *shape {
                self.at = self.part((place.0, place.1 + 1));
                self.missed = 0;
                return Some(place);
            }
            place = self.part((place.0, place.1 + 1));
        }
        match self.missed {
            ASTRAY => self.at = self.part((self.at.0, self.at.1 + 1)),
            _ => self.missed += 1,
        }
        None
    }
}

struct Builder {
    tessellator: Tessellator,
    /// What is not a piece yet.
    open: Mesh,
    parts: Vec<Part>,
    pieces: Vec<Piece>,
    before: Before,
}

impl Builder {
    /// Adds the first shapes of a list; how many.
    fn add(&mut self, shapes: &mut [Shape]) -> usize {
        let shape = match shapes {
            [Shape::Text(_) | Shape::Circle(_) | Shape::Callback(_), ..] => {
                self.close();
                let shape = std::mem::replace(&mut shapes[0], Shape::Noop);
                self.pieces.push(Piece::Shape(shape));
                return 1;
            }
            [shape, ..] => shape,
            [] => return 0,
        };
        let texture = shape.texture_id();
        if self.open.vertices.len() > PIECE
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
            return count;
        }
        let shape = std::mem::replace(&mut shapes[0], Shape::Noop);
        self.open.texture_id = texture;
        match self.before.find(&shape) {
            Some(place) => self.copy(place),
            None => self
                .tessellator
                .tessellate_shape(shape.clone(), &mut self.open),
        }
        self.parts.push(Part {
            shape,
            vertices: self.open.vertices.len(),
            indices: self.open.indices.len(),
        });
        1
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
            self.pieces.push(Piece::Triangles(Triangles {
                bounds: mesh.calc_bounds(),
                mesh: Arc::new(mesh),
                moved: Vec2::ZERO,
                parts,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use egui::epaint::{ClippedPrimitive, Primitive};
    use egui::{Align2, Color32, FontId, RawInput, Stroke, Ui, pos2, vec2};

    use super::*;

    /// Shapes of every kind a drawing is made of, moved by `by`.
    fn drawing(ctx: &Context, by: Vec2) -> Vec<Shape> {
        let at = |x: f32, y: f32| pos2(x, y) + by;
        let mut shapes = Vec::new();
        for row in 0..40 {
            let y = 50.3 + 8.0 * row as f32;
            let rect = Rect::from_min_max(at(12.2, y), at(90.0, y + 6.0));
            shapes.push(Shape::rect_filled(rect, 2.0, Color32::RED));
            shapes.push(Shape::line(
                vec![at(90.0, y), at(120.0, 40.0)],
                Stroke::new(1.0, Color32::BLUE),
            ));
            shapes.push(Shape::circle_filled(at(130.0, y), 3.0, Color32::GREEN));
            let font = FontId::proportional(12.0);
            shapes.push(ctx.fonts_mut(|fonts| {
                Shape::text(
                    fonts,
                    at(140.0, y),
                    Align2::LEFT_TOP,
                    format!("row {row}"),
                    font,
                    Color32::WHITE,
                )
            }));
        }
        vec![Shape::Vec(shapes)]
    }

    fn frame(ctx: &Context, show: impl FnMut(&mut Ui)) -> Vec<ClippedPrimitive> {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 500.0))),
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, show);
        output.textures_delta.set.drain().for_each(drop);
        output.textures_delta.free.drain().for_each(drop);
        ctx.tessellate(output.shapes, output.pixels_per_point)
    }

    fn corners(primitives: &[ClippedPrimitive]) -> Vec<egui::epaint::Vertex> {
        let meshes = primitives.iter().map(|clipped| match &clipped.primitive {
            Primitive::Mesh(mesh) => mesh,
            Primitive::Callback(_) => unreachable!(),
        });
        meshes
            .flat_map(|mesh| mesh.indices.iter().map(|i| mesh.vertices[*i as usize]))
            .collect()
    }

    #[test]
    fn what_is_moved_is_painted_as_what_is_made_there() {
        let ctx = Context::default();
        let mut kept = None;
        for by in [
            vec2(0.0, 0.0),
            vec2(30.0, -20.0),
            vec2(-7.0, 3.0),
            vec2(0.0, 0.0),
        ] {
            let seen = frame(&ctx, |ui| {
                let kept =
                    kept.get_or_insert_with(|| Kept::new(ui.ctx(), drawing(ui.ctx(), Vec2::ZERO)));
                kept.show(ui.painter(), by);
            });
            let wanted = frame(&ctx, |ui| {
                let shapes = drawing(ui.ctx(), by);
                ui.painter().extend(shapes);
            });
            let (seen, wanted) = (corners(&seen), corners(&wanted));
            assert!(wanted.len() > 1000 && seen.len() == wanted.len());
            for (a, b) in seen.iter().zip(&wanted) {
                assert!(a.pos.distance(b.pos) < 1e-3 && a.uv == b.uv && a.color == b.color);
            }
        }
    }

    /// Rows of shapes, each as tall and as red as its number says.
    fn rows(numbers: &[u8]) -> Vec<Shape> {
        let row = |(at, number): (usize, &u8)| {
            let (y, tall) = (10.0 * at as f32, f32::from(*number % 7) + 1.0);
            let color = Color32::from_rgb(*number, 90, 40);
            let rect = Rect::from_min_size(pos2(10.0, y), vec2(30.0, tall));
            let frame = Rect::from_min_size(pos2(60.0, 7.0 * f32::from(*number)), vec2(30.0, 5.0));
            let mut row = vec![
                Shape::rect_filled(rect, 2.0, color),
                Shape::rect_filled(frame, 1.0, Color32::BLUE),
            ];
            match number % 5 {
                0 => row.push(Shape::circle_filled(pos2(50.0, y), 3.0, color)),
                1 => row.clear(),
                _ => {}
            }
            Shape::Vec(row)
        };
        numbers.iter().enumerate().map(row).collect()
    }

    #[test]
    fn what_follows_another_picture_is_painted_as_if_it_were_the_first() {
        let ctx = Context::default();
        let mut numbers: Vec<u8> = (0..240).map(|at| (at * 37 % 251) as u8).collect();
        let mut kept = Some(Kept::default());
        for round in 0..60_usize {
            let at = round * 53 % numbers.len();
            match round % 6 {
                // One changes, comes or goes; many come or go; all of them change.
                0 | 1 => numbers[at] = numbers[at].wrapping_add(round as u8 + 1),
                2 => numbers.insert(at, round as u8),
                3 => drop(numbers.remove(at)),
                4 if round % 4 == 0 => drop(numbers.drain(at..(at + 30).min(numbers.len()))),
                4 => numbers.splice(at..at, 100..140).for_each(drop),
                _ if round % 12 == 5 => numbers.reverse(),
                _ => {}
            }
            // It may have been moved before the next one comes.
            let by = vec2((round % 3) as f32 * 8.0, 0.0);
            let seen = frame(&ctx, |ui| {
                let mut now = kept.take().unwrap().followed_by(ui.ctx(), rows(&numbers));
                now.show(ui.painter(), by);
                kept = Some(now);
            });
            let wanted = frame(&ctx, |ui| {
                Kept::new(ui.ctx(), rows(&numbers)).show(ui.painter(), by);
            });
            let (seen, wanted) = (corners(&seen), corners(&wanted));
            assert_eq!(seen.len(), wanted.len());
            for (a, b) in seen.iter().zip(&wanted) {
                assert!(a.pos.distance(b.pos) < 1e-3 && a.uv == b.uv && a.color == b.color);
            }
        }
    }

    #[test]
    fn what_did_not_change_is_not_made_again() {
        let ctx = Context::default();
        let mut numbers: Vec<u8> = (0..900_u32)
            .map(|at| (at * 5 % 250) as u8 / 5 * 5 + 2)
            .collect();
        frame(&ctx, |ui| {
            let before = Kept::new(ui.ctx(), rows(&numbers));
            let meshes = |kept: &Kept| -> Vec<*const Mesh> {
                let mesh = |piece: &Piece| match piece {
                    Piece::Triangles(triangles) => Some(Arc::as_ptr(&triangles.mesh)),
                    Piece::Shape(_) => None,
                };
                kept.pieces.iter().filter_map(mesh).collect()
            };
            let had = meshes(&before);
            numbers[450] += 5;
            let now = meshes(&before.followed_by(ui.ctx(), rows(&numbers)));
            let same = now.iter().filter(|mesh| had.contains(mesh)).count();
            assert!(
                had.len() > 8 && same + 2 >= had.len(),
                "{same} of {}",
                had.len()
            );
        });
    }
}
