//! Closed loops: users that think for an exponential time and wait for the answer before they think again.

use sim_core::foundation::chance::Distribution;
use sim_core::theory::{ClosedStation, FiniteSource, mva};

use super::support::build::{Build, constant, exponential, number, word};
use super::support::cells::{Effort, Model};
use super::{SERVICE_S, service, times};

/// Requests of one replication: with ever the same users there is no heavy traffic.
const REQUESTS: f64 = 40_000.0;

fn users(count: u32, think_s: f64) -> Build {
    let closed = [
        ("mode", word("closed")),
        ("users", number(f64::from(count))),
        ("think", exponential(think_s)),
    ];
    Build::default().component("users", "client", None, &closed)
}

/// A user's round takes no longer than this, as good as never: everybody queues everywhere.
fn effort(count: u32, think_s: f64, service_s: f64) -> Effort {
    Effort::fixed(REQUESTS, think_s + f64::from(count) * service_s)
}

/// Machine repair.
fn repair(count: u32, think_s: f64, servers: u32) -> Model {
    let exact = FiniteSource::new(count, think_s, SERVICE_S, servers).unwrap();
    let build = users(count, think_s)
        .server("server", servers, SERVICE_S)
        .link("users", "server", &[]);
    let name = format!("{count} users, {servers} servers");
    let effort = effort(count, think_s, SERVICE_S / f64::from(servers));
    Model::new(name, build, exact.throughput(), effort)
        .cell("mean", exact.mean_response(), |w| w.mean("users"))
        .cell("throughput", exact.throughput(), |w| w.throughput("users"))
        .cell("utilisation", exact.utilisation(), |w| {
            w.utilization("server")
        })
}

/// A station of a closed network: name, visits, mean service, how it is drawn and how it is solved.
struct Stop {
    name: &'static str,
    visits: f64,
    service: Distribution,
    workers: u32,
    sharing: bool,
    station: ClosedStation,
}

fn single(name: &'static str, visits: f64, mean_ms: f64) -> Stop {
    Stop {
        name,
        visits,
        service: Distribution::exponential(mean_ms),
        workers: 1,
        sharing: false,
        station: ClosedStation::Queue {
            demand: visits * mean_ms / 1000.0,
        },
    }
}

fn several(name: &'static str, visits: f64, mean_ms: f64, servers: u32) -> Stop {
    Stop {
        workers: servers,
        station: ClosedStation::Servers {
            demand: visits * mean_ms / 1000.0,
            servers,
        },
        ..single(name, visits, mean_ms)
    }
}

/// A server for everybody: the shape of its service does not count.
fn delay(name: &'static str, visits: f64, service: Distribution) -> Stop {
    Stop {
        service,
        workers: 1000,
        station: ClosedStation::Delay {
            demand: visits * service.mean_ms() / 1000.0,
        },
        ..single(name, visits, 0.0)
    }
}

/// Shared: the shape of its service does not count.
fn shared(name: &'static str, visits: f64, service: Distribution) -> Stop {
    Stop {
        service,
        sharing: true,
        ..single(name, visits, service.mean_ms())
    }
}

/// A front without work of its own and with room for all calls the stations one after the other.
fn network(name: &str, count: u32, think_s: f64, stops: Vec<Stop>) -> Model {
    let front = [
        ("workers", number(10_000.0)),
        ("service_time", constant(0.0)),
    ];
    let mut build = users(count, think_s)
        .component("front", "server", None, &front)
        .link("users", "front", &[]);
    for stop in &stops {
        let discipline = if stop.sharing {
            "processor_sharing"
        } else {
            "fifo"
        };
        let pairs = [
            ("workers", number(f64::from(stop.workers))),
            ("service_time", times(stop.service)),
            ("discipline", word(discipline)),
        ];
        build = build.component(stop.name, "server", None, &pairs).link(
            "front",
            stop.name,
            &[("calls", number(stop.visits))],
        );
    }
    let stations: Vec<ClosedStation> = stops.iter().map(|stop| stop.station).collect();
    let exact = mva(count, think_s, &stations).unwrap();
    let slowest = stations
        .iter()
        .map(|s| s.demand() / f64::from(s.servers()))
        .fold(0.0, f64::max);
    let effort = effort(count, think_s, slowest);
    let mut model = Model::new(name, build, exact.throughput, effort)
        .cell("mean", exact.response, |w| w.mean("users"))
        .cell("throughput", exact.throughput, |w| w.throughput("users"));
    for (stop, figures) in stops.iter().zip(exact.stations) {
        let (name, visit) = (stop.name, figures.residence / stop.visits);
        model = model.cell(format!("{name} mean"), visit, move |w| w.mean(name));
        if stop.workers == 1 || !matches!(stop.station, ClosedStation::Delay { .. }) {
            let busy = format!("{name} utilisation");
            model = model.cell(busy, figures.utilisation, move |w| w.utilization(name));
        }
    }
    model
}

pub fn models() -> Vec<Model> {
    vec![
        repair(5, 4.0, 1),
        repair(20, 10.0, 1),
        repair(10, 20.0, 1),
        repair(30, 5.0, 4),
        repair(200, 10.0, 16),
        network(
            "central server",
            12,
            0.5,
            vec![
                single("cpu", 3.0, 50.0),
                single("disk", 2.0, 80.0),
                single("net", 1.0, 40.0),
            ],
        ),
        network(
            "several servers",
            25,
            2.0,
            vec![
                several("app", 1.0, 400.0, 4),
                several("db", 2.0, 90.0, 2),
                delay("away", 1.0, service::uniform()),
            ],
        ),
        network(
            "half a visit",
            8,
            1.0,
            vec![single("often", 1.5, 100.0), single("seldom", 0.5, 300.0)],
        ),
        network(
            "shared",
            10,
            1.0,
            vec![
                shared(
                    "web",
                    1.0,
                    Distribution::Hyperexponential {
                        mean_ms: 150.0,
                        scv: 6.0,
                    },
                ),
                shared("app", 1.0, Distribution::constant(100.0)),
                several("db", 1.0, 250.0, 3),
            ],
        ),
    ]
}
