//! What was left behind, what was changed outside, what is broken: the answers to the questions about them.

use std::path::Path;
use std::sync::Arc;

use sim_core::file::{self, Repair};

use super::{Effect, files, say, write};
use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::session::{AfterUnsaved, ChangedAnswer, Dialog, Level, RecoveryAnswer, Session};
use crate::storage::stamp::Now;
use crate::storage::{self, LoadError};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::AnswerRecovery(answer) => answer_recovery(session, answer, effects),
        AppCommand::AnswerChanged(answer) => answer_changed(session, answer, effects),
        AppCommand::OpenRepaired(path) => open_repaired(session, &path),
        _ => {}
    }
}

fn answer_recovery(session: &mut Session, answer: RecoveryAnswer, effects: &mut Vec<Effect>) {
    let Some(Dialog::Recover { folder, .. }) = &session.dialog else {
        return;
    };
    match answer {
        RecoveryAnswer::ShowFolder => effects.push(Effect::ShowFolder(folder.clone())),
        RecoveryAnswer::Recover => files::guarded(session, AfterUnsaved::Recover, effects),
        RecoveryAnswer::Discard if session.leftovers.is_empty() => session.dialog = None,
        RecoveryAnswer::Discard => {
            let leftover = session.leftovers.remove(0);
            session.keeper.discard(&leftover.about.journal);
            session.offer_recovery();
        }
    }
}

/// Shows the first leftover; the others are asked about at the next start.
pub(super) fn recover(session: &mut Session) {
    if session.leftovers.is_empty() {
        return;
    }
    let leftover = session.leftovers.remove(0);
    session.close_journal();
    session.recover(leftover);
    say(session, Level::Info, "message.recovered");
}

/// Whether the open file is another one than was read or written here.
pub(super) fn changed_outside(session: &Session, path: &Path) -> bool {
    let now = session.stamp.map(|stamp| stamp.compare(path));
    matches!(now, Some(Ok(Now::Other(_))))
}

fn answer_changed(session: &mut Session, answer: ChangedAnswer, effects: &mut Vec<Effect>) {
    let Some(Dialog::Changed { path, saving }) = session.dialog.take() else {
        return;
    };
    match answer {
        ChangedAnswer::SaveElsewhere => write::ask_save(session, effects),
        ChangedAnswer::LoadTheirs => {
            session.after_save = None;
            files::open(session, &path);
        }
        ChangedAnswer::KeepMine if saving => write::write_document(session, path, effects),
        ChangedAnswer::KeepMine => keep_mine(session, &path),
    }
}

/// The file is known as it is now, and the document differs from it.
fn keep_mine(session: &mut Session, path: &Path) {
    let Ok((theirs, stamp)) = storage::read_stamped(path) else {
        session.saved = None;
        return;
    };
    let loaded = file::load(&theirs).ok();
    session.saved = loaded.map(|loaded| Arc::new(loaded.document));
    session.stamp = Some(stamp);
    session.keeper.known(stamp);
}

/// Asks whether a broken file shall be opened as far as it can be read; `false` if nothing of it can.
pub(super) fn offer_repair(
    session: &mut Session,
    path: &Path,
    error: &LoadError,
    why: &str,
) -> bool {
    if !matches!(error, LoadError::Document(_)) {
        return false;
    }
    let repaired = storage::read_text(path)
        .ok()
        .and_then(|text| file::repair(&text).ok());
    let Some(repaired) = repaired else {
        return false;
    };
    session.dialog = Some(Dialog::Repair {
        path: path.to_owned(),
        why: why.to_owned(),
        repairs: repaired
            .repairs
            .iter()
            .map(|repair| line(repair, session.texts))
            .collect(),
    });
    true
}

/// What was wrong, and what was done about it.
fn line(repair: &Repair, texts: Texts) -> String {
    let problem = files::explained(&repair.problem, texts);
    let remedy = texts.tr(&format!("repair.{}", repair.remedy.key()));
    format!("{problem} → {remedy}")
}

/// Shows what could be read, as changes of the file that are not saved: it stays as it is until then.
fn open_repaired(session: &mut Session, path: &Path) {
    session.dialog = None;
    let read = storage::read_stamped(path).ok();
    let repaired = read.and_then(|(text, stamp)| Some((file::repair(&text).ok()?, stamp)));
    match repaired {
        Some((repaired, stamp)) => {
            session.load_unsaved(repaired.document, path.to_owned(), stamp);
            session.recents.add(path);
        }
        // It was there a moment ago.
        None => files::open(session, path),
    }
}
