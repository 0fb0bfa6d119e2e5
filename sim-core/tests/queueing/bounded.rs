//! Bounded queues and none at all: who finds no room is refused.

use sim_core::foundation::chance::Distribution;
use sim_core::theory::{Mmck, erlang_b};

use super::support::build::number;
use super::support::cells::{Effort, Model};
use super::{queue, service, times};

fn bounded(servers: u32, places: u32, rate: f64) -> Model {
    let exact = Mmck::new(rate, 1.0, servers, servers + places).unwrap();
    let build = queue(rate, servers, &[("queue", number(f64::from(places)))]);
    let name = format!("M/M/{servers}/{} at {rate}", servers + places);
    let effort = Effort::bounded(1.0, servers, places, exact.blocking());
    Model::new(name, build, rate, effort)
        .cell("blocking", exact.blocking(), |w| w.failed_share("server"))
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("wait", exact.mean_wait(), |w| w.wait("server"))
        .cell("utilisation", exact.utilisation(), |w| {
            w.utilization("server")
        })
}

/// Without a queue the share refused depends on the mean of the service only (Erlang B).
fn loss(name: &str, servers: u32, rate: f64, service: Distribution) -> Model {
    let more = [("queue", number(0.0)), ("service_time", times(service))];
    let mean_s = service.mean_ms() / 1000.0;
    let lost = erlang_b(rate * mean_s, servers).unwrap();
    let variation = 1.0 + service.scv().unwrap();
    let effort = Effort::bounded(mean_s * variation, servers, 0, lost);
    let name = format!("M/{name}/{servers}/{servers} at {rate}");
    Model::new(name, queue(rate, servers, &more), rate, effort)
        .cell("blocking", lost, |w| w.failed_share("server"))
        .cell(
            "utilisation",
            rate * mean_s * (1.0 - lost) / f64::from(servers),
            |w| w.utilization("server"),
        )
}

pub fn models() -> Vec<Model> {
    vec![
        bounded(1, 4, 0.8),
        bounded(1, 9, 1.2),
        bounded(1, 2, 0.5),
        bounded(4, 6, 3.6),
        bounded(2, 10, 1.8),
        bounded(16, 16, 16.0),
        loss("M", 10, 8.0, service::exponential()),
        loss("M", 100, 95.0, service::exponential()),
        loss("D", 10, 8.0, service::constant()),
        loss("E3", 4, 3.0, service::erlang(3)),
        loss("H2", 5, 5.0, service::hyper(4.0)),
        loss("LN", 8, 6.0, service::log_normal(4.0)),
    ]
}
