//! Notes and frames under a hand: made, written, moved, resized, coloured, copied; in Korean as in English.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Rect, vec2};
use egui_kittest::kittest::Queryable;
use sim_core::document::{Document, NoteColor, NoteKind};
use topolab::commands::{AppCommand, SelectMode};
use topolab::i18n::Lang;
use topolab::theme::ThemeChoice;

use super::canvas::{
    Window, app, at, card, click, command, document, drag, ground, id, press, selected, window,
    window_with,
};
use super::harness;
use super::harness::double_click;

/// A piece of a study note with everything Markdown may hold, a frame around two cards.
const STUDY: &str = r###"{ "version": 1, "name": "Study",
  "components": [
    { "id": "users", "service": "client", "name": "Browsers", "at": [0, 120] },
    { "id": "was", "service": "was", "name": "주문 WAS", "at": [280, 120] },
    { "id": "db", "service": "rds", "name": "Orders", "at": [520, 120] } ],
  "links": [
    { "id": "users-was", "from": "users", "to": "was" }, { "id": "was-db", "from": "was", "to": "db" } ],
  "notes": [
    { "id": "tiers", "kind": "frame", "text": "서버 계층", "at": [248, 64], "size": [480, 176], "color": "blue" },
    { "id": "why", "text": "# 왜 느려지나\n호출하는 쪽은 **스레드와 연결을 잡고** 기다린다.\n\n1. DB가 느려진다\n2. WAS의 풀이 고갈된다\n   - `threads = 150`\n\n> A caller holds its thread while it waits.\n\n[Little의 법칙](https://example.org/little)", "at": [0, 280], "size": [320, 288] },
    { "id": "todo", "text": "## Try\n- [x] double the traffic\n- [ ] lose a zone\n\n```\ntopolab run shop.json\n```", "at": [352, 280], "size": [288, 184], "color": "green" },
    { "id": "blank", "text": "", "at": [664, 280], "size": [200, 96], "color": "purple" } ] }"###;

fn study() -> Window {
    window_with(sim_core::file::load(STUDY).unwrap().document)
}

fn note(window: &Window, label: &str) -> Rect {
    window.get_by_role_and_label(Role::Button, label).rect()
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run();
}

fn undo(window: &mut Window) {
    command(window, AppCommand::Undo);
}

#[test]
fn n_makes_a_note_that_is_written_at_once_and_undone_in_two_steps() {
    let mut window = window();
    window.key_press(Key::N);
    window.run();
    write(&mut window, "# 왜");
    write(&mut window, " 느린가");
    window.key_press(Key::Escape);
    window.run();
    let [note] = document(&window)
        .notes
        .values()
        .cloned()
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert_eq!(
        (note.text.as_str(), note.kind),
        ("# 왜 느린가", NoteKind::Text)
    );
    assert_eq!(selected(&window), [note.id.to_string()]);
    window.get_by_role_and_label(Role::Button, "Note: 왜 느린가");
    undo(&mut window);
    assert_eq!(
        document(&window).notes[&note.id].text,
        "",
        "the words are one step"
    );
    undo(&mut window);
    assert!(document(&window).notes.is_empty());
}

#[test]
fn a_new_note_covers_no_card() {
    let mut window = window();
    for _ in 0..4 {
        window.key_press(Key::N);
        window.run();
        window.key_press(Key::Escape);
        window.run();
    }
    let document = document(&window);
    assert_eq!(document.notes.len(), 4);
    let rect = |at: [f32; 2], size: [f32; 2]| Rect::from_min_size(at.into(), size.into());
    let cards = document
        .components
        .values()
        .map(|c| rect(c.at, [176.0, 84.0]));
    let notes = document.notes.values().map(|n| rect(n.at, n.size));
    let all: Vec<Rect> = cards.chain(notes).collect();
    for (i, a) in all.iter().enumerate() {
        for b in &all[..i] {
            assert!(!a.shrink(1.0).intersects(b.shrink(1.0)), "{a:?} {b:?}");
        }
    }
}

