//! `topolab run`: simulate and report.

use std::io::Write;

use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Frame, Player};
use sim_core::report::{report_json, report_text};

use super::args::{Format, RunArgs};
use super::error::CliError;
use super::progress::Progress;
use super::{input, settings};

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
    let frame = simulate(&document, seed, length, &file, err, terminal)?;
    let (snapshot, bill) = (&frame.snapshot, &frame.bill);
    let report = match args.format {
        Format::Json => format!(
            "{:#}\n",
            report_json(&document, snapshot, bill, &file, seed)
        ),
        Format::Text => report_text(&document, snapshot, bill, &file, seed),
    };
    match &args.out {
        Some(path) => input::write(path, report.as_bytes()),
        None => Ok(out.write_all(report.as_bytes())?),
    }
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
