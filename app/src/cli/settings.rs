//! `--set COMPONENT.PARAMETER=VALUE`: a parameter of a component, link or container for one run.

use sim_core::catalog::{ParamSpec, Value, container, link, service};
use sim_core::document::nearest::nearest;
use sim_core::document::{Document, Item, rules};
use sim_core::edit::{Edit, apply};
use sim_core::file;
use sim_core::foundation::ids::Id;

use super::error::CliError;
use crate::i18n::{Texts, errors};

/// The document with all settings applied, in their order.
pub fn set(document: &Document, settings: &[String], texts: Texts) -> Result<Document, CliError> {
    let mut changed = document.clone();
    let mut rest = settings;
    while let Some((first, others)) = rest.split_first() {
        let setting = Setting::of(first);
        let bad = |message: &str| CliError::BadInput(format!("--set {first}: {message}"));
        let setting = setting.ok_or_else(|| bad(texts.tr("cli.set.form")))?;
        // Parts of one value that stand together change together: in between it need not fit.
        let same = |other: &&String| {
            setting.part.is_some()
                && Setting::of(other).is_some_and(|other| setting.is_beside(&other))
        };
        let together = others.iter().take_while(same).count();
        let all = rest[..=together]
            .iter()
            .filter_map(|text| Setting::of(text));
        let all: Vec<Setting<'_>> = all.collect();
        changed = one(&changed, &all, texts).map_err(|message| bad(&message))?;
        rest = &others[together..];
    }
    Ok(changed)
}

/// `COMPONENT.PARAMETER=VALUE` or `COMPONENT.PARAMETER.PART=VALUE`.
#[derive(Clone, Copy)]
struct Setting<'a> {
    id: &'a str,
    param: &'a str,
    part: Option<&'a str>,
    text: &'a str,
}

impl<'a> Setting<'a> {
    fn of(setting: &'a str) -> Option<Self> {
        let (name, text) = setting.split_once('=')?;
        let (id, param) = name.trim().split_once('.')?;
        let (param, part) = match param.split_once('.') {
            Some((param, part)) => (param, Some(part)),
            None => (param, None),
        };
        Some(Self {
            id,
            param,
            part,
            text,
        })
    }

    /// Whether another one is of a part of the same value.
    fn is_beside(&self, other: &Self) -> bool {
        other.part.is_some() && (other.id, other.param) == (self.id, self.param)
    }
}

/// The document with one value set, as a whole or in its parts.
fn one(document: &Document, all: &[Setting<'_>], texts: Texts) -> Result<Document, String> {
    let Some(Setting {
        id, param, text, ..
    }) = all.first().copied()
    else {
        return Ok(document.clone());
    };
    let (id, specs) = target(document, id, texts)?;
    let place = format!("{id}.{param}");
    let spec = rules::check_param(specs, param, None).map_err(|broken| {
        let why = errors::problem(texts, &broken.problem);
        format!("{place}: {why}")
    })?;
    let parts = all.iter().filter_map(|one| one.part.zip(Some(one.text)));
    let parts: Vec<(&str, &str)> = parts.collect();
    let value = match parts.is_empty() {
        true => file::value(spec, text, &place),
        false => {
            let now = document.item(&id).and_then(|item| value_of(&item, param));
            let kinds: Vec<&str> = document.kinds.keys().map(Id::as_str).collect();
            let now = now.unwrap_or(&spec.default);
            file::with_parts(spec, now, &kinds, &parts, &place)
        }
    };
    let value = value.map_err(|error| errors::file(texts, &error))?;
    let edit = Edit::SetParam {
        id,
        param: param.to_owned(),
        value: Some(value),
    };
    apply(document, &edit).map_err(|error| errors::edit(texts, &error))
}

/// What the document sets a parameter to.
fn value_of<'d>(item: &Item<'d>, param: &str) -> Option<&'d Value> {
    match item {
        Item::Component(component) => component.params.get(param),
        Item::Link(link) => link.params.get(param),
        Item::Container(container) => container.params.get(param),
        Item::Note(_) => None,
    }
}

/// Item, parameter, and what stands behind the sign.
pub(super) fn parts(setting: &str) -> Option<(&str, &str, &str)> {
    let (name, text) = setting.split_once('=')?;
    let (id, param) = name.trim().split_once('.')?;
    Some((id, param, text))
}

/// The item of an id with its parameters.
pub(super) fn target(
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

    fn set(document: &Document, setting: &str, texts: Texts) -> Result<Document, CliError> {
        super::set(document, &[setting.to_owned()], texts)
    }

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
    fn parts_of_a_value_are_set_and_those_that_stand_together_at_once() {
        use sim_core::foundation::chance::Distribution;
        let after = |settings: &[&str]| {
            let settings: Vec<String> = settings.iter().map(|text| (*text).to_owned()).collect();
            let changed = super::set(&document(), &settings, Texts::default()).unwrap();
            changed.components["web"].params["service_time"].clone()
        };
        let given = r#"web.service_time={"type":"log_normal","median_ms":4,"p95_ms":12}"#;
        for (settings, median_ms, p95_ms) in [
            (&["web.service_time.median_ms=5"][..], 5.0, 12.0),
            (
                &[
                    "web.service_time.median_ms=50",
                    "web.service_time.p95_ms=90",
                ],
                50.0,
                90.0,
            ),
        ] {
            let settings = [&[given], settings].concat();
            let times = Distribution::LogNormal { median_ms, p95_ms };
            assert_eq!(after(&settings), Value::Times(times));
        }
        let alone = [given, "web.service_time.median_ms=50", "web.workers=2"].map(str::to_owned);
        let error = super::set(&document(), &alone, Texts::default()).unwrap_err();
        let message = error.message(Texts::default()).unwrap();
        assert!(message.contains("must not be above p95_ms"), "{message}");
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
            (
                "web.service_time.median=3",
                "web.service_time.median: expected a part (mean_ms)",
            ),
            (
                "web.service_time.mean_ms=x",
                "expected a number, found \"x\"",
            ),
            ("web.workers.x=3", "web.workers.x: expected no part here"),
            ("web.worker.x=3", "did you mean \"workers\""),
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
