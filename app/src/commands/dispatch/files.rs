//! New, open, quit, and the question about unsaved changes before any of them.

use std::path::{Path, PathBuf};

use sim_core::document::Document;
use sim_core::file::{self, FileError, Loaded};

use super::{Effect, recover, write};
use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::runner::ToRunner;
use crate::session::{AfterUnsaved, Dialog, Level, Session, UnsavedAnswer};
use crate::storage::{self, LoadError, Stamp};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
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

/// Goes on at once, or asks first what to do with unsaved changes.
pub(super) fn guarded(session: &mut Session, then: AfterUnsaved, effects: &mut Vec<Effect>) {
    if session.dirty() {
        session.dialog = Some(Dialog::Unsaved { then });
    } else {
        go_on(session, then, effects);
    }
}

pub(super) fn go_on(session: &mut Session, then: AfterUnsaved, effects: &mut Vec<Effect>) {
    session.dialog = None;
    match then {
        AfterUnsaved::New => session.load(Document::default(), None),
        AfterUnsaved::Open => effects.push(Effect::AskOpen),
        AfterUnsaved::OpenPath(path) => open(session, &path),
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

pub(super) fn open(session: &mut Session, path: &Path) {
    match storage::load_stamped(path) {
        Ok((loaded, stamp)) => {
            session.recents.add(path);
            show(session, loaded, Some((path.to_owned(), stamp)));
        }
        Err(error) => {
            if is_missing(&error) {
                session.recents.remove(path);
            }
            let why = reason(&error, session.texts);
            if recover::offer_repair(session, path, &error, &why) {
                return;
            }
            write::fail(session, "dialog.load_failed", path, &why);
        }
    }
}

fn open_example(session: &mut Session, stem: &str) {
    let Some(example) = storage::examples::example(stem) else {
        return;
    };
    if let Ok(loaded) = file::load(example.text) {
        show(session, loaded, None);
        let hint = session.texts.tr(&format!("example.{stem}.try"));
        session.messages.push_for(Level::Info, hint, Some(20.0));
        session.runner.send(ToRunner::Play);
        session.take_published();
    }
}

/// Shows a loaded document, and says what had to be repaired.
fn show(session: &mut Session, loaded: Loaded, file: Option<(PathBuf, Stamp)>) {
    session.load(loaded.document, file);
    if !loaded.notes.is_empty() {
        let count = loaded.notes.len().to_string();
        let first = loaded
            .notes
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        let text = session.texts.tr_with(
            "message.loaded_with_warnings",
            &[("n", &count), ("first", &first)],
        );
        session.messages.push(Level::Warning, text);
    }
}

fn is_missing(error: &LoadError) -> bool {
    matches!(error, LoadError::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
}

/// Why a file cannot be loaded, in the user's language.
fn reason(error: &LoadError, texts: Texts) -> String {
    let words = error.to_string();
    match error {
        LoadError::Io(error) => storage::io_words(error, texts),
        LoadError::TooLarge => texts.explained("file_error", "too_large", &words),
        LoadError::NotText => texts.explained("file_error", "not_text", &words),
        LoadError::Document(error) => explained(error, texts),
    }
}

pub(super) fn explained(error: &FileError, texts: Texts) -> String {
    let area = if matches!(error, FileError::Rule { .. }) {
        "problem"
    } else {
        "file_error"
    };
    texts.explained(area, error.key(), &error.to_string())
}
