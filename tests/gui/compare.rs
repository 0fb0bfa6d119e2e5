//! A run is kept, something is changed, another one runs: the tab of the dock tells what came of it.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::catalog::Value;
use sim_core::document::{Document, FaultKind};
use sim_core::edit::Edit;
use topolab::commands::AppCommand;
use topolab::i18n::{Lang, Texts};
use topolab::storage::examples;
use topolab::theme::ThemeChoice;

use super::access::open_tab;
use super::canvas::{Window, app, command, id, selected, window_of};
use super::harness;

const SIZE: [f32; 2] = [1440.0, 1100.0];

fn tiers(lang: Lang) -> Document {
    let example = examples::example("three-tier").unwrap();
    example.open(Texts::new(lang)).unwrap().document
}

fn window(size: [f32; 2], lang: Lang) -> Window {
    let mut window = window_of(size, tiers(lang));
    command(&mut window, AppCommand::SetLanguage(lang));
    window
}

/// Another instance class for the database.
fn larger(window: &mut Window) {
    let edit = Edit::SetParam {
        id: id("orders"),
        param: "class".to_owned(),
        value: Some(Value::Text("db.m6g.xlarge".to_owned())),
    };
    command(window, AppCommand::Edit(edit, "step.configure"));
}

/// What readers of the screen hear of a line that begins so; it may have to be scrolled to.
fn line(window: &Window, begins: &str) -> Option<String> {
    let said = |node: &Node<'_>| {
        let node = node.accesskit_node();
        match node.role() {
            Role::Label => node.value().or(node.label()),
            Role::Button => node.label(),
            _ => None,
        }
    };
    let all = window.query_all_by(|_| true);
    let mut told = all.filter_map(|node| said(&node));
    told.find(|text| text.starts_with(begins))
}

fn taller(window: &mut Window) {
    use topolab::commands::SidePanel;
    let panel = SidePanel::Dock;
    command(window, AppCommand::SizePanel { panel, by: 800.0 });
}

/// Turns the wheel over the list, down from its top, until there is such a line.
fn scrolled_to(window: &mut Window, begins: &str) -> String {
    let tab = window
        .get_by(|node| node.role() == Role::Tab && node.label().as_deref() == Some("Compare"));
    let below = tab.rect().center_bottom() + vec2(0.0, 120.0);
    window.hover_at(below);
    window.run();
    for step in 0..40 {
        let delta = vec2(0.0, if step == 0 { 1e5 } else { -160.0 });
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta,
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
        });
        window.run();
        if let Some(found) = line(window, begins) {
            // It is there a little before it can be seen.
            let node = window.get_by(|node| {
                let said = node.label().or(node.value());
                said.as_deref() == Some(&found)
            });
            node.scroll_to_me();
            window.run();
            return found;
        }
    }
    panic!("no line begins with {begins}");
}

fn says(window: &Window, words: &str) -> bool {
    line(window, words).is_some()
}

#[test]
fn a_kept_run_stands_beside_the_one_after_a_change() {
    let mut window = window(SIZE, Lang::En);
    open_tab(&mut window, "dock.compare");
    taller(&mut window);
    let button = window.get_by_role_and_label(Role::Button, "Keep this run");
    assert!(button.accesskit_node().is_disabled(), "nothing has run yet");
    command(&mut window, AppCommand::StepSeconds(60.0));
    window
        .get_by_role_and_label(Role::Button, "Keep this run")
        .click();
    window.run();
    // The same run beside itself.
    let same = line(&window, "About the same: Offered ").unwrap();
    assert!(same.contains("p99 latency "), "{same}");
    assert!(says(
        &window,
        "Targets: p99 latency ≤ 400 ms met  ·  Failed ≤ 1.00 % met"
    ));
    assert!(says(&window, "Nothing that a run can notice"));

    larger(&mut window);
    assert!(says(
        &window,
        "Changed: Order DB: Instance class db.m6g.large → db.m6g.xlarge"
    ));
    window
        .get_by_role_and_label(Role::Button, "Run again for 00:01:00.0")
        .click();
    window.run();
    let time = "Simulated time: 00:01:00.0 kept, 00:01:00.0 now; Seed: 7 kept, 7 now";
    assert!(says(&window, time) && says(&window, "Same seed, clients unchanged"));
    let cost = line(&window, "Cost per month: ").unwrap();
    assert!(cost.contains(", +$") && cost.ends_with(", worse"), "{cost}");
    let mean = line(&window, "Mean latency: ").unwrap();
    assert!(mean.contains(", −") && mean.ends_with(", better"), "{mean}");
    let used = scrolled_to(&mut window, "Order DB, Utilisation: ");
    assert!(used.contains(" points (−50."), "{used}");
    // A line selects what it is about.
    window.get_by_role_and_label(Role::Button, &used).click();
    window.run();
    assert_eq!(selected(&window), ["orders"]);
    let same = scrolled_to(&mut window, "Static files, no");
    assert_eq!(same, "Static files, no difference");
    window.get_by_role_and_label(Role::Button, &same).click();
    window.run();
    assert_eq!(selected(&window), ["assets"]);
}

