//! One exponential server, Poisson arrivals: first come first served, and last come first served.

use sim_core::theory::Mm1;

use super::queue;
use super::support::build::{constant, number, word};
use super::support::cells::{Effort, Model};

fn effort(load: f64) -> Effort {
    Effort::queue(load, 1.0, 1, 2.0, load)
}

fn mm1(load: f64) -> Model {
    let exact = Mm1::new(load, 1.0).unwrap();
    let quantile = |q: f64| exact.response_quantile(q).unwrap();
    let name = format!("M/M/1 at {load}");
    Model::new(name, queue(load, 1, &[]), load, effort(load))
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("wait", exact.mean_wait(), |w| w.wait("server"))
        .cell("p50", quantile(0.5), |w| w.quantile("server", 0.5))
        .cell("p90", quantile(0.9), |w| w.quantile("server", 0.9))
        .cell("p99", quantile(0.99), |w| w.quantile("server", 0.99))
        .cell("utilisation", load, |w| w.utilization("server"))
}

/// A caller whose patience ends gives up, the server works on: so many take longer than that.
fn tail(load: f64, seconds: f64) -> Model {
    let exact = Mm1::new(load, 1.0).unwrap().response_tail(seconds);
    let patience = ("timeout_ms", number(seconds * 1000.0));
    let build = queue(load, 1, &[]).set_link("users-server", patience.0, patience.1);
    let name = format!("M/M/1 at {load}, over {seconds} s");
    Model::new(name, build, load, effort(load)).cell("share", exact, |w| w.failed_share("users"))
}

/// With constant service whoever takes longer than that has waited: as many as find the server busy.
fn waiters(load: f64) -> Model {
    let build = queue(load, 1, &[("service_time", constant(1.0))]).set_link(
        "users-server",
        "timeout_ms",
        number(1000.001),
    );
    // Within the microsecond that the timeout is later, as good as nobody's wait ends.
    let name = format!("M/D/1 at {load}");
    Model::new(name, build, load, Effort::queue(load, 1.0, 1, 1.0, load)).cell(
        "P(wait)",
        load,
        |w| w.failed_share("users"),
    )
}

/// Last come, first served changes the percentiles, not the mean.
fn last_come(load: f64) -> Model {
    let build = queue(load, 1, &[("discipline", word("lifo"))]);
    let exact = Mm1::new(load, 1.0).unwrap();
    Model::new(format!("M/M/1-LIFO at {load}"), build, load, effort(load))
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("wait", exact.mean_wait(), |w| w.wait("server"))
}

pub fn models() -> Vec<Model> {
    let mut models = Vec::new();
    models.extend([0.95, 0.3, 0.5, 0.7, 0.8, 0.9].map(mm1));
    models.extend([(0.5, 2.0), (0.8, 5.0), (0.9, 20.0)].map(|(load, s)| tail(load, s)));
    models.extend([0.3, 0.6, 0.9].map(waiters));
    models.extend([0.3, 0.7, 0.9].map(last_come));
    models
}
