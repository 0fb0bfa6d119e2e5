//! A parameter is swept in its dialog: chart, table, and a value that is taken over.

#![allow(clippy::unwrap_used)]

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::catalog::Value;
use sim_core::edit::Edit;
use topolab::commands::{AppCommand, SelectMode};
use topolab::i18n::{Lang, Texts};
use topolab::session::{Dialog, SweepForm};
use topolab::storage::examples;
use topolab::theme::ThemeChoice;

use super::canvas::{Window, app, command, document, id, window_of};
use super::harness;

const SIZE: [f32; 2] = [1440.0, 900.0];

fn window(size: [f32; 2], lang: Lang) -> Window {
    let example = examples::example("client-server").unwrap();
    let document = example.open(Texts::new(lang)).unwrap().document;
    let mut window = window_of(size, document);
    command(&mut window, AppCommand::SetLanguage(lang));
    window
}

fn press(window: &mut Window, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run();
}

fn says(window: &Window, begins: &str) -> bool {
    let told = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        (node.role() == Role::Label).then(|| node.value().or(node.label()))?
    };
    let all = window.query_all_by(|_| true);
    all.filter_map(|node| told(&node))
        .any(|text| text.starts_with(begins))
}

fn form(window: &Window) -> SweepForm {
    app(window).session().view().sweep.unwrap().form.clone()
}

fn set(window: &mut Window, change: impl FnOnce(&mut SweepForm)) {
    let mut form = form(window);
    change(&mut form);
    command(window, AppCommand::SetSweep(form));
}

fn rate(window: &Window) -> Option<Value> {
    let client = &document(window).components[&id("client")];
    client.params.get("rate_per_s").cloned()
}

/// From 40 to 110 requests a second: one worker of 10 ms breaks in between.
fn swept(size: [f32; 2], lang: Lang) -> Window {
    let mut window = window(size, lang);
    command(&mut window, AppCommand::AskSweep(None));
    set(&mut window, |form| {
        (form.from, form.to, form.log) = (40.0, 110.0, false);
        form.length_s = 120.0;
    });
    press(&mut window, Texts::new(lang).tr("sweep.start"));
    window
}

#[test]
fn a_sweep_says_where_it_breaks_and_a_value_is_taken_over() {
    let mut window = swept(SIZE, Lang::En);
    assert!(says(
        &window,
        "Up to 90/s all targets are met (p99 ≤ 1.00 s, failed ≤ 1.00 %)"
    ));
    assert!(says(
        &window,
        "At 2 values a component is busy all the time"
    ));
    let chart = window.get_by_role_and_label(Role::Image, "Client: Rate");
    assert!(
        chart
            .value()
            .is_some_and(|told| told.starts_with("Up to 90/s"))
    );
    assert!(says(&window, "80/s · today") && says(&window, "90/s · limit"));
    let today = window.get_by_role_and_label(Role::Button, "Use this value: 80/s");
    assert!(today.accesskit_node().is_disabled(), "it is that already");
    // What was taken over is one step, and another one is another.
    press(&mut window, "Use this value: 60/s");
    assert_eq!(rate(&window), Some(Value::Number(60.0)));
    assert!(says(&window, "60/s · today") && !says(&window, "80/s · today"));
    assert!(!says(&window, "The drawing was changed since"));
    press(&mut window, "Use this value: 70/s");
    for before in [60.0, 80.0] {
        command(&mut window, AppCommand::Undo);
        assert_eq!(rate(&window), Some(Value::Number(before)));
    }
    assert!(says(&window, "80/s · today"));
}

#[test]
fn another_change_makes_the_figures_those_of_before() {
    let mut window = swept(SIZE, Lang::En);
    let edit = Edit::SetParam {
        id: id("server"),
        param: "workers".to_owned(),
        value: Some(Value::Number(2.0)),
    };
    command(&mut window, AppCommand::Edit(edit, "step.configure"));
    assert!(says(&window, "The drawing was changed since"));
    press(&mut window, "Run the sweep");
    assert!(!says(&window, "The drawing was changed since"));
    assert!(says(
        &window,
        "No limit found: all targets are met at every value"
    ));
    // Closed and asked for again, it is still there.
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(app(&window).session().view().dialog, None);
    command(&mut window, AppCommand::AskSweep(None));
    assert!(says(&window, "No limit found"));
    // Another drawing knows nothing of it.
    command(&mut window, AppCommand::OpenExample("static-site"));
    command(
        &mut window,
        AppCommand::AnswerUnsaved(topolab::session::UnsavedAnswer::Discard),
    );
    assert!(app(&window).session().view().sweep.is_none());
}