#[test]
fn a_target_that_is_no_longer_met_is_for_the_worse() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(60.0));
    command(&mut window, AppCommand::KeepRun);
    let edit = Edit::SetParam {
        id: id("orders"),
        param: "class".to_owned(),
        value: Some(Value::Text("db.m6g.4xlarge".to_owned())),
    };
    command(&mut window, AppCommand::Edit(edit, "step.configure"));
    command(&mut window, AppCommand::RunAgain);
    let cost = line(&window, "Target, Cost per month").unwrap();
    let wanted = "Target, Cost per month ≤ $3,000.00: met kept, exceeded now, worse";
    assert_eq!(cost, wanted);
    assert!(says(&window, "Targets: p99 latency ≤ 400 ms met"));
}

#[test]
fn keys_keep_and_run_again_and_the_tab_opens() {
    let mut window = window(SIZE, Lang::En);
    window.key_press(Key::K);
    window.run();
    assert!(app(&window).session().view().baseline.is_none());
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::ToggleDock);
    window.key_press(Key::K);
    window.run();
    let kept = |window: &Window| {
        app(window)
            .session()
            .view()
            .baseline
            .map(|kept| kept.number)
    };
    assert_eq!(kept(&window), Some(1));
    let shown = |window: &Window| line(window, "About the same: ").is_some();
    assert!(shown(&window), "the dock shows it");
    open_tab(&mut window, "dock.events");
    command(&mut window, AppCommand::StepSeconds(10.0));
    assert!(!shown(&window), "where somebody went, he stays");
    window.key_press_modifiers(egui::Modifiers::SHIFT, Key::R);
    window.run();
    let now = app(&window).session().view().now();
    assert_eq!(
        now,
        app(&window).session().view().baseline.unwrap().side.length
    );
}

#[test]
fn it_survives_edits_undo_and_reset_but_not_another_drawing() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    let kept = |window: &Window| {
        let kept = app(window).session().view().baseline?;
        Some((kept.number, kept.side.figures.clone()))
    };
    let first = kept(&window);
    assert!(first.is_some());
    larger(&mut window);
    command(&mut window, AppCommand::Undo);
    command(&mut window, AppCommand::Redo);
    command(&mut window, AppCommand::Reset);
    command(&mut window, AppCommand::SetSeed(8));
    command(&mut window, AppCommand::StepSeconds(20.0));
    assert_eq!(kept(&window), first);
    assert!(says(&window, "Different seeds (7 and 8)"));
    assert!(says(
        &window,
        "Different lengths (00:00:10.0 and 00:00:20.0)"
    ));
    command(&mut window, AppCommand::OpenExample("client-server"));
    // What was changed is asked about.
    command(
        &mut window,
        AppCommand::AnswerUnsaved(topolab::session::UnsavedAnswer::Discard),
    );
    assert!(kept(&window).is_none());
    assert!(line(&window, "No run is kept yet").is_some());
    // It belongs to its drawing, and is there again with it.
    command(&mut window, AppCommand::OpenExample("three-tier"));
    assert_eq!(kept(&window), first);
    command(&mut window, AppCommand::New);
    assert!(kept(&window).is_none());
}

fn kept_names(window: &Window) -> Vec<String> {
    let view = app(window).session().view();
    let all = view.kept_runs.iter();
    all.map(|kept| kept.name(view.texts)).collect()
}

#[test]
fn runs_are_kept_beside_one_another_chosen_and_dropped() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    command(&mut window, AppCommand::RunAgain);
    command(&mut window, AppCommand::KeepRun);
    let names = [
        "Run 1 · 00:00:10.0 · no change",
        "Run 2 · 00:00:10.0 · Order DB: Instance class db.m6g.large → db.m6g.xlarge",
    ];
    assert_eq!(kept_names(&window), names);
    // The last one is compared with; a press on the list goes back to the first.
    assert!(says(&window, "Nothing that a run can notice"));
    let label = "Kept run to compare with";
    window.get_by_role_and_label(Role::ComboBox, label).click();
    window.run();
    let first = format!("{}  ·  kept just now", names[0]);
    window.get_by_label(&first).click();
    window.run();
    assert!(says(&window, "Changed: Order DB: Instance class"));
    // The same run at the same instant is one.
    command(&mut window, AppCommand::KeepRun);
    assert_eq!(kept_names(&window), names);
    assert!(says(&window, "Nothing that a run can notice"));
    let drop = "Drop this kept run";
    window.get_by_role_and_label(Role::Button, drop).click();
    window.run();
    assert_eq!(kept_names(&window), names[..1]);
    assert!(says(&window, "Changed: Order DB: Instance class"));
    window.get_by_role_and_label(Role::Button, drop).click();
    window.run();
    assert!(says(&window, "No run is kept yet"));
}

