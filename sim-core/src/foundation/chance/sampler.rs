//! A distribution compiled for the hot loop: a small copyable value that draws whole nanoseconds.

use super::distribution::Distribution;
use super::gamma::Gamma;
use super::limits::DistributionError;
use super::log_normal::LogNormal;
use super::stream::Stream;
use crate::foundation::units::{NANOS_PER_MILLI, Span};

/// No draw is longer than this (365 days): an instant plus a draw can never leave the clock.
pub const MAX_SAMPLE: Span = Span::from_secs(365 * 86_400);

const MAX_NANOS: f64 = MAX_SAMPLE.0 as f64;

/// A compiled [`Distribution`]. Times are nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampler(Shape);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Constant {
        nanos: u64,
    },
    Exponential {
        mean: f64,
    },
    Uniform {
        min: u64,
        values: u64,
    },
    Erlang {
        stage_mean: f64,
        stages: u32,
    },
    /// With probability `threshold` / 2^64 an exponential of mean `often`, else of mean `rare`.
    Hyperexponential {
        threshold: u64,
        often: f64,
        rare: f64,
    },
    LogNormal(LogNormal),
    Gamma(Gamma),
    /// `scale` times an exponential to the power `power`.
    Weibull {
        scale: f64,
        power: f64,
    },
    /// `least` times e to the power of an exponential of mean `slope`.
    Pareto {
        least: f64,
        slope: f64,
    },
}

impl Sampler {
    /// Always zero; draws nothing.
    pub const ZERO: Self = Self(Shape::Constant { nanos: 0 });

    /// Compiles a distribution. Shapes without spread become constants.
    ///
    /// # Errors
    /// Those of [`Distribution::validate`].
    pub fn compile(distribution: &Distribution) -> Result<Self, DistributionError> {
        distribution.validate()?;
        Ok(Self(Shape::of(distribution)))
    }

    /// Always `span`; draws nothing.
    #[must_use]
    pub const fn constant(span: Span) -> Self {
        let nanos = if span.0 < MAX_SAMPLE.0 {
            span.0
        } else {
            MAX_SAMPLE.0
        };
        Self(Shape::Constant { nanos })
    }

    /// The time that is always drawn, if there is one: such delays need no event queue.
    #[inline]
    #[must_use]
    pub const fn as_constant(&self) -> Option<Span> {
        match self.0 {
            Shape::Constant { nanos } => Some(Span(nanos)),
            _ => None,
        }
    }

