//! The bundled typeface as egui's fonts: one look for Latin and Hangul.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::scene::fonts as faces;
use crate::theme::style::SEMIBOLD;

/// Puts the typeface first in every family; egui's own fonts stay behind it for signs it lacks.
pub(super) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    for (name, face) in [("pretendard", faces::REGULAR), (SEMIBOLD, faces::SEMIBOLD)] {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(face)));
    }
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let with = |first: &str| {
        std::iter::once(first.to_owned())
            .chain(fallback.iter().cloned())
            .collect::<Vec<_>>()
    };
    fonts
        .families
        .insert(FontFamily::Proportional, with("pretendard"));
    fonts
        .families
        .insert(FontFamily::Name(SEMIBOLD.into()), with(SEMIBOLD));
    fonts
        .families
        .entry(FontFamily::Monospace)
        .or_default()
        .push("pretendard".to_owned());
    ctx.set_fonts(fonts);
}

/// Whether the typeface can be drawn with: fonts count from the frame after the one they were set in.
pub(super) fn ready(ctx: &Context) -> bool {
    let semibold = FontFamily::Name(SEMIBOLD.into());
    ctx.fonts(|fonts| fonts.definitions().families.contains_key(&semibold))
}
