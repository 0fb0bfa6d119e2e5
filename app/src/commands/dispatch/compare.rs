//! A run that is kept, and others that are compared with it.

use sim_core::foundation::units::Span;
use sim_core::report::compare::{Comparison, Told};

use super::{Effect, say};
use crate::commands::AppCommand;
use crate::export::report::comparison_md;
use crate::runner::ToRunner;
use crate::session::{Keeping, Level, MOST_KEPT_RUNS, Session};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::KeepRun => keep(session),
        AppCommand::CopyComparison => copy(session, effects),
        AppCommand::NameKeptRun(name) => session.name_baseline(name),
        AppCommand::ChooseKeptRun(number) => session.kept.choose(number),
        AppCommand::DropKeptRun(number) => give_up(session, number),
        _ => run_again(session),
    }
}

/// Where both stand side by side is in the dock.
fn keep(session: &mut Session) {
    let (key, name) = match session.keep_run() {
        Keeping::NothingRan => return say(session, Level::Info, "why.nothing_ran"),
        Keeping::Done(None) => ("message.run_kept", String::new()),
        Keeping::Done(Some(oldest)) => ("message.run_kept_oldest_gone", oldest),
        Keeping::Already(name) => ("message.run_kept_already", name),
    };
    session.open_panels.dock = true;
    told(session, key, &name);
}

fn give_up(session: &mut Session, number: u64) {
    if let Some(gone) = session.kept.drop_run(number) {
        told(session, "message.run_dropped", &gone.name(session.texts));
    }
}

fn told(session: &mut Session, key: &str, name: &str) {
    let most = session.texts.count(MOST_KEPT_RUNS as u64);
    let values = [("name", name), ("most", &most)];
    let text = session.texts.tr_with(key, &values);
    session.messages.push(Level::Info, text);
}

/// A run of the same length is what the kept one can be compared with.
fn run_again(session: &mut Session) {
    let Some(kept) = session.kept.chosen() else {
        return say(session, Level::Info, "why.nothing_kept");
    };
    let seconds = kept.side.length.as_secs_f64();
    session.runner.send(ToRunner::Reset);
    session.runner.send(ToRunner::StepSeconds(seconds));
    session.take_published();
}

/// For notes: the same page that the command line writes.
fn copy(session: &mut Session, effects: &mut Vec<Effect>) {
    let Some(page) = page(session) else {
        return say(session, Level::Info, "why.nothing_kept");
    };
    effects.push(Effect::CopyText(page));
    say(session, Level::Info, "message.comparison_copied");
}

/// The present run beside the kept one, if there are both.
pub(super) fn page(session: &Session) -> Option<String> {
    let (view, kept) = (session.view(), session.kept.chosen()?);
    let (first, second) = (&kept.side, view.frame?.side());
    let texts = view.texts;
    let told = Told {
        files: [&kept.name(texts), texts.tr("compare.now")],
        settings: &[],
        seed: first.seed,
        length: Span(first.length.0),
    };
    let found = Comparison::between(first, &second);
    let documents = [&*first.document, &*second.document];
    Some(comparison_md(documents, told, &found, texts))
}
