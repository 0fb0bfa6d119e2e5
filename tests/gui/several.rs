//! The form of several selected items: differences are told, a change goes to all of them as one step.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Event, Key, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::catalog::Value;
use topolab::commands::{AppCommand, SelectMode};
use topolab::i18n::Lang;

use super::canvas::{Window, click, command, document, id, window_with};
use super::shapes;

/// Two servers that differ, a database.
const THREE: &str = r#"{ "version": 1, "name": "Three",
  "components": [
    { "id": "a", "service": "was", "name": "A", "at": [0, 0], "params": { "threads": 50 } },
    { "id": "b", "service": "was", "name": "B", "at": [240, 0], "params": { "threads": 80 } },
    { "id": "db", "service": "rds", "name": "DB", "at": [480, 0] } ],
  "links": [ { "id": "a-db", "from": "a", "to": "db" }, { "id": "b-db", "from": "b", "to": "db" } ] }"#;

fn threads(window: &Window, component: &str) -> f64 {
    let component = &document(window).components[&id(component)];
    match component.settings().value("threads") {
        Some(sim_core::catalog::Value::Number(threads)) => *threads,
        other => panic!("{other:?}"),
    }
}

#[test]
fn several_components_are_set_at_once_and_their_differences_are_told() {
    let mut window = window_with(sim_core::file::load(THREE).unwrap().document);
    let (ids, mode) = (vec![id("a"), id("b")], SelectMode::Replace);
    command(&mut window, AppCommand::Select { ids, mode });
    let field = |window: &Window| {
        let field = window.get_by_role_and_label(Role::TextInput, "Worker threads");
        field.rect().center()
    };
    // What they are is told where it is typed over; nothing is set by looking, nor by what is no number.
    let told = window.get_by_role_and_label(Role::TextInput, "Worker threads");
    told.scroll_to_me();
    assert_eq!(told.accesskit_node().placeholder(), Some("mixed: 50, 80"));
    window.run();
    for (typed, key, want) in [
        ("", Key::Enter, [50.0, 80.0]),
        ("many", Key::Enter, [50.0, 80.0]),
        ("70", Key::Escape, [50.0, 80.0]),
        ("70", Key::Enter, [70.0, 70.0]),
    ] {
        let at = field(&window);
        click(&mut window, at);
        if !typed.is_empty() {
            window.event(Event::Text(typed.to_owned()));
            window.run();
        }
        window.key_press(key);
        window.run();
        assert_eq!(
            [threads(&window, "a"), threads(&window, "b")],
            want,
            "{typed}"
        );
    }
    let reset = window.get_by_role_and_label(Role::Button, "Back to the default: Worker threads");
    reset.click();
    window.run();
    let set = |component: &str| {
        document(&window).components[&id(component)]
            .params
            .contains_key("threads")
    };
    assert!(!set("a") && !set("b"), "both are back at the default");
    command(&mut window, AppCommand::Undo);
    command(&mut window, AppCommand::Undo);
    assert_eq!(
        [threads(&window, "a"), threads(&window, "b")],
        [50.0, 80.0],
        "one step each"
    );
}

/// Two databases and two clients that differ in a flag, in times and in the log they send again.
const PAIRS: &str = r#"{ "version": 1, "name": "Pairs",
  "components": [
    { "id": "a", "service": "rds", "name": "A", "at": [0, 0],
      "params": { "multi_az": true, "query_time": { "type": "constant", "ms": 3 } } },
    { "id": "b", "service": "rds", "name": "B", "at": [240, 0],
      "params": { "query_time": { "type": "exponential", "mean_ms": 4 } } },
    { "id": "u", "service": "client", "name": "U", "at": [0, 240],
      "params": { "profile": "trace", "trace": "gaps_ms 0 500" } },
    { "id": "v", "service": "client", "name": "V", "at": [240, 240],
      "params": { "profile": "trace", "trace": "gaps_ms 0 500 1500" } } ] }"#;

fn select(window: &mut Window, ids: [&str; 2]) {
    let (ids, mode) = (ids.map(id).to_vec(), SelectMode::Replace);
    command(window, AppCommand::Select { ids, mode });
}

fn values(window: &Window, ids: [&str; 2], param: &str) -> [Value; 2] {
    ids.map(|component| {
        let component = &document(window).components[&id(component)];
        component.settings().value(param).unwrap().clone()
    })
}

