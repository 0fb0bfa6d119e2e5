//! The frame of the window: keys, title, files, the question before closing.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use topolab::commands::AppCommand;
use topolab::window::TopolabApp;

use super::harness;

const DESIGN: &str = include_str!("../../examples/three-tier.json");

/// The program in a test window. It is made in the first frame, because it needs the window's context.
#[derive(Default)]
pub struct Program(Option<TopolabApp>);

impl Program {
    pub fn app(&self) -> &TopolabApp {
        self.0.as_ref().unwrap()
    }

    pub fn app_mut(&mut self) -> &mut TopolabApp {
        self.0.as_mut().unwrap()
    }
}

pub fn open(size: [f32; 2]) -> Harness<'static, Program> {
    let show = |ui: &mut egui::Ui, program: &mut Program| {
        let Some(app) = &mut program.0 else {
            let document = sim_core::file::load(DESIGN).unwrap().document;
            program.0 = Some(TopolabApp::headless(ui.ctx(), document));
            ui.ctx().request_repaint();
            return;
        };
        harness::edge_to_edge(ui, |ui| app.show(ui));
    };
    let mut window = harness::window(size)
        .with_max_steps(20)
        .build_ui_state(show, Program::default());
    window.run_steps(4);
    window
}

/// Sends a command as a view would.
pub fn send(window: &mut Harness<'_, Program>, command: AppCommand) {
    let ctx = window.ctx.clone();
    window
        .state_mut()
        .0
        .as_mut()
        .unwrap()
        .command(&ctx, command);
    window.run_steps(2);
}

fn playing(window: &Harness<'_, Program>) -> bool {
    window.state().app().session().view().run.playing
}

fn components(window: &Harness<'_, Program>) -> usize {
    window.state().app().session().document().components.len()
}

#[test]
fn space_plays_and_pauses_and_the_clock_moves() {
    let mut window = open([1440.0, 900.0]);
    assert!(!playing(&window));
    window.key_press(Key::Space);
    window.run_steps(2);
    assert!(playing(&window));
    for _ in 0..60 {
        window.state_mut().0.as_mut().unwrap().advance(1.0 / 60.0);
    }
    assert!(window.state().app().session().view().now().as_secs_f64() > 5.0);
    window.key_press(Key::Space);
    window.run_steps(2);
    assert!(!playing(&window));
}

#[test]
fn keys_step_reset_and_change_the_pace() {
    let mut window = open([1440.0, 900.0]);
    let now =
        |window: &Harness<'_, Program>| window.state().app().session().view().now().as_secs_f64();
    window.key_press(Key::ArrowRight);
    window.run_steps(2);
    assert!((now(&window) - 1.0).abs() < 1e-9);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run_steps(2);
    assert!((now(&window) - 11.0).abs() < 1e-9);
    window.key_press(Key::R);
    window.run_steps(2);
    assert_eq!(now(&window), 0.0);
    let pace = window.state().app().session().view().run.asked;
    window.key_press(Key::CloseBracket);
    window.run_steps(2);
    assert_eq!(
        window.state().app().session().view().run.asked,
        pace.faster()
    );
}

#[test]
fn shift_one_fits_again_and_again_also_where_shift_is_let_go_first() {
    let mut window = open([1440.0, 900.0]);
    let zoom = |window: &Harness<'_, Program>| window.state().app().session().view().camera.zoom;
    let fitted = zoom(&window);
    for _ in 0..2 {
        send(&mut window, AppCommand::ZoomIn);
        assert!(zoom(&window) > fitted);
        for (key, pressed, modifiers) in [
            (Key::Exclamationmark, true, Modifiers::SHIFT),
            (Key::Num1, false, Modifiers::NONE),
        ] {
            window.event(egui::Event::Key {
                key,
                physical_key: Some(Key::Num1),
                pressed,
                repeat: false,
                modifiers,
            });
            window.run_steps(2);
        }
        assert_eq!(zoom(&window), fitted);
    }
}

