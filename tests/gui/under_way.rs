//! A disk that does not answer: what the window says, and that it goes on.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use topolab::commands::AppCommand;
use topolab::session::Dialog;
use topolab::storage::desk::Stop;
use topolab::storage::disk::Disk;
use topolab::storage::stamp::Now;
use topolab::storage::{Found, LoadError, Stamp};

use super::shell::{Program, open, send};

/// Nothing is read or written before the test says so.
#[derive(Debug)]
struct Stuck(Mutex<Receiver<io::Result<()>>>);

impl Stuck {
    fn wait(&self) -> io::Result<()> {
        let gate = self.0.lock().unwrap();
        gate.recv()
            .unwrap_or_else(|_| Err(io::Error::other("the test is over")))
    }
}

impl Disk for Stuck {
    fn read(&self, _: &Path) -> Result<Found, LoadError> {
        self.wait()?;
        Err(LoadError::NotText)
    }

    fn write(&self, _: &Path, bytes: &[u8], _: &Stop) -> io::Result<Stamp> {
        self.wait()?;
        Ok(Stamp::new(0, bytes))
    }

    fn look(&self, _: &Path, _: &Stamp) -> io::Result<Now> {
        Ok(Now::Same)
    }

    fn exists(&self, _: &Path) -> bool {
        false
    }

    fn whole(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

fn stuck(size: [f32; 2]) -> (Harness<'static, Program>, Sender<io::Result<()>>) {
    let (gate, let_go) = channel();
    let mut window = open(size);
    let ctx = window.ctx.clone();
    let disk = Arc::new(Stuck(Mutex::new(let_go)));
    window.state_mut().app_mut().work_on(&ctx, disk);
    (window, gate)
}

fn says(window: &Harness<'_, Program>, words: &str) -> bool {
    window.query_by_label(words).is_some()
}

/// Frames until the program has taken what its threads have done: each answer wakes the window.
fn until(window: &mut Harness<'_, Program>, done: impl Fn(&Harness<'_, Program>) -> bool) {
    while !done(window) {
        window.step();
        std::thread::yield_now();
    }
}

#[test]
fn an_opening_that_hangs_is_said_and_ended_by_escape_or_a_click_while_editing_goes_on() {
    let (mut window, _gate) = stuck([1024.0, 640.0]);
    let path = || AppCommand::OpenPath("/net/shop.json".into());
    send(&mut window, path());
    window.run_steps(4);
    assert!(says(&window, "Opening shop.json …"));
    let before = window.state().app().session().document().components.len();
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    window.key_press(Key::Delete);
    window.run_steps(2);
    let now = window.state().app().session().document().components.len();
    assert!(before > 0 && now == 0, "{before} {now}");
    window.key_press(Key::Escape);
    window.run_steps(2);
    assert!(!says(&window, "Opening shop.json …"));
    assert!(says(&window, "Cancelled: shop.json was not opened"));
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    send(&mut window, path());
    window.run_steps(4);
    window.get_by_role_and_label(Role::Button, "Cancel").click();
    window.run_steps(2);
    assert!(!says(&window, "Opening shop.json …"));
}

#[test]
fn a_save_that_hangs_is_said_and_closing_waits_for_it() {
    let (mut window, gate) = stuck([1440.0, 900.0]);
    send(&mut window, AppCommand::SaveTo("/net/shop.json".into()));
    window.run_steps(4);
    assert!(says(&window, "Saving shop.json …"));
    assert!(
        window
            .query_by_role_and_label(Role::Button, "Cancel")
            .is_none()
    );
    send(&mut window, AppCommand::Quit);
    assert!(says(
        &window,
        "Saving shop.json … the window closes when it is done"
    ));
    gate.send(Err(io::ErrorKind::StorageFull.into())).unwrap();
    let failed = |window: &Harness<'_, Program>| {
        let dialog = window.state().app().session().view().dialog;
        matches!(dialog, Some(Dialog::Failure { .. }))
    };
    until(&mut window, failed);
    assert!(!window.state().app().session().view().closing);
}
