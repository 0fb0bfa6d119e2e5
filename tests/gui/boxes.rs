//! Containers under a hand: collapsed and expanded, seen from far away, crossed by tiers, in line with what is around.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Rect, vec2};
use egui_kittest::kittest::Queryable;
use sim_core::document::Document;
use topolab::commands::AppCommand;
use topolab::i18n::Lang;
use topolab::theme::ThemeChoice;

use super::canvas::{
    Window, app, at, card, click, command, document, drag, drag_and_hold, drag_then_alt, id, press,
    selected, window, window_of,
};
use super::harness::double_click;

/// Columns of zones, rows of subnets, and what stands in the crossings.
const GRID: &str = include_str!("grid.json");

fn grid() -> Document {
    sim_core::file::load(GRID).unwrap().document
}

fn collapsed(window: &Window, container: &str) -> bool {
    document(window).containers[&id(container)].collapsed
}

/// The button of this label.
fn button(window: &Window, label: &str) -> Rect {
    window.get_by_role_and_label(Role::Button, label).rect()
}

/// The rectangle of the card that stands for a container.
fn stack(window: &Window, name: &str) -> Rect {
    let found = window.get_by(|node| {
        let label = node.label().unwrap_or_default();
        node.role() == Role::Button && label.starts_with(name) && label.contains("collapsed")
    });
    found.rect()
}

#[test]
fn the_chevron_collapses_a_zone_and_brings_it_back() {
    let mut window = window();
    let before = document(&window).clone();
    let chevron = button(&window, "Collapse Zone a");
    assert!(chevron.width() >= 24.0 && chevron.height() >= 24.0);
    click(&mut window, chevron.center());
    assert!(collapsed(&window, "zone-a"));
    assert_eq!(selected(&window), ["zone-a"]);
    assert!(window.query_by_label("Browsers → ALB").is_none());
    let stack = stack(&window, "Zone a, Availability Zone, 1 component");
    assert!((stack.width() / stack.height() - 176.0 / 84.0).abs() < 0.05);
    // Its links end at the card.
    for line in ["Browsers → Zone a", "Zone a → 주문 WAS"] {
        assert!(window.query_by_label(line).is_some(), "{line}");
    }
    let chevron = button(&window, "Expand Zone a");
    window.run_steps(20);
    click(&mut window, chevron.center());
    assert_eq!(*document(&window), before);
    assert!(window.query_by_label("Browsers → ALB").is_some());
}

#[test]
fn a_double_click_on_the_chevron_is_one_change_and_one_on_the_card_expands() {
    let mut window = window();
    let chevron = button(&window, "Collapse Zone a").center();
    double_click(&mut window, chevron);
    assert!(collapsed(&window, "zone-a"));
    let stack = stack(&window, "Zone a");
    window.run_steps(20);
    double_click(&mut window, stack.center() + vec2(20.0, 10.0));
    assert!(!collapsed(&window, "zone-a"));
    command(&mut window, AppCommand::Undo);
    assert!(collapsed(&window, "zone-a"), "one step each");
}

