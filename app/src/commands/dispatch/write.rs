//! Save and export, and the question before a file is replaced that was not this document's.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sim_core::file;
use sim_core::report::output::report_json;

use super::{Effect, files, recover, say};
use crate::commands::AppCommand;
use crate::export::{self, ExportError};
use crate::i18n::Texts;
use crate::session::{Dialog, ExportKind, Level, Session, Writing};
use crate::storage::{self, Stamp};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::Save => save(session, effects),
        AppCommand::SaveAs => ask_save(session, effects),
        AppCommand::SaveTo(path) => checked(session, Writing::Document { path }, effects),
        AppCommand::CopyPicture => copy_picture(session, effects),
        AppCommand::ExportPng => ask_export(session, ExportKind::Png, effects),
        AppCommand::ExportSvg => ask_export(session, ExportKind::Svg, effects),
        AppCommand::ExportJson => ask_export(session, ExportKind::Json, effects),
        AppCommand::ExportTo { path, kind, scale } => {
            checked(session, Writing::Export { path, kind, scale }, effects)
        }
        AppCommand::AnswerOverwrite(yes) => answer_overwrite(session, yes, effects),
        _ => {}
    }
}

/// Saves where the document came from, or asks where to.
pub(super) fn save(session: &mut Session, effects: &mut Vec<Effect>) {
    match session.path.clone() {
        Some(path) if recover::changed_outside(session, &path) => {
            session.dialog = Some(Dialog::Changed { path, saving: true });
        }
        Some(path) => write(session, Writing::Document { path }, effects),
        None => ask_save(session, effects),
    }
}

pub(super) fn ask_save(session: &Session, effects: &mut Vec<Effect>) {
    effects.push(Effect::AskSave {
        suggested: suggested(session, "json"),
    });
}

fn ask_export(session: &Session, kind: ExportKind, effects: &mut Vec<Effect>) {
    let ending = if kind == ExportKind::Json {
        "report.json"
    } else {
        kind.extension()
    };
    effects.push(Effect::AskExport {
        kind,
        suggested: suggested(session, ending),
    });
}

/// Writes at once where the desktop's dialog has asked already; else asks before another file is replaced. A path that
/// was typed, or that got its extension here, was not asked about.
fn checked(session: &mut Session, writing: Writing, effects: &mut Vec<Effect>) {
    let typed = matches!(
        session.dialog,
        Some(Dialog::SavePath { .. } | Dialog::ExportPath { .. })
    );
    let given = storage::paths::expanded(writing.path());
    let writing = writing.at(given.clone()).with_extension();
    let own = session.path.as_deref() == Some(writing.path());
    if own && matches!(writing, Writing::Document { .. }) {
        // The desktop asks whether the file may be replaced, not whether it is still the one that was opened.
        save(session, effects);
        return;
    }
    if (typed || given != writing.path()) && writing.path().exists() {
        session.dialog = Some(Dialog::Overwrite { writing });
    } else {
        write(session, writing, effects);
    }
}

fn answer_overwrite(session: &mut Session, yes: bool, effects: &mut Vec<Effect>) {
    let Some(Dialog::Overwrite { writing }) = session.dialog.take() else {
        return;
    };
    if yes {
        write(session, writing, effects);
        return;
    }
    let suggested = writing.path().display().to_string();
    session.dialog = Some(match writing {
        Writing::Document { .. } => Dialog::SavePath { suggested },
        Writing::Export { kind, .. } => Dialog::ExportPath { kind, suggested },
    });
}

fn write(session: &mut Session, writing: Writing, effects: &mut Vec<Effect>) {
    match writing {
        Writing::Document { path } => write_document(session, path, effects),
        Writing::Export { path, kind, scale } => write_export(session, &path, kind, scale),
    }
}

pub(super) fn write_document(session: &mut Session, path: PathBuf, effects: &mut Vec<Effect>) {
    let document = Arc::clone(session.document());
    let text = file::save(&document);
    match storage::write(&path, text.as_bytes()) {
        Ok(()) => {
            session.stamp = Some(Stamp::written(&path, text.as_bytes()));
            session.keeper.saved(&path, session.stamp);
            session.dialog = None;
            session.recents.add(&path);
            session.path = Some(path);
            session.saved = Some(document);
            say(session, Level::Info, "message.saved");
            if let Some(then) = session.after_save.take() {
                files::go_on(session, then, effects);
            }
        }
        Err(error) => {
            session.after_save = None;
            let why = storage::io_words(&error, session.texts);
            fail(session, "dialog.save_failed", &path, &why);
        }
    }
}

fn write_export(session: &mut Session, path: &Path, kind: ExportKind, scale: f32) {
    let texts = session.texts;
    let written = exported(session, kind, scale).and_then(|bytes| {
        storage::write(path, &bytes).map_err(|error| storage::io_words(&error, texts))
    });
    match written {
        Ok(()) => {
            session.dialog = None;
            let text = session
                .texts
                .tr_with("message.exported", &[("file", &file_name(path))]);
            session.messages.push(Level::Info, text);
        }
        Err(why) => fail(session, "dialog.export_failed", path, &why),
    }
}

/// Puts the picture on the clipboard, as large as a page of notes wants it.
fn copy_picture(session: &mut Session, effects: &mut Vec<Effect>) {
    const SCALE: f32 = 2.0;
    let pixels = exported(session, ExportKind::Png, SCALE).and_then(|png| {
        let picture = image::load_from_memory(&png).map_err(|error| error.to_string())?;
        Ok(picture.into_rgba8())
    });
    match pixels {
        Ok(picture) => {
            let size = [picture.width() as usize, picture.height() as usize];
            let rgba = picture.into_raw();
            effects.push(Effect::CopyPicture { size, rgba });
            say(session, Level::Info, "message.picture_copied");
        }
        Err(why) => super::complain(session, "message.picture_failed", &why),
    }
}

/// The bytes of an export, or why there are none.
fn exported(session: &Session, kind: ExportKind, scale: f32) -> Result<Vec<u8>, String> {
    let (document, frame) = (session.document(), session.frame.as_deref());
    let (theme, texts) = (session.theme(), session.texts);
    let picture = match kind {
        ExportKind::Png => export::png(document, frame, theme, texts, scale),
        ExportKind::Svg => export::svg(document, frame, theme, texts).map(String::into_bytes),
        ExportKind::Json => return report(session),
    };
    picture.map_err(|error| reason(&error, texts))
}

/// The report of the run so far, as `topolab run --format json` prints it.
fn report(session: &Session) -> Result<Vec<u8>, String> {
    let Some(frame) = &session.frame else {
        return Err(session.texts.tr("why.no_run").to_owned());
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

/// Why a picture could not be made, in the user's language.
fn reason(error: &ExportError, texts: Texts) -> String {
    let key = match error {
        ExportError::Empty => "empty",
        ExportError::TooLarge { .. } => "too_large",
        ExportError::Scale(_) => "scale",
        ExportError::Drawing(_) => "drawing",
    };
    texts.explained("export_error", key, &error.to_string())
}

/// A message that must be read.
pub(super) fn fail(session: &mut Session, title: &str, path: &Path, reason: &str) {
    let title = session.texts.tr(title).to_owned();
    let text = format!("{}\n\n{reason}", path.display());
    session.dialog = Some(Dialog::Failure { title, text });
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
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
