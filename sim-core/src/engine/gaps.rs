//! The gaps between a client's arrivals, in units of their mean.

use crate::catalog::part::Spacing;
use crate::foundation::chance::{Distribution, Sampler, Stream};

use super::station::compiled;

/// The time that stands for one mean gap in a [`Gaps::Drawn`]: a second, so that a gap has nine digits.
const UNIT_MS: f64 = 1_000.0;
const UNIT_NANOS: f64 = UNIT_MS * 1e6;

/// How gaps are drawn; their mean is 1.
#[derive(Clone, Copy, Debug, Default)]
pub enum Gaps {
    #[default]
    Poisson,
    Constant,
    /// Gaps of a shape whose mean is [`UNIT_MS`].
    Drawn(Sampler),
}

impl Gaps {
    pub fn of(spacing: &Spacing) -> Self {
        match spacing {
            Spacing::Poisson => Self::Poisson,
            Spacing::Constant => Self::Constant,
            Spacing::Renewal(shape) => Self::shaped(shape),
        }
    }

    /// A shape without spread, and one of mean zero, give equal gaps.
    fn shaped(shape: &Distribution) -> Self {
        let sampler = compiled(&shape.with_mean(UNIT_MS));
        if sampler.as_constant().is_some() {
            Self::Constant
        } else {
            Self::Drawn(sampler)
        }
    }

    /// The next gap, in means.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Poisson => stream.exponential(),
            Self::Constant => 1.0,
            Self::Drawn(sampler) => drawn(sampler, stream),
        }
    }
}

/// Out of the way of Poisson arrivals, which are nearly all there are.
#[inline(never)]
fn drawn(sampler: &Sampler, stream: &mut Stream) -> f64 {
    sampler.sample(stream) as f64 / UNIT_NANOS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::chance::StreamKey;

    #[test]
    fn the_mean_is_one_whatever_the_mean_of_the_shape() {
        for mean_ms in [1e-6, 1.0, 86_400_000.0] {
            let gaps = Gaps::of(&Spacing::Renewal(Distribution::Erlang { mean_ms, k: 4 }));
            let mut stream = StreamKey::new(1, "users", "arrivals").stream();
            let n = 400_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..n {
                let gap = gaps.draw(&mut stream);
                sum += gap;
                squares += gap * gap;
            }
            let mean = sum / f64::from(n);
            let scv = squares / f64::from(n) / (mean * mean) - 1.0;
            // Five standard errors: 0.5 / sqrt(n) of the mean, sqrt(2 / 4 · (1/4 + 3/2)) / sqrt(n) or less of the SCV.
            assert!((mean - 1.0).abs() < 0.004, "{mean}");
            assert!((scv - 0.25).abs() < 0.008, "{scv}");
        }
    }

    #[test]
    fn what_has_no_spread_is_constant() {
        let uniform = Distribution::Uniform {
            min_ms: 3.0,
            max_ms: 3.0,
        };
        for shape in [
            Distribution::constant(0.0),
            Distribution::constant(5.0),
            Distribution::exponential(0.0),
            uniform,
        ] {
            let gaps = Gaps::of(&Spacing::Renewal(shape));
            assert!(matches!(gaps, Gaps::Constant), "{shape:?}");
        }
    }
}
