//! New, open, quit, and the question about unsaved changes before any of them.

use std::path::{Path, PathBuf};

use sim_core::document::Document;
use sim_core::file::{self, Loaded, Repaired};

use super::{Effect, recover, write};
use crate::commands::AppCommand;
use crate::runner::ToRunner;
use crate::session::{
    AfterUnsaved, Arrived, Dialog, Level, Outcome, Read, Session, Task, UnsavedAnswer,
};
use crate::storage::desk::Stop;
use crate::storage::disk::Disk;
use crate::storage::{self, Found, LoadError, Stamp};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::Begin => begin(session),
        AppCommand::New => guarded(session, AfterUnsaved::New, effects),
        AppCommand::Open => guarded(session, AfterUnsaved::Open, effects),
        AppCommand::OpenPath(path) => {
            let path = storage::paths::expanded(&path);
            guarded(session, AfterUnsaved::OpenPath(path), effects);
        }
        AppCommand::OpenExample(stem) => guarded(session, AfterUnsaved::OpenExample(stem), effects),
        AppCommand::Quit => guarded(session, AfterUnsaved::Quit, effects),
        AppCommand::AnswerUnsaved(answer) => answer_unsaved(session, answer, effects),
        _ => session.recents.clear(),
    }
}

/// What was open last, if it is still there; else the first example.
fn begin(session: &mut Session) {
    let paths = session.recents.paths().to_vec();
    if paths.is_empty() {
        return open_first_example(session);
    }
    session.work.start(Task::Open, Path::new(""), |disk, _| {
        Outcome::First(paths.into_iter().find(|path| disk.exists(path)))
    });
}

/// Goes on at once, or asks first what to do with unsaved changes. While a save is under way, what it does to them is
/// not known: it is waited for.
pub(super) fn guarded(session: &mut Session, then: AfterUnsaved, effects: &mut Vec<Effect>) {
    if session.work.saving() {
        session.dialog = None;
        session.after_save = Some(then);
    } else if session.dirty() {
        session.dialog = Some(Dialog::Unsaved { then });
    } else {
        go_on(session, then, effects);
    }
}

pub(super) fn go_on(session: &mut Session, then: AfterUnsaved, effects: &mut Vec<Effect>) {
    session.dialog = None;
    if then != AfterUnsaved::Arrived {
        // Another document is wanted now.
        session.work.stop_task(Task::Open);
    }
    match then {
        AfterUnsaved::New => session.load(Document::default(), None),
        AfterUnsaved::Open => effects.push(Effect::AskOpen),
        AfterUnsaved::OpenPath(path) => open(session, path),
        AfterUnsaved::Arrived => show_arrived(session),
        AfterUnsaved::OpenExample(stem) => open_example(session, stem),
        AfterUnsaved::Recover => recover::recover(session),
        AfterUnsaved::Quit => {
            session.close_journal();
            effects.push(Effect::Close);
        }
    }
}

fn answer_unsaved(session: &mut Session, answer: UnsavedAnswer, effects: &mut Vec<Effect>) {
    let Some(Dialog::Unsaved { then }) = session.dialog.take() else {
        return;
    };
    match answer {
        UnsavedAnswer::Cancel => {}
        UnsavedAnswer::Discard => go_on(session, then, effects),
        UnsavedAnswer::Save => {
            session.after_save = Some(then);
            write::save(session, effects);
        }
    }
}

/// Reads a document; it is shown once it is there.
pub(super) fn open(session: &mut Session, path: PathBuf) {
    session.work.stop_task(Task::Open);
    let revision = session.revision;
    session
        .work
        .start(Task::Open, &path.clone(), move |disk, stop| {
            read(disk, stop, path, revision)
        });
}

fn read(disk: &dyn Disk, stop: &Stop, path: PathBuf, revision: u64) -> Outcome {
    let found = match disk.read(&path) {
        Ok(found) => found,
        Err(error) => {
            return Outcome::NotOpened {
                path,
                error,
                repaired: None,
            };
        }
    };
    match file::load(&found.text) {
        Ok(loaded) => Outcome::Opened {
            read: read_of(disk, path, &found),
            loaded,
            revision,
        },
        Err(error) => Outcome::NotOpened {
            repaired: (!stop.stopped())
                .then(|| file::repair(&found.text).ok())
                .flatten(),
            path,
            error: error.into(),
        },
    }
}

pub(super) fn read_of(disk: &dyn Disk, path: PathBuf, found: &Found) -> Read {
    Read {
        whole: disk.whole(&path),
        path,
        stamp: found.stamp,
        picture: found.picture,
    }
}

/// Says why, or asks whether it shall be opened as far as it goes.
pub(super) fn not_opened(
    session: &mut Session,
    path: PathBuf,
    error: &LoadError,
    repaired: Option<Repaired>,
) {
    if is_missing(error) {
        session.recents.remove(&path);
    }
    let why = error.words(session.texts);
    match repaired {
        Some(repaired) => recover::offer_repair(session, path, why, &repaired),
        None => write::fail(session, "dialog.load_failed", &path, &why),
    }
}

/// The document that was read.
pub(super) fn show_arrived(session: &mut Session) {
    match session.arrived.take() {
        Some(Arrived::Whole(read, loaded)) => {
            session.recents.add(&read.whole);
            let file = (!read.picture).then_some((read.path, read.stamp));
            show(session, loaded, file);
        }
        Some(Arrived::Repaired(read, repaired)) => {
            session.recents.add(&read.whole);
            if read.picture {
                session.load(repaired.document, None);
            } else {
                session.load_unsaved(repaired.document, read.path, read.stamp);
            }
        }
        None => {}
    }
}

pub(super) fn open_first_example(session: &mut Session) {
    open_example(session, storage::examples::FIRST);
}

fn open_example(session: &mut Session, stem: &str) {
    let Some(example) = storage::examples::example(stem) else {
        return;
    };
    if let Ok(loaded) = example.open(session.texts) {
        show(session, loaded, None);
        let hint = session.texts.tr(&format!("example.{stem}.try"));
        session.hint = Some(session.messages.push_for(Level::Info, hint, Some(20.0)));
        session.runner.send(ToRunner::Play);
        session.take_published();
    }
}

/// Shows a loaded document, and says what had to be repaired.
fn show(session: &mut Session, loaded: Loaded, file: Option<(PathBuf, Stamp)>) {
    session.load(loaded.document, file);
    if !loaded.notes.is_empty() {
        let count = loaded.notes.len().to_string();
        let first = loaded.notes.first().map(named).unwrap_or_default();
        let text = session.texts.tr_with(
            "message.loaded_with_warnings",
            &[("n", &count), ("first", &first)],
        );
        session.messages.push(Level::Warning, text);
    }
}

/// A field that is not known, and the one that may have been meant.
fn named(note: &file::Note) -> String {
    match &note.nearest {
        Some(nearest) => format!("{} → {nearest}?", note.place),
        None => note.place.clone(),
    }
}

fn is_missing(error: &LoadError) -> bool {
    matches!(error, LoadError::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
}
