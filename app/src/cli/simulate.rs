//! `topolab run`: simulate and report.

use std::io::Write;

use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::report::{KeyFigures, Run, Runs, intervals, replications_json, report_json};

use super::args::{Format, RunArgs};
use super::error::CliError;
use super::play::{Plan, Said, play};
use super::{input, settings};
use crate::export::report::{replications_md, replications_text, report_md, report_text};
use crate::i18n::Texts;
use crate::runner::{processors, replications};

pub fn run(
    args: &RunArgs,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<(), CliError> {
    let document = input::load(&args.file, texts, err)?;
    let simulation = &args.simulation;
    let document = settings::set(&document, &simulation.settings, texts)?;
    simulation.may_report(texts)?;
    let (seed, length) = simulation.plan(&document.scenario);
    let file = args.file.display().to_string();
    let mut said = Said {
        texts,
        err,
        terminal,
    };
    let report = match simulation.replications {
        None => {
            let plan = Plan {
                seed,
                length,
                live: Span::ZERO,
            };
            let frame = play(&document, plan, &file, &mut said)?;
            one(&frame.run(&document, &file), simulation.format, texts)
        }
        Some(count) => {
            let file = file.as_str();
            let runs = Runs { file, seed, length };
            let figures = replicate(&document, runs, count, &mut said)?;
            let found = intervals(&figures);
            match simulation.format {
                Format::Json => format!("{:#}\n", replications_json(&document, runs, &found)),
                Format::Text => replications_text(&document, runs, &found, texts),
                Format::Md => replications_md(&document, runs, &found, texts),
            }
        }
    };
    simulation.report(&report, texts, out)
}

/// The report of one run.
fn one(run: &Run<'_>, format: Format, texts: Texts) -> String {
    match format {
        Format::Json => format!("{:#}\n", report_json(run)),
        Format::Text => report_text(run, texts),
        Format::Md => report_md(run, texts),
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
    figures.map_err(|error| said.failed(runs.file, &error))
}
