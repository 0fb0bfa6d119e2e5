//! Reading a texture at a place: filters, wrap modes and the choice of mipmap level, as OpenGL defines them.

use crate::canvas::Rgba;
use crate::texture::{Level, Texture};
use egui::{Pos2, TextureFilter, TextureWrapMode};

/// A texture at one scale: set up once per triangle, asked once per pixel.
pub(crate) struct Sampler<'a> {
    level: &'a Level,
    /// The next smaller level and its share, when levels are blended.
    smaller: Option<(&'a Level, f32)>,
    linear: bool,
    wrap: TextureWrapMode,
}

impl<'a> Sampler<'a> {
    /// `texels_per_pixel` is the larger of the two steps, over one pixel to the right or one down.
    pub(crate) fn new(texture: &'a Texture, texels_per_pixel: f32) -> Self {
        let options = texture.options;
        let minified = texels_per_pixel > 1.0;
        let filter = if minified {
            options.minification
        } else {
            options.magnification
        };
        // The logarithm of a float is at most 128: the casts below are safe.
        let shrink = texels_per_pixel.log2();
        let (number, share) = match options.mipmap_mode.filter(|_| minified) {
            None => (0.0, 0.0),
            Some(TextureFilter::Nearest) => (((shrink + 0.5).ceil() - 1.0).max(0.0), 0.0),
            Some(TextureFilter::Linear) => (shrink.floor(), shrink.fract()),
        };
        Self {
            level: texture.level(number as usize),
            smaller: (share > 0.0).then(|| (texture.level(number as usize + 1), share)),
            linear: filter == TextureFilter::Linear,
            wrap: options.wrap_mode,
        }
    }

    /// `uv` goes from 0 to 1 over the texture.
    #[inline]
    pub(crate) fn sample(&self, uv: Pos2) -> Rgba {
        let color = self.sample_level(self.level, uv);
        match self.smaller {
            None => color,
            Some((level, share)) => mix(color, self.sample_level(level, uv), share),
        }
    }

    #[inline]
    fn sample_level(&self, level: &Level, uv: Pos2) -> Rgba {
        let x = bounded(uv.x * level.width as f32);
        let y = bounded(uv.y * level.height as f32);
        let column = |texel: i32| wrap(texel, level.width, self.wrap);
        let row = |texel: i32| wrap(texel, level.height, self.wrap);
        if !self.linear {
            return level.texel(column(x.floor() as i32), row(y.floor() as i32));
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor() as i32, y.floor() as i32);
        let (x0, x1) = (column(left), column(left + 1));
        let (y0, y1) = (row(top), row(top + 1));
        let across = x - x.floor();
        mix(
            mix(level.texel(x0, y0), level.texel(x1, y0), across),
            mix(level.texel(x0, y1), level.texel(x1, y1), across),
            y - y.floor(),
        )
    }
}

/// Far places and NaN become numbers that can be told from their neighbours and cast to `i32`.
#[inline]
#[allow(clippy::manual_clamp)] // `clamp` would let NaN through
fn bounded(place: f32) -> f32 {
    place.max(-1e9).min(1e9)
}

#[inline]
fn mix(from: Rgba, to: Rgba, share: f32) -> Rgba {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * share)
}

/// The texel of `0..size` that stands for `texel`.
#[inline]
fn wrap(texel: i32, size: usize, mode: TextureWrapMode) -> usize {
    let (texel, size) = (i64::from(texel), size as i64);
    let inside = match mode {
        TextureWrapMode::ClampToEdge => texel.clamp(0, size - 1),
        TextureWrapMode::Repeat => texel.rem_euclid(size),
        TextureWrapMode::MirroredRepeat => {
            let there_and_back = texel.rem_euclid(2 * size);
            there_and_back.min(2 * size - 1 - there_and_back)
        }
    };
    inside as usize
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use egui::epaint::{ColorImage, ImageDelta};
    use egui::{Color32, TextureOptions, pos2};

    /// One row of gray texels.
    fn row(values: &[u8], options: TextureOptions) -> Texture {
        let pixels = values.iter().copied().map(Color32::from_gray).collect();
        let image = ColorImage::new([values.len(), 1], pixels);
        Texture::new(&ImageDelta::full(image, options)).unwrap()
    }

    fn gray(texture: &Texture, texels_per_pixel: f32, u: f32) -> f32 {
        Sampler::new(texture, texels_per_pixel).sample(pos2(u, 0.5))[0]
    }

    #[test]
    fn wrap_modes() {
        let all = |mode| (-4..7).map(|i| wrap(i, 3, mode)).collect::<Vec<_>>();
        let clamped = [0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2];
        assert_eq!(all(TextureWrapMode::ClampToEdge), clamped);
        assert_eq!(
            all(TextureWrapMode::Repeat),
            [2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]
        );
        let mirrored = [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0];
        assert_eq!(all(TextureWrapMode::MirroredRepeat), mirrored);
    }

    #[test]
    fn nearest_takes_the_texel_and_linear_mixes_two() {
        let nearest = row(&[0, 100], TextureOptions::NEAREST);
        assert_eq!(gray(&nearest, 1.0, 0.49), 0.0);
        assert_eq!(gray(&nearest, 1.0, 0.51), 100.0);
        let linear = row(&[0, 100], TextureOptions::LINEAR);
        assert_eq!(gray(&linear, 1.0, 0.25), 0.0);
        assert_eq!(gray(&linear, 1.0, 0.5), 50.0);
        assert_eq!(gray(&linear, 1.0, 0.625), 75.0);
        assert_eq!(gray(&linear, 1.0, 1.0), 100.0);
        let repeated = row(&[0, 100], TextureOptions::LINEAR_REPEAT);
        assert_eq!(gray(&repeated, 1.0, 1.0), 50.0);
    }

    #[test]
    fn the_filter_follows_the_scale() {
        let options = TextureOptions {
            magnification: TextureFilter::Nearest,
            minification: TextureFilter::Linear,
            ..TextureOptions::LINEAR
        };
        let texture = row(&[0, 100], options);
        assert_eq!(gray(&texture, 1.0, 0.5), 100.0);
        assert_eq!(gray(&texture, 1.5, 0.5), 50.0);
    }

    #[test]
    fn mipmaps_are_used_only_when_the_texture_shrinks() {
        let values = [0, 100, 0, 100];
        let pick = |mode| {
            row(
                &values,
                TextureOptions::NEAREST.with_mipmap_mode(Some(mode)),
            )
        };
        let nearest = pick(TextureFilter::Nearest);
        assert_eq!(gray(&nearest, 1.0, 0.1), 0.0);
        assert_eq!(gray(&nearest, 1.3, 0.1), 0.0);
        assert_eq!(gray(&nearest, 2.0, 0.1), 50.0);
        let linear = pick(TextureFilter::Linear);
        assert!((gray(&linear, 2f32.sqrt(), 0.1) - 25.0).abs() < 0.01);
    }

    #[test]
    fn places_that_are_no_numbers_are_read_without_harm() {
        for options in [TextureOptions::LINEAR, TextureOptions::LINEAR_REPEAT] {
            let texture = row(&[7, 7], options);
            for u in [f32::NAN, f32::INFINITY, -f32::INFINITY, 1e30, -1e30] {
                assert_eq!(gray(&texture, 1.0, u), 7.0);
            }
            for scale in [f32::NAN, f32::INFINITY, 0.0] {
                assert_eq!(gray(&texture, scale, 0.5), 7.0);
            }
        }
    }
}
