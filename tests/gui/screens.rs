//! Reference pictures of the main screens: looks, languages and sizes so chosen that each is seen in each part once.

#![allow(clippy::unwrap_used)]

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use sim_core::document::Document;
use topolab::commands::{AppCommand, SelectMode};
use topolab::i18n::{Lang, Texts};
use topolab::session::{AfterUnsaved, Dialog};
use topolab::storage::examples;
use topolab::theme::{Theme, ThemeChoice};

use super::access::open_tab;
use super::canvas::{Window, app, command, id, window_of};

const SMALL: [f32; 2] = [1024.0, 640.0];
const LARGE: [f32; 2] = [1920.0, 1080.0];

fn example(lang: Lang) -> Document {
    let example = examples::example("three-tier").unwrap();
    example.open(Texts::new(lang)).unwrap().document
}

/// A window in a look and a language, `seconds` of a run behind it.
fn screen(
    size: [f32; 2],
    look: ThemeChoice,
    lang: Lang,
    document: Document,
    seconds: f64,
) -> Window {
    let mut window = window_of(size, document);
    command(&mut window, AppCommand::SetTheme(look));
    command(&mut window, AppCommand::SetLanguage(lang));
    if seconds > 0.0 {
        command(&mut window, AppCommand::StepSeconds(seconds));
    }
    window
}

fn select(window: &mut Window, item: &str) {
    let (ids, mode) = (vec![id(item)], SelectMode::Replace);
    command(window, AppCommand::Select { ids, mode });
}

/// The first component of the example that takes requests.
fn second() -> String {
    example(Lang::En)
        .components
        .keys()
        .nth(1)
        .unwrap()
        .to_string()
}

#[test]
fn an_empty_canvas_with_hints() {
    let empty = Document::default();
    screen(SMALL, ThemeChoice::Light, Lang::Ko, empty, 0.0).snapshot("screen_empty_light_ko");
}

#[test]
fn an_example_after_a_run() {
    screen(LARGE, ThemeChoice::Dark, Lang::En, example(Lang::En), 120.0)
        .snapshot("screen_run_dark_en");
}

#[test]
fn an_example_in_a_small_window() {
    screen(SMALL, ThemeChoice::Dark, Lang::Ko, example(Lang::Ko), 60.0)
        .snapshot("screen_run_dark_ko");
}

/// A slow database, and all that waits for it: every mark of health but those of rest, and what probes found.
#[test]
fn what_fails_where() {
    let cascade = examples::example("timeout-cascade").unwrap();
    let document = cascade.open(Texts::new(Lang::Ko)).unwrap().document;
    let mut window = screen(LARGE, ThemeChoice::Light, Lang::Ko, document, 118.0);
    open_tab(&mut window, "dock.events");
    window.remove_cursor();
    window.run();
    window.snapshot("screen_failing_light_ko");
}

#[test]
fn editing_with_the_inspector() {
    let mut window = screen(LARGE, ThemeChoice::Light, Lang::Ko, example(Lang::Ko), 0.0);
    select(&mut window, &second());
    window.snapshot("screen_edit_light_ko");
}

#[test]
fn figures_of_a_component_while_it_runs() {
    let mut window = screen(SMALL, ThemeChoice::Light, Lang::En, example(Lang::En), 60.0);
    select(&mut window, &second());
    open_tab(&mut window, "inspector.live");
    open_tab(&mut window, "dock.components");
    window.remove_cursor();
    window.run();
    window.snapshot("screen_live_light_en");
}

#[test]
fn what_the_review_found() {
    let mut window = screen(LARGE, ThemeChoice::Light, Lang::En, example(Lang::En), 60.0);
    open_tab(&mut window, "dock.findings");
    window.remove_cursor();
    window.run();
    window.snapshot("screen_findings_light_en");
}

#[test]
fn every_key_on_one_sheet() {
    let mut window = screen(SMALL, ThemeChoice::Dark, Lang::Ko, example(Lang::Ko), 0.0);
    command(&mut window, AppCommand::ShowKeys);
    window.snapshot("screen_keys_dark_ko");
}

/// Squares to pull at, and where links start from.
#[test]
fn a_presentation_shows_no_handles() {
    let mut window = screen(LARGE, ThemeChoice::Dark, Lang::En, example(Lang::En), 0.0);
    let handles = |window: &mut Window, item: &str| {
        select(window, item);
        let mut squares = 0;
        super::shapes::each(&super::shapes::of(window), |_, shape| {
            let size = egui::Vec2::splat(9.0);
            squares += usize::from(matches!(shape, egui::Shape::Rect(r) if r.rect.size() == size));
        });
        let starts = window.query_all_by_label_contains("Connect from").count();
        (squares, starts)
    };
    let container = example(Lang::En)
        .containers
        .keys()
        .next()
        .unwrap()
        .to_string();
    let card = second();
    assert_eq!(handles(&mut window, &container).0, 8);
    assert_eq!(handles(&mut window, &card).1, 1);
    command(&mut window, AppCommand::Present(true));
    assert_eq!(handles(&mut window, &container), (0, 0));
    assert_eq!(handles(&mut window, &card), (0, 0));
}

