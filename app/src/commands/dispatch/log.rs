//! A log becomes the requests of a client.

use std::path::Path;

use sim_core::edit::replay;
use sim_core::file::log::{LogNote, Options, Reading};
use sim_core::foundation::ids::Id;

use super::{edit, write};
use crate::i18n::errors;
use crate::session::{Level, Outcome, Session, Task};
use crate::storage::log::{self, LoadLogError};
use crate::storage::paths::expanded;

/// Reads a log, which the client then replays.
pub(super) fn import(session: &mut Session, client: Id, path: &Path) {
    session.dialog = None;
    let path = expanded(path);
    session
        .work
        .start(Task::Log, &path.clone(), move |_, _| Outcome::Log {
            client,
            reading: log::load(&path, &Options::default()),
            path,
        });
}

/// Makes the client replay a log, as one step; what its owner should know is said.
pub(super) fn imported(
    session: &mut Session,
    client: &Id,
    path: &Path,
    reading: Result<Reading, LoadLogError>,
) {
    let reading = match reading {
        Ok(reading) => reading,
        Err(error) => {
            let why = error.words(session.texts);
            return write::fail(session, "dialog.load_failed", path, &why);
        }
    };
    if !edit::apply(
        session,
        &replay(client, &reading.trace),
        "step.import_log",
        None,
    ) {
        return;
    }
    let texts = session.texts;
    let requests = texts.count(reading.trace.requests());
    let span = texts.duration(reading.trace.length().as_secs_f64());
    let mut text = texts.tr_with("message.log_imported", &[("n", &requests), ("span", &span)]);
    for note in &reading.notes {
        text.push(' ');
        text.push_str(&errors::log_note(texts, note));
        text.push('.');
    }
    let broken = |note: &LogNote| matches!(note, LogNote::Skipped { .. });
    let level = if reading.notes.iter().any(broken) {
        Level::Warning
    } else {
        Level::Info
    };
    session.messages.push(level, text);
}