#[test]
fn the_oldest_of_many_kept_runs_goes_and_that_is_said() {
    let mut window = window(SIZE, Lang::En);
    for _ in 0..topolab::session::MOST_KEPT_RUNS {
        command(&mut window, AppCommand::StepSeconds(1.0));
        command(&mut window, AppCommand::KeepRun);
    }
    let told = |window: &Window| line(window, "Kept. At most 8 runs");
    assert_eq!(told(&window), None);
    command(&mut window, AppCommand::StepSeconds(1.0));
    command(&mut window, AppCommand::KeepRun);
    let names = kept_names(&window);
    assert_eq!(names.len(), topolab::session::MOST_KEPT_RUNS);
    assert!(names[0].starts_with("Run 2 · 00:00:02.0"), "{names:?}");
    assert!(
        told(&window)
            .unwrap()
            .ends_with("Run 1 · 00:00:01.0 · no change")
    );
}

#[test]
fn what_was_done_to_a_run_while_it_ran_is_said() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    let (kind, target, for_s) = (FaultKind::Slow { factor: 5.0 }, id("orders"), Some(2.0));
    command(
        &mut window,
        AppCommand::Inject {
            kind,
            target,
            for_s,
        },
    );
    command(&mut window, AppCommand::StepSeconds(5.0));
    assert!(says(&window, "This run: changed while it ran"));
    assert!(says(&window, "This run: faults were set or healed by hand"));
    assert!(!says(&window, "Same seed"));
    command(&mut window, AppCommand::RunAgain);
    assert!(!says(&window, "This run: ") && says(&window, "Same seed"));
}

#[test]
fn what_a_stopped_run_was_changed_to_is_no_part_of_its_figures() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    assert!(says(&window, "Changed: Order DB: Instance class"));
    assert!(says(
        &window,
        "This run: changed at its end and not run since"
    ));
    assert!(!says(&window, "Same seed") && !says(&window, "while it ran"));
    command(&mut window, AppCommand::StepSeconds(1.0));
    assert!(says(&window, "This run: changed while it ran"));
    // At its beginning a run would be the cheapest of all.
    command(&mut window, AppCommand::Reset);
    assert!(line(&window, "Cost per month: ").is_none());
    let again = "Run again, as long as the kept run";
    window.get_by_role_and_label(Role::Button, again).click();
    window.run();
    assert!(line(&window, "Cost per month: ").is_some_and(|cost| cost.ends_with(", worse")));
}

#[test]
fn figures_that_do_not_differ_share_a_line() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(60.0));
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    command(&mut window, AppCommand::RunAgain);
    let alike = line(&window, "About the same: Offered ").unwrap();
    assert!(alike.contains("  ·  Failed 0 %"), "{alike}");
    assert!(line(&window, "Failed: ").is_none());
}

