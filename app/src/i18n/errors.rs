//! Errors of the core in words: it speaks English, another language puts its own sentence before that.

use sim_core::edit::EditError;
use sim_core::file::log::{LogError, LogNote};
use sim_core::file::{FileError, Note};

use super::Texts;

/// Why a text is no document.
pub fn file(texts: Texts, error: &FileError) -> String {
    let area = match error {
        FileError::Rule { .. } => "problem",
        _ => "file_error",
    };
    texts.explained(area, error.key(), &error.to_string())
}

/// Why a document cannot be changed like that.
pub fn edit(texts: Texts, error: &EditError) -> String {
    let area = match error {
        EditError::Rule { .. } | EditError::Whole(_) => "problem",
        _ => "edit_error",
    };
    texts.explained(area, error.key(), &error.to_string())
}

/// Why a text is no log.
pub fn log(texts: Texts, error: &LogError) -> String {
    texts.explained("log_error", error.key(), &error.to_string())
}

/// What the owner of a log should know.
pub fn log_note(texts: Texts, note: &LogNote) -> String {
    texts.explained("log_note", note.key(), &note.to_string())
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
