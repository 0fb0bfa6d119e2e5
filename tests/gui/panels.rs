//! The panels and dialogs under a hand: everything found by the name that readers of the screen hear.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Key, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::catalog::Value;
use sim_core::document::{Document, FaultKind};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;
use topolab::commands::{AppCommand, SelectMode};
use topolab::i18n::Lang;
use topolab::session::Dialog;

use super::harness;
use super::shell::{self, Program, send};

type Window = egui_kittest::Harness<'static, Program>;

fn open() -> Window {
    shell::open([1440.0, 900.0])
}

fn document(window: &Window) -> &Document {
    window.state().app().session().document()
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn select(window: &mut Window, ids: &[&str]) {
    let ids = ids.iter().map(|text| id(text)).collect();
    send(
        window,
        AppCommand::Select {
            ids,
            mode: SelectMode::Replace,
        },
    );
}

/// The value that the document sets for a parameter of a component.
fn param(window: &Window, component: &str, name: &str) -> Option<Value> {
    document(window).components[&id(component)]
        .params
        .get(name)
        .cloned()
}

fn press(window: &mut Window, name: &str) {
    let pressed = [Role::Button, Role::Tab];
    let found = window
        .get_by(|node| pressed.contains(&node.role()) && node.label().as_deref() == Some(name));
    found.click();
    window.run_steps(3);
}

/// A control by its kind and name, scrolled or not.
fn place_of(window: &Window, role: Role, name: &str) -> Pos2 {
    window.get_by_role_and_label(role, name).rect().center()
}

fn undo_steps(window: &mut Window) -> usize {
    let mut steps = 0;
    while window.state().app().session().view().undo.is_some() {
        send(window, AppCommand::Undo);
        steps += 1;
    }
    steps
}

#[test]
fn the_palette_finds_by_letters_of_both_languages_and_enter_places() {
    let mut window = open();
    for (typed, service) in [("lamb", "lambda"), ("버킷", "s3")] {
        let before = document(&window).components.len();
        send(&mut window, AppCommand::FocusSearch);
        window.run_steps(2);
        window.event(egui::Event::Text(typed.to_owned()));
        window.run_steps(2);
        window.key_press(Key::Enter);
        window.run_steps(3);
        assert_eq!(document(&window).components.len(), before + 1, "{typed}");
        assert_eq!(
            document(&window).components.last().unwrap().1.service,
            service
        );
    }
}

#[test]
fn a_search_without_a_find_says_so_and_escape_ends_it() {
    let mut window = open();
    send(&mut window, AppCommand::FocusSearch);
    window.run_steps(2);
    window.event(egui::Event::Text("quantum".to_owned()));
    window.run_steps(2);
    window.get_by_label_contains("Nothing fits");
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert!(window.query_by_label_contains("Nothing fits").is_none());
    window.get_by_label("Add Lambda function");
}

#[test]
fn an_entry_is_placed_by_a_click_and_by_dragging_it_out() {
    let mut window = open();
    let before = document(&window).components.len();
    press(&mut window, "Add Server");
    assert_eq!(document(&window).components.len(), before + 1);
    let from = place_of(&window, Role::Button, "Add S3 bucket");
    harness::drag(&mut window, from, Pos2::new(700.0, 560.0));
    window.run_steps(3);
    assert_eq!(document(&window).components.len(), before + 2);
    assert_eq!(document(&window).components.last().unwrap().1.service, "s3");
}

#[test]
fn dragging_a_number_changes_it_live_and_is_one_step() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    let from = place_of(&window, Role::SpinButton, "Accept queue");
    harness::drag(&mut window, from, from + egui::vec2(60.0, 0.0));
    let Some(Value::Number(queue)) = param(&window, "was-a", "accept_queue") else {
        panic!("not set");
    };
    assert!(queue > 120.0 && queue.fract() == 0.0, "{queue}");
    assert_eq!(undo_steps(&mut window), 1);
    assert_eq!(param(&window, "was-a", "accept_queue"), None);
}

fn type_storage(window: &mut Window, typed: &str) {
    let storage = (Role::SpinButton, "Storage");
    window
        .get_by_role_and_label(storage.0, storage.1)
        .scroll_to_me();
    window.run_steps(3);
    window.get_by_role_and_label(storage.0, storage.1).click();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(typed.to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
}

#[test]
fn a_typed_number_counts_at_enter_and_keeps_to_the_range() {
    let mut window = open();
    select(&mut window, &["orders"]);
    for (typed, expected) in [("2k", 2_000.0), ("99999999", 65_536.0)] {
        type_storage(&mut window, typed);
        assert_eq!(
            param(&window, "orders", "storage_gb"),
            Some(Value::Number(expected))
        );
    }
}

/// What was typed and does not count is not dropped in silence.
#[test]
fn what_does_not_count_is_said_below_the_number_for_a_while() {
    let mut window = open();
    select(&mut window, &["orders"]);
    let says = |window: &Window, words: &str| window.query_by_label_contains(words).is_some();
    type_storage(&mut window, "2k");
    assert!(!says(&window, "is no number") && !says(&window, "out of range"));
    type_storage(&mut window, "a lot");
    assert!(says(&window, "\"a lot\" is no number"));
    assert_eq!(
        param(&window, "orders", "storage_gb"),
        Some(Value::Number(2_000.0))
    );
    type_storage(&mut window, "99999999");
    assert!(says(&window, "is out of range") && says(&window, "it is 65,536 GB now"));
    for _ in 0..200 {
        window.run_steps(1);
    }
    assert!(!says(&window, "is out of range"));
}

#[test]
fn a_word_stands_in_place_of_a_number_and_the_default_comes_back() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    assert_eq!(param(&window, "was-a", "accept_queue"), None);
    window.get_by_label("Accept queue: unbounded").click();
    window.run_steps(2);
    assert_eq!(
        param(&window, "was-a", "accept_queue"),
        Some(Value::from("unbounded"))
    );
    press(&mut window, "Back to the default: Accept queue");
    assert_eq!(param(&window, "was-a", "accept_queue"), None);
    assert!(
        window
            .query_by_label("Back to the default: Accept queue")
            .is_none()
    );
}

