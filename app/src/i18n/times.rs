//! Distributions of times in words: the shape, and the figures of the shape.

use sim_core::foundation::chance::Distribution;

use super::{Texts, digits};

/// A distribution in one line: `log-normal, median 18 ms, p95 60 ms`.
pub fn in_words(times: &Distribution, texts: Texts) -> String {
    let mut parts = vec![texts.tr(key(times)).to_owned()];
    for (name, value) in figures(times) {
        parts.push(format!(
            "{} {}",
            texts.tr(figure_key(name)),
            with_unit(name, value)
        ));
    }
    parts.join(", ")
}

fn with_unit(name: &str, value: f64) -> String {
    let gap = if name.ends_with("ms") { " ms" } else { "" };
    format!("{}{gap}", digits::plain(value))
}

/// The shape as documents name it.
pub fn name(times: &Distribution) -> &'static str {
    match times {
        Distribution::Constant { .. } => "constant",
        Distribution::Exponential { .. } => "exponential",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Erlang { .. } => "erlang",
        Distribution::Hyperexponential { .. } => "hyperexponential",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Weibull { .. } => "weibull",
        Distribution::Pareto { .. } => "pareto",
        Distribution::LogNormal { .. } => "log_normal",
        Distribution::Percentiles { .. } => "percentiles",
    }
}

/// Translation key of the shape's name.
pub fn key(times: &Distribution) -> &'static str {
    match times {
        Distribution::Constant { .. } => "distribution.constant",
        Distribution::Exponential { .. } => "distribution.exponential",
        Distribution::Uniform { .. } => "distribution.uniform",
        Distribution::Erlang { .. } => "distribution.erlang",
        Distribution::Hyperexponential { .. } => "distribution.hyperexponential",
        Distribution::Gamma { .. } => "distribution.gamma",
        Distribution::Weibull { .. } => "distribution.weibull",
        Distribution::Pareto { .. } => "distribution.pareto",
        Distribution::LogNormal { .. } => "distribution.log_normal",
        Distribution::Percentiles { .. } => "distribution.percentiles",
    }
}

/// Translation key of a figure's name.
pub fn figure_key(name: &str) -> &'static str {
    match name {
        "ms" => "distribution.figure.time",
        "mean_ms" => "distribution.mean",
        "min_ms" => "distribution.figure.min",
        "max_ms" => "distribution.figure.max",
        "k" => "distribution.figure.k",
        "scv" => "distribution.figure.scv",
        "shape" => "distribution.figure.shape",
        "alpha" => "distribution.figure.alpha",
        "median_ms" => "distribution.figure.median",
        "p95_ms" => "distribution.figure.p95",
        "p50_ms" => "distribution.figure.p50",
        "p90_ms" => "distribution.figure.p90",
        _ => "distribution.figure.p99",
    }
}

/// The figures of a shape, in the order they are shown.
pub fn figures(times: &Distribution) -> Vec<(&'static str, f64)> {
    match *times {
        Distribution::Constant { ms } => vec![("ms", ms)],
        Distribution::Exponential { mean_ms } => vec![("mean_ms", mean_ms)],
        Distribution::Uniform { min_ms, max_ms } => vec![("min_ms", min_ms), ("max_ms", max_ms)],
        Distribution::Erlang { mean_ms, k } => vec![("mean_ms", mean_ms), ("k", f64::from(k))],
        Distribution::Hyperexponential { mean_ms, scv } | Distribution::Gamma { mean_ms, scv } => {
            vec![("mean_ms", mean_ms), ("scv", scv)]
        }
        Distribution::Weibull { mean_ms, shape } => vec![("mean_ms", mean_ms), ("shape", shape)],
        Distribution::Pareto { mean_ms, alpha } => vec![("mean_ms", mean_ms), ("alpha", alpha)],
        Distribution::LogNormal { median_ms, p95_ms } => {
            vec![("median_ms", median_ms), ("p95_ms", p95_ms)]
        }
        Distribution::Percentiles {
            p50_ms,
            p90_ms,
            p99_ms,
        } => vec![("p50_ms", p50_ms), ("p90_ms", p90_ms), ("p99_ms", p99_ms)],
    }
}
