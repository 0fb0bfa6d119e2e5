//! The picture being drawn: pixels with premultiplied alpha, a clip rectangle, and blending.

use egui::{Color32, Rect};

/// Red, green, blue, alpha; premultiplied, in gamma space, 0 to 255 each.
pub(crate) type Rgba = [f32; 4];

/// Coordinates stay below this many pixels, so that fixed-point products fit in 64 bits.
const MAX_SIDE: usize = 1 << 20;

/// A rectangle of whole pixels; `x1` and `y1` are one past the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PixelRect {
    pub x0: i32,
    pub y0: i32,
    pub x1: i32,
    pub y1: i32,
}

pub(crate) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Canvas {
    pub(crate) fn new(width: usize, height: usize, background: Color32) -> Self {
        let (width, height) = (width.min(MAX_SIDE), height.min(MAX_SIDE));
        Self {
            width,
            height,
            pixels: vec![background.to_array(); width * height],
        }
    }

    /// Points to whole pixels: both sides rounded, as `egui_glow` sets its scissor rectangle.
    pub(crate) fn clip(&self, clip: Rect, pixels_per_point: f32) -> PixelRect {
        let pixel = |points: f32| (points * pixels_per_point).round() as i32;
        let (width, height) = (self.width as i32, self.height as i32);
        let (x0, y0) = (
            pixel(clip.min.x).clamp(0, width),
            pixel(clip.min.y).clamp(0, height),
        );
        PixelRect {
            x0,
            y0,
            x1: pixel(clip.max.x).clamp(x0, width),
            y1: pixel(clip.max.y).clamp(y0, height),
        }
    }

    /// The pixels `x0..x1` of row `y`; empty if they are not all on the canvas.
    #[inline]
    pub(crate) fn span(&mut self, y: i32, x0: i32, x1: i32) -> &mut [[u8; 4]] {
        let start = y as usize * self.width;
        self.pixels
            .get_mut(start + x0 as usize..start + x1 as usize)
            .unwrap_or_default()
    }

    /// RGBA bytes with straight alpha, the form that image files want.
    pub(crate) fn into_straight_rgba(mut self) -> Vec<u8> {
        for pixel in &mut self.pixels {
            if pixel[3] != 255 {
                *pixel = unmultiply(*pixel);
            }
        }
        self.pixels.into_flattened()
    }
}

/// Puts `source` over `pixel`: `source + pixel * (1 - source alpha)`, rounded once.
#[inline]
pub(crate) fn blend(pixel: &mut [u8; 4], source: Rgba) {
    let keep = 1.0 - source[3] / 255.0;
    for (channel, add) in pixel.iter_mut().zip(source) {
        // `as u8` saturates, which is the clamp of the frame buffer.
        *channel = (add + f32::from(*channel) * keep + 0.5) as u8;
    }
}

/// Puts one colour over a whole span.
pub(crate) fn blend_span(span: &mut [[u8; 4]], source: Rgba) {
    if source == [0.0; 4] {
        return;
    }
    if source[3] >= 255.0 {
        span.fill(source.map(|channel| (channel + 0.5) as u8));
        return;
    }
    for pixel in span {
        blend(pixel, source);
    }
}

fn unmultiply([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    if a == 0 {
        return [0; 4];
    }
    let alpha = u32::from(a);
    let straight = |channel: u8| ((u32::from(channel) * 255 + alpha / 2) / alpha).min(255) as u8;
    [straight(r), straight(g), straight(b), a]
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn a_half_transparent_source_halves_what_is_below() {
        let mut pixel = [200, 100, 0, 255];
        blend(&mut pixel, [50.0, 0.0, 127.5, 127.5]);
        assert_eq!(pixel, [150, 50, 128, 255]);
    }

    #[test]
    fn a_source_without_alpha_adds_and_saturates() {
        let mut pixel = [10, 250, 0, 255];
        blend(&mut pixel, [5.0, 100.0, 0.0, 0.0]);
        assert_eq!(pixel, [15, 255, 0, 255]);
    }

    #[test]
    fn a_span_blends_like_its_pixels() {
        let below = [[0, 50, 255, 255], [255, 128, 3, 255], [9, 9, 9, 9]];
        for source in [[0.0; 4], [40.0, 30.0, 20.0, 60.0], [1.0, 2.0, 3.0, 255.0]] {
            let (mut span, mut single) = (below, below);
            blend_span(&mut span, source);
            for pixel in &mut single {
                blend(pixel, source);
            }
            assert_eq!(span, single, "{source:?}");
        }
    }

    #[test]
    fn straight_alpha_undoes_the_premultiplication() {
        assert_eq!(unmultiply([64, 32, 0, 128]), [128, 64, 0, 128]);
        assert_eq!(unmultiply([9, 9, 9, 0]), [0; 4]);
        assert_eq!(unmultiply([200, 0, 0, 100]), [255, 0, 0, 100]);
    }

    #[test]
    fn a_clip_is_rounded_and_kept_on_the_canvas() {
        let canvas = Canvas::new(10, 8, Color32::BLACK);
        let rect = |x0, y0, x1, y1| Rect::from_min_max(pos2(x0, y0), pos2(x1, y1));
        let clip = canvas.clip(rect(0.2, 0.3, 2.0, 3.0), 2.0);
        assert_eq!((clip.x0, clip.y0, clip.x1, clip.y1), (0, 1, 4, 6));
        let clip = canvas.clip(Rect::EVERYTHING, 1.0);
        assert_eq!((clip.x0, clip.y0, clip.x1, clip.y1), (0, 0, 10, 8));
        let clip = canvas.clip(rect(7.0, 5.0, 3.0, f32::NAN), 1.0);
        assert_eq!((clip.x0, clip.y0, clip.x1, clip.y1), (7, 5, 7, 5));
    }
}