fn click(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.step();
    window.drag_at(at);
    window.run_steps(2);
    window.drop_at(at);
    window.run_steps(2);
}

#[test]
fn a_field_without_a_number_is_written_in_like_one_with_a_number() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    let unbounded = Some(Value::from("unbounded"));
    let queue = |window: &Window| param(window, "was-a", "accept_queue");
    let begin = |window: &mut Window| {
        if queue(window) != Some(Value::from("unbounded")) {
            window.get_by_label("Accept queue: unbounded").click();
            window.run_steps(2);
        }
        let field = window.get_by_role_and_label(Role::TextInput, "Accept queue");
        let at = field.rect().center();
        click(window, at);
    };
    // All of the number that is offered is selected: what is typed takes its place.
    begin(&mut window);
    window.event(egui::Event::Text("250".to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(queue(&window), Some(Value::Number(250.0)));
    // No key reaches the drawing.
    begin(&mut window);
    for key in [Key::Delete, Key::Space, Key::G] {
        window.key_press(key);
        window.run_steps(2);
    }
    assert!(document(&window).components.contains_key(&id("was-a")));
    assert!(!window.state().app().session().view().run.playing);
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert_eq!(queue(&window), unbounded, "given up");
    // Enter takes what is offered, as the button would; who goes on without typing has asked for nothing.
    begin(&mut window);
    window.key_press(Key::Tab);
    window.run_steps(3);
    assert_eq!(queue(&window), unbounded);
    begin(&mut window);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(
        queue(&window),
        None,
        "the number to start from is the default"
    );
}

#[test]
fn choices_hide_what_does_not_count() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    assert!(
        window
            .query_by_role_and_label(Role::SpinButton, "Target CPU")
            .is_none()
    );
    window
        .get_by_role_and_label(Role::ComboBox, "Policy")
        .click();
    window.run_steps(3);
    window.get_by_label("target tracking").click();
    window.run_steps(3);
    assert_eq!(
        param(&window, "was-a", "policy"),
        Some(Value::from("target_tracking"))
    );
    window.get_by_role_and_label(Role::SpinButton, "Target CPU");
}

#[test]
fn a_long_list_of_choices_is_searched() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    window
        .get_by_role_and_label(Role::ComboBox, "Instance type")
        .click();
    window.run_steps(4);
    window.event(egui::Event::Text("m5.xl".to_owned()));
    window.run_steps(3);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(
        param(&window, "was-a", "instance_type"),
        Some(Value::from("m5.xlarge"))
    );
}

#[test]
fn another_shape_of_a_distribution_keeps_the_mean() {
    let mut window = open();
    select(&mut window, &["orders"]);
    let mean = |window: &Window| {
        let settings = document(window).components[&id("orders")].settings();
        settings.times("query_time").unwrap().mean_ms()
    };
    let before = mean(&window);
    window
        .get_by_role_and_label(Role::ComboBox, "Query time")
        .click();
    window.run_steps(3);
    window.get_by_label("exponential").click();
    window.run_steps(3);
    assert!(
        (mean(&window) - before).abs() < 0.01,
        "{before} is now {}",
        mean(&window)
    );
    window.get_by_role_and_label(Role::SpinButton, "Query time: mean");
}

