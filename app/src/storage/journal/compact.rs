//! A journal that has grown too long, told shorter: what was undone for good goes, then the oldest steps.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use sim_core::document::Document;
use sim_core::edit::{Edit, apply};
use sim_core::file;

use super::entry::Entry;
use super::record::{MAGIC, Records};
use super::replay::{parsed, replay};
use crate::storage::Stamp;

/// One step: a change and those that continued it.
#[derive(Default)]
struct Group {
    steps: Vec<Entry>,
    /// Bytes of the records.
    size: usize,
    /// The file has the document as it is after this step.
    saved: bool,
}

/// A journal as steps before and after the place where the user stands.
struct Steps {
    base: Arc<Document>,
    base_saved: bool,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    past: VecDeque<Group>,
    future: Vec<Group>,
}

/// The journal again in at most `limit` bytes (or without steps, if the document alone is longer).
///
/// `None` if it is damaged, or would not tell the same: it is then left as it is.
pub fn compacted(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    let before = replay(bytes).ok().filter(|replay| replay.lost == 0)?;
    let mut steps = Steps::read(bytes)?;
    let mut size: usize = steps.groups().map(|group| group.size).sum();
    let start = file::save(&steps.base).len();
    while start + size > limit {
        let Some(oldest) = steps.past.pop_front() else {
            break;
        };
        size -= oldest.size;
        steps.fold(&oldest)?;
    }
    let shorter = steps.write()?;
    let after = replay(&shorter).ok()?;
    let same = after.history.document() == before.history.document()
        && after.history.redo_name() == before.history.redo_name()
        && after.path == before.path
        && after.unsaved() == before.unsaved();
    same.then_some(shorter)
}

impl Steps {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut records = Records::of(bytes)?;
        let Some(Entry::Start {
            path,
            stamp,
            clean,
            document,
            ..
        }) = records.next().and_then(parsed)
        else {
            return None;
        };
        let mut steps = Self {
            base: Arc::new(file::load(&document).ok()?.document),
            base_saved: clean,
            path,
            stamp,
            past: VecDeque::new(),
            future: Vec::new(),
        };
        for payload in records {
            steps.take(parsed(payload)?, payload.len())?;
        }
        Some(steps)
    }

    fn groups(&self) -> impl Iterator<Item = &Group> {
        self.past.iter().chain(&self.future)
    }

    fn take(&mut self, entry: Entry, size: usize) -> Option<()> {
        match entry {
            Entry::Start { .. } => return None,
            Entry::Undo => self.future.push(self.past.pop_back()?),
            Entry::Redo => self.past.push_back(self.future.pop()?),
            Entry::Saved {
                path,
                stamp,
                document,
            } => self.mark_saved(path, stamp, document.is_none()),
            Entry::Step { continues, .. } => {
                self.future.clear();
                if !continues || self.past.is_empty() {
                    self.past.push_back(Group::default());
                }
                let group = self.past.back_mut()?;
                group.saved = false;
                group.size += size;
                group.steps.push(entry);
            }
        }
        Some(())
    }

    /// `here`: as the document is now; else as it was somewhere on the way, which is not looked for.
    fn mark_saved(&mut self, path: Option<PathBuf>, stamp: Option<Stamp>, here: bool) {
        (self.path, self.stamp) = (path, stamp);
        self.base_saved = false;
        for group in self.past.iter_mut().chain(&mut self.future) {
            group.saved = false;
        }
        match self.past.back_mut() {
            _ if !here => {}
            Some(group) => group.saved = true,
            None => self.base_saved = true,
        }
    }

    /// Takes a step into the beginning.
    fn fold(&mut self, group: &Group) -> Option<()> {
        for edit in group.edits() {
            self.base = Arc::new(apply(&self.base, edit).ok()?);
        }
        self.base_saved = group.saved;
        Some(())
    }

    fn write(&self) -> Option<Vec<u8>> {
        let mut out = MAGIC.to_vec();
        let (path, stamp) = (self.path.as_deref(), self.stamp);
        let start = Entry::start(&self.base, path, stamp, self.base_saved);
        start.put(&mut out).ok()?;
        // The steps that can be done again are done, then undone: the nearest one is the last of the list.
        for group in self.past.iter().chain(self.future.iter().rev()) {
            for step in &group.steps {
                step.put(&mut out).ok()?;
            }
            if group.saved {
                let saved = Entry::Saved {
                    path: self.path.clone(),
                    stamp: self.stamp,
                    document: None,
                };
                saved.put(&mut out).ok()?;
            }
        }
        for _ in &self.future {
            Entry::Undo.put(&mut out).ok()?;
        }
        Some(out)
    }
}

impl Group {
    fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.steps.iter().filter_map(|step| match step {
            Entry::Step { edit, .. } => Some(edit),
            _ => None,
        })
    }
}
