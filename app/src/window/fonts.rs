//! The bundled typeface as egui's fonts: one look for Latin and Hangul.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::theme::style::SEMIBOLD;

static REGULAR_FACE: &[u8] = include_bytes!("../../../assets/fonts/Pretendard-Regular.otf");
static SEMIBOLD_FACE: &[u8] = include_bytes!("../../../assets/fonts/Pretendard-SemiBold.otf");

/// Puts the typeface first in every family; egui's own fonts stay behind it for signs it lacks.
pub(super) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    for (name, face) in [("pretendard", REGULAR_FACE), (SEMIBOLD, SEMIBOLD_FACE)] {
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
