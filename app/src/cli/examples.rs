//! `topolab examples`: what comes with the program.

use std::io::Write;
use std::path::Path;

use super::error::CliError;
use super::input;
use crate::i18n::Texts;
use crate::storage::examples::EXAMPLES;

/// Lists the examples in a language, or writes them into a folder, as they are in their files.
pub fn run(
    folder: Option<&Path>,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CliError> {
    let names = EXAMPLES.iter().map(|example| example.stem.len());
    let width = names.max().unwrap_or_default() + ".json".len() + 2;
    for example in EXAMPLES {
        let loaded = example
            .open(texts)
            .map_err(|error| CliError::Failed(format!("{}: {error}", example.stem)))?;
        let document = loaded.document;
        let file = format!("{}.json", example.stem);
        writeln!(
            out,
            "{file:<width$}{}\n{:<width$}{}",
            document.name, "", document.description
        )?;
        if let Some(folder) = folder {
            write(&folder.join(file), example.text, texts, err)?;
        }
    }
    Ok(())
}

/// A file that somebody has changed is not replaced.
fn write(path: &Path, text: &str, texts: Texts, err: &mut dyn Write) -> Result<(), CliError> {
    let there = std::fs::read(path).ok();
    if there.as_ref().is_some_and(|old| old != text.as_bytes()) {
        let why = texts.tr("cli.error.other_content");
        return Err(CliError::Failed(format!("{}: {why}", path.display())));
    }
    if there.is_none() {
        input::write(path, text.as_bytes(), texts)?;
    }
    let file = path.display().to_string();
    writeln!(err, "{}", texts.tr_with("cli.wrote", &[("file", &file)])).ok();
    Ok(())
}
