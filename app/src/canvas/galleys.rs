//! The set texts of the drawing, from one picture of it to the next.
//!
//! egui forgets a text that nobody asks for in a frame, and a picture that is shown again asks for none. So without this
//! all texts would be set anew wherever one thing changes.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Color32, Context, Galley};

use super::paint::font;
use crate::scene::text::Weight;

/// Size in points by its bits, weight and colour.
type Look = (u32, Weight, Color32);

/// Texts that are set.
#[derive(Default)]
pub struct Galleys {
    by_look: HashMap<Look, HashMap<String, Set>>,
    /// How many pictures were begun.
    picture: u64,
    /// The texture of glyphs that they were set with.
    glyphs: u64,
}

/// A text, and the last picture that it was asked for in.
struct Set {
    galley: Arc<Galley>,
    picture: u64,
}

impl Galleys {
    /// Begins another picture: what was not asked for in the one before is forgotten, and all where the texture of
    /// glyphs is another.
    pub fn begin(&mut self, glyphs: u64) {
        if std::mem::replace(&mut self.glyphs, glyphs) != glyphs {
            self.by_look.clear();
        }
        let last = self.picture;
        self.picture += 1;
        self.by_look.retain(|_, texts| {
            texts.retain(|_, set| set.picture == last);
            !texts.is_empty()
        });
    }

    /// A text in one line.
    pub fn line(
        &mut self,
        ctx: &Context,
        text: &str,
        (weight, size): (Weight, f32),
        color: Color32,
    ) -> Arc<Galley> {
        let texts = self.by_look.entry((size.to_bits(), weight, color));
        let texts = texts.or_default();
        if let Some(set) = texts.get_mut(text) {
            set.picture = self.picture;
            return Arc::clone(&set.galley);
        }
        let galley =
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font(weight, size), color));
        let set = Set {
            galley: Arc::clone(&galley),
            picture: self.picture,
        };
        texts.insert(text.to_owned(), set);
        galley
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use egui::RawInput;

    use super::*;

    fn frame(ctx: &Context, mut draw: impl FnMut(&Context)) {
        let mut output = ctx.run_ui(RawInput::default(), |ui| draw(ui.ctx()));
        output.textures_delta.set.drain().for_each(drop);
        output.textures_delta.free.drain().for_each(drop);
    }

    #[test]
    fn a_text_is_set_once_for_as_long_as_pictures_ask_for_it_and_glyphs_stay_what_they_are() {
        let ctx = Context::default();
        frame(&ctx, |_| ());
        let mut galleys = Galleys::default();
        let mut seen: Vec<Arc<Galley>> = Vec::new();
        let mut picture = |glyphs: u64, asked: bool| {
            frame(&ctx, |ctx| {
                galleys.begin(glyphs);
                if asked {
                    let look = (Weight::Regular, 11.0);
                    seen.push(galleys.line(ctx, "42/s", look, Color32::WHITE));
                    let red = galleys.line(ctx, "42/s", look, Color32::RED);
                    assert!(!Arc::ptr_eq(seen.last().unwrap(), &red));
                }
            });
        };
        picture(1, true);
        picture(1, true);
        picture(1, false);
        picture(1, true);
        // egui itself forgets what a frame does not ask for.
        frame(&ctx, |_| ());
        picture(1, true);
        frame(&ctx, |_| ());
        picture(2, true);
        let same = |a: usize, b: usize| Arc::ptr_eq(&seen[a], &seen[b]);
        assert!(same(0, 1) && !same(1, 2) && same(2, 3) && !same(3, 4));
        assert!(seen.iter().all(|galley| galley.text() == "42/s"));
    }
}
