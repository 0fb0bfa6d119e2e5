//! Meshes made by hand, and pictures of them.

#![allow(dead_code)] // each test file uses its own part

use egui::epaint::{ClippedPrimitive, ColorImage, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, Pos2, Rect, TextureId, TextureOptions, TexturesDelta, pos2};
use topolab_raster::Raster;

/// Adds 1 to the red channel and hides nothing: after painting, red is how often a pixel was covered.
pub const COUNT: Color32 = Color32::from_rgba_premultiplied(1, 0, 0, 0);

/// A raster whose default texture is one white texel, like egui's.
pub fn white_raster() -> Raster {
    let mut raster = Raster::default();
    upload(
        &mut raster,
        TextureId::default(),
        ColorImage::filled([1, 1], Color32::WHITE),
        TextureOptions::LINEAR,
    );
    raster
}

pub fn upload(raster: &mut Raster, id: TextureId, image: ColorImage, options: TextureOptions) {
    let mut delta = TexturesDelta::default();
    delta.push(id, ImageDelta::full(image, options));
    raster.apply(&mut delta);
}

pub fn triangles(corners: &[[Pos2; 3]], color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for &[a, b, c] in corners {
        let first = mesh.vertices.len() as u32;
        for corner in [a, b, c] {
            mesh.vertices.push(Vertex::untextured(corner, color));
        }
        mesh.add_triangle(first, first + 1, first + 2);
    }
    mesh
}

pub fn clipped(mesh: Mesh, clip_rect: Rect) -> ClippedPrimitive {
    ClippedPrimitive {
        clip_rect,
        primitive: Primitive::Mesh(mesh),
    }
}

/// A square picture on opaque black, without a clip.
pub struct Picture {
    side: usize,
    rgba: Vec<u8>,
}

impl Picture {
    pub fn of(raster: &Raster, side: usize, mesh: Mesh) -> Self {
        let primitive = clipped(mesh, Rect::EVERYTHING);
        Self {
            side,
            rgba: raster.paint(&[primitive], side, side, 1.0, Color32::BLACK),
        }
    }

    pub fn at(&self, x: usize, y: usize) -> [u8; 4] {
        let start = (y * self.side + x) * 4;
        self.rgba[start..start + 4].try_into().unwrap()
    }

    pub fn red(&self, x: usize, y: usize) -> u8 {
        self.at(x, y)[0]
    }

    /// The centres of all pixels with their red value.
    pub fn reds(&self) -> impl Iterator<Item = (Pos2, u8)> + '_ {
        (0..self.side * self.side).map(|i| {
            let (x, y) = (i % self.side, i / self.side);
            (pos2(x as f32 + 0.5, y as f32 + 0.5), self.red(x, y))
        })
    }
}
