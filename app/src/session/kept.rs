//! What the journal's thread tells: leftovers to recover, steps of an earlier session, a file that changed outside.

use std::path::{Path, PathBuf};

use super::{Dialog, Level, Session};
use crate::storage::Stamp;
use crate::storage::journal::{Finish, FromKeeper, Keeper, Leftover};
use crate::storage::stamp::Now;

impl Session {
    /// Keeps a journal of the document in a folder from now on, and asks about those that were left behind there; says so
    /// if that cannot be. `wake` is called (on another thread) when there is something to show.
    pub fn protect(&mut self, folder: PathBuf, wake: impl Fn() + Send + 'static) {
        match Keeper::start(folder, wake) {
            Ok(keeper) => {
                self.keeper = keeper;
                self.keeping = true;
                self.keep();
                self.keeper.look_for_leftovers();
            }
            Err(error) => self.unprotected(&error.to_string()),
        }
    }

    /// Waits until every change is in the journal, and takes what its thread has to say.
    pub fn settle(&mut self) {
        self.keeper.flush();
        self.take_kept();
    }

    /// Begins the journal of the document that is shown.
    pub(super) fn keep(&mut self) {
        let document = std::sync::Arc::clone(self.document());
        let clean = !self.dirty();
        self.keeper
            .begin(&document, self.path.as_deref(), self.stamp, clean);
    }

    /// Ends the journal of the document: what is not saved by now is not wanted.
    pub(crate) fn close_journal(&mut self) {
        let how = match self.dirty() {
            true => Finish::Dropped,
            false => Finish::Saved,
        };
        self.keeper.finish(how);
    }

    fn unprotected(&mut self, why: &str) {
        self.keeping = false;
        let text = self
            .texts
            .tr_with("message.journal_failed", &[("why", why)]);
        self.messages.push(Level::Error, text);
    }

    /// Takes the news of the journal's thread. One dialog at a time: the others wait until it is closed.
    pub(crate) fn take_kept(&mut self) {
        while self.dialog.is_none() {
            let Some(news) = self.keeper.news() else {
                return;
            };
            self.take_news(news);
        }
    }

    fn take_news(&mut self, news: FromKeeper) {
        match news {
            FromKeeper::Leftovers(found) => {
                self.leftovers.extend(found);
                self.offer_recovery();
            }
            FromKeeper::Resumed { number, history } => {
                if number == self.keeper.number() {
                    self.history.resume(history);
                }
            }
            FromKeeper::Changed { path, now } => self.file_changed(&path, now),
            FromKeeper::OpenElsewhere(path) => {
                let path = path.display().to_string();
                let text = self
                    .texts
                    .tr_with("message.open_elsewhere", &[("path", &path)]);
                self.messages.push_for(Level::Warning, text, None);
            }
            FromKeeper::Failed(why) => self.unprotected(&why),
            FromKeeper::Recovered => {
                self.keeping = true;
                let text = self.texts.tr("message.journal_works");
                self.messages.push(Level::Info, text);
            }
            FromKeeper::Damaged { moved_to, why } => {
                let path = moved_to.display().to_string();
                let values = [("path", path.as_str()), ("why", why.as_str())];
                let text = self.texts.tr_with("message.journal_damaged", &values);
                self.messages.push(Level::Error, text);
            }
        }
    }

    /// Asks about the first leftover, if there is one.
    pub(crate) fn offer_recovery(&mut self) {
        let folder = self.keeper.folder().unwrap_or(Path::new("")).to_owned();
        self.dialog = self.leftovers.first().map(|leftover| Dialog::Recover {
            about: leftover.about.clone(),
            more: self.leftovers.len() - 1,
            folder,
        });
    }

    /// Shows the document of a leftover with its history; its journal goes on.
    pub(crate) fn recover(&mut self, leftover: Leftover) {
        self.history = leftover.history;
        self.show_anew(leftover.about.path);
        (self.saved, self.stamp) = (leftover.saved, leftover.stamp);
        self.keeper.adopt(&leftover.about.journal);
    }

    /// The file is not as it was read or written here.
    pub(crate) fn file_changed(&mut self, path: &Path, now: Now) {
        // A save that is under way looks itself, and may be the change.
        if self.path.as_deref() != Some(path) || self.work.saving() {
            return;
        }
        match now {
            Now::Same => {}
            Now::Gone => {
                self.saved = None;
                let text = self.texts.tr("message.file_gone");
                self.messages.push(Level::Warning, text);
            }
            Now::Other(stamp) if self.knows(&stamp) => {}
            Now::Other(_) => {
                let path = path.to_owned();
                self.dialog = Some(Dialog::Changed {
                    path,
                    saving: false,
                })
            }
        }
    }

    /// Whether the file was like this when it was read or written here last: news may be older than a save.
    fn knows(&self, stamp: &Stamp) -> bool {
        self.stamp.is_some_and(|known| known.same_content(stamp))
    }
}
