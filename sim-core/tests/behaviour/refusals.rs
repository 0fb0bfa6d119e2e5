//! A document that cannot run is refused with the rule that it breaks, as data.

use std::sync::Arc;

use sim_core::catalog::{Kind, Value, services};
use sim_core::document::{Document, Fault, FaultKind};
use sim_core::foundation::units::Span;
use sim_core::playback::{Player, Refusal, replication};

use crate::support::build::{Build, id};

fn refused(document: &Document) -> Refusal {
    let error = Player::new(document, 1).map(|_| ()).unwrap_err();
    Refusal::of(document, error)
}

fn plan() -> Document {
    Build::default()
        .component("users", "client", None, &[])
        .component("web", "server", None, &[])
        .link("users", "web", &[])
        .container("a", "region", None)
        .document
}

#[test]
fn each_kind_of_item_is_told_with_its_rule() {
    let mut slow = plan();
    let web = Arc::make_mut(slow.components.get_mut("web").unwrap());
    web.params.insert("workers".to_owned(), Value::Number(-1.0));
    let mut cut = plan();
    let joint = Arc::make_mut(cut.links.get_mut("users-web").unwrap());
    joint.params.insert("calls".to_owned(), Value::Number(-1.0));
    let mut late = plan();
    let fault = Fault {
        at_s: f64::NAN,
        for_s: None,
        target: id("web"),
        kind: FaultKind::CrashOne,
        unknown: Default::default(),
    };
    Arc::make_mut(&mut late.scenario).faults.push(fault);
    let mut boxed = plan();
    let region = Arc::make_mut(boxed.containers.get_mut("a").unwrap());
    region.params.insert("x".to_owned(), Value::Number(1.0));
    for (document, field) in [
        (slow, "params.workers"),
        (cut, "params.calls"),
        (late, "scenario.faults[0].at_s"),
        (boxed, "params.x"),
    ] {
        let refusal = refused(&document);
        let broken = refusal.broken.clone().unwrap();
        assert_eq!(broken.field, field);
        // The engine says the same, in its words.
        assert!(
            refusal.to_string().contains(&broken.problem.to_string()),
            "{refusal}"
        );
        let several = replication(&document, 1, 0, Span::from_secs(1)).map(|_| ());
        let several = several.unwrap_err().to_string();
        assert_eq!(several, refusal.to_string());
    }
}

/// So no design that follows the rules is refused for a parameter, and every refusal has a rule to tell.
#[test]
fn what_the_rules_allow_runs() {
    let mut tried = 0;
    for service in services() {
        let limits = |most: bool| {
            let specs = (service.params)().iter();
            let limit = specs.filter_map(move |spec| match spec.kind {
                Kind::Number { min, max, .. } => Some((spec.id, if most { max } else { min })),
                _ => None,
            });
            limit.map(|(id, value)| (id, Value::Number(value)))
        };
        let each = limits(false).chain(limits(true)).map(|one| vec![one]);
        let together = [limits(false).collect(), limits(true).collect()];
        let tries: Vec<Vec<(&str, Value)>> = each.chain(together).collect();
        for modes in modes(service.id) {
            for limits in &tries {
                let mut params = limits.clone();
                params.extend(modes.iter().map(|(id, word)| (*id, Value::from(*word))));
                let alone = Build::default().component("x", service.id, None, &params);
                let ran = Player::new(&alone.document, 1).map(|_| ());
                assert_eq!(ran, Ok(()), "{params:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

/// Ways in which a client sends, each with parameters of its own.
fn modes(service: &str) -> Vec<Vec<(&'static str, &'static str)>> {
    let spec = sim_core::catalog::service(service).unwrap();
    let mut all = vec![vec![]];
    for spec in (spec.params)() {
        if let Kind::Choice(words) = &spec.kind {
            all.extend(words.iter().map(|word| vec![(spec.id, *word)]));
        }
    }
    all
}
