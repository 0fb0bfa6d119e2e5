//! Reading the topology a command is about.

use std::io::{Error, ErrorKind, Write};
use std::path::Path;

use sim_core::document::Document;

use super::error::CliError;
use crate::i18n::{Lang, Texts, errors};
use crate::storage;

/// Loads a document; what was noticed on the way goes to standard error.
pub fn load(path: &Path, texts: Texts, err: &mut dyn Write) -> Result<Document, CliError> {
    let file = path.display();
    let loaded = storage::document::load(path).map_err(|error| {
        // In English the words that scripts may look for.
        let why = match texts.lang() {
            Lang::En => error.to_string(),
            Lang::Ko => error.words(texts),
        };
        CliError::BadInput(format!("{file}: {why}"))
    })?;
    for found in &loaded.notes {
        note(path, &errors::unknown_field(texts, found), texts, err);
    }
    Ok(loaded.document)
}

/// Says what was noticed in a file.
pub fn note(path: &Path, text: &str, texts: Texts, err: &mut dyn Write) {
    writeln!(err, "{}: {}: {text}", texts.tr("cli.note"), path.display()).ok();
}

/// Writes a result so that there is always a whole file: the old one or the new one.
pub fn write(path: &Path, bytes: &[u8], texts: Texts) -> Result<(), CliError> {
    let written = storage::atomic::write(path, bytes);
    written.map_err(|error| not_written(path, &error, texts))
}

/// Whether a result may go there, as far as can be told: nobody wants to know after a long run that it cannot.
pub fn may_write(path: &Path, texts: Texts) -> Result<(), CliError> {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    };
    let wrong = match (path.is_dir(), folder.is_dir()) {
        (true, _) => ErrorKind::IsADirectory,
        (_, false) => ErrorKind::NotFound,
        _ => return Ok(()),
    };
    Err(not_written(path, &wrong.into(), texts))
}

fn not_written(path: &Path, error: &Error, texts: Texts) -> CliError {
    let why = storage::output_words(error, texts);
    let why = texts.tr_with("cli.error.not_written", &[("why", &why)]);
    CliError::Failed(format!("{}: {why}", path.display()))
}