#[test]
fn a_name_is_changed_in_the_header_and_never_empty() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    window
        .get_by_role_and_label(Role::TextInput, "Name")
        .click();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    window.run_steps(2);
    assert_eq!(document(&window).components[&id("was-a")].name, "WAS a");
    window.event(egui::Event::Text("주문 서버".to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(2);
    assert_eq!(document(&window).components[&id("was-a")].name, "주문 서버");
    assert_eq!(undo_steps(&mut window), 1);
}

#[test]
fn escape_in_a_field_ends_the_writing_and_keeps_the_selection() {
    let mut window = open();
    select(&mut window, &["was-a"]);
    let name = place_of(&window, Role::TextInput, "Name");
    for (presses, kept) in [(1, true), (2, false)] {
        select(&mut window, &["was-a"]);
        window.hover_at(name);
        window.drag_at(name);
        window.run_steps(1);
        window.drop_at(name);
        window.run_steps(2);
        for _ in 0..presses {
            window.key_press(Key::Escape);
            window.run_steps(2);
        }
        let selection = window.state().app().session().view().selection;
        assert_eq!(selection.contains(&id("was-a")), kept, "{presses}");
    }
}

#[test]
fn targets_are_set_where_nothing_is_selected() {
    let mut window = open();
    send(&mut window, AppCommand::ClearSelection);
    let before = document(&window).scenario.targets.p99_ms;
    window.get_by_label("p99: none").click();
    window.run_steps(3);
    assert_ne!(
        document(&window).scenario.targets.p99_ms.is_some(),
        before.is_some()
    );
}

#[test]
fn several_items_have_common_actions() {
    let mut window = open();
    select(&mut window, &["was-a", "was-c", "orders"]);
    window.get_by_label("3 items selected");
    window.get_by_label("2 × WAS (Tomcat)");
    press(&mut window, "Delete");
    assert!(!document(&window).components.contains_key(&id("orders")));
}

/// A cache tells what it has found and kept, and is flushed by hand; nothing offers to flush what is none.
#[test]
fn a_cache_shows_its_hits_and_can_be_flushed() {
    // High enough for the buttons below all the figures.
    let mut window = shell::open([1440.0, 1400.0]);
    send(&mut window, AppCommand::OpenExample("cache-stampede"));
    send(&mut window, AppCommand::StepSeconds(30.0));
    select(&mut window, &["cache"]);
    press(&mut window, "Live");
    let figures = |window: &Window| {
        let view = window.state().app().session().view();
        view.component(&id("cache")).unwrap().cache.unwrap()
    };
    let before = figures(&window);
    assert!(before.hits > 100 && before.entries > Some(50));
    for label in ["Hit ratio", "Hits", "Misses", "Entries"] {
        window.get_by_label(label);
    }
    press(&mut window, "Flush the cache");
    assert_eq!(Some(figures(&window).flushed), before.entries);
    press(&mut window, "Everything cold");
    select(&mut window, &["db"]);
    window.get_by_role_and_label(Role::Button, "Capacity");
    let none = ["Flush the cache", "Everything cold"];
    assert!(
        none.iter()
            .all(|name| window.query_by_label(name).is_none())
    );
}

#[test]
fn faults_are_injected_and_healed_by_hand() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(5.0));
    select(&mut window, &["orders"]);
    press(&mut window, "Live");
    press(&mut window, "Slow down");
    let faults = |window: &Window| {
        window
            .state()
            .app()
            .session()
            .view()
            .snapshot()
            .unwrap()
            .faults
            .len()
    };
    assert_eq!(faults(&window), 1);
    press(&mut window, "Heal");
    assert_eq!(faults(&window), 0);
}

#[test]
fn few_samples_give_no_percentile() {
    let mut window = open();
    send(&mut window, AppCommand::StepEvent);
    window.get_by_label("p99 –, not judged");
    send(&mut window, AppCommand::StepSeconds(30.0));
    assert!(window.query_by_label("p99 –, not judged").is_none());
}

#[test]
fn a_target_is_judged_once_there_is_something_to_judge() {
    let mut window = open();
    let told = |window: &mut Window, chip: &str| {
        let at = window.get_by(|node| node.value().is_some_and(|said| said.starts_with(chip)));
        let at = at.rect().center();
        window.hover_at(Pos2::new(20.0, 400.0));
        window.run_steps(3);
        window.hover_at(at);
        window.run_steps(6);
        let hint = window.get_by(|node| {
            let said = node.value().unwrap_or_default();
            node.role() == Role::Label && said.contains("Target: ")
        });
        let hint = hint.accesskit_node().value().unwrap_or_default();
        hint.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(told(&mut window, "p99 "), "Target: at most 400 ms.");
    assert_eq!(told(&mut window, "cost "), "Target: at most $3,000.00/mo.");
    send(&mut window, AppCommand::StepSeconds(30.0));
    assert_eq!(told(&mut window, "p99 "), "Target: at most 400 ms. Met.");
    assert_eq!(told(&mut window, "failed "), "Target: at most 1.00 %. Met.");
}

#[test]
fn cost_and_lesson_are_shown_in_the_language_of_the_window() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(60.0));
    select(&mut window, &["orders"]);
    press(&mut window, "Cost");
    window.get_by_label("Instance hours");
    press(&mut window, "Learn");
    window.get_by_label("What it is");
    send(&mut window, AppCommand::SetLanguage(Lang::Ko));
    press(&mut window, "비용");
    window.get_by_label("인스턴스 시간");
}

#[test]
fn the_transport_plays_steps_and_changes_the_pace() {
    let mut window = open();
    let playing = |window: &Window| window.state().app().session().view().run.playing;
    press(&mut window, "Play");
    assert!(playing(&window));
    press(&mut window, "Pause");
    assert!(!playing(&window));
    press(&mut window, "Step one event");
    assert_eq!(
        window
            .state()
            .app()
            .session()
            .view()
            .snapshot()
            .unwrap()
            .events,
        1
    );
    press(&mut window, "Reset to t = 0");
    assert_eq!(window.state().app().session().view().now().as_nanos(), 0);
    window.get_by_role_and_label(Role::ComboBox, "Pace").click();
    window.run_steps(3);
    window.get_by_label("×300").click();
    window.run_steps(3);
    let asked = window.state().app().session().view().run.asked;
    assert_eq!(asked, topolab::runner::Pace::Times(300.0));
}

