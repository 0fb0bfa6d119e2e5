//! From the output of one egui frame straight to a picture.

use crate::Raster;
use egui::{Color32, Context, FullOutput};

/// A viewport can claim any size; no picture is larger than this on a side.
const MAX_SIDE: f32 = 16_384.0;

/// Paints the whole viewport of `output` and returns its RGBA pixels (see [`Raster::paint`]), width and height.
///
/// The texture changes in `output` are used up. `raster` must have seen those of every earlier frame of `ctx`.
pub fn screenshot(
    ctx: &Context,
    mut output: FullOutput,
    raster: &mut Raster,
    background: Color32,
) -> (Vec<u8>, usize, usize) {
    raster.apply(&mut output.textures_delta);
    let pixels_per_point = output.pixels_per_point;
    let size = ctx.viewport_rect().size() * pixels_per_point;
    let side = |length: f32| length.round().clamp(0.0, MAX_SIDE) as usize;
    let (width, height) = (side(size.x), side(size.y));
    let primitives = ctx.tessellate(output.shapes, pixels_per_point);
    let pixels = raster.paint(&primitives, width, height, pixels_per_point, background);
    (pixels, width, height)
}
