//! Save and export, and the question before a file is replaced that was not this document's.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use sim_core::document::Document;
use sim_core::file;
use sim_core::playback::player::Frame;
use sim_core::report::output::report_json;

use super::{Effect, compare};
use crate::commands::AppCommand;
use crate::export;
use crate::export::report::{compared_section, report_md};
use crate::i18n::Texts;
use crate::session::{Dialog, ExportKind, Outcome, Session, Task, Writing};
use crate::storage::desk::Stop;
use crate::storage::stamp::Now;
use crate::storage::{self, Stamp};
use crate::theme::Theme;

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::Save => save(session, effects),
        AppCommand::SaveAs => ask_save(session, effects),
        AppCommand::SaveTo(path) => checked(session, Writing::Document { path }, effects),
        AppCommand::CopyPicture => copy_picture(session),
        AppCommand::ExportPng => ask_look(session, ExportKind::Png),
        AppCommand::ExportSvg => ask_look(session, ExportKind::Svg),
        AppCommand::ExportPicture(kind) => {
            session.dialog = None;
            ask_export(session, kind, effects);
        }
        AppCommand::ExportJson => ask_export(session, ExportKind::Json, effects),
        AppCommand::ExportMarkdown => ask_export(session, ExportKind::Markdown, effects),
        AppCommand::ExportTo { path, kind, scale } => {
            checked(session, Writing::Export { path, kind, scale }, effects)
        }
        AppCommand::AnswerOverwrite(yes) => answer_overwrite(session, yes),
        _ => {}
    }
}

/// Saves where the document came from, or asks where to.
pub(super) fn save(session: &mut Session, effects: &mut Vec<Effect>) {
    match session.path.clone() {
        Some(path) => write_document(session, path, Before::Look(session.stamp)),
        None => ask_save(session, effects),
    }
}

pub(super) fn ask_save(session: &Session, effects: &mut Vec<Effect>) {
    effects.push(Effect::AskSave {
        suggested: suggested(session, "json"),
    });
}

fn ask_look(session: &mut Session, kind: ExportKind) {
    session.dialog = Some(Dialog::Picture { kind });
}

