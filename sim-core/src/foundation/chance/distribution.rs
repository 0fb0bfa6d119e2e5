//! A distribution of times as the document writes it: a shape with its parameters in milliseconds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::log_normal::LogNormal;

/// The largest time a distribution may name: one day, in milliseconds.
pub const MAX_DISTRIBUTION_MS: f64 = 86_400_000.0;
/// The most stages of an Erlang distribution (each stage is one draw).
pub const MAX_ERLANG_K: u32 = 100;
/// The largest squared coefficient of variation of a hyperexponential distribution.
pub const MAX_SCV: f64 = 1_000.0;
/// The largest ratio between two neighbouring percentiles: beyond it the mean is made by draws that never come.
pub const MAX_SPREAD: f64 = 1_000.0;

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

/// Why a distribution cannot be used.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DistributionError {
    /// A time is negative, not finite, or longer than [`MAX_DISTRIBUTION_MS`].
    #[error("{field} = {value} ms is not between 0 and {MAX_DISTRIBUTION_MS} ms (one day)")]
    Time {
        /// Name of the parameter.
        field: &'static str,
        /// Its value.
        value: f64,
    },
    /// A percentile of a log-normal shape is zero.
    #[error("{field} must be above 0 ms")]
    Zero {
        /// Name of the parameter.
        field: &'static str,
    },
    /// Two parameters are in the wrong order.
    #[error("{low} must not be above {high}")]
    Order {
        /// Name of the parameter that must be the smaller one.
        low: &'static str,
        /// Name of the parameter that must be the larger one.
        high: &'static str,
    },
    /// Two neighbouring percentiles are more than a factor [`MAX_SPREAD`] apart.
    #[error("{high} is more than {MAX_SPREAD} times {low}")]
    Spread {
        /// Name of the smaller parameter.
        low: &'static str,
        /// Name of the larger parameter.
        high: &'static str,
    },
    /// The number of Erlang stages is 0 or above [`MAX_ERLANG_K`].
    #[error("k = {0} is not between 1 and {MAX_ERLANG_K}")]
    Stages(u32),
    /// The squared coefficient of variation is below 1 or above [`MAX_SCV`].
    #[error("scv = {0} is not between 1 and {MAX_SCV}")]
    Scv(f64),
}

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

    /// Checks all parameters.
    ///
    /// # Errors
    /// The first [`DistributionError`]: a time outside 0 to one day, wrong order, or a shape outside its limits.
    pub fn validate(&self) -> Result<(), DistributionError> {
        match *self {
            Self::Constant { ms } => time("ms", ms),
            Self::Exponential { mean_ms } => time("mean_ms", mean_ms),
            Self::Uniform { min_ms, max_ms } => {
                time("min_ms", min_ms)?;
                time("max_ms", max_ms)?;
                ordered(("min_ms", min_ms), ("max_ms", max_ms))
            }
            Self::Erlang { mean_ms, k } => {
                time("mean_ms", mean_ms)?;
                if (1..=MAX_ERLANG_K).contains(&k) {
                    Ok(())
                } else {
                    Err(DistributionError::Stages(k))
                }
            }
            Self::Hyperexponential { mean_ms, scv } => {
                time("mean_ms", mean_ms)?;
                if (1.0..=MAX_SCV).contains(&scv) {
                    Ok(())
                } else {
                    Err(DistributionError::Scv(scv))
                }
            }
            Self::LogNormal { median_ms, p95_ms } => {
                percentiles(&[("median_ms", median_ms), ("p95_ms", p95_ms)])
            }
            Self::Percentiles {
                p50_ms,
                p90_ms,
                p99_ms,
            } => percentiles(&[("p50_ms", p50_ms), ("p90_ms", p90_ms), ("p99_ms", p99_ms)]),
        }
    }

    /// The exact mean in milliseconds. Meaningful only for a valid distribution.
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        match *self {
            Self::Constant { ms } => ms,
            Self::Uniform { min_ms, max_ms } => 0.5 * (min_ms + max_ms),
            Self::Exponential { mean_ms }
            | Self::Erlang { mean_ms, .. }
            | Self::Hyperexponential { mean_ms, .. } => mean_ms,
            Self::LogNormal { .. } | Self::Percentiles { .. } => {
                self.log_normal().map_or(0.0, |s| s.moment(1.0))
            }
        }
    }

    /// The exact squared coefficient of variation (variance over squared mean); None when the mean is zero.
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
            Self::Hyperexponential { scv, .. } => scv,
            Self::LogNormal { .. } | Self::Percentiles { .. } => {
                let shape = self.log_normal()?;
                let mean = shape.moment(1.0);
                shape.moment(2.0) / (mean * mean) - 1.0
            }
        })
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

