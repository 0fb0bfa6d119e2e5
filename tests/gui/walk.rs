//! The way of the keyboard through the window, and a way without dragging to everything that is dragged.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::epaint::Shape;
use egui::{Color32, Id, Key, Modifiers, PointerButton, Pos2, Rect, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use topolab::commands::{AppCommand, SelectMode, SidePanel};
use topolab::session::{AfterUnsaved, Dialog, Finder, UnsavedAnswer};

use super::access::{all_dialogs, open_tab};
use super::canvas::{
    Window, app, at, card, click, command, document, id, press, selected, window, window_with,
};
use super::harness::{double_click, drag};
use super::shapes;

fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn tab(window: &mut Window) {
    window.key_press(Key::Tab);
    window.step();
    window.step();
}

fn select(window: &mut Window, items: &[&str]) {
    let ids = items.iter().map(|item| id(item)).collect();
    let mode = SelectMode::Replace;
    command(window, AppCommand::Select { ids, mode });
}

/// What has the keyboard: its id, its rectangle and what a reader of the screen says.
fn focused(window: &Window) -> (Id, Rect, String) {
    let id = window.ctx.memory(|memory| memory.focused()).unwrap();
    let widget = window
        .ctx
        .viewport(|viewport| viewport.prev_pass.widgets.get(id).copied());
    let node = window.get_by(|node| node.is_focused());
    let node = node.accesskit_node();
    let name = node.label().or(node.value()).unwrap_or_default();
    (id, widget.unwrap().rect, name)
}

/// The part of the window that a place lies in, in the order in which the keyboard goes through them.
fn part(window: &Window, rect: Rect) -> usize {
    let canvas = window.get_by_role_and_label(Role::Canvas, "Canvas").rect();
    let at = rect.center();
    if at.y < canvas.top() {
        0
    } else if at.x < canvas.left() {
        1
    } else if at.x > canvas.right() {
        3
    } else if at.y > canvas.bottom() {
        4
    } else {
        2
    }
}

/// Every stop of the keyboard, from the first to where it begins again.
fn stops(window: &mut Window) -> Vec<(Id, Rect, String)> {
    let mut stops: Vec<(Id, Rect, String)> = Vec::new();
    loop {
        tab(window);
        let stop = focused(window);
        if stops.first().is_some_and(|(first, ..)| *first == stop.0) {
            return stops;
        }
        assert!(stops.len() < 500, "the walk has no end");
        stops.push(stop);
    }
}

#[test]
fn tab_goes_through_bar_palette_canvas_inspector_and_dock_and_back() {
    let mut window = window();
    let stops = stops(&mut window);
    let parts: Vec<usize> = stops
        .iter()
        .map(|(_, rect, _)| part(&window, *rect))
        .collect();
    assert!(parts.is_sorted(), "{parts:?}");
    let mut visited = parts.clone();
    visited.dedup();
    assert_eq!(visited, [0, 1, 2, 3, 4]);
    let names: Vec<&str> = stops.iter().map(|(_, _, name)| name.as_str()).collect();
    let place = |start: &str| {
        names
            .iter()
            .position(|name| name.starts_with(start))
            .unwrap()
    };
    let cards = [
        "Browsers,",
        "Browsers → ALB",
        "ALB,",
        "ALB → 주문",
        "주문 WAS,",
        "Orders,",
    ];
    assert!(cards.map(place).is_sorted(), "{names:?}");
    // The first stop has the keyboard again; back goes to the last one.
    for (_, _, want) in stops.iter().rev() {
        window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
        window.step();
        window.step();
        assert_eq!(focused(&window).2, *want);
    }
}

#[test]
fn tab_reaches_every_card_of_a_drawing_larger_than_the_view_and_leaves_it_behind_the_last() {
    // Not quite in rows, with a frame and a note far away from all else, and links that come and go with the view.
    let card = |n: usize| {
        let (x, y) = (n % 10 * 300, n / 10 * 160 + n * 7 % 20);
        format!(r#"{{ "id": "c{n}", "service": "was", "name": "Card {n}.", "at": [{x}, {y}] }}"#)
    };
    let link = |n: usize| format!(r#"{{ "id": "l{n}", "from": "c{n}", "to": "c{}" }}"#, n + 7);
    let cards: Vec<String> = (0..80).map(card).collect();
    let links: Vec<String> = (0..73).map(link).collect();
    let drawing = format!(
        r#"{{ "version": 1, "components": [{}], "links": [{}],
        "containers": [ {{ "id": "z", "kind": "zone", "name": "Zone", "at": [9000, 40], "size": [400, 300] }} ],
        "notes": [ {{ "id": "n", "text": "Far off", "at": [0, 5000], "size": [200, 100] }} ] }}"#,
        cards.join(","),
        links.join(",")
    );
    let mut window = window_with(sim_core::file::load(&drawing).unwrap().document);
    let camera = |pan, zoom| AppCommand::SetCamera { pan, zoom };
    command(&mut window, camera([-1000.0, -900.0], 1.0));
    let walk = |window: &mut Window, modifiers: Modifiers| {
        let mut names = Vec::new();
        loop {
            window.key_press_modifiers(modifiers, Key::Tab);
            window.run_steps(3);
            let (_, rect, name) = focused(window);
            if part(window, rect) != 2 {
                return names;
            }
            let canvas = window.get_by_role_and_label(Role::Canvas, "Canvas").rect();
            assert!(canvas.contains_rect(rect), "{name} is not in sight");
            names.push(name);
            assert!(names.len() < 1_000, "the walk has no end");
        }
    };
    let only = |names: &[String], start: &str| -> Vec<String> {
        let named = names
            .iter()
            .filter(|name| name.starts_with(start) && !name.contains('→'));
        named.cloned().collect()
    };
    // To the canvas, and from there over all of it.
    for _ in 0..3 {
        command(&mut window, AppCommand::GoToPart { forward: true });
    }
    let there = walk(&mut window, Modifiers::NONE);
    let cards = only(&there, "Card ");
    assert_eq!(cards.len(), 80, "{there:?}");
    let mut once = cards.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 80, "each once");
    assert_eq!(
        only(&there, "Zone").len() + only(&there, "Note").len(),
        2,
        "{there:?}"
    );
    let (_, rect, _) = focused(&window);
    assert_eq!(
        part(&window, rect),
        3,
        "the inspector comes after the canvas"
    );
    assert!(selected(&window).is_empty(), "a walk selects nothing");
    let mut back = only(&walk(&mut window, Modifiers::SHIFT), "Card ");
    back.reverse();
    assert_eq!(back, cards);
}

