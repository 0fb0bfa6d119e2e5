//! Why a design cannot run, a run cannot go on, or a fault does not fit.

use sim_core::document::rules::{
    MAX_CAPACITY_FACTOR, MAX_DURATION_S, MAX_SLOW_FACTOR, MAX_THROTTLE_PER_S,
};
use sim_core::engine::{CompileError, EngineError, InjectError};
use sim_core::foundation::ids::Id;
use sim_core::playback::{Refusal, ReplicationError};

use super::{Said, problem};
use crate::i18n::{Lang, Texts, digits};

/// Why a document cannot run.
pub fn compile(texts: Texts, refusal: &Refusal) -> String {
    if texts.lang() == Lang::En {
        return refusal.to_string();
    }
    let at = |what: &str, id: &Id| {
        let key = format!("compile_error.at.{what}");
        texts.tr_with(&key, &[("id", id.as_str())])
    };
    let (place, said, key) = match &refusal.error {
        CompileError::UnknownService { component, service } => (
            at("component", component),
            Said::with([("service", service.clone())]),
            "unknown_service",
        ),
        CompileError::LinkToNowhere { link, end } => (
            at("link", link),
            Said::with([("end", end.to_string())]),
            "link_to_nowhere",
        ),
        CompileError::BadParameter { component, .. } => {
            return broken(texts, at("component", component), refusal);
        }
        CompileError::BadLink { link, .. } => return broken(texts, at("link", link), refusal),
        CompileError::BadContainer { container, .. } => {
            return broken(texts, at("container", container), refusal);
        }
        CompileError::BadKind { kind, .. } => return broken(texts, at("kind", kind), refusal),
        CompileError::BadScenario { .. } => return broken(texts, String::new(), refusal),
        CompileError::TooMany { what, count, limit } => {
            let [count, limit] = [count, limit].map(|n| texts.count(*n as u64));
            let said = Said::with([("count", count), ("limit", limit)]);
            let key = match *what {
                "components" => "too_many_components",
                "links from one component" => "too_many_links",
                "request kinds" => "too_many_kinds",
                _ => "too_many",
            };
            (String::new(), said, key)
        }
    };
    said.at(place)
        .in_words(texts, &format!("compile_error.{key}"))
}

/// Why one of several runs has no figures.
pub fn replication(texts: Texts, error: &ReplicationError) -> String {
    match error {
        ReplicationError::Compile(refusal) => {
            let why = compile(texts, refusal);
            texts.tr_with("run.problem.compile", &[("text", &why)])
        }
        ReplicationError::Run {
            number,
            seed,
            at,
            error,
        } => {
            let [number, seed, at] = [number.to_string(), seed.to_string(), at.to_string()];
            let holes = [
                ("number", number.as_str()),
                ("seed", &seed),
                ("at", &at),
                ("error", &engine(texts, error)),
            ];
            texts.tr_with("cli.error.stopped_one", &holes)
        }
    }
}

/// The rule that an item breaks, with its place.
fn broken(texts: Texts, item: String, refusal: &Refusal) -> String {
    let Some(broken) = &refusal.broken else {
        return Said::default()
            .at(item)
            .in_words(texts, "compile_error.unfit");
    };
    let place = match item.is_empty() {
        true => broken.field.clone(),
        false => {
            let holes = [("place", item.as_str()), ("field", &broken.field)];
            texts.tr_with("compile_error.at.field", &holes)
        }
    };
    format!("{place}: {}", problem(texts, &broken.problem))
}

/// Why a fault was not injected.
pub fn inject(texts: Texts, error: &InjectError) -> String {
    if texts.lang() == Lang::En {
        return error.to_string();
    }
    let fault = |kind: &str| {
        let known = texts.find(&format!("fault.{kind}"));
        ("kind", known.unwrap_or(kind).to_owned())
    };
    let (said, key) = match error {
        InjectError::NoSuchTarget(target) => {
            let said = Said::with([("target", target.to_string())]);
            (said, "no_such_target")
        }
        InjectError::DoesNotApply { kind, target } => {
            let said = Said::with([fault(kind), ("target", target.to_string())]);
            (said, "does_not_apply")
        }
        InjectError::BadValue { kind, .. } => {
            let mut holes = vec![fault(kind), ("length", digits::plain(MAX_DURATION_S))];
            let most = match *kind {
                "slow" => Some(MAX_SLOW_FACTOR),
                "throttle" => Some(MAX_THROTTLE_PER_S),
                "capacity" => Some(MAX_CAPACITY_FACTOR),
                _ => None,
            };
            holes.extend(most.map(|most| ("most", digits::plain(most))));
            let key = match most {
                Some(_) => "bad_figure",
                None => "bad_length",
            };
            (Said::with(holes), key)
        }
    };
    said.in_words(texts, &format!("inject_error.{key}"))
}

/// Why a run cannot go on.
pub fn engine(texts: Texts, error: &EngineError) -> String {
    if texts.lang() == Lang::En {
        return error.to_string();
    }
    let said = match error {
        EngineError::CallsTooDeep { component, .. } | EngineError::NoProgress { component } => {
            Said::with([("component", component.to_string())])
        }
        EngineError::TooManyInFlight { component, limit } => Said::with([
            ("component", component.to_string()),
            ("limit", texts.count((*limit).into())),
        ]),
        EngineError::TooManyEvents { limit } => Said::with([("limit", texts.count(*limit))]),
        // The law is for whoever mends it, as it stands in the code.
        EngineError::LawBroken { place, law } => {
            Said::with([("place", place.clone()), ("law", law.clone())])
        }
    };
    said.in_words(texts, &format!("engine_error.{}", error.key()))
}
