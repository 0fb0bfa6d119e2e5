//! Bends of links under the hand, on the keyboard, from the menu.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use sim_core::edit::Edit;
use topolab::commands::{AppCommand, SelectMode};

use super::canvas::{Window, app, at, card, command, document, id, window};
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

fn ends(window: &Window, link: &str) -> [String; 2] {
    let link = &document(window).links[link];
    [link.from.to_string(), link.to.to_string()]
}

fn end(window: &Window, which: &str) -> Pos2 {
    handle(window, &format!("Move the {which} of {LINK}"))
}

#[test]
fn a_dragged_end_comes_to_another_card_and_the_link_stays_what_it_is() {
    let (mut window, middle) = chosen();
    drag(&mut window, middle, middle + vec2(0.0, 70.0));
    let bent = bends(&window);
    let to = end(&window, "end");
    let target = card(&window, "주문 WAS").center();
    drag(&mut window, to, target);
    assert_eq!(ends(&window, "users-alb"), ["users", "was"]);
    assert_eq!(bends(&window), bent, "its way goes on");
    assert_eq!(document(&window).links.len(), 2);
    assert_eq!(undo_name(&window), Some("step.reconnect"));
    command(&mut window, AppCommand::Undo);
    assert_eq!(ends(&window, "users-alb"), ["users", "alb"]);
    // Nobody calls a client: it is said, and nothing is done.
    let to = end(&window, "start");
    let target = card(&window, "Orders").center();
    drag(&mut window, to, target);
    assert_eq!(ends(&window, "users-alb"), ["users", "alb"]);
    let mut said = window.query_all_by_label_contains("Orders calls nobody");
    assert!(said.next().is_some());
    assert_eq!(at(&window, "users"), [0.0, 120.0], "no card was dragged");
}

#[test]
fn escape_or_empty_ground_leave_the_end_where_it_is() {
    let (mut window, _) = chosen();
    let to = end(&window, "end");
    let target = card(&window, "주문 WAS").center();
    window.hover_at(to);
    window.step();
    window.drag_at(to);
    window.step();
    for share in [0.3, 0.7, 1.0] {
        window.hover_at(to + (target - to) * share);
        window.step();
    }
    window.key_press(Key::Escape);
    window.step();
    window.drop_at(target);
    window.run();
    assert_eq!(ends(&window, "users-alb"), ["users", "alb"]);
    // The key has let go of the link, too.
    select(&mut window, &["users-alb"]);
    drag(&mut window, to, to + vec2(0.0, 200.0));
    assert_eq!(ends(&window, "users-alb"), ["users", "alb"]);
    assert_eq!(undo_name(&window), None);
    assert!(app(&window).session().view().dialog.is_none());
}

#[test]
fn two_clicks_move_an_end_and_the_menu_turns_a_link_around() {
    let (mut window, _) = chosen();
    let click = |window: &mut Window, at| {
        press(window, at, PointerButton::Primary);
        window.run();
    };
    let to = end(&window, "end");
    click(&mut window, to);
    let target = card(&window, "주문 WAS").center();
    click(&mut window, target);
    assert_eq!(ends(&window, "users-alb"), ["users", "was"]);
    // From the menu of another link, which may be turned around and then not be linked twice.
    select(&mut window, &["alb-was"]);
    let open = |window: &mut Window, entry: &str| {
        let place = handle(window, "Add a bend to ALB → 주문 WAS, stretch 1");
        press(window, place, PointerButton::Secondary);
        window.run();
        window.get_by_label(entry).click();
        window.run();
    };
    open(&mut window, "Reconnect to …");
    let target = card(&window, "Orders").center();
    click(&mut window, target);
    assert_eq!(ends(&window, "alb-was"), ["alb", "db"]);
    command(&mut window, AppCommand::Undo);
    open(&mut window, "Reverse");
    assert_eq!(ends(&window, "alb-was"), ["was", "alb"]);
    assert_eq!(undo_name(&window), Some("step.reverse"));
}
