//! How large text and controls are drawn.

use serde::{Deserialize, Serialize};

/// A step of the interface's scales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Interface(u8);

impl Default for Interface {
    fn default() -> Self {
        Self(Self::USUAL)
    }
}

impl Interface {
    /// Times the size that the desktop asks for.
    const SCALES: [f32; 6] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5];
    const USUAL: u8 = 2;

    /// Larger or smaller by steps; 0: the usual size.
    pub fn step(&mut self, by: i8) {
        let last = Self::SCALES.len() as u8 - 1;
        self.0 = match by {
            0 => Self::USUAL,
            by => self.0.min(last).saturating_add_signed(by).min(last),
        };
    }

    pub fn scale(self) -> f32 {
        Self::SCALES
            .get(usize::from(self.0))
            .copied()
            .unwrap_or(1.0)
    }

    /// Whether a step would change something.
    pub fn can(mut self, by: i8) -> bool {
        let before = self;
        self.step(by);
        self != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_at_the_largest_and_the_smallest() {
        let mut size = Interface::default();
        assert_eq!(size.scale(), 1.0);
        for _ in 0..9 {
            size.step(1);
        }
        assert_eq!((size.scale(), size.can(1)), (1.5, false));
        for _ in 0..9 {
            size.step(-1);
        }
        assert_eq!((size.scale(), size.can(-1)), (0.8, false));
        size.step(0);
        assert_eq!(size, Interface::default());
        assert_eq!(Interface(200).scale(), 1.0, "a broken setting does no harm");
    }
}
