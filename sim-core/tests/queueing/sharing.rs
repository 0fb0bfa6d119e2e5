//! Processor sharing: only the mean of the service counts.

use sim_core::foundation::chance::Distribution;
use sim_core::theory::ProcessorSharing;

use super::support::build::word;
use super::support::cells::{Effort, Model};
use super::{queue, service, times};

fn shared(name: &str, load: f64, service: Distribution) -> Model {
    let (mean_s, scv) = (service.mean_ms() / 1000.0, service.scv().unwrap());
    let rate = load / mean_s;
    let exact = ProcessorSharing::new(rate, mean_s).unwrap();
    let sharing = ("discipline", word("processor_sharing"));
    let build = queue(rate, 1, &[("service_time", times(service)), sharing]);
    let effort = Effort::queue(load, mean_s, 1, 1.0 + scv.max(1.0), load);
    Model::new(format!("M/{name}/1-PS at {load}"), build, rate, effort)
        .cell("mean", exact.mean_response(), |w| w.mean("server"))
        .cell("utilisation", load, |w| w.utilization("server"))
}

pub fn models() -> Vec<Model> {
    vec![
        shared("M", 0.9, service::exponential()),
        shared("M", 0.3, service::exponential()),
        shared("M", 0.8, service::exponential()),
        shared("D", 0.7, service::constant()),
        shared("D", 0.9, service::constant()),
        shared("E4", 0.5, service::erlang(4)),
        shared("U", 0.6, service::uniform()),
        shared("H2(4)", 0.5, service::hyper(4.0)),
        shared("H2(9)", 0.7, service::hyper(9.0)),
        shared("LN(5)", 0.8, service::log_normal(5.0)),
    ]
}