    /// The same shape with every time multiplied by `factor` ("slow × 3"); NaN and negative factors count as 0.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let factor = if factor > 0.0 {
            factor
        } else {
            return Self::ZERO;
        };
        let whole = |nanos: u64| nearest(nanos as f64 * factor);
        Self(match self.0 {
            Shape::Constant { nanos } => Shape::Constant {
                nanos: whole(nanos),
            },
            Shape::Exponential { mean } => Shape::Exponential {
                mean: mean * factor,
            },
            Shape::Uniform { min, values } => {
                let (low, high) = (whole(min), whole(min + values - 1));
                Shape::Uniform {
                    min: low,
                    values: high - low + 1,
                }
            }
            Shape::Erlang { stage_mean, stages } => Shape::Erlang {
                stage_mean: stage_mean * factor,
                stages,
            },
            Shape::Hyperexponential {
                threshold,
                often,
                rare,
            } => Shape::Hyperexponential {
                threshold,
                often: often * factor,
                rare: rare * factor,
            },
            Shape::LogNormal(shape) => Shape::LogNormal(LogNormal {
                base: shape.base + libm::log(factor),
                ..shape
            }),
            Shape::Gamma(gamma) => Shape::Gamma(gamma.scaled(factor)),
            Shape::Weibull { scale, power } => Shape::Weibull {
                scale: scale * factor,
                power,
            },
            Shape::Pareto { least, slope } => Shape::Pareto {
                least: least * factor,
                slope,
            },
        })
    }

    /// Draws a time in nanoseconds, at most [`MAX_SAMPLE`]. A constant takes nothing from the stream.
    #[inline(always)]
    pub fn sample(&self, stream: &mut Stream) -> u64 {
        match self.sample_quickly(stream) {
            Some(nanos) => nanos,
            None => self.sample_other(stream),
        }
    }

    /// The same for the shapes that cost next to nothing.
    #[inline(always)]
    pub(super) fn sample_quickly(&self, stream: &mut Stream) -> Option<u64> {
        match self.0 {
            Shape::Constant { nanos } => Some(nanos),
            Shape::Exponential { mean } => Some(nearest(mean * stream.exponential())),
            _ => None,
        }
    }

    /// The log-normal, if it is one.
    pub(super) fn as_log_normal(&self) -> Option<LogNormal> {
        match self.0 {
            Shape::LogNormal(shape) => Some(shape),
            _ => None,
        }
    }

    /// The shapes that cost more than a call.
    #[inline(never)]
    fn sample_other(&self, stream: &mut Stream) -> u64 {
        match self.0 {
            Shape::Constant { .. } | Shape::Exponential { .. } => 0,
            Shape::Uniform { min, values } => min + stream.below(values),
            Shape::Erlang { stage_mean, stages } => {
                let sum: f64 = (0..stages).map(|_| stream.exponential()).sum();
                nearest(stage_mean * sum)
            }
            Shape::Hyperexponential {
                threshold,
                often,
                rare,
            } => {
                let mean = if stream.next_u64() < threshold {
                    often
                } else {
                    rare
                };
                nearest(mean * stream.exponential())
            }
            Shape::LogNormal(shape) => nearest(shape.at(stream.normal())),
            Shape::Gamma(gamma) => nearest(gamma.sample(stream)),
            Shape::Weibull { scale, power } => {
                nearest(scale * libm::pow(stream.exponential(), power))
            }
            Shape::Pareto { least, slope } => {
                nearest(least * libm::exp(slope * stream.exponential()))
            }
        }
    }
}

impl Shape {
    fn of(distribution: &Distribution) -> Self {
        const NANOS: f64 = NANOS_PER_MILLI as f64;
        let constant = |ms: f64| Self::Constant {
            nanos: nearest(ms * NANOS),
        };
        match *distribution {
            Distribution::Constant { ms } => constant(ms),
            Distribution::Exponential { mean_ms } => Self::exponential(mean_ms * NANOS),
            Distribution::Uniform { min_ms, max_ms } => {
                let (min, max) = (nearest(min_ms * NANOS), nearest(max_ms * NANOS));
                if min == max {
                    constant(min_ms)
                } else {
                    Self::Uniform {
                        min,
                        values: max - min + 1,
                    }
                }
            }
            Distribution::Erlang { mean_ms, k: 1 } => Self::exponential(mean_ms * NANOS),
            Distribution::Erlang { mean_ms, k } => Self::Erlang {
                stage_mean: mean_ms * NANOS / f64::from(k),
                stages: k,
            },
            Distribution::Hyperexponential { mean_ms, scv } => {
                Self::hyperexponential(mean_ms * NANOS, scv)
            }
            Distribution::Gamma { mean_ms, .. }
            | Distribution::Weibull { mean_ms, .. }
            | Distribution::Pareto { mean_ms, .. }
                if mean_ms <= 0.0 =>
            {
                constant(0.0)
            }
            Distribution::Gamma { mean_ms, scv } => Self::Gamma(Gamma::new(mean_ms * NANOS, scv)),
            Distribution::Weibull { mean_ms, shape } => Self::Weibull {
                scale: mean_ms * NANOS / libm::tgamma(1.0 + 1.0 / shape),
                power: 1.0 / shape,
            },
            Distribution::Pareto { mean_ms, alpha } => Self::Pareto {
                least: mean_ms * NANOS * (alpha - 1.0) / alpha,
                slope: 1.0 / alpha,
            },
            Distribution::LogNormal { .. } | Distribution::Percentiles { .. } => {
                match distribution.log_normal() {
                    Some(shape) if shape.slope > 0.0 || shape.tail > 0.0 => {
                        Self::LogNormal(LogNormal {
                            base: shape.base + libm::log(NANOS),
                            ..shape
                        })
                    }
                    _ => constant(distribution.mean_ms()),
                }
            }
        }
    }