fn ask_export(session: &Session, kind: ExportKind, effects: &mut Vec<Effect>) {
    let ending = match kind {
        ExportKind::Json => "report.json",
        _ => kind.extension(),
    };
    effects.push(Effect::AskExport {
        kind,
        suggested: suggested(session, ending),
        scale: session.picture.scale(),
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
    let ask = typed || given != writing.path();
    write(
        session,
        writing,
        if ask { Before::Ask } else { Before::Nothing },
    );
}

/// What is looked at before a file is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Before {
    Nothing,
    /// Whether there is a file.
    Ask,
    /// Whether the file is still as it was read or written here.
    Look(Option<Stamp>),
}

fn answer_overwrite(session: &mut Session, yes: bool) {
    let Some(Dialog::Overwrite { writing }) = session.dialog.take() else {
        return;
    };
    if yes {
        write(session, writing, Before::Nothing);
        return;
    }
    let suggested = writing.path().display().to_string();
    session.dialog = Some(match writing {
        Writing::Document { .. } => Dialog::SavePath { suggested },
        Writing::Export { kind, .. } => Dialog::ExportPath { kind, suggested },
    });
}

fn write(session: &mut Session, writing: Writing, before: Before) {
    match writing {
        Writing::Document { path } => write_document(session, path, before),
        Writing::Export { path, kind, scale } => write_export(session, path, kind, scale, before),
    }
}

/// Writes the document as it is now, beside the window.
pub(super) fn write_document(session: &mut Session, path: PathBuf, before: Before) {
    session.dialog = None;
    let document = Arc::clone(session.document());
    let written = Arc::clone(&session.work.written);
    session.work.save(&path.clone(), move |disk| {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = |now: &Stamp| {
            let last = written.as_ref().filter(|(last, _)| *last == path);
            last.is_some_and(|(_, stamp)| stamp.same_content(now))
        };
        match before {
            Before::Ask if disk.exists(&path) => {
                return Outcome::Exists(Writing::Document { path });
            }
            Before::Look(Some(was)) => {
                if let Ok(Now::Other(now)) = disk.look(&path, &was)
                    && !ours(&now)
                {
                    return Outcome::ChangedOutside(path);
                }
            }
            _ => {}
        }
        let text = file::save(&document);
        match disk.write(&path, text.as_bytes(), &Stop::default()) {
            Ok(stamp) => {
                *written = Some((path.clone(), stamp));
                Outcome::Saved {
                    whole: disk.whole(&path),
                    path,
                    document,
                    text,
                    stamp,
                }
            }
            Err(error) => Outcome::NotSaved { path, error },
        }
    });
}

fn write_export(
    session: &mut Session,
    path: PathBuf,
    kind: ExportKind,
    scale: f32,
    before: Before,
) {
    session.dialog = None;
    let export = Export::of(session, kind, scale);
    let texts = session.texts;
    session
        .work
        .start(Task::Export, &path.clone(), move |disk, stop| {
            if matches!(before, Before::Ask) && disk.exists(&path) {
                return Outcome::Exists(Writing::Export { path, kind, scale });
            }
            let written = export.bytes().and_then(|bytes| match stop.stopped() {
                true => Err(String::new()),
                false => disk
                    .write(&path, &bytes, stop)
                    .map(drop)
                    .map_err(|error| storage::write_words(&error, texts)),
            });
            let writing = Writing::Export { path, kind, scale };
            Outcome::Exported { writing, written }
        });
}

/// Puts the picture on the clipboard, in the look that was chosen for exported ones.
fn copy_picture(session: &mut Session) {
    let export = Export::of(session, ExportKind::Png, session.picture.scale());
    session
        .work
        .start(Task::Picture, Path::new(""), move |_, _| {
            let pixels = export.bytes().and_then(|png| {
                let picture = image::load_from_memory(&png).map_err(|error| error.to_string())?;
                Ok(picture.into_rgba8())
            });
            Outcome::Picture(pixels.map(|picture| {
                let size = [picture.width() as usize, picture.height() as usize];
                (size, picture.into_raw())
            }))
        });
}

/// Everything an export is made of, as it was when it was asked for.
struct Export {
    document: Arc<Document>,
    frame: Option<Arc<Frame>>,
    theme: &'static Theme,
    texts: Texts,
    kind: ExportKind,
    scale: f32,
    /// What the report calls the document.
    name: String,
    /// The present run beside the kept one, for a report to be read.
    compared: Option<String>,
}

impl Export {
    fn of(session: &Session, kind: ExportKind, scale: f32) -> Self {
        let (path, picture) = (session.path.as_deref(), session.picture);
        let is_read = matches!(kind, ExportKind::Markdown);
        let shows_run = picture.figures || !matches!(kind, ExportKind::Png | ExportKind::Svg);
        Self {
            document: Arc::clone(session.document()),
            frame: session.frame.clone().filter(|_| shows_run),
            theme: picture.theme(session.theme()),
            texts: session.texts,
            kind,
            scale,
            name: path.map_or_else(|| session.view().title(), file_name),
            compared: is_read.then(|| compare::page(session)).flatten(),
        }
    }

    /// The bytes of the file, or why there are none.
    fn bytes(&self) -> Result<Vec<u8>, String> {
        let (document, frame) = (&*self.document, self.frame.as_deref());
        let (theme, texts) = (self.theme, self.texts);
        let picture = match self.kind {
            ExportKind::Png => export::png(document, frame, theme, texts, self.scale),
            ExportKind::Svg => export::svg(document, frame, theme, texts).map(String::into_bytes),
            ExportKind::Json | ExportKind::Markdown => return self.report(),
        };
        picture.map_err(|error| error.words(texts))
    }

    /// The report of the run so far, as `topolab run` prints it.
    fn report(&self) -> Result<Vec<u8>, String> {
        let Some(frame) = &self.frame else {
            return Err(self.texts.tr("why.no_run").to_owned());
        };
        let run = frame.run(&self.document, &self.name);
        let report = match self.kind {
            ExportKind::Markdown => {
                let compared = self.compared.as_deref();
                let compared = compared.map(|page| compared_section(page, self.texts));
                report_md(&run, self.texts) + &compared.unwrap_or_default()
            }
            _ => format!("{:#}\n", report_json(&run)),
        };
        Ok(report.into_bytes())
    }
}

/// A message that must be read.
pub(super) fn fail(session: &mut Session, title: &str, path: &Path, reason: &str) {
    let title = session.texts.tr(title).to_owned();
    let text = format!("{}\n\n{reason}", path.display());
    session.dialog = Some(Dialog::Failure {
        title,
        text,
        elsewhere: None,
    });
}

/// Offers to write elsewhere what could not be written.
pub(super) fn offer(session: &mut Session, writing: Writing) {
    if let Some(Dialog::Failure { elsewhere, .. }) = &mut session.dialog {
        *elsewhere = Some(writing);
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// A file name made from the document's title.
fn suggested(session: &Session, extension: &str) -> String {
    let title = session.view().title();
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    // A dot at the start would hide the file.
    let words = title.split(|c| !kept(c)).map(|word| word.trim_matches('.'));
    let words = words.filter(|word| !word.is_empty());
    let stem: String = words
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(80)
        .collect();
    match stem.trim() {
        "" => format!("topolab.{extension}"),
        stem => format!("{stem}.{extension}"),
    }
}
