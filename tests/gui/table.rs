//! The table of components: its order by the mouse and by the keyboard, its totals, and that a run disturbs neither.

#![allow(clippy::unwrap_used)]

use egui::accesskit::{Role, SortDirection};
use egui::{Key, Pos2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::document::Document;
use topolab::commands::AppCommand;
use topolab::i18n::Lang;
use topolab::theme::ThemeChoice;

use super::access::open_tab;
use super::canvas::{Window, app, click, command, id, selected, window_of};

const SIZE: [f32; 2] = [1440.0, 1100.0];

/// Servers whose names sort otherwise than they are written, each with a client of its own: the third has most to do.
fn window() -> Window {
    let names = ["web-10", "web-2", "API", "web-1"];
    let parts = names.iter().enumerate().map(|(at, name)| {
        let (y, rate) = (at * 130, [20, 40, 60, 5][at]);
        let server = format!(r#"{{"id":"s{at}","service":"server","name":"{name}","at":[300,{y}]}}"#);
        let client = format!(
            r#"{{"id":"c{at}","service":"client","name":"Users {at}","at":[0,{y}],"params":{{"rate_per_s":{rate}}}}}"#
        );
        let link = format!(r#"{{"id":"l{at}","from":"c{at}","to":"s{at}"}}"#);
        ([server, client].join(","), link)
    });
    let (components, links): (Vec<_>, Vec<_>) = parts.unzip();
    let text = format!(
        r#"{{"version":1,"components":[{}],"links":[{}]}}"#,
        components.join(","),
        links.join(",")
    );
    let loaded = sim_core::file::load(&text).unwrap();
    assert!(loaded.notes.is_empty(), "{:?}", loaded.notes);
    with(SIZE, loaded.document)
}

fn tiers() -> Document {
    let text = include_str!("../../examples/three-tier.json");
    sim_core::file::load(text).unwrap().document
}

fn with(size: [f32; 2], document: Document) -> Window {
    let mut window = window_of(size, document);
    command(&mut window, AppCommand::SetLanguage(Lang::En));
    open_tab(&mut window, "dock.components");
    window
}

/// The lines of the table: what is below its headings and says how a component is.
fn lines(window: &Window) -> Vec<Node<'_>> {
    let component = heading(window, "Component");
    let lines = window.query_all_by(|node| {
        node.role() == Role::Button && node.label().is_some_and(|label| label.contains(", "))
    });
    // Below the heading, and not beside it, as what stands in the palette does.
    let below = |rect: egui::Rect| rect.top() > component.y && rect.x_range().contains(component.x);
    let mut lines: Vec<_> = lines.filter(|node| below(node.rect())).collect();
    lines.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    lines
}

fn name(line: &Node<'_>) -> String {
    let label = line.accesskit_node().label().unwrap();
    label.split(", ").next().unwrap().to_owned()
}

fn line<'w>(window: &'w Window, of: &str) -> Node<'w> {
    let mut lines = lines(window).into_iter();
    lines.find(|line| name(line) == of).unwrap()
}

/// The names of the servers in the table from top to bottom.
fn servers(window: &Window) -> Vec<String> {
    let names = lines(window).iter().map(name).collect::<Vec<_>>();
    let servers = names.into_iter().filter(|name| !name.starts_with("Users"));
    servers.collect()
}

fn heading(window: &Window, name: &str) -> Pos2 {
    window
        .get_by_role_and_label(Role::ColumnHeader, name)
        .rect()
        .center()
}

/// How a heading says that the lines are sorted.
fn told(window: &Window, name: &str) -> (Option<SortDirection>, Option<String>) {
    let node = window.get_by_role_and_label(Role::ColumnHeader, name);
    let node = node.accesskit_node();
    (node.sort_direction(), node.value())
}

fn press(window: &mut Window, name: &str) {
    let at = heading(window, name);
    click(window, at);
}

const DRAWN: [&str; 4] = ["web-10", "web-2", "API", "web-1"];

#[test]
fn a_heading_sorts_then_the_other_way_then_as_it_was_drawn() {
    let mut window = window();
    command(&mut window, AppCommand::StepSeconds(30.0));
    assert_eq!(servers(&window), DRAWN);
    assert_eq!(told(&window, "Offered"), (None, None));
    let by_name = ["API", "web-1", "web-2", "web-10"];
    press(&mut window, "Component");
    assert_eq!(servers(&window), by_name);
    let up = Some(SortDirection::Ascending);
    assert_eq!(
        told(&window, "Component"),
        (up, Some("names from A to Z".to_owned()))
    );
    press(&mut window, "Component");
    assert!(servers(&window).iter().rev().eq(by_name));
    press(&mut window, "Component");
    assert_eq!(servers(&window), DRAWN);

    let by_load = ["API", "web-2", "web-10", "web-1"];
    press(&mut window, "Offered");
    assert_eq!(servers(&window), by_load);
    let down = Some(SortDirection::Descending);
    assert_eq!(
        told(&window, "Offered"),
        (down, Some("largest first".to_owned()))
    );
    assert_eq!(told(&window, "Component"), (None, None));
    press(&mut window, "Offered");
    assert!(servers(&window).iter().rev().eq(by_load));
}

