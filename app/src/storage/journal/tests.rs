//! The journal on a disk: what was written is there again, whatever happened to the end of it.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sim_core::document::Document;
use sim_core::edit::{Edit, History, MergeKey};
use sim_core::foundation::ids::Id;

use super::compact::compacted;
use super::record::MAGIC;
use super::*;
use crate::storage::Stamp;
use crate::storage::stamp::Now;

const DESIGN: &str = r#"{"version":1,"name":"shop","later":[1,2],
    "components":[{"id":"users","service":"client","name":"Users","at":[0,0]},
                  {"id":"web","service":"server","name":"웹","at":[240,0]}],
    "links":[{"id":"users-web","from":"users","to":"web"}]}"#;

fn design() -> Document {
    sim_core::file::load(DESIGN).unwrap().document
}

fn rename(n: usize) -> Edit {
    Edit::Rename {
        id: Id::new("web").unwrap(),
        name: format!("Web {n}"),
    }
}

/// A history and the journal of it, with the document after each record.
struct Script {
    history: History,
    bytes: Vec<u8>,
    /// End of each record, and the document that a journal cut there tells.
    ends: Vec<(usize, Arc<Document>)>,
}

impl Script {
    fn new() -> Self {
        let history = History::new(design());
        let start = Entry::start(history.document(), None, None, true);
        let mut script = Self {
            history,
            bytes: MAGIC.to_vec(),
            ends: Vec::new(),
        };
        script.put(&start);
        script
    }

    fn put(&mut self, entry: &Entry) {
        entry.put(&mut self.bytes).unwrap();
        let document = Arc::clone(self.history.document());
        self.ends.push((self.bytes.len(), document));
    }

    fn step(&mut self, edit: Edit, gesture: Option<&str>) {
        let merge = gesture.map(MergeKey::new);
        let continues = self.history.continues(merge.as_ref());
        self.history.apply(&edit, "step.rename", merge).unwrap();
        let name = "step.rename".to_owned();
        self.put(&Entry::Step {
            name,
            continues,
            edit,
        });
    }

    fn undo(&mut self) {
        assert!(self.history.undo().is_some());
        self.put(&Entry::Undo);
    }

    fn redo(&mut self) {
        assert!(self.history.redo().is_some());
        self.put(&Entry::Redo);
    }

    /// Every kind of record.
    fn usual() -> Self {
        let mut script = Self::new();
        script.step(rename(1), None);
        script.step(rename(2), Some("typing"));
        script.step(rename(3), Some("typing"));
        script.undo();
        script.undo();
        script.redo();
        script.put(&Entry::saved(Path::new("/shop/a.json"), None, None));
        script.step(rename(4), Some("typing"));
        script.step(rename(5), None);
        script.undo();
        script
    }
}

fn same(a: &History, b: &History) {
    let (mut a, mut b) = (a.clone(), b.clone());
    while a.redo().is_some() {
        assert!(b.redo().is_some());
    }
    assert_eq!(b.redo(), None);
    loop {
        assert_eq!(a.document(), b.document());
        let names = (a.undo(), b.undo());
        assert_eq!(names.0, names.1);
        if names.0.is_none() {
            return;
        }
    }
}

#[test]
fn a_journal_tells_the_whole_history() {
    let script = Script::usual();
    let replay = replay(&script.bytes).unwrap();
    same(&replay.history, &script.history);
    assert_eq!(replay.lost, 0);
    assert!(replay.unsaved());
    assert!(replay.path.unwrap().ends_with("shop/a.json"));
}

#[test]
fn a_saved_document_is_not_unsaved_until_it_is_changed() {
    let mut script = Script::new();
    assert!(!replay(&script.bytes).unwrap().unsaved());
    script.step(rename(1), None);
    assert!(replay(&script.bytes).unwrap().unsaved());
    script.put(&Entry::saved(Path::new("a.json"), None, None));
    assert!(!replay(&script.bytes).unwrap().unsaved());
    script.undo();
    assert!(replay(&script.bytes).unwrap().unsaved());
    script.redo();
    assert!(!replay(&script.bytes).unwrap().unsaved());
}

/// What a damaged journal tells: the records that end before the damage.
fn expected(script: &Script, damage: usize) -> Option<&Arc<Document>> {
    let mut whole = script.ends.iter().filter(|(end, _)| *end <= damage);
    whole.next_back().map(|(_, document)| document)
}

#[test]
fn cut_at_every_byte_it_tells_what_came_before() {
    let script = Script::usual();
    for cut in 0..script.bytes.len() {
        let told = replay(&script.bytes[..cut]);
        match expected(&script, cut) {
            None => assert!(told.is_err(), "cut at {cut}"),
            Some(document) => {
                let told = told.unwrap();
                assert_eq!(told.history.document(), document, "cut at {cut}");
                assert_eq!(told.whole + told.lost, cut);
            }
        }
    }
}