#[test]
fn a_menu_shows_keys_and_says_why_an_entry_is_disabled() {
    let mut window = open();
    press(&mut window, "Edit");
    let undo = window.get_by_label("Undo");
    assert!(undo.accesskit_node().is_disabled());
    let at = undo.rect().center();
    window.hover_at(at);
    window.run_steps(8);
    window.get_by_label("Nothing to undo");
    window.key_press(Key::Escape);
    window.run_steps(3);
    press(&mut window, "File");
    press(&mut window, "New");
    assert!(document(&window).components.is_empty());
}

#[test]
fn marks_of_the_run_select_their_place() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(20.0));
    send(
        &mut window,
        AppCommand::Inject {
            kind: FaultKind::CrashOne,
            target: id("was-c"),
            for_s: None,
        },
    );
    send(&mut window, AppCommand::StepSeconds(20.0));
    press(&mut window, "Events");
    window
        .get_by_label("00:00:20.0 Crash one instance · WAS c")
        .click();
    window.run_steps(3);
    assert!(
        window
            .state()
            .app()
            .session()
            .view()
            .selection
            .contains(&id("was-c"))
    );
}

#[test]
fn marks_of_changes_say_what_was_changed_in_both_languages() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(20.0));
    let threads = |name: &str| Edit::SetParam {
        id: id(name),
        param: "threads".to_owned(),
        value: Some(Value::Number(50.0)),
    };
    let both = Edit::Batch {
        edits: vec![threads("was-a"), threads("was-c")],
    };
    send(&mut window, AppCommand::Edit(both, "step.configure"));
    send(&mut window, AppCommand::StepSeconds(1.0));
    select(&mut window, &["assets"]);
    send(&mut window, AppCommand::Delete);
    send(&mut window, AppCommand::StepSeconds(1.0));
    press(&mut window, "Events");
    window
        .get_by_label("00:00:20.0 Worker threads 150 → 50 · WAS a and 1 more change")
        .click();
    window.run_steps(3);
    let selection = window.state().app().session().view().selection;
    assert!(selection.contains(&id("was-a")));
    // Its link went with it, which goes without saying; what is gone is called as it was called.
    window.get_by_label("00:00:21.0 Removed · Static files");
    send(&mut window, AppCommand::SetLanguage(Lang::Ko));
    window.run_steps(3);
    window.get_by_label("00:00:20.0 워커 스레드 150 → 50 · WAS a 외 변경 1건");
    window.get_by_label("00:00:21.0 삭제됨 · Static files");
}

#[test]
fn findings_select_what_they_are_about() {
    let mut window = open();
    select(&mut window, &["browsers-alb", "mobile-alb"]);
    send(&mut window, AppCommand::Delete);
    press(&mut window, "Findings");
    window
        .get_by_label_contains("No client reaches ALB")
        .click();
    window.run_steps(3);
    assert!(
        window
            .state()
            .app()
            .session()
            .view()
            .selection
            .contains(&id("alb"))
    );
}

#[test]
fn the_dock_says_what_to_do_before_the_first_run() {
    let window = open();
    window.get_by_label("Nothing has run yet");
}

#[test]
fn the_path_field_answers_enter_and_refuses_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.json");
    let mut window = open();
    send(&mut window, AppCommand::SaveAs);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(format!("{}/", folder.path().display())));
    window.run_steps(2);
    window.get_by_label("This is a folder: add the name of a file.");
    window.event(egui::Event::Text("shop.json".to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert!(path.exists());
    assert_eq!(window.state().app().session().view().dialog, None);
}

#[test]
fn a_suggested_name_is_typed_over_and_keeps_folder_and_ending() {
    let mut window = open();
    let path = |window: &Window| {
        let field = window.get_by_role_and_label(Role::TextInput, "Path of the file");
        field.accesskit_node().value().unwrap_or_default()
    };
    send(&mut window, AppCommand::SaveAs);
    let suggested = path(&window);
    window.event(egui::Event::Text("my design".to_owned()));
    window.run_steps(2);
    let folder = suggested.rsplit_once('/').map_or("", |(folder, _)| folder);
    assert!(suggested.ends_with(".json"));
    assert_eq!(path(&window), format!("{folder}/my design.json"));
}

#[test]
fn the_keys_sheet_has_the_height_of_the_window() {
    let mut window = open();
    send(&mut window, AppCommand::ShowKeys);
    let titles = window.query_all_by_label("All keys");
    let top = titles.map(|node| node.rect().top()).fold(900.0, f32::min);
    let close = place_of(&window, Role::Button, "Close");
    let share = (close.y - top) / 900.0;
    assert!((0.7..0.98).contains(&share), "{share}");
}

/// Nobody's request fails, and yet most messages are lost.
#[test]
fn messages_that_find_a_full_buffer_are_listed_with_the_failures() {
    let text = r#"{ "version": 1, "name": "Events",
      "components": [
        { "id": "users", "service": "client", "name": "Users", "at": [0, 0], "params": { "rate_per_s": 50 } },
        { "id": "web", "service": "server", "name": "Web", "at": [240, 0] },
        { "id": "log", "service": "server", "name": "Log", "at": [480, 0] } ],
      "links": [
        { "id": "a", "from": "users", "to": "web" },
        { "id": "b", "from": "web", "to": "log",
          "params": { "mode": "poll", "batch": 1, "poll_interval_ms": 1000, "buffer": 5 } } ] }"#;
    let document = sim_core::file::load(text).unwrap().document;
    let mut window = super::canvas::window_with(document);
    super::canvas::command(&mut window, AppCommand::StepSeconds(20.0));
    let tab = window.get_by(|node| {
        node.role() == Role::Tab
            && node
                .label()
                .is_some_and(|name| name.starts_with("Failures"))
    });
    tab.click();
    window.run();
    let line = window.get_by(|node| {
        node.role() == Role::Button
            && node
                .label()
                .is_some_and(|l| l.ends_with("messages dropped at a full buffer of Web → Log"))
    });
    line.click();
    window.run();
    assert_eq!(super::canvas::selected(&window), ["b"]);
}

