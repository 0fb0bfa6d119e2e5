//! The command line: run, compare, sweep, export, check, trace, schema, examples; without a command, the window.
//!
//! Standard output carries the result and nothing else; progress, speed, notes and errors go to standard error.

mod args;
mod check;
mod compare;
mod error;
mod examples;
mod export;
mod help;
mod input;
mod play;
mod progress;
mod settings;
mod simulate;
mod sweep;
mod trace;
mod usage;
mod vary;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Cli, Command};
use error::CliError;

use crate::i18n::Texts;

/// Exit status: all is well.
pub const DONE: i32 = 0;
/// Exit status: the run or a check failed.
pub const FAILED: i32 = 1;
/// Exit status: bad usage or unreadable input.
pub const BAD_INPUT: i32 = 2;

/// The program: real arguments, real streams.
pub fn main() -> ExitCode {
    let terminal = std::io::stderr().is_terminal();
    let status = command(
        std::env::args_os(),
        &mut std::io::stdout().lock(),
        &mut std::io::stderr(),
        terminal,
    );
    ExitCode::from(u8::try_from(status).unwrap_or(1))
}

/// The program on any streams; the first argument is its own name. Gives the exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> i32 {
    command(args, out, err, false)
}

fn command(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: bool,
) -> i32 {
    let args: Vec<OsString> = args.into_iter().collect();
    let texts = args::texts(&args);
    let parsed = help::command(texts).try_get_matches_from(args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, texts, out, err),
    };
    let result = match cli.command {
        None => window(cli.file, texts),
        Some(Command::Run(args)) => simulate::run(&args, texts, out, err, terminal),
        Some(Command::Compare(args)) => compare::run(&args, texts, out, err, terminal),
        Some(Command::Sweep(args)) => sweep::run(&args, texts, out, err, terminal),
        Some(Command::Export(args)) => export::run(&args, texts, err, terminal),
        Some(Command::Check(args)) => check::run(&args, texts, out, err),
        Some(Command::Trace(args)) => trace::run(&args, texts, out, err),
        Some(Command::Schema) => schema(out),
        Some(Command::Examples(args)) => examples::run(args.write.as_deref(), texts, out, err),
    };
    match result.and_then(|()| out.flush().map_err(CliError::from)) {
        Ok(()) => DONE,
        Err(error) => {
            if let Some(message) = error.message(texts) {
                // Where even this cannot be written, the exit status has to do.
                writeln!(err, "topolab: {message}").ok();
            }
            error.status()
        }
    }
}

/// Help and version are results; everything else here is bad usage.
fn usage(error: &clap::Error, texts: Texts, out: &mut dyn Write, err: &mut dyn Write) -> i32 {
    if error.use_stderr() {
        err.write_all(usage::words(error, texts).as_bytes()).ok();
        BAD_INPUT
    } else {
        let text = error.render().to_string();
        out.write_all(text.as_bytes()).ok();
        DONE
    }
}

/// A file that is no topology is shown as a message in the window; one that is not there may be a mistyped command.
fn window(file: Option<PathBuf>, texts: Texts) -> Result<(), CliError> {
    if let Some(path) = file.as_ref().filter(|path| !path.exists()) {
        let message = texts.tr("cli.error.no_file");
        return Err(CliError::BadInput(format!("{}: {message}", path.display())));
    }
    crate::window::run(file).map_err(|error| {
        // The system's own words come last; what stands before them is where in a library they were found.
        let words = error.to_string();
        let cause = words
            .rsplit(": ")
            .next()
            .unwrap_or_default()
            .trim_end_matches('.');
        let cause = match cause.starts_with("neither WAYLAND_DISPLAY") {
            true => texts.tr("cli.error.no_display"),
            false => cause,
        };
        CliError::Failed(texts.tr_with("cli.error.no_window", &[("why", cause)]))
    })
}

fn schema(out: &mut dyn Write) -> Result<(), CliError> {
    let schema = sim_core::file::schema();
    Ok(writeln!(out, "{schema:#}")?)
}
