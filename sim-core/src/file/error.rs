//! Why a text is no document: the place, what was expected, what was found.

use super::{MAX_BYTES, VERSION};
use crate::catalog::expected::{Expected, Found};
use crate::document::Problem;
use crate::foundation::json::MAX_VALUES;

/// Why a text cannot be loaded. The message names the place and what was expected; the caller adds the file's name.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FileError {
    #[error("expected at most {} MiB, found {} MiB", MAX_BYTES / MIB, bytes.div_ceil(MIB))]
    TooLarge { bytes: u64 },
    #[error("line {line}, column {column}: not JSON: expected {expected}")]
    NotJson {
        line: usize,
        column: usize,
        expected: Expected,
    },
    #[error(
        "line {line}, column {column}: brackets are nested too deep: expected at most 127 levels"
    )]
    TooDeep { line: usize, column: usize },
    #[error("line {line}, column {column}: too many values: expected at most {MAX_VALUES}")]
    TooManyValues { line: usize, column: usize },
    #[error("line {line}, column {column}: the field \"{field}\" stands twice: expected it once")]
    DuplicateField {
        line: usize,
        column: usize,
        field: String,
    },
    #[error("{place}: expected {expected}, found {found}")]
    Expected {
        place: String,
        expected: Expected,
        found: Found,
    },
    #[error(
        "version: this is a file of version {found}: expected at most {VERSION}, which this Topolab reads"
    )]
    Newer { found: u64 },
    #[error("{place}: {problem}")]
    Rule { place: String, problem: Problem },
}

const MIB: u64 = 1024 * 1024;

impl FileError {
    /// Stable name; the translation key is `file_error.<key>`, for a broken rule `problem.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            FileError::TooLarge { .. } => "too_large",
            FileError::NotJson { .. } => "not_json",
            FileError::TooDeep { .. } => "too_deep",
            FileError::TooManyValues { .. } => "too_many_values",
            FileError::DuplicateField { .. } => "duplicate_field",
            FileError::Expected { .. } => "expected",
            FileError::Newer { .. } => "newer",
            FileError::Rule { problem, .. } => problem.key(),
        }
    }

    /// Where it is: a line and column, or a JSON path.
    pub fn place(&self) -> Option<String> {
        match self {
            FileError::TooLarge { .. } => None,
            FileError::NotJson { line, column, .. }
            | FileError::TooDeep { line, column }
            | FileError::TooManyValues { line, column }
            | FileError::DuplicateField { line, column, .. } => {
                Some(format!("line {line}, column {column}"))
            }
            FileError::Expected { place, .. } | FileError::Rule { place, .. } => {
                Some(place.clone())
            }
            FileError::Newer { .. } => Some("version".to_owned()),
        }
    }
}
