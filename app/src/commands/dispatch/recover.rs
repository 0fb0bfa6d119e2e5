//! What was left behind, what was changed outside, what is broken: the answers to the questions about them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sim_core::document::Document;
use sim_core::file::{self, Repair, Repaired};

use super::{Effect, files, say, write};
use crate::commands::AppCommand;
use crate::i18n::{Texts, errors};
use crate::session::{
    AfterUnsaved, ChangedAnswer, Dialog, Level, Outcome, RecoveryAnswer, Session, Task,
};
use crate::storage::Stamp;

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::AnswerRecovery(answer) => answer_recovery(session, answer, effects),
        AppCommand::AnswerChanged(answer) => answer_changed(session, answer, effects),
        AppCommand::OpenRepaired(path) => open_repaired(session, path),
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

fn answer_changed(session: &mut Session, answer: ChangedAnswer, effects: &mut Vec<Effect>) {
    let Some(Dialog::Changed { path, saving }) = session.dialog.take() else {
        return;
    };
    match answer {
        ChangedAnswer::SaveElsewhere => write::ask_save(session, effects),
        ChangedAnswer::LoadTheirs => {
            session.after_save = None;
            files::open(session, path);
        }
        ChangedAnswer::KeepMine if saving => {
            write::write_document(session, path, write::Before::Nothing)
        }
        ChangedAnswer::KeepMine => keep_mine(session, path),
    }
}

/// The file is known as it is now, and the document differs from it.
fn keep_mine(session: &mut Session, path: PathBuf) {
    session.saved = None;
    session
        .work
        .start(Task::Open, &path.clone(), move |disk, _| {
            let theirs = disk.read(&path).ok().map(|found| {
                let loaded = file::load(&found.text).ok();
                (loaded.map(|loaded| loaded.document), found.stamp)
            });
            Outcome::Theirs { path, theirs }
        });
}

/// What there is in the file now.
pub(super) fn kept(session: &mut Session, path: &Path, theirs: Option<(Option<Document>, Stamp)>) {
    let Some((document, stamp)) = theirs else {
        return;
    };
    if session.path.as_deref() == Some(path) {
        session.saved = document.map(Arc::new);
        session.stamp = Some(stamp);
        session.keeper.known(stamp);
    }
}

/// Asks whether a broken file shall be opened as far as it can be read.
pub(super) fn offer_repair(session: &mut Session, path: PathBuf, why: String, repaired: &Repaired) {
    let texts = session.texts;
    let repairs = repaired.repairs.iter().map(|repair| line(repair, texts));
    session.dialog = Some(Dialog::Repair {
        path,
        why,
        repairs: repairs.collect(),
    });
}

/// What was wrong, and what was done about it.
fn line(repair: &Repair, texts: Texts) -> String {
    let problem = errors::file(texts, &repair.problem);
    let remedy = texts.tr(&format!("repair.{}", repair.remedy.key()));
    format!("{problem} → {remedy}")
}

/// Shows what can be read, as changes of the file that are not saved: it stays as it is until then.
fn open_repaired(session: &mut Session, path: PathBuf) {
    session.dialog = None;
    session.work.stop_task(Task::Open);
    let revision = session.revision;
    session
        .work
        .start(Task::Open, &path.clone(), move |disk, _| {
            let not_opened = |path, error| Outcome::NotOpened {
                path,
                error,
                repaired: None,
            };
            let found = match disk.read(&path) {
                Ok(found) => found,
                Err(error) => return not_opened(path, error),
            };
            match file::repair(&found.text) {
                Ok(repaired) => Outcome::Repaired {
                    read: files::read_of(disk, path, &found),
                    repaired,
                    revision,
                },
                Err(error) => not_opened(path, error.into()),
            }
        });
}
