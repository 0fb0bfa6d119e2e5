//! One parameter as the form sees it: its description, its value now, its names.

use sim_core::catalog::param::{Kind, Unit};
use sim_core::catalog::{ParamMap, ParamSpec, Settings, Value, container, link, service};
use sim_core::document::{Items, RequestKind};

use crate::i18n::Texts;
use crate::panels::{digits, words};
use crate::session::View;
use crate::theme::Theme;

/// Thousands of items may all differ: so many values are told, and are to be chosen from.
const MOST_TOLD: usize = 12;

/// What every control of the form gets.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    pub spec: &'a ParamSpec,
    /// The service, `link`, or the container kind: where translations start.
    pub owner: &'a str,
    /// The value in force: set, or the default.
    pub value: &'a Value,
    /// Whether the document sets it to something else than the default.
    pub changed: bool,
    /// Several items are meant, and they differ in it: their values.
    pub mixed: Option<&'a [&'a Value]>,
    /// The document's request kinds.
    pub kinds: &'a Items<RequestKind>,
    pub texts: Texts,
    pub theme: &'static Theme,
}

/// What a control asks for: a new value, or (`None`) the default again.
pub type Change = Option<Value>;

impl<'a> Field<'a> {
    pub fn new(
        spec: &'a ParamSpec,
        owner: &'a str,
        settings: &Settings<'a>,
        kinds: &'a Items<RequestKind>,
        texts: Texts,
        theme: &'static Theme,
    ) -> Self {
        let value = settings.value(spec.id).unwrap_or(&spec.default);
        Self {
            spec,
            owner,
            value,
            changed: *value != spec.default,
            mixed: None,
            kinds,
            texts,
            theme,
        }
    }

    pub fn name(&self) -> String {
        words::param(self.texts, self.owner, self.spec.id)
    }

    /// A value of this parameter in words.
    pub fn shown(&self, value: &Value) -> String {
        match (&self.spec.kind, value) {
            (Kind::Number { unit, .. }, Value::Number(number)) => with_unit(*number, *unit),
            (Kind::Choice(_), Value::Text(text)) => {
                words::choice(self.texts, self.owner, self.spec.id, text)
            }
            (Kind::Trace, Value::Text(text)) => super::trace::in_words(text, self.texts),
            (_, Value::Text(text)) => words::word(self.texts, text),
            (_, Value::Flag(flag)) => self
                .texts
                .tr(if *flag { "word.on" } else { "word.off" })
                .to_owned(),
            (_, Value::Number(number)) => digits::plain(*number),
            (_, Value::Times(times)) => super::distribution::in_words(times, self.texts),
            (_, Value::Kinds(kinds)) => super::by_kind::set_in_words(self, kinds),
            (_, Value::ByKind(numbers)) => super::by_kind::numbers_in_words(self, numbers),
        }
    }

    /// The first few values of items that differ, each once.
    pub fn distinct(&self) -> Vec<&'a Value> {
        let mut found: Vec<&Value> = Vec::new();
        for value in self.mixed.unwrap_or_default() {
            if found.len() > MOST_TOLD {
                break;
            }
            if !found.contains(value) {
                found.push(value);
            }
        }
        found
    }

    /// The values of items that differ, in words: `mixed: 50, 80`.
    pub fn differing(&self) -> Option<String> {
        self.mixed?;
        let mut told: Vec<String> = Vec::new();
        for value in self.distinct() {
            let words = self.shown(value);
            if !told.contains(&words) {
                told.push(words);
            }
        }
        if told.len() > MOST_TOLD {
            told.truncate(MOST_TOLD);
            told.push("…".to_owned());
        }
        // Times are told in several words with commas between them.
        let commas = told.iter().any(|words| words.contains(", "));
        let values = told.join(if commas { "; " } else { ", " });
        Some(
            self.texts
                .tr_with("inspector.mixed", &[("values", &values)]),
        )
    }

    /// The range of a number in words; empty for other kinds.
    pub fn range(&self) -> String {
        match &self.spec.kind {
            Kind::Number { min, max, unit, .. } => {
                let (from, to) = (digits::plain(*min), with_unit(*max, *unit));
                self.texts
                    .tr_with("inspector.range", &[("from", &from), ("to", &to)])
            }
            _ => String::new(),
        }
    }
}

/// A value of a parameter in words; `None` for the value: the default. `None`: nobody knows this parameter.
pub fn in_words(
    view: &View<'_>,
    owner: &str,
    param: &str,
    value: Option<&Value>,
) -> Option<String> {
    let specs = match service(owner) {
        Some(service) => (service.params)(),
        None if owner == "link" => link::params(),
        None => (container::kind(owner)?.params)(),
    };
    let spec = specs.iter().find(|spec| spec.id == param)?;
    let (kinds, nothing) = (&view.document.kinds, ParamMap::default());
    let settings = Settings::new(specs, &nothing);
    let field = Field::new(spec, owner, &settings, kinds, view.texts, view.theme);
    Some(field.shown(value.unwrap_or(&spec.default)))
}

fn with_unit(number: f64, unit: Unit) -> String {
    let sign = unit.sign();
    let gap = if sign.is_empty() || sign.starts_with('/') {
        ""
    } else {
        " "
    };
    format!("{}{gap}{sign}", digits::plain(number))
}
