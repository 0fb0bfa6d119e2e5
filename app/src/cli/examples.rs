//! `topolab examples`: what comes with the program.

use std::io::Write;
use std::path::Path;

use super::error::CliError;
use super::input;
use crate::storage::examples::EXAMPLES;

/// Lists the examples, or writes them into a folder.
pub fn run(
    folder: Option<&Path>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CliError> {
    for example in EXAMPLES {
        let loaded = sim_core::file::load(example.text)
            .map_err(|error| CliError::Failed(format!("{}: {error}", example.stem)))?;
        let document = loaded.document;
        let file = format!("{}.json", example.stem);
        writeln!(
            out,
            "{file:<22}{}\n{:<22}{}",
            document.name, "", document.description
        )?;
        if let Some(folder) = folder {
            write(&folder.join(file), example.text, err)?;
        }
    }
    Ok(())
}

/// A file that somebody has changed is not replaced.
fn write(path: &Path, text: &str, err: &mut dyn Write) -> Result<(), CliError> {
    let there = std::fs::read(path).ok();
    if there.as_ref().is_some_and(|old| old != text.as_bytes()) {
        let message = format!(
            "{}: is there with other content: expected a free name",
            path.display()
        );
        return Err(CliError::Failed(message));
    }
    if there.is_none() {
        input::write(path, text.as_bytes())?;
    }
    writeln!(err, "wrote {}", path.display()).ok();
    Ok(())
}
