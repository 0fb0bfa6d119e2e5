//! Why a document cannot run, and why a run stopped.

use thiserror::Error;

use crate::foundation::ids::Id;

/// The document cannot be compiled.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum CompileError {
    #[error("component `{component}`: unknown service `{service}`")]
    UnknownService { component: Id, service: String },
    #[error("link `{link}`: there is no component `{end}`")]
    LinkToNowhere { link: Id, end: Id },
    #[error("component `{component}`: {reason}")]
    BadParameter { component: Id, reason: String },
    #[error("link `{link}`: {reason}")]
    BadLink { link: Id, reason: String },
    #[error("container `{container}`: {reason}")]
    BadContainer { container: Id, reason: String },
    #[error("request kind `{kind}`: {reason}")]
    BadKind { kind: Id, reason: String },
    /// The reason begins with the field of the scenario.
    #[error("{reason}")]
    BadScenario { reason: String },
    #[error("{count} {what}: at most {limit} can run")]
    TooMany {
        what: &'static str,
        count: usize,
        limit: usize,
    },
}

/// The run cannot go on. The document is not touched; Reset starts anew.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum EngineError {
    #[error(
        "component `{component}`: the requests call each other without end (more than {limit} calls deep)"
    )]
    CallsTooDeep { component: Id, limit: u8 },
    #[error("component `{component}`: time does not pass any more (a loop without delay)")]
    NoProgress { component: Id },
    #[error("more than {limit} requests in flight, most of them at `{component}`")]
    TooManyInFlight { component: Id, limit: u32 },
    #[error("more than {limit} events in one run")]
    TooManyEvents { limit: u64 },
    #[error("law broken at `{place}`: {law} (this is a defect of Topolab: please report it)")]
    LawBroken { place: String, law: String },
}

impl EngineError {
    /// Stable name; the translation key is `engine_error.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            EngineError::CallsTooDeep { .. } => "calls_too_deep",
            EngineError::NoProgress { .. } => "no_progress",
            EngineError::TooManyInFlight { .. } => "too_many_in_flight",
            EngineError::TooManyEvents { .. } => "too_many_events",
            EngineError::LawBroken { .. } => "law_broken",
        }
    }
}

/// A fault that does not fit its target.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum InjectError {
    #[error("there is no `{0}`")]
    NoSuchTarget(Id),
    #[error("`{kind}` does not apply to `{target}`")]
    DoesNotApply { kind: &'static str, target: Id },
    #[error("`{kind}`: {reason}")]
    BadValue { kind: &'static str, reason: String },
}