#[test]
fn a_region_has_its_place_in_the_world_and_another_one_on_the_canvas() {
    let mut window = open();
    let region = document(&window)
        .containers
        .values()
        .find(|c| c.kind == "region");
    let region = region.unwrap().id.to_string();
    select(&mut window, &[&region]);
    let named = |window: &Window, name: &str| {
        let headings = window.query_all_by(|node| {
            let said = [node.label(), node.value()];
            let mut said = said.into_iter().flatten();
            said.any(|text| text.eq_ignore_ascii_case(name))
        });
        headings.count()
    };
    assert_eq!(named(&window, "Place"), 1);
    assert_eq!(named(&window, "Position and size"), 1);
    select(&mut window, &["was-a"]);
    assert_eq!(named(&window, "Position"), 1);
}

#[test]
fn unsaved_changes_are_asked_about_and_escape_stays() {
    let mut window = open();
    press(&mut window, "Add Server");
    send(&mut window, AppCommand::New);
    let asked = |window: &Window| {
        matches!(
            window.state().app().session().view().dialog,
            Some(Dialog::Unsaved { .. })
        )
    };
    assert!(asked(&window));
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert!(!asked(&window) && !document(&window).components.is_empty());
    send(&mut window, AppCommand::New);
    press(&mut window, "Do not save");
    assert!(document(&window).components.is_empty());
}

#[test]
fn the_keys_sheet_lists_every_key_of_the_table() {
    let mut window = open();
    send(&mut window, AppCommand::ShowKeys);
    window.get_by_label("Ctrl+Shift+S");
    for entry in topolab::commands::TABLE
        .iter()
        .filter(|entry| !entry.keys.is_empty())
    {
        let keys = topolab::commands::keys::text(&window.ctx, entry);
        assert!(
            window.query_all_by_label_contains(&keys).next().is_some(),
            "{}: {keys}",
            entry.id
        );
    }
    window.key_press(Key::Escape);
    window.run_steps(2);
    assert_eq!(window.state().app().session().view().dialog, None);
}

#[test]
fn nothing_of_the_top_bar_leaves_a_narrow_window() {
    for size in [[1024.0, 640.0], [1180.0, 700.0], [1440.0, 900.0]] {
        let mut window = shell::open(size);
        for lang in Lang::ALL {
            send(&mut window, AppCommand::SetLanguage(lang));
            send(&mut window, AppCommand::StepSeconds(20.0));
            let texts = window.state().app().session().view().texts;
            let pace = window.get_by_role_and_label(Role::ComboBox, texts.tr("top_bar.pace"));
            let mut left = pace.rect().right();
            for key in ["chip.served", "chip.p99", "chip.failed", "chip.cost"] {
                let label = format!("{} ", texts.tr(key));
                let found = window
                    .query_all_by_label_contains(&label)
                    .map(|node| node.rect());
                let mut chips = found.filter(|rect| rect.top() < 46.0 && rect.height() > 26.0);
                let chip = chips.next().unwrap();
                let fits = chip.left() >= left && chip.right() <= size[0];
                assert!(fits, "{lang:?} {size:?} {key}: {chip:?} after {left}");
                left = chip.right();
            }
        }
    }
}

#[test]
fn figures_that_run_move_nothing_beside_them() {
    let mut window = open();
    let mut seen = std::collections::BTreeSet::new();
    send(&mut window, AppCommand::StepSeconds(60.0));
    let file = |window: &Window| place_of(window, Role::Button, "File");
    let first = file(&window);
    for _ in 0..12 {
        send(&mut window, AppCommand::StepSeconds(1.0));
        assert_eq!(file(&window), first, "a hand on its way to a menu");
        let costs = window.get_by(|node| {
            let said = node.value().unwrap_or_default();
            said.starts_with("cost $") && said.len() == "cost $2,459.50/mo, OK".len()
        });
        seen.insert(costs.accesskit_node().value());
    }
    assert!(seen.len() > 6, "they do run: {seen:?}");
}

