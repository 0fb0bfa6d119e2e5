//! The triangles of a frame, worked out in room that is kept from frame to frame.
//!
//! egui's own lists of them begin empty in every frame and are copied whenever they grow, several times over for a
//! picture of a hundred thousand corners; so they are handed over as lists that are whole.

use std::sync::Arc;

use egui::epaint::{ClippedShape, TessellationOptions, Tessellator};
use egui::{Context, FullOutput, Mesh, Plugin, Rect, Shape, TextureId, Vec2, vec2};

use super::corners;
use super::discs::Discs;
use super::letters::{self, Letters};

/// Meshes of at least so many corners are painted without a look at whether they show: the look would take as long.
const LARGE: usize = 64;
/// Meshes of at least so many corners are handed on as they are: to copy them takes longer than to paint one more mesh.
const WHOLE: usize = 4_096;

/// Works out the triangles of all that is painted in a window.
pub fn install(ctx: &Context) {
    ctx.add_plugin(Triangles::default());
    // What is handed over shows: nobody need look for it once more.
    ctx.tessellation_options_mut(|options| options.coarse_tessellation_culling = false);
}

/// Puts the triangles in the place of all shapes of a frame, one mesh for those that are painted at once.
#[derive(Default)]
pub struct Triangles {
    /// Those of the frame before, in order.
    meshes: Vec<Arc<Mesh>>,
    /// The size of the texture of glyphs for which the frame's meshes were made.
    made_for: Option<[usize; 2]>,
    discs: Discs,
    /// What the last frame was painted from, for whoever asked to see it.
    shapes: Option<Vec<ClippedShape>>,
}

/// From the next frame on, [`shapes`] tells what it was painted from.
pub fn keep_shapes(ctx: &Context) {
    ctx.with_plugin(|triangles: &mut Triangles| triangles.shapes = Some(Vec::new()));
}

/// What the last frame was painted from, where that is kept.
pub fn shapes(ctx: &Context) -> Vec<ClippedShape> {
    let kept = |triangles: &mut Triangles| triangles.shapes.clone();
    ctx.with_plugin(kept).flatten().unwrap_or_default()
}

/// Says that meshes painted in this frame were made when the texture of glyphs had this size: should it have grown at the
/// end of the frame, they still show the glyphs that they were made to show.
pub fn made_for(ctx: &Context, size: [usize; 2]) {
    ctx.with_plugin(|triangles: &mut Triangles| triangles.made_for = Some(size));
}

/// What there is to know about discs of these radii.
pub fn discs(ctx: &Context, radii: impl Iterator<Item = f32>) -> Discs {
    let size = ctx.fonts(|fonts| fonts.font_image_size());
    let asked = |triangles: &mut Triangles| {
        triangles.discs.begin(size, ctx.pixels_per_point());
        radii.for_each(|radius| triangles.discs.ask(ctx, radius));
        triangles.discs.clone()
    };
    ctx.with_plugin(asked).unwrap_or_default()
}

impl Plugin for Triangles {
    fn debug_name(&self) -> &'static str {
        "triangles"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let options = TessellationOptions {
            coarse_tessellation_culling: true,
            ..ctx.tessellation_options(|options| *options)
        };
        let pixels = output.pixels_per_point;
        let size = ctx.fonts(|fonts| fonts.font_image_size());
        self.discs.begin(size, pixels);
        let shapes = std::mem::take(&mut output.shapes);
        if let Some(kept) = &mut self.shapes {
            kept.clone_from(&shapes);
        }
        let before = self.made_for.take().unwrap_or(size);
        let grown = |axis: usize| before[axis] as f32 / size[axis] as f32;
        let mut weaver = Weaver {
            ctx,
            grown: vec2(grown(0), grown(1)),
            discs: &mut self.discs,
            letters: Letters::new(size, pixels, &options),
            tessellator: Tessellator::new(pixels, options, size, Vec::new()),
            options,
            pixels,
            room: std::mem::take(&mut self.meshes).into_iter(),
            spare: None,
            open: None,
            made: Vec::new(),
            done: Vec::new(),
        };
        for ClippedShape { clip_rect, shape } in shapes {
            if clip_rect.is_positive() {
                weaver.add(clip_rect, shape);
            }
        }
        weaver.close();
        output.shapes = weaver.done;
        self.meshes = weaver.made;
    }
}

