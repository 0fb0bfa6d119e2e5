//! What the system says when it refuses, in words that help.

use std::io::{Error, ErrorKind};

use crate::i18n::Texts;

/// An error of the system in the user's language, with what can be done where that is known, and the system's own words.
pub fn io_words(error: &Error, texts: Texts) -> String {
    let key = match error.kind() {
        ErrorKind::PermissionDenied => "permission",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "not_found",
        ErrorKind::IsADirectory => "folder",
        ErrorKind::InvalidFilename => "name",
        _ => return error.to_string(),
    };
    format!("{} ({error})", texts.tr(&format!("io_error.{key}")))
}
