//! Typed parameters: what may be set on a component, a link or a container, with unit, range, default and source.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::expected::{Expected, Thing};
use super::trace::{Trace, TraceError};
use crate::foundation::chance::Distribution;
use crate::foundation::ids::Id;

/// A parameter's value as the document stores it.
///
/// In JSON a number, a string (a choice, or the word that stands for "no number", such as `"unbounded"`), a
/// boolean, an object (a distribution of times, or a number for each of some request kinds), or a list of request
/// kinds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Number(f64),
    Text(String),
    Times(Distribution),
    /// Request kinds.
    Kinds(Vec<Id>),
    /// A number for each of some request kinds.
    ByKind(IndexMap<Id, f64>),
}

impl Value {
    /// What the value is, as an error message names it.
    pub fn thing(&self) -> Thing {
        match self {
            Value::Flag(_) => Thing::Flag,
            Value::Number(_) => Thing::Number,
            Value::Text(_) => Thing::Text,
            Value::Times(_) => Thing::Times,
            Value::Kinds(_) => Thing::List,
            Value::ByKind(_) => Thing::Numbers,
        }
    }

    /// The request kinds that the value names, in its order.
    pub fn kinds(&self) -> Vec<&Id> {
        match self {
            Value::Kinds(kinds) => kinds.iter().collect(),
            Value::ByKind(numbers) => numbers.keys().collect(),
            _ => Vec::new(),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

/// The unit a number is given and shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain count (workers, users, instances).
    Count,
    /// Requests per second.
    PerSecond,
    Milliseconds,
    Seconds,
    Minutes,
    /// 0 to 100.
    Percent,
    Kibibytes,
    Mebibytes,
    /// 2^30 bytes, as AWS bills storage.
    Gigabytes,
    /// 10^6 bits per second.
    MegabitsPerSecond,
    /// A bare factor.
    Factor,
}

impl Unit {
    /// The short sign shown behind a number; the same in every language. Empty for bare counts and factors.
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Count | Unit::Factor => "",
            Unit::PerSecond => "/s",
            Unit::Milliseconds => "ms",
            Unit::Seconds => "s",
            Unit::Minutes => "min",
            Unit::Percent => "%",
            Unit::Kibibytes => "KiB",
            Unit::Mebibytes => "MiB",
            Unit::Gigabytes => "GB",
            Unit::MegabitsPerSecond => "Mbit/s",
        }
    }
}

/// What values a parameter takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number in `min..=max`; `integer` forbids fractions; `instead` is a word that may stand in place of a
    /// number (`"unbounded"`, `"auto"`, `"none"`).
    Number {
        min: f64,
        max: f64,
        integer: bool,
        unit: Unit,
        instead: Option<&'static str>,
    },
    /// One of a few words.
    Choice(Vec<&'static str>),
    Flag,
    /// A distribution of times; `instead` as for numbers.
    Times {
        instead: Option<&'static str>,
    },
    /// Recorded arrivals, as [`Trace`] writes them.
    Trace,
    /// Some of the document's request kinds; none named: all of them.
    Kinds,
    /// A number in `min..=max` for each of the document's request kinds; `absent` counts for a kind that has none.
    ByKind {
        min: f64,
        max: f64,
        absent: Absent,
    },
}

/// What counts for a request kind without a number of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// This number.
    Is(f64),
    /// Shares: no kind has a number, all are equal; some have one, the others are left out.
    EqualOrNone,
}

/// How far a default or a figure can be trusted, in falling order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Read in an official artefact.
    Verified,
    /// Read in a third-party page that measures or quotes it.
    VerifiedSecondary,
    /// An older reading of a third-party page.
    VerifiedSecondaryOld,
    /// Computed from a verified figure by a stated rule.
    Derived,
    /// Not checked: shown as unverified.
    FromMemory,
    /// A modelling choice of Topolab, not a claim about AWS.
    Assumption,
}

/// Where a default comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub text: &'static str,
    pub confidence: Confidence,
    /// When it was written, or read where it bears no date: a year, or a year and a month. `None`: nothing was read.
    pub date: Option<&'static str>,
}

impl Source {
    /// A modelling choice of Topolab.
    pub const fn assumption(text: &'static str) -> Self {
        Self {
            text,
            confidence: Confidence::Assumption,
            date: None,
        }
    }

