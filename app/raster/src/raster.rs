//! The rasteriser: the textures egui has uploaded, and painting a frame with them.

use crate::canvas::Canvas;
use crate::texture::Texture;
use crate::triangle;
use egui::epaint::{Mesh, Primitive};
use egui::{ClippedPrimitive, Color32, Pos2, TextureId, TexturesDelta};
use std::collections::HashMap;

/// Keeps the textures between frames. One per [`egui::Context`].
#[derive(Default)]
pub struct Raster {
    textures: HashMap<TextureId, Texture>,
    /// Freed by egui, but the frame that freed them may still show them: they go at the next `apply`.
    leaving: Vec<TextureId>,
}

impl Raster {
    /// Takes over the texture changes of one frame and leaves `delta` empty. Call it for every frame, painted or not.
    pub fn apply(&mut self, delta: &mut TexturesDelta) {
        for id in self.leaving.drain(..) {
            self.textures.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in &changes {
                match (change.pos, self.textures.get_mut(&id)) {
                    (Some(position), Some(texture)) => texture.patch(change, position),
                    (Some(_), None) => {}
                    (None, _) => match Texture::new(change) {
                        Some(texture) => drop(self.textures.insert(id, texture)),
                        None => drop(self.textures.remove(&id)),
                    },
                }
            }
        }
        self.leaving.extend(delta.free.drain());
    }

    /// Paints on `background` and returns `width * height` RGBA pixels, row by row from the top.
    ///
    /// Alpha is straight (not premultiplied), as PNG wants it; it is 255 everywhere if `background` is opaque.
    /// Paint callbacks are skipped.
    pub fn paint(
        &self,
        primitives: &[ClippedPrimitive],
        width: usize,
        height: usize,
        pixels_per_point: f32,
        background: Color32,
    ) -> Vec<u8> {
        let mut canvas = Canvas::new(width, height, background);
        for ClippedPrimitive {
            clip_rect,
            primitive,
        } in primitives
        {
            let Primitive::Mesh(mesh) = primitive else {
                continue;
            };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                continue;
            };
            let clip = canvas.clip(*clip_rect, pixels_per_point);
            for corners in triangles(mesh) {
                let in_pixels = corners.map(|mut corner| {
                    corner.pos = Pos2::ZERO + corner.pos.to_vec2() * pixels_per_point;
                    corner
                });
                triangle::paint(&mut canvas, clip, in_pixels, texture);
            }
        }
        canvas.into_straight_rgba()
    }
}

/// The corners of each triangle; those with an index out of range are left out.
fn triangles(mesh: &Mesh) -> impl Iterator<Item = [egui::epaint::Vertex; 3]> + '_ {
    let vertex = |index: u32| mesh.vertices.get(index as usize).copied();
    let (threes, _rest) = mesh.indices.as_chunks::<3>();
    threes
        .iter()
        .filter_map(move |&[a, b, c]| Some([vertex(a)?, vertex(b)?, vertex(c)?]))
}
