//! Bends of links under the hand, on the keyboard, from the menu.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use sim_core::edit::Edit;
use topolab::commands::{AppCommand, SelectMode};

use super::canvas::{Window, app, at, command, document, id, window};
use super::harness::drag;

const LINK: &str = "Browsers → ALB";

fn bends(window: &Window) -> Vec<[f32; 2]> {
    document(window).links["users-alb"].bends.clone()
}

fn select(window: &mut Window, ids: &[&str]) {
    let ids = ids.iter().map(|key| id(key)).collect();
    let mode = SelectMode::Replace;
    command(window, AppCommand::Select { ids, mode });
}

/// A window with the link selected, and the place of the handle in its only stretch.
fn chosen() -> (Window, Pos2) {
    let mut window = window();
    select(&mut window, &["users-alb"]);
    let place = handle(&window, &format!("Add a bend to {LINK}, stretch 1"));
    (window, place)
}

fn handle(window: &Window, label: &str) -> Pos2 {
    window
        .get_by_role_and_label(Role::Button, label)
        .rect()
        .center()
}

fn canvas_point(window: &Window, at: Pos2) -> [f32; 2] {
    let first = handle(window, &format!("Bend 1 of {LINK}"));
    let view = app(window).session().view();
    let known = bends(window)[0];
    let by = (at - first) / view.camera.zoom;
    [known[0] + by.x, known[1] + by.y]
}

fn undo_name(window: &Window) -> Option<&'static str> {
    app(window).session().view().undo
}

#[test]
fn a_dragged_stretch_becomes_a_bend_on_the_grid_as_one_step() {
    let (mut window, middle) = chosen();
    drag(&mut window, middle, middle + vec2(0.0, 70.0));
    let made = bends(&window);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].map(|v| v % 8.0), [0.0, 0.0], "{made:?}");
    assert_eq!(undo_name(&window), Some("step.bend"));
    let shown = handle(&window, &format!("Bend 1 of {LINK}"));
    assert!((shown - (middle + vec2(0.0, 70.0))).length() < 8.0);
    // The bend itself, exactly where the pointer is.
    window.event(Event::ModifiersChanged(Modifiers::ALT));
    let target = canvas_point(&window, shown + vec2(13.0, 5.0));
    drag(&mut window, shown, shown + vec2(13.0, 5.0));
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    let moved = bends(&window);
    assert_eq!(moved.len(), 1);
    assert!((moved[0][0] - target[0]).abs() < 0.01 && (moved[0][1] - target[1]).abs() < 0.01);
    command(&mut window, AppCommand::Undo);
    assert_eq!(bends(&window), made);
    command(&mut window, AppCommand::Undo);
    assert!(bends(&window).is_empty());
}

#[test]
fn escape_forgets_the_bend_under_the_hand() {
    let (mut window, middle) = chosen();
    window.hover_at(middle);
    window.step();
    window.drag_at(middle);
    window.step();
    for y in [10.0, 40.0, 60.0] {
        window.hover_at(middle + vec2(0.0, y));
        window.step();
    }
    window.key_press(Key::Escape);
    window.step();
    window.drop_at(middle + vec2(0.0, 60.0));
    window.run();
    assert!(bends(&window).is_empty());
    assert_eq!(undo_name(&window), None);
}

#[test]
fn the_keyboard_adds_moves_and_removes_a_bend_and_leaves_the_link() {
    let (mut window, _) = chosen();
    let add = format!("Add a bend to {LINK}, stretch 1");
    window.get_by_role_and_label(Role::Button, &add).focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let start = bends(&window)[0];
    let bend = format!("Bend 1 of {LINK}");
    window.get_by_role_and_label(Role::Button, &bend).focus();
    window.run();
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowUp] {
        window.key_press(key);
        window.run();
    }
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    assert_eq!(bends(&window), [[start[0] + 16.0, start[1] + 32.0]]);
    assert_eq!(at(&window, "users"), [0.0, 120.0]);
    window.key_press(Key::Delete);
    window.run();
    assert!(bends(&window).is_empty());
    assert_eq!(document(&window).links.len(), 2, "the link stays");
    // With the bend its keyboard is gone: the key means the link again.
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(document(&window).links.len(), 1);
}

#[test]
fn a_double_click_removes_a_bend() {
    let (mut window, middle) = chosen();
    drag(&mut window, middle, middle + vec2(0.0, 70.0));
    let bend = handle(&window, &format!("Bend 1 of {LINK}"));
    for _ in 0..2 {
        press(&mut window, bend, PointerButton::Primary);
    }
    window.run();
    assert!(bends(&window).is_empty());
}

fn press(window: &mut Window, pos: Pos2, button: PointerButton) {
    window.hover_at(pos);
    window.step();
    for pressed in [true, false] {
        window.event(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
}

#[test]
fn the_menu_adds_a_bend_where_it_was_called_up_and_straightens() {
    let (mut window, middle) = chosen();
    // Beside the handle, on the line.
    let there = middle + vec2(-20.0, 0.0);
    press(&mut window, there, PointerButton::Secondary);
    window.run();
    window.get_by_label("Add bend").click();
    window.run();
    let bend = handle(&window, &format!("Bend 1 of {LINK}"));
    assert!((bend - there).length() < 10.0, "{bend:?} {there:?}");
    press(&mut window, bend, PointerButton::Secondary);
    window.run();
    assert!(window.query_by_label("Remove bend").is_some());
    window.get_by_label("Straighten").click();
    window.run();
    assert!(bends(&window).is_empty());
    assert_eq!(undo_name(&window), Some("step.straighten"));
}

#[test]
fn bends_are_copied_moved_along_and_forgotten_by_the_layout() {
    let mut window = window();
    let way = vec![[240.0, 40.0], [260.0, 100.0]];
    let edit = Edit::Bend {
        id: id("users-alb"),
        bends: way.clone(),
    };
    command(&mut window, AppCommand::Edit(edit, "step.bend"));
    select(&mut window, &["users", "alb"]);
    command(&mut window, AppCommand::Duplicate);
    let copy = document(&window).links.values().last().unwrap();
    assert_eq!(copy.bends, [[264.0, 64.0], [284.0, 124.0]]);
    select(&mut window, &["users", "alb"]);
    command(
        &mut window,
        AppCommand::NudgeSelection { dx: 8.0, dy: -8.0 },
    );
    assert_eq!(bends(&window), [[248.0, 32.0], [268.0, 92.0]]);
    command(&mut window, AppCommand::Undo);
    assert_eq!(bends(&window), way);
    select(&mut window, &["was", "db"]);
    command(&mut window, AppCommand::Arrange);
    assert_eq!(bends(&window), way, "its cards stay where they are");
    select(&mut window, &[]);
    command(&mut window, AppCommand::Arrange);
    assert!(bends(&window).is_empty());
    command(&mut window, AppCommand::Undo);
    assert_eq!(bends(&window), way, "one step");
}
