//! Reading the topology a command is about.

use std::io::Write;
use std::path::Path;

use sim_core::document::Document;

use super::error::CliError;
use crate::storage;

/// Loads a document; what was noticed on the way goes to standard error.
pub fn load(path: &Path, err: &mut dyn Write) -> Result<Document, CliError> {
    let file = path.display();
    let loaded = storage::document::load(path)
        .map_err(|error| CliError::BadInput(format!("{file}: {error}")))?;
    for note in &loaded.notes {
        writeln!(err, "note: {file}: {note}").ok();
    }
    Ok(loaded.document)
}

/// Writes a result so that there is always a whole file: the old one or the new one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    storage::atomic::write(path, bytes).map_err(|error| {
        CliError::Failed(format!("{}: cannot be written: {error}", path.display()))
    })
}