    fn exponential(mean: f64) -> Self {
        if mean > 0.0 {
            Self::Exponential { mean }
        } else {
            Self::Constant { nanos: 0 }
        }
    }

    /// Two exponentials with balanced means: each contributes half of the mean.
    fn hyperexponential(mean: f64, scv: f64) -> Self {
        if scv <= 1.0 || mean <= 0.0 {
            return Self::exponential(mean);
        }
        let p = 0.5 * (1.0 + libm::sqrt((scv - 1.0) / (scv + 1.0)));
        // 2^64 as a float; p < 1 because scv is limited, so the cast does not saturate.
        let threshold = (p * 18_446_744_073_709_551_616.0) as u64;
        Self::Hyperexponential {
            threshold,
            often: mean / (2.0 * p),
            rare: mean / (2.0 * (1.0 - p)),
        }
    }
}

/// The nearest whole number of nanoseconds, at most [`MAX_SAMPLE`].
#[inline(always)]
pub(super) fn nearest(nanos: f64) -> u64 {
    whole_nanos(nanos, MAX_NANOS)
}

/// The nearest whole number, at most `most`; 0 for what is negative.
///
/// Adding 2^52 leaves the whole number in the low bits of the float: a third of the instructions of a checked cast.
#[inline(always)]
pub fn whole_nanos(nanos: f64, most: f64) -> u64 {
    if nanos < TWO_52 {
        (nanos.max(0.0) + TWO_52).to_bits() & (TWO_52_BITS - 1)
    } else {
        nanos.min(most) as u64
    }
}

