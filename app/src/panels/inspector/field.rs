//! One parameter as the form sees it: its description, its value now, its names.

use std::cell::Cell;

use sim_core::catalog::param::Kind;
use sim_core::catalog::{ParamSpec, Settings, Value};
use sim_core::document::{Items, RequestKind};
use sim_core::foundation::ids::Id;

use super::machine::Market;
use crate::i18n::{Texts, digits, values, words};
use crate::theme::Theme;

/// Thousands of items may all differ: so many values are told, and are to be chosen from.
const MOST_TOLD: usize = 12;

/// What every control of the form gets.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    pub spec: &'a ParamSpec,
    /// What it belongs to; `None`: to several items.
    pub item: Option<&'a Id>,
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
    /// Where what is meant is paid for; `None`: nowhere, or not all in one place.
    pub market: Option<Market<'a>>,
    /// Set by whoever asks for a sweep of it; `None`: it cannot be varied.
    pub sweep: Option<&'a Cell<bool>>,
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
            item: None,
            owner,
            value,
            changed: *value != spec.default,
            mixed: None,
            kinds,
            market: None,
            sweep: None,
            texts,
            theme,
        }
    }

    pub fn name(&self) -> String {
        words::param(self.texts, self.owner, self.spec.id)
    }

    /// What the command line calls it: `web.workers`.
    pub fn setting(&self) -> Option<String> {
        let id = self.item?;
        Some(format!("{id}.{}", self.spec.id))
    }

    /// A value of this parameter in words.
    pub fn shown(&self, value: &Value) -> String {
        values::in_words(self.texts, self.owner, self.spec, self.kinds, value)
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
                let (from, to) = (digits::plain(*min), values::with_unit(*max, *unit));
                self.texts
                    .tr_with("inspector.range", &[("from", &from), ("to", &to)])
            }
            _ => String::new(),
        }
    }
}
