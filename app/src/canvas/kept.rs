//! Shapes kept from frame to frame as triangles: a view that glides over a drawing only moves them.

use std::sync::Arc;

use egui::epaint::Tessellator;
use egui::{Context, Mesh, Painter, Rect, Shape, TextureId, Vec2};

/// A piece with more corners than this is complete: small enough to be left out where it does not show.
const PIECE: usize = 1024;

/// Shapes in drawing order, most of them as triangles.
#[derive(Default)]
pub struct Kept {
    pieces: Vec<Piece>,
}

enum Piece {
    Triangles {
        mesh: Arc<Mesh>,
        /// Where they were at first.
        bounds: Rect,
        /// How far they have been moved since.
        moved: Vec2,
    },
    /// What is painted with the texture of glyphs, which may grow within a frame: only the tessellator at the end of the
    /// frame knows how large it is.
    Shape(Shape),
}

impl Kept {
    /// Works out the triangles of shapes.
    pub fn new(ctx: &Context, shapes: impl IntoIterator<Item = Shape>) -> Self {
        let options = ctx.tessellation_options(|options| *options);
        let mut builder = Builder {
            tessellator: Tessellator::new(ctx.pixels_per_point(), options, [1, 1], Vec::new()),
            open: Mesh::default(),
            pieces: Vec::new(),
        };
        shapes.into_iter().for_each(|shape| builder.add(shape));
        builder.close();
        Self {
            pieces: builder.pieces,
        }
    }

    /// Paints them, moved by `by` from where they were at first: a whole number of pixels, so that nothing blurs.
    pub fn show(&mut self, painter: &Painter, by: Vec2) {
        let area = painter.clip_rect();
        painter.extend(self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Triangles {
                mesh,
                bounds,
                moved,
            } => {
                if !bounds.translate(by).intersects(area) {
                    return None;
                }
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

struct Builder {
    tessellator: Tessellator,
    /// What is not a piece yet.
    open: Mesh,
    pieces: Vec<Piece>,
}

impl Builder {
    fn add(&mut self, shape: Shape) {
        match shape {
            Shape::Noop => {}
            Shape::Vec(shapes) => shapes.into_iter().for_each(|shape| self.add(shape)),
            Shape::Text(_) | Shape::Circle(_) | Shape::Callback(_) => {
                self.close();
                self.pieces.push(Piece::Shape(shape));
            }
            shape => {
                if self.open.vertices.len() > PIECE || self.texture() != shape.texture_id() {
                    self.close();
                }
                self.open.texture_id = shape.texture_id();
                self.tessellator.tessellate_shape(shape, &mut self.open);
            }
        }
    }

    fn texture(&self) -> TextureId {
        self.open.texture_id
    }

    fn close(&mut self) {
        let mesh = std::mem::take(&mut self.open);
        if !mesh.is_empty() {
            self.pieces.push(Piece::Triangles {
                bounds: mesh.calc_bounds(),
                mesh: Arc::new(mesh),
                moved: Vec2::ZERO,
            });
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
}
