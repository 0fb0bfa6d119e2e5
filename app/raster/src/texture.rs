//! A texture as egui uploads it: replaced as a whole or patched in part, with half-size copies if it wants mipmaps.

use crate::canvas::Rgba;
use egui::epaint::{ColorImage, ImageData, ImageDelta};
use egui::{Color32, TextureOptions};

/// One image of the texture; level 0 is the full size, each next one half of it.
pub(crate) struct Level {
    pub width: usize,
    pub height: usize,
    texels: Vec<Color32>,
}

pub(crate) struct Texture {
    /// Never empty, and no level is without texels.
    levels: Vec<Level>,
    pub options: TextureOptions,
}

impl Texture {
    /// `None` for an image without texels.
    pub(crate) fn new(delta: &ImageDelta) -> Option<Self> {
        let ImageData::Color(image) = &delta.image;
        let mut texture = Self {
            levels: vec![Level::new(image)?],
            options: delta.options,
        };
        texture.rebuild_mipmaps();
        Some(texture)
    }

    /// Overwrites the part at `position`; what reaches beyond the texture is ignored.
    pub(crate) fn patch(&mut self, delta: &ImageDelta, position: [usize; 2]) {
        let ImageData::Color(image) = &delta.image;
        if let Some(base) = self.levels.first_mut() {
            base.patch(image, position);
        }
        self.options = delta.options;
        self.rebuild_mipmaps();
    }

    /// The level of that number, or the smallest there is.
    #[inline]
    pub(crate) fn level(&self, number: usize) -> &Level {
        &self.levels[number.min(self.levels.len() - 1)]
    }

    fn rebuild_mipmaps(&mut self) {
        self.levels.truncate(1);
        if self.options.mipmap_mode.is_none() {
            return;
        }
        while let Some(smaller) = self.levels.last().and_then(Level::halved) {
            self.levels.push(smaller);
        }
    }
}

impl Level {
    fn new(image: &ColorImage) -> Option<Self> {
        let [width, height] = image.size;
        let count = width.checked_mul(height).filter(|&count| count > 0)?;
        let mut texels = image.pixels.clone();
        texels.resize(count, Color32::TRANSPARENT);
        Some(Self {
            width,
            height,
            texels,
        })
    }

    /// Both coordinates must be inside.
    #[inline]
    pub(crate) fn texel(&self, x: usize, y: usize) -> Rgba {
        self.texels[y * self.width + x].to_array().map(f32::from)
    }

    fn patch(&mut self, image: &ColorImage, [left, top]: [usize; 2]) {
        if left >= self.width || image.width() == 0 {
            return;
        }
        let rows = image.pixels.chunks_exact(image.width());
        let targets = self.texels.chunks_exact_mut(self.width).skip(top);
        for (target, row) in targets.zip(rows) {
            for (texel, new) in target[left..].iter_mut().zip(row) {
                *texel = *new;
            }
        }
    }

    /// The next mipmap level: each texel the mean of a block of 2 x 2.
    fn halved(&self) -> Option<Self> {
        if self.width * self.height == 1 {
            return None;
        }
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let texels = (0..width * height)
            .map(|i| self.mean_of_block(i % width * 2, i / width * 2))
            .collect();
        Some(Self {
            width,
            height,
            texels,
        })
    }

    fn mean_of_block(&self, x: usize, y: usize) -> Color32 {
        let (right, below) = ((x + 1).min(self.width - 1), (y + 1).min(self.height - 1));
        let block = [
            self.texel(x, y),
            self.texel(right, y),
            self.texel(x, below),
            self.texel(right, below),
        ];
        let mean =
            |channel: usize| (block.iter().map(|t| t[channel]).sum::<f32>() / 4.0).round() as u8;
        Color32::from_rgba_premultiplied(mean(0), mean(1), mean(2), mean(3))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use egui::TextureFilter;

    fn gray(width: usize, height: usize, values: &[u8]) -> ColorImage {
        let pixels = values.iter().copied().map(Color32::from_gray).collect();
        ColorImage::new([width, height], pixels)
    }

    fn first_channel(level: &Level) -> Vec<u8> {
        level.texels.iter().map(|texel| texel.r()).collect()
    }

    fn texture(image: ColorImage, mipmap: Option<TextureFilter>) -> Option<Texture> {
        let options = TextureOptions::LINEAR.with_mipmap_mode(mipmap);
        Texture::new(&ImageDelta::full(image, options))
    }

    #[test]
    fn a_patch_lands_where_it_belongs_and_is_cut_at_the_edge() {
        let mut texture = texture(gray(3, 2, &[0; 6]), None).unwrap();
        let patch = gray(2, 2, &[1, 2, 3, 4]);
        let delta = ImageDelta::partial([2, 1], patch.clone(), TextureOptions::NEAREST);
        texture.patch(&delta, [2, 1]);
        assert_eq!(first_channel(texture.level(0)), [0, 0, 0, 0, 0, 1]);
        assert_eq!(texture.options, TextureOptions::NEAREST);
        for outside in [[3, 0], [0, 2], [usize::MAX, usize::MAX]] {
            texture.patch(&delta, outside);
            assert_eq!(first_channel(texture.level(0)), [0, 0, 0, 0, 0, 1]);
        }
    }

    #[test]
    fn an_image_without_texels_is_no_texture() {
        assert!(texture(gray(0, 5, &[]), None).is_none());
    }

    #[test]
    fn mipmaps_are_means_down_to_one_texel() {
        let image = gray(4, 2, &[0, 10, 20, 30, 20, 30, 40, 50]);
        let mut texture = texture(image, Some(TextureFilter::Nearest)).unwrap();
        assert_eq!(texture.levels.len(), 3);
        assert_eq!(first_channel(texture.level(1)), [15, 35]);
        assert_eq!(first_channel(texture.level(99)), [25]);
        let options = texture.options;
        let white = gray(4, 2, &[200; 8]);
        texture.patch(&ImageDelta::partial([0, 0], white, options), [0, 0]);
        assert_eq!(first_channel(texture.level(1)), [200, 200]);
    }
}
