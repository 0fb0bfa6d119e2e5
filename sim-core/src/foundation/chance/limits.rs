//! What a distribution may be: its limits, and why one cannot be used.

use thiserror::Error;

use super::distribution::Distribution;

/// The largest time a distribution may name: one day, in milliseconds.
pub const MAX_DISTRIBUTION_MS: f64 = 86_400_000.0;
/// The most stages of an Erlang distribution (each stage is one draw).
pub const MAX_ERLANG_K: u32 = 100;
/// The largest squared coefficient of variation of a hyperexponential distribution.
pub const MAX_SCV: f64 = 1_000.0;
/// The largest ratio between two neighbouring percentiles: beyond it the mean is made by draws that never come.
pub const MAX_SPREAD: f64 = 1_000.0;
/// The squared coefficients of variation of a gamma distribution.
pub const GAMMA_SCV: (f64, f64) = (0.001, MAX_SCV);
/// The shapes of a Weibull distribution: below, the mean is made by draws that hardly ever come.
pub const WEIBULL_SHAPE: (f64, f64) = (0.2, 100.0);
/// The powers of a Pareto distribution's tail; at 1 and below there is no mean.
pub const PARETO_ALPHA: (f64, f64) = (1.1, 100.0);

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
    /// A figure of the shape is outside its limits.
    #[error("{field} = {value} is not between {min} and {max}")]
    Figure {
        /// Name of the parameter.
        field: &'static str,
        /// Its value.
        value: f64,
        /// The least that is taken.
        min: f64,
        /// The most that is taken.
        max: f64,
    },
    /// The squared coefficient of variation is below 1 or above [`MAX_SCV`].
    #[error("scv = {0} is not between 1 and {MAX_SCV}")]
    Scv(f64),
}

impl DistributionError {
    /// Stable name; the translation key is `times_error.<key>`. Stages and the variation are figures of a shape, too.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Time { .. } => "time",
            Self::Zero { .. } => "zero",
            Self::Order { .. } => "order",
            Self::Spread { .. } => "spread",
            Self::Stages(_) | Self::Figure { .. } | Self::Scv(_) => "figure",
        }
    }
}

impl Distribution {
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
            Self::Gamma { mean_ms, scv } => {
                time("mean_ms", mean_ms)?;
                figure("scv", scv, GAMMA_SCV)
            }
            Self::Weibull { mean_ms, shape } => {
                time("mean_ms", mean_ms)?;
                figure("shape", shape, WEIBULL_SHAPE)
            }
            Self::Pareto { mean_ms, alpha } => {
                time("mean_ms", mean_ms)?;
                figure("alpha", alpha, PARETO_ALPHA)
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

fn figure(
    field: &'static str,
    value: f64,
    (min, max): (f64, f64),
) -> Result<(), DistributionError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(DistributionError::Figure {
            field,
            value,
            min,
            max,
        })
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
    use super::*;

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
    fn figures_of_the_shape_hold_at_and_beyond() {
        fn gamma(scv: f64) -> Distribution {
            Distribution::Gamma { mean_ms: 1.0, scv }
        }
        fn weibull(shape: f64) -> Distribution {
            Distribution::Weibull {
                mean_ms: 1.0,
                shape,
            }
        }
        fn pareto(alpha: f64) -> Distribution {
            Distribution::Pareto {
                mean_ms: 1.0,
                alpha,
            }
        }
        type Shape = fn(f64) -> Distribution;
        let shapes: [(Shape, (f64, f64)); 3] = [
            (gamma, GAMMA_SCV),
            (weibull, WEIBULL_SHAPE),
            (pareto, PARETO_ALPHA),
        ];
        for (shape, (min, max)) in shapes {
            for value in [min, max] {
                assert_eq!(shape(value).validate(), Ok(()));
            }
            for value in [0.999 * min, 1.001 * max, 0.0, -1.0, f64::NAN, f64::INFINITY] {
                let error = shape(value).validate();
                assert!(
                    matches!(error, Err(DistributionError::Figure { .. })),
                    "{error:?}"
                );
            }
        }
        let error = pareto(1.0).validate().map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("alpha = 1 is not between 1.1 and 100".to_owned())
        );
    }
}
