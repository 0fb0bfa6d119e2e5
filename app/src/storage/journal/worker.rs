//! What the thread does: writes entries as they come, syncs a little later, looks at the file now and then.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use sim_core::document::Document;

use super::entry::Entry;
use super::file::{Journal, Lock};
use super::folder;
use super::keeper::{Finish, FromKeeper, ToKeeper};
use crate::storage::Stamp;
use crate::storage::stamp::Now;

/// From a write to its sync, at most.
const SYNC: Duration = Duration::from_millis(500);
/// From one look at the file to the next; also from a failed write to the next try.
const LOOK: Duration = Duration::from_secs(2);

/// The open document.
struct Open {
    document: Arc<Document>,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    clean: bool,
    journal: Option<Journal>,
    /// Entries of a journal that could not be begun yet.
    backlog: Vec<Entry>,
}

impl Open {
    fn new(document: Arc<Document>, path: Option<PathBuf>, stamp: Option<Stamp>) -> Self {
        Self {
            document,
            path,
            stamp,
            clean: true,
            journal: None,
            backlog: Vec::new(),
        }
    }

    fn add(&mut self, entry: Entry) -> io::Result<()> {
        match &mut self.journal {
            Some(journal) => journal.add(&entry),
            None if self.backlog.is_empty()
                && matches!(entry, Entry::Saved { document: None, .. }) =>
            {
                self.clean = true;
                Ok(())
            }
            None => {
                self.backlog.push(entry);
                Ok(())
            }
        }
    }

    fn write(&mut self, folder: &Path) -> io::Result<()> {
        if self.journal.is_none() && !self.backlog.is_empty() {
            let path = self.path.as_deref();
            let start = Entry::start(&self.document, path, self.stamp, self.clean);
            let mut journal = Journal::begin(folder, &start)?;
            for entry in self.backlog.drain(..) {
                journal.add(&entry)?;
            }
            self.journal = Some(journal);
        }
        self.journal.as_mut().map_or(Ok(()), Journal::write)
    }
}

pub(super) struct Worker {
    folder: PathBuf,
    news: Sender<FromKeeper>,
    wake: Box<dyn Fn() + Send>,
    open: Option<Open>,
    /// Says to other windows that the file is open here.
    mark: Option<Lock>,
    leftovers: Vec<Journal>,
    /// What was said last about the file.
    told: Option<Now>,
    missed: bool,
    failed: bool,
}

impl Worker {
    pub(super) fn new(
        folder: PathBuf,
        news: Sender<FromKeeper>,
        wake: Box<dyn Fn() + Send>,
    ) -> Self {
        Self {
            folder,
            news,
            wake,
            open: None,
            mark: None,
            leftovers: Vec::new(),
            told: None,
            missed: false,
            failed: false,
        }
    }

