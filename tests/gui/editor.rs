//! Search of commands, find, quick add, create and connect, walks over cards, patterns: by key and by name.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::document::{Document, invariants};
use sim_core::foundation::ids::Id;
use topolab::commands::{AppCommand, SelectMode, TABLE};
use topolab::i18n::{Lang, Texts};
use topolab::session::Dialog;
use topolab::theme::ThemeChoice;

use super::canvas::{
    Window, app, at, card, click, command, document, drag, ground, id, press, selected, window,
    window_with,
};

fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run();
}

fn select(window: &mut Window, item: &str) {
    let (ids, mode) = (vec![id(item)], SelectMode::Replace);
    command(window, AppCommand::Select { ids, mode });
}

fn finder_is_open(window: &Window) -> bool {
    matches!(app(window).session().view().dialog, Some(Dialog::Finder(_)))
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

/// The name of what has the keyboard.
fn focused(window: &Window) -> String {
    let node = window.get_by(|node| node.is_focused());
    node.accesskit_node().label().unwrap_or_default()
}

/// The link from one component to another, by their ids.
fn linked(window: &Window, from: &str, to: &str) -> bool {
    let mut links = document(window).links.values();
    links.any(|link| link.from.as_str() == from && link.to.as_str() == to)
}

#[test]
fn ctrl_k_finds_a_command_in_either_language_and_enter_does_it() {
    for (words, lang) in [
        ("dark look", Lang::Ko),
        ("어두운", Lang::En),
        ("dk lk", Lang::En),
    ] {
        let mut window = window();
        command(&mut window, AppCommand::SetTheme(ThemeChoice::Light));
        command(&mut window, AppCommand::SetLanguage(lang));
        key(&mut window, Modifiers::COMMAND, Key::K);
        write(&mut window, words);
        key(&mut window, Modifiers::NONE, Key::Enter);
        assert!(!finder_is_open(&window));
        assert_eq!(
            app(&window).session().view().theme_choice,
            ThemeChoice::Dark,
            "{words}"
        );
    }
}

#[test]
fn every_command_of_the_table_is_in_the_list() {
    let mut window = window();
    for lang in Lang::ALL {
        command(&mut window, AppCommand::SetLanguage(lang));
        key(&mut window, Modifiers::COMMAND, Key::K);
        let view = app(&window).session().view();
        for entry in TABLE {
            let name = topolab::commands::menu::label(entry, &view);
            let found = window
                .query_all_by_role_and_label(Role::Button, &name)
                .next();
            assert!(found.is_some(), "{lang:?}: {name}");
        }
        key(&mut window, Modifiers::NONE, Key::Escape);
        assert!(!finder_is_open(&window));
    }
}

#[test]
fn ctrl_k_opens_examples_and_puts_in_patterns() {
    for (words, lang) in [
        ("thundering", Lang::En),
        ("open ex herd", Lang::Ko),
        ("쇄도", Lang::En),
    ] {
        let mut window = window();
        command(&mut window, AppCommand::SetLanguage(lang));
        key(&mut window, Modifiers::COMMAND, Key::K);
        write(&mut window, words);
        key(&mut window, Modifiers::NONE, Key::Enter);
        let title = Texts::new(lang).tr("example.thundering-herd");
        assert_eq!(document(&window).name, title, "{words}");
    }
    let mut window = window();
    let before = document(&window).components.len();
    key(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "serverless api");
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert!(document(&window).components.len() > before + 1);
}

#[test]
fn a_command_that_can_do_nothing_says_why_and_does_nothing() {
    let mut window = window();
    key(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "duplicate");
    let line = window.get_by_role_and_label(Role::Button, "Duplicate");
    let why = Texts::new(Lang::En).tr("why.nothing_selected");
    assert_eq!(line.accesskit_node().value().as_deref(), Some(why));
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert!(finder_is_open(&window), "nothing was done, so it stays");
    assert_eq!(document(&window).components.len(), 4);
}

#[test]
fn ctrl_k_jumps_to_a_component_by_its_korean_name() {
    let mut window = window();
    key(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "주문");
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&window), ["was"]);
    assert!(focused(&window).starts_with("주문 WAS"));
}

#[test]
fn arrows_mark_another_line() {
    let mut window = window();
    key(&mut window, Modifiers::NONE, Key::Slash);
    key(&mut window, Modifiers::NONE, Key::ArrowDown);
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(document(&window).components.len(), 5);
    let second = &sim_core::catalog::services()[1];
    assert_eq!(
        document(&window).components.last().unwrap().1.service,
        second.id
    );
}

