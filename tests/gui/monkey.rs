//! A monkey at the window: any clicks, drags, keys, dialogs, while the simulation runs. Nothing breaks, nothing is lost.
//!
//! Each start document gets `TOPOLAB_MONKEY_EVENTS` events (default: 450) from the seed `TOPOLAB_MONKEY_SEED` (default:
//! one of its own). A failure prints the seed and the last acts.

#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::document::{Document, invariants};
use topolab::commands::table::Shortcut;
use topolab::commands::{AppCommand, TABLE};
use topolab::i18n::Lang;
use topolab::session::{Dialog, ExportKind};
use topolab::theme::ThemeChoice;

use super::canvas::{Window, app, document, drawing, window_of};
use super::shapes;

const SIZES: [[f32; 2]; 3] = [[1440.0, 900.0], [1024.0, 640.0], [1920.0, 1080.0]];
/// How many acts a failure tells.
const TOLD: usize = 40;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// 0..1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn of<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }
}

/// What was done last; told when a test ends in a panic, wherever that came from.
struct Diary {
    seed: u64,
    acts: VecDeque<String>,
    count: usize,
}

impl Diary {
    fn note(&mut self, act: &impl Debug) {
        self.count += 1;
        self.acts.push_back(format!("{act:?}"));
        if self.acts.len() > TOLD {
            self.acts.pop_front();
        }
    }
}

impl Drop for Diary {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let acts: Vec<_> = self.acts.iter().map(String::as_str).collect();
            let acts = acts.join("\n  ");
            eprintln!(
                "TOPOLAB_MONKEY_SEED={} failed at event {}:\n  {acts}",
                self.seed, self.count
            );
        }
    }
}

struct Monkey {
    window: Window,
    random: Random,
    diary: Diary,
    /// The document as it was before the first step that can be undone.
    base: Arc<Document>,
    folder: tempfile::TempDir,
    pointer: Pos2,
    held: Option<PointerButton>,
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.trim().parse().ok()
}

impl Monkey {
    fn new(own_seed: u64, start: Document) -> Self {
        let seed = from_environment("TOPOLAB_MONKEY_SEED").unwrap_or(own_seed);
        let mut random = Random(seed);
        let window = window_of(random.of(&SIZES), start);
        let base = Arc::clone(app(&window).session().document());
        Self {
            window,
            random,
            diary: Diary {
                seed,
                acts: VecDeque::new(),
                count: 0,
            },
            base,
            folder: tempfile::tempdir().unwrap(),
            pointer: Pos2::new(300.0, 300.0),
            held: None,
        }
    }

    /// One event, one frame, all checks.
    fn event(&mut self, event: Event) {
        self.diary.note(&event);
        self.window.event(event);
        self.window.step();
        if self.random.below(3) == 0 {
            let app = self.window.state_mut().as_mut().unwrap();
            app.advance(1.0 / 30.0);
        }
        self.check();
    }

    fn command(&mut self, command: AppCommand) {
        self.diary.note(&command);
        let ctx = self.window.ctx.clone();
        let app = self.window.state_mut().as_mut().unwrap();
        app.command(&ctx, command);
        self.window.step();
        self.check();
    }

    fn check(&mut self) {
        let session = app(&self.window).session();
        assert_eq!(invariants(session.document()), Ok(()));
        let view = session.view();
        let camera = [view.camera.pan[0], view.camera.pan[1], view.camera.zoom];
        assert!(camera.iter().all(|v| v.is_finite()), "{camera:?}");
        if let Some(shape) = shapes::not_a_number(&shapes::of(&self.window)) {
            panic!("a shape has no place: {shape}");
        }
        if view.undo.is_none() {
            // Only another document has neither a way back nor something to save.
            let other = view.redo.is_none() && !view.dirty;
            let now = session.document();
            assert!(
                other || **now == *self.base,
                "undone is not where it began:\n{now:#?}\n{:#?}",
                self.base
            );
            self.base = Arc::clone(now);
        }
    }

    /// A file name that only this test knows.
    fn file(&mut self, extension: &str) -> PathBuf {
        let name = format!("{}.{extension}", self.random.below(4));
        self.folder.path().join(name)
    }

