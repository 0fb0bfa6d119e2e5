//! Pictures of a document as files: SVG with real text, and PNG drawn from it with the bundled fonts; and the report of a
//! run for people.
//!
//! Architecture invariant: takes the scene that the window paints, so the picture equals the screen, but for what nobody
//! can ask a picture: names are whole, and a design that has not run has no empty places for figures. Touches no file and
//! no system font, so every machine gives the same picture.

mod raster;
pub mod report;
mod write;

use sim_core::document::Document;
use sim_core::playback::player::Frame;
use sim_core::report::sweep::{Sweep, Varied};

use crate::i18n::{Texts, errors, swept};
use crate::scene::{self, Rect, Scene, carry};
use crate::theme::Theme;

/// Free border around what is drawn, canvas points.
pub const BORDER: f32 = 32.0;
/// Longest side of a picture, pixels.
pub const MAX_SIDE: u32 = 16_384;
/// Most pixels of a picture.
pub const MAX_PIXELS: u64 = 100_000_000;

/// Why a picture could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExportError {
    #[error("there is nothing to draw: the document is empty")]
    Empty,
    #[error("a picture of {width} by {height} pixels is too large: choose a smaller scale")]
    TooLarge { width: u64, height: u64 },
    #[error("{0} is not a scale: choose 0.1 to 16 pixels per point")]
    Scale(f32),
    #[error("the picture could not be drawn: {0}")]
    Drawing(String),
}

impl ExportError {
    /// The same in the user's language.
    pub fn words(&self, texts: Texts) -> String {
        let (key, holes) = match self {
            ExportError::Empty => ("export_error.empty", Vec::new()),
            ExportError::TooLarge { width, height } => (
                "export_error.too_large",
                vec![
                    ("width", texts.count(*width)),
                    ("height", texts.count(*height)),
                ],
            ),
            ExportError::Scale(scale) => ("export_error.scale", vec![("scale", scale.to_string())]),
            ExportError::Drawing(why) => ("export_error.drawing", vec![("why", why.clone())]),
        };
        errors::told(texts, key, &holes, &self.to_string())
    }
}

/// The document, with the figures of a run where there is one, as an SVG file that carries it.
///
/// # Errors
/// [`ExportError::Empty`] for a document without components and containers.
pub fn svg(
    document: &Document,
    frame: Option<&Frame>,
    theme: &'static Theme,
    texts: Texts,
) -> Result<String, ExportError> {
    let drawn = drawn(document, frame, theme, texts)?;
    Ok(carry::into_svg(&drawn, document))
}

fn drawn(
    document: &Document,
    frame: Option<&Frame>,
    theme: &'static Theme,
    texts: Texts,
) -> Result<String, ExportError> {
    let look = scene::Look {
        snapshot: frame.map(|frame| &frame.snapshot),
        bill: frame.map(|frame| &frame.bill),
        theme,
        texts,
        pills: true,
    };
    let scene = scene::whole(document, look).on_paper();
    svg_of(&scene, &document.name, theme)
}

/// The same picture as a PNG file; `scale`: pixels per canvas point.
///
/// # Errors
/// [`ExportError`] for an empty document, a picture beyond the limits, or a scale that is none.
pub fn png(
    document: &Document,
    frame: Option<&Frame>,
    theme: &'static Theme,
    texts: Texts,
    scale: f32,
) -> Result<Vec<u8>, ExportError> {
    if !(0.1..=16.0).contains(&scale) {
        return Err(ExportError::Scale(scale));
    }
    let png = raster::png(&drawn(document, frame, theme, texts)?, scale)?;
    Ok(carry::into_png(png, document))
}

/// Size of a sweep's chart, points.
const CHART: [f32; 2] = [860.0, 520.0];

/// The chart of a sweep as an SVG file, as the window paints it.
pub fn sweep_svg(
    document: &Document,
    varied: &Varied,
    sweep: &Sweep,
    log: bool,
    theme: &'static Theme,
    texts: Texts,
) -> String {
    let chart = scene::sweep::Chart {
        document,
        varied,
        sweep,
        log,
        theme,
        texts,
    };
    let shapes = scene::sweep::chart(chart, CHART);
    let title = swept::subject(texts, document, varied);
    write::svg(
        shapes.iter(),
        Rect::new([0.0; 2], CHART),
        theme.chart,
        &title,
    )
}

fn svg_of(scene: &Scene, title: &str, theme: &Theme) -> Result<String, ExportError> {
    if scene.is_empty() {
        return Err(ExportError::Empty);
    }
    let frame = frame(scene);
    Ok(write::svg(scene.shapes(), frame, theme.canvas, title))
}

/// What the picture shows: everything drawn and a border, from whole point to whole point.
fn frame(scene: &Scene) -> Rect {
    let drawn = scene
        .shapes()
        .filter_map(scene::Shape::bounds)
        .fold(scene.bounds, |a, b| a.union(&b));
    let Rect { min, max } = drawn.inflate(BORDER);
    Rect::new(min.map(f32::floor), max.map(f32::ceil))
}

#[cfg(test)]
mod tests;