#[test]
fn with_a_link_selected_quick_add_puts_into_that_link() {
    let mut window = window();
    let before = document(&window).clone();
    let (link_id, link) = before.links.first().unwrap();
    let ends = [&link.from, &link.to];
    select(&mut window, link_id.as_str());
    key(&mut window, Modifiers::NONE, Key::Slash);
    // A client answers nobody: it is not offered.
    assert!(
        window
            .query_by_role_and_label(Role::Button, "Clients")
            .is_none()
    );
    write(&mut window, "load bal");
    key(&mut window, Modifiers::NONE, Key::Enter);
    let after = document(&window);
    let new = after.components.last().unwrap().0;
    let has = |from: &Id, to: &Id| after.links.values().any(|l| l.from == *from && l.to == *to);
    assert!(has(ends[0], new) && has(new, ends[1]));
    assert!(!after.links.contains_key(link_id));
    assert_eq!(after.links.len(), before.links.len() + 1);
    assert_eq!(selected(&window), [new.as_str()]);
}

#[test]
fn a_double_click_on_the_ground_adds_what_is_typed_right_there() {
    let mut window = window();
    let place = ground(&window);
    window.hover_at(place);
    window.step();
    for pressed in [true, false, true, false] {
        window.event(Event::PointerButton {
            pos: place,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    window.run();
    write(&mut window, "버킷");
    key(&mut window, Modifiers::NONE, Key::Enter);
    let new = card(&window, "S3");
    assert!((new.center() - place).length() < 12.0, "{new:?} {place:?}");
}

#[test]
fn ctrl_arrow_creates_and_connects_what_may_stand_there() {
    let mut window = window();
    select(&mut window, "was");
    key(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    assert!(
        window
            .query_by_role_and_label(Role::Button, "Clients")
            .is_none(),
        "nobody calls clients"
    );
    write(&mut window, "lambda");
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert!(linked(&window, "was", "lambda"));
    assert!(at(&window, "lambda")[1] > at(&window, "was")[1]);
    assert_eq!(selected(&window), ["lambda"]);
    command(&mut window, AppCommand::Undo);
    assert_eq!(document(&window).components.len(), 4, "one step");
}

#[test]
fn ctrl_left_adds_what_calls_the_selected_one() {
    let mut window = window();
    select(&mut window, "db");
    key(&mut window, Modifiers::COMMAND, Key::ArrowLeft);
    assert!(
        window
            .query_by_role_and_label(Role::Button, "RDS database")
            .is_none(),
        "RDS calls nobody"
    );
    write(&mut window, "web server");
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert!(linked(&window, "web_server", "db"));
    assert!(at(&window, "web_server")[0] < at(&window, "db")[0]);
}

#[test]
fn where_nothing_may_be_called_the_reason_is_said() {
    let mut window = window();
    select(&mut window, "db");
    key(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    assert!(!finder_is_open(&window));
    assert!(says(&window, "Orders calls nobody: it only answers"));
    select(&mut window, "users");
    key(&mut window, Modifiers::COMMAND, Key::ArrowLeft);
    assert!(says(&window, "Browsers takes no requests"));
}

#[test]
fn tab_adds_the_next_component_but_walks_on_where_the_keyboard_is_on_something() {
    let mut window = window();
    let alb = card(&window, "ALB").center();
    click(&mut window, alb);
    key(&mut window, Modifiers::NONE, Key::Tab);
    assert!(finder_is_open(&window));
    key(&mut window, Modifiers::NONE, Key::Escape);
    command(&mut window, AppCommand::GoTo(id("alb")));
    key(&mut window, Modifiers::NONE, Key::Tab);
    assert!(
        !finder_is_open(&window),
        "Tab leaves a card that has the keyboard"
    );
    let focused = focused(&window);
    assert!(!focused.starts_with("ALB"));
}

#[test]
fn alt_arrows_walk_along_links_and_the_keyboard_goes_with_them() {
    let mut window = window();
    select(&mut window, "users");
    for (arrow, want) in [
        (Key::ArrowRight, "alb"),
        (Key::ArrowRight, "was"),
        (Key::ArrowLeft, "alb"),
    ] {
        key(&mut window, Modifiers::ALT, arrow);
        assert_eq!(selected(&window), [want]);
    }
    assert!(focused(&window).starts_with("ALB, Application Load Balancer"));
    let before = at(&window, "alb");
    key(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(
        at(&window, "alb")[0],
        before[0] + 8.0,
        "plain arrows still move the card"
    );
}

#[test]
fn find_lights_matches_and_enter_goes_through_them() {
    let mut window = window();
    key(&mut window, Modifiers::COMMAND, Key::F);
    write(&mut window, "zone");
    assert!(says(&window, "1 of 2"));
    assert_eq!(selected(&window), ["zone-a"]);
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "2 of 2"));
    assert_eq!(selected(&window), ["zone-c"]);
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&window), ["zone-a"], "around again");
    key(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(selected(&window), ["zone-c"]);
    window
        .get_by_role_and_label(Role::Button, "Previous match")
        .click();
    window.run();
    assert_eq!(selected(&window), ["zone-a"]);
    key(&mut window, Modifiers::COMMAND, Key::F);
    key(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Previous match").is_none());
}

#[test]
fn find_brings_what_is_out_of_sight_into_view() {
    let mut window = window();
    command(
        &mut window,
        AppCommand::SetCamera {
            pan: [-9000.0, -9000.0],
            zoom: 1.0,
        },
    );
    key(&mut window, Modifiers::COMMAND, Key::F);
    write(&mut window, "주문");
    let middle = Pos2::new(690.0, 360.0);
    let away = card(&window, "주문 WAS").center() - middle;
    assert!(away.abs().max_elem() < 40.0, "{away:?}");
}

#[test]
fn a_refused_link_says_why_as_a_message_too() {
    let mut window = window();
    let db = card(&window, "Orders");
    window.hover_at(card(&window, "주문 WAS").center());
    window.run();
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    let users = card(&window, "Browsers").center();
    drag(&mut window, handle, users);
    assert!(says(&window, "Not linked: Browsers takes no requests"));
    assert_eq!(document(&window).links.len(), 2);
    assert!(db.is_positive());
}

#[test]
fn a_pattern_is_put_in_as_one_piece_beside_what_is_there() {
    let mut window = window();
    let before = document(&window).components.len();
    key(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "auto scaling two zones rds");
    key(&mut window, Modifiers::NONE, Key::Enter);
    let now = document(&window).clone();
    assert_eq!(invariants(&now), Ok(()));
    assert_eq!(now.components.len(), before + 4);
    let db = now.components.values().last().unwrap();
    assert_eq!((db.name.as_str(), db.service.as_str()), ("Database", "rds"));
    assert_eq!(
        db.params.get("multi_az"),
        Some(&sim_core::catalog::Value::Flag(true))
    );
    let clear = |at: [f32; 2]| at[0] > 1040.0 || at[1] > 480.0;
    let new = now.components.values().skip(before);
    assert!(
        new.clone().count() == 4 && new.map(|new| new.at).all(clear),
        "clear of the drawing"
    );
    command(&mut window, AppCommand::Undo);
    assert_eq!(document(&window).components.len(), before, "one step");
}

#[test]
fn patterns_are_dragged_out_of_the_palette_and_named_in_korean() {
    let mut window = window_with(Document::default());
    command(&mut window, AppCommand::SetLanguage(Lang::Ko));
    let label = "S3 정적 사이트 추가";
    window.get_by_label(label).scroll_to_me();
    window.run();
    let from = window.get_by_label(label).rect().center();
    let canvas = window.get_by_label("캔버스").rect();
    drag(&mut window, from, canvas.center());
    let names: Vec<_> = document(&window)
        .components
        .values()
        .map(|c| c.name.clone())
        .collect();
    assert_eq!(names, ["독자", "사이트 버킷"]);
}

#[test]
fn a_right_click_still_offers_notes_at_that_place() {
    let mut window = window();
    let place = ground(&window);
    press(&mut window, place, egui::PointerButton::Secondary);
    window
        .get_by_role_and_label(Role::Button, "Add a note")
        .click();
    window.run();
    let rect = window
        .get_by_role_and_label(Role::Button, "Note: empty")
        .rect();
    assert!((rect.min - place).length() < 12.0, "{rect:?} {place:?}");
}
#[test]
fn a_presentation_shows_nothing_but_the_canvas_and_escape_ends_it() {
    let mut window = window();
    let before = window.get_by_role_and_label(Role::Canvas, "Canvas").rect();
    key(&mut window, Modifiers::NONE, Key::F5);
    let during = window.get_by_role_and_label(Role::Canvas, "Canvas").rect();
    assert_eq!(during.size(), vec2(1440.0, 900.0));
    assert!(window.query_by_label("Add Clients").is_none());
    assert!(window.query_by_label_contains("Zoom ").is_none());
    assert!(says(&window, "Esc leaves it"));
    let shown = card(&window, "Browsers").union(card(&window, "주문 WAS"));
    assert!(during.contains_rect(shown));
    key(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(
        window.get_by_role_and_label(Role::Canvas, "Canvas").rect(),
        before
    );
}

#[test]
fn focus_dims_what_has_nothing_to_do_with_the_selection() {
    let mut window = window();
    let db = card(&window, "Orders");
    let was = card(&window, "주문 WAS");
    let ink = |window: &mut Window, rect: egui::Rect| {
        let picture = window.render().unwrap();
        let pixels = super::harness::pixels(&picture, rect.shrink(6.0), 1.0);
        let light = |c: &egui::Color32| u32::from(c.r()) + u32::from(c.g()) + u32::from(c.b());
        pixels.iter().map(light).max().unwrap()
    };
    select(&mut window, "alb");
    let (bright_db, bright_was) = (ink(&mut window, db), ink(&mut window, was));
    key(&mut window, Modifiers::SHIFT, Key::F);
    assert!(
        ink(&mut window, db) * 2 < bright_db,
        "the database is not on the way"
    );
    assert_eq!(ink(&mut window, was), bright_was, "the WAS is called");
    command(&mut window, AppCommand::ClearSelection);
    assert_eq!(
        ink(&mut window, db),
        bright_db,
        "without a selection nothing is dimmed"
    );
}

#[test]
fn a_setting_makes_the_wheel_zoom() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    let wheel = |window: &mut Window, at: Pos2| {
        window.hover_at(at);
        window.step();
        super::canvas::scroll(window, vec2(0.0, 60.0), Modifiers::NONE);
        window.run();
    };
    let zoom = |window: &Window| app(window).session().view().camera.zoom;
    let before = zoom(&window);
    wheel(&mut window, was);
    assert_eq!(zoom(&window), before, "the wheel pans");
    let was = card(&window, "주문 WAS").center();
    command(&mut window, AppCommand::ToggleWheelZooms);
    wheel(&mut window, was);
    assert!(zoom(&window) > before);
    assert!(
        (card(&window, "주문 WAS").center() - was).length() < 1.0,
        "about the pointer"
    );
}

#[test]
fn ctrl_shift_c_copies_a_picture() {
    let mut window = window();
    window.event(Event::ModifiersChanged(
        Modifiers::COMMAND | Modifiers::SHIFT,
    ));
    window.step();
    window.event(Event::Copy);
    window.step();
    let commands = &window.output().platform_output.commands;
    let copied = commands.iter().find_map(|c| match c {
        egui::OutputCommand::CopyImage(picture) => Some(picture.size),
        _ => None,
    });
    let [width, height] = copied.unwrap();
    assert!(
        width > 2000 && height > 900,
        "two pixels a point: {width} x {height}"
    );
}

fn list(look: ThemeChoice, lang: Lang, size: [f32; 2], words: &str) -> Window {
    let mut window = super::canvas::window_of(size, super::canvas::drawing());
    command(&mut window, AppCommand::SetTheme(look));
    command(&mut window, AppCommand::SetLanguage(lang));
    key(&mut window, Modifiers::COMMAND, Key::K);
    if !words.is_empty() {
        write(&mut window, words);
    }
    // The cursor of the field blinks: the keyboard goes, the list stays.
    window.hover_at(Pos2::ZERO + vec2(2.0, 2.0));
    window.run();
    window
}

#[test]
fn the_search_of_commands_in_the_dark() {
    list(ThemeChoice::Dark, Lang::En, [1440.0, 900.0], "").snapshot("finder_dark_en");
}

#[test]
fn the_search_of_commands_in_korean_in_a_small_window() {
    list(ThemeChoice::Light, Lang::Ko, [1024.0, 640.0], "추가").snapshot("finder_light_ko");
}

#[test]
fn the_bar_of_the_find() {
    let mut window = window();
    key(&mut window, Modifiers::COMMAND, Key::F);
    write(&mut window, "zone");
    window.snapshot("find_dark_en");
}

#[test]
fn the_focus_in_the_light() {
    let mut window = window();
    command(&mut window, AppCommand::SetTheme(ThemeChoice::Light));
    select(&mut window, "alb");
    key(&mut window, Modifiers::SHIFT, Key::F);
    key(&mut window, Modifiers::NONE, Key::F5);
    window.snapshot("focus_light_en");
}
