//! Work with files beside the window: a disk that is held and let go step by step, or that fails.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use super::*;
use crate::runner::Runner;
use crate::session::{AfterUnsaved, Picture, Task, UnsavedAnswer};
use crate::storage::desk::Stop;
use crate::storage::disk::Disk;
use crate::storage::stamp::Now;
use crate::storage::{Found, LoadError, Stamp};
use crate::theme::ThemeChoice;

const DESIGN: &str = r#"{"version":1,"name":"shop",
    "components":[{"id":"web","service":"server","name":"Web","at":[0,0]}]}"#;
const SHOP: &str = "/shop.json";

/// Files in memory. Every read and write waits until the test lets one go.
#[derive(Debug)]
struct Held {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    let_go: Mutex<Receiver<io::Result<()>>>,
    /// How many reads and writes have begun to wait so far.
    asked: AtomicUsize,
}

impl Held {
    fn wait(&self) -> io::Result<()> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let gate = self.let_go.lock().unwrap();
        gate.recv()
            .map_err(|_| io::Error::other("the test is over"))?
    }

    fn text(&self, path: &str) -> String {
        let files = self.files.lock().unwrap();
        String::from_utf8(files[Path::new(path)].clone()).unwrap()
    }

    fn has(&self, path: &str) -> bool {
        self.files.lock().unwrap().contains_key(Path::new(path))
    }
}

impl Disk for Held {
    fn read(&self, path: &Path) -> Result<Found, LoadError> {
        self.wait()?;
        let files = self.files.lock().unwrap();
        let missing = || LoadError::Io(io::ErrorKind::NotFound.into());
        let bytes = files.get(path).ok_or_else(missing)?;
        let text = String::from_utf8(bytes.clone()).map_err(|_| LoadError::NotText)?;
        Ok(Found {
            text,
            stamp: Stamp::new(0, bytes),
            picture: false,
        })
    }

    fn write(&self, path: &Path, bytes: &[u8], stop: &Stop) -> io::Result<Stamp> {
        self.wait()?;
        if !stop.commit() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let mut files = self.files.lock().unwrap();
        files.insert(path.to_owned(), bytes.to_vec());
        Ok(Stamp::new(0, bytes))
    }

    fn look(&self, path: &Path, was: &Stamp) -> io::Result<Now> {
        let files = self.files.lock().unwrap();
        Ok(match files.get(path).map(|bytes| Stamp::new(0, bytes)) {
            None => Now::Gone,
            Some(now) if now.same_content(was) => Now::Same,
            Some(now) => Now::Other(now),
        })
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.lock().unwrap().contains_key(path)
    }

