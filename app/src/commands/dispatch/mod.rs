//! The dispatcher: every change of the session goes through here.

mod arrange;
mod clipboard;
mod collapse;
mod compare;
mod edit;
mod files;
mod finish;
mod group;
mod log;
mod navigate;
mod notes;
mod patterns;
mod recover;
mod run;
mod sweep;
mod view;
mod write;

use std::path::PathBuf;

use sim_core::foundation::ids::Id;

use crate::session::{Dialog, ExportKind, Level, Session};

use super::command::{AppCommand, SelectMode, SidePanel};

/// What a command asks of the window system.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    CopyText(String),
    /// A picture: size in pixels, and red, green, blue, opacity of each.
    CopyPicture {
        size: [usize; 2],
        rgba: Vec<u8>,
    },
    RequestPaste,
    /// Ask for a file to open.
    AskOpen,
    /// Ask for a log that a client shall replay.
    AskLog {
        client: Id,
    },
    /// Ask where to save the document.
    AskSave {
        suggested: String,
    },
    /// Ask where to write an export.
    AskExport {
        kind: ExportKind,
        suggested: String,
        /// Pixels per canvas point, for pictures.
        scale: f32,
    },
    /// Show a folder with the desktop's file manager.
    ShowFolder(PathBuf),
    /// Make a panel larger by points.
    SizePanel {
        panel: SidePanel,
        by: f32,
    },
    /// Give the keyboard to the next part of the window, or to the one before.
    GoToPart {
        forward: bool,
    },
    /// End the program.
    Close,
}

pub use clipboard::copied;

/// Does what a command asks.
pub fn dispatch(session: &mut Session, command: AppCommand) -> Vec<Effect> {
    use AppCommand as C;
    let mut effects = Vec::new();
    match command {
        C::Edit(..) | C::EndGesture | C::Undo | C::Redo | C::Delete | C::NudgeSelection { .. } => {
            edit::dispatch(session, command)
        }
        C::Place { .. } | C::PlaceContainer { .. } => edit::dispatch(session, command),
        C::Connect { .. } | C::ConnectSelected | C::Reconnect { .. } => {
            edit::dispatch(session, command)
        }
        C::PlacePattern { stem, at } => patterns::place(session, stem, at),
        C::AddBeside(way) => navigate::add_beside(session, way),
        C::Reveal(id) => navigate::reveal(session, id),
        C::BringIn(id) => navigate::bring_in(session, id),
        C::GoTo(id) => navigate::go_to(session, id),
        C::Uncover(id) => navigate::uncover(session, id),
        C::Walk(way) => navigate::walk(session, way),
        C::PlaceNote { kind, at } => notes::place(session, kind, at),
        C::BeginRename(_) | C::RenameSelected | C::EndRename => edit::dispatch(session, command),
        C::Align(_) | C::Distribute(_) => arrange::dispatch(session, command),
        C::Arrange | C::CancelArrange => arrange::dispatch(session, command),
        C::Group | C::Ungroup => group::dispatch(session, command),
        C::Collapse(_) | C::Expand(_) => collapse::dispatch(session, command),
        C::Duplicate | C::CopyTo { .. } | C::Copy | C::Cut | C::Paste(_) | C::RequestPaste(_) => {
            clipboard::dispatch(session, command, &mut effects)
        }
        C::Select { .. } | C::SelectAll | C::ClearSelection => select(session, command),
        C::Begin
        | C::New
        | C::Open
        | C::OpenPath(_)
        | C::OpenExample(_)
        | C::ForgetRecents
        | C::Quit
        | C::AnswerUnsaved(_) => {
            files::dispatch(session, command, &mut effects);
        }
        C::SetPicture(picture) => session.picture = picture,
        C::StopWork(number) => stop_work(session, number),
        C::AskRecovery => session.offer_recovery(),
        C::AnswerRecovery(_) | C::AnswerChanged(_) | C::OpenRepaired(_) => {
            recover::dispatch(session, command, &mut effects)
        }
        C::ImportLog(client) => effects.push(Effect::AskLog { client }),
        C::ImportLogFrom { client, path } => log::import(session, client, &path),
        C::Save | C::SaveAs | C::SaveTo(_) | C::AnswerOverwrite(_) => {
            write::dispatch(session, command, &mut effects)
        }
        C::ExportPng
        | C::ExportSvg
        | C::ExportJson
        | C::ExportMarkdown
        | C::ExportTo { .. }
        | C::ExportPicture(_)
        | C::CopyPicture => write::dispatch(session, command, &mut effects),
        C::Play | C::Pause | C::TogglePlay | C::StepEvent | C::StepSeconds(_) | C::Reset => {
            run::dispatch(session, command)
        }
        C::KeepRun
        | C::NameKeptRun(_)
        | C::ChooseKeptRun(_)
        | C::DropKeptRun(_)
        | C::RunAgain
        | C::CopyComparison => compare::dispatch(session, command, &mut effects),
        C::AskSweep(_) | C::SetSweep(_) | C::StartSweep | C::StopSweep | C::CopySweep => {
            sweep::dispatch(session, command, &mut effects)
        }
        C::SetPace(_)
        | C::Faster
        | C::Slower
        | C::SetSeed(_)
        | C::Inject { .. }
        | C::Heal { .. } => run::dispatch(session, command),
        C::SizePanel { panel, by } => effects.push(Effect::SizePanel { panel, by }),
        C::GoToPart { forward } => effects.push(Effect::GoToPart { forward }),
        C::ShowKeys => session.dialog = Some(Dialog::Keys),
        C::ShowAbout => session.dialog = Some(Dialog::About),
        C::ShowDialog(dialog) => session.dialog = Some(navigate::meant(session, dialog)),
        C::CloseDialog => (session.dialog, session.after_save) = (None, None),
        C::DismissMessage(number) => session.messages.dismiss(number),
        _ => view::dispatch(session, command),
    }
    finish::finished(session, &mut effects);
    effects
}

