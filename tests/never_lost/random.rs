//! Any changes, good or bad, through the program's own commands: the journal tells the whole history again.

use std::path::Path;

use crate::documents::{Change, any_change};
use proptest::prelude::*;
use sim_core::document::Document;
use sim_core::edit::History;
use topolab::commands::{AppCommand, dispatch};
use topolab::runner::Runner;
use topolab::session::Session;
use topolab::storage::journal::replay;

#[derive(Clone, Debug)]
enum Act {
    Change(Box<Change>),
    EndGesture,
    Undo,
    Redo,
    Save,
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => any_change().prop_map(|change| Act::Change(Box::new(change))),
        3 => Just(Act::EndGesture),
        4 => Just(Act::Undo),
        3 => Just(Act::Redo),
        1 => Just(Act::Save),
    ]
}

fn act(session: &mut Session, file: &Path, act: &Act) {
    let command = match act {
        Act::Change(change) => AppCommand::Edit(change.edit(session.document()), "step.move"),
        Act::EndGesture => AppCommand::EndGesture,
        Act::Undo => AppCommand::Undo,
        Act::Redo => AppCommand::Redo,
        Act::Save => AppCommand::SaveTo(file.to_owned()),
    };
    dispatch(session, command);
}

/// The one journal in a folder, played; `None`: nothing was ever changed.
fn told(folder: &Path) -> Option<History> {
    let mut entries = std::fs::read_dir(folder).ok()?.map(|e| e.unwrap().path());
    let journal = entries.find(|path| path.extension().is_some_and(|e| e == "journal"))?;
    let replay = replay(&std::fs::read(journal).unwrap()).unwrap();
    assert_eq!(replay.lost, 0);
    Some(replay.history)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_journal_of_any_acts_has_their_history(acts in proptest::collection::vec(any_act(), 40)) {
        let folder = tempfile::tempdir().unwrap();
        let journals = folder.path().join("journals");
        let mut session = Session::new(Document::default(), Runner::inline());
        session.protect(journals.clone(), || {});
        for one in &acts {
            act(&mut session, &folder.path().join("a.json"), one);
        }
        session.settle();
        let mut history = told(&journals).unwrap_or_else(|| History::new(Document::default()));
        loop {
            prop_assert_eq!(history.document(), session.document());
            let (told, shown) = (history.undo(), session.view().undo);
            prop_assert_eq!(told, shown);
            if shown.is_none() {
                break;
            }
            dispatch(&mut session, AppCommand::Undo);
        }
        loop {
            let (told, shown) = (history.redo(), session.view().redo);
            prop_assert_eq!(told, shown);
            if shown.is_none() {
                break;
            }
            dispatch(&mut session, AppCommand::Redo);
            prop_assert_eq!(history.document(), session.document());
        }
    }
}
