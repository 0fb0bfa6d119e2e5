//! The handle of the thread that keeps what was edited: messages in, news out, never a wait.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use sim_core::document::Document;
use sim_core::edit::{Edit, History};

use super::entry::Entry;
use super::folder::Leftover;
use super::worker::Worker;
use crate::storage::Stamp;
use crate::storage::stamp::Now;

/// What becomes of the journal of a document that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// The file has everything: the history stays with it.
    Saved,
    /// The user did not want the changes.
    Dropped,
}

/// A message to the thread.
#[derive(Debug)]
pub(super) enum ToKeeper {
    Begin {
        document: Arc<Document>,
        path: Option<PathBuf>,
        stamp: Option<Stamp>,
        clean: bool,
        number: u64,
    },
    Write(Entry),
    Finish(Finish),
    LookForLeftovers,
    /// Continue a journal that was left behind.
    Adopt(PathBuf),
    /// Throw one away.
    Discard(PathBuf),
    /// The file as the user knows it now.
    Known(Stamp),
    LookAtFile,
    Flush(Sender<()>),
}

/// News from the thread.
#[derive(Clone, Debug)]
pub enum FromKeeper {
    /// Documents that were not saved when their windows ended.
    Leftovers(Vec<Leftover>),
    /// The steps of the session before; `number`: of the document they belong to.
    Resumed {
        number: u64,
        history: History,
    },
    /// The file is not any more as it was read or written here.
    Changed {
        path: PathBuf,
        now: Now,
    },
    /// Another window has the file open.
    OpenElsewhere(PathBuf),
    /// The journal cannot be written, in the system's words; said once until it can again.
    Failed(String),
    Recovered,
    /// A journal was left behind that tells nothing; it was put aside.
    Damaged {
        moved_to: PathBuf,
        why: String,
    },
}

/// The handle. Dropping it ends the thread once everything is written.
#[derive(Debug, Default)]
pub struct Keeper {
    thread: Option<Thread>,
    /// Documents begun.
    number: u64,
}

#[derive(Debug)]
struct Thread {
    mailbox: Option<Sender<ToKeeper>>,
    news: Receiver<FromKeeper>,
    handle: Option<JoinHandle<()>>,
    folder: PathBuf,
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.mailbox = None;
        if let Some(handle) = self.handle.take() {
            handle.join().ok();
        }
    }
}

impl Keeper {
    /// A thread that keeps journals in a folder; `wake` is called (on that thread) when there are news.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(folder: PathBuf, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (mailbox, inbox) = channel();
        let (sender, news) = channel();
        let worker = Worker::new(folder.clone(), sender, Box::new(wake));
        let handle = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || worker.work(&inbox))?;
        let thread = Thread {
            mailbox: Some(mailbox),
            news,
            handle: Some(handle),
            folder,
        };
        Ok(Self {
            thread: Some(thread),
            number: 0,
        })
    }

    /// Where the journals are.
    pub fn folder(&self) -> Option<&Path> {
        self.thread.as_ref().map(|thread| &*thread.folder)
    }

    fn send(&self, message: ToKeeper) {
        let mailbox = self.thread.as_ref().and_then(|t| t.mailbox.as_ref());
        if let Some(mailbox) = mailbox {
            // The thread ends with this sender, not before.
            mailbox.send(message).ok();
        }
    }

    /// A document is shown. `clean`: it is what the file holds. Nothing is written before it is changed.
    pub fn begin(
        &mut self,
        document: &Arc<Document>,
        path: Option<&Path>,
        stamp: Option<Stamp>,
        clean: bool,
    ) {
        self.number += 1;
        self.send(ToKeeper::Begin {
            document: Arc::clone(document),
            path: path.map(Path::to_owned),
            stamp,
            clean,
            number: self.number,
        });
    }

    /// The number of the document begun last.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// A change was made.
    pub fn step(&self, edit: &Edit, name: &str, continues: bool) {
        if self.thread.is_some() {
            let (name, edit) = (name.to_owned(), edit.clone());
            self.send(ToKeeper::Write(Entry::Step {
                name,
                continues,
                edit,
            }));
        }
    }

    pub fn undo(&self) {
        self.send(ToKeeper::Write(Entry::Undo));
    }

    pub fn redo(&self) {
        self.send(ToKeeper::Write(Entry::Redo));
    }

    /// The document was saved; `document`: as it was then, if it is not so any more.
    pub fn saved(&self, path: &Path, stamp: Option<Stamp>, document: Option<String>) {
        self.send(ToKeeper::Write(Entry::saved(path, stamp, document)));
    }

    /// The document is closed.
    pub fn finish(&self, how: Finish) {
        self.send(ToKeeper::Finish(how));
    }

    /// Asks for the documents of windows that are gone.
    pub fn look_for_leftovers(&self) {
        self.send(ToKeeper::LookForLeftovers);
    }

    /// The document of a leftover is shown; its journal goes on.
    pub fn adopt(&mut self, journal: &Path) {
        self.number += 1;
        self.send(ToKeeper::Adopt(journal.to_owned()));
    }

    pub fn discard(&self, journal: &Path) {
        self.send(ToKeeper::Discard(journal.to_owned()));
    }

    /// The user knows that the file is like this.
    pub fn known(&self, stamp: Stamp) {
        self.send(ToKeeper::Known(stamp));
    }

    /// Looks at the file now, not at the next round.
    pub fn look_at_file(&self) {
        self.send(ToKeeper::LookAtFile);
    }

    /// The next news, if there are any.
    pub fn news(&self) -> Option<FromKeeper> {
        self.thread.as_ref()?.news.try_recv().ok()
    }

    /// Waits until everything sent so far is written: for the end of the program and for tests.
    pub fn flush(&self) {
        let (sender, done) = channel();
        self.send(ToKeeper::Flush(sender));
        done.recv().ok();
    }
}
