//! Putting things in order, by keys and by the menus of the window.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};
use sim_core::document::Document;
use topolab::window::TopolabApp;

use super::harness;

/// A chain that stands from right to left, its end in a zone that is far too small.
const DRAWING: &str = r#"{ "version": 1, "name": "Mess",
  "containers": [
    { "id": "seoul", "kind": "region", "name": "Seoul", "at": [0, 0], "size": [400, 300] },
    { "id": "zone-a", "kind": "zone", "name": "Zone a", "in": "seoul", "at": [40, 48], "size": [120, 96] } ],
  "components": [
    { "id": "users", "service": "client", "name": "Browsers", "at": [900, 0] },
    { "id": "web", "service": "server", "name": "Web", "in": "seoul", "at": [500, 200] },
    { "id": "db", "service": "rds", "name": "Orders", "in": "zone-a", "at": [80, 90] } ],
  "links": [ { "id": "a", "from": "users", "to": "web" }, { "id": "b", "from": "web", "to": "db" } ] }"#;

type Window = Harness<'static, Option<TopolabApp>>;

fn window() -> Window {
    let builder = harness::window([1440.0, 900.0])
        .with_step_dt(0.05)
        .with_max_steps(100);
    let mut window = builder.build_ui_state(
        |ui, app: &mut Option<TopolabApp>| {
            let document = || sim_core::file::load(DRAWING).unwrap().document;
            let app = app.get_or_insert_with(|| TopolabApp::headless(ui.ctx(), document()));
            harness::edge_to_edge(ui, |ui| app.show(ui));
        },
        None,
    );
    window.run();
    window
}

fn document(window: &Window) -> &Document {
    window.state().as_ref().unwrap().session().document()
}

fn x(window: &Window, component: &str) -> f32 {
    document(window).components[component].at[0]
}

fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

/// Left edge of a card on the screen.
fn shown_at(window: &Window, name: &str) -> f32 {
    let card = window.get_by(|node| {
        node.role() == Role::Button
            && node
                .label()
                .is_some_and(|l| l.starts_with(name) && l.contains(", unknown"))
    });
    card.rect().left()
}

const LAYOUT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

#[test]
fn the_key_lays_out_from_left_to_right_and_one_undo_brings_the_mess_back() {
    let mut window = window();
    key(&mut window, LAYOUT, Key::L);
    let [users, web, db] = ["users", "web", "db"].map(|name| x(&window, name));
    assert!(
        users + 176.0 < web && web + 176.0 < db,
        "{users} {web} {db}"
    );
    let zone = &document(&window).containers["zone-a"];
    assert!(zone.holds(document(&window).components["db"].at, [176.0, 84.0]));
    key(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(
        *document(&window),
        sim_core::file::load(DRAWING).unwrap().document
    );
}

#[test]
fn cards_glide_to_their_places_and_do_not_where_motion_is_reduced() {
    let mut window = window();
    window.key_press_modifiers(LAYOUT, Key::L);
    window.run_steps(4);
    let on_the_way = shown_at(&window, "Browsers");
    window.run();
    let there = shown_at(&window, "Browsers");
    assert!(on_the_way > there + 1.0, "{on_the_way} to {there}");
    key(&mut window, Modifiers::COMMAND, Key::Z);
    window.get_by_role_and_label(Role::Button, "View").click();
    window.run();
    window
        .get_by_role_and_label(Role::Button, "Reduce motion")
        .click();
    window.run();
    window.key_press_modifiers(LAYOUT, Key::L);
    window.run_steps(4);
    assert!((shown_at(&window, "Browsers") - there).abs() < 1.0);
}

#[test]
fn the_menu_aligns_what_is_selected_and_says_what_is_missing() {
    let mut window = window();
    window
        .get_by_role_and_label(Role::Button, "Arrange")
        .click();
    window.run();
    let item = |window: &Window| {
        window
            .get_by_role_and_label(Role::Button, "Align left edges")
            .rect()
            .center()
    };
    let at = item(&window);
    window.hover_at(at);
    window.run_steps(20);
    assert!(
        window
            .query_by_label("Select at least two components or containers")
            .is_some()
    );
    key(&mut window, Modifiers::NONE, Key::Escape);
    key(&mut window, Modifiers::COMMAND, Key::A);
    window
        .get_by_role_and_label(Role::Button, "Arrange")
        .click();
    window.run();
    // The inspector has a button of the same name.
    window
        .get_all_by_role_and_label(Role::Button, "Align left edges")
        .find(|button| button.rect().left() < 900.0)
        .unwrap()
        .click();
    window.run();
    assert_eq!(
        x(&window, "users"),
        document(&window).containers["seoul"].at[0]
    );
    assert_eq!(
        x(&window, "db"),
        80.0,
        "what stands in a moved container keeps its place in it"
    );
}

#[test]
fn the_menu_groups_and_ungroups_and_the_keys_do_the_same() {
    let mut window = window();
    let menu = |window: &mut Window, command: &str| {
        window
            .get_by_role_and_label(Role::Button, "Arrange")
            .click();
        window.run();
        // The palette has an entry of the same name; the menu is on top.
        window
            .get_all_by_role_and_label(Role::Button, command)
            .last()
            .unwrap()
            .click();
        window.run();
    };
    window.get_by_label_contains("Orders, ").click();
    window.run();
    menu(&mut window, "Group");
    let host = |window: &Window, card: &str| {
        let parent = &document(window).components[card].parent;
        parent.as_ref().map(ToString::to_string)
    };
    assert_eq!(host(&window, "db").as_deref(), Some("group"));
    assert!(window.query_by_label("Group, Group").is_some());
    menu(&mut window, "Ungroup");
    assert_eq!(host(&window, "db").as_deref(), Some("zone-a"));
    assert!(window.query_by_label("Group, Group").is_none());
    key(&mut window, Modifiers::COMMAND, Key::G);
    assert_eq!(host(&window, "db").as_deref(), Some("group"));
    key(&mut window, LAYOUT, Key::G);
    assert_eq!(host(&window, "db").as_deref(), Some("zone-a"));
    // Nothing selected: the key says what it needs.
    key(&mut window, Modifiers::NONE, Key::Escape);
    key(&mut window, Modifiers::COMMAND, Key::G);
    let why = "Select a component or a container";
    assert!(window.query_all_by_label_contains(why).next().is_some());
}
