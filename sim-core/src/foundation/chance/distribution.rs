//! A distribution of times as the document writes it: a shape with its parameters in milliseconds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::log_normal::LogNormal;

/// A distribution of times. All `_ms` parameters are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Distribution {
    /// Always the same time.
    Constant {
        /// The time.
        ms: f64,
    },
    /// Exponential: memoryless, squared coefficient of variation 1.
    Exponential {
        /// Mean.
        mean_ms: f64,
    },
    /// Every time between two bounds is equally likely.
    Uniform {
        /// Shortest time.
        min_ms: f64,
        /// Longest time.
        max_ms: f64,
    },
    /// Sum of `k` exponential stages: less variable than one exponential (squared coefficient of variation 1/k).
    Erlang {
        /// Mean of the sum.
        mean_ms: f64,
        /// Number of stages, from 1 to 100.
        k: u32,
    },
    /// One of two exponentials with balanced means: more variable than one exponential.
    Hyperexponential {
        /// Mean.
        mean_ms: f64,
        /// Squared coefficient of variation, from 1 to 1000.
        scv: f64,
    },
    /// Gamma: any variability between almost none and very much (squared coefficient of variation 1 is exponential).
    Gamma {
        /// Mean.
        mean_ms: f64,
        /// Squared coefficient of variation, from 0.001 to 1000.
        scv: f64,
    },
    /// Weibull: exponential at shape 1, more regular above, with a long tail below.
    Weibull {
        /// Mean.
        mean_ms: f64,
        /// Shape, from 0.2 to 100.
        shape: f64,
    },
    /// Pareto: a smallest time, and a tail that falls like a power (its variance is infinite up to `alpha` 2).
    Pareto {
        /// Mean.
        mean_ms: f64,
        /// Power of the tail, from 1.1 to 100.
        alpha: f64,
    },
    /// Log-normal, given by its median and its 95th percentile.
    LogNormal {
        /// Median.
        median_ms: f64,
        /// 95th percentile.
        p95_ms: f64,
    },
    /// Measured percentiles, joined by log-normal pieces: exact at all three.
    Percentiles {
        /// Median.
        p50_ms: f64,
        /// 90th percentile.
        p90_ms: f64,
        /// 99th percentile.
        p99_ms: f64,
    },
}

/// Every shape by its name in the document, with the names of its figures in the order in which they are written.
pub const SHAPES: [(&str, &[&str]); 10] = [
    ("constant", &["ms"]),
    ("exponential", &["mean_ms"]),
    ("uniform", &["min_ms", "max_ms"]),
    ("erlang", &["mean_ms", "k"]),
    ("hyperexponential", &["mean_ms", "scv"]),
    ("gamma", &["mean_ms", "scv"]),
    ("weibull", &["mean_ms", "shape"]),
    ("pareto", &["mean_ms", "alpha"]),
    ("log_normal", &["median_ms", "p95_ms"]),
    ("percentiles", &["p50_ms", "p90_ms", "p99_ms"]),
];

impl Distribution {
    /// Always `ms` milliseconds.
    #[must_use]
    pub const fn constant(ms: f64) -> Self {
        Self::Constant { ms }
    }

    /// Exponential with the mean `mean_ms` milliseconds.
    #[must_use]
    pub const fn exponential(mean_ms: f64) -> Self {
        Self::Exponential { mean_ms }
    }

