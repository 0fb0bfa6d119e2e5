//! `topolab run`: simulate and report.

use std::io::Write;

use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Frame, Player, ReplicationError};
use sim_core::report::{
    KeyFigures, Runs, intervals, replications_json, replications_text, report_json, report_text,
};

use super::args::{Format, RunArgs};
use super::error::CliError;
use super::progress::Progress;
use super::{input, settings};
use crate::export::report::{replications_md, report_md};
use crate::runner::{processors, replications};

/// Events between two looks at the clock of the progress bar.
const SLICE: u64 = 200_000;

pub fn run(
    args: &RunArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<(), CliError> {
    let mut document = input::load(&args.file, err)?;
    for setting in &args.settings {
        document = settings::set(&document, setting)?;
    }
    let seed = args.seed.unwrap_or(document.scenario.seed);
    let length = args
        .length
        .unwrap_or_else(|| Span::from_secs_f64(document.scenario.duration_s));
    let file = args.file.display().to_string();
    let report = match args.replications {
        None => {
            let frame = simulate(&document, seed, length, &file, err, terminal)?;
            one(&document, &frame, args, &file, seed)
        }
        Some(count) => {
            let file = file.as_str();
            let runs = Runs { file, seed, length };
            let figures = replicate(&document, runs, count, err, terminal)?;
            let found = intervals(&figures);
            match args.format {
                Format::Json => format!("{:#}\n", replications_json(&document, runs, &found)),
                Format::Text => replications_text(&document, runs, &found),
                Format::Md => replications_md(&document, runs, &found, args.lang.texts()),
            }
        }
    };
    match &args.out {
        Some(path) => input::write(path, report.as_bytes()),
        None => Ok(out.write_all(report.as_bytes())?),
    }
}

/// The report of one run.
fn one(document: &Document, frame: &Frame, args: &RunArgs, file: &str, seed: u64) -> String {
    let run = frame.run(document, file, seed);
    match args.format {
        Format::Json => format!("{:#}\n", report_json(&run)),
        Format::Text => report_text(&run),
        Format::Md => report_md(&run, args.lang.texts()),
    }
}

fn replicate(
    document: &Document,
    runs: Runs<'_>,
    count: u64,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<Vec<KeyFigures>, CliError> {
    let mut progress = Progress::new(Span(runs.length.0.saturating_mul(count)), terminal);
    let (mut ended, mut requests, mut events) = (0, 0, 0);
    let done = |figures: &KeyFigures| {
        ended += 1;
        requests += figures.requests;
        events += figures.events;
        progress.at(SimTime(runs.length.0.saturating_mul(ended)), events);
    };
    let figures = replications(document, runs.seed, count, runs.length, processors(), done);
    progress.finish(requests, events, err);
    figures.map_err(|error| {
        let text = format!("{}: {error}", runs.file);
        match error {
            ReplicationError::Compile(_) => CliError::BadInput(text),
            ReplicationError::Run { .. } => CliError::Failed(text),
        }
    })
}

fn simulate(
    document: &Document,
    seed: u64,
    length: Span,
    file: &str,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<Frame, CliError> {
    let mut player = Player::new(document, seed)
        .map_err(|error| CliError::BadInput(format!("{file}: {error}")))?;
    let mut progress = Progress::new(length, terminal);
    let until = SimTime::ZERO + length;
    let mut ended = Ok(false);
    while ended == Ok(false) {
        progress.at(player.now(), player.events());
        ended = player.run_until(until, SLICE);
    }
    let result = ended.and_then(|_| player.finish());
    let frame = player.frame();
    progress.finish(frame.snapshot.totals.arrived, player.events(), err);
    let at = Span(player.now().as_nanos());
    result
        .map_err(|error| CliError::Failed(format!("{file}: the run stopped at {at}: {error}")))?;
    Ok(frame)
}