#[test]
fn flipped_at_every_byte_it_tells_what_came_before() {
    let script = Script::usual();
    for (at, mask) in (0..script.bytes.len()).flat_map(|at| [0x01, 0x80, 0xFF].map(|m| (at, m))) {
        let mut bytes = script.bytes.clone();
        bytes[at] ^= mask;
        let told = replay(&bytes);
        match expected(&script, at) {
            None => assert!(told.is_err(), "byte {at} flipped by {mask}"),
            Some(document) => {
                let told = told.unwrap();
                assert_eq!(told.history.document(), document, "byte {at} by {mask}");
                assert!(told.lost > 0, "the damage is said");
            }
        }
    }
}

#[test]
fn told_shorter_it_tells_the_same() {
    let script = Script::usual();
    let shorter = compacted(&script.bytes, usize::MAX).unwrap();
    assert!(shorter.len() < script.bytes.len());
    let told = replay(&shorter).unwrap();
    same(&told.history, &script.history);
    assert!(told.path.unwrap().ends_with("shop/a.json"));
}

#[test]
fn told_shorter_still_it_forgets_the_oldest_steps_only() {
    let mut script = Script::new();
    (1..=1_000).for_each(|n| script.step(rename(n), None));
    for _ in 0..10 {
        script.undo();
    }
    let limit = script.bytes.len() / 2;
    let shorter = compacted(&script.bytes, limit).unwrap();
    assert!(shorter.len() <= limit + 20_000, "{}", shorter.len());
    let mut told = replay(&shorter).unwrap().history;
    assert_eq!(told.document(), script.history.document());
    let steps = told.steps();
    assert!((300..700).contains(&steps), "{steps}");
    for _ in 0..steps {
        assert!(told.undo().is_some() && script.history.undo().is_some());
        assert_eq!(told.document(), script.history.document());
    }
    while told.redo().is_some() {}
    while script.history.redo().is_some() {}
    assert_eq!(told.document(), script.history.document());
    let tiny = replay(&compacted(&script.bytes, 0).unwrap()).unwrap();
    assert_eq!(tiny.history.steps(), 0);
}

/// A keeper in a folder with the history it keeps, as a window has it.
struct Hand {
    keeper: Keeper,
    history: History,
}

impl Hand {
    fn new(folder: &Path, document: Document, path: Option<&Path>, stamp: Option<Stamp>) -> Self {
        let mut hand = Self {
            keeper: Keeper::start(folder.to_owned(), || {}).unwrap(),
            history: History::new(document),
        };
        hand.keeper
            .begin(hand.history.document(), path, stamp, true);
        hand
    }

    fn step(&mut self, edit: Edit) {
        self.history.apply(&edit, "step.rename", None).unwrap();
        self.keeper.step(&edit, "step.rename", false);
    }

    fn news(&self) -> Vec<FromKeeper> {
        self.keeper.flush();
        std::iter::from_fn(|| self.keeper.news()).collect()
    }
}

fn leftovers(hand: &Hand) -> Vec<Leftover> {
    hand.keeper.look_for_leftovers();
    hand.news()
        .into_iter()
        .flat_map(|news| match news {
            FromKeeper::Leftovers(found) => found,
            _ => Vec::new(),
        })
        .collect()
}

fn journals(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "journal"));
    paths.sort();
    paths
}

#[test]
fn what_a_window_left_is_found_once_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Hand::new(folder.path(), design(), None, None);
    (1..=3).for_each(|n| first.step(rename(n)));
    first.keeper.flush();
    let second = Hand::new(folder.path(), design(), None, None);
    assert!(leftovers(&second).is_empty(), "the first window lives");
    let history = first.history.clone();
    drop(first);
    let found = leftovers(&second);
    assert_eq!(found.len(), 1);
    same(&found[0].history, &history);
    assert_eq!((found[0].about.steps, found[0].about.lost), (3, 0));
    let third = Hand::new(folder.path(), design(), None, None);
    assert!(leftovers(&third).is_empty(), "the second window has it");

    let mut second = second;
    second.history = found[0].history.clone();
    second.keeper.adopt(&found[0].about.journal);
    second.step(rename(4));
    let history = second.history.clone();
    drop(second);
    let found = leftovers(&third);
    assert_eq!(found.len(), 1);
    same(&found[0].history, &history);
    third.keeper.discard(&found[0].about.journal);
    third.keeper.flush();
    assert_eq!(journals(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn damage_at_the_end_is_cut_off_before_the_journal_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Hand::new(folder.path(), design(), None, None);
    (1..=3).for_each(|n| first.step(rename(n)));
    drop(first);
    let path = journals(folder.path()).remove(0);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
    let mut second = Hand::new(folder.path(), design(), None, None);
    let found = leftovers(&second).remove(0);
    assert_eq!(found.about.steps, 2);
    assert!(found.about.lost > 0);
    second.history = found.history;
    second.keeper.adopt(&path);
    second.step(rename(9));
    second.keeper.flush();
    let told = replay(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(told.lost, 0);
    same(&told.history, &second.history);
}

#[test]
fn a_journal_that_tells_nothing_is_put_aside_and_said_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1-1-0.journal"), "TOPOJRN1 and no more").unwrap();
    let hand = Hand::new(folder.path(), design(), None, None);
    for times in [1, 0] {
        hand.keeper.look_for_leftovers();
        let news = hand.news();
        let said = |news: &FromKeeper| matches!(news, FromKeeper::Damaged { moved_to, .. } if moved_to.exists());
        assert_eq!(news.iter().filter(|news| said(news)).count(), times);
    }
}

#[test]
fn the_steps_of_a_saved_file_are_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.json");
    std::fs::write(&path, DESIGN).unwrap();
    let stamp = Some(Stamp::written(&path, DESIGN.as_bytes()));
    let mut first = Hand::new(folder.path(), design(), Some(&path), stamp);
    (1..=3).for_each(|n| first.step(rename(n)));
    first.keeper.saved(&path, stamp, None);
    first.keeper.finish(Finish::Saved);
    let history = first.history.clone();
    drop(first);

    let saved = Document::clone(history.document());
    let mut second = Hand::new(folder.path(), saved.clone(), Some(&path), stamp);
    second.step(rename(4));
    let news = second.news();
    let Some(FromKeeper::Resumed {
        number,
        history: earlier,
    }) = news.first()
    else {
        panic!("{news:?}");
    };
    assert_eq!(*number, second.keeper.number());
    assert!(second.history.resume(earlier.clone()));
    assert_eq!(second.history.steps(), 4);
    let told = replay(&std::fs::read(&journals(folder.path())[0]).unwrap()).unwrap();
    same(&told.history, &second.history);
    second.keeper.finish(Finish::Dropped);
    second.keeper.flush();
    assert_eq!(journals(folder.path()), Vec::<PathBuf>::new());

    // A file that was changed elsewhere has another history.
    let mut other = Hand::new(folder.path(), saved.clone(), Some(&path), stamp);
    other.step(rename(8));
    other.keeper.saved(&path, stamp, None);
    other.keeper.finish(Finish::Saved);
    drop(other);
    let third = Hand::new(folder.path(), saved, Some(&path), stamp);
    assert!(third.news().is_empty());
}

