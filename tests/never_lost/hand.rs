//! Edits a document through the program's own commands until it is killed, and says what is written.
//!
//! `editing-hand JOURNALS FILE SEED [SAVE_EVERY]` prints `written N` once step N is in the journal, `saving N` before
//! the file is written with what it is after step N, and `saved N` once it is.
#![allow(clippy::print_stdout)]

use std::io::Write;
use std::path::PathBuf;

use topolab::commands::{AppCommand, dispatch};

mod script;

fn say(what: &str, n: u64) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{what} {n}")?;
    out.flush()
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [journals, file, seed, save_every] = arguments.as_slice() else {
        return Err(std::io::Error::other("expected four arguments"));
    };
    let number = |text: &str| text.parse::<u64>().map_err(std::io::Error::other);
    let (seed, save_every) = (number(seed)?, number(save_every)?);
    let mut session = script::session();
    session.protect(PathBuf::from(journals), || {});
    for n in 1.. {
        script::step(&mut session, seed, n, |_| {});
        session.settle();
        say("written", n)?;
        if n.is_multiple_of(save_every) {
            say("saving", n)?;
            dispatch(&mut session, AppCommand::SaveTo(PathBuf::from(file)));
            session.settle();
            say("saved", n)?;
        }
    }
    Ok(())
}
