//! Reading parameters: what the document sets, else the default of the catalog.

use indexmap::IndexMap;

use super::param::{ParamSpec, Value};
use crate::foundation::chance::Distribution;
use crate::foundation::ids::Id;
use crate::foundation::units::Span;

/// The parameters a document sets on one component, link or container; whatever is absent has its default.
pub type ParamMap = IndexMap<String, Value>;

/// Parameters with their defaults filled in.
///
/// The loader and the editor have checked every value against its [`ParamSpec`], so a value of the wrong kind
/// cannot come here; should one come all the same, the default is used.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    specs: &'a [ParamSpec],
    set: &'a ParamMap,
}

impl<'a> Settings<'a> {
    pub fn new(specs: &'a [ParamSpec], set: &'a ParamMap) -> Self {
        Self { specs, set }
    }

    /// The value of a parameter: set, or default. `None` only for a name that the catalog does not know.
    pub fn value(&self, id: &str) -> Option<&'a Value> {
        let spec = self.specs.iter().find(|spec| spec.id == id)?;
        match self.set.get(id) {
            Some(value) if spec.check(value).is_ok() => Some(value),
            _ => Some(&spec.default),
        }
    }

    /// A number; `None` where a word stands in its place.
    pub fn number(&self, id: &str) -> Option<f64> {
        match self.value(id)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number that has no word in its place; 0 for an unknown name.
    pub fn required(&self, id: &str) -> f64 {
        self.number(id).unwrap_or(0.0)
    }

    /// A count; `None` where a word stands in its place.
    pub fn count(&self, id: &str) -> Option<u32> {
        self.number(id)
            .map(|number| number.clamp(0.0, f64::from(u32::MAX)) as u32)
    }

    /// A text (a choice or a word); empty for other kinds.
    pub fn text(&self, id: &str) -> &'a str {
        match self.value(id) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub fn flag(&self, id: &str) -> bool {
        matches!(self.value(id), Some(Value::Flag(true)))
    }

    /// A distribution; `None` where a word stands in its place.
    pub fn times(&self, id: &str) -> Option<Distribution> {
        match self.value(id)? {
            Value::Times(times) => Some(*times),
            _ => None,
        }
    }

    /// The request kinds named; empty: all.
    pub fn kinds(&self, id: &str) -> &'a [Id] {
        match self.value(id) {
            Some(Value::Kinds(kinds)) => kinds,
            _ => &[],
        }
    }

    /// The number of a request kind, if it has one of its own.
    pub fn of_kind(&self, id: &str, kind: &Id) -> Option<f64> {
        match self.value(id)? {
            Value::ByKind(numbers) => numbers.get(kind).copied(),
            _ => None,
        }
    }

    /// A number of seconds as a span; `None` where a word stands in its place.
    pub fn seconds(&self, id: &str) -> Option<Span> {
        self.number(id).map(Span::from_secs_f64)
    }

    /// A number of milliseconds as a span; `None` where a word stands in its place.
    pub fn milliseconds(&self, id: &str) -> Option<Span> {
        self.number(id).map(|ms| Span::from_secs_f64(ms / 1000.0))
    }

    /// Whether a parameter counts at all, given its `only_if`: the other parameter has to count, too.
    pub fn applies(&self, spec: &ParamSpec) -> bool {
        let Some((other, values)) = spec.only_if else {
            return true;
        };
        let fits = match self.value(other) {
            Some(Value::Text(text)) => values.contains(&text.as_str()),
            Some(Value::Number(_)) => values.contains(&"number"),
            Some(Value::Flag(flag)) => values.contains(&if *flag { "true" } else { "false" }),
            _ => false,
        };
        let mut others = self.specs.iter().filter(|spec| spec.id == other);
        fits && others.all(|other| self.applies(other))
    }
}
