//! All icons in one texture, white, so that a picture with a hundred cards binds one image.

use egui::{
    Color32, ColorImage, Context, Mesh, Rect, Shape, TextureFilter, TextureHandle, TextureOptions,
    pos2,
};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::theme::icons;

/// Side of one icon in the texture, pixels.
const CELL: usize = 128;
const COLUMNS: usize = 6;

/// The texture and where each icon lies in it.
pub struct Atlas {
    texture: TextureHandle,
    rows: usize,
}

impl Atlas {
    pub fn new(ctx: &Context) -> Self {
        let rows = icons::ALL.len().div_ceil(COLUMNS);
        let mut image = ColorImage::filled([CELL * COLUMNS, CELL * rows], Color32::TRANSPARENT);
        for (index, (_, source)) in icons::ALL.iter().enumerate() {
            draw(source, index, &mut image);
        }
        let options = TextureOptions::LINEAR.with_mipmap_mode(Some(TextureFilter::Linear));
        Self {
            texture: ctx.load_texture("canvas icons", image, options),
            rows,
        }
    }

    /// An icon in a rectangle of the screen.
    pub fn shape(&self, name: &str, rect: Rect, tint: Color32) -> Option<Shape> {
        let index = icons::ALL.iter().position(|(known, _)| *known == name)?;
        let cell = [1.0 / COLUMNS as f32, 1.0 / self.rows as f32];
        let at = pos2(
            (index % COLUMNS) as f32 * cell[0],
            (index / COLUMNS) as f32 * cell[1],
        );
        let mut mesh = Mesh::with_texture(self.texture.id());
        mesh.add_rect_with_uv(rect, Rect::from_min_size(at, cell.into()), tint);
        Some(Shape::mesh(mesh))
    }
}

fn draw(source: &str, index: usize, image: &mut ColorImage) {
    let tree = Tree::from_str(source, &Options::default()).ok();
    let (Some(tree), Some(mut pixels)) = (tree, Pixmap::new(CELL as u32, CELL as u32)) else {
        return;
    };
    let scale = CELL as f32 / icons::SIDE;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    let (left, top) = (index % COLUMNS * CELL, index / COLUMNS * CELL);
    let width = image.size[0];
    for (i, p) in pixels.pixels().iter().enumerate() {
        let color = Color32::from_rgba_premultiplied(p.red(), p.green(), p.blue(), p.alpha());
        image.pixels[(top + i / CELL) * width + left + i % CELL] = color;
    }
}