#[test]
fn a_fault_is_planned_for_later_and_strikes_then() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(5.0));
    select(&mut window, &["was-a"]);
    press(&mut window, "Live");
    window.get_by_label("Starts: now").click();
    window.run_steps(2);
    press(&mut window, "Crash one instance");
    let faults = &document(&window).scenario.faults;
    assert_eq!((faults.len(), faults[0].at_s), (1, 60.0));
    let marks = |window: &Window| {
        window
            .state()
            .app()
            .session()
            .view()
            .snapshot()
            .unwrap()
            .marks
            .len()
    };
    let before = marks(&window);
    let past = "That instant is past: it begins in the next run";
    assert!(window.query_by_label(past).is_none());
    send(&mut window, AppCommand::StepSeconds(60.0));
    assert!(marks(&window) > before);
    // What is planned now would not strike any more, and says so.
    assert!(window.query_by_label(past).is_some());
    press(&mut window, "Events");
    let event = "Fault planned: At 60 s: Crash one instance · WAS a";
    assert!(window.query_by_label_contains(event).is_some());
    // Where it was planned it can be taken out again.
    let remove = "Remove: At 60 s: Crash one instance · WAS a";
    window.get_by_label(remove).scroll_to_me();
    window.run_steps(4);
    press(&mut window, remove);
    assert!(document(&window).scenario.faults.is_empty());
}

/// A balancer that takes its target out says so where a fault is told, and at the target's name.
#[test]
fn a_target_that_is_found_unhealthy_is_an_event_of_its_balancer() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(5.0));
    send(
        &mut window,
        AppCommand::Inject {
            kind: FaultKind::CrashOne,
            target: id("web-a"),
            for_s: None,
        },
    );
    press(&mut window, "Events");
    let event = "Target unhealthy: nginx a · ALB";
    send(&mut window, AppCommand::StepSeconds(5.0));
    assert!(window.query_by_label_contains(event).is_none());
    send(&mut window, AppCommand::StepSeconds(18.0));
    let place = window.get_by_label_contains(event).rect().center();
    // Whether it lasts, and why, is told under the pointer.
    window.hover_at(place);
    window.run_steps(8);
    window.get_by(|node| {
        let told = node.value().unwrap_or_default();
        told.starts_with("Now: 1 of 2 targets healthy") && told.contains("ALB checks its targets")
    });
    // Once another one is there, the present tells nothing of that event any more.
    send(
        &mut window,
        AppCommand::Heal {
            target: id("web-a"),
        },
    );
    send(&mut window, AppCommand::StepSeconds(300.0));
    let place = window.get_by_label_contains(event).rect().center();
    window.hover_at(place);
    window.run_steps(8);
    let now = window.query_by(|node| node.value().is_some_and(|told| told.starts_with("Now: ")));
    assert!(now.is_none());
}

/// Where instances stand follows from where a card is drawn: the inspector tells, and a test of the engine holds it to that.
#[test]
fn the_inspector_tells_in_which_zones_instances_stand() {
    let mut window = open();
    let both = "Stands in Availability Zone a, Availability Zone c";
    let says = |window: &Window, words: &str| window.query_by_label(words).is_some();
    select(&mut window, &["orders"]);
    assert!(says(&window, both), "the standby is in the other zone");
    select(&mut window, &["was-a"]);
    assert!(says(&window, "Stands in Availability Zone a"));
    let hint = |window: &Window| {
        window
            .query_by_label_contains("To span several zones")
            .is_some()
    };
    assert!(hint(&window));
    let set = |param: &str, value: Value| Edit::SetParam {
        id: id("was-a"),
        param: param.into(),
        value: Some(value),
    };
    let alone = Edit::Batch {
        edits: vec![
            set("policy", Value::from("none")),
            set("desired", Value::Number(1.0)),
        ],
    };
    send(&mut window, AppCommand::Edit(alone, "step.configure"));
    assert!(!hint(&window), "one instance spans nothing");
    select(&mut window, &["orders"]);
    assert!(!hint(&window), "it spans them");
    select(&mut window, &["browsers"]);
    assert!(window.query_by_label_contains("Stands in").is_none());
    let one = Edit::SetParam {
        id: id("orders"),
        param: "multi_az".into(),
        value: Some(Value::Flag(false)),
    };
    send(&mut window, AppCommand::Edit(one, "step.configure"));
    select(&mut window, &["orders"]);
    assert!(
        says(&window, "Stands in Availability Zone a"),
        "one instance is in one place"
    );
}

#[test]
fn every_control_has_a_name_and_no_two_have_the_same() {
    let kinds = [
        Role::Button,
        Role::ComboBox,
        Role::SpinButton,
        Role::TextInput,
        Role::CheckBox,
    ];
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(20.0));
    for (selected, tab) in [
        ("was-a", "Configure"),
        ("orders", "Configure"),
        ("orders", "Live"),
        ("users-none", ""),
    ] {
        match tab {
            "" => send(&mut window, AppCommand::ClearSelection),
            tab => {
                select(&mut window, &[selected]);
                press(&mut window, tab);
            }
        }
        let mut names: Vec<String> = Vec::new();
        for node in window.query_all_by(|node| kinds.contains(&node.role())) {
            let node = node.accesskit_node();
            let name = node.label().unwrap_or_default();
            assert!(
                !name.trim().is_empty(),
                "{selected} {tab}: a {:?} without a name: {node:?}",
                node.role()
            );
            names.push(format!("{:?} {name}", node.role()));
        }
        names.sort();
        let twice: Vec<_> = names
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| &pair[0])
            .collect();
        assert!(twice.is_empty(), "{selected} {tab}: {twice:?}");
    }
}