#[test]
fn a_ring_is_around_every_stop_and_every_stop_is_in_sight() {
    let mut window = window();
    select(&mut window, &["was"]);
    let accent: Color32 = app(&window).session().theme().accent.into();
    let place = card(&window, "ALB").center();
    window.hover_at(place);
    command(&mut window, AppCommand::GoToPart { forward: true });
    let first = focused(&window).0;
    loop {
        let (now, rect, name) = focused(&window);
        let mut ringed = false;
        let painted = shapes::of(&window);
        shapes::each(&painted, |_, shape| {
            if let Shape::Rect(ring) = shape {
                let around = ring
                    .rect
                    .expand(2.0)
                    .contains_rect(ring.rect.intersect(rect));
                let near = ring.rect.intersect(rect).area() > 0.0 && around;
                let close = (ring.rect.center() - rect.center()).abs().max_elem() < 40.0;
                let thick = ring.stroke.width >= 2.0 && ring.stroke.color == accent;
                ringed |= near && close && thick;
            }
        });
        assert!(ringed, "no ring around {name} at {rect:?}");
        let seen = window.ctx.viewport(|viewport| {
            let widget = viewport.prev_pass.widgets.get(now).copied();
            widget.unwrap().interact_rect
        });
        assert!(seen.is_positive(), "{name} is out of sight at {rect:?}");
        tab(&mut window);
        if focused(&window).0 == first {
            break;
        }
    }
}