#[test]
fn a_frame_goes_around_what_is_selected_and_takes_it_along() {
    let mut window = window();
    let place = ground(&window);
    click(&mut window, place);
    let alb = card(&window, "ALB").center();
    click(&mut window, alb);
    window.key_press(Key::F);
    window.run();
    write(&mut window, "Before");
    window.key_press(Key::Enter);
    window.run();
    let (before, frame) = (at(&window, "alb"), note(&window, "Frame: Before"));
    drag(
        &mut window,
        frame.left_center() + vec2(20.0, 0.0),
        frame.left_center() + vec2(60.0, 40.0),
    );
    let (after, moved) = (at(&window, "alb"), note(&window, "Frame: Before"));
    assert!(after[0] > before[0] && after[1] > before[1]);
    assert!(moved.left() > frame.left() + 30.0);
    undo(&mut window);
    assert_eq!(at(&window, "alb"), before, "one step");
    assert_eq!(at(&window, "was"), at(&super::canvas::window(), "was"));
}

#[test]
fn a_double_click_opens_a_note_and_a_click_beside_it_ends_the_writing() {
    let mut window = study();
    let place = note(&window, "Note: Try").left_bottom() + vec2(20.0, -10.0);
    double_click(&mut window, place);
    window.get_by_label("Text of the note");
    write(&mut window, " end");
    assert!(
        document(&window).notes["todo"].text.ends_with("``` end"),
        "letters are kept as they come"
    );
    let place = ground(&window) + vec2(0.0, 250.0);
    click(&mut window, place);
    assert!(window.query_by_label("Text of the note").is_none());
    undo(&mut window);
    assert!(document(&window).notes["todo"].text.ends_with("```"));
}

#[test]
fn enter_opens_the_selected_note_and_letters_are_no_commands_there() {
    let mut window = study();
    let place = note(&window, "Note: empty").center();
    click(&mut window, place);
    window.key_press(Key::Enter);
    window.run();
    window.key_press(Key::R);
    window.key_press(Key::N);
    write(&mut window, "rn");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    assert_eq!(document(&window).notes["blank"].text, "rn");
    assert_eq!(document(&window).notes.len(), 4);
    assert!(window.query_by_label("Text of the note").is_none());
}

#[test]
fn a_note_is_dragged_resized_and_deleted_as_one_step_each() {
    let mut window = study();
    let place = note(&window, "Note: empty");
    drag(
        &mut window,
        place.center(),
        place.center() + vec2(-40.0, 24.0),
    );
    assert_ne!(document(&window).notes["blank"].at, [664.0, 280.0]);
    let place = note(&window, "Note: empty");
    let before = document(&window).notes["blank"].size;
    drag(
        &mut window,
        place.right_bottom(),
        place.right_bottom() + vec2(60.0, 60.0),
    );
    let after = document(&window).notes["blank"].size;
    assert!(after[0] > before[0] && after[1] > before[1], "{after:?}");
    let corner = note(&window, "Note: empty").right_bottom();
    drag(&mut window, corner, place.left_top() - vec2(300.0, 200.0));
    assert_eq!(
        document(&window).notes["blank"].size,
        [64.0, 40.0],
        "no note becomes too small"
    );
    window.key_press(Key::Delete);
    window.run();
    assert!(!document(&window).notes.contains_key("blank"));
    for _ in 0..4 {
        undo(&mut window);
    }
    assert_eq!(document(&window).notes["blank"].at, [664.0, 280.0]);
    assert_eq!(document(&window).notes["blank"].size, [200.0, 96.0]);
}

#[test]
fn arrows_nudge_a_note() {
    let mut window = study();
    let place = note(&window, "Note: empty").center();
    click(&mut window, place);
    window.key_press(Key::ArrowDown);
    window.run();
    assert_eq!(document(&window).notes["blank"].at, [664.0, 288.0]);
}

#[test]
fn the_menu_colours_a_note_and_the_inspector_does_too() {
    let mut window = study();
    let place = note(&window, "Note: empty").center();
    press(&mut window, place, PointerButton::Secondary);
    window.get_by_role_and_label(Role::Button, "● Red").click();
    window.run();
    assert_eq!(document(&window).notes["blank"].color, NoteColor::Red);
    window
        .get_by_role_and_label(Role::RadioButton, "Grey")
        .click();
    window.run();
    assert_eq!(document(&window).notes["blank"].color, NoteColor::Grey);
}