#[test]
fn the_comparison_is_copied_as_a_page_for_notes() {
    let mut window = window(SIZE, Lang::Ko);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    command(&mut window, AppCommand::RunAgain);
    window.get_by_role_and_label(Role::Button, "복사").click();
    window.step();
    let page = harness::copied(&window).unwrap_or_default();
    for part in [
        "# 3계층",
        "\n- B: 이번 실행\n",
        "인스턴스 클래스 db.m6g.large → db.m6g.xlarge",
        "| 월 비용 |",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn a_component_that_came_or_went_is_told_as_such() {
    let mut window = window(SIZE, Lang::En);
    open_tab(&mut window, "dock.compare");
    taller(&mut window);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    let ids = vec![id("assets")];
    command(
        &mut window,
        AppCommand::Edit(Edit::Remove { ids }, "step.delete"),
    );
    command(&mut window, AppCommand::RunAgain);
    assert!(says(&window, "Changed: Static files: Removed"));
    // It comes last, after all that are there, and there is nothing to select.
    let gone = scrolled_to(&mut window, "Static files, ");
    assert_eq!(gone, "Static files, removed");
    assert!(
        window
            .query_by_role_and_label(Role::Button, &gone)
            .is_none()
    );
}

#[test]
fn the_kept_run_can_be_named() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    larger(&mut window);
    command(&mut window, AppCommand::Reset);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    let name = |window: &Window| {
        let view = app(window).session().view();
        view.baseline.unwrap().name(view.texts)
    };
    let own = "Run 1 · 00:00:10.0 · Order DB: Instance class db.m6g.large → db.m6g.xlarge";
    assert_eq!(name(&window), own);
    let field = window.get_by_role_and_label(Role::TextInput, "Name of the kept run");
    field.focus();
    window.run();
    window
        .get_by_role_and_label(Role::TextInput, "Name of the kept run")
        .type_text("Before");
    window.run();
    assert_eq!(name(&window), "Before");
    command(&mut window, AppCommand::NameKeptRun("  ".to_owned()));
    assert_eq!(name(&window), own);
}

#[test]
fn it_opens_at_its_top_and_goes_to_what_is_selected_after_that() {
    let mut window = window([1024.0, 640.0], Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    let select = |window: &mut Window, item: &str| {
        let (ids, mode) = (vec![id(item)], topolab::commands::SelectMode::Replace);
        command(window, AppCommand::Select { ids, mode });
    };
    select(&mut window, "orders");
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    command(&mut window, AppCommand::RunAgain);
    let place = |window: &Window, words: &str| {
        let said = line(window, words)?;
        let mut nodes = window.query_all_by(|node| {
            let told = node.label().or(node.value());
            told.as_deref() == Some(&said)
        });
        nodes.next().map(|node| node.rect().top())
    };
    let dock = |window: &Window| {
        let tab = window
            .get_by(|node| node.role() == Role::Tab && node.label().as_deref() == Some("Compare"));
        tab.rect().bottom()
    };
    let shows = |window: &Window, words: &str| {
        place(window, words).is_some_and(|top| top > dock(window) && top < 640.0 - 10.0)
    };
    let first = "Keep this run";
    assert!(shows(&window, first));
    select(&mut window, "assets");
    assert!(shows(&window, "Static files, no difference") && !shows(&window, first));
    // Elsewhere and back.
    open_tab(&mut window, "dock.events");
    select(&mut window, "orders");
    open_tab(&mut window, "dock.compare");
    assert!(shows(&window, first) && !shows(&window, "Order DB"));
    select(&mut window, "alb");
    assert!(shows(&window, "ALB, Mean latency"));
    // Where another run is compared with, what must be known is new.
    command(&mut window, AppCommand::KeepRun);
    assert!(shows(&window, first));
}

/// Two columns that change with every frame cannot be read.
#[test]
fn figures_stand_still_for_a_while_and_at_the_end_are_those_of_the_run() {
    let mut window = window(SIZE, Lang::En);
    command(&mut window, AppCommand::StepSeconds(10.0));
    command(&mut window, AppCommand::KeepRun);
    command(&mut window, AppCommand::Reset);
    command(&mut window, AppCommand::Play);
    let mut shown = Vec::new();
    let mut instants = Vec::new();
    for _ in 0..40 {
        window.state_mut().as_mut().unwrap().advance(0.05);
        window.step();
        shown.push(line(&window, "Cost per million answered requests: "));
        instants.push(app(&window).session().view().now());
    }
    shown.dedup();
    instants.dedup();
    // Two seconds of the window's clock.
    assert!(
        instants.len() > 30 && (4..=10).contains(&shown.len()),
        "{shown:?}"
    );
    command(&mut window, AppCommand::Pause);
    let view = app(&window).session().view();
    let million = view.frame.unwrap().bill.usd_per_million_ok.unwrap();
    let last = line(&window, "Cost per million answered requests: ").unwrap();
    let now = format!(", {} now", view.texts.usd(million));
    assert!(last.contains(&now), "{last} {now}");
}

/// The tab after a change, with the pointer away.
fn picture(size: [f32; 2], look: ThemeChoice, lang: Lang) -> Window {
    let mut window = window(size, lang);
    command(&mut window, AppCommand::SetTheme(look));
    taller(&mut window);
    command(&mut window, AppCommand::StepSeconds(120.0));
    command(&mut window, AppCommand::KeepRun);
    larger(&mut window);
    command(&mut window, AppCommand::RunAgain);
    window.remove_cursor();
    window.run();
    window
}

#[test]
fn the_tab_in_english() {
    picture([1440.0, 1000.0], ThemeChoice::Dark, Lang::En).snapshot("compare_dark_en");
}

#[test]
fn the_tab_in_korean_in_a_small_window() {
    picture([1024.0, 720.0], ThemeChoice::Light, Lang::Ko).snapshot("compare_light_ko");
}

#[test]
fn the_tab_before_a_run_is_kept() {
    let mut window = window([1024.0, 640.0], Lang::En);
    command(&mut window, AppCommand::SetTheme(ThemeChoice::Light));
    open_tab(&mut window, "dock.compare");
    window.remove_cursor();
    window.run();
    window.snapshot("compare_empty_light_en");
}
