//! `topolab export`: a topology as a picture, or as JSON in the form Topolab saves.

use std::io::Write;

use sim_core::document::Document;
use sim_core::foundation::units::Span;
use sim_core::playback::Frame;

use super::args::ExportArgs;
use super::error::CliError;
use super::input;
use super::play::{Plan, Said, play};
use crate::export::{self, ExportError};
use crate::i18n::Texts;

/// What a picture shows of now is of so much time at the end of a run.
const LIVE: Span = Span(10_000_000_000);

pub fn run(
    args: &ExportArgs,
    texts: Texts,
    err: &mut dyn Write,
    terminal: bool,
) -> Result<(), CliError> {
    let ending = args
        .to
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let make = match ending.as_deref() {
        Some("json") if args.length.is_some() => {
            return Err(bad_target(args, texts, "cli.error.no_figures"));
        }
        Some("json") => json,
        Some("png") => png,
        Some("svg") => svg,
        _ => return Err(bad_target(args, texts, "cli.error.ending")),
    };
    let document = input::load(&args.file, texts, err)?;
    input::may_write(&args.to, texts)?;
    let mut said = Said {
        texts,
        err,
        terminal,
    };
    let frame = match args.length {
        Some(length) => Some(played(&document, args, length, &mut said)?),
        None => None,
    };
    let picture = make(&document, frame.as_ref(), args, texts);
    let bytes = picture.map_err(|error| {
        let (file, why) = (args.file.display(), error.words(texts));
        CliError::Failed(format!("{file}: {why}"))
    })?;
    input::write(&args.to, &bytes, texts)
}

fn bad_target(args: &ExportArgs, texts: Texts, key: &str) -> CliError {
    let message = format!("--to {}: {}", args.to.display(), texts.tr(key));
    CliError::BadInput(message)
}

fn played(
    document: &Document,
    args: &ExportArgs,
    length: Span,
    said: &mut Said<'_>,
) -> Result<Frame, CliError> {
    let seed = args.seed.unwrap_or(document.scenario.seed);
    let file = args.file.display().to_string();
    let plan = Plan {
        seed,
        length,
        live: LIVE,
    };
    play(document, plan, &file, said)
}

type Made = Result<Vec<u8>, ExportError>;

fn json(document: &Document, _: Option<&Frame>, _: &ExportArgs, _: Texts) -> Made {
    Ok(sim_core::file::save(document).into_bytes())
}

/// As the window shows it, in its language; with `--lang`, every machine draws the same.
fn png(document: &Document, frame: Option<&Frame>, args: &ExportArgs, texts: Texts) -> Made {
    export::png(document, frame, args.theme.theme(), texts, args.scale)
}

/// The same with real text, to be scaled by whoever shows it.
fn svg(document: &Document, frame: Option<&Frame>, args: &ExportArgs, texts: Texts) -> Made {
    let svg = export::svg(document, frame, args.theme.theme(), texts)?;
    Ok(svg.into_bytes())
}