#[test]
fn notes_are_duplicated_and_pasted_and_a_frame_brings_what_lies_in_it() {
    let mut window = study();
    let place = note(&window, "Note: Try").center();
    click(&mut window, place);
    window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    window.run();
    assert_eq!(document(&window).notes.len(), 5);
    assert_eq!(
        document(&window).notes["todo-2"].text,
        document(&window).notes["todo"].text
    );
    let title = note(&window, "Frame: 서버 계층").left_center() + vec2(30.0, 0.0);
    click(&mut window, title);
    window.event(Event::Copy);
    window.step();
    let copied = harness::copied(&window);
    let Some(copied) = copied else {
        panic!("nothing was copied")
    };
    let mut other = window_with(Document::default());
    other.event(Event::Paste(copied));
    other.run();
    let document = document(&other);
    assert_eq!(document.notes.len(), 1);
    assert_eq!(document.components.len(), 2, "was and db lie in the frame");
    assert_eq!(document.links.len(), 1);
}

#[test]
fn a_link_in_a_note_is_reached_by_name_and_leads_to_its_page() {
    let mut window = study();
    window
        .get_by_role_and_label(Role::Link, "https://example.org/little")
        .click();
    window.step();
    let opened = window.output().platform_output.commands.iter().any(
        |c| matches!(c, egui::OutputCommand::OpenUrl(to) if to.url == "https://example.org/little"),
    );
    assert!(opened);
}

#[test]
fn a_note_is_dropped_out_of_the_palette() {
    let mut window = window();
    window.get_by_label("Add Note").scroll_to_me();
    window.run();
    let from = window.get_by_label("Add Note").rect().center();
    let to = ground(&window);
    drag(&mut window, from, to);
    assert_eq!(document(&window).notes.len(), 1);
    let rect = note(&window, "Note: empty");
    assert!(rect.contains(to), "{rect:?} {to:?}");
}

#[test]
fn notes_are_in_the_exported_picture() {
    let window = study();
    let session = app(&window).session();
    let view = session.view();
    let svg = topolab::export::svg(view.document, None, view.theme, view.texts).unwrap();
    for words in [
        "왜 느려지나",
        "스레드와 연결을 잡고",
        "서버 계층",
        "threads = 150",
        "topolab run shop.json",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    let blanks = r#"xml:space="preserve"> 기다린다.</text>"#;
    assert!(
        svg.contains(blanks),
        "words after bold ones keep their distance"
    );
    let only_notes = Document {
        notes: view.document.notes.clone(),
        ..Document::default()
    };
    let png = topolab::export::png(&only_notes, None, view.theme, view.texts, 1.0).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}

fn picture(look: ThemeChoice, lang: Lang) -> Window {
    let mut window = study();
    command(&mut window, AppCommand::SetTheme(look));
    command(&mut window, AppCommand::SetLanguage(lang));
    let ids = vec![id("why")];
    let mode = SelectMode::Replace;
    command(&mut window, AppCommand::Select { ids, mode });
    window
}

#[test]
fn notes_in_the_dark_in_korean() {
    picture(ThemeChoice::Dark, Lang::Ko).snapshot("notes_dark_ko");
}

#[test]
fn notes_in_the_light_in_english() {
    picture(ThemeChoice::Light, Lang::En).snapshot("notes_light_en");
}

#[test]
fn neither_writing_nor_moving_leaves_a_mark_on_the_run() {
    let mut window = study();
    let marks = |window: &Window| app(window).session().view().snapshot().unwrap().marks.len();
    command(&mut window, AppCommand::StepSeconds(1.0));
    let before = marks(&window);
    window.key_press(Key::N);
    window.run();
    write(&mut window, "words");
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(marks(&window), before);
    let by = AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 };
    let (ids, mode) = (vec![id("db")], SelectMode::Replace);
    command(&mut window, AppCommand::Select { ids, mode });
    command(&mut window, by);
    assert_eq!(marks(&window), before, "nor does moving");
    command(&mut window, AppCommand::Delete);
    assert!(marks(&window) > before, "a change of the design does");
}
