//! What a journal tells: where the document stood when it began, and every step since.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sim_core::document::Document;
use sim_core::edit::Edit;
use sim_core::file;

use super::record;
use crate::storage::Stamp;

/// One record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// The document as its file would hold it; the first record of a journal.
    Start {
        /// Version of the program that began the journal.
        program: String,
        /// `None`: never saved, or a path that is no text.
        path: Option<PathBuf>,
        stamp: Option<Stamp>,
        /// The document is what the file holds (or untouched, where there is no file).
        clean: bool,
        document: String,
    },
    Step {
        /// Translation key.
        name: String,
        /// Belongs to the step before: one gesture.
        continues: bool,
        edit: Edit,
    },
    Undo,
    Redo,
    Saved {
        path: Option<PathBuf>,
        stamp: Option<Stamp>,
        /// What was saved, where it was changed again while it was being written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<String>,
    },
}

impl Entry {
    /// The start of a journal.
    pub fn start(
        document: &Arc<Document>,
        path: Option<&Path>,
        stamp: Option<Stamp>,
        clean: bool,
    ) -> Self {
        Entry::Start {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            path: as_text(path),
            stamp,
            clean,
            document: file::save(document),
        }
    }

    /// The document was saved; `document`: as it was then, if it is not so any more.
    pub fn saved(path: &Path, stamp: Option<Stamp>, document: Option<String>) -> Self {
        Entry::Saved {
            path: as_text(Some(path)),
            stamp,
            document,
        }
    }

    /// Appends the record.
    ///
    /// # Errors
    /// Never for an entry made here: texts, finite numbers and string keys all have a JSON form.
    pub fn put(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        record::put(out, &serde_json::to_vec(self)?);
        Ok(())
    }
}

/// JSON holds paths that are text; a document under any other path is recovered without one.
fn as_text(path: Option<&Path>) -> Option<PathBuf> {
    // Whole: the next start may have another working folder.
    let path = path.filter(|path| path.to_str().is_some())?;
    Some(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}
