//! New, open, save, export, quit, and the question about unsaved changes before any of them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sim_core::document::Document;
use sim_core::file::{self, FileError, Loaded};
use sim_core::report::output::report_json;

use super::{Effect, say};
use crate::commands::AppCommand;
use crate::export;
use crate::i18n::Texts;
use crate::runner::ToRunner;
use crate::session::{AfterUnsaved, Dialog, ExportKind, Level, Session, UnsavedAnswer};
use crate::storage::{self, LoadError};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::New => guarded(session, AfterUnsaved::New, effects),
        AppCommand::Open => guarded(session, AfterUnsaved::Open, effects),
        AppCommand::OpenPath(path) => guarded(session, AfterUnsaved::OpenPath(path), effects),
        AppCommand::OpenExample(stem) => guarded(session, AfterUnsaved::OpenExample(stem), effects),
        AppCommand::Quit => guarded(session, AfterUnsaved::Quit, effects),
        AppCommand::Save => save(session, effects),
        AppCommand::SaveAs => effects.push(Effect::AskSave {
            suggested: suggested(session, "json"),
        }),
        AppCommand::SaveTo(path) => save_to(session, path, effects),
        AppCommand::ExportPng => ask_export(session, ExportKind::Png, effects),
        AppCommand::ExportSvg => ask_export(session, ExportKind::Svg, effects),
        AppCommand::ExportJson => ask_export(session, ExportKind::Json, effects),
        AppCommand::ExportTo { path, kind, scale } => export_to(session, &path, kind, scale),
        AppCommand::AnswerUnsaved(answer) => answer_unsaved(session, answer, effects),
        _ => session.recents.clear(),
    }
}

/// Goes on at once, or asks first what to do with unsaved changes.
fn guarded(session: &mut Session, then: AfterUnsaved, effects: &mut Vec<Effect>) {
    if session.dirty() {
        session.dialog = Some(Dialog::Unsaved { then });
    } else {
        go_on(session, then, effects);
    }
}

fn go_on(session: &mut Session, then: AfterUnsaved, effects: &mut Vec<Effect>) {
    session.dialog = None;
    match then {
        AfterUnsaved::New => session.load(Document::default(), None),
        AfterUnsaved::Open => effects.push(Effect::AskOpen),
        AfterUnsaved::OpenPath(path) => open(session, &path),
        AfterUnsaved::OpenExample(stem) => open_example(session, stem),
        AfterUnsaved::Quit => effects.push(Effect::Close),
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
            save(session, effects);
        }
    }
}

fn open(session: &mut Session, path: &Path) {
    match storage::load(path) {
        Ok(loaded) => {
            session.recents.add(path);
            show(session, loaded, Some(path.to_owned()));
        }
        Err(error) => {
            session.recents.remove(path);
            let why = reason(&error, session.texts);
            fail(session, "dialog.load_failed", path, &why);
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
fn show(session: &mut Session, loaded: Loaded, path: Option<PathBuf>) {
    session.load(loaded.document, path);
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

fn save(session: &mut Session, effects: &mut Vec<Effect>) {
    match session.path.clone() {
        Some(path) => save_to(session, path, effects),
        None => effects.push(Effect::AskSave {
            suggested: suggested(session, "json"),
        }),
    }
}

fn save_to(session: &mut Session, path: PathBuf, effects: &mut Vec<Effect>) {
    let path = with_extension(path, "json");
    let document = Arc::clone(session.document());
    match storage::write(&path, file::save(&document).as_bytes()) {
        Ok(()) => {
            session.dialog = None;
            session.recents.add(&path);
            session.path = Some(path);
            session.saved = document;
            say(session, Level::Info, "message.saved");
            if let Some(then) = session.after_save.take() {
                go_on(session, then, effects);
            }
        }
        Err(error) => {
            session.after_save = None;
            fail(session, "dialog.save_failed", &path, &error.to_string());
        }
    }
}

fn ask_export(session: &Session, kind: ExportKind, effects: &mut Vec<Effect>) {
    let suggested = suggested(
        session,
        if kind == ExportKind::Json {
            "report.json"
        } else {
            kind.extension()
        },
    );
    effects.push(Effect::AskExport { kind, suggested });
}

fn export_to(session: &mut Session, path: &Path, kind: ExportKind, scale: f32) {
    let path = with_extension(path.to_owned(), kind.extension());
    let written = exported(session, kind, scale).and_then(|bytes| storage::write(&path, &bytes));
    match written {
        Ok(()) => {
            session.dialog = None;
            let text = session
                .texts
                .tr_with("message.exported", &[("file", &file_name(&path))]);
            session.messages.push(Level::Info, text);
        }
        Err(error) => fail(session, "dialog.export_failed", &path, &error.to_string()),
    }
}

/// The bytes of an export.
fn exported(session: &Session, kind: ExportKind, scale: f32) -> io::Result<Vec<u8>> {
    let (document, frame) = (session.document(), session.frame.as_deref());
    let (theme, texts) = (session.theme(), session.texts);
    match kind {
        ExportKind::Png => {
            export::png(document, frame, theme, texts, scale).map_err(io::Error::other)
        }
        ExportKind::Svg => export::svg(document, frame, theme, texts)
            .map(String::into_bytes)
            .map_err(io::Error::other),
        ExportKind::Json => report(session),
    }
}

/// The report of the run so far, as `topolab run --format json` prints it.
fn report(session: &Session) -> io::Result<Vec<u8>> {
    let Some(frame) = &session.frame else {
        return Err(io::Error::other(session.texts.tr("why.no_run")));
    };
    let name = session
        .path
        .as_deref()
        .map_or_else(|| session.view().title(), file_name);
    let seed = session.status.seed;
    let report = report_json(
        session.document(),
        &frame.snapshot,
        &frame.bill,
        &name,
        seed,
    );
    Ok(format!("{report:#}\n").into_bytes())
}

/// Why a file cannot be loaded, in the user's language.
fn reason(error: &LoadError, texts: Texts) -> String {
    let words = error.to_string();
    match error {
        LoadError::Io(_) => words,
        LoadError::TooLarge => texts.explained("file_error", "too_large", &words),
        LoadError::NotText => texts.explained("file_error", "not_text", &words),
        LoadError::Document(error) => {
            let area = if matches!(error, FileError::Rule { .. }) {
                "problem"
            } else {
                "file_error"
            };
            texts.explained(area, error.key(), &words)
        }
    }
}

/// A message that must be read.
fn fail(session: &mut Session, title: &str, path: &Path, reason: &str) {
    let title = session.texts.tr(title).to_owned();
    session.dialog = Some(Dialog::Failure {
        title,
        text: format!("{}\n\n{reason}", path.display()),
    });
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The path, with an extension if it has none.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() {
        path
    } else {
        path.with_extension(extension)
    }
}

/// A file name made from the document's title.
fn suggested(session: &Session, extension: &str) -> String {
    let title = session.view().title();
    let clean = |c: char| {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.') {
            c
        } else {
            '-'
        }
    };
    let stem: String = title.trim().chars().take(80).map(clean).collect();
    format!("{stem}.{extension}")
}
