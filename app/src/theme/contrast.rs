//! How well one colour is seen on another, as WCAG 2 measures it.

use super::{Rgba, Theme};

/// Least contrast of text that is read.
pub const TEXT: f64 = 4.5;
/// Least contrast of lines, marks and glyphs.
pub const GRAPHIC: f64 = 3.0;

/// Relative luminance, 0..1.
fn luminance(Rgba([r, g, b, _]): Rgba) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The contrast of two opaque colours, 1..21.
pub fn contrast(a: Rgba, b: Rgba) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl Theme {
    /// Glyphs and text on a filled ground: light where that is seen, else dark.
    pub fn on(&self, ground: Rgba) -> Rgba {
        let dark = Theme::dark().canvas;
        let light = self.on_accent;
        if contrast(light, ground) >= GRAPHIC {
            light
        } else {
            dark
        }
    }

    /// The same for words: whichever is seen better.
    pub fn words_on(&self, ground: Rgba) -> Rgba {
        let dark = Theme::dark().canvas;
        let light = self.on_accent;
        if contrast(light, ground) >= contrast(dark, ground) {
            light
        } else {
            dark
        }
    }
}