#[test]
fn a_look_is_changed_at_once_and_not_by_halves() {
    let mut window = screen(LARGE, ThemeChoice::Dark, Lang::En, example(Lang::En), 0.0);
    select(&mut window, &second());
    let filled = |window: &Window, theme: &Theme| {
        let field = egui::Color32::from(theme.field);
        let mut found = 0;
        super::shapes::each(&super::shapes::of(window), |_, shape| {
            let one = matches!(shape, egui::Shape::Rect(rect) if rect.fill == field);
            found += usize::from(one);
        });
        found
    };
    let looks = [Theme::dark(), Theme::light()];
    let before = looks.map(|theme| filled(&window, theme));
    assert!(before[0] > 10 && before[1] == 0, "{before:?}");
    let ctx = window.ctx.clone();
    let app = window.state_mut().as_mut().unwrap();
    app.command(&ctx, AppCommand::SetTheme(ThemeChoice::Light));
    window.step();
    let after = looks.map(|theme| filled(&window, theme));
    assert!(after[0] == 0 && after[1] > 10, "{after:?}");
}

/// Words of the left column end before the right one begins.
#[test]
fn the_columns_of_the_keys_stand_clear_of_each_other() {
    for lang in Lang::ALL {
        let mut window = screen(LARGE, ThemeChoice::Dark, lang, example(lang), 0.0);
        command(&mut window, AppCommand::ShowKeys);
        let texts = topolab::i18n::Texts::new(lang);
        let last = window
            .get_all_by_label(texts.tr("keys.right_click_does"))
            .last();
        last.unwrap().scroll_to_me();
        window.run();
        let begins = |key: &str| {
            window
                .get_all_by_label(texts.tr(key))
                .last()
                .unwrap()
                .rect()
                .left()
        };
        let (left, right) = (begins("keys.pointer"), begins("keys.others"));
        assert!(left + 200.0 < right);
        let mut seen = 0;
        // The sheet is painted over all else, its title first.
        let (title, mut begun) = (texts.tr("command.show_keys"), false);
        super::shapes::each(&super::shapes::of(&window), |_, shape| {
            if let egui::Shape::Text(text) = shape {
                let words = text.visual_bounding_rect();
                begun |= text.galley.text() == title;
                let column = begun && (left - 1.0..right - 8.0).contains(&words.left());
                seen += usize::from(column);
                let clear = !column || words.right() < right;
                assert!(clear, "{lang:?}: {}", text.galley.text());
            }
        });
        assert!(seen > 20, "{seen}");
    }
}

#[test]
fn a_question_before_work_is_lost() {
    let mut window = screen(SMALL, ThemeChoice::Light, Lang::En, example(Lang::En), 0.0);
    let then = AfterUnsaved::New;
    command(
        &mut window,
        AppCommand::ShowDialog(Dialog::Unsaved { then }),
    );
    window.snapshot("screen_unsaved_light_en");
}

#[test]
fn how_a_picture_shall_look_is_asked() {
    let mut window = screen(SMALL, ThemeChoice::Light, Lang::Ko, example(Lang::Ko), 20.0);
    command(&mut window, AppCommand::ExportPng);
    window.snapshot("screen_picture_light_ko");
}

/// A click on a choice leaves the keyboard nowhere.
#[test]
fn enter_goes_on_with_a_picture_after_a_choice_was_clicked() {
    let mut window = screen(SMALL, ThemeChoice::Light, Lang::En, example(Lang::En), 20.0);
    let asked = |window: &Window| {
        let view = app(window).session().view();
        matches!(view.dialog, Some(Dialog::Picture { .. }))
    };
    command(&mut window, AppCommand::ExportPng);
    assert!(asked(&window));
    window.get_by_role_and_label(Role::Button, "Dark").click();
    window.run();
    assert!(asked(&window));
    window.key_press(Key::Enter);
    window.run();
    assert!(!asked(&window));
}

#[test]
fn a_presentation() {
    let mut window = screen(LARGE, ThemeChoice::Light, Lang::Ko, example(Lang::Ko), 60.0);
    command(&mut window, AppCommand::Present(true));
    // The word about how to leave goes by itself.
    window.run_steps(200);
    window.snapshot("screen_presentation_light_ko");
}

#[test]
fn text_and_controls_half_as_large_again() {
    let mut window = screen(LARGE, ThemeChoice::Dark, Lang::En, example(Lang::En), 60.0);
    for _ in 0..3 {
        command(&mut window, AppCommand::ScaleInterface(1));
    }
    window.snapshot("screen_large_text_dark_en");
}
