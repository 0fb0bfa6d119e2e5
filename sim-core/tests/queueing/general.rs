//! One server with any service, Poisson arrivals: only mean and variation of the service count for the means.

use sim_core::foundation::chance::Distribution;
use sim_core::theory::Mg1;

use super::support::cells::{Effort, Model};
use super::{queue, service, times};

/// Pollaczek and Khinchine.
fn mg1(name: &str, load: f64, service: Distribution) -> Model {
    let (mean_s, scv) = (service.mean_ms() / 1000.0, service.scv().unwrap());
    let rate = load / mean_s;
    let exact = Mg1::new(rate, mean_s, scv).unwrap();
    let build = queue(rate, 1, &[("service_time", times(service))]);
    let effort = Effort::queue(load, mean_s, 1, 1.0 + scv, load);
    Model::new(format!("M/{name}/1 at {load}"), build, rate, effort)
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("wait", exact.mean_wait(), |w| w.wait("server"))
        .cell("utilisation", load, |w| w.utilization("server"))
}

pub fn models() -> Vec<Model> {
    vec![
        mg1("H2(9)", 0.8, service::hyper(9.0)),
        mg1("H2(9)", 0.5, service::hyper(9.0)),
        mg1("H2(4)", 0.3, service::hyper(4.0)),
        mg1("H2(4)", 0.8, service::hyper(4.0)),
        mg1("H2(2)", 0.9, service::hyper(2.0)),
        mg1("D", 0.3, service::constant()),
        mg1("D", 0.5, service::constant()),
        mg1("D", 0.8, service::constant()),
        mg1("D", 0.95, service::constant()),
        mg1("E2", 0.9, service::erlang(2)),
        mg1("E4", 0.8, service::erlang(4)),
        mg1("E10", 0.6, service::erlang(10)),
        mg1("U", 0.4, service::uniform()),
        mg1("U", 0.7, service::uniform()),
        mg1("G(9)", 0.6, service::gamma(9.0)),
        mg1("G(0.5)", 0.9, service::gamma(0.5)),
        mg1("W(0.5)", 0.7, service::weibull(0.5)),
        mg1("W(2)", 0.85, service::weibull(2.0)),
        mg1("LN(2.5)", 0.7, service::log_normal(2.5)),
        mg1("LN(5)", 0.5, service::log_normal(5.0)),
        mg1("LN(5)", 0.85, service::log_normal(5.0)),
    ]
}
