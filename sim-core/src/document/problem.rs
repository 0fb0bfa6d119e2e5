//! What can be wrong with a document, in words: the place is said by whoever reports it.

use crate::catalog::Value;
use crate::catalog::expected::{Expected, Found, Thing};
use crate::catalog::trace::TraceError;
use crate::foundation::chance::DistributionError;
use crate::foundation::ids::Id;

/// A rule that a document breaks.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// A name that is none of the known ones: service, container kind, parameter.
    #[error("expected {expected}, found \"{found}\"{}", hint(.nearest.as_deref()))]
    UnknownName {
        what: Named,
        /// Boxed: an error is small, it is carried through everything that may fail.
        expected: Box<Expected>,
        found: String,
        nearest: Option<String>,
    },
    #[error("expected {expected}, found {found}")]
    Value { expected: Expected, found: Found },
    #[error("{0}")]
    Times(#[from] DistributionError),
    #[error("{0}")]
    Trace(#[from] TraceError),
    #[error("expected {expected}, found {found}")]
    Number { expected: Expected, found: f64 },
    #[error("expected at most {limit} characters, found {found}")]
    TooLong { limit: usize, found: usize },
    #[error("expected at most {limit} {what}")]
    TooMany { what: &'static str, limit: usize },
    #[error(
        "the id \"{id}\" is used twice: expected ids that are unique over components, links, containers and notes"
    )]
    DuplicateId { id: Id },
    #[error("the request kind \"{id}\" stands twice: expected ids that are unique among the kinds")]
    DuplicateKind { id: Id },
    #[error("expected the id of {expected}, found \"{found}\"{}", hint(.nearest.as_deref()))]
    NoSuchItem {
        expected: Thing,
        found: String,
        nearest: Option<String>,
    },
    #[error("a {kind} may not stand in a {parent}: expected {}", allowed(.inside))]
    MayNotStandIn {
        kind: String,
        parent: String,
        inside: &'static [&'static str],
    },
    #[error("a {kind} lies across other containers: expected one that holds things")]
    HoldsNothing { kind: String },
    #[error("the containers stand in each other: expected a way out to the canvas")]
    ContainerCycle,
    #[error("\"{id}\" ({service}) calls nothing: expected a component that may call others")]
    MayNotCall { id: Id, service: String },
    #[error("\"{id}\" ({service}) takes no requests: expected a component that may be called")]
    MayNotBeCalled { id: Id, service: String },
    #[error("\"{id}\" links to itself: expected two different components")]
    SelfLink { id: Id },
}

/// What kind of name is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Service,
    ContainerKind,
    Param,
    /// Of a parameter's value: a figure of a distribution, a request kind.
    Part,
}

impl Problem {
    /// Stable name; the translation key is `problem.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            Problem::UnknownName {
                what: Named::Service,
                ..
            } => "unknown_service",
            Problem::UnknownName {
                what: Named::ContainerKind,
                ..
            } => "unknown_kind",
            Problem::UnknownName {
                what: Named::Param, ..
            } => "unknown_param",
            Problem::UnknownName {
                what: Named::Part, ..
            } => "unknown_part",
            Problem::Value { .. } => "value",
            Problem::Times(_) => "times",
            Problem::Trace(_) => "trace",
            Problem::Number { .. } => "number",
            Problem::TooLong { .. } => "too_long",
            Problem::TooMany { .. } => "too_many",
            Problem::DuplicateId { .. } => "duplicate_id",
            Problem::DuplicateKind { .. } => "duplicate_kind",
            Problem::NoSuchItem { .. } => "no_such_item",
            Problem::MayNotStandIn { .. } => "may_not_stand_in",
            Problem::HoldsNothing { .. } => "holds_nothing",
            Problem::ContainerCycle => "container_cycle",
            Problem::MayNotCall { .. } => "may_not_call",
            Problem::MayNotBeCalled { .. } => "may_not_be_called",
            Problem::SelfLink { .. } => "self_link",
        }
    }

    /// Puts the problem into a field of its item.
    pub fn at(self, field: impl Into<String>) -> Broken {
        Broken {
            field: field.into(),
            problem: self,
        }
    }
}

/// A problem in a field of one item (`params.threads`, `at`, `from`).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Broken {
    pub field: String,
    pub problem: Problem,
}

/// A broken rule and the item that breaks it; no id: the scenario or the whole document.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}{broken}", place(.id.as_ref()))]
pub struct Violation {
    pub id: Option<Id>,
    pub broken: Broken,
}

fn place(id: Option<&Id>) -> String {
    id.map(|id| format!("{id}: ")).unwrap_or_default()
}

fn hint(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!(" (did you mean \"{name}\"?)"))
        .unwrap_or_default()
}

fn allowed(inside: &[&str]) -> String {
    if inside.is_empty() {
        "the bare canvas".to_owned()
    } else {
        format!("a {}, or the bare canvas", inside.join(" or "))
    }
}

/// How a message shows a value that somebody wrote: short, on one line.
pub fn shown(value: &Value) -> Found {
    match value {
        Value::Flag(flag) => flag.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Text(text) => shown_text(text).into(),
        Value::Times(_) | Value::Kinds(_) | Value::ByKind(_) => value.thing().into(),
    }
}

/// How a message shows a text that somebody wrote.
pub fn shown_text(text: &str) -> String {
    const SHOWN: usize = 40;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let head: String = text.chars().take(SHOWN).map(clean).collect();
    let more = if text.chars().nth(SHOWN).is_some() {
        "..."
    } else {
        ""
    };
    format!("\"{head}{more}\"")
}
