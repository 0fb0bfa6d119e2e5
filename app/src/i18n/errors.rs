//! Errors of the core in words: it speaks English, another language has its own sentence with what is in question. Only
//! what the core alone has words for stands in brackets behind it.

use sim_core::document::{Broken, Problem};
use sim_core::edit::EditError;
use sim_core::engine::EngineError;
use sim_core::file::log::{LogError, LogNote};
use sim_core::file::{self, FileError, Note};

use super::{Lang, Texts, words};

/// What a sentence in another language is made of.
#[derive(Default)]
struct Said {
    /// Where it is; empty where the sentence says so itself.
    place: String,
    holes: Vec<(&'static str, String)>,
    /// What only the core has words for.
    rest: Option<String>,
}

impl Said {
    fn with(holes: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self {
            holes: holes.into_iter().collect(),
            ..Self::default()
        }
    }

    fn rest(mut self, rest: impl ToString) -> Self {
        self.rest = Some(rest.to_string());
        self
    }

    fn at(mut self, place: String) -> Self {
        self.place = place;
        self
    }

    fn in_words(self, texts: Texts, key: &str) -> String {
        let holes = self.holes.iter();
        let holes: Vec<(&str, &str)> = holes.map(|(name, text)| (*name, text.as_str())).collect();
        let mut sentence = texts.tr_with(key, &holes);
        if let Some(rest) = &self.rest {
            sentence = format!("{sentence} ({rest})");
        }
        match self.place.is_empty() {
            true => sentence,
            false => format!("{}: {sentence}", self.place),
        }
    }
}

/// The words of an error that is not of the core: its own sentence in another language.
pub fn told(texts: Texts, key: &str, holes: &[(&'static str, String)], english: &str) -> String {
    match texts.lang() {
        Lang::En => english.to_owned(),
        _ => Said::with(holes.iter().cloned()).in_words(texts, key),
    }
}

/// Why a text is no document.
pub fn file(texts: Texts, error: &FileError) -> String {
    if texts.lang() == Lang::En {
        return error.to_string();
    }
    let said = match error {
        FileError::TooLarge { .. } => {
            let limit = texts.count(file::MAX_BYTES >> 20);
            Said::with([("limit", limit)])
        }
        FileError::NotJson { expected, .. } => Said::default().rest(format!("expected {expected}")),
        FileError::TooDeep { .. } | FileError::TooManyValues { .. } => Said::default(),
        FileError::DuplicateField { field, .. } => Said::with([("field", field.clone())]),
        FileError::Expected {
            expected, found, ..
        } => Said::with([("found", found.clone())]).rest(format!("expected {expected}")),
        FileError::Newer { found } => Said::with([("found", found.to_string())]),
        FileError::Rule { problem, .. } => self::said(texts, problem),
    };
    let area = match error {
        FileError::Rule { .. } => "problem",
        _ => "file_error",
    };
    let key = format!("{area}.{}", error.key());
    said.at(place(texts, error)).in_words(texts, &key)
}

fn place(texts: Texts, error: &FileError) -> String {
    match error {
        FileError::NotJson { line, column, .. }
        | FileError::TooDeep { line, column }
        | FileError::TooManyValues { line, column }
        | FileError::DuplicateField { line, column, .. } => {
            let [line, column] = [line, column].map(ToString::to_string);
            texts.tr_with("file_error.at", &[("line", &line), ("column", &column)])
        }
        FileError::Expected { place, .. } | FileError::Rule { place, .. } => place.clone(),
        FileError::TooLarge { .. } | FileError::Newer { .. } => String::new(),
    }
}

/// Which rule a document breaks.
pub fn problem(texts: Texts, problem: &Problem) -> String {
    match texts.lang() {
        Lang::En => problem.to_string(),
        _ => said(texts, problem).in_words(texts, &format!("problem.{}", problem.key())),
    }
}

fn said(texts: Texts, problem: &Problem) -> Said {
    let service = |id: &str| {
        texts
            .find(&format!("service.{id}"))
            .unwrap_or(id)
            .to_owned()
    };
    let container = |id: &str| {
        texts
            .find(&format!("container.{id}"))
            .unwrap_or(id)
            .to_owned()
    };
    let hint = |nearest: &Option<String>| {
        let told = nearest.as_deref();
        told.map_or_else(String::new, |name| {
            texts.tr_with("cli.did_you_mean", &[("name", name)])
        })
    };
    match problem {
        Problem::UnknownName {
            expected,
            found,
            nearest,
            ..
        } => {
            let said = Said::with([("found", found.clone()), ("hint", hint(nearest))]);
            match nearest {
                Some(_) => said,
                None => said.rest(format!("expected {expected}")),
            }
        }
        Problem::Value { expected, found } => {
            Said::with([("found", found.clone())]).rest(format!("expected {expected}"))
        }
        Problem::Number { expected, found } => {
            Said::with([("found", found.to_string())]).rest(format!("expected {expected}"))
        }
        Problem::Times(why) => Said::default().rest(why),
        Problem::Trace(why) => Said::default().rest(why),
        Problem::TooLong { limit, found } => {
            let [limit, found] = [limit, found].map(|n| texts.count(*n as u64));
            Said::with([("limit", limit), ("found", found)])
        }
        Problem::TooMany { limit, .. } => Said::with([("limit", texts.count(*limit as u64))]),
        Problem::DuplicateId { id } | Problem::DuplicateKind { id } | Problem::SelfLink { id } => {
            Said::with([("id", id.to_string())])
        }
        Problem::NoSuchItem { found, nearest, .. } => {
            Said::with([("found", found.clone()), ("hint", hint(nearest))])
        }
        Problem::MayNotStandIn { kind, parent, .. } => {
            Said::with([("kind", container(kind)), ("parent", container(parent))])
        }
        Problem::HoldsNothing { .. } | Problem::ContainerCycle => Said::default(),
        Problem::MayNotCall { id, service: of } | Problem::MayNotBeCalled { id, service: of } => {
            Said::with([("id", id.to_string()), ("service", service(of))])
        }
    }
}

/// Why a document cannot be changed like that.
pub fn edit(texts: Texts, error: &EditError) -> String {
    if texts.lang() == Lang::En {
        return error.to_string();
    }
    let rule = |at: String, broken: &Broken| {
        let place = format!("{at}{}", broken.field);
        let key = format!("problem.{}", broken.problem.key());
        said(texts, &broken.problem).at(place).in_words(texts, &key)
    };
    let holes = match error {
        EditError::Rule { id, broken } => return rule(format!("{id}: "), broken),
        EditError::Whole(broken) => return rule(String::new(), broken),
        EditError::NoSuchItem { id }
        | EditError::NoSuchKind { id }
        | EditError::IdTaken { id }
        | EditError::WrongItem { id, .. } => vec![("id", id.to_string())],
        EditError::KindInUse { id, user } => {
            vec![("id", id.to_string()), ("user", user.to_string())]
        }
        EditError::TooDeep => Vec::new(),
    };
    Said::with(holes).in_words(texts, &format!("edit_error.{}", error.key()))
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
        EngineError::LawBroken { place, law } => Said::with([("place", place.clone())]).rest(law),
    };
    said.in_words(texts, &format!("engine_error.{}", error.key()))
}

/// Why a text is no log.
pub fn log(texts: Texts, error: &LogError) -> String {
    if texts.lang() == Lang::En {
        return error.to_string();
    }
    let count = |n: usize| texts.count(n as u64);
    let holes = match error {
        LogError::Empty => Vec::new(),
        LogError::Line { line, found, .. } => {
            vec![("line", count(*line)), ("found", found.clone())]
        }
        LogError::TooManyBroken {
            broken,
            lines,
            line,
            ..
        } => vec![
            ("broken", count(*broken)),
            ("lines", count(*lines)),
            ("line", count(*line)),
        ],
        LogError::NoColumn { column, expected } => {
            let said = Said::with([("column", column.clone())]);
            return said
                .rest(format!("expected {expected}"))
                .in_words(texts, "log_error.no_column");
        }
        LogError::TooLong { days, limit, .. } => {
            vec![("days", texts.count(*days)), ("limit", texts.count(*limit))]
        }
        LogError::TooMany { found, limit } => vec![
            ("found", texts.count(*found)),
            ("limit", texts.count((*limit).into())),
        ],
    };
    Said::with(holes).in_words(texts, &format!("log_error.{}", error.key()))
}

/// What the owner of a log should know.
pub fn log_note(texts: Texts, note: &LogNote) -> String {
    if texts.lang() == Lang::En {
        return note.to_string();
    }
    let count = |n: usize| texts.count(n as u64);
    let holes = match note {
        LogNote::Skipped {
            count: lines, line, ..
        } => vec![("count", count(*lines)), ("line", count(*line))],
        LogNote::Sorted { count: requests } => vec![("count", count(*requests))],
        LogNote::WholeSeconds => Vec::new(),
        LogNote::Counted { limit } => vec![("limit", count(*limit))],
        LogNote::Unit { unit } => vec![("unit", words::unit(texts, unit))],
        LogNote::Column { column } => vec![("column", column.clone())],
    };
    Said::with(holes).in_words(texts, &format!("log_note.{}", note.key()))
}

/// A field of a file that is not known, and the one that may have been meant.
pub fn unknown_field(texts: Texts, note: &Note) -> String {
    match &note.nearest {
        Some(nearest) => {
            let holes = [("place", note.place.as_str()), ("nearest", nearest)];
            texts.tr_with("unknown_field.nearest", &holes)
        }
        None => texts.tr_with("unknown_field", &[("place", &note.place)]),
    }
}

#[cfg(test)]
mod tests;
