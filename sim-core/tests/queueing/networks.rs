//! Open networks (Jackson): departures of one station arrive at others, and every station is an M/M/c of its own.

use sim_core::theory::{Mm1, Mmc, OpenStation, open_network_response};

use super::SERVICE_S;
use super::support::build::{Build, number, word};
use super::support::cells::{Effort, Model};

/// Station `name` sees `rate` requests per second.
struct Stop {
    name: &'static str,
    rate: f64,
    servers: u32,
}

impl Stop {
    fn exact(&self) -> Mmc {
        Mmc::new(self.rate, 1.0, self.servers).unwrap()
    }

    /// For the rate of the whole network.
    fn effort(&self, rate: f64) -> Effort {
        let exact = self.exact();
        let (load, waiting) = (exact.utilisation(), exact.wait_probability());
        Effort::queue(load, 1.0, self.servers, 2.0, waiting).per_visit(self.rate / rate)
    }
}

fn event(calls: f64) -> [(&'static str, sim_core::catalog::Value); 2] {
    [("mode", word("event")), ("calls", number(calls))]
}

/// The mean response and the utilisation of every station.
fn network(name: &str, build: Build, rate: f64, stops: Vec<Stop>) -> Model {
    let mut effort = Effort::fixed(0.0, 0.0);
    for stop in &stops {
        effort = effort.and(stop.effort(rate));
    }
    let mut model = Model::new(name, build, rate, effort);
    for stop in stops {
        let (exact, name) = (stop.exact(), stop.name);
        model = model
            .cell(format!("{name} mean"), exact.mean_response(), move |w| {
                w.mean(name)
            })
            .cell(
                format!("{name} utilisation"),
                exact.utilisation(),
                move |w| w.utilization(name),
            );
    }
    model
}

fn stop(name: &'static str, rate: f64, servers: u32) -> Stop {
    Stop {
        name,
        rate,
        servers,
    }
}

/// Three stations in a row, the second gets one in four.
fn line() -> Model {
    let build = Build::default()
        .client("users", 2.4)
        .server("first", 3, SERVICE_S)
        .server("second", 1, SERVICE_S)
        .server("third", 4, SERVICE_S)
        .link("users", "first", &[])
        .link("first", "second", &event(0.25))
        .link("first", "third", &event(1.0));
    let stops = vec![
        stop("first", 2.4, 3),
        stop("second", 0.6, 1),
        stop("third", 2.4, 4),
    ];
    network("line", build, 2.4, stops)
}

/// Four single servers in a row at a high load.
fn tandem() -> Model {
    let mut build = Build::default().client("users", 0.85);
    let names = ["a", "b", "c", "d"];
    for name in names {
        build = build.server(name, 1, SERVICE_S);
    }
    build = build.link("users", "a", &[]);
    for pair in names.windows(2) {
        build = build.link(pair[0], pair[1], &event(1.0));
    }
    let stops = names.map(|name| stop(name, 0.85, 1));
    network("tandem", build, 0.85, stops.into())
}

/// Two of three requests come back: arrivals are not Poisson any more, the product form holds all the same.
fn feedback() -> Model {
    // front = 0.3 + 0.9 × back and back = 2/3 × front: front = 0.3/(1 − 0.6).
    let (front, back) = (0.75, 0.5);
    let build = Build::default()
        .client("users", 0.3)
        .server("front", 1, SERVICE_S)
        .server("back", 1, SERVICE_S)
        .link("users", "front", &[])
        .link("front", "back", &event(2.0 / 3.0))
        .link("back", "front", &event(0.9));
    let stops = vec![stop("front", front, 1), stop("back", back, 1)];
    network("feedback", build, 0.3, stops)
}

/// One waits for all: a request passes the stations one after the other and holds nothing that anybody wants.
fn visits() -> Model {
    let (rate, servers) = (0.4, [1, 2]);
    let station = |visits: f64, servers: u32| OpenStation {
        visits,
        service_rate: 1.0,
        servers,
    };
    let exact =
        open_network_response(rate, &[station(2.0, servers[0]), station(3.0, servers[1])]).unwrap();
    let endless = [
        ("workers", number(10_000.0)),
        ("service_time", super::support::build::constant(0.0)),
    ];
    let build = Build::default()
        .client("users", rate)
        .component("front", "server", None, &endless)
        .server("once", servers[0], SERVICE_S)
        .server("again", servers[1], SERVICE_S)
        .link("users", "front", &[])
        .link("front", "once", &[("calls", number(2.0))])
        .link("front", "again", &[("calls", number(3.0))]);
    let effort = stop("once", 2.0 * rate, 1)
        .effort(rate)
        .and(stop("again", 3.0 * rate, 2).effort(rate));
    Model::new("visits", build, rate, effort)
        .cell("mean", exact, |w| w.mean("users"))
        .cell(
            "once mean",
            Mmc::new(0.8, 1.0, 1).unwrap().mean_response(),
            |w| w.mean("once"),
        )
        .cell(
            "again mean",
            Mmc::new(1.2, 1.0, 2).unwrap().mean_response(),
            |w| w.mean("again"),
        )
        .cell("again utilisation", 0.6, |w| w.utilization("again"))
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
    let stops = vec![stop("much", 0.7, 1), stop("little", 0.3, 1)];
    network("split", build, 1.0, stops).cell(
        "all mean",
        0.7 * response(0.7) + 0.3 * response(0.3),
        |w| w.mean("users"),
    )
}

pub fn models() -> Vec<Model> {
    vec![tandem(), line(), feedback(), visits(), split()]
}
