//! `topolab check`: what a review finds.

use std::io::Write;
use std::path::Path;

use sim_core::check::{Severity, findings};

use super::error::CliError;
use super::input;

/// Prints every finding; fails if one of them is an error.
pub fn run(file: &Path, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), CliError> {
    let document = input::load(file, err)?;
    let found = findings(&document);
    for finding in &found {
        let severity = finding.severity.name();
        let target = finding
            .target
            .as_ref()
            .map(|id| format!("{id}: "))
            .unwrap_or_default();
        writeln!(out, "{severity}: {target}{finding}")?;
    }
    let count = |severity| {
        let those = found.iter().filter(|finding| finding.severity == severity);
        those.count()
    };
    let many = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    };
    let (errors, warnings, hints) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Hint),
    );
    let counted = [
        many(errors, "error"),
        many(warnings, "warning"),
        many(hints, "hint"),
    ];
    writeln!(out, "{}", counted.join(", "))?;
    if errors == 0 {
        Ok(())
    } else {
        Err(CliError::Found)
    }
}
