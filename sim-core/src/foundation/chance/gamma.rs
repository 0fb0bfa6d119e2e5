//! The gamma shape and how it is drawn (Marsaglia and Tsang, 2000).
//!
//! For a shape of 1 and above, `d·v³` with `v = 1 + c·z` and `z` normal is gamma after a rejection of at most 5 %
//! of the draws. Below 1 the shape is raised by one, and the draw is multiplied by a uniform to the power 1 / shape.

use super::stream::Stream;

/// The bound of the quick test: accepted without a logarithm.
const SQUEEZE: f64 = 0.0331;

/// A gamma distribution; compiled for drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gamma {
    /// Mean over shape: the unit in which the standard gamma is drawn.
    scale: f64,
    /// The raised shape less 1/3.
    d: f64,
    /// Power of the uniform that brings a raised shape down again: 1 / shape below shape 1, else 0.
    boost: f64,
}

impl Gamma {
    /// With this mean and squared coefficient of variation, both above 0.
    pub(super) fn new(mean: f64, scv: f64) -> Self {
        let shape = 1.0 / scv;
        let small = shape < 1.0;
        Self {
            scale: mean * scv,
            d: if small { shape + 1.0 } else { shape } - 1.0 / 3.0,
            boost: if small { scv } else { 0.0 },
        }
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        Self {
            scale: self.scale * factor,
            ..self
        }
    }

    pub(super) fn sample(&self, stream: &mut Stream) -> f64 {
        let raised = self.scale * self.standard(stream);
        if self.boost > 0.0 {
            raised * libm::exp(-self.boost * stream.exponential())
        } else {
            raised
        }
    }

    /// A draw with the raised shape and scale 1.
    fn standard(&self, stream: &mut Stream) -> f64 {
        let c = 1.0 / libm::sqrt(9.0 * self.d);
        loop {
            let z = stream.normal();
            let root = 1.0 + c * z;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = stream.unit_open();
            let square = z * z;
            if u < 1.0 - SQUEEZE * square * square
                || libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v))
            {
                return self.d * v;
            }
        }
    }
}
