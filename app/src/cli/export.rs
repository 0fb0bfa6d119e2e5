//! `topolab export`: a topology as a picture, or as JSON in the form Topolab saves.

use std::io::Write;
use std::path::Path;

use sim_core::document::Document;

use super::args::ExportArgs;
use super::error::CliError;
use super::input;
use crate::export::{self, ExportError};
use crate::i18n::Texts;
use crate::theme::Theme;

pub fn run(args: &ExportArgs, texts: Texts, err: &mut dyn Write) -> Result<(), CliError> {
    let ending = args
        .to
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let make = match ending.as_deref() {
        Some("json") => json,
        Some("png") => png,
        Some("svg") => svg,
        _ => {
            let expected = texts.tr("cli.error.ending");
            let message = format!("--to {}: {expected}", args.to.display());
            return Err(CliError::BadInput(message));
        }
    };
    let document = input::load(&args.file, texts, err)?;
    input::write(&args.to, &make(&document, args, texts)?, texts)
}

fn json(document: &Document, _: &ExportArgs, _: Texts) -> Result<Vec<u8>, CliError> {
    Ok(sim_core::file::save(document).into_bytes())
}

/// As the window shows it before a run, in its language; always on the dark ground. With `--lang`, every machine draws
/// the same.
fn png(document: &Document, args: &ExportArgs, texts: Texts) -> Result<Vec<u8>, CliError> {
    export::png(document, None, Theme::dark(), texts, args.scale)
        .map_err(|error| failed(&args.file, &error, texts))
}

/// The same with real text, to be scaled by whoever shows it.
fn svg(document: &Document, args: &ExportArgs, texts: Texts) -> Result<Vec<u8>, CliError> {
    export::svg(document, None, Theme::dark(), texts)
        .map(String::into_bytes)
        .map_err(|error| failed(&args.file, &error, texts))
}

fn failed(file: &Path, error: &ExportError, texts: Texts) -> CliError {
    CliError::Failed(format!("{}: {}", file.display(), error.words(texts)))
}
