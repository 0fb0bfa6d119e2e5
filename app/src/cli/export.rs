//! `topolab export`: a topology as a picture, or as JSON in the form Topolab saves.

use std::io::Write;
use std::path::Path;

use sim_core::document::Document;

use super::args::ExportArgs;
use super::error::CliError;
use super::input;
use crate::export;
use crate::i18n::{Lang, Texts};
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
    input::write(&args.to, &make(&document, &args.file, args.scale)?)
}

fn json(document: &Document, _: &Path, _: f32) -> Result<Vec<u8>, CliError> {
    Ok(sim_core::file::save(document).into_bytes())
}

/// As the window shows it before a run; always in English on the dark ground, so that every machine draws the same.
fn png(document: &Document, file: &Path, scale: f32) -> Result<Vec<u8>, CliError> {
    export::png(document, None, Theme::dark(), Texts::new(Lang::En), scale)
        .map_err(|error| CliError::Failed(format!("{}: {error}", file.display())))
}

/// The same with real text, to be scaled by whoever shows it.
fn svg(document: &Document, file: &Path, _: f32) -> Result<Vec<u8>, CliError> {
    export::svg(document, None, Theme::dark(), Texts::new(Lang::En))
        .map(String::into_bytes)
        .map_err(|error| CliError::Failed(format!("{}: {error}", file.display())))
}