/// Ends a piece of work with a file, and says so: what it would have done is not done.
fn stop_work(session: &mut Session, number: u64) {
    if let Some(work) = session.work.stop(number) {
        let file = [("file", work.file.as_str())];
        let text = session.texts.tr_with(work.task.ended_key(), &file);
        session.messages.push(Level::Info, text);
    }
}

/// Takes what was done beside the window since the last look: with files, and by a layout.
pub fn collect(session: &mut Session) -> Vec<Effect> {
    let mut effects = Vec::new();
    arrange::finished(session);
    sweep::finished(session);
    finish::finished(session, &mut effects);
    effects
}

fn select(session: &mut Session, command: AppCommand) {
    match command {
        AppCommand::Select { ids, mode } => {
            let document = std::sync::Arc::clone(session.document());
            let ids = ids.into_iter().filter(|id| document.contains(id));
            match mode {
                SelectMode::Replace => session.selection.replace(ids),
                SelectMode::Toggle => session.selection.toggle(ids),
                SelectMode::Add => session.selection.add(ids),
            }
        }
        AppCommand::SelectAll => {
            let document = std::sync::Arc::clone(session.document());
            let all = document
                .containers
                .keys()
                .chain(document.components.keys())
                .chain(document.links.keys())
                .chain(document.notes.keys());
            session.selection.replace(all.cloned());
        }
        _ => session.selection.clear(),
    }
    session.renaming = None;
}

/// A short message with a translated text.
fn say(session: &mut Session, level: Level, key: &str) {
    let text = session.texts.tr(key);
    session.messages.push(level, text);
}

/// A message about something that could not be done.
fn complain(session: &mut Session, key: &str, reason: &str) {
    let text = session.texts.tr_with(key, &[("why", reason)]);
    session.messages.push(Level::Warning, text);
}

#[cfg(test)]
mod beside_tests;
#[cfg(test)]
mod collapse_tests;
#[cfg(test)]
mod recover_tests;
#[cfg(test)]
mod tests;
