//! What ends a command early, and with which exit status.

use std::io;

use crate::i18n::Texts;

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub enum CliError {
    /// Bad usage or unreadable input.
    BadInput(String),
    /// The run or a check failed, or the result could not be written.
    Failed(String),
    /// The result could not be written to standard output.
    Output(io::Error),
    /// A check found something; it has been printed.
    Found,
    /// Whoever read the output has stopped reading: nothing to complain about.
    ReaderGone,
}

impl CliError {
    pub fn status(&self) -> i32 {
        match self {
            CliError::BadInput(_) => super::BAD_INPUT,
            CliError::Failed(_) | CliError::Output(_) | CliError::Found => super::FAILED,
            CliError::ReaderGone => super::DONE,
        }
    }

    /// What to say, if it has not been said.
    pub fn message(&self, texts: Texts) -> Option<String> {
        match self {
            CliError::BadInput(text) | CliError::Failed(text) => Some(text.clone()),
            CliError::Output(error) => {
                Some(texts.tr_with("cli.error.output", &[("why", &error.to_string())]))
            }
            CliError::Found | CliError::ReaderGone => None,
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::ReaderGone,
            _ => CliError::Output(error),
        }
    }
}
