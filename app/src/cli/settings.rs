//! `--set COMPONENT.PARAMETER=VALUE`: a parameter of a component, link or container for one run.

use sim_core::catalog::{ParamSpec, container, link, service};
use sim_core::document::nearest::nearest;
use sim_core::document::{Document, Item, rules};
use sim_core::edit::{Edit, apply};
use sim_core::file;
use sim_core::foundation::ids::Id;

use super::error::CliError;
use crate::i18n::{Texts, errors};

/// The document with one setting applied.
pub fn set(document: &Document, setting: &str, texts: Texts) -> Result<Document, CliError> {
    let bad = |message: &str| CliError::BadInput(format!("--set {setting}: {message}"));
    let (id, param, text) = parts(setting).ok_or_else(|| bad(texts.tr("cli.set.form")))?;
    let (id, specs) = target(document, id, texts).map_err(|message| bad(&message))?;
    let spec = rules::check_param(specs, param, None).map_err(|broken| {
        let why = errors::problem(texts, &broken.problem);
        bad(&format!("{id}.{param}: {why}"))
    })?;
    let value = file::value(spec, text, &format!("{id}.{param}"))
        .map_err(|error| bad(&errors::file(texts, &error)))?;
    let edit = Edit::SetParam {
        id,
        param: param.to_owned(),
        value: Some(value),
    };
    apply(document, &edit).map_err(|error| bad(&errors::edit(texts, &error)))
}

fn parts(setting: &str) -> Option<(&str, &str, &str)> {
    let (name, text) = setting.split_once('=')?;
    let (id, param) = name.trim().split_once('.')?;
    Some((id, param, text))
}

fn target(
    document: &Document,
    text: &str,
    texts: Texts,
) -> Result<(Id, &'static [ParamSpec]), String> {
    let id = Id::new(text).ok();
    let specs = id
        .as_ref()
        .and_then(|id| document.item(id))
        .and_then(|item| match item {
            Item::Component(component) => {
                service(&component.service).map(|service| (service.params)())
            }
            Item::Link(_) => Some(link::params()),
            Item::Container(container) => {
                container::kind(&container.kind).map(|kind| (kind.params)())
            }
            Item::Note(_) => None,
        });
    if let (Some(id), Some(specs)) = (id, specs) {
        return Ok((id, specs));
    }
    let known = document
        .components
        .keys()
        .chain(document.containers.keys())
        .chain(document.links.keys());
    let known: Vec<&str> = known.map(Id::as_str).collect();
    let hint = nearest(text, known.iter().copied());
    let hint = hint.map_or_else(String::new, |name| meant(name, texts));
    let there = list(&known, texts);
    let holes = [("found", text), ("hint", &hint), ("there", &there)];
    Err(texts.tr_with("cli.set.no_item", &holes))
}

/// A name that may have been meant.
pub fn meant(name: &str, texts: Texts) -> String {
    texts.tr_with("cli.did_you_mean", &[("name", name)])
}

/// The ids that there are; of many the first few, which are those of components.
fn list(known: &[&str], texts: Texts) -> String {
    const MOST: usize = 10;
    if known.is_empty() {
        return String::new();
    }
    let told = known[..known.len().min(MOST)].join(", ");
    match known.len().saturating_sub(MOST) {
        0 => texts.tr_with("cli.set.there", &[("list", &told)]),
        more => {
            let holes = [("list", told.as_str()), ("more", &texts.count(more as u64))];
            texts.tr_with("cli.set.there_more", &holes)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sim_core::catalog::Value;

    fn document() -> Document {
        let text = r#"{"version": 1,
            "components": [
                {"id": "users", "service": "client", "name": "", "at": [0, 0]},
                {"id": "web", "service": "server", "name": "", "at": [0, 0]}
            ],
            "links": [{"id": "users-web", "from": "users", "to": "web"}]}"#;
        file::load(text).unwrap().document
    }

    #[test]
    fn sets_components_and_links() {
        let changed = set(&document(), "web.workers=8", Texts::default()).unwrap();
        assert_eq!(
            changed.components["web"].params["workers"],
            Value::Number(8.0)
        );
        let changed = set(&document(), "users-web.timeout_ms=250", Texts::default()).unwrap();
        assert_eq!(
            changed.links["users-web"].params["timeout_ms"],
            Value::Number(250.0)
        );
        let changed = set(
            &document(),
            r#"web.service_time={"type":"constant","ms":3}"#,
            Texts::default(),
        )
        .unwrap();
        assert_eq!(changed.components["web"].params.len(), 1);
    }

    #[test]
    fn an_unknown_id_is_answered_with_those_that_there_are() {
        let message = |document: &Document| {
            let error = set(document, "database.workers=3", Texts::default()).unwrap_err();
            error.message(Texts::default()).unwrap()
        };
        let few = message(&document());
        assert!(few.ends_with("; there are users, web, users-web"), "{few}");
        let servers = (1..=12)
            .map(|n| format!(r#"{{"id": "s{n}", "service": "server", "name": "", "at": [0, 0]}}"#));
        let servers: Vec<String> = servers.collect();
        let text = format!(r#"{{"version": 1, "components": [{}]}}"#, servers.join(","));
        let many = message(&file::load(&text).unwrap().document);
        assert!(
            many.ends_with("; there are s1, s2, s3, s4, s5, s6, s7, s8, s9, s10 and 2 more"),
            "{many}"
        );
        let none = message(&Document::default());
        assert!(none.ends_with("found \"database\""), "{none}");
    }

    #[test]
    fn says_what_is_wrong_with_a_setting() {
        for (setting, says) in [
            ("web", "expected COMPONENT.PARAMETER=VALUE"),
            ("web=3", "expected COMPONENT.PARAMETER=VALUE"),
            ("webb.workers=3", "did you mean \"web\""),
            ("web.worker=3", "did you mean \"workers\""),
            (
                "web.workers=x",
                "web.workers: expected a whole number from 0",
            ),
            ("web.workers=-1", "found -1"),
            ("web.workers=NaN", "found NaN"),
            ("web.service_time=3", "expected a distribution"),
        ] {
            let error = set(&document(), setting, Texts::default()).unwrap_err();
            let message = error.message(Texts::default()).unwrap();
            assert!(
                message.contains(says) && message.contains(setting),
                "{message}"
            );
            assert_eq!(error.status(), 2);
        }
    }
}
