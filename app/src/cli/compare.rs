//! `topolab compare`: two topologies on the same seed, or one and the same with other settings.

use std::io::Write;

use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::report::compare::{Comparison, Figures, Told, comparison_json};

use super::args::{CompareArgs, Format};
use super::error::CliError;
use super::play::{Plan, Said, play};
use super::{input, settings};
use crate::export::report::{comparison_md, comparison_text};
use crate::i18n::Texts;
use crate::runner::{pairs, processors};

pub fn run(
    args: &CompareArgs,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<(), CliError> {
    let first = input::load(&args.first, texts, err)?;
    // What is noticed in a file is said once.
    let other = args.second.as_ref().filter(|path| **path != args.first);
    let second = match other {
        Some(path) => input::load(path, texts, err)?,
        None => first.clone(),
    };
    let simulation = &args.simulation;
    let second = settings::set(&second, &simulation.settings, texts)?;
    simulation.may_report(texts)?;
    let documents = [&first, &second];
    let (seed, length) = simulation.plan(&first.scenario);
    let files = [&args.first, other.unwrap_or(&args.first)];
    let files = files.map(|path| path.display().to_string());
    let told = Told {
        files: files.each_ref().map(String::as_str),
        settings: &simulation.settings,
        seed,
        length,
    };
    let mut said = Said {
        texts,
        err,
        terminal,
    };
    let found = match simulation.replications {
        None => one_each(documents, told, &mut said)?,
        Some(count) => several(documents, told, count, &mut said)?,
    };
    let report = match simulation.format {
        Format::Json => format!("{:#}\n", comparison_json(told, &found)),
        Format::Text => comparison_text(documents, told, &found, texts),
        Format::Md => comparison_md(documents, told, &found, texts),
    };
    simulation.report(&report, texts, out)
}

fn one_each(
    documents: [&Document; 2],
    told: Told<'_>,
    said: &mut Said<'_>,
) -> Result<Comparison, CliError> {
    let plan = Plan {
        seed: told.seed,
        length: told.length,
        live: Span::ZERO,
    };
    let mut side = |at: usize| {
        let frame = play(documents[at], plan, told.files[at], said)?;
        Ok::<_, CliError>(frame.side())
    };
    Ok(Comparison::between(&side(0)?, &side(1)?))
}

fn several(
    documents: [&Document; 2],
    told: Told<'_>,
    count: u64,
    said: &mut Said<'_>,
) -> Result<Comparison, CliError> {
    let (seed, length) = (told.seed, told.length);
    let all = count.saturating_mul(2);
    let mut progress = said.progress(Span(length.0.saturating_mul(all)));
    let (mut ended, mut requests, mut events) = (0, 0, 0);
    let done = |figures: &Figures| {
        ended += 1;
        requests += figures.requests;
        events += figures.events;
        progress.at(SimTime(length.0.saturating_mul(ended)), events);
    };
    let found = pairs(documents, seed, count, length, processors(), done);
    progress.finish(requests, events, said.err);
    let found = found.map_err(|(side, error)| said.failed(told.files[side], &error))?;
    Ok(Comparison::of_pairs(documents, &found))
}