#[test]
fn a_journal_that_grows_long_is_told_shorter() {
    let folder = tempfile::tempdir().unwrap();
    let mut hand = Hand::new(folder.path(), design(), None, None);
    let long = |n: usize| Edit::SetTitle {
        name: format!("{n}"),
        description: "x".repeat(20_000),
    };
    for n in 0..600 {
        hand.step(long(n));
        hand.keeper.flush();
    }
    let path = journals(folder.path()).remove(0);
    let length = std::fs::metadata(&path).unwrap().len();
    assert!(length < 6 * 1024 * 1024, "{length} of 12,000,000 bytes");
    let told = replay(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(told.history.document(), hand.history.document());
    assert!(told.history.steps() > 50);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_nothing_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("journals");
    std::fs::write(&place, "a file where the folder should be").unwrap();
    let mut hand = Hand::new(&place, design(), None, None);
    (1..=3).for_each(|n| hand.step(rename(n)));
    let failed = |news: &&FromKeeper| matches!(news, FromKeeper::Failed(_));
    assert_eq!(hand.news().iter().filter(failed).count(), 1);
    std::fs::remove_file(&place).unwrap();
    hand.step(rename(4));
    let news = hand.news();
    assert!(
        matches!(news.first(), Some(FromKeeper::Recovered)),
        "{news:?}"
    );
    let told = replay(&std::fs::read(&journals(&place)[0]).unwrap()).unwrap();
    same(&told.history, &hand.history);
}

#[test]
fn a_file_that_somebody_else_has_open_or_changes_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.json");
    std::fs::write(&path, DESIGN).unwrap();
    let stamp = Some(Stamp::written(&path, DESIGN.as_bytes()));
    let first = Hand::new(folder.path(), design(), Some(&path), stamp);
    first.keeper.look_at_file();
    assert!(first.news().is_empty());
    let second = Hand::new(folder.path(), design(), Some(&path), stamp);
    let news = second.news();
    assert!(
        matches!(news.as_slice(), [FromKeeper::OpenElsewhere(_)]),
        "{news:?}"
    );
    drop(first);
    let third = Hand::new(folder.path(), design(), None, None);
    third.keeper.saved(&path, stamp, None);
    assert!(
        third.news().is_empty(),
        "the second window has no mark of its own"
    );

    std::fs::write(&path, DESIGN.replace("shop", "another shop")).unwrap();
    second.keeper.look_at_file();
    second.keeper.look_at_file();
    let news = second.news();
    let [
        FromKeeper::Changed {
            now: Now::Other(now),
            ..
        },
    ] = news.as_slice()
    else {
        panic!("said once: {news:?}");
    };
    second.keeper.known(*now);
    second.keeper.look_at_file();
    assert!(second.news().is_empty());
    std::fs::remove_file(&path).unwrap();
    // A file that is gone may be back in a moment: it is said at the second look.
    second.keeper.look_at_file();
    second.keeper.look_at_file();
    let news = second.news();
    assert!(
        matches!(
            news.as_slice(),
            [FromKeeper::Changed { now: Now::Gone, .. }]
        ),
        "{news:?}"
    );
}
