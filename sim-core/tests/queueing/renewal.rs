//! One exponential server, any independent times between arrivals (GI/M/1).

use sim_core::foundation::chance::Distribution;
use sim_core::theory::GiM1;

use super::support::build::{number, word};
use super::support::cells::{Effort, Model};
use super::{queue, service, times};

/// The gaps have the shape of these times; the rate sets their mean.
fn gim1(name: &str, load: f64, gaps: Distribution) -> Model {
    let interarrival = gaps.with_mean(1000.0 / load);
    let exact = GiM1::new(&interarrival, 1.0).unwrap();
    let p99 = exact.response_quantile(0.99).unwrap();
    let build = queue(load, 1, &[])
        .set("users", "spacing", word("renewal"))
        .set("users", "gap", times(gaps));
    let variation = 1.0 + gaps.scv().unwrap();
    let effort = Effort::queue(load, 1.0, 1, variation, exact.wait_probability());
    Model::new(format!("{name}/M/1 at {load}"), build, load, effort)
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("wait", exact.mean_wait(), |w| w.wait("server"))
        .cell("p99", p99, |w| w.quantile("server", 0.99))
        .cell("utilisation", load, |w| w.utilization("server"))
}

/// Over so long a response the caller gives up, the server works on.
fn tail(load: f64, seconds: f64, stages: u32) -> Model {
    let interarrival = service::erlang(stages).with_mean(1000.0 / load);
    let exact = GiM1::new(&interarrival, 1.0).unwrap();
    let build = queue(load, 1, &[])
        .set("users", "spacing", word("erlang"))
        .set("users", "stages", number(f64::from(stages)))
        .set_link("users-server", "timeout_ms", number(seconds * 1000.0));
    let variation = 1.0 + 1.0 / f64::from(stages);
    let effort = Effort::queue(load, 1.0, 1, variation, exact.wait_probability());
    let name = format!("E{stages}/M/1 at {load}, over {seconds} s");
    Model::new(name, build, load, effort).cell("share", exact.response_tail(seconds), |w| {
        w.failed_share("users")
    })
}

pub fn models() -> Vec<Model> {
    vec![
        gim1("H2(4)", 0.8, service::hyper(4.0)),
        gim1("D", 0.5, service::constant()),
        gim1("D", 0.9, service::constant()),
        gim1("E2", 0.8, service::erlang(2)),
        gim1("U", 0.7, service::uniform()),
        gim1("H2(2)", 0.5, service::hyper(2.0)),
        gim1("G(3)", 0.6, service::gamma(3.0)),
        gim1("W(0.7)", 0.85, service::weibull(0.7)),
        gim1("LN(4)", 0.75, service::log_normal(4.0)),
        tail(0.7, 4.0, 3),
    ]
}