    /// Dialogs that would touch files of the machine get an answer in a folder of this test.
    fn answer_paths(&mut self) -> bool {
        let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/static-site.json");
        let answer = match app(&self.window).session().view().dialog.cloned() {
            Some(Dialog::OpenPath) => AppCommand::OpenPath(Path::new(example).to_owned()),
            Some(Dialog::SavePath { .. }) => AppCommand::SaveTo(self.file("json")),
            Some(Dialog::ExportPath { kind, .. }) => AppCommand::ExportTo {
                path: self.file(kind.extension()),
                kind,
                // A picture is the work of the export's own tests.
                scale: if kind == ExportKind::Png { 0.1 } else { 1.0 },
            },
            Some(Dialog::LogPath { client }) => AppCommand::ImportLogFrom {
                client,
                path: self.file("log"),
            },
            _ => return false,
        };
        // Typing into the field is tried as well, with a way out that writes nothing.
        if self.random.below(2) == 0 {
            self.event(Event::Text("a/../b".into()));
            self.key(Modifiers::NONE, Key::Escape);
        } else {
            self.command(answer);
        }
        true
    }

    /// Anywhere, mostly on something.
    fn place(&mut self) -> Pos2 {
        let size = self.window.ctx.content_rect().size();
        if self.random.below(4) == 0 {
            return (size * vec2(self.random.share(), self.random.share())).to_pos2();
        }
        let rects: Vec<Rect> = self
            .window
            .query_all_by(|node| !matches!(node.role(), Role::Window | Role::Label))
            .filter(|node| node.accesskit_node().bounding_box().is_some())
            .map(|node| node.rect())
            .filter(|rect| rect.is_finite() && rect.center().x < size.x && rect.center().y < size.y)
            .collect();
        if rects.is_empty() {
            return (size * 0.5).to_pos2();
        }
        let rect = self.random.of(&rects);
        rect.min + rect.size() * vec2(self.random.share(), self.random.share())
    }

