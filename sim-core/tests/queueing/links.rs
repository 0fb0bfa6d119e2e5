//! Kinds of request, and links that are queues themselves: pools, narrow wires, streams; calls made at once.

use sim_core::theory::{Mg1, Mm1, Mmc};

use super::support::build::{Build, by_kind, constant, exponential, number, word};
use super::support::cells::{Effort, Model};

/// More workers than ever work.
const MANY: f64 = 100_000.0;

/// A client in front of a component that does nothing but call, over as many threads as it takes.
fn caller(rate: f64) -> Build {
    let pairs = [("workers", number(MANY)), ("service_time", constant(0.0))];
    Build::default()
        .client("users", rate)
        .component("caller", "server", None, &pairs)
        .link("users", "caller", &[])
}

/// Three short requests to a long one of four times the work: one queue, and a service that is a mixture.
fn mixture(load: f64) -> Model {
    let (share, factor) = (0.25, 4.0);
    let mean = (1.0 - share) + share * factor;
    let square = 2.0 * ((1.0 - share) + share * factor * factor);
    let scv = square / (mean * mean) - 1.0;
    let rate = load / mean;
    let exact = Mg1::new(rate, mean, scv).unwrap();
    let build = Build::default()
        .kind("short")
        .kind("long")
        .client("users", rate)
        .set(
            "users",
            "weights",
            by_kind(&[("short", 3.0), ("long", 1.0)]),
        )
        .server("server", 1, 1.0)
        .set("server", "work_by_kind", by_kind(&[("long", factor)]))
        .link("users", "server", &[]);
    let effort = Effort::queue(load, mean, 1, 1.0 + scv, load).per_visit(share);
    Model::new(format!("mix of kinds at {load}"), build, rate, effort)
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("utilisation", load, |w| w.utilization("server"))
        // Both kinds wait alike; only their work differs.
        .cell("long less short", factor - 1.0, |w| {
            w.kind_mean("long") - w.kind_mean("short")
        })
}

/// Two calls at once to two servers, and the later answer counts: (12 − ρ)/8 of one server's time (Flatto and Hahn).
fn fork_join(load: f64) -> Model {
    let exact = (12.0 - load) / 8.0 * Mm1::new(load, 1.0).unwrap().mean_response();
    let parallel = [("fan_out", word("parallel"))];
    let build = caller(load)
        .server("a", 1, 1.0)
        .server("b", 1, 1.0)
        .link("caller", "a", &parallel)
        .link("caller", "b", &parallel);
    let effort = Effort::queue(load, 1.0, 1, 2.0, load);
    Model::new(format!("fork and join at {load}"), build, load, effort)
        .cell("mean", exact, |w| w.mean("users"))
        .cell("a", 1.0 / (1.0 - load), |w| w.mean("a"))
        .cell("utilisation", load, |w| w.utilization("b"))
}

/// Calls that wait for a connection, and hold it for an exponential time.
fn pool(size: u32, load: f64) -> Model {
    let rate = load * f64::from(size);
    let exact = Mmc::new(rate, 1.0, size).unwrap();
    let build = caller(rate)
        .component(
            "db",
            "server",
            None,
            &[
                ("workers", number(MANY)),
                ("service_time", exponential(1.0)),
            ],
        )
        .link(
            "caller",
            "db",
            &[
                ("pool", number(f64::from(size))),
                ("pool_wait_ms", word("none")),
            ],
        );
    let effort = Effort::queue(load, 1.0, size, 2.0, exact.wait_probability());
    Model::new(format!("pool of {size} at {load}"), build, rate, effort)
        .cell("mean", exact.mean_response(), |w| w.mean("users"))
        .cell("line", exact.mean_queue(), |w| w.line("caller-db"))
}

/// Answers that each take a second of the wire.
fn wire(load: f64) -> Model {
    let exact = Mg1::new(load, 1.0, 0.0).unwrap();
    let build = Build::default()
        .client("users", load)
        .component(
            "server",
            "server",
            None,
            &[("workers", number(MANY)), ("service_time", constant(0.0))],
        )
        .link(
            "users",
            "server",
            &[
                ("response_kib", number(1000.0)),
                ("bandwidth_mbit", number(8.192)),
            ],
        );
    let effort = Effort::queue(load, 1.0, 1, 1.0, load);
    Model::new(format!("wire at {load}"), build, load, effort).cell(
        "mean",
        exact.mean_response(),
        |w| w.mean("users"),
    )
}

/// One message under way at a time: 0.1 s there, an exponential second, 0.1 s back.
fn stream(load: f64) -> Model {
    let mean = 1.2;
    let rate = load / mean;
    let exact = Mg1::new(rate, mean, 1.0 / (mean * mean)).unwrap();
    let build = caller(rate).server("sink", 1, 1.0).link(
        "caller",
        "sink",
        &[
            ("mode", word("stream")),
            ("window", number(1.0)),
            ("latency", constant(0.1)),
        ],
    );
    let effort = Effort::queue(load, mean, 1, 1.7, load);
    let line = exact.mean_wait() * rate;
    Model::new(format!("stream at {load}"), build, rate, effort)
        .cell("line", line, |w| w.line("caller-sink"))
        .cell("utilisation", rate, |w| w.utilization("sink"))
}

pub fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for load in [0.3, 0.5, 0.7, 0.9] {
        models.push(mixture(load));
        models.push(fork_join(load));
    }
    for (size, load) in [
        (1, 0.5),
        (1, 0.8),
        (3, 0.7),
        (3, 0.9),
        (10, 0.8),
        (10, 0.95),
    ] {
        models.push(pool(size, load));
    }
    for load in [0.3, 0.6, 0.8] {
        models.push(wire(load));
        models.push(stream(load));
    }
    models
}
