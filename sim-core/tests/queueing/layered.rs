//! An application server whose threads are held while the database works, against the exact solution of its chain.

use super::support::build::{Build, constant, exponential, number, word};
use super::support::cells::{Effort, Model};
use super::support::layered::layered_mean_response;

/// More requests inside than ever are.
const TRUNCATION: usize = 600;

/// One WAS of `threads` with `own_s` of waiting work each, calling a database of `connections` for `query_s`.
fn tiers(rate: f64, threads: usize, own_s: f64, connections: usize, query_s: f64) -> Build {
    Build::default()
        .client("users", rate)
        .component(
            "was",
            "was",
            None,
            &[
                ("desired", number(1.0)),
                ("threads", number(threads as f64)),
                ("accept_queue", word("unbounded")),
                ("cpu", word("dedicated")),
                ("service_time", exponential(own_s)),
            ],
        )
        .server("db", connections as u32, query_s)
        .link("users", "was", &[])
        .link("was", "db", &[])
}

fn layered(rate: f64, threads: usize, own_s: f64, connections: usize, query_s: f64) -> Model {
    let exact = layered_mean_response(
        rate,
        threads,
        1.0 / own_s,
        connections,
        1.0 / query_s,
        TRUNCATION,
    );
    let build = tiers(rate, threads, own_s, connections, query_s);
    let name = format!("{rate}/s, {threads} × {own_s} s, {connections} × {query_s} s");
    let load = (rate * query_s / connections as f64).max(rate * (own_s + query_s) / threads as f64);
    Model::new(
        name,
        build,
        rate,
        effort(load, own_s + query_s, threads.min(connections)),
    )
    .cell("mean", exact, |w| w.mean("users"))
    .cell("db utilisation", rate * query_s / connections as f64, |w| {
        w.utilization("db")
    })
}

/// By the busier of the two pools.
fn effort(load: f64, service_s: f64, servers: usize) -> Effort {
    Effort::queue(load.min(0.9), service_s, servers as u32, 2.0, 1.0)
}

/// The same behind a balancer that takes 50 ms: a constant delay leaves the arrivals Poisson.
fn behind_a_balancer() -> Model {
    let exact = 0.05 + layered_mean_response(8.0, 16, 1.0, 8, 2.0, TRUNCATION);
    assert!((exact - 1.618_779).abs() < 1e-6, "{exact}");
    let build = tiers(8.0, 16, 1.0, 8, 0.5)
        .without("users-was")
        .component("alb", "alb", None, &[("processing", constant(0.05))])
        .link("users", "alb", &[])
        .link("alb", "was", &[]);
    Model::new("behind a balancer", build, 8.0, effort(0.75, 1.5, 8))
        .cell("mean", exact, |w| w.mean("users"))
        .cell("mean less 50 ms", exact - 0.05, |w| w.mean("was"))
}

pub fn models() -> Vec<Model> {
    vec![
        behind_a_balancer(),
        // The threads are short: the database alone would have room.
        layered(3.0, 6, 1.0, 8, 0.5),
        // The database is short: threads wait for it.
        layered(3.0, 12, 1.0, 2, 0.5),
        // No own work to speak of: the pool only limits.
        layered(0.7, 3, 0.01, 1, 1.0),
        // One thread: both times in a row, no overlap.
        layered(0.4, 1, 1.0, 1, 0.5),
        layered(40.0, 50, 0.5, 25, 0.5),
    ]
}