#[test]
fn the_keys_and_the_menus_collapse_and_expand() {
    let mut window = window();
    let title = button(&window, "Zone a, Availability Zone").center();
    click(&mut window, title);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Home);
    window.run();
    assert!(collapsed(&window, "zone-a"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    window.run();
    assert!(!collapsed(&window, "zone-a"));
    press(&mut window, title, PointerButton::Secondary);
    // The inspector has a button of the same name; the menu is on top.
    let item = window
        .get_all_by_label_contains("Collapse to a card")
        .last();
    let item = item.unwrap().rect();
    click(&mut window, item.center());
    assert!(collapsed(&window, "zone-a"));
    let stack = stack(&window, "Zone a").center();
    press(&mut window, stack, PointerButton::Secondary);
    let item = window.get_all_by_label_contains("Expand").last().unwrap();
    let item = item.rect();
    click(&mut window, item.center());
    assert!(!collapsed(&window, "zone-a"));
}

#[test]
fn the_inspector_of_a_container_has_the_button() {
    let mut window = window();
    let title = button(&window, "Zone c, Availability Zone").center();
    click(&mut window, title);
    let collapse = button(&window, "Collapse to a card");
    click(&mut window, collapse.center());
    assert!(collapsed(&window, "zone-c"));
    let expand = button(&window, "Expand");
    click(&mut window, expand.center());
    assert!(!collapsed(&window, "zone-c"));
}

#[test]
fn a_card_is_dragged_with_all_that_is_inside() {
    let mut window = window();
    command(&mut window, AppCommand::Collapse(Some(id("zone-a"))));
    let z = app(&window).session().view().camera.zoom;
    let stack = stack(&window, "Zone a").center();
    drag(&mut window, stack, stack + vec2(40.0, 200.0) * z);
    assert_eq!(
        document(&window).containers[&id("zone-a")].at,
        [320.0, 248.0]
    );
    assert_eq!(at(&window, "alb"), [360.0, 320.0]);
    assert_eq!(
        document(&window).components[&id("alb")].parent,
        Some(id("zone-a"))
    );
}

#[test]
fn find_shows_the_card_while_one_types_and_brings_out_what_one_goes_to() {
    let mut window = window();
    command(&mut window, AppCommand::Collapse(Some(id("zone-a"))));
    command(&mut window, AppCommand::ClearSelection);
    command(&mut window, AppCommand::Find(true));
    window.event(Event::Text("ALB".to_owned()));
    window.run();
    assert!(collapsed(&window, "zone-a"));
    assert_eq!(selected(&window), ["zone-a"]);
    window.key_press(Key::Enter);
    window.run();
    assert!(!collapsed(&window, "zone-a"));
    assert_eq!(selected(&window), ["alb"]);
}

#[test]
fn several_links_are_one_line_that_selects_them_all() {
    let mut document = grid();
    let row: Vec<_> = document.containers.keys().cloned().collect();
    assert_eq!(row.len(), 5);
    for zone in ["a", "c"] {
        let found = document.containers.get_mut(&id(zone)).unwrap();
        std::sync::Arc::make_mut(found).collapsed = true;
    }
    let mut window = window_of([1440.0, 900.0], document);
    // Both web servers of both zones lead to the one database: the WAS of each zone.
    let lines = window
        .query_all_by_label_contains("Zone a → Zone c")
        .count();
    assert_eq!(lines, 1);
    let line = window.get_by_label_contains("Zone a → Zone c").rect();
    click(&mut window, line.center());
    let mut links = selected(&window);
    links.sort();
    assert_eq!(links, ["was-a-db", "web-a-was-c"]);
}

#[test]
fn the_far_plate_stands_for_its_cards_and_leads_to_them() {
    let mut window = window_of([1440.0, 900.0], grid());
    let zoom = 0.149;
    command(
        &mut window,
        AppCommand::SetCamera {
            pan: [300.0, 200.0],
            zoom,
        },
    );
    let plate = button(&window, "Zone a, Availability Zone");
    assert!(plate.width() > 40.0 && plate.height() > 40.0, "{plate:?}");
    assert!(window.query_by_label_contains("nginx a, ").is_none());
    click(&mut window, plate.center());
    assert_eq!(selected(&window), ["a"]);
    window.run_steps(20);
    let z = |window: &Window| app(window).session().view().camera.zoom;
    double_click(&mut window, plate.center());
    assert!(z(&window) > 0.5, "{}", z(&window));
    assert!(window.query_by_label_contains("nginx a, ").is_some());
}

#[test]
fn a_card_comes_into_line_with_its_neighbour_unless_alt_is_held() {
    // The lower edge of the database lies on no line of the grid.
    let mut window = window();
    let z = app(&window).session().view().camera.zoom;
    let from = card(&window, "Browsers").center();
    drag(&mut window, from, from + vec2(0.0, 324.0 + 3.0) * z);
    let y = at(&window, "users")[1];
    assert_eq!(y, 444.0, "top to the lower edge of the database");
    command(&mut window, AppCommand::Undo);
    drag_then_alt(&mut window, from, from + vec2(0.0, 324.0 + 3.0) * z);
    let y = at(&window, "users")[1];
    assert!((y - 447.0).abs() < 0.6, "{y}");
}

#[test]
fn a_dropped_component_comes_into_line_as_well() {
    let mut window = window();
    let z = app(&window).session().view().camera.zoom;
    let entry = window
        .get_by_role_and_label(Role::Button, "Add Server")
        .rect()
        .center();
    let users = card(&window, "Browsers").center();
    // A little off the middle of the card above.
    let to = users + vec2(3.0, 200.0) * z;
    drag_and_hold(&mut window, entry, to);
    window.drop_at(to);
    window.run();
    let [x, _] = at(&window, "server");
    assert_eq!(x, 0.0);
}

fn picture(name: &str, size: [f32; 2], look: ThemeChoice, lang: Lang, shut: &[&str], zoom: f32) {
    let mut window = window_of(size, grid());
    let commands = [
        AppCommand::SetTheme(look),
        AppCommand::SetLanguage(lang),
        AppCommand::TogglePalette,
        AppCommand::ToggleInspector,
        AppCommand::ToggleDock,
    ];
    for one in commands {
        command(&mut window, one);
    }
    for container in shut {
        command(&mut window, AppCommand::Collapse(Some(id(container))));
    }
    command(&mut window, AppCommand::ClearSelection);
    command(&mut window, AppCommand::StepSeconds(20.0));
    let pan = [60.0, 40.0];
    command(&mut window, AppCommand::SetCamera { pan, zoom });
    window.event(Event::PointerGone);
    window.run();
    window.snapshot(name);
}

const LARGE: [f32; 2] = [1280.0, 760.0];
const SMALL: [f32; 2] = [1024.0, 640.0];

#[test]
fn picture_of_a_grid() {
    picture(
        "boxes_dark_en",
        LARGE,
        ThemeChoice::Dark,
        Lang::En,
        &[],
        0.9,
    );
}

#[test]
fn picture_of_a_card() {
    picture(
        "boxes_shut_dark_en",
        LARGE,
        ThemeChoice::Dark,
        Lang::En,
        &["a"],
        0.9,
    );
}

#[test]
fn picture_of_two_cards() {
    let shut = ["a", "c"];
    picture(
        "boxes_shut_light_ko",
        LARGE,
        ThemeChoice::Light,
        Lang::Ko,
        &shut,
        0.9,
    );
}

#[test]
fn picture_from_very_far() {
    picture(
        "boxes_far_dark_en",
        SMALL,
        ThemeChoice::Dark,
        Lang::En,
        &[],
        0.149,
    );
}

#[test]
fn picture_from_far() {
    picture(
        "boxes_far_light_ko",
        SMALL,
        ThemeChoice::Light,
        Lang::Ko,
        &[],
        0.25,
    );
}

/// Cards that are specks: selected ones stand out from the others, also those of which it is the neighbour.
#[test]
fn picture_of_selected_cards_from_very_far() {
    let card = |n: usize| {
        let (x, y) = (n % 16 * 300, n / 16 * 200);
        format!(r#"{{ "id": "c{n}", "service": "was", "name": "WAS {n}", "at": [{x}, {y}] }}"#)
    };
    let link = |n: usize| format!(r#"{{ "id": "l{n}", "from": "c{n}", "to": "c{}" }}"#, n + 1);
    let cards: Vec<String> = (0..128).map(card).collect();
    let links: Vec<String> = (0..127).filter(|n| n % 16 < 15).map(link).collect();
    let (cards, links) = (cards.join(","), links.join(","));
    let drawing = format!(r#"{{ "version": 1, "components": [{cards}], "links": [{links}] }}"#);
    let mut window = window_of(SMALL, sim_core::file::load(&drawing).unwrap().document);
    let (pan, zoom) = ([20.0, 40.0], 0.14);
    let chosen = (0..128).filter(|n| n % 16 < 8 && n / 16 < 4 || n % 5 == 0);
    for one in [
        AppCommand::TogglePalette,
        AppCommand::ToggleInspector,
        AppCommand::ToggleDock,
        AppCommand::SetCamera { pan, zoom },
        AppCommand::Select {
            ids: chosen.map(|n| id(&format!("c{n}"))).collect(),
            mode: topolab::commands::SelectMode::Replace,
        },
    ] {
        command(&mut window, one);
    }
    window.event(Event::PointerGone);
    window.run();
    window.snapshot("boxes_far_selected_dark_en");
}