#[test]
fn the_menu_of_a_field_asks_for_its_parameter() {
    let mut window = window(SIZE, Lang::En);
    let ids = vec![id("server")];
    let mode = SelectMode::Replace;
    command(&mut window, AppCommand::Select { ids, mode });
    let label = window.get_by_role_and_label(Role::Label, "Workers");
    let pos = label.rect().left_center() + egui::vec2(8.0, 0.0);
    window.hover_at(pos);
    window.run_steps(8);
    for pressed in [true, false] {
        window.event(egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.step();
    }
    window.run_steps(3);
    window.get_by_label("Sweep this parameter…").click();
    window.run();
    assert_eq!(app(&window).session().view().dialog, Some(&Dialog::Sweep));
    let asked = form(&window);
    assert_eq!(
        (asked.target, asked.param.as_str()),
        (id("server"), "workers")
    );
    // Of one worker there is no quarter.
    assert_eq!((asked.from, asked.to), (1.0, 4.0));
    press(&mut window, "Run the sweep");
    assert!(says(&window, "No limit found"));
    assert!(says(&window, "1 · today"));
    // Whoever asks again without pointing at something else means this one.
    command(&mut window, AppCommand::CloseDialog);
    command(&mut window, AppCommand::ClearSelection);
    command(&mut window, AppCommand::AskSweep(None));
    assert!(says(&window, "No limit found"));
    let ids = vec![id("client")];
    command(&mut window, AppCommand::Select { ids, mode });
    command(&mut window, AppCommand::AskSweep(None));
    assert_eq!(form(&window).param, "rate_per_s");
}

#[test]
fn what_is_no_range_is_said_and_cannot_be_run() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::AskSweep(None));
    assert_eq!((form(&window).from, form(&window).to), (20.0, 320.0));
    set(&mut window, |form| form.from = 0.0);
    assert!(says(&window, "Equal ratios do not start from 0"));
    let run = window.get_by_role_and_label(Role::Button, "Run the sweep");
    assert!(run.accesskit_node().is_disabled());
    set(&mut window, |form| form.log = false);
    assert!(says(&window, "Values: 0, "));
    set(&mut window, |form| form.to = 0.0);
    assert!(says(&window, "expected two different values"));
    // What was to be varied is gone.
    let ids = vec![id("client")];
    command(
        &mut window,
        AppCommand::Edit(Edit::Remove { ids }, "step.delete"),
    );
    assert!(says(&window, "There is no number here that can be varied"));
    press(&mut window, "Close");
    assert_eq!(app(&window).session().view().dialog, None);
}

#[test]
fn a_sweep_is_copied_as_a_page_for_notes() {
    let mut window = swept(SIZE, Lang::Ko);
    window
        .get_by_role_and_label(Role::Button, "Markdown으로 복사")
        .click();
    window.step();
    let page = harness::copied(&window).unwrap_or_default();
    for part in [
        "# ",
        "\n- 바꾼 매개변수: ",
        "모든 목표를 충족하지만",
        "| 90/s · 한계 |",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

fn picture(size: [f32; 2], look: ThemeChoice, lang: Lang) -> Window {
    let mut window = swept(size, lang);
    command(&mut window, AppCommand::SetTheme(look));
    window.remove_cursor();
    window.run();
    window
}

#[test]
fn the_dialog_in_english() {
    picture(SIZE, ThemeChoice::Dark, Lang::En).snapshot("sweep_dark_en");
}

#[test]
fn the_dialog_in_korean_in_a_small_window() {
    picture([1024.0, 640.0], ThemeChoice::Light, Lang::Ko).snapshot("sweep_light_ko");
}
