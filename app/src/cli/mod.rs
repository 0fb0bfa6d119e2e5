//! The command line: run, export, check, trace, schema, examples; without a command, the window.
//!
//! Standard output carries the result and nothing else; progress, speed, notes and errors go to standard error.

mod args;
mod check;
mod error;
mod examples;
mod export;
mod input;
mod progress;
mod settings;
mod simulate;
mod trace;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use error::CliError;

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
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, out, err),
    };
    let result = match cli.command {
        None => window(cli.file),
        Some(Command::Run(args)) => simulate::run(&args, out, err, terminal),
        Some(Command::Export(args)) => export::run(&args, err),
        Some(Command::Check(args)) => check::run(&args, out, err),
        Some(Command::Trace(args)) => trace::run(&args, out, err),
        Some(Command::Schema) => schema(out),
        Some(Command::Examples { write }) => examples::run(write.as_deref(), out, err),
    };
    match result.and_then(|()| out.flush().map_err(CliError::from)) {
        Ok(()) => DONE,
        Err(error) => {
            if let Some(message) = error.message() {
                // Where even this cannot be written, the exit status has to do.
                writeln!(err, "topolab: {message}").ok();
            }
            error.status()
        }
    }
}

/// Help and version are results; everything else here is bad usage.
fn usage(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> i32 {
    let text = error.render().to_string();
    if error.use_stderr() {
        err.write_all(text.as_bytes()).ok();
        BAD_INPUT
    } else {
        out.write_all(text.as_bytes()).ok();
        DONE
    }
}

/// A file that is no topology is shown as a message in the window; one that is not there may be a mistyped command.
fn window(file: Option<PathBuf>) -> Result<(), CliError> {
    if let Some(path) = file.as_ref().filter(|path| !path.exists()) {
        let message = "there is no such file: expected a topology, or one of run, export, check, trace, schema, examples";
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
        let help = "the commands of `topolab --help` need no display";
        CliError::Failed(format!("the window cannot open: {cause} ({help})"))
    })
}

fn schema(out: &mut dyn Write) -> Result<(), CliError> {
    let schema = sim_core::file::schema();
    Ok(writeln!(out, "{schema:#}")?)
}
