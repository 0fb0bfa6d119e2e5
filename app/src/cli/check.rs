//! `topolab check`: what a review finds.

use std::io::Write;

use sim_core::check::{Severity, findings};

use super::args::CheckArgs;
use super::error::CliError;
use super::input;
use crate::i18n::{Lang, Texts, words};

/// Prints every finding; fails if one of them is an error.
pub fn run(
    args: &CheckArgs,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CliError> {
    let document = input::load(&args.file, texts, err)?;
    let found = findings(&document);
    for finding in &found {
        // In English a word that scripts may look for.
        let severity = match texts.lang() {
            Lang::En => finding.severity.name(),
            Lang::Ko => texts.tr(words::severity(finding.severity)),
        };
        let target = finding
            .target
            .as_ref()
            .map(|id| format!("{id}: "))
            .unwrap_or_default();
        writeln!(
            out,
            "{severity}: {target}{}",
            words::finding(texts, finding)
        )?;
    }
    let count = |severity| {
        let those = found.iter().filter(|finding| finding.severity == severity);
        those.count()
    };
    let errors = count(Severity::Error);
    let counted = [
        ("check.errors", errors),
        ("check.warnings", count(Severity::Warning)),
        ("check.hints", count(Severity::Hint)),
    ];
    let counted = counted.map(|(key, n)| texts.tr_with(key, &[("n", &texts.count(n as u64))]));
    writeln!(out, "{}", counted.join(", "))?;
    if errors == 0 {
        Ok(())
    } else {
        Err(CliError::Found)
    }
}