#[test]
fn f6_goes_from_part_to_part_also_out_of_a_text_field() {
    let mut window = window();
    let mut visited = Vec::new();
    for _ in 0..5 {
        key(&mut window, Modifiers::NONE, Key::F6);
        let (_, rect, _) = focused(&window);
        visited.push(part(&window, rect));
    }
    assert_eq!(visited, [0, 1, 2, 3, 4]);
    command(&mut window, AppCommand::FocusSearch);
    key(&mut window, Modifiers::SHIFT, Key::F6);
    let (_, rect, _) = focused(&window);
    assert_eq!(
        part(&window, rect),
        0,
        "from the search field of the palette"
    );
}

#[test]
fn a_dialog_keeps_the_keyboard_and_gives_it_back() {
    let mut window = window();
    for dialog in all_dialogs() {
        command(&mut window, AppCommand::GoTo(id("alb")));
        let before = focused(&window).0;
        command(&mut window, AppCommand::ShowDialog(dialog.clone()));
        for _ in 0..12 {
            tab(&mut window);
            let now = window.ctx.memory(|memory| memory.focused());
            let now = now.unwrap_or_else(|| panic!("{dialog:?}: nothing has the keyboard"));
            let layer = window
                .ctx
                .viewport(|viewport| viewport.prev_pass.widgets.get(now).unwrap().layer_id);
            let top = window.ctx.memory(|memory| memory.top_modal_layer());
            assert_eq!(Some(layer), top, "{dialog:?}: the keyboard left");
        }
        key(&mut window, Modifiers::NONE, Key::Escape);
        if matches!(dialog, Dialog::Overwrite { .. }) {
            // Back to the question where to write; and out of that.
            key(&mut window, Modifiers::NONE, Key::Escape);
        }
        assert_eq!(app(&window).session().view().dialog, None, "{dialog:?}");
        assert_eq!(focused(&window).0, before, "{dialog:?}");
    }
}

#[test]
fn the_main_answer_of_a_dialog_has_the_keyboard_at_once() {
    let mut window = window();
    command(
        &mut window,
        AppCommand::ShowDialog(Dialog::Unsaved {
            then: AfterUnsaved::New,
        }),
    );
    assert_eq!(focused(&window).2, "Save");
    command(
        &mut window,
        AppCommand::AnswerUnsaved(UnsavedAnswer::Cancel),
    );
    command(
        &mut window,
        AppCommand::ShowDialog(Dialog::Finder(Finder::Commands)),
    );
    assert!(window.ctx.text_edit_focused());
}

#[test]
fn ctrl_plus_is_for_the_drawing_and_the_menu_has_the_size_of_the_rest() {
    let mut window = window();
    let zoom = |window: &Window| app(window).session().view().camera.zoom;
    let before = zoom(&window);
    key(&mut window, Modifiers::COMMAND, Key::Plus);
    assert!(zoom(&window) > before);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    command(&mut window, AppCommand::ScaleInterface(1));
    assert_eq!(window.ctx.zoom_factor(), 1.1);
    command(&mut window, AppCommand::ScaleInterface(0));
    assert_eq!(window.ctx.zoom_factor(), 1.0);
}

// Everything that is dragged has a way by single clicks or keys.

#[test]
fn instead_of_dragging_a_card_its_place_is_typed() {
    let mut window = window();
    select(&mut window, &["was"]);
    let [x, y] = at(&window, "was");
    type_number(&mut window, "From the left", "792");
    assert_eq!(at(&window, "was"), [792.0, y]);
    command(&mut window, AppCommand::Undo);
    assert_eq!(at(&window, "was"), [x, y], "one step");
}

