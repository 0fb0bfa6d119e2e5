//! A run that is kept, and others that are compared with it.

use super::say;
use crate::commands::AppCommand;
use crate::runner::ToRunner;
use crate::session::{Level, Session};

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    match command {
        AppCommand::KeepRun => keep(session),
        AppCommand::NameKeptRun(name) => session.name_baseline(name),
        _ => run_again(session),
    }
}

/// Where both stand side by side is in the dock.
fn keep(session: &mut Session) {
    if !session.keep_run() {
        return say(session, Level::Info, "why.nothing_ran");
    }
    session.open_panels.dock = true;
    say(session, Level::Info, "message.run_kept");
}

/// A run of the same length is what the kept one can be compared with.
fn run_again(session: &mut Session) {
    let Some(kept) = &session.baseline else {
        return say(session, Level::Info, "why.nothing_kept");
    };
    let seconds = kept.side.length.as_secs_f64();
    session.runner.send(ToRunner::Reset);
    session.runner.send(ToRunner::StepSeconds(seconds));
    session.take_published();
}
