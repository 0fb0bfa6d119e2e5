//! Several exponential servers with one queue, Poisson arrivals.

use sim_core::theory::Mmc;

use super::queue;
use super::support::build::word;
use super::support::cells::{Effort, Model};

/// Where fewer than this share wait, the wait would need too long a run for its interval: the rest is measured.
const WAITERS: f64 = 0.25;

fn effort(exact: &Mmc, servers: u32) -> Effort {
    let waiting = exact.wait_probability();
    let waiting = if waiting < WAITERS { 1.0 } else { waiting };
    Effort::queue(exact.utilisation(), 1.0, servers, 2.0, waiting)
}

fn mmc(servers: u32, load: f64) -> Model {
    let rate = load * f64::from(servers);
    let exact = Mmc::new(rate, 1.0, servers).unwrap();
    let quantile = |q: f64| exact.response_quantile(q).unwrap();
    let name = format!("M/M/{servers} at {load}");
    let model = Model::new(
        name,
        queue(rate, servers, &[]),
        rate,
        effort(&exact, servers),
    )
    .cell("mean", exact.mean_response(), |w| w.mean("server"))
    .cell("p50", quantile(0.5), |w| w.quantile("users", 0.5))
    .cell("p90", quantile(0.9), |w| w.quantile("users", 0.9))
    .cell("p99", quantile(0.99), |w| w.quantile("users", 0.99))
    .cell("utilisation", load, |w| w.utilization("server"));
    if exact.wait_probability() < WAITERS {
        return model;
    }
    model.cell("wait", exact.mean_wait(), |w| w.wait("server"))
}

/// Last come, first served changes the percentiles, not the mean.
fn last_come(servers: u32, load: f64) -> Model {
    let rate = load * f64::from(servers);
    let exact = Mmc::new(rate, 1.0, servers).unwrap();
    let build = queue(rate, servers, &[("discipline", word("lifo"))]);
    let name = format!("M/M/{servers}-LIFO at {load}");
    Model::new(name, build, rate, effort(&exact, servers))
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("wait", exact.mean_wait(), |w| w.wait("server"))
}

pub fn models() -> Vec<Model> {
    let mut models = Vec::new();
    let cases = [
        (16, 0.95),
        (2, 0.3),
        (2, 0.7),
        (2, 0.9),
        (4, 0.5),
        (4, 0.85),
        (16, 0.8),
        (100, 0.9),
    ];
    models.extend(cases.map(|(servers, load)| mmc(servers, load)));
    models.push(last_come(4, 0.8));
    models
}
