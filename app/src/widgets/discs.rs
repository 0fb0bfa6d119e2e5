//! The discs that egui keeps in the texture of glyphs: two triangles paint one of them. Where they are it does not tell,
//! but it paints one when asked.

use egui::epaint::{CircleShape, ClippedShape, Primitive, Tessellator};
use egui::{Color32, Context, Mesh, Pos2, Rect, Shape, Vec2};

/// Radii asked for before all are forgotten: while the view zooms they are ever others.
const MOST: usize = 256;

/// What was found out about discs.
#[derive(Clone, Default)]
pub struct Discs {
    /// What it holds for: size of the texture, pixels per point.
    of: ([usize; 2], f32),
    known: Vec<(f32, Option<Disc>)>,
}

/// A disc: where in the texture, points of it; and half a side of the square it is painted in, points.
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

    /// Finds out about circles of a radius, unless that is known.
    pub fn ask(&mut self, ctx: &Context, radius: f32) {
        if self.known(radius).is_none() {
            let (size, pixels) = self.of;
            self.known.push((radius, asked(ctx, radius, size, pixels)));
        }
    }

    fn known(&self, radius: f32) -> Option<Option<Disc>> {
        let found = self.known.iter().find(|(known, _)| *known == radius);
        found.map(|(_, disc)| *disc)
    }

    /// Adds the triangles of a circle to a mesh in which a point of the texture is `texel`. One nobody asked about has
    /// more of them than it needs.
    pub fn add(
        &self,
        mut circle: CircleShape,
        texel: Vec2,
        tessellator: &mut Tessellator,
        mesh: &mut Mesh,
    ) {
        let filled = circle.fill != Color32::TRANSPARENT && circle.radius > 0.0;
        let disc = filled
            .then(|| self.known(circle.radius))
            .flatten()
            .flatten();
        if let Some(disc) = disc {
            let there = Rect::from_center_size(circle.center, Vec2::splat(2.0 * disc.half));
            let [min, max] = [disc.uv.min, disc.uv.max].map(|at| (at.to_vec2() * texel).to_pos2());
            mesh.add_rect_with_uv(there, Rect { min, max }, circle.fill);
            circle.fill = Color32::TRANSPARENT;
            if circle.stroke.is_empty() {
                return;
            }
        }
        tessellator.tessellate_circle(circle, mesh);
    }
}

/// Has egui paint a disc.
fn asked(ctx: &Context, radius: f32, size: [usize; 2], pixels: f32) -> Option<Disc> {
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
    let points = Vec2::from(size.map(|side| side as f32));
    let [min, max] = [first.uv, last.uv].map(|uv| (uv.to_vec2() * points).to_pos2());
    (mesh.vertices.len() == 4).then_some(Disc {
        uv: Rect { min, max },
        half: last.pos.x,
    })
}
