//! The shapes of a distribution as the form handles them: names, figures, and changes that keep it valid.

use sim_core::foundation::chance::{
    Distribution, GAMMA_SCV, MAX_ERLANG_K, MAX_SCV, PARETO_ALPHA, WEIBULL_SHAPE,
};

pub use crate::i18n::times::{figure_key, figures, key, name};

/// All shapes, simplest first, by their name in documents.
pub const NAMES: [&str; 10] = [
    "constant",
    "exponential",
    "uniform",
    "erlang",
    "hyperexponential",
    "gamma",
    "weibull",
    "pareto",
    "log_normal",
    "percentiles",
];

/// Percentiles of log-normal shapes stay above this, ms.
const SMALLEST_MS: f64 = 0.001;

/// The least and the most a bare figure of this shape may be; `None` for times.
pub fn range(times: &Distribution, figure: &str) -> Option<(f64, f64)> {
    match (times, figure) {
        (Distribution::Gamma { .. }, "scv") => Some(GAMMA_SCV),
        (_, "scv") => Some((1.0, MAX_SCV)),
        (_, "k") => Some((1.0, f64::from(MAX_ERLANG_K))),
        (_, "shape") => Some(WEIBULL_SHAPE),
        (_, "alpha") => Some(PARETO_ALPHA),
        _ => None,
    }
}

/// Another shape with the same mean, to the digits that people would type.
pub fn reshaped(times: &Distribution, shape: &str) -> Distribution {
    let mean_ms = match times.mean_ms() {
        0.0 => 0.0,
        mean_ms => rounded(mean_ms),
    };
    let positive = mean_ms.max(SMALLEST_MS);
    match shape {
        "exponential" => Distribution::Exponential { mean_ms },
        "uniform" => Distribution::Uniform {
            min_ms: mean_ms * 0.5,
            max_ms: mean_ms * 1.5,
        },
        "erlang" => Distribution::Erlang { mean_ms, k: 4 },
        "hyperexponential" => Distribution::Hyperexponential { mean_ms, scv: 4.0 },
        "gamma" => Distribution::Gamma { mean_ms, scv: 2.0 },
        "weibull" => Distribution::Weibull {
            mean_ms,
            shape: 0.7,
        },
        "pareto" => Distribution::Pareto {
            mean_ms,
            alpha: 2.5,
        },
        "log_normal" => {
            let scale = positive
                / Distribution::LogNormal {
                    median_ms: 1.0,
                    p95_ms: 3.0,
                }
                .mean_ms();
            Distribution::LogNormal {
                median_ms: rounded(scale),
                p95_ms: rounded(3.0 * scale),
            }
        }
        "percentiles" => {
            let scale = positive
                / Distribution::Percentiles {
                    p50_ms: 1.0,
                    p90_ms: 2.0,
                    p99_ms: 4.0,
                }
                .mean_ms();
            Distribution::Percentiles {
                p50_ms: rounded(scale),
                p90_ms: rounded(2.0 * scale),
                p99_ms: rounded(4.0 * scale),
            }
        }
        _ => Distribution::Constant { ms: mean_ms },
    }
}

/// Four digits that matter: what people would type.
fn rounded(ms: f64) -> f64 {
    let digits = 3 - ms.max(SMALLEST_MS).log10().floor() as i32;
    let factor = 10f64.powi(digits.clamp(-6, 6));
    ((ms * factor).round() / factor).max(SMALLEST_MS)
}

/// One figure changed; the others give way where the shape needs an order.
pub fn with_figure(times: &Distribution, name: &str, value: f64) -> Distribution {
    let positive = value.max(SMALLEST_MS);
    let mut changed = *times;
    match (&mut changed, name) {
        (Distribution::Constant { ms }, _) => *ms = value,
        (Distribution::Exponential { mean_ms }, _) => *mean_ms = value,
        (Distribution::Uniform { min_ms, max_ms }, "min_ms") => {
            (*min_ms, *max_ms) = (value, max_ms.max(value))
        }
        (Distribution::Uniform { min_ms, max_ms }, _) => {
            (*min_ms, *max_ms) = (min_ms.min(value), value)
        }
        (Distribution::Erlang { k, .. }, "k") => *k = value as u32,
        (Distribution::Hyperexponential { scv, .. } | Distribution::Gamma { scv, .. }, "scv") => {
            *scv = value
        }
        (Distribution::Weibull { shape, .. }, "shape") => *shape = value,
        (Distribution::Pareto { alpha, .. }, "alpha") => *alpha = value,
        (
            Distribution::Erlang { mean_ms, .. }
            | Distribution::Hyperexponential { mean_ms, .. }
            | Distribution::Gamma { mean_ms, .. }
            | Distribution::Weibull { mean_ms, .. }
            | Distribution::Pareto { mean_ms, .. },
            _,
        ) => *mean_ms = value,
        (Distribution::LogNormal { median_ms, p95_ms }, "median_ms") => {
            (*median_ms, *p95_ms) = (positive, p95_ms.max(positive))
        }
        (Distribution::LogNormal { median_ms, p95_ms }, _) => {
            (*median_ms, *p95_ms) = (median_ms.min(positive), positive)
        }
        (
            Distribution::Percentiles {
                p50_ms,
                p90_ms,
                p99_ms,
            },
            "p50_ms",
        ) => {
            (*p50_ms, *p90_ms, *p99_ms) = (positive, p90_ms.max(positive), p99_ms.max(positive));
        }
        (
            Distribution::Percentiles {
                p50_ms,
                p90_ms,
                p99_ms,
            },
            "p90_ms",
        ) => {
            (*p50_ms, *p90_ms, *p99_ms) = (p50_ms.min(positive), positive, p99_ms.max(positive));
        }
        (
            Distribution::Percentiles {
                p50_ms,
                p90_ms,
                p99_ms,
            },
            _,
        ) => {
            (*p50_ms, *p90_ms, *p99_ms) = (p50_ms.min(positive), p90_ms.min(positive), positive);
        }
    }
    // Neighbouring percentiles too far apart stay as they were.
    if changed.validate().is_ok() {
        changed
    } else {
        *times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_shape_keeps_the_mean_and_is_valid() {
        for start in [0.0, 0.4, 18.0, 4_000.0] {
            let times = Distribution::Constant { ms: start };
            for shape in NAMES {
                let changed = reshaped(&times, shape);
                assert_eq!(name(&changed), shape);
                assert!(changed.validate().is_ok(), "{changed:?}");
                assert!(
                    (changed.mean_ms() - start).abs() <= 0.01 + start * 0.001,
                    "{changed:?} from {start}"
                );
            }
        }
        let usual = Distribution::LogNormal {
            median_ms: 4.0,
            p95_ms: 12.0,
        };
        let mean = figures(&reshaped(&usual, "exponential"));
        assert_eq!(mean, [("mean_ms", 5.0)], "not 4.999538");
    }

    #[test]
    fn every_figure_can_be_set_and_the_others_give_way() {
        for shape in NAMES {
            let times = reshaped(&Distribution::Constant { ms: 10.0 }, shape);
            for (figure, _) in figures(&times) {
                for value in [1.5, 3.0, 40.0] {
                    let value = if figure == "k" {
                        f64::floor(value)
                    } else {
                        value
                    };
                    let changed = with_figure(&times, figure, value);
                    assert!(changed.validate().is_ok(), "{changed:?}");
                    let now = figures(&changed)
                        .into_iter()
                        .find(|(name, _)| *name == figure);
                    assert_eq!(now, Some((figure, value)), "{shape}");
                }
            }
        }
    }
}
