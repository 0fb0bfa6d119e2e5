//! The shapes of the last draw pass, shown again while nothing changes.
//!
//! The graph widget asks for another frame whenever it is shown. So it is shown only when there is something new to
//! draw; in all other frames the recorded shapes stand in, and a stopped program sleeps.

use egui::epaint::TextOptions;
use egui::{Sense, Shape, Ui};

use super::space::Space;
use crate::session::Selection;

/// Everything a recorded picture depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Of the scene.
    pub generation: u64,
    /// Of the dots.
    pub tick: u64,
    pub space: Space,
    pub selection: Selection,
    pub focusing: bool,
    pub pixels_per_point: f32,
    /// Another look may draw glyphs otherwise: the texture of glyphs is then begun anew.
    pub glyphs: TextOptions,
}

/// The recording.
#[derive(Default)]
pub struct Replay {
    key: Option<Key>,
    shapes: Vec<Shape>,
    /// How full the glyph texture was; it becomes emptier when it is begun anew, and old glyphs point nowhere.
    glyphs: f32,
}

impl Replay {
    /// Whether the recording shows what `key` asks for.
    pub fn fits(&self, ui: &Ui, key: &Key) -> bool {
        self.key.as_ref() == Some(key) && fill(ui) >= self.glyphs
    }

    /// Draws the recording, with the same widget id as the graph would have had.
    pub fn show(&self, ui: &mut Ui) -> egui::Response {
        let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click_and_drag());
        painter.extend(self.shapes.iter().cloned());
        response
    }

    /// Runs a draw pass and records what it adds to the layer.
    pub fn record<R>(&mut self, ui: &mut Ui, key: Key, draw: impl FnOnce(&mut Ui) -> R) -> R {
        let layer = ui.layer_id();
        let from = ui
            .ctx()
            .graphics_mut(|graphics| graphics.entry(layer).next_idx().0);
        let result = draw(ui);
        let added = |graphics: &egui::layers::GraphicLayers| {
            let list = graphics.get(layer)?;
            Some(
                list.all_entries()
                    .skip(from)
                    .map(|entry| entry.shape.clone())
                    .collect(),
            )
        };
        self.shapes = ui.ctx().graphics(added).unwrap_or_default();
        self.key = Some(key);
        self.glyphs = fill(ui);
        result
    }
}

fn fill(ui: &Ui) -> f32 {
    ui.ctx().fonts(|fonts| fonts.font_atlas_fill_ratio())
}