    fn whole(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

/// A window over the held disk.
struct Desktop {
    session: Session,
    disk: Arc<Held>,
    gate: Sender<io::Result<()>>,
    woken: Receiver<()>,
    effects: Vec<Effect>,
}

impl Desktop {
    /// With the design open.
    fn new() -> Self {
        let (gate, let_go) = channel();
        let (wake, woken) = channel();
        let files = BTreeMap::from([(PathBuf::from(SHOP), DESIGN.as_bytes().to_vec())]);
        let disk = Arc::new(Held {
            files: Mutex::new(files),
            let_go: Mutex::new(let_go),
            asked: AtomicUsize::new(0),
        });
        let document = sim_core::document::Document::default();
        let mut session = Session::new(document, Runner::inline());
        session.work_on(Arc::clone(&disk) as Arc<dyn Disk>, move || {
            wake.send(()).ok();
        });
        let mut desktop = Self {
            session,
            disk,
            gate,
            woken,
            effects: Vec::new(),
        };
        desktop.does(AppCommand::OpenPath(SHOP.into()));
        assert_eq!(desktop.tasks(), [Task::Open]);
        desktop.let_go();
        assert_eq!(desktop.name(), "Web");
        desktop
    }

    fn does(&mut self, command: AppCommand) {
        let effects = dispatch(&mut self.session, command);
        self.effects.extend(effects);
    }

    fn rename(&mut self, name: &str) {
        let edit = sim_core::edit::Edit::Rename {
            id: sim_core::foundation::ids::Id::new("web").unwrap(),
            name: name.to_owned(),
        };
        self.does(AppCommand::Edit(edit, "step.rename"));
        self.does(AppCommand::EndGesture);
    }

    /// Waits until a read or write waits, after so many before it.
    fn until_asked(&self, before: usize) {
        while self.disk.asked.load(Ordering::SeqCst) == before {
            std::thread::yield_now();
        }
    }

    fn last_message(&self) -> &str {
        let last = self.session.messages.iter().last();
        last.map_or("", |message| &message.text)
    }

    /// Lets one read or write go, and takes what comes of it.
    fn let_go(&mut self) {
        self.answer(Ok(()));
    }

    fn answer(&mut self, answer: io::Result<()>) {
        self.gate.send(answer).unwrap();
        self.take_next();
    }

    fn take_next(&mut self) {
        self.woken.recv().unwrap();
        self.effects.extend(collect(&mut self.session));
    }

    fn tasks(&self) -> Vec<Task> {
        self.session
            .work
            .list()
            .iter()
            .map(|work| work.task)
            .collect()
    }

    fn name(&self) -> &str {
        &self.session.document().components["web"].name
    }

    fn saved_name(&self) -> String {
        let text = self.disk.text(SHOP);
        let document = sim_core::file::load(&text).unwrap().document;
        document.components["web"].name.clone()
    }

    fn said(&self, key: &str) -> bool {
        let text = self.session.texts.tr(key);
        self.session.messages.iter().any(|m| m.text == text)
    }

    fn failed(&self, words: &str) -> bool {
        matches!(&self.session.dialog, Some(Dialog::Failure { text, .. }) if text.contains(words))
    }
}

#[test]
fn a_save_takes_the_document_as_it_was_and_what_came_meanwhile_is_unsaved() {
    let mut desktop = Desktop::new();
    desktop.rename("One");
    desktop.does(AppCommand::Save);
    assert_eq!(desktop.tasks(), [Task::Save]);
    desktop.rename("Two");
    assert!(!desktop.said("message.saved"));
    desktop.let_go();
    assert_eq!(
        (desktop.saved_name().as_str(), desktop.name()),
        ("One", "Two")
    );
    assert!(desktop.said("message.saved") && desktop.session.dirty());
    desktop.does(AppCommand::Undo);
    assert!(!desktop.session.dirty(), "back at what the file holds");
}

#[test]
fn two_saves_are_in_order_and_the_second_does_not_take_the_first_for_somebody_else() {
    let mut desktop = Desktop::new();
    for name in ["One", "Two", "Three"] {
        desktop.rename(name);
        desktop.does(AppCommand::Save);
    }
    for name in ["One", "Two", "Three"] {
        desktop.let_go();
        assert_eq!(desktop.saved_name(), name);
    }
    assert_eq!(desktop.session.dialog, None);
    assert!(!desktop.session.dirty());
}

#[test]
fn closing_waits_for_the_save_and_asks_about_what_came_after_it() {
    let mut desktop = Desktop::new();
    desktop.rename("One");
    desktop.does(AppCommand::Save);
    desktop.does(AppCommand::Quit);
    assert!(desktop.session.view().closing);
    assert_eq!(
        (desktop.session.dialog.as_ref(), desktop.effects.len()),
        (None, 0)
    );
    desktop.let_go();
    assert_eq!(desktop.effects, [Effect::Close]);

    let mut desktop = Desktop::new();
    desktop.rename("One");
    desktop.does(AppCommand::Save);
    desktop.does(AppCommand::Quit);
    desktop.rename("Two");
    desktop.let_go();
    let then = AfterUnsaved::Quit;
    assert_eq!(desktop.session.dialog, Some(Dialog::Unsaved { then }));
    assert_eq!(desktop.effects, []);
    desktop.does(AppCommand::AnswerUnsaved(UnsavedAnswer::Save));
    desktop.let_go();
    assert_eq!(desktop.effects, [Effect::Close]);
    assert_eq!(desktop.saved_name(), "Two");
}

#[test]
fn a_save_that_fails_keeps_the_window_the_document_and_the_file() {
    let mut desktop = Desktop::new();
    desktop.rename("One");
    desktop.does(AppCommand::Save);
    desktop.does(AppCommand::Quit);
    desktop.answer(Err(io::ErrorKind::StorageFull.into()));
    assert!(desktop.failed(SHOP), "{:?}", desktop.session.dialog);
    assert!(desktop.session.dirty() && !desktop.session.view().closing);
    assert_eq!(
        (desktop.saved_name().as_str(), desktop.name()),
        ("Web", "One")
    );
    assert_eq!(desktop.effects, []);
    desktop.does(AppCommand::CloseDialog);
    desktop.does(AppCommand::Save);
    desktop.let_go();
    assert_eq!(desktop.saved_name(), "One");
}

#[test]
fn what_was_drawn_while_a_file_was_opened_is_not_thrown_away() {
    let mut desktop = Desktop::new();
    desktop.does(AppCommand::OpenPath(SHOP.into()));
    desktop.rename("Mine");
    desktop.let_go();
    let then = AfterUnsaved::Arrived;
    assert_eq!(desktop.session.dialog, Some(Dialog::Unsaved { then }));
    assert_eq!(desktop.name(), "Mine");
    desktop.does(AppCommand::AnswerUnsaved(UnsavedAnswer::Discard));
    assert_eq!(desktop.name(), "Web");
    assert!(!desktop.session.dirty());
}

#[test]
fn an_opening_can_be_ended_and_another_one_takes_its_place() {
    let mut desktop = Desktop::new();
    desktop.does(AppCommand::New);
    desktop.does(AppCommand::OpenPath(SHOP.into()));
    let number = desktop.session.work.list()[0].number;
    desktop.does(AppCommand::StopWork(number));
    assert_eq!(desktop.tasks(), []);
    desktop.let_go();
    assert!(desktop.session.document().components.is_empty());
    // The one asked for last counts.
    desktop.does(AppCommand::OpenPath("/none.json".into()));
    desktop.does(AppCommand::OpenPath(SHOP.into()));
    assert_eq!(desktop.tasks(), [Task::Open]);
    desktop.let_go();
    desktop.let_go();
    assert_eq!(
        (desktop.session.dialog.as_ref(), desktop.name()),
        (None, "Web")
    );
}

#[test]
fn a_save_goes_past_an_opening_that_hangs_and_cannot_be_ended() {
    let mut desktop = Desktop::new();
    desktop.rename("One");
    desktop.does(AppCommand::Save);
    let save = &desktop.session.work.list()[0];
    assert!(save.stop.is_none());
    let number = save.number;
    desktop.does(AppCommand::StopWork(number));
    assert_eq!(desktop.tasks(), [Task::Save]);
    desktop.let_go();
    assert_eq!(desktop.saved_name(), "One");
}

#[test]
fn an_export_that_is_ended_writes_nothing_and_one_that_is_not_is_of_the_moment_it_was_asked_for() {
    let export = |path: &str| AppCommand::ExportTo {
        path: path.into(),
        kind: ExportKind::Svg,
        scale: 1.0,
    };
    let mut desktop = Desktop::new();
    desktop.does(export("/a.svg"));
    desktop.rename("Later");
    desktop.let_go();
    assert!(desktop.disk.text("/a.svg").contains(">Web<"));
    let before = desktop.disk.asked.load(Ordering::SeqCst);
    desktop.does(export("/b.svg"));
    desktop.until_asked(before);
    let number = desktop.session.work.list()[0].number;
    desktop.does(AppCommand::StopWork(number));
    assert_eq!(desktop.last_message(), "Cancelled: b.svg was not written");
    // The disk has nothing against it, but nobody wants it any more.
    desktop.answer(Ok(()));
    assert!(!desktop.disk.has("/b.svg"));
    assert_eq!(desktop.last_message(), "Cancelled: b.svg was not written");
    assert_eq!(desktop.session.dialog, None);
    desktop.does(export("/c.svg"));
    desktop.answer(Err(io::ErrorKind::PermissionDenied.into()));
    assert!(desktop.failed("/c.svg"), "{:?}", desktop.session.dialog);
}

#[test]
fn a_picture_is_drawn_beside_the_window() {
    let mut desktop = Desktop::new();
    desktop.does(AppCommand::CopyPicture);
    assert_eq!(desktop.effects, []);
    desktop.take_next();
    assert!(
        matches!(desktop.effects.as_slice(), [Effect::CopyPicture { size, .. }] if size[0] > 100)
    );
}

#[test]
fn a_copied_picture_has_the_look_of_exported_ones() {
    let mut desktop = Desktop::new();
    let copied = |desktop: &mut Desktop, picture: Picture| {
        desktop.does(AppCommand::SetPicture(picture));
        desktop.effects.clear();
        desktop.does(AppCommand::CopyPicture);
        desktop.take_next();
        match desktop.effects.as_slice() {
            [Effect::CopyPicture { size, rgba }] => (*size, rgba[..4].to_vec()),
            other => panic!("{other:?}"),
        }
    };
    let looks = |look, scale| {
        let mut picture = Picture::default().with_scale(scale);
        picture.look = look;
        picture
    };
    let (size, on_light) = copied(&mut desktop, looks(ThemeChoice::Light, 1.0));
    let (larger, on_dark) = copied(&mut desktop, looks(ThemeChoice::Dark, 4.0));
    assert_eq!(larger, size.map(|side| 4 * side));
    // The first pixel is ground.
    assert!(
        on_light[0] > 200 && on_dark[0] < 80,
        "{on_light:?} {on_dark:?}"
    );
}

#[test]
fn a_journal_knows_what_was_saved_though_the_document_went_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journals");
    let mut desktop = Desktop::new();
    desktop.session.protect(path.clone(), || {});
    desktop.session.settle();
    desktop.rename("One");
    desktop.does(AppCommand::Save);
    desktop.rename("Two");
    desktop.let_go();
    desktop.session.settle();
    drop(desktop);
    let document = sim_core::document::Document::default();
    let mut next = Session::new(document, Runner::inline());
    next.protect(path, || {});
    next.settle();
    assert!(
        matches!(next.dialog, Some(Dialog::Recover { .. })),
        "{:?}",
        next.dialog
    );
    // Later is not never: the menu asks again.
    dispatch(&mut next, AppCommand::CloseDialog);
    assert_eq!(next.view().leftovers, 1);
    dispatch(&mut next, AppCommand::AskRecovery);
    let answer = crate::session::RecoveryAnswer::Recover;
    dispatch(&mut next, AppCommand::AnswerRecovery(answer));
    assert_eq!(next.document().components["web"].name, "Two");
    assert!(next.dirty());
    dispatch(&mut next, AppCommand::Undo);
    assert!(!next.dirty(), "the file has this one");
    assert_eq!(next.view().leftovers, 0);
}
