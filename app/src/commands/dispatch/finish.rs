//! What was done with files beside the window, taken over.

use std::path::PathBuf;
use std::sync::Arc;

use sim_core::document::Document;

use super::{Effect, complain, files, log, recover, say, write};
use crate::session::{AfterUnsaved, Arrived, Dialog, Level, Outcome, Session, Task, Writing};
use crate::storage::{self, Stamp};

/// Takes whatever is done.
pub(super) fn finished(session: &mut Session, effects: &mut Vec<Effect>) {
    while let Some((task, outcome)) = session.work.news() {
        match outcome {
            Some(outcome) => take(session, outcome, effects),
            None => broke(session, task),
        }
    }
}

fn take(session: &mut Session, outcome: Outcome, effects: &mut Vec<Effect>) {
    match outcome {
        Outcome::Saved {
            path,
            whole,
            document,
            text,
            stamp,
        } => {
            session.recents.add(&whole);
            saved(session, path, document, (text, stamp), effects);
        }
        Outcome::NotSaved { path, error } => {
            session.after_save = None;
            let why = storage::write_words(&error, session.texts);
            write::fail(session, "dialog.save_failed", &path, &why);
            write::offer(session, Writing::Document { path });
        }
        Outcome::ChangedOutside(path) => {
            session.dialog = Some(Dialog::Changed { path, saving: true });
        }
        Outcome::Exists(writing) => session.dialog = Some(Dialog::Overwrite { writing }),
        Outcome::Opened {
            read,
            loaded,
            revision,
        } => arrived(session, Arrived::Whole(read, loaded), revision, effects),
        Outcome::Repaired {
            read,
            repaired,
            revision,
        } => arrived(
            session,
            Arrived::Repaired(read, repaired),
            revision,
            effects,
        ),
        Outcome::NotOpened {
            path,
            error,
            repaired,
        } => files::not_opened(session, path, &error, repaired),
        Outcome::Theirs { path, theirs } => recover::kept(session, &path, theirs),
        Outcome::First(Some(path)) => files::open(session, path),
        Outcome::First(None) => files::open_first_example(session),
        Outcome::Log {
            client,
            path,
            reading,
        } => log::imported(session, &client, &path, reading),
        Outcome::Exported { writing, written } => match written {
            Ok(()) => {
                let file = write::file_name(writing.path());
                let text = session
                    .texts
                    .tr_with("message.exported", &[("file", &file)]);
                session.messages.push(Level::Info, text);
            }
            Err(why) => {
                write::fail(session, "dialog.export_failed", writing.path(), &why);
                write::offer(session, writing);
            }
        },
        Outcome::Picture(Ok((size, rgba))) => {
            effects.push(Effect::CopyPicture { size, rgba });
            say(session, Level::Info, "message.picture_copied");
        }
        Outcome::Picture(Err(why)) => complain(session, "message.picture_failed", &why),
    }
}

/// The document is in the file as it was when that was asked for.
fn saved(
    session: &mut Session,
    path: PathBuf,
    document: Arc<Document>,
    (text, stamp): (String, Stamp),
    effects: &mut Vec<Effect>,
) {
    let changed = **session.document() != *document;
    session.stamp = Some(stamp);
    session
        .keeper
        .saved(&path, session.stamp, changed.then_some(text));
    session.path = Some(path);
    session.saved = Some(document);
    say(session, Level::Info, "message.saved");
    if !session.work.saving()
        && let Some(then) = session.after_save.take()
    {
        // What was changed since is asked about.
        files::guarded(session, then, effects);
    }
}

/// Shows a document that was read, unless something would be lost that was drawn since it was asked for.
fn arrived(session: &mut Session, document: Arrived, revision: u64, effects: &mut Vec<Effect>) {
    session.arrived = Some(document);
    let untouched = session.revision == revision;
    if untouched && !session.work.saving() {
        files::show_arrived(session);
    } else {
        files::guarded(session, AfterUnsaved::Arrived, effects);
    }
}

/// A part of the program broke: nothing was written, nothing is shown.
fn broke(session: &mut Session, task: Task) {
    if task == Task::Save {
        session.after_save = None;
    }
    let text = session.texts.tr("message.work_broke");
    session.messages.push(Level::Error, text);
}