#[test]
fn select_all_delete_undo_redo_by_keys() {
    let mut window = open([1440.0, 900.0]);
    let before = components(&window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    window.key_press(Key::Delete);
    window.run_steps(2);
    assert_eq!(components(&window), 0);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(components(&window), before);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run_steps(2);
    assert_eq!(components(&window), 0);
}

#[test]
fn three_nudges_by_key_are_three_steps() {
    let mut window = open([1440.0, 900.0]);
    let id = window
        .state()
        .app()
        .session()
        .document()
        .components
        .keys()
        .next()
        .unwrap()
        .clone();
    let at = |window: &Harness<'_, Program>| {
        window.state().app().session().document().components[&id].at
    };
    let start = at(&window);
    send(
        &mut window,
        AppCommand::Select {
            ids: vec![id.clone()],
            mode: topolab::commands::SelectMode::Replace,
        },
    );
    for _ in 0..3 {
        window.key_press(Key::ArrowUp);
        window.run_steps(2);
    }
    assert_eq!(at(&window), [start[0], start[1] - 24.0]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(at(&window), [start[0], start[1] - 16.0]);
}

#[test]
fn no_key_acts_while_a_text_field_has_the_keyboard() {
    let mut window = open([1440.0, 900.0]);
    send(&mut window, AppCommand::FocusSearch);
    window.run_steps(3);
    assert!(
        window.ctx.text_edit_focused(),
        "the search field takes the keyboard"
    );
    for key in [Key::Space, Key::R, Key::Delete, Key::ArrowRight] {
        window.key_press(key);
        window.run_steps(1);
    }
    assert!(!playing(&window));
    assert_eq!(window.state().app().session().view().now().as_nanos(), 0);
}

#[test]
fn the_title_names_the_document_and_its_state() {
    let mut window = open([1440.0, 900.0]);
    let folder = tempfile::tempdir().unwrap();
    send(
        &mut window,
        AppCommand::SaveTo(folder.path().join("shop.json")),
    );
    send(
        &mut window,
        AppCommand::Place {
            service: "server".into(),
            at: None,
            parent: None,
        },
    );
    assert_eq!(window.state().app().title(), "shop* • Topolab");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run_steps(1);
    assert_eq!(window.state().app().title(), "shop • Topolab");
    window.get_by_label("Saved");
}

#[test]
fn a_dropped_file_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.json");
    std::fs::write(&path, include_str!("../../examples/client-server.json")).unwrap();
    let mut window = open([1440.0, 900.0]);
    window
        .input_mut()
        .dropped_files
        .push(std::sync::Arc::new(Dropped(path.clone())));
    window.run_steps(3);
    assert_eq!(
        window.state().app().session().view().path,
        Some(path.as_path())
    );
    assert_eq!(components(&window), 2);
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn stopped_it_asks_for_no_frame() {
    let mut window = open([1440.0, 900.0]);
    // `run` fails if the program goes on asking for frames.
    window.run();
    window.key_press(Key::Period);
    window.run();
}

#[test]
fn a_message_can_be_dismissed_and_goes_by_itself() {
    let mut window = open([1440.0, 900.0]);
    send(&mut window, AppCommand::Undo);
    window.get_by_label("Dismiss: Nothing to undo").click();
    window.run_steps(2);
    assert!(window.query_by_label("Nothing to undo").is_none());
    send(&mut window, AppCommand::Undo);
    window.run_steps(20);
    assert!(window.query_by_label("Nothing to undo").is_none());
}

/// In a narrow window there is no room beside the zoom in the corner of the canvas: messages stand above it.
#[test]
fn no_message_covers_the_zoom() {
    for width in [900.0, 1024.0, 1100.0, 1440.0] {
        let mut window = open([width, 640.0]);
        let example = AppCommand::OpenExample("three-tier");
        send(&mut window, example);
        let zoom = window.get_by(|node| {
            let name = node.label().unwrap_or_default();
            node.role() == Role::Button && name.starts_with("Zoom ") && name.ends_with('%')
        });
        let (zoom, cross) = (zoom.rect(), dismiss(&window));
        let text = window.query_all_by(|node| {
            let said = node.value().or(node.label()).unwrap_or_default();
            node.role() == Role::Label && said.starts_with("Right-click Availability Zone c")
        });
        let text: Vec<_> = text.map(|node| node.rect()).collect();
        assert!(!text.is_empty(), "{width}");
        for place in text.into_iter().chain([cross]) {
            assert!(
                !place.expand(8.0).intersects(zoom),
                "{width}: {place:?}, {zoom:?}"
            );
        }
    }
}

fn dismiss(window: &Harness<'static, Program>) -> egui::Rect {
    let cross = window.get_by(|node| {
        let name = node.label().unwrap_or_default();
        node.role() == Role::Button && name.starts_with("Dismiss: ")
    });
    cross.rect()
}

fn left_of(window: &Harness<'static, Program>, role: Role, name: &str) -> f32 {
    window.get_by_role_and_label(role, name).rect().left()
}

/// Whoever aims at a menu must not miss it because another drawing has another name, or because a run has figures.
#[test]
fn menus_and_the_play_button_stand_still_whatever_the_drawing_is_called() {
    for (width, menu) in [(1800.0, "File"), (1440.0, "File"), (1024.0, "Menu")] {
        let mut window = open([width, 900.0]);
        let places = |window: &Harness<'static, Program>| {
            let buttons = [menu, "Play", "Reset to t = 0"];
            buttons.map(|name| left_of(window, Role::Button, name))
        };
        let before = places(&window);
        let long =
            "The order system of the shop over three zones with everything that belongs to it";
        for name in ["S", long] {
            let called = sim_core::edit::Edit::SetTitle {
                name: name.to_owned(),
                description: String::new(),
            };
            send(&mut window, AppCommand::Edit(called, "step.title"));
            assert_eq!(places(&window), before, "{width}: {name}");
        }
        send(&mut window, AppCommand::StepSeconds(30.0));
        assert_eq!(places(&window), before, "{width}: with figures");
        send(&mut window, AppCommand::New);
        send(
            &mut window,
            AppCommand::AnswerUnsaved(topolab::session::UnsavedAnswer::Discard),
        );
        assert_eq!(places(&window), before, "{width}: a new drawing");
    }
}

#[test]
fn a_drawing_that_is_in_no_file_is_not_called_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open([1440.0, 900.0]);
    send(&mut window, AppCommand::New);
    window.get_by_label("not in a file");
    send(
        &mut window,
        AppCommand::SaveTo(folder.path().join("shop.json")),
    );
    assert!(window.query_by_label("not in a file").is_none());
    window.get_by_label("saved");
}