#[test]
fn a_stopped_window_rests() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(20.0));
    select(&mut window, &["was-a"]);
    for tab in ["Live", "Cost", "Learn", "Configure"] {
        press(&mut window, tab);
        // Fails if frames are asked for without end.
        window.run();
    }
}

/// Without a desktop's dialog the path of the log is typed; what the client then sends is told in its place.
#[test]
fn a_client_takes_in_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("times.csv");
    std::fs::write(&path, "time\n0\n0.5\n2\n").unwrap();
    let mut window = open();
    let client = document(&window)
        .components
        .values()
        .find(|component| component.name == "Browsers")
        .unwrap()
        .id
        .clone();
    select(&mut window, &[client.as_str()]);
    let set = |value: &str| {
        let edit = sim_core::edit::Edit::SetParam {
            id: client.clone(),
            param: "profile".to_owned(),
            value: Some(Value::from(value)),
        };
        AppCommand::Edit(edit, "step.configure")
    };
    send(&mut window, set("trace"));
    window.run_steps(3);
    window.get_by_value("no log yet");
    press(&mut window, "Import log…");
    let dialog = Dialog::LogPath {
        client: client.clone(),
    };
    assert_eq!(window.state().app().session().view().dialog, Some(&dialog));
    window.event(egui::Event::Text(path.to_str().unwrap().to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    let trace = param(&window, client.as_str(), "trace");
    assert_eq!(trace, Some(Value::from("gaps_ms 0 500 1500")));
    // The last request and a mean gap of a second.
    window.get_by_value("3 requests in 3.00 s");
}

/// A client works for nobody: neither its figures nor those of the table say how busy it is.
#[test]
fn only_who_works_for_others_has_a_utilisation() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(20.0));
    for (component, works) in [("browsers", false), ("was-a", true)] {
        select(&mut window, &[component]);
        press(&mut window, "Live");
        let offered = window.query_all_by_label("Offered").count();
        assert!(offered > 0, "{component}");
        let said = window.query_all_by_label("Slots held").count();
        assert_eq!(said > 0, works, "{component}");
    }
}

/// The figures of the top bar are of the whole run, where cards tell of now: both are said, in the table's words.
#[test]
fn the_top_bar_says_what_time_its_figures_are_of() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(30.0));
    window.get_by_role_and_label(Role::Label, "since the start");
    for chip in ["served ", "p99 ", "failed ", "cost "] {
        let node = window.get_by(|node| node.value().is_some_and(|said| said.starts_with(chip)));
        let described = node.accesskit_node().description();
        assert_eq!(
            described.as_deref(),
            Some("Since the start of the run"),
            "{chip}"
        );
    }
    let served = window.get_by(|node| node.value().is_some_and(|said| said.starts_with("served ")));
    let at = served.rect().center();
    window.hover_at(at);
    window.run_steps(8);
    window.get_by_value("Since the start of the run");
    let view = window.state().app().session().view();
    let live = view.snapshot().unwrap().live;
    let now = format!(
        "Now: {} of {} offered",
        view.texts.per_second(live.served_per_s),
        view.texts.per_second(live.offered_per_s)
    );
    let hint = window.get_by(|node| node.value().is_some_and(|said| said.contains(&now)));
    assert!(!hint.accesskit_node().value().unwrap().contains("start"));
}

/// A percentile knows only what was answered: while nothing is, a figure of before must not look as if all were well.
#[test]
fn the_p99_chip_does_not_stay_green_while_nothing_is_answered() {
    let mut window = open();
    send(&mut window, AppCommand::StepSeconds(30.0));
    let p99 = |window: &Window| {
        let chip = window.get_by(|node| node.value().is_some_and(|v| v.starts_with("p99 ")));
        (chip.accesskit_node().value().unwrap(), chip.rect().center())
    };
    let (before, at) = p99(&window);
    assert!(before.ends_with(", OK"), "{before}");
    let document = window.state().app().session().document().clone();
    let clients = |id: &Id| document.components[id].service == "client";
    for link in document.links.values().filter(|link| clients(&link.from)) {
        let cut = AppCommand::Inject {
            kind: sim_core::document::FaultKind::CutLink,
            target: link.id.clone(),
            for_s: None,
        };
        send(&mut window, cut);
    }
    send(&mut window, AppCommand::StepSeconds(60.0));
    let view = window.state().app().session().view();
    assert_eq!(view.snapshot().unwrap().live.samples, 0);
    let (after, _) = p99(&window);
    assert!(after.ends_with(", not judged"), "{after}");
    window.hover_at(at);
    window.run_steps(8);
    window.get_by(|node| {
        let said = node.value().unwrap_or_default();
        said.contains("Nothing has been answered lately")
    });
}

