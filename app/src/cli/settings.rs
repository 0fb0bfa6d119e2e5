//! `--set COMPONENT.PARAMETER=VALUE`: a parameter of a component, link or container for one run.

use sim_core::catalog::{ParamSpec, container, link, service};
use sim_core::document::nearest::nearest;
use sim_core::document::{Document, Item, rules};
use sim_core::edit::{Edit, apply};
use sim_core::file;
use sim_core::foundation::ids::Id;

use super::error::CliError;

/// The document with one setting applied.
pub fn set(document: &Document, setting: &str) -> Result<Document, CliError> {
    let (id, param, text) = parts(setting).ok_or_else(|| {
        bad(
            setting,
            "expected COMPONENT.PARAMETER=VALUE, such as web.workers=8",
        )
    })?;
    let (id, specs) = target(document, id).map_err(|message| bad(setting, &message))?;
    let spec = rules::check_param(specs, param, None)
        .map_err(|broken| bad(setting, &format!("{id}.{param}: {}", broken.problem)))?;
    let value = file::value(spec, text, &format!("{id}.{param}"))
        .map_err(|error| bad(setting, &error.to_string()))?;
    let edit = Edit::SetParam {
        id,
        param: param.to_owned(),
        value: Some(value),
    };
    apply(document, &edit).map_err(|error| bad(setting, &error.to_string()))
}

fn bad(setting: &str, message: &str) -> CliError {
    CliError::BadInput(format!("--set {setting}: {message}"))
}

fn parts(setting: &str) -> Option<(&str, &str, &str)> {
    let (name, text) = setting.split_once('=')?;
    let (id, param) = name.trim().split_once('.')?;
    Some((id, param, text))
}

fn target(document: &Document, text: &str) -> Result<(Id, &'static [ParamSpec]), String> {
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
    let hint = hint
        .map(|name| format!(" (did you mean \"{name}\"?)"))
        .unwrap_or_default();
    let there = list(&known);
    Err(format!(
        "expected the id of a component, link or container, found \"{text}\"{hint}{there}"
    ))
}

/// The ids that there are; of many the first few, which are those of components.
fn list(known: &[&str]) -> String {
    const MOST: usize = 10;
    if known.is_empty() {
        return String::new();
    }
    let more = match known.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let told = &known[..known.len().min(MOST)];
    format!("; there are {}{more}", told.join(", "))
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
        let changed = set(&document(), "web.workers=8").unwrap();
        assert_eq!(
            changed.components["web"].params["workers"],
            Value::Number(8.0)
        );
        let changed = set(&document(), "users-web.timeout_ms=250").unwrap();
        assert_eq!(
            changed.links["users-web"].params["timeout_ms"],
            Value::Number(250.0)
        );
        let changed = set(
            &document(),
            r#"web.service_time={"type":"constant","ms":3}"#,
        )
        .unwrap();
        assert_eq!(changed.components["web"].params.len(), 1);
    }

    #[test]
    fn an_unknown_id_is_answered_with_those_that_there_are() {
        let message = |document: &Document| {
            let error = set(document, "database.workers=3").unwrap_err();
            error.message().unwrap().to_owned()
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
            let error = set(&document(), setting).unwrap_err();
            let message = error.message().unwrap();
            assert!(
                message.contains(says) && message.contains(setting),
                "{message}"
            );
            assert_eq!(error.status(), 2);
        }
    }
}
