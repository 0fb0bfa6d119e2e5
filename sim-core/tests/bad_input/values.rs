//! Every parameter of every service, link and container refuses what it cannot take, by its name.

use std::sync::Arc;

use sim_core::catalog::param::{Kind, ParamSpec};
use sim_core::catalog::{Value, link, services};
use sim_core::document::Document;
use sim_core::foundation::chance::Distribution;

use super::outcome::{Outcome, outcome};
use crate::support::build::{Build, by_kind, id, kinds, number, word};

/// Values that the parameter must not take.
fn bad_values(spec: &ParamSpec) -> Vec<Value> {
    let mut bad = match &spec.kind {
        Kind::Number {
            min, max, integer, ..
        } => {
            let odd = [
                f64::NAN,
                f64::INFINITY,
                f64::NEG_INFINITY,
                min - 1.0,
                max + 1.0,
                1e300,
            ];
            let mut bad: Vec<Value> = odd.map(number).to_vec();
            if *integer {
                bad.push(number(min + 0.5));
            }
            bad.push(Value::Flag(true));
            bad
        }
        Kind::Choice(_) | Kind::Trace => vec![number(1.0), Value::Flag(true)],
        Kind::Flag => vec![number(1.0), word("true")],
        Kind::Kinds => vec![number(1.0), kinds(&["page", "page"])],
        Kind::ByKind { min, max, .. } => {
            let odd = [f64::NAN, f64::INFINITY, min - 1.0, max + 1.0];
            odd.map(|n| by_kind(&[("page", n)])).to_vec()
        }
        Kind::Times { .. } => {
            let odd = [f64::NAN, f64::INFINITY, -1.0, 86_400_001.0];
            let constants = odd.map(|ms| Value::Times(Distribution::Constant { ms }));
            let stages = Distribution::Erlang { mean_ms: 1.0, k: 0 };
            let order = Distribution::Uniform {
                min_ms: 2.0,
                max_ms: 1.0,
            };
            let more = [stages, order].map(Value::Times);
            [constants.to_vec(), more.to_vec(), vec![number(1.0)]].concat()
        }
    };
    bad.push(word("no such word"));
    bad
}

/// Refused with the place, the parameter's name and what was expected.
fn assert_refused(document: &Document, place: &str, spec: &ParamSpec, value: &Value) {
    let Outcome::Refused(text) = outcome(document) else {
        panic!("{place}: {} took {value:?}", spec.id);
    };
    let start = format!("{place}: params.{}: ", spec.id);
    assert!(text.starts_with(&start), "{value:?}: {text}");
    assert!(text.len() < 600 && !text.contains('\n'), "{text}");
    let says = ["expected ", "must ", "is not between"];
    assert!(
        says.iter().any(|word| text.contains(word)),
        "{value:?}: {text}"
    );
}

#[test]
fn every_parameter_of_every_service_refuses_what_it_cannot_take() {
    let mut tried = 0;
    for service in services() {
        for spec in (service.params)() {
            for value in bad_values(spec) {
                let pair = [(spec.id, value.clone())];
                let build = Build::default().kind("page");
                let build = build.component("it", service.id, None, &pair);
                assert_refused(&build.document, "component `it`", spec, &value);
                tried += 1;
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn every_parameter_of_a_link_refuses_what_it_cannot_take() {
    for spec in link::params() {
        for value in bad_values(spec) {
            let build = Build::default()
                .kind("page")
                .client("a", 1.0)
                .server("b", 1, 0.1);
            let build = build.link("a", "b", &[(spec.id, value.clone())]);
            assert_refused(&build.document, "link `a-b`", spec, &value);
        }
    }
}

#[test]
fn a_parameter_that_nobody_has_is_refused() {
    let build = Build::default()
        .client("a", 1.0)
        .set("a", "rate", number(1.0));
    let Outcome::Refused(text) = outcome(&build.document) else {
        panic!("taken");
    };
    assert!(
        text.starts_with("component `a`: params.rate: expected a parameter"),
        "{text}"
    );
    assert!(
        text.ends_with("(did you mean \"rate_per_s\"?)") || text.contains("found \"rate\""),
        "{text}"
    );
}

#[test]
fn request_kinds_are_checked() {
    for size in [f64::NAN, f64::INFINITY, -1.0, 1e12] {
        let build = Build::default()
            .sized_kind("page", Some(size), None)
            .client("a", 1.0);
        let Outcome::Refused(text) = outcome(&build.document) else {
            panic!("{size} taken");
        };
        assert!(
            text.contains("page") && text.contains("expected a number from 0"),
            "{text}"
        );
    }
    let mut build = Build::default().kind("page");
    let kind = build.document.kinds.get_mut(&id("page")).unwrap();
    Arc::make_mut(kind).priority = i32::MAX;
    assert!(matches!(outcome(&build.document), Outcome::Refused(_)));
}
