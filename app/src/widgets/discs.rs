//! The discs that egui keeps in the texture of glyphs: two triangles paint one of them. Where they are it does not tell,
//! but it paints one when asked.

use egui::epaint::{CircleShape, ClippedShape, Primitive};
use egui::{Color32, Context, Mesh, Pos2, Rect, Shape, Vec2};

/// Radii asked for before all are forgotten: while the view zooms they are ever others.
const MOST: usize = 256;

/// What was found out about discs.
#[derive(Default)]
pub struct Discs {
    /// What it holds for: size of the texture, pixels per point.
    of: ([usize; 2], f32),
    known: Vec<(f32, Option<Disc>)>,
}

/// A disc in the texture, and half a side of the square it is painted in, points.
#[derive(Clone, Copy, Debug)]
struct Disc {
    uv: Rect,
    half: f32,
}

impl Discs {
    /// Begins a frame.
    pub fn begin(&mut self, size: [usize; 2], pixels: f32) {
        if self.of != (size, pixels) || self.known.len() > MOST {
            self.of = (size, pixels);
            self.known.clear();
        }
    }

    /// Adds the triangles of what a circle is filled with; `false`: the texture has no disc that large.
    pub fn add(&mut self, ctx: &Context, circle: &CircleShape, mesh: &mut Mesh) -> bool {
        if circle.fill == Color32::TRANSPARENT || circle.radius <= 0.0 {
            return false;
        }
        let Some(disc) = self.find(ctx, circle.radius) else {
            return false;
        };
        let there = Rect::from_center_size(circle.center, Vec2::splat(2.0 * disc.half));
        mesh.add_rect_with_uv(there, disc.uv, circle.fill);
        true
    }

    fn find(&mut self, ctx: &Context, radius: f32) -> Option<Disc> {
        if let Some((_, disc)) = self.known.iter().find(|(known, _)| *known == radius) {
            return *disc;
        }
        let disc = asked(ctx, radius, self.of.1);
        self.known.push((radius, disc));
        disc
    }
}

/// Has egui paint a disc.
fn asked(ctx: &Context, radius: f32, pixels: f32) -> Option<Disc> {
    let shape = ClippedShape {
        clip_rect: Rect::from_center_size(Pos2::ZERO, Vec2::splat(4.0 * radius + 4.0)),
        shape: Shape::circle_filled(Pos2::ZERO, radius, Color32::WHITE),
    };
    let painted = ctx.tessellate(vec![shape], pixels);
    let Primitive::Mesh(mesh) = &painted.first()?.primitive else {
        return None;
    };
    // More corners are a disc without texture.
    let [first, .., last] = mesh.vertices.as_slice() else {
        return None;
    };
    (mesh.vertices.len() == 4).then(|| Disc {
        uv: Rect::from_min_max(first.uv, last.uv),
        half: last.pos.x,
    })
}
