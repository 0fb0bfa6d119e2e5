//! Texts as triangles. They are there already, as they were laid out; they only have to be put in their place.

use egui::epaint::{TessellationOptions, TextShape, Vertex};
use egui::{Color32, Mesh, Rect, Stroke, Vec2, vec2};

/// What it takes to put them there.
pub struct Letters {
    /// Size of one point of the texture of glyphs, as a share of it.
    pub texel: Vec2,
    pixels: f32,
    round: bool,
}

impl Letters {
    /// `size`: of the texture of glyphs.
    pub fn new(size: [usize; 2], pixels: f32, options: &TessellationOptions) -> Self {
        let [wide, high] = size.map(|side| 1.0 / side as f32);
        Self {
            texel: vec2(wide, high),
            pixels,
            round: options.round_text_to_pixels,
        }
    }

    /// Adds a text to a mesh with that texture; `false`: it is turned, underlined, dimmed or coloured anew.
    pub fn add(&self, text: &TextShape, clip: Rect, mesh: &mut Mesh) -> bool {
        let plain = text.angle == 0.0
            && text.underline == Stroke::NONE
            && text.override_text_color.is_none()
            && text.opacity_factor >= 1.0;
        if !plain {
            return false;
        }
        let at = if self.round {
            // A half always up: what is moved by whole pixels is the same there, on whichever side of 0.
            (text.pos * self.pixels + Vec2::splat(0.5)).floor() / self.pixels
        } else {
            text.pos
        };
        let galley = &text.galley;
        for row in &galley.rows {
            let (by, from) = (at.to_vec2() + row.pos.to_vec2(), &row.visuals);
            let shows = || clip.intersects(from.mesh_bounds.translate(by));
            if from.mesh.is_empty() || !shows() {
                continue;
            }
            add(&from.mesh, mesh, |corner| Vertex {
                pos: corner.pos + by,
                uv: (corner.uv.to_vec2() * self.texel).to_pos2(),
                color: match corner.color {
                    Color32::PLACEHOLDER => text.fallback_color,
                    color => color,
                },
            });
        }
        true
    }
}

/// Adds the triangles of a mesh to another one whose places in the texture are so many times as large.
pub fn append(from: &Mesh, times: Vec2, mesh: &mut Mesh) {
    add(from, mesh, |corner| Vertex {
        uv: (corner.uv.to_vec2() * times).to_pos2(),
        ..*corner
    });
}

fn add(from: &Mesh, mesh: &mut Mesh, change: impl Fn(&Vertex) -> Vertex) {
    let first = mesh.vertices.len() as u32;
    mesh.indices
        .extend(from.indices.iter().map(|index| index + first));
    mesh.vertices.extend(from.vertices.iter().map(change));
}