/// What is done to several at once first of all is to put them in order.
#[test]
fn several_are_aligned_and_grouped_from_the_form() {
    let mut window = window_with(sim_core::file::load(PAIRS).unwrap().document);
    select(&mut window, ["a", "v"]);
    for (button, want) in [
        ("Align left edges", [[0.0, 0.0], [0.0, 240.0]]),
        ("Align top edges", [[0.0, 0.0], [0.0, 0.0]]),
    ] {
        window.get_by_role_and_label(Role::Button, button).click();
        window.run();
        let at = |component: &str| document(&window).components[&id(component)].at;
        assert_eq!([at("a"), at("v")], want, "{button}");
    }
    command(&mut window, AppCommand::Undo);
    window.get_by_role_and_label(Role::Button, "Group").click();
    window.run();
    assert_eq!(document(&window).containers.len(), 1);
}

/// Opens the box of a parameter and picks a line; what the box told.
fn pick(window: &mut Window, name: &str, line: &str) -> String {
    let field = window.get_by_role_and_label(Role::ComboBox, name);
    field.scroll_to_me();
    window.run();
    let field = window.get_by_role_and_label(Role::ComboBox, name);
    let told = field.accesskit_node().value().unwrap();
    let at = field.rect().center();
    click(window, at);
    window.get_by_label(line).scroll_to_me();
    window.run();
    window.get_by_label(line).click();
    window.run();
    told
}

#[test]
fn values_that_are_not_typed_are_told_and_one_of_them_or_another_is_chosen_for_all() {
    let mut window = window_with(sim_core::file::load(PAIRS).unwrap().document);
    let before = document(&window).clone();
    let [databases, clients] = [["a", "b"], ["u", "v"]];
    for (ids, name, param, told, line, want) in [
        (
            databases,
            "Multi-AZ",
            "multi_az",
            "mixed: on, off",
            "on",
            Value::Flag(true),
        ),
        (
            databases,
            "Query time",
            "query_time",
            "mixed: constant, time 3 ms; exponential, mean 4 ms",
            "exponential, mean 4 ms",
            values(&window, databases, "query_time")[1].clone(),
        ),
        (
            clients,
            "Log",
            "trace",
            "mixed: 2 requests in 1.00 s, 3 requests in 3.00 s",
            "2 requests in 1.00 s",
            Value::from("gaps_ms 0 500"),
        ),
    ] {
        select(&mut window, ids);
        let [was, is] = values(&window, ids, param);
        assert_ne!(was, is, "looking at {param} sets nothing");
        assert_eq!(pick(&mut window, name, line), told);
        assert_eq!(values(&window, ids, param), [want.clone(), want]);
        assert!(
            window
                .query_by_role_and_label(Role::ComboBox, told)
                .is_none()
        );
        command(&mut window, AppCommand::Undo);
        assert_eq!(values(&window, ids, param), [was, is], "one step");
    }
    // What none of them has is there too: a shape, about the mean of the default.
    select(&mut window, databases);
    pick(&mut window, "Query time", "Erlang, mean 5 ms, stages 4");
    let [first, second] = values(&window, databases, "query_time");
    assert_eq!(first, second);
    command(&mut window, AppCommand::Undo);
    assert_eq!(*document(&window), before);
}

#[test]
fn the_bar_of_a_form_that_scrolls_stands_beside_the_form() {
    let mut window = window_with(sim_core::file::load(THREE).unwrap().document);
    select(&mut window, ["a", "b"]);
    let field = window.get_by_role_and_label(Role::ComboBox, "Software");
    let field = field.rect();
    // Where the pointer rests in the form, and where it takes hold of the bar: there it is at its widest.
    let form = window.get_by_label("Clear selection").rect();
    for at in [field.center(), form.right_center() + vec2(6.0, 0.0)] {
        window.hover_at(at);
        window.run_steps(30);
        let mut bar = None;
        shapes::each(&shapes::of(&window), |_, shape| {
            if let egui::epaint::Shape::Rect(rect) = shape
                && rect.rect.left() > field.left()
                && rect.rect.width() <= 12.0
                && rect.rect.height() > 100.0
                && rect.fill.a() > 0
            {
                bar = Some(rect.rect);
            }
        });
        let bar = bar.expect("a form longer than the window");
        assert!(bar.left() >= field.right(), "{bar:?} {field:?}");
    }
}

#[test]
fn the_form_of_several_in_korean() {
    let mut window = window_with(sim_core::file::load(THREE).unwrap().document);
    command(&mut window, AppCommand::SetLanguage(Lang::Ko));
    let (ids, mode) = (vec![id("a"), id("b")], SelectMode::Replace);
    command(&mut window, AppCommand::Select { ids, mode });
    window.snapshot("several_dark_ko");
}
