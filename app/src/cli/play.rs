//! A run on the command line: it shows how far it is, and tells why it could not go on.

use std::io::Write;

use sim_core::document::Document;
use sim_core::engine::EngineError;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Frame, Player, Refusal, ReplicationError};

use super::error::CliError;
use super::progress::Progress;
use crate::i18n::{Texts, errors};

/// Events between two looks at the clock of the progress bar.
const SLICE: u64 = 200_000;

/// Where what is said beside the result goes.
pub struct Said<'a> {
    pub texts: Texts,
    pub err: &'a mut dyn Write,
    pub terminal: bool,
}

impl Said<'_> {
    pub fn progress(&self, length: Span) -> Progress {
        Progress::new(length, self.terminal, self.texts)
    }

    /// A document that cannot run.
    pub fn bad(&self, file: &str, refusal: &Refusal) -> CliError {
        let words = [("text", &*errors::compile(self.texts, refusal))];
        let why = self.texts.tr_with("run.problem.compile", &words);
        CliError::BadInput(format!("{file}: {why}"))
    }

    /// One of several runs that has no figures.
    pub fn failed(&self, file: &str, error: &ReplicationError) -> CliError {
        let why = format!("{file}: {}", errors::replication(self.texts, error));
        match error {
            ReplicationError::Compile(_) => CliError::BadInput(why),
            ReplicationError::Run { .. } => CliError::Failed(why),
        }
    }

    pub fn engine(&self, error: &EngineError) -> String {
        errors::engine(self.texts, error)
    }
}

/// How long to play a document, with which seed.
#[derive(Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    pub length: Span,
    /// Figures of now are those of so much time at the end; zero: there are none.
    pub live: Span,
}

/// Plays a document.
pub fn play(
    document: &Document,
    plan: Plan,
    file: &str,
    said: &mut Said<'_>,
) -> Result<Frame, CliError> {
    let Plan { seed, length, live } = plan;
    let mut player = Player::new(document, seed)
        .map_err(|error| said.bad(file, &Refusal::of(document, error)))?;
    let mut progress = said.progress(length);
    let live = live.min(length);
    let mut ended = play_until(&mut player, SimTime(length.0 - live.0), &mut progress);
    if ended.is_ok() {
        player.watch(live);
        ended = play_until(&mut player, SimTime(length.0), &mut progress);
    }
    let result = ended.and_then(|()| player.finish());
    let frame = player.frame();
    progress.finish(frame.snapshot.totals.arrived, player.events(), said.err);
    result.map_err(|error| {
        let at = Span(player.now().as_nanos()).to_string();
        let holes = [("at", at.as_str()), ("error", &said.engine(&error))];
        let why = said.texts.tr_with("cli.error.stopped", &holes);
        CliError::Failed(format!("{file}: {why}"))
    })?;
    Ok(frame)
}

fn play_until(
    player: &mut Player,
    until: SimTime,
    progress: &mut Progress,
) -> Result<(), EngineError> {
    let mut reached = false;
    while !reached {
        progress.at(player.now(), player.events());
        reached = player.run_until(until, SLICE)?;
    }
    Ok(())
}
