//! Texts as triangles. They are there already, as they were laid out; they only have to be put in their place.

use egui::emath::GuiRounding;
use egui::epaint::{TessellationOptions, TextShape, Vertex};
use egui::{Color32, Mesh, Rect, Stroke, Vec2, vec2};

/// What it takes to put them there.
pub struct Letters {
    /// Size of one point of the texture of glyphs, as a share of it.
    texel: Vec2,
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
            text.pos.round_to_pixels(self.pixels)
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
            let first = mesh.vertices.len() as u32;
            let indices = from.mesh.indices.iter();
            mesh.indices.extend(indices.map(|index| index + first));
            let corners = from.mesh.vertices.iter();
            mesh.vertices.extend(corners.map(|corner| Vertex {
                pos: corner.pos + by,
                uv: (corner.uv.to_vec2() * self.texel).to_pos2(),
                color: match corner.color {
                    Color32::PLACEHOLDER => text.fallback_color,
                    color => color,
                },
            }));
        }
        true
    }
}
