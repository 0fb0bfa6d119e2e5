//! Recorded requests from the outside: a table of timestamps, or a web server's log, made into a [`Trace`].
//!
//! A log with a few broken lines loads and says how many were left out; a text that mostly is something else does
//! not. Requests need not be in order: servers write a line when the answer is out, with the time of the question.

mod access;
mod instant;
mod table;
mod trace;

use crate::catalog::expected::{Expected, Thing};
use crate::catalog::trace::Trace;
use table::Table;

/// The longest line that is read, bytes; a longer one counts as broken.
pub const MAX_LINE_BYTES: usize = 65_536;
/// Broken lines are left out while they are at most one in so many.
pub const BROKEN_ONE_IN: usize = 10;
/// Lines at the beginning among which one must show what the text is.
const LOOK_AT: usize = 100;
/// What a line may be, in words.
const EXPECTED: Thing = Thing::LogLine;

/// What a caller knows about the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The column of a table with the timestamps: its name in the first line, or its number from 1. Without it, a
    /// column whose name says so, else the first one with a timestamp in it.
    pub column: Option<&'a str>,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub trace: Trace,
    /// What the reader should know, in the order of importance.
    pub notes: Vec<LogNote>,
}

/// Something about a log that its owner would want to know.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LogNote {
    #[error(
        "broken lines left out: {count}, the first is line {line}: expected {expected}, found {found}"
    )]
    Skipped {
        count: usize,
        line: usize,
        expected: Expected,
        found: String,
    },
    #[error("requests out of order, now sorted by time: {count}")]
    Sorted { count: usize },
    #[error(
        "the times are whole seconds: the requests of each second are spread over it at random, by the seed"
    )]
    WholeSeconds,
    #[error(
        "more than {limit} requests: their number in each second is kept, and they are spread over it at random, by the seed"
    )]
    Counted { limit: usize },
    #[error("the timestamps are read as {unit}")]
    Unit { unit: &'static str },
    #[error("the timestamps are taken from column {column}")]
    Column { column: String },
}

/// Why a text is no record of requests.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LogError {
    #[error("there is no request in it: expected {EXPECTED}")]
    Empty,
    #[error("line {line}: expected {expected}, found {found}")]
    Line {
        line: usize,
        expected: Expected,
        found: String,
    },
    #[error(
        "{broken} of {lines} lines are broken, the first is line {line}: expected {expected}, found {found}"
    )]
    TooManyBroken {
        broken: usize,
        lines: usize,
        line: usize,
        expected: Expected,
        found: String,
    },
    #[error("there is no column \"{column}\": expected {expected}")]
    NoColumn { column: String, expected: Expected },
    #[error("the requests lie {days} days apart: expected at most {limit} days{}", if *.whole_seconds { " where times are whole seconds or requests are many" } else { "" })]
    TooLong {
        days: u64,
        limit: u64,
        whole_seconds: bool,
    },
    #[error("{found} requests in one second: expected at most {limit}")]
    TooMany { found: u64, limit: u32 },
}

impl LogNote {
    /// Stable name; the translation key is `log_note.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            LogNote::Skipped { .. } => "skipped",
            LogNote::Sorted { .. } => "sorted",
            LogNote::WholeSeconds => "whole_seconds",
            LogNote::Counted { .. } => "counted",
            LogNote::Unit { .. } => "unit",
            LogNote::Column { .. } => "column",
        }
    }
}

impl LogError {
    /// Stable name; the translation key is `log_error.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            LogError::Empty => "empty",
            LogError::Line { .. } => "line",
            LogError::TooManyBroken { .. } => "too_many_broken",
            LogError::NoColumn { .. } => "no_column",
            LogError::TooLong { .. } => "too_long",
            LogError::TooMany { .. } => "too_many",
        }
    }
}

/// A line that cannot be read.
struct Broken {
    line: usize,
    expected: Expected,
    found: String,
}

/// Times in nanoseconds, as they stand in the text; and what stood in the way.
#[derive(Default)]
struct Found {
    times: Vec<i64>,
    broken: usize,
    first_broken: Option<Broken>,
    /// No time has a fraction of a second.
    whole_seconds: bool,
    /// The unit of bare numbers, if it is not seconds.
    unit: Option<&'static str>,
    /// The column, if it was guessed.
    column: Option<String>,
}

/// Reads a record of requests.
///
/// # Errors
/// The line where something else was expected, or the limit that is exceeded.
pub fn read(text: &str, options: &Options<'_>) -> Result<Reading, LogError> {
    let lines = || {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let numbered = text.lines().enumerate();
        numbered
            .map(|(at, line)| (at + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    };
    let is_access_log = || {
        let mut head = lines().take(LOOK_AT);
        options.column.is_none() && head.any(|(_, line)| access::time(line).is_some())
    };
    let (found, is_log) = if is_access_log() {
        (
            collect(lines(), access::time, &Thing::AccessLine.into()),
            true,
        )
    } else {
        let table = Table::of(lines().take(LOOK_AT), options.column)?;
        let rows = lines().skip(usize::from(table.has_header));
        let mut found = collect(rows, |line| table.time(line), &table.expected());
        found.unit = table.unit();
        found.column = table.guessed;
        (found, false)
    };
    check_broken(&found)?;
    trace::of(found, is_log)
}

/// All lines whose time can be read.
fn collect<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    time: impl Fn(&str) -> Option<i64>,
    expected: &Expected,
) -> Found {
    let mut found = Found {
        whole_seconds: true,
        ..Found::default()
    };
    for (line, text) in lines {
        let read = (text.len() <= MAX_LINE_BYTES).then(|| time(text)).flatten();
        if let Some(time) = read {
            found.whole_seconds &= time % instant::SECOND == 0;
            found.times.push(time);
            continue;
        }
        found.broken += 1;
        found.first_broken.get_or_insert_with(|| Broken {
            line,
            expected: expected.clone(),
            found: shown(text),
        });
    }
    found
}

/// A few broken lines are left out; more are not what the text was taken for.
fn check_broken(found: &Found) -> Result<(), LogError> {
    let lines = found.times.len() + found.broken;
    match &found.first_broken {
        Some(first) if found.broken * BROKEN_ONE_IN > lines => Err(LogError::TooManyBroken {
            broken: found.broken,
            lines,
            line: first.line,
            expected: first.expected.clone(),
            found: first.found.clone(),
        }),
        _ if found.times.is_empty() => Err(LogError::Empty),
        _ => Ok(()),
    }
}

/// How a message shows a line: short.
fn shown(line: &str) -> String {
    crate::document::problem::shown_text(line)
}
