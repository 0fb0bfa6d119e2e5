//! `topolab sweep`: one design with several values of one parameter, and where it breaks.

use std::io::Write;

use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::report::sweep::{Asked, Measured, Sweep, sweep_json};

use super::args::{SweepArgs, SweepFormat};
use super::error::CliError;
use super::play::Said;
use super::vary::{Stepping, vary};
use super::{input, settings};
use crate::export;
use crate::export::report::{sweep_csv, sweep_md, sweep_text};
use crate::i18n::Texts;
use crate::runner::{SweepError, SweepPlan, processors, sweep};

pub fn run(
    args: &SweepArgs,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<(), CliError> {
    if let Some(path) = &args.out {
        input::may_write(path, texts)?;
    }
    let document = input::load(&args.file, texts, err)?;
    let document = settings::set(&document, &args.settings, texts)?;
    let stepping = Stepping {
        steps: args.steps,
        log: args.log,
    };
    let (varied, values) = vary(&document, &args.vary, stepping, texts)?;
    let file = args.file.display().to_string();
    let asked = Asked {
        file: &file,
        settings: &args.settings,
        varied: &varied,
        seed: args.seed.unwrap_or(document.scenario.seed),
        length: args
            .length
            .unwrap_or_else(|| Span::from_secs_f64(document.scenario.duration_s)),
    };
    let mut said = Said {
        texts,
        err,
        terminal,
    };
    let runs = runs(&document, asked, &values, args.replications, &mut said)?;
    let found = Sweep::of(&document, &values, &runs);
    let report = match args.format {
        SweepFormat::Json => format!("{:#}\n", sweep_json(&document, asked, &found)),
        SweepFormat::Text => sweep_text(&document, asked, &found, texts),
        SweepFormat::Md => sweep_md(&document, asked, &found, texts),
        SweepFormat::Csv => sweep_csv(asked, &found),
        SweepFormat::Svg => {
            let theme = args.theme.theme();
            export::sweep_svg(&document, asked.varied, &found, args.log, theme, texts)
        }
    };
    match &args.out {
        Some(path) => input::write(path, report.as_bytes(), texts),
        None => Ok(out.write_all(report.as_bytes())?),
    }
}

/// What the runs of every value have measured.
fn runs(
    document: &Document,
    asked: Asked<'_>,
    values: &[f64],
    replications: Option<u64>,
    said: &mut Said<'_>,
) -> Result<Vec<Vec<Measured>>, CliError> {
    let place = format!("{}.{}", asked.varied.target, asked.varied.spec.id);
    let documents = asked.varied.documents(document, values);
    // Every value has been checked against the parameter.
    let documents = documents.map_err(|error| {
        let why = crate::i18n::errors::edit(said.texts, &error);
        CliError::BadInput(format!("{place}: {why}"))
    })?;
    let plan = SweepPlan {
        seed: asked.seed,
        count: replications.unwrap_or(1),
        length: asked.length,
        threads: processors(),
    };
    let length = asked.length.0;
    let all = plan.count.saturating_mul(values.len() as u64);
    let mut progress = said.progress(Span(length.saturating_mul(all)));
    let (mut ended, mut requests, mut events) = (0, 0, 0);
    let done = |run: &Measured| {
        ended += 1;
        requests += run.requests;
        events += run.events;
        progress.at(SimTime(length.saturating_mul(ended)), events);
    };
    let found = sweep(&documents, plan, |_| true, done);
    progress.finish(requests, events, said.err);
    found.map_err(|error| match error {
        SweepError::Run { point, error } => {
            let value = values.get(point).copied().unwrap_or_default();
            said.failed(&format!("{}: {place}={value}", asked.file), &error)
        }
        // Nobody says so here.
        SweepError::Stopped => CliError::ReaderGone,
    })
}
