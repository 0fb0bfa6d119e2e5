//! One triangle onto the canvas, by the cheapest of three ways that gives the same pixels.

use crate::canvas::{Canvas, PixelRect, Rgba, blend, blend_span};
use crate::coverage::Coverage;
use crate::sampler::Sampler;
use crate::texture::Texture;
use egui::epaint::Vertex;
use egui::{Pos2, Vec2, pos2};

/// `corners` have their positions in pixels.
pub(crate) fn paint(canvas: &mut Canvas, clip: PixelRect, corners: [Vertex; 3], texture: &Texture) {
    let Some(coverage) = Coverage::new(corners.map(|corner| corner.pos), clip) else {
        return;
    };
    let colors = corners.map(|corner| corner.color.to_array().map(f32::from));
    let [a, b, c] = corners.map(|corner| corner.uv);
    if a != b || b != c {
        return textured(canvas, &coverage, colors, [a, b, c], texture);
    }
    // Fills, lines and their soft edges read a single texel, so its colour can go into the corners.
    let texel = Sampler::new(texture, 0.0).sample(a);
    let colors = colors.map(|color| multiply(color, texel));
    if colors[0] == colors[1] && colors[1] == colors[2] {
        solid(canvas, &coverage, colors[0]);
    } else {
        gradient(canvas, &coverage, colors);
    }
}

fn solid(canvas: &mut Canvas, coverage: &Coverage, color: Rgba) {
    for span in coverage.spans() {
        blend_span(canvas.span(span.y, span.x0, span.x1), color);
    }
}

fn gradient(canvas: &mut Canvas, coverage: &Coverage, colors: [Rgba; 3]) {
    let step = weigh(colors, coverage.steps().0);
    for span in coverage.spans() {
        let mut color = weigh(colors, span.weights);
        for pixel in canvas.span(span.y, span.x0, span.x1) {
            blend(pixel, color);
            color = add(color, step);
        }
    }
}

fn textured(
    canvas: &mut Canvas,
    coverage: &Coverage,
    colors: [Rgba; 3],
    uvs: [Pos2; 3],
    texture: &Texture,
) {
    let (right, down) = coverage.steps();
    let uv_step = weigh_uv(uvs, right).to_vec2();
    let sampler = Sampler::new(
        texture,
        texels_per_pixel(texture, uv_step, weigh_uv(uvs, down).to_vec2()),
    );
    let color_step = weigh(colors, right);
    for span in coverage.spans() {
        let mut color = weigh(colors, span.weights);
        let mut uv = weigh_uv(uvs, span.weights);
        for pixel in canvas.span(span.y, span.x0, span.x1) {
            let texel = sampler.sample(uv);
            if texel != [0.0; 4] {
                blend(pixel, multiply(color, texel));
            }
            color = add(color, color_step);
            uv += uv_step;
        }
    }
}

fn texels_per_pixel(texture: &Texture, right: Vec2, down: Vec2) -> f32 {
    let full = texture.level(0);
    let size = Vec2::new(full.width as f32, full.height as f32);
    (right * size).length().max((down * size).length())
}

#[inline]
fn multiply(color: Rgba, texel: Rgba) -> Rgba {
    std::array::from_fn(|i| color[i] * texel[i] / 255.0)
}

#[inline]
fn add(color: Rgba, step: Rgba) -> Rgba {
    std::array::from_fn(|i| color[i] + step[i])
}

#[inline]
fn weigh(colors: [Rgba; 3], [a, b, c]: [f32; 3]) -> Rgba {
    std::array::from_fn(|i| colors[0][i] * a + colors[1][i] * b + colors[2][i] * c)
}

#[inline]
fn weigh_uv(uvs: [Pos2; 3], [a, b, c]: [f32; 3]) -> Pos2 {
    pos2(
        uvs[0].x * a + uvs[1].x * b + uvs[2].x * c,
        uvs[0].y * a + uvs[1].y * b + uvs[2].y * c,
    )
}
