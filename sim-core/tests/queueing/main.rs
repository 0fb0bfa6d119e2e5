//! The engine against the exact answers of queueing theory, on textbook models drawn as they are.
//!
//! One table of more than four hundred cells, at loads from 0.3 to 0.95: see [`support::cells`] for what is asserted.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod bounded;
mod closed;
mod general;
mod impatience;
mod layered;
mod links;
mod many;
mod networks;
mod priorities;
mod renewal;
mod sharing;
mod single;

use sim_core::catalog::Value;
use sim_core::foundation::chance::Distribution;
use support::build::{Build, exponential, number};
use support::cells::assert_exact;

/// Every service takes one second on average, where nothing else is said.
const SERVICE_S: f64 = 1.0;
/// Fewer cells than this would be another test.
const AT_LEAST: usize = 400;

fn times(distribution: Distribution) -> Value {
    Value::Times(distribution)
}

/// A Poisson client in front of one server; service of 1 s unless `more` says otherwise.
fn queue(rate: f64, workers: u32, more: &[(&str, Value)]) -> Build {
    let mut pairs = vec![
        ("workers", number(f64::from(workers))),
        ("service_time", exponential(SERVICE_S)),
    ];
    pairs.extend_from_slice(more);
    Build::default()
        .client("users", rate)
        .component("server", "server", None, &pairs)
        .link("users", "server", &[])
}

/// Service times of one second on average, by name.
mod service {
    use sim_core::foundation::chance::Distribution;

    pub fn constant() -> Distribution {
        Distribution::constant(1000.0)
    }

    pub fn exponential() -> Distribution {
        Distribution::exponential(1000.0)
    }

    pub fn erlang(k: u32) -> Distribution {
        Distribution::Erlang { mean_ms: 1000.0, k }
    }

    pub fn hyper(scv: f64) -> Distribution {
        Distribution::Hyperexponential {
            mean_ms: 1000.0,
            scv,
        }
    }

    pub fn uniform() -> Distribution {
        Distribution::Uniform {
            min_ms: 0.0,
            max_ms: 2000.0,
        }
    }

    pub fn gamma(scv: f64) -> Distribution {
        Distribution::Gamma {
            mean_ms: 1000.0,
            scv,
        }
    }

    pub fn weibull(shape: f64) -> Distribution {
        Distribution::Weibull {
            mean_ms: 1000.0,
            shape,
        }
    }

    /// Not of mean one: a median and a 95th percentile so many times as long.
    pub fn log_normal(spread: f64) -> Distribution {
        Distribution::LogNormal {
            median_ms: 800.0,
            p95_ms: 800.0 * spread,
        }
    }
}

#[test]
fn textbook_models_agree_with_their_exact_answers() {
    let models = [
        single::models(),
        many::models(),
        bounded::models(),
        general::models(),
        renewal::models(),
        sharing::models(),
        priorities::models(),
        impatience::models(),
        networks::models(),
        closed::models(),
        layered::models(),
        links::models(),
    ];
    assert_exact(models.into_iter().flatten().collect(), AT_LEAST);
}
