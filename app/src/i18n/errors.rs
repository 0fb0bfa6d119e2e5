//! Errors of the core in words: it speaks English, another language has its own sentence with what is in question, and what
//! was expected behind it in brackets.

mod expected;
mod run;

pub use run::{compile, engine, inject, replication};

use sim_core::catalog::expected::{Expected, Thing};
use sim_core::document::problem::Named;
use sim_core::document::{Broken, Problem};
use sim_core::edit::EditError;
use sim_core::edit::apply::MAX_BATCH_DEPTH;
use sim_core::file::log::{LogError, LogNote};
use sim_core::file::{self, FileError, Note, ROOT};
use sim_core::foundation::json::MAX_VALUES;

use super::{Lang, Texts, words};

/// What a sentence in another language is made of.
#[derive(Default)]
struct Said {
    /// Where it is; empty where the sentence says so itself.
    place: String,
    holes: Vec<(&'static str, String)>,
    /// What should have been there, where the sentence does not say so itself.
    needed: Option<String>,
}

impl Said {
    fn with(holes: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self {
            holes: holes.into_iter().collect(),
            ..Self::default()
        }
    }

    fn needs(mut self, texts: Texts, expected: &Expected) -> Self {
        self.needed = Some(expected::words(texts, expected));
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
        if let Some(needed) = &self.needed {
            let holes = [("text", sentence.as_str()), ("expected", needed)];
            sentence = texts.tr_with("expected.needed", &holes);
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
        FileError::NotJson { expected, .. } => Said::default().needs(texts, expected),
        FileError::TooDeep { .. } => Said::default(),
        FileError::TooManyValues { .. } => Said::with([("limit", texts.count(MAX_VALUES as u64))]),
        FileError::DuplicateField { field, .. } => Said::with([("field", field.clone())]),
        FileError::Expected {
            expected, found, ..
        } => Said::with([("found", expected::found(texts, found))]).needs(texts, expected),
        FileError::Newer { found } => Said::with([
            ("found", found.to_string()),
            ("most", file::VERSION.to_string()),
        ]),
        FileError::Rule { problem, .. } => self::said(texts, problem),
    };
    let key = match error {
        FileError::Rule { problem, .. } => problem_key(problem),
        _ => format!("file_error.{}", error.key()),
    };
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
        FileError::Expected { place, .. } | FileError::Rule { place, .. } if place == ROOT => {
            texts.tr("file_error.the_file").to_owned()
        }
        FileError::Expected { place, .. } | FileError::Rule { place, .. } => place.clone(),
        FileError::TooLarge { .. } | FileError::Newer { .. } => String::new(),
    }
}

/// Which rule a document breaks.
pub fn problem(texts: Texts, problem: &Problem) -> String {
    match texts.lang() {
        Lang::En => problem.to_string(),
        _ => said(texts, problem).in_words(texts, &problem_key(problem)),
    }
}

/// Distributions and recorded arrivals have sentences of their own for what is wrong with them.
fn problem_key(problem: &Problem) -> String {
    match problem {
        Problem::Times(why) => format!("times_error.{}", why.key()),
        Problem::Trace(why) => format!("trace_error.{}", why.key()),
        _ => format!("problem.{}", problem.key()),
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
            what,
            expected,
            found,
            nearest,
        } => {
            let said = Said::with([("found", found.clone()), ("hint", hint(nearest))]);
            match nearest {
                // Parts are few enough to be told all.
                Some(_) if *what != Named::Part => said,
                _ => said.needs(texts, expected),
            }
        }
        Problem::Value { expected, found } => {
            Said::with([("found", expected::found(texts, found))]).needs(texts, expected)
        }
        Problem::Number { expected, found } => {
            Said::with([("found", found.to_string())]).needs(texts, expected)
        }
        Problem::Times(why) => Said::with(expected::times(why)),
        Problem::Trace(why) => Said::with(expected::trace(texts, why)),
        Problem::TooLong { limit, found } => {
            let [limit, found] = [limit, found].map(|n| texts.count(*n as u64));
            Said::with([("limit", limit), ("found", found)])
        }
        Problem::TooMany { limit, .. } => Said::with([("limit", texts.count(*limit as u64))]),
        Problem::DuplicateId { id } | Problem::DuplicateKind { id } | Problem::SelfLink { id } => {
            Said::with([("id", id.to_string())])
        }
        Problem::NoSuchItem {
            expected,
            found,
            nearest,
        } => Said::with([("found", found.clone()), ("hint", hint(nearest))])
            .needs(texts, &(*expected).into()),
        Problem::MayNotStandIn {
            kind,
            parent,
            inside,
        } => {
            let mut places: Vec<String> = inside.iter().map(|kind| container(kind)).collect();
            places.push(texts.tr("problem.canvas").to_owned());
            Said::with([
                ("kind", container(kind)),
                ("parent", container(parent)),
                ("inside", places.join(", ")),
            ])
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
        let key = problem_key(&broken.problem);
        said(texts, &broken.problem).at(place).in_words(texts, &key)
    };
    let holes = match error {
        EditError::Rule { id, broken } => return rule(format!("{id}: "), broken),
        EditError::Whole(broken) => return rule(String::new(), broken),
        EditError::NoSuchItem { id } | EditError::NoSuchKind { id } | EditError::IdTaken { id } => {
            vec![("id", id.to_string())]
        }
        EditError::WrongItem {
            id,
            expected,
            found,
        } => vec![
            ("id", id.to_string()),
            ("expected", expected::thing(texts, *expected)),
            ("found", expected::thing(texts, *found)),
        ],
        EditError::KindInUse { id, user } => {
            vec![("id", id.to_string()), ("user", user.to_string())]
        }
        EditError::TooDeep => vec![("limit", MAX_BATCH_DEPTH.to_string())],
    };
    Said::with(holes).in_words(texts, &format!("edit_error.{}", error.key()))
}

/// Why a text is no log.
pub fn log(texts: Texts, error: &LogError) -> String {
    if texts.lang() == Lang::En {
        return error.to_string();
    }
    let count = |n: usize| texts.count(n as u64);
    let said = match error {
        LogError::Empty => Said::default().needs(texts, &Thing::LogLine.into()),
        LogError::Line {
            line,
            expected,
            found,
        } => {
            let said = Said::with([("line", count(*line)), ("found", found.clone())]);
            said.needs(texts, expected)
        }
        LogError::TooManyBroken {
            broken,
            lines,
            line,
            expected,
            ..
        } => Said::with([
            ("broken", count(*broken)),
            ("lines", count(*lines)),
            ("line", count(*line)),
        ])
        .needs(texts, expected),
        LogError::NoColumn { column, expected } => {
            Said::with([("column", column.clone())]).needs(texts, expected)
        }
        LogError::TooLong { days, limit, .. } => {
            Said::with([("days", texts.count(*days)), ("limit", texts.count(*limit))])
        }
        LogError::TooMany { found, limit } => Said::with([
            ("found", texts.count(*found)),
            ("limit", texts.count((*limit).into())),
        ]),
    };
    said.in_words(texts, &format!("log_error.{}", error.key()))
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