    /// Read in an official artefact named by `text`, of this date.
    pub const fn verified(text: &'static str, date: &'static str) -> Self {
        Self {
            text,
            confidence: Confidence::Verified,
            date: Some(date),
        }
    }

    /// Read in a third-party page named by `text`, of this date.
    pub const fn secondary(text: &'static str, date: &'static str) -> Self {
        Self {
            text,
            confidence: Confidence::VerifiedSecondary,
            date: Some(date),
        }
    }

    /// Not checked.
    pub const fn unverified(text: &'static str) -> Self {
        Self {
            text,
            confidence: Confidence::FromMemory,
            date: None,
        }
    }
}

/// One parameter of a service, a link or a container.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamSpec {
    /// Stable name in the document and in `--set COMPONENT.PARAMETER=VALUE`.
    pub id: &'static str,
    /// Heading under which the inspector shows it (`capacity`, `service_time`, `scaling`, ...).
    pub group: &'static str,
    pub kind: Kind,
    pub default: Value,
    pub source: Source,
    /// Shown and used only while another parameter has one of these values: `(parameter, values)`; `"number"` stands
    /// for any number.
    pub only_if: Option<(&'static str, &'static [&'static str])>,
}

/// Why a value does not fit its parameter.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ValueError {
    #[error("expected {expected}, found {found}")]
    WrongKind { expected: Expected, found: Thing },
    #[error("{value} is out of range: expected {expected}")]
    OutOfRange { value: f64, expected: Expected },
    #[error("`{found}` is not one of the choices: expected {expected}")]
    NotAChoice { found: String, expected: Expected },
    #[error("the kind \"{kind}\" is named twice: expected {expected}")]
    NamedTwice { kind: Id, expected: Expected },
    #[error("{0}")]
    Times(#[from] crate::foundation::chance::DistributionError),
    #[error("{0}")]
    Trace(#[from] TraceError),
}

impl ParamSpec {
    /// A number with range and unit.
    pub fn number(
        id: &'static str,
        group: &'static str,
        unit: Unit,
        range: (f64, f64),
        default: f64,
        source: Source,
    ) -> Self {
        let kind = Kind::Number {
            min: range.0,
            max: range.1,
            integer: false,
            unit,
            instead: None,
        };
        Self {
            id,
            group,
            kind,
            default: Value::Number(default),
            source,
            only_if: None,
        }
    }

    /// A whole number with range and unit.
    pub fn integer(
        id: &'static str,
        group: &'static str,
        unit: Unit,
        range: (f64, f64),
        default: f64,
        source: Source,
    ) -> Self {
        let kind = Kind::Number {
            min: range.0,
            max: range.1,
            integer: true,
            unit,
            instead: None,
        };
        Self {
            id,
            group,
            kind,
            default: Value::Number(default),
            source,
            only_if: None,
        }
    }

    /// One of a few words.
    pub fn choice(
        id: &'static str,
        group: &'static str,
        options: &[&'static str],
        default: &'static str,
        source: Source,
    ) -> Self {
        Self {
            id,
            group,
            kind: Kind::Choice(options.to_vec()),
            default: Value::from(default),
            source,
            only_if: None,
        }
    }

    /// A distribution of times.
    pub fn times(
        id: &'static str,
        group: &'static str,
        default: Distribution,
        source: Source,
    ) -> Self {
        Self {
            id,
            group,
            kind: Kind::Times { instead: None },
            default: Value::Times(default),
            source,
            only_if: None,
        }
    }

    /// Recorded arrivals; none by default.
    pub fn trace(id: &'static str, group: &'static str, source: Source) -> Self {
        Self {
            id,
            group,
            kind: Kind::Trace,
            default: Value::from(""),
            source,
            only_if: None,
        }
    }

    /// True or false.
    pub fn flag(id: &'static str, group: &'static str, default: bool, source: Source) -> Self {
        Self {
            id,
            group,
            kind: Kind::Flag,
            default: Value::Flag(default),
            source,
            only_if: None,
        }
    }

    /// Some of the document's request kinds.
    pub fn kinds(id: &'static str, group: &'static str, source: Source) -> Self {
        Self {
            id,
            group,
            kind: Kind::Kinds,
            default: Value::Kinds(Vec::new()),
            source,
            only_if: None,
        }
    }

    /// A number for each of the document's request kinds.
    pub fn by_kind(
        id: &'static str,
        group: &'static str,
        range: (f64, f64),
        absent: Absent,
        source: Source,
    ) -> Self {
        Self {
            id,
            group,
            kind: Kind::ByKind {
                min: range.0,
                max: range.1,
                absent,
            },
            default: Value::ByKind(IndexMap::new()),
            source,
            only_if: None,
        }
    }

    /// Allows `word` in place of a number or a distribution.
    pub fn or_word(mut self, word: &'static str) -> Self {
        match &mut self.kind {
            Kind::Number { instead, .. } | Kind::Times { instead } => *instead = Some(word),
            Kind::Choice(_) | Kind::Flag | Kind::Trace | Kind::Kinds | Kind::ByKind { .. } => {}
        }
        self
    }

    /// Makes the word given by [`or_word`](Self::or_word) the default.
    pub fn default_word(mut self, word: &'static str) -> Self {
        self = self.or_word(word);
        self.default = Value::from(word);
        self
    }

    /// Shows and uses the parameter only while `param` has one of `values`.
    pub fn only_if(mut self, param: &'static str, values: &'static [&'static str]) -> Self {
        self.only_if = Some((param, values));
        self
    }

    /// The values taken: what an error message says was expected.
    pub fn expected(&self) -> Expected {
        match &self.kind {
            Kind::Number {
                min,
                max,
                integer,
                unit,
                instead,
            } => Expected::Number {
                whole: *integer,
                min: *min,
                max: *max,
                unit: *unit,
                instead: *instead,
            },
            Kind::Choice(options) => Expected::one_of(options.iter().copied()),
            Kind::Flag => Thing::Flag.into(),
            Kind::Times { instead } => Expected::Times { instead: *instead },
            Kind::Kinds => Thing::Kinds.into(),
            Kind::ByKind { min, max, .. } => Expected::ByKind {
                min: *min,
                max: *max,
            },
            Kind::Trace => Thing::Trace.into(),
        }
    }

    /// Checks that a value fits.
    pub fn check(&self, value: &Value) -> Result<(), ValueError> {
        match (&self.kind, value) {
            (
                Kind::Number {
                    instead: Some(word),
                    ..
                }
                | Kind::Times {
                    instead: Some(word),
                },
                Value::Text(text),
            ) if text == word => Ok(()),
            (
                Kind::Number {
                    min, max, integer, ..
                },
                Value::Number(n),
            ) => {
                let fits =
                    n.is_finite() && *n >= *min && *n <= *max && (!integer || n.trunc() == *n);
                if fits {
                    Ok(())
                } else {
                    Err(ValueError::OutOfRange {
                        value: *n,
                        expected: self.expected(),
                    })
                }
            }
            (Kind::Choice(options), Value::Text(text)) => {
                if options.iter().any(|o| o == text) {
                    Ok(())
                } else {
                    Err(ValueError::NotAChoice {
                        found: text.clone(),
                        expected: self.expected(),
                    })
                }
            }
            (Kind::Flag, Value::Flag(_)) => Ok(()),
            (Kind::Times { .. }, Value::Times(times)) => Ok(times.validate()?),
            (Kind::Trace, Value::Text(text)) => {
                Trace::parse(text)?;
                Ok(())
            }
            (Kind::Kinds, Value::Kinds(kinds)) => self.check_once(kinds),
            (Kind::ByKind { min, max, .. }, Value::ByKind(numbers)) => {
                match numbers.values().find(|n| !(**n >= *min && **n <= *max)) {
                    Some(value) => Err(ValueError::OutOfRange {
                        value: *value,
                        expected: self.expected(),
                    }),
                    None => Ok(()),
                }
            }
            (_, other) => Err(ValueError::WrongKind {
                expected: self.expected(),
                found: other.thing(),
            }),
        }
    }

    fn check_once(&self, kinds: &[Id]) -> Result<(), ValueError> {
        let again = |(at, kind): &(usize, &Id)| kinds[..*at].contains(kind);
        match kinds.iter().enumerate().find(again) {
            Some((_, kind)) => Err(ValueError::NamedTwice {
                kind: kind.clone(),
                expected: self.expected(),
            }),
            None => Ok(()),
        }
    }
}
