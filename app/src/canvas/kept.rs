//! Shapes kept from frame to frame as triangles: a view that glides over a drawing only moves them, and of a picture that
//! changes only what is new is worked out.

use std::sync::Arc;

use egui::emath::GuiRounding;
use egui::epaint::{RectShape, TessellationOptions, Tessellator, Vertex};
use egui::{Context, CornerRadius, Mesh, Painter, Rect, Shape, Vec2};

use crate::scene::shares::{in_shares_of, leave};
use crate::widgets::corners;
use crate::widgets::discs::Discs;
use crate::widgets::letters::Letters;
use crate::widgets::triangles;

/// A piece with more corners than this is complete: small enough to be left out where it does not show, and to be made
/// anew where something in it changed.
const PIECE: usize = 1024;
/// The same where everything is new: such a piece is painted as it is, not copied together with others.
const LARGE_PIECE: usize = 8_192;
/// So many shapes in a row that are new do not lead astray where to look for those that are not.
const ASTRAY: usize = 8;
/// After so many in a row it is not looked for any that was there before.
const ALL_NEW: usize = 250;

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
        let alike = |(shape, part): (&Shape, &Part)| is_same(shape, &part.shape);
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
            if is_same(&part.shape, shape) {
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

/// Whether two shapes are equal. Nobody looks inside of triangles and set texts: of those a drawing keeps, the same are
/// one.
fn is_same(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Mesh(a), Shape::Mesh(b)) if Arc::ptr_eq(a, b) => true,
        (Shape::Text(a), Shape::Text(b)) => {
            Arc::ptr_eq(&a.galley, &b.galley)
                && (a.pos, a.angle, a.underline) == (b.pos, b.angle, b.underline)
                && (a.fallback_color, a.override_text_color, a.opacity_factor)
                    == (b.fallback_color, b.override_text_color, b.opacity_factor)
        }
        _ => a == b,
    }
}

/// What triangles are made for.
#[derive(Clone, Copy)]
struct Look<'a> {
    pixels: f32,
    options: TessellationOptions,
    /// Of the texture of glyphs.
    size: [usize; 2],
    discs: &'a Discs,
}

struct Builder<'a> {
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
    fn new(look: Look<'a>, before: Kept) -> Self {
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
    fn take(mut self, shapes: &mut [Shape]) -> (usize, Vec<Piece>) {
        let mut at = 0;
        while at < shapes.len() && self.new < ALL_NEW && !self.before.pieces.is_empty() {
            at += self.add(&mut shapes[at..]);
        }
        self.close();
        leave(self.before.pieces);
        (at, self.pieces)
    }

    /// The pieces of all these shapes.
    fn all(mut self, shapes: &mut [Shape]) -> Vec<Piece> {
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
        crate::widgets::triangles::install(ctx);
        let input = RawInput {
            // All of it shows: where pieces end, by which they are left out, is no matter.
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 9_000.0))),
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

    #[test]
    fn when_the_texture_of_glyphs_grows_the_same_glyphs_are_shown() {
        let ctx = Context::default();
        let size = |ctx: &Context| ctx.fonts(|fonts| fonts.font_image_size());
        let mut kept = None;
        let mut seen = Vec::new();
        // It grows behind the drawing's turn, and the drawing is shown once more.
        for grow in [true, false] {
            let primitives = frame(&ctx, |ui| {
                let made = || Kept::new(ui.ctx(), drawing(ui.ctx(), Vec2::ZERO));
                kept.get_or_insert_with(made).show(ui.painter(), Vec2::ZERO);
                for letter in ('A'..='z').filter(|_| grow) {
                    let font = FontId::proportional(90.0);
                    let at = pos2(900.0, 9.0);
                    let painter = ui.painter();
                    painter.text(at, Align2::LEFT_TOP, letter, font, Color32::WHITE);
                }
            });
            seen.push(corners(&primitives));
        }
        let made_for = kept.unwrap().size;
        assert!(size(&ctx)[1] >= 2 * made_for[1], "{made_for:?}");
        let wanted = frame(&ctx, |ui| {
            ui.painter().extend(drawing(ui.ctx(), Vec2::ZERO));
        });
        let wanted = corners(&wanted);
        for seen in seen {
            assert!(wanted.len() > 1000 && seen.len() >= wanted.len());
            for (a, b) in seen.iter().zip(&wanted) {
                assert!(a.pos == b.pos && a.uv.distance(b.uv) < 1e-6 && a.color == b.color);
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
    fn a_picture_that_is_all_new_is_painted_as_if_it_were_the_first() {
        let ctx = Context::default();
        // All of it on the screen.
        let shape = |at: usize, red: u8| {
            let corner = pos2(10.0 + (at % 37) as f32, 10.0 + (at % 450) as f32);
            let color = Color32::from_rgb(red, 90, 40);
            match at % 50 {
                7 => Shape::circle_filled(corner, 3.0, color),
                _ => Shape::rect_filled(Rect::from_min_size(corner, vec2(30.0, 4.0)), 2.0, color),
            }
        };
        let shapes = |reds: &[u8]| -> Vec<Shape> {
            let all = reds.iter().enumerate();
            all.map(|(at, red)| shape(at, *red)).collect()
        };
        let reds: Vec<u8> = (0..6_000).map(|at| (at * 37 % 251) as u8).collect();
        let others: Vec<u8> = reds.iter().map(|red| 255 - red).collect();
        // Nothing of it was there before, or its beginning was.
        for same in [0, 300] {
            let mixed = [&reds[..same], &others[same..]].concat();
            let seen = frame(&ctx, |ui| {
                let before = Kept::new(ui.ctx(), shapes(&reds));
                let mut now = before.followed_by(ui.ctx(), shapes(&mixed));
                now.show(ui.painter(), Vec2::ZERO);
            });
            let wanted = frame(&ctx, |ui| {
                ui.painter().extend(shapes(&mixed));
            });
            let (seen, wanted) = (corners(&seen), corners(&wanted));
            assert!(wanted.len() > 100_000 && seen.len() == wanted.len());
            for (a, b) in seen.iter().zip(&wanted) {
                assert!(a.pos.distance(b.pos) < 1e-3 && a.uv == b.uv && a.color == b.color);
            }
        }
    }

    #[test]
    fn a_plain_rectangle_ends_in_the_middle_of_what_would_be_its_soft_edges() {
        let ctx = Context::default();
        let around = |primitives: &[ClippedPrimitive]| {
            let corners = corners(primitives).into_iter().map(|corner| corner.pos);
            Rect::from_points(&corners.collect::<Vec<_>>())
        };
        for at in 0..40 {
            let (x, y) = (20.0 + 0.13 * at as f32, 30.0 + 0.29 * at as f32);
            let rect = Rect::from_min_size(pos2(x, y), vec2(2.1 + 0.4 * at as f32, 9.7));
            let shape = Shape::rect_filled(rect, 0.0, Color32::RED);
            let seen = frame(&ctx, |ui| {
                Kept::new(ui.ctx(), vec![shape.clone()]).show(ui.painter(), Vec2::ZERO);
            });
            let wanted = frame(&ctx, |ui| {
                ui.painter().add(shape.clone());
            });
            assert_eq!(corners(&seen).len(), 6);
            let (seen, wanted) = (around(&seen), around(&wanted).shrink(0.5));
            assert!(seen.min.distance(wanted.min) < 1e-3, "{seen} {wanted}");
            assert!(seen.max.distance(wanted.max) < 1e-3, "{seen} {wanted}");
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
                had.len() > 5 && same + 2 >= had.len(),
                "{same} of {}",
                had.len()
            );
        });
    }
}
