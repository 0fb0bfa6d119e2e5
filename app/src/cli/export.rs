//! `topolab export`: a topology as a picture, or as JSON in the form Topolab saves.

use std::io::Write;
use std::path::Path;

use sim_core::document::Document;

use super::args::ExportArgs;
use super::error::CliError;
use super::input;
use crate::export::{self, ExportError};
use crate::theme::Theme;

pub fn run(args: &ExportArgs, err: &mut dyn Write) -> Result<(), CliError> {
    let ending = args
        .to
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let make = match ending.as_deref() {
        Some("json") => json,
        Some("png") => png,
        Some("svg") => svg,
        _ => {
            let message = format!(
                "--to {}: expected a file that ends in .png, .svg or .json",
                args.to.display()
            );
            return Err(CliError::BadInput(message));
        }
    };
    let document = input::load(&args.file, err)?;
    input::write(&args.to, &make(&document, args)?)
}

fn json(document: &Document, _: &ExportArgs) -> Result<Vec<u8>, CliError> {
    Ok(sim_core::file::save(document).into_bytes())
}

/// As the window shows it before a run, in its language; always on the dark ground. With `--lang`, every machine draws
/// the same.
fn png(document: &Document, args: &ExportArgs) -> Result<Vec<u8>, CliError> {
    let texts = args.lang.texts();
    export::png(document, None, Theme::dark(), texts, args.scale)
        .map_err(|error| failed(&args.file, &error))
}

/// The same with real text, to be scaled by whoever shows it.
fn svg(document: &Document, args: &ExportArgs) -> Result<Vec<u8>, CliError> {
    export::svg(document, None, Theme::dark(), args.lang.texts())
        .map(String::into_bytes)
        .map_err(|error| failed(&args.file, &error))
}

fn failed(file: &Path, error: &ExportError) -> CliError {
    CliError::Failed(format!("{}: {error}", file.display()))
}
