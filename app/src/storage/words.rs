//! What the system says when it refuses, in words that help.

use std::io::{Error, ErrorKind};

use super::document::{LoadError, MAX_FILE_BYTES};
use super::log::{LoadLogError, MAX_LOG_BYTES};
use crate::i18n::{Texts, errors};

/// An error of the system in the user's language, with what can be done where that is known, and the system's own words.
pub fn io_words(error: &Error, texts: Texts) -> String {
    let key = match error.kind() {
        ErrorKind::PermissionDenied => "permission",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "not_found",
        _ => return other(error, texts),
    };
    said(error, key, texts)
}

/// The same where something was to be written.
pub fn write_words(error: &Error, texts: Texts) -> String {
    let key = match error.kind() {
        ErrorKind::PermissionDenied => "no_permission",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        // A file may be missing, the folder it is to go into may not.
        ErrorKind::NotFound | ErrorKind::NotADirectory => "no_folder",
        _ => return other(error, texts),
    };
    said(error, key, texts)
}

fn other(error: &Error, texts: Texts) -> String {
    let key = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::IsADirectory => "folder",
        ErrorKind::InvalidFilename => "name",
        _ => return error.to_string(),
    };
    said(error, key, texts)
}

fn said(error: &Error, key: &str, texts: Texts) -> String {
    format!("{} ({error})", texts.tr(&format!("io_error.{key}")))
}

fn too_large(texts: Texts, limit: u64, words: &str) -> String {
    let limit = [("limit", texts.count(limit >> 20))];
    errors::told(texts, "file_error.too_large", &limit, words)
}

impl LoadError {
    /// Why a file cannot be loaded, in the user's language.
    pub fn words(&self, texts: Texts) -> String {
        let words = self.to_string();
        match self {
            LoadError::Io(error) => io_words(error, texts),
            LoadError::TooLarge => too_large(texts, MAX_FILE_BYTES, &words),
            LoadError::NotText => errors::told(texts, "file_error.not_text", &[], &words),
            LoadError::Picture => errors::told(texts, "file_error.picture", &[], &words),
            LoadError::Document(error) => errors::file(texts, error),
        }
    }
}

impl LoadLogError {
    /// Why a log cannot be loaded, in the user's language.
    pub fn words(&self, texts: Texts) -> String {
        match self {
            LoadLogError::Io(error) => io_words(error, texts),
            LoadLogError::TooLarge => too_large(texts, MAX_LOG_BYTES, &self.to_string()),
            LoadLogError::Log(error) => errors::log(texts, error),
        }
    }
}
