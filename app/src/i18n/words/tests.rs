//! Everything that a catalog or a review can name has a text in every language.

#![allow(clippy::unwrap_used)]

use sim_core::catalog::param::{Kind, ParamSpec};
use sim_core::catalog::{container, link, prices, services};

use super::*;
use crate::i18n::Lang;

/// Whether one of the keys has a text of its own in the language.
fn known(lang: Lang, keys: &[String]) -> bool {
    keys.iter().any(|key| Texts::new(lang).find(key).is_some())
}

/// Names that are the same in every language: instance types.
fn is_name(option: &str) -> bool {
    prices::ec2(option).is_some()
        || prices::rds(option).is_some()
        || prices::elasticache(option).is_some()
        || prices::task_size(option).is_some()
}

fn lacking(lang: Lang, owner: &str, specs: &[ParamSpec]) -> Vec<String> {
    let mut lacking = Vec::new();
    let mut check = |keys: Vec<String>| {
        if !known(lang, &keys) {
            lacking.push(format!("{lang:?}: {}", keys.join(" or ")));
        }
    };
    for spec in specs {
        check(vec![
            format!("param.{owner}.{}", spec.id),
            format!("param.{}", spec.id),
        ]);
        check(vec![format!("group.{}", spec.group)]);
        match &spec.kind {
            Kind::Choice(options) => {
                for option in options.iter().filter(|option| !is_name(option)) {
                    let common = format!("choice.{}.{option}", spec.id);
                    check(vec![format!("choice.{owner}.{}.{option}", spec.id), common]);
                }
            }
            Kind::Number {
                instead: Some(word),
                ..
            }
            | Kind::Times {
                instead: Some(word),
            } => {
                check(vec![format!("word.{word}")]);
            }
            _ => {}
        }
    }
    lacking
}

#[test]
fn everything_of_the_catalog_has_a_name_in_every_language() {
    let mut missing = Vec::new();
    for lang in Lang::ALL {
        for service in services() {
            missing.extend(lacking(lang, service.id, (service.params)()));
        }
        for kind in container::kinds() {
            missing.extend(lacking(lang, kind.id, (kind.params)()));
        }
        missing.extend(lacking(lang, "link", link::params()));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_rule_of_the_review_is_translated_with_the_same_places() {
    for rule in sim_core::check::RULES {
        for lang in Lang::ALL {
            let text = Texts::new(lang).find(&format!("finding.{}", rule.key));
            let text = text.unwrap_or_default();
            let places = rule
                .english
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split('}').next());
            for place in places {
                assert!(
                    text.contains(&format!("{{{place}}}")),
                    "{lang:?} {}: {place}",
                    rule.key
                );
            }
            assert!(!text.is_empty(), "{lang:?} {}", rule.key);
        }
    }
}

#[test]
fn a_line_leaves_whole_pieces_out_and_says_that_there_are_more() {
    let pieces = ["RDS", "db.m6g.large", "Multi-AZ"].map(str::to_owned);
    let within = |most: usize| whole_pieces(&pieces, |line| line.chars().count() <= most);
    assert_eq!(within(29), "RDS · db.m6g.large · Multi-AZ");
    assert_eq!(within(28), "RDS · db.m6g.large · …");
    assert_eq!(within(21), "RDS · …");
    assert_eq!(within(2), "RDS");
    assert_eq!(whole_pieces(&[], |_| true), "");
}

/// `2,600/s` under a name as in its field, in both languages.
#[test]
fn cards_write_numbers_as_fields_do() {
    let cases = [
        ("client", &[("rate_per_s", 2_600.0.into())][..], "2,600/s"),
        (
            "client",
            &[("mode", "closed".into()), ("users", 12_000.0.into())],
            "12,000",
        ),
        ("s3", &[("stored_gb", 5_000.0.into())], "5,000 GB"),
        ("lambda", &[("memory_mb", 1_024.0.into())], "1,024 MB"),
        ("server", &[("workers", 1_500.0.into())], "1,500"),
    ];
    for (service, params, says) in cases {
        let params = params.iter().cloned();
        let component = Component {
            id: sim_core::foundation::ids::Id::new("x").unwrap(),
            service: service.to_owned(),
            name: String::new(),
            parent: None,
            at: [0.0, 0.0],
            params: params
                .map(|(id, value): (&str, sim_core::catalog::Value)| (id.to_owned(), value))
                .collect(),
            unknown: Default::default(),
        };
        for lang in Lang::ALL {
            let pieces = line(
                Texts::new(lang),
                &Item::Component(&std::sync::Arc::new(component.clone())),
            );
            assert!(
                pieces.iter().any(|piece| piece.contains(says)),
                "{pieces:?}"
            );
        }
    }
}
