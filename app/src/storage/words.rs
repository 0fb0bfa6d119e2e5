//! What the system says when it refuses, in words that help.

use std::io::{Error, ErrorKind};

use super::document::{LoadError, MAX_FILE_BYTES};
use super::log::{LoadLogError, MAX_LOG_BYTES};
use crate::i18n::{Lang, Texts, errors};

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
        _ if texts.lang() == Lang::En => return error.to_string(),
        _ => "other",
    };
    said(error, key, texts)
}

fn said(error: &Error, key: &str, texts: Texts) -> String {
    let words = texts.tr_with(
        &format!("io_error.{key}"),
        &[("why", without_code(&error.to_string()))],
    );
    // The system speaks English: elsewhere its number has to do, which can be looked up.
    match (texts.lang(), error.raw_os_error()) {
        (Lang::En, _) => format!("{words} ({error})"),
        (_, Some(code)) => {
            let code = code.to_string();
            texts.tr_with("io_error.code", &[("text", &words), ("code", &code)])
        }
        (_, None) => words,
    }
}

fn without_code(words: &str) -> &str {
    words
        .split_once(" (os error")
        .map_or(words, |(words, _)| words)
}

/// Why a command could not write its result: nothing is open that could be saved elsewhere.
pub fn output_words(error: &Error, texts: Texts) -> String {
    let key = match error.kind() {
        ErrorKind::PermissionDenied => "permission",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "no_folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::IsADirectory => "folder",
        ErrorKind::InvalidFilename => "name",
        _ => return other(error, texts),
    };
    texts.tr(&format!("output_error.{key}")).to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// No folder, no permission, full, too long, a folder, and one that nobody has words for.
    const CODES: [i32; 6] = [2, 13, 28, 36, 21, 5];

    #[test]
    fn errors_of_the_system_are_told_in_korean_with_their_number() {
        let ko = Texts::new(Lang::Ko);
        for code in CODES {
            let error = Error::from_raw_os_error(code);
            for words in [io_words(&error, ko), write_words(&error, ko)] {
                assert!(words.ends_with(&format!("(오류 코드 {code})")), "{words}");
                let english = words.contains(|c: char| c.is_ascii_lowercase());
                assert_eq!(english, code == 5, "{words}");
            }
        }
        let own = Error::from(ErrorKind::NotFound);
        assert_eq!(io_words(&own, ko), "파일이나 폴더가 없습니다.");
    }

    #[test]
    fn a_command_does_not_speak_of_what_is_open() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for code in CODES {
                let error = Error::from_raw_os_error(code);
                let words = output_words(&error, texts);
                let open = words.contains("still open") || words.contains("열려");
                assert!(!open && !words.contains("‹?›"), "{words}");
            }
        }
    }
}
