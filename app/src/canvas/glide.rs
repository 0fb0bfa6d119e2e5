//! The clock of things that glide to new places.

use egui::Ui;

use crate::session::{GLIDE_S, View};

/// When the gliding under way began.
#[derive(Debug, Default)]
pub struct Glide {
    /// Of the document, and the time it was seen first.
    begun: Option<(u64, f64)>,
}

impl Glide {
    /// How much of the way is behind, slow at both ends; `None` where nothing glides.
    pub fn share(&mut self, ui: &Ui, view: &View<'_>) -> Option<f32> {
        view.glide?;
        let now = ui.input(|input| input.time);
        let begun = match self.begun {
            Some((revision, begun)) if revision == view.revision => begun,
            _ => now,
        };
        self.begun = Some((view.revision, begun));
        let passed = ((now - begun) / GLIDE_S).clamp(0.0, 1.0) as f32;
        if passed >= 1.0 {
            return None;
        }
        ui.ctx().request_repaint();
        Some(passed * passed * (3.0 - 2.0 * passed))
    }
}
