//! How exported pictures look: asked before each, remembered for the next.

use serde::{Deserialize, Serialize};

use crate::theme::{Theme, ThemeChoice};

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    /// `System`: as the window is.
    pub look: ThemeChoice,
    /// With the figures of the run, where there is one.
    pub figures: bool,
    /// Pixels per canvas point, where there are pixels.
    scale: f32,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            look: ThemeChoice::System,
            figures: true,
            scale: 2.0,
        }
    }
}

impl Picture {
    /// Pixels per canvas point that are offered.
    pub const SCALES: [f32; 3] = [1.0, 2.0, 4.0];

    pub fn scale(&self) -> f32 {
        let known = Self::SCALES.contains(&self.scale);
        if known {
            self.scale
        } else {
            Self::default().scale
        }
    }

    #[must_use]
    pub fn with_scale(self, scale: f32) -> Self {
        Self { scale, ..self }
    }

    /// The theme of a picture that is asked for in a window of that theme.
    pub fn theme(&self, window: &'static Theme) -> &'static Theme {
        match self.look {
            ThemeChoice::System => window,
            ThemeChoice::Dark => Theme::dark(),
            ThemeChoice::Light => Theme::light(),
        }
    }
}