/// 2^52: from here on floats have no fraction.
const TWO_52: f64 = 4_503_599_627_370_496.0;
const TWO_52_BITS: u64 = 1 << 52;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::StreamKey;
    use super::*;

    fn all() -> Vec<Distribution> {
        vec![
            Distribution::constant(1.5),
            Distribution::exponential(2.0),
            Distribution::Uniform {
                min_ms: 1.0,
                max_ms: 4.0,
            },
            Distribution::Erlang { mean_ms: 3.0, k: 4 },
            Distribution::Hyperexponential {
                mean_ms: 2.0,
                scv: 4.0,
            },
            Distribution::LogNormal {
                median_ms: 10.0,
                p95_ms: 30.0,
            },
            Distribution::Percentiles {
                p50_ms: 200.0,
                p90_ms: 350.0,
                p99_ms: 700.0,
            },
        ]
    }

    fn later() -> Vec<Distribution> {
        let mean_ms = 3.0;
        vec![
            Distribution::Gamma { mean_ms, scv: 0.3 },
            Distribution::Gamma { mean_ms, scv: 2.5 },
            Distribution::Weibull {
                mean_ms,
                shape: 0.7,
            },
            Distribution::Weibull {
                mean_ms,
                shape: 3.0,
            },
            Distribution::Pareto {
                mean_ms,
                alpha: 6.0,
            },
        ]
    }

    fn stream(purpose: &str) -> Stream {
        StreamKey::new(3, "sampler", purpose).stream()
    }

    #[test]
    fn measured_mean_and_variability_are_those_of_the_document() {
        for distribution in all().into_iter().chain(later()) {
            let sampler = Sampler::compile(&distribution).unwrap();
            let mut s = stream("moments");
            let n = 2_000_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..n {
                let ms = sampler.sample(&mut s) as f64 / 1e6;
                sum += ms;
                squares += ms * ms;
            }
            let mean = sum / f64::from(n);
            let scv = squares / f64::from(n) / (mean * mean) - 1.0;
            assert!(
                (mean / distribution.mean_ms() - 1.0).abs() < 0.006,
                "{distribution:?}: {mean}"
            );
            assert!(
                (scv - distribution.scv().unwrap()).abs() < 0.03 * (1.0 + scv),
                "{distribution:?}: {scv}"
            );
        }
    }

    #[test]
    fn measured_percentiles_are_those_of_the_document() {
        let sampler = Sampler::compile(&all()[6]).unwrap();
        let mut s = stream("percentiles");
        let mut draws: Vec<u64> = (0..1_000_000).map(|_| sampler.sample(&mut s)).collect();
        draws.sort_unstable();
        for (share, ms) in [(0.5, 200.0), (0.9, 350.0), (0.99, 700.0)] {
            let measured = draws[(share * 1e6) as usize] as f64 / 1e6;
            assert!((measured / ms - 1.0).abs() < 0.01, "p{share}: {measured}");
        }
    }

    #[test]
    fn what_has_no_spread_draws_nothing() {
        let mut s = stream("constant");
        let before = s.clone();
        for (distribution, nanos) in [
            (Distribution::constant(1.5), 1_500_000),
            (Distribution::exponential(0.0), 0),
            (
                Distribution::Uniform {
                    min_ms: 2.0,
                    max_ms: 2.0,
                },
                2_000_000,
            ),
            (
                Distribution::Gamma {
                    mean_ms: 0.0,
                    scv: 2.0,
                },
                0,
            ),
            (
                Distribution::Weibull {
                    mean_ms: 0.0,
                    shape: 2.0,
                },
                0,
            ),
            (
                Distribution::Pareto {
                    mean_ms: 0.0,
                    alpha: 2.0,
                },
                0,
            ),
            (
                Distribution::LogNormal {
                    median_ms: 7.0,
                    p95_ms: 7.0,
                },
                7_000_000,
            ),
            (
                Distribution::Percentiles {
                    p50_ms: 7.0,
                    p90_ms: 7.0,
                    p99_ms: 7.0,
                },
                7_000_000,
            ),
        ] {
            let sampler = Sampler::compile(&distribution).unwrap();
            assert_eq!(sampler.sample(&mut s), nanos, "{distribution:?}");
            assert_eq!(sampler.as_constant(), Some(Span(nanos)));
        }
        assert_eq!(s, before);
    }

    #[test]
    fn scaling_multiplies_every_draw() {
        for distribution in all().into_iter().chain(later()) {
            let sampler = Sampler::compile(&distribution).unwrap();
            let mut s = stream("scaled");
            let mut t = s.clone();
            for _ in 0..1000 {
                let (plain, tripled) = (sampler.sample(&mut s), sampler.scaled(3.0).sample(&mut t));
                assert!(
                    tripled.abs_diff(3 * plain) <= 3 + plain / 1_000_000_000,
                    "{distribution:?}"
                );
            }
            assert_eq!(sampler.scaled(0.0), Sampler::ZERO);
            assert_eq!(sampler.scaled(f64::NAN), Sampler::ZERO);
        }
    }

    #[test]
    fn draws_are_limited() {
        let heavy = Distribution::LogNormal {
            median_ms: 80_000_000.0,
            p95_ms: 86_400_000.0,
        };
        let sampler = Sampler::compile(&heavy).unwrap().scaled(1e6);
        assert_eq!(sampler.sample(&mut stream("limit")), MAX_SAMPLE.0);
        assert_eq!(Sampler::constant(Span::MAX).as_constant(), Some(MAX_SAMPLE));
        assert_eq!(
            Sampler::constant(MAX_SAMPLE).scaled(2.0).as_constant(),
            Some(MAX_SAMPLE)
        );
        assert!(Sampler::compile(&Distribution::constant(-1.0)).is_err());
    }

    #[test]
    fn a_sampler_is_small() {
        assert!(size_of::<Sampler>() <= 32);
    }

    #[test]
    fn draws_are_the_same_on_every_machine() {
        for (shapes, golden) in [(all(), GOLDEN_HASH), (later(), LATER_GOLDEN_HASH)] {
            let mut hash = 0u64;
            for distribution in shapes {
                let sampler = Sampler::compile(&distribution).unwrap();
                let mut s = stream("golden");
                for _ in 0..10_000 {
                    hash = hash.rotate_left(5) ^ sampler.sample(&mut s);
                }
            }
            assert_eq!(hash, golden);
        }
    }

    const GOLDEN_HASH: u64 = 16_159_646_656_866_010_309;
    const LATER_GOLDEN_HASH: u64 = 13_547_256_214_124_137_117;
}