    /// The exact mean in milliseconds. Meaningful only for a valid distribution.
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        match *self {
            Self::Constant { ms } => ms,
            Self::Uniform { min_ms, max_ms } => 0.5 * (min_ms + max_ms),
            Self::Exponential { mean_ms }
            | Self::Erlang { mean_ms, .. }
            | Self::Hyperexponential { mean_ms, .. }
            | Self::Gamma { mean_ms, .. }
            | Self::Weibull { mean_ms, .. }
            | Self::Pareto { mean_ms, .. } => mean_ms,
            Self::LogNormal { .. } | Self::Percentiles { .. } => {
                self.log_normal().map_or(0.0, |s| s.moment(1.0))
            }
        }
    }

    /// The exact squared coefficient of variation (variance over squared mean); None when the mean is zero or the
    /// variance infinite.
    #[must_use]
    pub fn scv(&self) -> Option<f64> {
        if self.mean_ms() <= 0.0 {
            return None;
        }
        Some(match *self {
            Self::Constant { .. } => 0.0,
            Self::Exponential { .. } => 1.0,
            Self::Uniform { min_ms, max_ms } => {
                let ratio = (max_ms - min_ms) / (max_ms + min_ms);
                ratio * ratio / 3.0
            }
            Self::Erlang { k, .. } => 1.0 / f64::from(k),
            Self::Hyperexponential { scv, .. } | Self::Gamma { scv, .. } => scv,
            Self::Weibull { shape, .. } => {
                let mean = libm::tgamma(1.0 + 1.0 / shape);
                libm::tgamma(1.0 + 2.0 / shape) / (mean * mean) - 1.0
            }
            Self::Pareto { alpha, .. } if alpha <= 2.0 => return None,
            Self::Pareto { alpha, .. } => 1.0 / (alpha * (alpha - 2.0)),
            Self::LogNormal { .. } | Self::Percentiles { .. } => {
                let shape = self.log_normal()?;
                let mean = shape.moment(1.0);
                shape.moment(2.0) / (mean * mean) - 1.0
            }
        })
    }

    /// The same shape stretched to another mean; a shape of mean zero has no spread and becomes a constant.
    #[must_use]
    pub fn with_mean(&self, mean_ms: f64) -> Self {
        let factor = mean_ms / self.mean_ms();
        if !factor.is_finite() || factor <= 0.0 {
            return Self::Constant { ms: mean_ms };
        }
        let mut stretched = *self;
        match &mut stretched {
            Self::Constant { ms } => *ms = mean_ms,
            Self::Exponential { mean_ms: mean }
            | Self::Erlang { mean_ms: mean, .. }
            | Self::Hyperexponential { mean_ms: mean, .. }
            | Self::Gamma { mean_ms: mean, .. }
            | Self::Weibull { mean_ms: mean, .. }
            | Self::Pareto { mean_ms: mean, .. } => *mean = mean_ms,
            Self::Uniform { min_ms, max_ms } => {
                *min_ms *= factor;
                *max_ms *= factor;
            }
            Self::LogNormal { median_ms, p95_ms } => {
                *median_ms *= factor;
                *p95_ms *= factor;
            }
            Self::Percentiles {
                p50_ms,
                p90_ms,
                p99_ms,
            } => {
                *p50_ms *= factor;
                *p90_ms *= factor;
                *p99_ms *= factor;
            }
        }
        stretched
    }

    /// The shape in milliseconds, if it is a log-normal one.
    pub(super) fn log_normal(&self) -> Option<LogNormal> {
        match *self {
            Self::LogNormal { median_ms, p95_ms } => Some(LogNormal::from_p95(median_ms, p95_ms)),
            Self::Percentiles {
                p50_ms,
                p90_ms,
                p99_ms,
            } => Some(LogNormal::from_percentiles(p50_ms, p90_ms, p99_ms)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn json_form() {
        for (json, distribution) in [
            (
                r#"{"type":"constant","ms":2.5}"#,
                Distribution::constant(2.5),
            ),
            (
                r#"{"type":"log_normal","median_ms":10.0,"p95_ms":40.0}"#,
                Distribution::LogNormal {
                    median_ms: 10.0,
                    p95_ms: 40.0,
                },
            ),
            (
                r#"{"type":"erlang","mean_ms":3.0,"k":4}"#,
                Distribution::Erlang { mean_ms: 3.0, k: 4 },
            ),
            (
                r#"{"type":"gamma","mean_ms":3.0,"scv":0.5}"#,
                Distribution::Gamma {
                    mean_ms: 3.0,
                    scv: 0.5,
                },
            ),
            (
                r#"{"type":"weibull","mean_ms":3.0,"shape":0.7}"#,
                Distribution::Weibull {
                    mean_ms: 3.0,
                    shape: 0.7,
                },
            ),
            (
                r#"{"type":"pareto","mean_ms":3.0,"alpha":1.5}"#,
                Distribution::Pareto {
                    mean_ms: 3.0,
                    alpha: 1.5,
                },
            ),
        ] {
            assert_eq!(serde_json::to_string(&distribution).unwrap(), json);
            assert_eq!(
                serde_json::from_str::<Distribution>(json).unwrap(),
                distribution
            );
        }
    }

    #[test]
    fn means_and_variability() {
        assert_eq!(Distribution::constant(0.0).scv(), None);
        assert_eq!(Distribution::constant(1.0).scv(), Some(0.0));
        let uniform = Distribution::Uniform {
            min_ms: 0.0,
            max_ms: 6.0,
        };
        assert_eq!((uniform.mean_ms(), uniform.scv()), (3.0, Some(1.0 / 3.0)));
        let flat = Distribution::LogNormal {
            median_ms: 5.0,
            p95_ms: 5.0,
        };
        assert!((flat.mean_ms() - 5.0).abs() < 1e-12 && flat.scv().unwrap().abs() < 1e-12);
        let weibull = |shape| Distribution::Weibull {
            mean_ms: 5.0,
            shape,
        };
        // Shape 1 is exponential; at 1/2 the moments are 2! and 4!; at 2 it is Rayleigh's distribution.
        for (shape, scv) in [
            (1.0, 1.0),
            (0.5, 5.0),
            (2.0, 4.0 / core::f64::consts::PI - 1.0),
        ] {
            assert!(
                (weibull(shape).scv().unwrap() - scv).abs() < 1e-12,
                "{shape}"
            );
        }
        let pareto = |alpha| Distribution::Pareto {
            mean_ms: 5.0,
            alpha,
        };
        assert_eq!(pareto(2.5).scv(), Some(0.8));
        assert_eq!((pareto(2.0).scv(), pareto(1.5).scv()), (None, None));
        assert_eq!(pareto(1.5).mean_ms(), 5.0);
    }
    #[test]
    fn another_mean_keeps_the_shape() {
        let uniform = Distribution::Uniform {
            min_ms: 1.0,
            max_ms: 3.0,
        };
        let percentiles = Distribution::Percentiles {
            p50_ms: 1.0,
            p90_ms: 3.0,
            p99_ms: 20.0,
        };
        let gamma = Distribution::Gamma {
            mean_ms: 7.0,
            scv: 3.0,
        };
        for shape in [uniform, percentiles, gamma, Distribution::exponential(4.0)] {
            let stretched = shape.with_mean(1_000.0);
            assert!((stretched.mean_ms() - 1_000.0).abs() < 1e-9);
            let change = stretched.scv().unwrap() - shape.scv().unwrap();
            assert!(change.abs() < 1e-12, "{shape:?}");
        }
        let none = Distribution::exponential(0.0).with_mean(5.0);
        assert_eq!(none, Distribution::constant(5.0));
    }
}
