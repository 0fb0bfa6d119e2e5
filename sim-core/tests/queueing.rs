//! The engine against the closed forms of queueing theory, on textbook queues drawn as they are.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::catalog::Value;
use sim_core::foundation::chance::Distribution;
use sim_core::theory::{FiniteSource, Mg1, Mm1, Mmc, Mmck, ProcessorSharing, erlang_b};
use support::build::{Build, exponential, number, word};
use support::cells::{Model, assert_exact};

/// Requests of one replication.
const REQUESTS: f64 = 60_000.0;
/// Every service takes one second on average.
const SERVICE_S: f64 = 1.0;

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

fn mm1(load: f64) -> Model {
    let exact = Mm1::new(load, 1.0).unwrap();
    Model::new(
        format!("M/M/1 at {load}"),
        queue(load, 1, &[]),
        REQUESTS / load,
    )
    .cell("mean", exact.mean_response(), |w| w.mean("server"))
    .cell("p50", exact.response_quantile(0.5).unwrap(), |w| {
        w.p50("server")
    })
    .cell("p99", exact.response_quantile(0.99).unwrap(), |w| {
        w.p99("server")
    })
    .cell("utilisation", load, |w| w.utilization("server"))
}

fn mmc(servers: u32, load: f64) -> Model {
    let rate = load * f64::from(servers);
    let exact = Mmc::new(rate, 1.0, servers).unwrap();
    Model::new(
        format!("M/M/{servers} at {load}"),
        queue(rate, servers, &[]),
        REQUESTS / rate,
    )
    .cell("mean", exact.mean_response(), |w| w.mean("users"))
    .cell("p50", exact.response_quantile(0.5).unwrap(), |w| {
        w.p50("users")
    })
    .cell("p99", exact.response_quantile(0.99).unwrap(), |w| {
        w.p99("users")
    })
    .cell("queue", exact.mean_queue(), |w| w.queue("server"))
}

/// Pollaczek and Khinchine: only mean and variation of the service count.
fn mg1(name: &str, load: f64, service: Distribution) -> Model {
    let mean_s = service.mean_ms() / 1000.0;
    let exact = Mg1::new(load / mean_s, mean_s, service.scv().unwrap()).unwrap();
    let build = queue(load / mean_s, 1, &[("service_time", times(service))]);
    Model::new(
        format!("M/{name}/1 at {load}"),
        build,
        REQUESTS * mean_s / load,
    )
    .cell("mean", exact.mean_response(), |w| w.mean("server"))
}

/// Shared: only the mean of the service counts.
fn shared(name: &str, load: f64, service: Distribution) -> Model {
    let mean_s = service.mean_ms() / 1000.0;
    let exact = ProcessorSharing::new(load / mean_s, mean_s).unwrap();
    let sharing = ("discipline", word("processor_sharing"));
    let build = queue(
        load / mean_s,
        1,
        &[("service_time", times(service)), sharing],
    );
    Model::new(
        format!("M/{name}/1-PS at {load}"),
        build,
        REQUESTS * mean_s / load,
    )
    .cell("mean", exact.mean_response(), |w| w.mean("server"))
    .cell("utilisation", load, |w| w.utilization("server"))
}

/// Last come, first served changes the percentiles, not the mean.
fn last_come(load: f64) -> Model {
    let build = queue(load, 1, &[("discipline", word("lifo"))]);
    Model::new(format!("M/M/1-LIFO at {load}"), build, REQUESTS / load).cell(
        "mean",
        Mm1::new(load, 1.0).unwrap().mean_response(),
        |w| w.mean("server"),
    )
}

fn bounded(servers: u32, places: u32, rate: f64) -> Model {
    let exact = Mmck::new(rate, 1.0, servers, servers + places).unwrap();
    let build = queue(rate, servers, &[("queue", number(f64::from(places)))]);
    let name = format!("M/M/{servers}/{} at {rate}", servers + places);
    Model::new(name, build, REQUESTS / rate)
        .cell("blocking", exact.blocking(), |w| w.failed_share("server"))
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
}

/// Without a queue the share refused depends on the mean of the service only (Erlang B).
fn loss(name: &str, servers: u32, rate: f64, service: Distribution) -> Model {
    let build = queue(
        rate,
        servers,
        &[("queue", number(0.0)), ("service_time", times(service))],
    );
    Model::new(
        format!("M/{name}/{servers}/{servers} at {rate}"),
        build,
        REQUESTS / rate,
    )
    .cell("blocking", erlang_b(rate, servers).unwrap(), |w| {
        w.failed_share("server")
    })
}

