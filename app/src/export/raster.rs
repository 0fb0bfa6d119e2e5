//! SVG text as pixels.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use super::{ExportError, MAX_PIXELS, MAX_SIDE};
use crate::scene::fonts;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for face in [fonts::REGULAR, fonts::SEMIBOLD] {
        database.load_font_source(Source::Binary(Arc::new(face)));
    }
    database.set_sans_serif_family(fonts::FAMILY);
    Arc::new(database)
});

/// Draws an SVG file with the bundled fonts and nothing else.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ExportError> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: fonts::FAMILY.to_owned(),
        ..Options::default()
    };
    let drawing = |error: &dyn std::fmt::Display| ExportError::Drawing(error.to_string());
    let tree = Tree::from_str(svg, &options).map_err(|error| drawing(&error))?;
    let [width, height] = [tree.size().width(), tree.size().height()]
        .map(|side| f64::from(side * scale).ceil() as u64);
    let too_large = ExportError::TooLarge { width, height };
    if width.max(height) > u64::from(MAX_SIDE) || width * height > MAX_PIXELS {
        return Err(too_large);
    }
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or(too_large)?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(|error| drawing(&error))
}
