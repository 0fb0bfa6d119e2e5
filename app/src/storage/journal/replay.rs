//! From the bytes of a journal back to the document and its history.

use std::path::PathBuf;
use std::sync::Arc;

use sim_core::document::Document;
use sim_core::edit::{History, MergeKey};
use sim_core::file::{self, FileError};

use super::entry::Entry;
use super::record::Records;
use crate::i18n::known_key;
use crate::storage::Stamp;

/// The name of a step whose own one this version does not know.
const UNNAMED: &str = "step.unnamed";

/// Why a journal tells nothing at all.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("is no journal: expected \"TOPOJRN1\" at its start")]
    NoJournal,
    #[error("its first record is damaged: expected the document as it was in the beginning")]
    NoStart,
    #[error("the document in it cannot be loaded: {0}")]
    Document(#[from] FileError),
}

/// What a journal held.
#[derive(Clone, Debug)]
pub struct Replay {
    pub history: History,
    pub path: Option<PathBuf>,
    pub stamp: Option<Stamp>,
    /// The document as the file has it; `None`: not known.
    pub saved: Option<Arc<Document>>,
    /// Bytes at the front that could be used; the rest is damaged, or of a newer version.
    pub whole: usize,
    pub lost: usize,
}

impl Replay {
    /// Whether there is anything that the file has not.
    pub fn unsaved(&self) -> bool {
        self.saved.as_deref() != Some(&**self.history.document())
    }
}

/// Plays a journal up to the first thing that is damaged or does not fit.
///
/// # Errors
/// There is no document at its beginning.
pub fn replay(bytes: &[u8]) -> Result<Replay, JournalError> {
    let mut records = Records::of(bytes).ok_or(JournalError::NoJournal)?;
    let first = records.next().and_then(parsed);
    let Some(Entry::Start {
        path,
        stamp,
        clean,
        document,
        ..
    }) = first
    else {
        return Err(JournalError::NoStart);
    };
    let history = History::new(file::load(&document)?.document);
    let mut replay = Replay {
        saved: clean.then(|| Arc::clone(history.document())),
        history,
        path,
        stamp,
        whole: records.at(),
        lost: 0,
    };
    let mut gesture = 0;
    while let Some(entry) = records.next().and_then(parsed) {
        if !replay.take(entry, &mut gesture) {
            break;
        }
        replay.whole = records.at();
    }
    replay.lost = bytes.len() - replay.whole;
    Ok(replay)
}

pub(super) fn parsed(payload: &[u8]) -> Option<Entry> {
    serde_json::from_slice(payload).ok()
}

impl Replay {
    /// Whether the entry made sense here.
    fn take(&mut self, entry: Entry, gesture: &mut u64) -> bool {
        match entry {
            Entry::Start { .. } => return false,
            Entry::Step {
                name,
                continues,
                edit,
            } => {
                // The keys of the gestures are not kept, only where one ended.
                *gesture += u64::from(!continues);
                let key = MergeKey::new(format!("{gesture}"));
                let name = known_key(&name).unwrap_or(UNNAMED);
                return self.history.apply(&edit, name, Some(key)).is_ok();
            }
            Entry::Undo => return self.history.undo().is_some(),
            Entry::Redo => return self.history.redo().is_some(),
            Entry::Saved {
                path,
                stamp,
                document,
            } => {
                (self.path, self.stamp) = (path, stamp);
                self.saved = match document {
                    None => Some(Arc::clone(self.history.document())),
                    Some(text) => file::load(&text).ok().map(|l| Arc::new(l.document)),
                };
            }
        }
        true
    }
}