/// Users that think for an exponential time: machine repair.
fn repair(users: u32, think_s: f64, servers: u32) -> Model {
    let exact = FiniteSource::new(users, think_s, SERVICE_S, servers).unwrap();
    let closed = [
        ("mode", word("closed")),
        ("users", number(f64::from(users))),
        ("think", exponential(think_s)),
    ];
    let build = Build::default()
        .component("users", "client", None, &closed)
        .server("server", servers, SERVICE_S)
        .link("users", "server", &[]);
    let name = format!("{users} users, {servers} servers");
    Model::new(name, build, REQUESTS / exact.throughput())
        .cell("mean", exact.mean_response(), |w| w.mean("users"))
        .cell("throughput", exact.throughput(), |w| w.throughput("users"))
}

/// Departures of M/M/c are Poisson, and so is any share of them: each station of a line is an M/M/c of its own.
fn line() -> Model {
    let build = Build::default()
        .client("users", 2.4)
        .server("first", 3, SERVICE_S)
        .server("second", 1, SERVICE_S)
        .server("third", 4, SERVICE_S)
        .link("users", "first", &[])
        .link(
            "first",
            "second",
            &[("mode", word("event")), ("calls", number(0.25))],
        )
        .link("first", "third", &[("mode", word("event"))]);
    let response = |rate, servers| Mmc::new(rate, 1.0, servers).unwrap().mean_response();
    Model::new("line", build, REQUESTS / 2.4)
        .cell("first", response(2.4, 3), |w| w.mean("first"))
        .cell("second", response(0.6, 1), |w| w.mean("second"))
        .cell("third", response(2.4, 4), |w| w.mean("third"))
}

/// A client's weights split a Poisson stream into Poisson streams.
fn split() -> Model {
    let build = Build::default()
        .client("users", 1.0)
        .server("much", 1, SERVICE_S)
        .server("little", 1, SERVICE_S)
        .link("users", "much", &[("weight", number(7.0))])
        .link("users", "little", &[("weight", number(3.0))]);
    let response = |rate| Mm1::new(rate, 1.0).unwrap().mean_response();
    Model::new("split", build, REQUESTS)
        .cell("much", response(0.7), |w| w.mean("much"))
        .cell("little", response(0.3), |w| w.mean("little"))
        .cell("all", 0.7 * response(0.7) + 0.3 * response(0.3), |w| {
            w.mean("users")
        })
}

#[test]
fn textbook_queues_agree_with_their_closed_forms() {
    let erlang = |k| Distribution::Erlang { mean_ms: 1000.0, k };
    let hyper = |scv| Distribution::Hyperexponential {
        mean_ms: 1000.0,
        scv,
    };
    let log_normal = Distribution::LogNormal {
        median_ms: 800.0,
        p95_ms: 2000.0,
    };
    let uniform = Distribution::Uniform {
        min_ms: 0.0,
        max_ms: 2000.0,
    };
    let (constant, exponential) = (
        Distribution::constant(1000.0),
        Distribution::exponential(1000.0),
    );
    assert_exact(vec![
        mm1(0.8),
        mm1(0.3),
        mm1(0.5),
        mmc(16, 0.8),
        mmc(2, 0.7),
        mmc(4, 0.85),
        mmc(100, 0.9),
        mg1("D", 0.8, constant),
        mg1("D", 0.5, constant),
        mg1("E4", 0.8, erlang(4)),
        mg1("U", 0.7, uniform),
        mg1("H2", 0.5, hyper(4.0)),
        mg1("LN", 0.7, log_normal),
        shared("M", 0.8, exponential),
        shared("D", 0.7, constant),
        shared("H2", 0.5, hyper(4.0)),
        last_come(0.7),
        bounded(1, 4, 0.8),
        bounded(1, 9, 1.2),
        bounded(4, 6, 3.6),
        bounded(16, 16, 16.0),
        loss("M", 10, 8.0, exponential),
        loss("D", 10, 8.0, constant),
        loss("H2", 5, 5.0, hyper(4.0)),
        repair(5, 4.0, 1),
        repair(20, 10.0, 1),
        repair(30, 5.0, 4),
        line(),
        split(),
    ]);
}