struct Weaver<'a> {
    ctx: &'a Context,
    discs: &'a mut Discs,
    letters: Letters,
    /// How much larger in the texture of glyphs was what a mesh shows of it.
    grown: Vec2,
    tessellator: Tessellator,
    options: TessellationOptions,
    pixels: f32,
    /// Meshes that nobody needs any more.
    room: std::vec::IntoIter<Arc<Mesh>>,
    spare: Option<Mesh>,
    open: Option<(Rect, Mesh)>,
    /// Those that were made here.
    made: Vec<Arc<Mesh>>,
    done: Vec<ClippedShape>,
}

impl Weaver<'_> {
    fn add(&mut self, clip: Rect, shape: Shape) {
        match shape {
            Shape::Noop => {}
            Shape::Vec(shapes) => shapes.into_iter().for_each(|shape| self.add(clip, shape)),
            Shape::Callback(_) => {
                self.close();
                self.done.push(ClippedShape {
                    clip_rect: clip,
                    shape,
                });
            }
            Shape::Mesh(mesh)
                if mesh.vertices.len() >= WHOLE && !self.is_behind(mesh.texture_id) =>
            {
                self.close();
                self.hand_on(clip, mesh);
            }
            shape => self.work_out(clip, shape),
        }
    }

    /// Whether meshes with a texture were made for another size of it.
    fn is_behind(&self, texture: TextureId) -> bool {
        texture == TextureId::default() && self.grown != Vec2::splat(1.0)
    }

    /// Hands on a mesh. It would be copied together with the one before if both were cut to the very same area.
    fn hand_on(&mut self, mut clip: Rect, mesh: Arc<Mesh>) {
        let joins = |last: &ClippedShape| match &last.shape {
            Shape::Mesh(before) => {
                last.clip_rect == clip
                    && before.texture_id == mesh.texture_id
                    && before.vertices.len().max(mesh.vertices.len()) >= WHOLE
            }
            _ => false,
        };
        if self.done.last().is_some_and(joins) {
            clip.max.x = clip.max.x.next_up();
        }
        self.done.push(ClippedShape {
            clip_rect: clip,
            shape: Shape::Mesh(mesh),
        });
    }

    fn work_out(&mut self, clip: Rect, shape: Shape) {
        let texture = shape.texture_id();
        let behind = self.is_behind(texture);
        let goes_on = |(open, mesh): &(Rect, Mesh)| *open == clip && mesh.texture_id == texture;
        if !self.open.as_ref().is_some_and(goes_on) {
            self.close();
            self.tessellator.set_clip_rect(clip);
        }
        let (room, spare) = (&mut self.room, &mut self.spare);
        let mut empty = || spare.take().unwrap_or_else(|| cleared(room.next()));
        let (_, mesh) = self.open.get_or_insert_with(|| (clip, empty()));
        mesh.texture_id = texture;
        match shape {
            Shape::Mesh(glyphs) if behind => letters::append(&glyphs, self.grown, mesh),
            Shape::Mesh(large) if large.vertices.len() >= LARGE => mesh.append_ref(&large),
            Shape::Rect(rect) if !rect.visual_bounding_rect().intersects(clip) => {}
            Shape::Rect(rect) if corners::add(&rect, self.pixels, &self.options, mesh) => {}
            Shape::Circle(circle) => {
                let reach = circle.radius + circle.stroke.width;
                if clip.expand(reach).contains(circle.center) {
                    self.discs.ask(self.ctx, circle.radius);
                    let (texel, tessellator) = (self.letters.texel, &mut self.tessellator);
                    self.discs.add(circle, texel, tessellator, mesh);
                }
            }
            Shape::Text(text) if self.letters.add(&text, clip, mesh) => {}
            shape => self.tessellator.tessellate_shape(shape, mesh),
        }
    }

    fn close(&mut self) {
        match self.open.take() {
            // The next one has its room, as it will have in the next frame.
            Some((_, mesh)) if mesh.is_empty() => self.spare = Some(mesh),
            Some((clip, mesh)) => {
                let mesh = Arc::new(mesh);
                self.made.push(Arc::clone(&mesh));
                self.hand_on(clip, mesh);
            }
            None => {}
        }
    }
}

