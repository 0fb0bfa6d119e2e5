//! The folder of journals: those of running windows, those left behind, and those put away with their files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sim_core::document::Document;
use sim_core::edit::History;

use super::file::{Journal, Lock};
use super::replay::{JournalError, Replay};
use crate::storage::Stamp;

/// Journals put away that are kept, newest first, and their bytes in all.
const MOST_HISTORIES: usize = 50;
const MOST_HISTORY_BYTES: u64 = 128 * 1024 * 1024;
/// Locks of files that were opened are small; those of files not opened for so long go.
const OLD_LOCK: Duration = Duration::from_secs(30 * 24 * 3600);

const HISTORY: &str = "history-";
const OPEN: &str = "open-";

/// What can be said of a journal that was left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Names it.
    pub journal: PathBuf,
    /// The document's own name.
    pub name: String,
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// Steps that can be undone.
    pub steps: usize,
    /// Seconds since the last change.
    pub age_s: u64,
    /// Bytes at the end that were damaged and are left out.
    pub lost: usize,
}

/// A document that was not saved when its window ended.
#[derive(Clone, Debug)]
pub struct Leftover {
    pub about: About,
    pub history: History,
    pub stamp: Option<Stamp>,
    pub saved: Option<Arc<Document>>,
}

impl Leftover {
    fn new(journal: &Journal, replay: Replay) -> Self {
        let now = SystemTime::now();
        let age = journal
            .modified()
            .and_then(|then| now.duration_since(then).ok());
        Self {
            about: About {
                journal: journal.path().to_owned(),
                name: replay.history.document().name.clone(),
                path: replay.path,
                steps: replay.history.steps(),
                age_s: age.unwrap_or_default().as_secs(),
                lost: replay.lost,
            },
            history: replay.history,
            stamp: replay.stamp,
            saved: replay.saved,
        }
    }
}

/// What windows that are gone have left.
#[derive(Default)]
pub(super) struct Leftovers {
    /// With changes that no file has, newest first.
    pub unsaved: Vec<(Journal, Leftover)>,
    /// Where those are now that tell nothing, and why they do not.
    pub damaged: Vec<(PathBuf, String)>,
}

/// Looks through the journals of windows that are gone; those without unsaved changes are put away.
pub(super) fn leftovers(folder: &Path) -> Leftovers {
    let mut found = Leftovers::default();
    let left = |name: &str| name.ends_with(".journal") && !name.starts_with(HISTORY);
    for path in entries(folder, left) {
        match Journal::take_over(&path) {
            Ok(Some((journal, replay))) if replay.unsaved() => {
                let leftover = Leftover::new(&journal, replay);
                found.unsaved.push((journal, leftover));
            }
            Ok(Some((journal, replay))) => put_away(journal, folder, replay.path.as_deref()),
            // Somebody writes it, or it cannot be looked at now.
            Ok(None) | Err(JournalError::Io(_)) => {}
            Err(error) => {
                let moved_to = path.with_extension("damaged");
                if std::fs::rename(&path, &moved_to).is_ok() {
                    found.damaged.push((moved_to, error.to_string()));
                }
            }
        }
    }
    found
        .unsaved
        .sort_by_key(|(_, leftover)| leftover.about.age_s);
    found
}

/// Keeps the journal of a file for when it is opened again; that of no file is not needed any more.
pub(super) fn put_away(journal: Journal, folder: &Path, path: Option<&Path>) {
    match path {
        Some(path) => journal.put_away(&history_of(folder, path)),
        None => journal.remove(),
    }
}

/// The journal that was put away with a file, if it ends with this document.
pub(super) fn reopened(
    folder: &Path,
    path: &Path,
    document: &Document,
) -> Option<(Journal, Replay)> {
    let own = super::file::free_name(folder).ok()?;
    // Whoever renames it has it: two windows never continue one journal.
    std::fs::rename(history_of(folder, path), &own).ok()?;
    let (journal, replay) = Journal::take_over(&own).ok()??;
    if **replay.history.document() == *document && replay.lost == 0 {
        return Some((journal, replay));
    }
    journal.remove();
    None
}

/// Marks a file as open in this window; `None` if another one has it open.
pub(super) fn mark_open(folder: &Path, path: &Path) -> std::io::Result<Option<Lock>> {
    std::fs::create_dir_all(folder)?;
    Lock::take(&folder.join(format!("{OPEN}{}.lock", hash(path))))
}

fn history_of(folder: &Path, path: &Path) -> PathBuf {
    folder.join(format!("{HISTORY}{}.journal", hash(path)))
}

/// A name made from a path: the same file has the same, whichever way it was named.
fn hash(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let bytes = whole.as_os_str().as_encoded_bytes();
    let back: Vec<u8> = bytes.iter().rev().copied().collect();
    format!(
        "{:08x}{:08x}",
        crc32fast::hash(bytes),
        crc32fast::hash(&back)
    )
}

/// Removes the oldest of what was put away beyond what is kept.
pub(super) fn tidy(folder: &Path) {
    let age = |path: &Path| {
        let modified = std::fs::metadata(path).and_then(|meta| meta.modified());
        let age = modified.map(|then| SystemTime::now().duration_since(then).unwrap_or_default());
        age.unwrap_or_default()
    };
    let mut histories = entries(folder, |name| name.starts_with(HISTORY));
    histories.sort_by_key(|path| age(path));
    let mut bytes = 0;
    for (index, path) in histories.iter().enumerate() {
        bytes += std::fs::metadata(path).map_or(0, |meta| meta.len());
        if index >= MOST_HISTORIES || bytes > MOST_HISTORY_BYTES {
            std::fs::remove_file(path).ok();
        }
    }
    for path in entries(folder, |name| name.starts_with(OPEN)) {
        if age(&path) > OLD_LOCK && matches!(Lock::take(&path), Ok(Some(_))) {
            std::fs::remove_file(path).ok();
        }
    }
}

fn entries(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let list = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = list.filter(|entry| entry.file_name().to_str().is_some_and(&wanted));
    let mut paths: Vec<PathBuf> = named.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
