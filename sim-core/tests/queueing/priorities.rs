//! Classes of unequal urgency at one station: a client of its own for each, the most urgent first.

use std::sync::Arc;

use sim_core::foundation::chance::Distribution;
use sim_core::theory::{
    PriorityClass, PriorityFigures, preemptive_mg1, preemptive_mmc, priority_mg1, priority_mmc,
};

use super::support::build::{Build, by_kind, id, number, word};
use super::support::cells::{Effort, Model};
use super::{service, times};

const CLIENTS: [&str; 3] = ["urgent", "usual", "idle"];

/// Arrivals per second and mean work of each class, seconds.
type Classes<'a> = &'a [(f64, f64)];

fn load(classes: Classes<'_>, servers: u32) -> f64 {
    let work: f64 = classes.iter().map(|(rate, work)| rate * work).sum();
    work / f64::from(servers)
}

fn build(classes: Classes<'_>, servers: u32, shape: Distribution, discipline: &str) -> Build {
    let factors: Vec<(&str, f64)> = CLIENTS
        .into_iter()
        .zip(classes.iter().map(|c| c.1))
        .collect();
    let pairs = [
        ("workers", number(f64::from(servers))),
        ("service_time", times(shape)),
        ("discipline", word(discipline)),
        ("work_by_kind", by_kind(&factors)),
    ];
    let mut build = Build::default();
    for (name, (rate, _)) in CLIENTS.into_iter().zip(classes) {
        build = build
            .kind(name)
            .client(name, *rate)
            .set(name, "weights", by_kind(&[(name, 1.0)]));
        let kind = build.document.kinds.get_mut(&id(name)).unwrap();
        // The higher goes first.
        Arc::make_mut(kind).priority = match name {
            "urgent" => 2,
            "usual" => 1,
            _ => 0,
        };
    }
    build = build.component("server", "server", None, &pairs);
    for (name, _) in CLIENTS.into_iter().zip(classes) {
        build = build.link(name, "server", &[("timeout_ms", word("none"))]);
    }
    build
}

fn short(discipline: &str) -> &str {
    discipline.trim_start_matches("priority_")
}

/// The mean response of each class, and what the server has to do in all.
fn model(
    name: String,
    build: Build,
    classes: Classes<'_>,
    servers: u32,
    scv: f64,
    exact: &[PriorityFigures],
) -> Model {
    let (load, rate) = (
        load(classes, servers),
        classes.iter().map(|c| c.0).sum::<f64>(),
    );
    let longest = classes.iter().map(|c| c.1).fold(0.0, f64::max);
    // The least urgent are not many.
    let fewest = classes.iter().map(|c| c.0 / rate).fold(1.0, f64::min);
    let effort = Effort::queue(load, longest, servers, 1.0 + scv, load).per_visit(fewest.max(0.25));
    let mut model = Model::new(name, build, rate, effort);
    for (client, figures) in CLIENTS.into_iter().zip(exact) {
        model = model.cell(client, figures.mean_response, move |w| w.mean(client));
    }
    model.cell("utilisation", load, |w| w.utilization("server"))
}

/// One server, any service, each class with a mean of its own.
fn single(name: &str, shape: Distribution, classes: Classes<'_>) -> [Model; 2] {
    let scv = shape.scv().unwrap();
    let theory: Vec<PriorityClass> = classes
        .iter()
        .map(|&(arrival_rate, mean_service)| PriorityClass {
            arrival_rate,
            mean_service,
            scv,
        })
        .collect();
    let load = load(classes, 1);
    [
        ("priority", priority_mg1(&theory).unwrap()),
        ("priority_preemptive", preemptive_mg1(&theory).unwrap()),
    ]
    .map(|(discipline, exact)| {
        let build = build(classes, 1, shape, discipline);
        let name = format!("M/{name}/1 {} at {load:.2}", short(discipline));
        model(name, build, classes, 1, scv, &exact)
    })
}

/// Several servers, one exponential service for all.
fn several(servers: u32, rates: [f64; 3]) -> [Model; 2] {
    let classes = rates.map(|rate| (rate, 1.0));
    let load = load(&classes, servers);
    [
        ("priority", priority_mmc(&rates, 1.0, servers).unwrap()),
        (
            "priority_preemptive",
            preemptive_mmc(&rates, 1.0, servers).unwrap(),
        ),
    ]
    .map(|(discipline, exact)| {
        let build = build(&classes, servers, service::exponential(), discipline);
        let name = format!("M/M/{servers} {} at {load:.2}", short(discipline));
        model(name, build, &classes, servers, 1.0, &exact)
    })
}

pub fn models() -> Vec<Model> {
    let models = [
        single(
            "M",
            service::exponential(),
            &[(0.2, 1.0), (0.3, 1.0), (0.3, 1.0)],
        ),
        single("D", service::constant(), &[(0.3, 1.0), (0.4, 1.0)]),
        single("H2(4)", service::hyper(4.0), &[(0.4, 0.5), (0.4, 1.0)]),
        single(
            "E2",
            service::erlang(2),
            &[(0.2, 2.0), (0.5, 0.5), (0.2, 1.0)],
        ),
        several(3, [0.6, 0.9, 0.9]),
    ];
    models.into_iter().flatten().collect()
}