/// An empty mesh, with the room of one that was painted before.
fn cleared(before: Option<Arc<Mesh>>) -> Mesh {
    // Whoever still holds it keeps it.
    let mut mesh = before.and_then(Arc::into_inner).unwrap_or_default();
    // Its own way to clear it gives the room away.
    mesh.indices.clear();
    mesh.vertices.clear();
    mesh
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use egui::epaint::{ClippedPrimitive, Primitive, Vertex};
    use egui::{Align2, Color32, FontId, RawInput, Stroke, Ui, pos2, vec2};

    use super::*;

    /// Shapes of every kind in two areas; without round corners, which are not those of egui.
    fn paint(ui: &Ui, round: usize) {
        let whole = ui.painter();
        let part = whole.with_clip_rect(Rect::from_min_max(pos2(0.0, 0.0), pos2(150.0, 90.0)));
        for row in 0..30 {
            // On the screen: beside it a half is rounded another way.
            let (y, painter) = (
                20.0 + 7.0 * row as f32,
                if row % 9 < 5 { whole } else { &part },
            );
            let at = |x: f32| pos2(x + round as f32, y);
            painter.rect_filled(
                Rect::from_min_size(at(5.0), vec2(40.0, 5.0)),
                0.0,
                Color32::RED,
            );
            painter.circle_filled(at(60.0), 2.0 + row as f32, Color32::GREEN);
            painter.line(
                vec![at(80.0), at(90.0), pos2(120.0, 40.0)],
                Stroke::new(1.3, Color32::BLUE),
            );
            let words = format!("row {row} of {round}");
            painter.text(
                at(130.0),
                Align2::LEFT_CENTER,
                words,
                FontId::proportional(11.0),
                Color32::WHITE,
            );
            let mut mesh = Mesh::default();
            for step in 0..row {
                let rect = Rect::from_min_size(at(200.0 + 4.0 * step as f32), vec2(3.0, 3.0));
                mesh.add_colored_rect(rect, Color32::YELLOW);
            }
            whole.add(mesh);
            painter.extend([
                Shape::Noop,
                Shape::Vec(vec![Shape::hline(10.0..=90.0, y, (1.0, Color32::GRAY))]),
            ]);
        }
    }

    fn frame(ctx: &Context, round: usize, held: &mut Vec<ClippedShape>) -> Vec<ClippedPrimitive> {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0))),
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| paint(ui, round));
        output.textures_delta.set.drain().for_each(drop);
        output.textures_delta.free.drain().for_each(drop);
        if round == 9 {
            held.clone_from(&output.shapes);
        }
        ctx.tessellate(output.shapes, output.pixels_per_point)
    }

    /// All triangles in order, with the area that each is cut to.
    fn corners(primitives: &[ClippedPrimitive]) -> Vec<(Rect, Vertex)> {
        let of = |clipped: &ClippedPrimitive| -> Vec<(Rect, Vertex)> {
            let Primitive::Mesh(mesh) = &clipped.primitive else {
                panic!("no mesh");
            };
            let corner = |at: &u32| (clipped.clip_rect, mesh.vertices[*at as usize]);
            mesh.indices.iter().map(corner).collect()
        };
        primitives.iter().flat_map(of).collect()
    }

    #[test]
    fn in_kept_room_or_not_the_triangles_are_the_same() {
        let (plain, ours) = (Context::default(), Context::default());
        install(&ours);
        // More and fewer of them, and once the frame before is still held by somebody.
        let (mut others, mut held) = (Vec::new(), Vec::new());
        for round in [0, 3, 9, 1, 30] {
            let wanted = frame(&plain, round, &mut others);
            let seen = frame(&ours, round, &mut held);
            let (wanted, seen) = (corners(&wanted), corners(&seen));
            // No list of thousands of corners where it fails.
            assert!(wanted.len() > 2_000 && wanted == seen, "round {round}");
        }
    }
}