#[test]
fn instead_of_pulling_a_frame_its_size_is_typed() {
    let mut window = window();
    select(&mut window, &["zone-a"]);
    type_number(&mut window, "Width", "304");
    type_number(&mut window, "Height", "1");
    let zone = document(&window).containers[&id("zone-a")].clone();
    assert_eq!(
        zone.size,
        [304.0, 96.0],
        "never smaller than its least size"
    );
}

/// Clicks a number of the form and writes another one.
fn type_number(window: &mut Window, name: &str, number: &str) {
    let field = |window: &Window| window.get_by_role_and_label(Role::SpinButton, name).rect();
    window
        .get_by_role_and_label(Role::SpinButton, name)
        .scroll_to_me();
    window.run();
    let place = field(window).center();
    click(window, place);
    window.event(egui::Event::Text(number.to_owned()));
    key(window, Modifiers::NONE, Key::Enter);
}

#[test]
fn instead_of_drawing_a_link_two_clicks_or_two_selected_cards_do() {
    let mut window = window();
    let linked = |window: &Window, from: &str, to: &str| {
        let mut links = document(window).links.values();
        links.any(|link| link.from == id(from) && link.to == id(to))
    };
    select(&mut window, &["was"]);
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    click(&mut window, handle);
    let orders = card(&window, "Orders").center();
    click(&mut window, orders);
    assert!(linked(&window, "was", "db"));
    command(&mut window, AppCommand::Undo);
    select(&mut window, &["was", "db"]);
    key(&mut window, Modifiers::NONE, Key::L);
    assert!(linked(&window, "was", "db"));
    select(&mut window, &["was"]);
    command(&mut window, AppCommand::ConnectSelected);
    assert_eq!(document(&window).links.len(), 3, "one card is not enough");
}

#[test]
fn instead_of_dropping_it_on_a_link_a_component_is_inserted_by_the_links_menu() {
    let mut window = window();
    let pill = window.get_by(|node| {
        node.role() == Role::Button && node.label().is_some_and(|l| l.starts_with("ALB → 주문"))
    });
    let place = pill.rect().center();
    press(&mut window, place, PointerButton::Secondary);
    let menu = window.get_by_label_contains("Insert between").rect();
    click(&mut window, menu.center());
    let name = "Web server (nginx)";
    window.get_by_role_and_label(Role::Button, name).click();
    window.run();
    let new = selected(&window).pop().unwrap();
    let links = document(&window).links.values();
    let ends: Vec<_> = links.map(|l| (l.from.as_str(), l.to.as_str())).collect();
    assert!(
        ends.contains(&("alb", &new)) && ends.contains(&(&new, "was")),
        "{ends:?}"
    );
}

