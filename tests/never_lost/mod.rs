//! Never lost: the program is killed in the middle of editing and of saving; what it had written is there again.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use sim_core::document::Document;
use topolab::commands::{AppCommand, dispatch};
use topolab::runner::Runner;
use topolab::session::{Dialog, RecoveryAnswer, Session};

mod random;
mod script;

/// Tries; more by the environment variable.
const TRIES: u64 = 50;
const VARIABLE: &str = "TOPOLAB_KILLS";

/// What a killed hand had said.
#[derive(Default, Debug)]
struct Said {
    written: u64,
    saving: u64,
    saved: u64,
}

impl Said {
    fn take(&mut self, line: &str) {
        let (what, n) = line.split_once(' ').unwrap();
        let n = n.parse().unwrap();
        match what {
            "written" => self.written = n,
            "saving" => self.saving = n,
            _ => self.saved = n,
        }
    }
}

/// Lets a hand edit, and kills it some time after it has said `lines` lines.
fn killed(folder: &Path, file: &Path, seed: u64, save_every: u64, lines: usize) -> Said {
    let mut hand = Command::new(env!("CARGO_BIN_EXE_editing-hand"))
        .args([folder, file])
        .args([seed.to_string(), save_every.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Said::default();
    let mut out = BufReader::new(hand.stdout.take().unwrap()).lines();
    for line in out.by_ref().take(lines) {
        said.take(&line.unwrap());
    }
    // The hand works on meanwhile: the kill falls anywhere into a step or a save.
    for _ in 0..(seed * 7_919) % 400_000 {
        std::hint::spin_loop();
    }
    hand.kill().unwrap();
    hand.wait().unwrap();
    // What it had said before, and was still in the pipe.
    for line in out {
        said.take(&line.unwrap());
    }
    said
}

/// Every document that was.
struct Seen {
    all: Vec<Arc<Document>>,
    /// Of each step, the place of the document after it.
    ends: Vec<usize>,
}

impl Seen {
    /// Long enough for whatever was said and what came after it.
    fn of(seed: u64, said: &Said) -> Self {
        let mut session = script::session();
        let mut all = vec![Arc::clone(session.document())];
        let mut ends = vec![0];
        for n in 1..=said.written + 1 {
            script::step(&mut session, seed, n, |session| {
                all.push(Arc::clone(session.document()));
            });
            ends.push(all.len() - 1);
        }
        Self { all, ends }
    }

    /// Whether the document was there after step `n`, or later.
    fn since(&self, n: u64, document: &Document) -> bool {
        let from = self.ends[n as usize];
        self.all[from..].iter().any(|seen| **seen == *document)
    }
}

/// The document that the next start has, with its way back: recovered, or (nothing being unsaved) that of the file.
fn next_start(journals: &Path, file: &Path, said: &Said) -> Session {
    let mut session = Session::new(Document::default(), Runner::inline());
    session.protect(journals.to_owned(), || {});
    session.settle();
    match session.view().dialog {
        Some(Dialog::Recover { about, more, .. }) => {
            assert_eq!((about.lost, *more), (0, 0), "{said:?}");
            dispatch(
                &mut session,
                AppCommand::AnswerRecovery(RecoveryAnswer::Recover),
            );
        }
        None if file.exists() => {
            dispatch(&mut session, AppCommand::OpenPath(file.to_owned()));
            session.settle();
        }
        // Whatever was done was taken back.
        None => session = script::session(),
        Some(other) => panic!("{other:?} after {said:?}"),
    }
    assert_eq!(session.view().dialog, None);
    session
}

fn try_once(seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let (journals, file) = (folder.path().join("journals"), folder.path().join("a.json"));
    // Every second try saves after each step, so that the kill falls into a save.
    let save_every = if seed.is_multiple_of(2) { 1 } else { 17 };
    let lines = 1 + (seed * 31 % 60) as usize;
    let said = killed(&journals, &file, seed, save_every, lines);
    let seen = Seen::of(seed, &said);

    let mut session = next_start(&journals, &file, &said);
    assert!(
        seen.since(said.written, session.document()),
        "seed {seed}: what was written is not there after {said:?}"
    );
    while session.view().undo.is_some() {
        dispatch(&mut session, AppCommand::Undo);
    }
    assert_eq!(
        *session.document(),
        seen.all[0],
        "seed {seed}: the way back ends elsewhere"
    );

    if file.exists() {
        let text = std::fs::read_to_string(&file).unwrap();
        let saved = sim_core::file::load(&text).unwrap().document;
        assert!(
            seen.since(said.saved, &saved),
            "seed {seed}: the file is not one that was saved after {said:?}"
        );
    } else {
        assert_eq!(said.saved, 0);
    }
}

#[test]
fn killed_at_any_instant_nothing_that_was_written_is_lost() {
    let tries = std::env::var(VARIABLE).ok().and_then(|n| n.parse().ok());
    for seed in 1..=tries.unwrap_or(TRIES) {
        try_once(seed);
    }
}