#[test]
fn what_is_selected_anew_is_shown_from_its_beginning() {
    let mut window = open();
    let ids = &document(&window).components;
    let of = |service: &str| ids.values().find(|c| c.service == service).unwrap();
    let [was, db] = ["was", "rds"].map(|service| of(service).id.to_string());
    let top = |window: &Window, label: &str| window.get_by_label(label).rect().top();
    select(&mut window, &[&was]);
    let label = "Service time";
    let start = top(&window, label);
    select(&mut window, &[&db]);
    window.hover_at(egui::pos2(1300.0, 400.0));
    window.step();
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -300.0),
        modifiers: egui::Modifiers::NONE,
        phase: egui::TouchPhase::Move,
    });
    window.run_steps(8);
    let scrolled = top(&window, "Query time");
    assert!(scrolled < start, "{scrolled}");
    select(&mut window, &[&was]);
    assert_eq!(top(&window, label), start);
    select(&mut window, &[&db]);
    assert_eq!(top(&window, "Query time"), scrolled, "where it was");
}

/// Of a hundred types nobody must look for the one that is set, and what it costs decides as much as what it can do.
#[test]
fn the_list_of_instance_types_opens_at_the_current_one_and_tells_prices() {
    let mut window = open();
    let set = Edit::SetParam {
        id: id("was-a"),
        param: "instance_type".to_owned(),
        value: Some(Value::from("t3.medium")),
    };
    send(&mut window, AppCommand::Edit(set, "step.configure"));
    select(&mut window, &["was-a"]);
    let field = "Instance type";
    for _ in 0..2 {
        window.get_by_role_and_label(Role::ComboBox, field).click();
        window.run_steps(4);
        let line = window.get_by_role_and_label(Role::Button, "t3.medium");
        let note = window.get_by_label("For one, on demand, in ap-northeast-2");
        let [line_at, note_at] = [line.rect(), note.rect()];
        let seen = line_at.bottom() < note_at.top() && line_at.bottom() > note_at.top() - 260.0;
        assert!(seen, "{line_at:?} {note_at:?}");
        let told = line.accesskit_node().value();
        assert_eq!(told.as_deref(), Some("2 vCPU · 4 GiB, $37.96/mo"));
        // What was looked for before the list was shut does not hide the current one.
        window.event(egui::Event::Text("m5".to_owned()));
        window.run_steps(3);
        let left = window.query_by_role_and_label(Role::Button, "t3.medium");
        assert!(left.is_none());
        window.key_press(Key::Escape);
        window.run_steps(4);
    }
}

#[test]
fn a_long_finding_is_told_whole_once_it_is_selected() {
    let mut window = shell::open([900.0, 700.0]);
    select(&mut window, &["browsers-alb", "mobile-alb"]);
    send(&mut window, AppCommand::Delete);
    press(&mut window, "Findings");
    let line = |window: &Window| {
        let about = |said: String| said.contains("No client reaches ALB");
        let line =
            window.get_by(|node| node.role() == Role::Button && node.label().is_some_and(about));
        line.rect()
    };
    let before = line(&window);
    select(&mut window, &["alb"]);
    let after = line(&window);
    assert_eq!(after.top(), before.top());
    assert!(after.height() > before.height() + 10.0, "{after:?}");
    // What comes after it makes room.
    let lines = window.query_all_by(|node| {
        node.role() == Role::Button
            && node
                .label()
                .is_some_and(|said| said.starts_with("Warning: "))
    });
    let mut lines: Vec<_> = lines.map(|node| node.rect()).collect();
    lines.sort_by(|a, b| a.top().total_cmp(&b.top()));
    assert!(lines.len() > 1);
    for pair in lines.windows(2) {
        assert!(pair[0].bottom() <= pair[1].top() + 0.1, "{pair:?}");
    }
}

/// `+1` in a legend, and a name that is cut there, are told in full under the pointer.
#[test]
fn the_legend_of_the_costs_tells_what_it_has_no_room_for() {
    let mut window = shell::open([1024.0, 700.0]);
    send(&mut window, AppCommand::StepSeconds(30.0));
    let chart = window.get_by_role_and_label(Role::Image, "Cost per hour");
    let head = chart.rect().center_top() - egui::vec2(0.0, 20.0);
    window.hover_at(head);
    window.run_steps(8);
    let dearest = window.get_by_value("Static files").rect();
    let others = window.get_by(|node| node.value().is_some_and(|told| told.ends_with(" others")));
    assert!(others.rect().top() > dearest.top());
}

/// The label of a field in the form of the WAS tells an id for the command line, and a right-click copies it.
fn tells_and_copies(label: &str, setting: &str) {
    let mut window = open();
    select(&mut window, &["was-a"]);
    let label = window.get_by_role_and_label(Role::Label, label);
    let at = label.rect().left_center() + egui::vec2(8.0, 0.0);
    window.hover_at(at);
    window.run_steps(8);
    window.get_by(|node| {
        let told = node.value().unwrap_or_default();
        told.contains(&format!("--set {setting}="))
    });
    for pressed in [true, false] {
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.step();
    }
    window.run_steps(3);
    window.get_by_label(&format!("Copy {setting}")).click();
    window.step();
    assert_eq!(harness::copied(&window).as_deref(), Some(setting));
}

/// The command line names a parameter by ids, which the drawing does not show.
#[test]
fn a_parameter_tells_what_the_command_line_calls_it_and_copies_that() {
    tells_and_copies("Instance type", "was-a.instance_type");
}

/// A figure of a distribution has an id of its own for the command line.
#[test]
fn a_figure_of_a_distribution_tells_what_the_command_line_calls_it() {
    tells_and_copies("median", "was-a.service_time.median_ms");
}