    fn button(&mut self, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        let pos = self.pointer;
        self.held = pressed.then_some(button);
        self.event(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers,
        });
    }

    fn moved(&mut self, to: Pos2) {
        self.pointer = to;
        self.event(Event::PointerMoved(to));
    }

    fn modifiers(&mut self) -> Modifiers {
        let chosen = [
            Modifiers::NONE,
            Modifiers::NONE,
            Modifiers::NONE,
            Modifiers::SHIFT,
            Modifiers::ALT,
            Modifiers::COMMAND,
        ];
        self.random.of(&chosen)
    }

    fn hold(&mut self, modifiers: Modifiers) {
        self.event(Event::ModifiersChanged(modifiers));
    }

    fn click(&mut self, times: usize, button: PointerButton) {
        let (to, modifiers) = (self.place(), self.modifiers());
        self.moved(to);
        self.hold(modifiers);
        for _ in 0..times {
            self.button(button, true, modifiers);
            self.button(button, false, modifiers);
        }
        self.hold(Modifiers::NONE);
    }

    /// A drag, sometimes broken off by Escape, by a key, or by leaving the window.
    fn drag(&mut self) {
        let (from, to, modifiers) = (self.place(), self.place(), self.modifiers());
        let button = self.random.of(&[
            PointerButton::Primary,
            PointerButton::Primary,
            PointerButton::Primary,
            PointerButton::Middle,
        ]);
        self.moved(from);
        self.hold(modifiers);
        self.button(button, true, modifiers);
        for step in 1..=3 {
            self.moved(from.lerp(to, step as f32 / 3.0));
        }
        match self.random.below(8) {
            0 => self.key(Modifiers::NONE, Key::Escape),
            1 => self.any_key(),
            2 => self.event(Event::PointerGone),
            _ => {}
        }
        self.button(button, false, modifiers);
        self.hold(Modifiers::NONE);
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        for pressed in [true, false] {
            self.event(Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            });
        }
    }

    /// A key of the table of commands, as the window system would tell of it.
    fn any_key(&mut self) {
        let keys: Vec<Shortcut> = TABLE.iter().flat_map(|e| e.keys).copied().collect();
        let Shortcut { modifiers, key } = self.random.of(&keys);
        // Real keyboards tell of Ctrl twice.
        let modifiers = Modifiers {
            ctrl: modifiers.command,
            ..modifiers
        };
        self.hold(modifiers);
        match (modifiers.command, key) {
            (true, Key::C) => self.event(Event::Copy),
            (true, Key::X) => self.event(Event::Cut),
            (true, Key::V) => {
                let text = self.clipboard();
                self.event(Event::Paste(text));
            }
            _ => self.key(modifiers, key),
        }
        self.hold(Modifiers::NONE);
    }

    /// Keys that only widgets know.
    fn widget_key(&mut self) {
        let key = self.random.of(&[
            Key::Tab,
            Key::Enter,
            Key::Space,
            Key::Escape,
            Key::ArrowDown,
            Key::ArrowUp,
            Key::ArrowLeft,
            Key::ArrowRight,
            Key::Home,
            Key::End,
            Key::PageDown,
        ]);
        let modifiers = self.random.of(&[Modifiers::NONE, Modifiers::SHIFT]);
        self.hold(modifiers);
        self.key(modifiers, key);
        self.hold(Modifiers::NONE);
    }

    /// Something from another program, or what was copied here.
    fn clipboard(&mut self) -> String {
        let copied = |command: &egui::OutputCommand| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        };
        let output = &self.window.output().platform_output.commands;
        let own = output.iter().find_map(copied);
        own.unwrap_or_else(|| {
            let texts = [
                "",
                "not JSON",
                "{}",
                include_str!("../../examples/client-server.json"),
            ];
            self.random.of(&texts).to_owned()
        })
    }

    fn write(&mut self) {
        let texts = [
            "7",
            "-1e309",
            "0",
            "서울",
            "a",
            "# 제목\n- 하나",
            "[x](file:///)",
            "\u{200b}",
            "9999999999999999999999",
        ];
        let text = self.random.of(&texts);
        self.event(Event::Text(text.to_owned()));
    }

    fn wheel(&mut self) {
        let to = self.place();
        self.moved(to);
        let modifiers = self.modifiers();
        let delta = vec2(self.random.share() - 0.5, self.random.share() - 0.5) * 400.0;
        let unit = self
            .random
            .of(&[MouseWheelUnit::Point, MouseWheelUnit::Line]);
        self.event(Event::MouseWheel {
            unit,
            delta,
            phase: TouchPhase::Move,
            modifiers,
        });
    }

    fn settings(&mut self) {
        let lang = self.random.of(&[Lang::En, Lang::Ko]);
        let look = self
            .random
            .of(&[ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::System]);
        let command = match self.random.below(3) {
            0 => AppCommand::SetLanguage(lang),
            1 => AppCommand::SetTheme(look),
            _ => AppCommand::TogglePlay,
        };
        self.command(command);
    }

    /// A window of another size.
    fn resize(&mut self) {
        let size = self.random.of(&SIZES);
        self.diary.note(&size);
        self.window.set_size(size.into());
        self.window.step();
        self.check();
    }

    fn act(&mut self) {
        if self.answer_paths() {
            return;
        }
        match self.random.below(40) {
            0..=8 => self.click(1, PointerButton::Primary),
            9..=10 => self.click(2, PointerButton::Primary),
            11..=13 => self.click(1, PointerButton::Secondary),
            14..=19 => self.drag(),
            20..=26 => self.any_key(),
            27..=30 => self.widget_key(),
            31..=32 => self.write(),
            33..=34 => self.wheel(),
            35 => {
                let zoom = 0.2 + 2.5 * self.random.share();
                self.event(Event::Zoom(zoom));
            }
            36 => {
                let to = self.place();
                self.moved(to);
            }
            37 => self.event(Event::PointerGone),
            38 => self.resize(),
            _ => self.settings(),
        }
    }

    /// All the way back, and forth again.
    fn undo_all(&mut self) {
        self.command(AppCommand::Pause);
        for _ in 0..4 {
            self.key(Modifiers::NONE, Key::Escape);
        }
        self.command(AppCommand::CloseDialog);
        self.command(AppCommand::EndGesture);
        let last = document(&self.window).clone();
        let mut steps = 0;
        while app(&self.window).session().view().undo.is_some() {
            self.command(AppCommand::Undo);
            steps += 1;
        }
        assert_eq!(*document(&self.window), *self.base);
        for _ in 0..steps {
            self.command(AppCommand::Redo);
        }
        assert_eq!(*document(&self.window), last);
    }
}

fn play(own_seed: u64, start: Document) {
    let events = from_environment("TOPOLAB_MONKEY_EVENTS").unwrap_or(450) as usize;
    let mut monkey = Monkey::new(own_seed, start);
    while monkey.diary.count < events {
        monkey.act();
    }
    monkey.undo_all();
}

fn example(text: &str) -> Document {
    sim_core::file::load(text).unwrap().document
}

#[test]
fn on_an_empty_canvas() {
    play(1, Document::default());
}

#[test]
fn on_two_zones() {
    play(2, drawing());
}

#[test]
fn on_three_tiers() {
    play(3, example(include_str!("../../examples/three-tier.json")));
}

#[test]
fn on_a_retry_storm() {
    play(4, example(include_str!("../../examples/retry-storm.json")));
}

#[test]
fn on_notes_and_files() {
    play(
        5,
        example(include_str!("../../examples/file-processing.json")),
    );
}
