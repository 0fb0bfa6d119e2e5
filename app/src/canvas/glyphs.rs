//! The texture of glyphs. Once egui has begun it anew, all that was set or painted before points nowhere.

use egui::Context;
use egui::epaint::TextOptions;

/// What tells one texture of glyphs from the next.
#[derive(Default)]
pub struct Glyphs {
    /// Pixels per point, and how glyphs are drawn.
    look: Option<(f32, TextOptions)>,
    /// How full it was. It becomes emptier only when it is begun anew.
    fill: f32,
    number: u64,
}

impl Glyphs {
    /// Which texture this is; asked in every frame, so as not to miss that another one was begun.
    pub fn number(&mut self, ctx: &Context) -> u64 {
        let (options, fill) = ctx.fonts(|fonts| (*fonts.options(), fonts.font_atlas_fill_ratio()));
        let look = Some((ctx.pixels_per_point(), options));
        if std::mem::replace(&mut self.look, look) != look || fill < self.fill {
            self.number += 1;
        }
        self.fill = fill;
        self.number
    }

    /// After texts were set: it is fuller now.
    pub fn filled(&mut self, ctx: &Context) {
        self.fill = ctx.fonts(|fonts| fonts.font_atlas_fill_ratio());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use egui::{Color32, FontId, RawInput};

    use super::*;

    fn frame(ctx: &Context, pixels_per_point: f32, mut draw: impl FnMut(&Context)) {
        let mut input = RawInput {
            max_texture_side: Some(1024),
            ..RawInput::default()
        };
        let viewport = input.viewports.get_mut(&input.viewport_id).unwrap();
        viewport.native_pixels_per_point = Some(pixels_per_point);
        let mut output = ctx.run_ui(input, |ui| draw(ui.ctx()));
        output.textures_delta.set.drain().for_each(drop);
        output.textures_delta.free.drain().for_each(drop);
    }

    /// Sets some letters; how full the texture is then.
    fn set(ctx: &Context, size: f32) -> f32 {
        ctx.fonts_mut(|fonts| {
            let letters = "ABCDEFGHIJKLM".to_owned();
            fonts.layout_no_wrap(letters, FontId::proportional(size), Color32::WHITE);
            fonts.font_atlas_fill_ratio()
        })
    }

    #[test]
    fn a_texture_that_is_begun_anew_has_another_number() {
        let ctx = Context::default();
        frame(&ctx, 1.0, |_| ());
        let mut glyphs = Glyphs::default();
        let mut first = 0;
        frame(&ctx, 1.0, |ctx| {
            first = glyphs.number(ctx);
            // Filled after the question: egui begins it anew before the next frame, where it is soon as full as it was
            // at the question.
            let sizes = (0..100).map(|step| 90.0 + step as f32);
            assert!(sizes.into_iter().any(|size| set(ctx, size) > 0.8));
            glyphs.filled(ctx);
        });
        frame(&ctx, 1.0, |ctx| {
            set(ctx, 24.0);
            assert_eq!(glyphs.number(ctx), first + 1, "begun anew");
        });
        frame(&ctx, 1.0, |ctx| {
            set(ctx, 25.0);
            assert_eq!(glyphs.number(ctx), first + 1, "only fuller");
        });
        frame(&ctx, 2.0, |ctx| {
            assert_eq!(glyphs.number(ctx), first + 2, "larger pixels");
        });
    }
}