#[test]
fn instead_of_the_marquee_shift_and_the_keyboard_select() {
    let mut window = window();
    command(&mut window, AppCommand::GoTo(id("alb")));
    key(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(selected(&window), ["was"]);
    window
        .get_by(|node| node.label().is_some_and(|l| l.starts_with("ALB,")))
        .focus();
    window.run();
    key(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(selected(&window), ["was", "alb"]);
}

#[test]
fn instead_of_dragging_an_edge_the_menu_sizes_a_panel() {
    let mut window = window();
    let canvas = |window: &Window| window.get_by_role_and_label(Role::Canvas, "Canvas").rect();
    let before = canvas(&window);
    for (panel, by) in [
        (SidePanel::Palette, 40.0),
        (SidePanel::Inspector, 40.0),
        (SidePanel::Dock, -40.0),
    ] {
        command(&mut window, AppCommand::SizePanel { panel, by });
    }
    let after = canvas(&window);
    assert_eq!(after.left(), before.left() + 40.0);
    assert_eq!(after.right(), before.right() - 40.0);
    assert_eq!(after.bottom(), before.bottom() + 40.0);
    for _ in 0..20 {
        let (panel, by) = (SidePanel::Palette, -40.0);
        command(&mut window, AppCommand::SizePanel { panel, by });
    }
    assert!(
        canvas(&window).left() >= 150.0,
        "a panel keeps to its bounds"
    );
}

/// A grip is as wide as a finger's aim is sure: on both sides of the edge, over the canvas, too.
#[test]
fn the_edge_of_a_panel_is_taken_on_both_of_its_sides_and_a_double_click_turns_its_size() {
    let mut window = window();
    let canvas = |window: &Window| window.get_by_role_and_label(Role::Canvas, "Canvas").rect();
    let before = canvas(&window);
    // Ten points, of which none belongs to anything else.
    for off in [-6.0, -3.0, 2.0] {
        let top = canvas(&window).bottom();
        let grip = Pos2::new(before.center().x, top + off);
        drag(&mut window, grip, grip - vec2(0.0, 30.0));
        window.run();
        assert_eq!(canvas(&window).bottom(), top - 30.0, "{off}");
    }
    let (left, right) = (before.left_center(), before.right_center());
    drag(&mut window, left + vec2(5.0, 0.0), left + vec2(35.0, 0.0));
    drag(&mut window, right - vec2(5.0, 0.0), right - vec2(25.0, 0.0));
    window.run();
    let wide = canvas(&window);
    assert_eq!(
        (wide.left(), wide.right()),
        (before.left() + 30.0, before.right() - 20.0)
    );
    let bottom = wide.bottom();
    let edge = |window: &Window| canvas(window).center_bottom() - vec2(0.0, 4.0);
    let at = edge(&window);
    double_click(&mut window, at);
    assert!(canvas(&window).bottom() < bottom - 50.0);
    // Two more clicks at once would be four.
    window.run_steps(8);
    let at = edge(&window);
    double_click(&mut window, at);
    assert_eq!(canvas(&window).bottom(), bottom);
}

#[test]
fn instead_of_dragging_the_view_a_press_on_the_map_moves_it() {
    let mut window = window();
    command(
        &mut window,
        AppCommand::SetCamera {
            pan: [0.0, 0.0],
            zoom: 3.0,
        },
    );
    let map: Pos2 = window.get_by_label("Map of the drawing").rect().center();
    click(&mut window, map);
    assert_ne!(app(&window).session().view().camera.pan, [0.0, 0.0]);
}

/// Of many lines of a list only those that show are made, and a few around them, but the keyboard comes to every one.
#[test]
fn the_keyboard_goes_through_a_list_of_which_only_a_part_is_there() {
    let cards = (0..90).map(|at| {
        let place = [at % 10 * 240, at / 10 * 130];
        format!(r#"{{"id":"c{at}","service":"server","name":"Line {at}","at":{place:?}}}"#)
    });
    let cards: Vec<String> = cards.collect();
    let text = format!(r#"{{"version":1,"components":[{}]}}"#, cards.join(","));
    let mut window = window_with(sim_core::file::load(&text).unwrap().document);
    open_tab(&mut window, "dock.components");
    let is_line = |name: &str| name.starts_with("Line ") && name.ends_with(", unknown");
    let there = |window: &Window| {
        let lines = window.query_all_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|name| is_line(&name))
        });
        lines.filter(|node| part(window, node.rect()) == 4).count()
    };
    assert!((5..40).contains(&there(&window)), "{}", there(&window));
    command(&mut window, AppCommand::GoToPart { forward: false });
    let mut seen = Vec::new();
    for _ in 0..120 {
        let (_, rect, name) = focused(&window);
        if is_line(&name) && part(&window, rect) == 4 {
            seen.push(name);
            assert!(there(&window) < 40);
        }
        tab(&mut window);
    }
    let all: Vec<String> = (0..90).map(|at| format!("Line {at}, unknown")).collect();
    assert_eq!(seen, all);
}