/// A parameter with its name.
type Named = (&'static str, f64);

fn time(field: &'static str, value: f64) -> Result<(), DistributionError> {
    // Written so that NaN fails.
    if (0.0..=MAX_DISTRIBUTION_MS).contains(&value) {
        Ok(())
    } else {
        Err(DistributionError::Time { field, value })
    }
}

fn ordered(low: Named, high: Named) -> Result<(), DistributionError> {
    if low.1 <= high.1 {
        Ok(())
    } else {
        Err(DistributionError::Order {
            low: low.0,
            high: high.0,
        })
    }
}

fn percentiles(all: &[Named]) -> Result<(), DistributionError> {
    for &(field, value) in all {
        time(field, value)?;
        if value == 0.0 {
            return Err(DistributionError::Zero { field });
        }
    }
    for pair in all.windows(2) {
        ordered(pair[0], pair[1])?;
        if pair[1].1 > pair[0].1 * MAX_SPREAD {
            return Err(DistributionError::Spread {
                low: pair[0].0,
                high: pair[1].0,
            });
        }
    }
    Ok(())
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
        ] {
            assert_eq!(serde_json::to_string(&distribution).unwrap(), json);
            assert_eq!(
                serde_json::from_str::<Distribution>(json).unwrap(),
                distribution
            );
        }
    }

    #[test]
    fn limits_hold_at_and_beyond() {
        let day = MAX_DISTRIBUTION_MS;
        for ok in [
            Distribution::constant(day),
            Distribution::constant(0.0),
            Distribution::Uniform {
                min_ms: 3.0,
                max_ms: 3.0,
            },
            Distribution::Erlang {
                mean_ms: 1.0,
                k: MAX_ERLANG_K,
            },
            Distribution::Hyperexponential {
                mean_ms: 1.0,
                scv: MAX_SCV,
            },
            Distribution::Hyperexponential {
                mean_ms: 1.0,
                scv: 1.0,
            },
            Distribution::LogNormal {
                median_ms: 1.0,
                p95_ms: MAX_SPREAD,
            },
            Distribution::Percentiles {
                p50_ms: 1.0,
                p90_ms: 1.0,
                p99_ms: 1.0,
            },
        ] {
            assert_eq!(ok.validate(), Ok(()), "{ok:?}");
        }
        for bad in [
            Distribution::constant(day + 1.0),
            Distribution::constant(-1.0),
            Distribution::exponential(f64::NAN),
            Distribution::exponential(f64::INFINITY),
            Distribution::Uniform {
                min_ms: 4.0,
                max_ms: 3.0,
            },
            Distribution::Erlang { mean_ms: 1.0, k: 0 },
            Distribution::Erlang {
                mean_ms: 1.0,
                k: MAX_ERLANG_K + 1,
            },
            Distribution::Hyperexponential {
                mean_ms: 1.0,
                scv: 0.99,
            },
            Distribution::Hyperexponential {
                mean_ms: 1.0,
                scv: MAX_SCV + 1.0,
            },
            Distribution::LogNormal {
                median_ms: 0.0,
                p95_ms: 1.0,
            },
            Distribution::LogNormal {
                median_ms: 1.0,
                p95_ms: MAX_SPREAD + 1.0,
            },
            Distribution::Percentiles {
                p50_ms: 1.0,
                p90_ms: 3.0,
                p99_ms: 2.0,
            },
        ] {
            assert!(bad.validate().is_err(), "{bad:?}");
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
    }
}
