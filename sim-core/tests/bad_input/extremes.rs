//! Every parameter at either end of what it takes, on its own and the rest as it comes: it plays or stops by name.

use sim_core::catalog::param::{Kind, ParamSpec};
use sim_core::catalog::{Value, link, services};

use super::outcome::{Outcome, outcome_after};
use crate::support::build::{Build, number, word};

/// A second is long enough for a million requests, and for a loop to show.
const LENGTH_S: f64 = 1.0;

/// Both ends of a parameter, and its word.
fn ends(spec: &ParamSpec) -> Vec<Value> {
    match &spec.kind {
        Kind::Number {
            min, max, instead, ..
        } => {
            let word = instead.iter().map(|text| word(text));
            [number(*min), number(*max)]
                .into_iter()
                .chain(word)
                .collect()
        }
        Kind::Choice(options) => options.iter().map(|text| word(text)).collect(),
        Kind::Flag => vec![Value::Flag(false), Value::Flag(true)],
        _ => vec![],
    }
}

/// What else must be said for a parameter to count.
fn shown(spec: &ParamSpec, specs: &[ParamSpec]) -> Vec<(&'static str, Value)> {
    let Some((other, values)) = spec.only_if else {
        return vec![];
    };
    let switch = specs.iter().find(|spec| spec.id == other).unwrap();
    let value = match (&switch.kind, values[0]) {
        (Kind::Flag, text) => Value::Flag(text == "true"),
        (_, "number") => number(10.0),
        (_, text) => word(text),
    };
    let mut pairs = shown(switch, specs);
    pairs.push((other, value));
    pairs
}

fn plays(name: &str, build: &Build) {
    match outcome_after(&build.document, LENGTH_S) {
        Outcome::Refused(text) => panic!("{name}: {text}"),
        Outcome::Stopped(text) => assert!(text.contains("component `"), "{name}: {text}"),
        Outcome::Played(_) => {}
    }
}

#[test]
fn every_parameter_of_every_service_at_its_ends() {
    for service in services() {
        let specs = (service.params)();
        for spec in specs {
            for value in ends(spec) {
                let mut pairs = shown(spec, specs);
                pairs.push((spec.id, value.clone()));
                let mut build = Build::default().server("below", 50, 0.01);
                build = build.component("it", service.id, None, &pairs);
                if service.ports.accepts {
                    build = build.client("users", 100.0).link("users", "it", &[]);
                }
                if service.ports.calls {
                    build = build.link("it", "below", &[]);
                }
                plays(&format!("{}.{} = {value:?}", service.id, spec.id), &build);
            }
        }
    }
}

#[test]
fn every_parameter_of_a_link_at_its_ends() {
    for spec in link::params() {
        for value in ends(spec) {
            let mut pairs = shown(spec, link::params());
            pairs.push((spec.id, value.clone()));
            let build = Build::default()
                .client("users", 100.0)
                .server("web", 50, 0.01)
                .server("below", 50, 0.01)
                .link("users", "web", &pairs)
                .link("web", "below", &pairs);
            plays(&format!("link.{} = {value:?}", spec.id), &build);
        }
    }
}
