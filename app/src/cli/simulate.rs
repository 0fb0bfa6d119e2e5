//! `topolab run`: simulate and report.

use std::io::Write;

use sim_core::document::Document;
use sim_core::engine::{CompileError, EngineError};
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Frame, Player, ReplicationError};
use sim_core::report::{KeyFigures, Run, Runs, intervals, replications_json, report_json};

use super::args::{Format, RunArgs};
use super::error::CliError;
use super::progress::Progress;
use super::{input, settings};
use crate::export::report::{replications_md, replications_text, report_md, report_text};
use crate::i18n::Texts;
use crate::runner::{processors, replications};

/// Events between two looks at the clock of the progress bar.
const SLICE: u64 = 200_000;

pub fn run(
    args: &RunArgs,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<(), CliError> {
    let mut document = input::load(&args.file, texts, err)?;
    for setting in &args.settings {
        document = settings::set(&document, setting, texts)?;
    }
    let seed = args.seed.unwrap_or(document.scenario.seed);
    let length = args
        .length
        .unwrap_or_else(|| Span::from_secs_f64(document.scenario.duration_s));
    let file = args.file.display().to_string();
    let mut said = Said {
        texts,
        err,
        terminal,
    };
    let report = match args.replications {
        None => {
            let frame = simulate(&document, seed, length, &file, &mut said)?;
            one(&frame.run(&document, &file, seed), args.format, texts)
        }
        Some(count) => {
            let file = file.as_str();
            let runs = Runs { file, seed, length };
            let figures = replicate(&document, runs, count, &mut said)?;
            let found = intervals(&figures);
            match args.format {
                Format::Json => format!("{:#}\n", replications_json(&document, runs, &found)),
                Format::Text => replications_text(&document, runs, &found, texts),
                Format::Md => replications_md(&document, runs, &found, texts),
            }
        }
    };
    match &args.out {
        Some(path) => input::write(path, report.as_bytes(), texts),
        None => Ok(out.write_all(report.as_bytes())?),
    }
}

/// The report of one run.
fn one(run: &Run<'_>, format: Format, texts: Texts) -> String {
    match format {
        Format::Json => format!("{:#}\n", report_json(run)),
        Format::Text => report_text(run, texts),
        Format::Md => report_md(run, texts),
    }
}

/// Where what is said beside the report goes.
struct Said<'a> {
    texts: Texts,
    err: &'a mut dyn Write,
    terminal: bool,
}

impl Said<'_> {
    fn progress(&self, length: Span) -> Progress {
        Progress::new(length, self.terminal, self.texts)
    }

    /// A document that cannot run.
    fn bad(&self, file: &str, error: &CompileError) -> CliError {
        let words = [("text", &*error.to_string())];
        let why = self.texts.tr_with("run.problem.compile", &words);
        CliError::BadInput(format!("{file}: {why}"))
    }

    fn engine(&self, error: &EngineError) -> String {
        let words = error.to_string();
        self.texts.explained("engine_error", error.key(), &words)
    }
}

fn replicate(
    document: &Document,
    runs: Runs<'_>,
    count: u64,
    said: &mut Said<'_>,
) -> Result<Vec<KeyFigures>, CliError> {
    let mut progress = said.progress(Span(runs.length.0.saturating_mul(count)));
    let (mut ended, mut requests, mut events) = (0, 0, 0);
    let done = |figures: &KeyFigures| {
        ended += 1;
        requests += figures.requests;
        events += figures.events;
        progress.at(SimTime(runs.length.0.saturating_mul(ended)), events);
    };
    let figures = replications(document, runs.seed, count, runs.length, processors(), done);
    progress.finish(requests, events, said.err);
    figures.map_err(|error| match error {
        ReplicationError::Compile(error) => said.bad(runs.file, &error),
        ReplicationError::Run {
            number,
            seed,
            at,
            error,
        } => {
            let [number, seed, at] = [number.to_string(), seed.to_string(), at.to_string()];
            let holes = [
                ("number", number.as_str()),
                ("seed", &seed),
                ("at", &at),
                ("error", &said.engine(&error)),
            ];
            let why = said.texts.tr_with("cli.error.stopped_one", &holes);
            CliError::Failed(format!("{}: {why}", runs.file))
        }
    })
}

fn simulate(
    document: &Document,
    seed: u64,
    length: Span,
    file: &str,
    said: &mut Said<'_>,
) -> Result<Frame, CliError> {
    let mut player = Player::new(document, seed).map_err(|error| said.bad(file, &error))?;
    let mut progress = said.progress(length);
    let until = SimTime::ZERO + length;
    let mut ended = Ok(false);
    while ended == Ok(false) {
        progress.at(player.now(), player.events());
        ended = player.run_until(until, SLICE);
    }
    let result = ended.and_then(|_| player.finish());
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
