//! Requests that leave the queue when they have waited too long: exponential patience (Erlang-A) and a fixed one.

use sim_core::theory::{ImpatienceFigures, deterministic_patience, erlang_a};

use super::queue;
use super::support::build::{constant, exponential, number};
use super::support::cells::{Effort, Model};

fn model(
    name: String,
    build: super::Build,
    rate: f64,
    servers: u32,
    patience: f64,
    exact: ImpatienceFigures,
) -> Model {
    let lost = exact.abandoned + exact.blocked;
    // Half of the wait is soon forgotten with patience, the rest with the service.
    let waiting = (2.0 * exact.mean_queue).ceil() as u32;
    let effort =
        Effort::bounded(1.0, servers, waiting, lost).and(Effort::fixed(0.0, 1.0 + patience));
    Model::new(name, build, rate, effort)
        .cell("lost", lost, |w| w.failed_share("server"))
        .cell("mean", exact.mean_response_served, |w| w.mean("server"))
        .cell("queue", exact.mean_queue, |w| w.queue("server"))
        .cell("utilisation", exact.utilisation, |w| {
            w.utilization("server")
        })
}

/// M/M/c + M, with so many places to wait if there is a bound.
fn drawn(servers: u32, rate: f64, patience: f64, places: Option<u32>) -> Model {
    let exact = erlang_a(rate, 1.0, servers, patience, places.map(|p| p + servers)).unwrap();
    let mut more = vec![("patience", exponential(patience))];
    more.extend(places.map(|places| ("queue", number(f64::from(places)))));
    let bound = places.map_or(String::new(), |places| format!("/{}", servers + places));
    let name = format!("M/M/{servers}{bound}+M({patience}) at {rate}");
    let build = queue(rate, servers, &more);
    model(name, build, rate, servers, patience, exact)
}

/// M/M/c + D.
fn fixed(servers: u32, rate: f64, patience: f64) -> Model {
    let exact = deterministic_patience(rate, 1.0, servers, patience).unwrap();
    let build = queue(rate, servers, &[("patience", constant(patience))]);
    let name = format!("M/M/{servers}+D({patience}) at {rate}");
    model(name, build, rate, servers, patience, exact)
}

pub fn models() -> Vec<Model> {
    vec![
        drawn(1, 0.8, 2.0, None),
        drawn(4, 3.6, 0.5, None),
        drawn(20, 22.0, 1.0, None),
        drawn(2, 3.0, 4.0, None),
        drawn(3, 2.7, 1.5, Some(4)),
        fixed(1, 0.7, 2.0),
        fixed(1, 1.4, 3.0),
        fixed(5, 4.5, 0.5),
        fixed(16, 15.0, 0.4),
    ]
}
