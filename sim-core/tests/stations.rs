//! Stations with rules against exact answers: work that slows down with company is a birth-death chain.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::catalog::Value;
use sim_core::catalog::slowdown::Slowdown;
use support::build::{Build, exponential, number, word};
use support::cells::{Effort, Model, assert_exact};

/// Requests of one replication.
const REQUESTS: f64 = 80_000.0;

/// Steady state of a birth-death chain with arrivals at `rate` and departures at `death(n)` from n: the share of time
/// with n = 0, 1, 2, ..., until what is left is nothing.
fn steady(rate: f64, death: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0f64];
    let mut total = 1.0;
    loop {
        let n = weights.len();
        let next = weights[n - 1] * rate / death(n);
        weights.push(next);
        total += next;
        if next < 1e-14 * total && n > 10 {
            break;
        }
        assert!(n < 100_000, "there is no steady state");
    }
    weights.iter().map(|weight| weight / total).collect()
}

fn mean(shares: &[f64], of: impl Fn(usize) -> f64) -> f64 {
    let terms = shares.iter().enumerate().map(|(n, share)| share * of(n));
    terms.sum()
}

fn station(rate: f64, workers: u32, more: &[(&str, Value)]) -> Build {
    let mut pairs = vec![
        ("workers", number(f64::from(workers))),
        ("service_time", exponential(1.0)),
    ];
    pairs.extend_from_slice(more);
    Build::default()
        .client("users", rate)
        .component("server", "server", None, &pairs)
        .link("users", "server", &[])
}

/// One with `workers`, all of whom may be at work, slowed down by company. One figure only: the others of a model miss
/// together with it.
fn slowed(rate: f64, workers: u32, slowdown: Slowdown) -> Model {
    let at_work = |n: usize| n.min(workers as usize);
    let shares = steady(rate, |n| at_work(n) as f64 / slowdown.factor(at_work(n)));
    let response = mean(&shares, |n| n as f64) / rate;
    let (name, pairs) = parameters(slowdown);
    let name = format!("M/M/{workers} {name} at {rate}");
    Model::new(
        name,
        station(rate, workers, &pairs),
        rate,
        Effort::fixed(REQUESTS, 10.0),
    )
    .cell("mean", response, |w| w.mean("server"))
}

/// The same on two processors that those at work share.
fn shared(rate: f64, workers: u32, slowdown: Slowdown) -> Model {
    let at_work = |n: usize| n.min(workers as usize);
    let pace = |n: usize| at_work(n).min(2) as f64 / slowdown.factor(at_work(n));
    let shares = steady(rate, pace);
    let (name, mut pairs) = parameters(slowdown);
    pairs.extend([
        ("instance_type", word("t3.small")),
        ("instances", number(1.0)),
        ("workers", number(f64::from(workers))),
        ("queue", number(100_000.0)),
        ("service_time", exponential(1.0)),
    ]);
    let build = Build::default()
        .client("users", rate)
        .component("server", "web_server", None, &pairs)
        .link("users", "server", &[]);
    let name = format!("M/M/2-PS({workers}) {name} at {rate}");
    Model::new(name, build, rate, Effort::fixed(REQUESTS, 20.0)).cell(
        "mean",
        mean(&shares, |n| n as f64) / rate,
        |w| w.mean("server"),
    )
}

fn parameters(slowdown: Slowdown) -> (String, Vec<(&'static str, Value)>) {
    match slowdown {
        Slowdown::None => ("plain".to_owned(), vec![]),
        Slowdown::Linear { from, each } => (
            format!("+{each} beyond {from}"),
            vec![
                ("slowdown", word("linear")),
                ("slowdown_from", number(f64::from(from))),
                ("slowdown_each", number(100.0 * each)),
            ],
        ),
        Slowdown::Usl {
            contention,
            coherency,
        } => (
            format!("σ {contention} κ {coherency}"),
            vec![
                ("slowdown", word("usl")),
                ("contention", number(100.0 * contention)),
                ("coherency", number(100.0 * coherency)),
            ],
        ),
    }
}

#[test]
fn work_that_slows_down_is_a_birth_death_chain() {
    let usl = |contention, coherency| Slowdown::Usl {
        contention,
        coherency,
    };
    let linear = |from, each| Slowdown::Linear { from, each };
    assert_exact(
        vec![
            slowed(4.0, 8, usl(0.05, 0.0)),
            slowed(4.0, 8, usl(0.03, 0.005)),
            slowed(6.0, 16, usl(0.02, 0.002)),
            slowed(2.0, 4, linear(2, 0.25)),
            slowed(5.0, 20, linear(4, 0.1)),
            slowed(0.7, 1, usl(0.5, 0.5)),
            slowed(3.0, 6, usl(0.1, 0.01)),
            slowed(8.0, 12, linear(0, 0.02)),
            shared(1.0, 5, linear(2, 0.1)),
            shared(1.2, 5, linear(2, 0.1)),
            shared(1.0, 6, usl(0.02, 0.01)),
        ],
        11,
    );
}