    /// Until the handle is dropped.
    pub(super) fn work(mut self, inbox: &Receiver<ToKeeper>) {
        folder::tidy(&self.folder);
        loop {
            let wait = if self.unsynced() { SYNC } else { LOOK };
            match inbox.recv_timeout(wait) {
                Ok(message) => {
                    self.obey(message);
                    inbox.try_iter().for_each(|message| self.obey(message));
                    let written = self.write();
                    self.report(written);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let done = self.write().and_then(|()| self.sync());
                    self.report(done);
                    self.look_at_file();
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // There is nobody left to be told.
        self.write().and_then(|()| self.sync()).ok();
    }

    fn say(&self, news: FromKeeper) {
        // The window may be gone.
        self.news.send(news).ok();
        (self.wake)();
    }

    fn obey(&mut self, message: ToKeeper) {
        match message {
            ToKeeper::Begin {
                document,
                path,
                stamp,
                clean,
                number,
            } => {
                let open = Open::new(document, path, stamp);
                self.begin(Open { clean, ..open });
                self.resume(number);
            }
            ToKeeper::Write(entry) => {
                let added = self.add(entry);
                self.report(added);
            }
            ToKeeper::Finish(how) => self.finish(how),
            ToKeeper::LookForLeftovers => self.look_for_leftovers(),
            ToKeeper::Adopt(path) => self.adopt(&path),
            ToKeeper::Discard(path) => {
                if let Some(journal) = self.leftover(&path) {
                    journal.remove();
                }
            }
            ToKeeper::Known(stamp) => {
                if let Some(open) = &mut self.open {
                    open.stamp = Some(stamp);
                }
            }
            ToKeeper::LookAtFile => self.look_at_file(),
            ToKeeper::Flush(done) => {
                let written = self.write();
                self.report(written);
                done.send(()).ok();
            }
        }
    }

    fn begin(&mut self, open: Open) {
        self.leave();
        self.open = Some(open);
        self.mark_open();
    }

    /// Lets go of a document that nobody has closed: its journal is found at the next start.
    fn leave(&mut self) {
        let left = self.write();
        self.report(left);
        (self.open, self.mark, self.told) = (None, None, None);
    }

    /// Goes on with the journal that was put away with the file.
    fn resume(&mut self, number: u64) {
        let Some(Open {
            document,
            path: Some(path),
            journal,
            ..
        }) = &mut self.open
        else {
            return;
        };
        if let Some((file, replay)) = folder::reopened(&self.folder, path, document) {
            *journal = Some(file);
            let history = replay.history;
            self.say(FromKeeper::Resumed { number, history });
        }
    }

    fn add(&mut self, entry: Entry) -> io::Result<()> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let mut moved = false;
        if let Entry::Saved { path, stamp, .. } = &entry {
            moved = open.path != *path;
            (open.path, open.stamp) = (path.clone(), *stamp);
            self.told = None;
        }
        let added = open.add(entry);
        if moved {
            self.mark_open();
        }
        added
    }

    fn finish(&mut self, how: Finish) {
        let written = self.write().is_ok();
        (self.mark, self.told) = (None, None);
        let Some(open) = self.open.take() else {
            return;
        };
        if let Some(journal) = open.journal {
            match how {
                Finish::Saved if written => {
                    folder::put_away(journal, &self.folder, open.path.as_deref());
                }
                _ => journal.remove(),
            }
        }
    }

    fn look_for_leftovers(&mut self) {
        let left = folder::leftovers(&self.folder);
        for (moved_to, why) in left.damaged {
            self.say(FromKeeper::Damaged { moved_to, why });
        }
        let (journals, found): (Vec<_>, Vec<_>) = left.unsaved.into_iter().unzip();
        self.leftovers.extend(journals);
        if !found.is_empty() {
            self.say(FromKeeper::Leftovers(found));
        }
    }

    fn leftover(&mut self, path: &Path) -> Option<Journal> {
        let at = self.leftovers.iter().position(|j| j.path() == path)?;
        Some(self.leftovers.swap_remove(at))
    }

    fn adopt(&mut self, path: &Path) {
        let Some(journal) = self.leftover(path) else {
            return;
        };
        // It was played when it was found; nobody else has written since, as the lock was held.
        let Ok(bytes) = std::fs::read(path) else {
            return;
        };
        if let Ok(replay) = super::replay(&bytes) {
            let document = Arc::clone(replay.history.document());
            let mut open = Open::new(document, replay.path, replay.stamp);
            open.journal = Some(journal);
            self.begin(open);
        }
    }

    fn mark_open(&mut self) {
        self.mark = None;
        let Some(path) = self.open.as_ref().and_then(|open| open.path.clone()) else {
            return;
        };
        match folder::mark_open(&self.folder, &path) {
            Ok(Some(mark)) => self.mark = Some(mark),
            Ok(None) => self.say(FromKeeper::OpenElsewhere(path)),
            // The journal will not fit either, and says so.
            Err(_) => {}
        }
    }

    fn journal(&mut self) -> Option<&mut Journal> {
        self.open.as_mut().and_then(|open| open.journal.as_mut())
    }

    fn unsynced(&mut self) -> bool {
        self.journal().is_some_and(|journal| journal.unsynced())
    }

    fn write(&mut self) -> io::Result<()> {
        match &mut self.open {
            Some(open) => open.write(&self.folder),
            None => Ok(()),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        match self.journal() {
            Some(journal) if journal.unsynced() => journal.sync(),
            _ => Ok(()),
        }
    }

    /// Says when the journal cannot be written, and when it can again.
    fn report(&mut self, done: io::Result<()>) {
        match done {
            Err(error) if !self.failed => {
                self.failed = true;
                self.say(FromKeeper::Failed(error.to_string()));
            }
            Ok(()) if self.failed => {
                self.failed = false;
                self.say(FromKeeper::Recovered);
            }
            _ => {}
        }
    }

    fn look_at_file(&mut self) {
        let Some((path, now)) = self.file_now() else {
            return;
        };
        // Other programs save by removing and renaming: a file that is gone may be back in a moment.
        let gone = now == Now::Gone;
        if gone && !std::mem::replace(&mut self.missed, gone) {
            return;
        }
        self.missed = gone;
        if self.told != Some(now) {
            self.told = Some(now);
            if now != Now::Same {
                self.say(FromKeeper::Changed { path, now });
            }
        }
    }

    /// How the open file is; `None` where there is none, or it cannot be looked at now.
    fn file_now(&self) -> Option<(PathBuf, Now)> {
        let open = self.open.as_ref()?;
        let (path, stamp) = (open.path.as_ref()?, open.stamp?);
        Some((path.clone(), stamp.compare(path).ok()?))
    }
}