#[test]
fn the_keyboard_sorts_and_the_focus_goes_with_its_component() {
    let mut window = window();
    command(&mut window, AppCommand::StepSeconds(30.0));
    for key in [Key::Enter, Key::Space] {
        window
            .get_by_role_and_label(Role::ColumnHeader, "Used")
            .focus();
        window.run();
        window.key_press(key);
        window.run();
        assert!(told(&window, "Used").0.is_some(), "{key:?}");
    }
    assert!(
        !app(&window).session().view().run.playing,
        "Space sorts there"
    );
    // Pressed twice: the other way.
    assert_eq!(servers(&window), ["web-1", "web-10", "web-2", "API"]);
    line(&window, "API").focus();
    window.run();
    let place = line(&window, "API").rect();
    // As a reader of the screen does it: the keyboard stays where it is.
    window
        .get_by_role_and_label(Role::ColumnHeader, "Component")
        .click_accesskit();
    window.run();
    let api = line(&window, "API");
    assert!(api.is_focused() && api.rect().top() < place.top());
}

#[test]
fn sorting_selects_nothing_and_a_sorted_line_selects_what_it_names() {
    let mut window = window();
    command(&mut window, AppCommand::StepSeconds(30.0));
    command(&mut window, AppCommand::GoTo(id("s0")));
    press(&mut window, "Offered");
    assert_eq!(selected(&window), ["s0"]);
    let first = heading(&window, "Component") + egui::vec2(0.0, 24.0);
    click(&mut window, first);
    assert_eq!(selected(&window), ["s2"], "the server that is offered most");
}

#[test]
fn lines_rest_while_somebody_aims_and_follow_the_figures_soon_after() {
    let mut window = window();
    press(&mut window, "Queue");
    press(&mut window, "Queue");
    press(&mut window, "Served");
    // Nothing has run: as they were.
    assert_eq!(servers(&window), DRAWN);
    let line = heading(&window, "Component") + egui::vec2(0.0, 40.0);
    command(&mut window, AppCommand::Play);
    let run = |window: &mut Window, frames: usize, aiming: bool| {
        for frame in 0..frames {
            if aiming {
                window.hover_at(line + egui::vec2((frame % 2) as f32, 0.0));
            }
            window.state_mut().as_mut().unwrap().advance(0.05);
            window.step();
        }
    };
    run(&mut window, 60, true);
    let served = app(&window).session().view().component(&id("s2")).unwrap();
    assert!(served.live.served_per_s > 30.0);
    assert_eq!(servers(&window), DRAWN, "the pointer moves over the lines");
    run(&mut window, 50, false);
    assert_eq!(servers(&window), ["API", "web-2", "web-10", "web-1"]);
}

#[test]
fn what_adds_up_has_a_total_that_is_the_bars() {
    let mut window = with(SIZE, tiers());
    let total = |window: &Window| {
        let node = window.get_by(|node| {
            let said = node.value().or(node.label()).unwrap_or_default();
            node.role() == Role::Label && said.starts_with("Total")
        });
        let node = node.accesskit_node();
        node.value().or(node.label()).unwrap()
    };
    assert_eq!(total(&window), "Total");
    command(&mut window, AppCommand::StepSeconds(120.0));
    let view = app(&window).session().view();
    let (frame, texts) = (view.frame.unwrap(), view.texts);
    assert!(frame.bill.usd_per_month > 1.0);
    let queue: u64 = frame.snapshot.components.iter().map(|of| of.queue).sum();
    let (queue, usd) = (texts.count(queue), texts.usd(frame.verdict.usd_per_month));
    assert_eq!(
        total(&window),
        format!("Total, Queue: {queue}, USD/month: {usd}")
    );
}

#[test]
fn a_sorted_table() {
    let mut window = with([1024.0, 720.0], tiers());
    command(&mut window, AppCommand::SetTheme(ThemeChoice::Dark));
    command(&mut window, AppCommand::SetLanguage(Lang::Ko));
    command(&mut window, AppCommand::StepSeconds(60.0));
    press(&mut window, "월 비용");
    window.remove_cursor();
    window.run();
    window.snapshot("table_sorted_dark_ko");
}
