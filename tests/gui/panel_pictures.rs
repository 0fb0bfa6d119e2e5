//! Reference pictures of single panels: both looks, both languages, nothing that a run could change.

use egui_kittest::Harness;
use sim_core::foundation::ids::Id;
use topolab::commands::{AppCommand, SelectMode};
use topolab::i18n::Lang;
use topolab::panels::{self, Panels};
use topolab::theme::ThemeChoice;
use topolab::window::TopolabApp;

use super::harness;

const DRAWING: &str = r#"{ "version": 1, "name": "Pictures", "description": "",
  "scenario": { "seed": 7, "duration_s": 600, "targets": { "p99_ms": 300 } },
  "components": [
    { "id": "was", "service": "was", "name": "주문 WAS", "at": [0, 0], "params": { "policy": "target_tracking", "threads": 150 } },
    { "id": "db", "service": "rds", "name": "Orders", "at": [240, 0] } ],
  "links": [ { "id": "was-db", "from": "was", "to": "db" } ] }"#;

const KINDS: &str = r#"{ "version": 1, "name": "Shop", "description": "What is sold.",
  "kinds": [
    { "id": "page", "name": "GET page", "response_kib": 60, "priority": 1 },
    { "id": "upload", "name": "사진 올리기", "request_kib": 2048 } ],
  "components": [
    { "id": "users", "service": "client", "name": "Users", "at": [0, 0], "params": { "weights": { "page": 3, "upload": 1 } } },
    { "id": "web", "service": "server", "name": "Web", "at": [240, 0] } ],
  "links": [ { "id": "users-web", "from": "users", "to": "web", "params": { "kinds": ["page"], "breaker": true, "pool": 20, "retry_budget_percent": 20 } } ] }"#;

const CACHE: &str = r#"{ "version": 1, "name": "Cache", "description": "",
  "components": [
    { "id": "cache", "service": "elasticache", "name": "세션 캐시", "at": [0, 0], "params": { "contents": "keys", "coalesce": true, "entries": "unbounded" } },
    { "id": "db", "service": "rds", "name": "Orders", "at": [240, 0] } ],
  "links": [ { "id": "cache-db", "from": "cache", "to": "db" } ] }"#;

struct Picture {
    app: TopolabApp,
    panels: Panels,
}

type Show = fn(&mut egui::Ui, &mut Picture);

/// A window with one panel in it, `selected` (or nothing) selected.
fn picture(
    size: [f32; 2],
    look: ThemeChoice,
    lang: Lang,
    selected: &str,
    show: Show,
) -> Harness<'static, Option<Picture>> {
    picture_of(DRAWING, size, look, lang, selected, show)
}

fn picture_of(
    drawing: &'static str,
    size: [f32; 2],
    look: ThemeChoice,
    lang: Lang,
    selected: &str,
    show: Show,
) -> Harness<'static, Option<Picture>> {
    let commands = [
        AppCommand::SetTheme(look),
        AppCommand::SetLanguage(lang),
        AppCommand::Select {
            ids: Id::new(selected).into_iter().collect(),
            mode: SelectMode::Replace,
        },
    ];
    let draw = move |ui: &mut egui::Ui, state: &mut Option<Picture>| {
        let Some(state) = state else {
            // The fonts count from the frame after the one they are installed in.
            let document = sim_core::file::load(drawing).unwrap().document;
            let mut app = TopolabApp::headless(ui.ctx(), document);
            for command in commands.clone() {
                app.command(ui.ctx(), command);
            }
            let dark = app.session().theme().dark;
            ui.ctx().set_theme(if dark {
                egui::Theme::Dark
            } else {
                egui::Theme::Light
            });
            *state = Some(Picture {
                app,
                panels: Panels::default(),
            });
            ui.ctx().request_repaint();
            return;
        };
        harness::edge_to_edge(ui, |ui| {
            let theme = state.app.session().theme();
            egui::Frame::new()
                .fill(theme.panel.into())
                .inner_margin(12)
                .show(ui, |ui| {
                    ui.take_available_space();
                    show(ui, state);
                });
        });
    };
    let mut window = harness::window(size)
        .with_max_steps(20)
        .build_ui_state(draw, None);
    window.run();
    window
}

fn inspector(ui: &mut egui::Ui, picture: &mut Picture) {
    let view = picture.app.session().view();
    panels::inspector::show(ui, &view, &mut picture.panels.inspector, &mut Vec::new());
}

fn palette(ui: &mut egui::Ui, picture: &mut Picture) {
    let view = picture.app.session().view();
    panels::palette::show(ui, &view, &mut picture.panels.palette, &mut Vec::new());
}

fn top_bar(ui: &mut egui::Ui, picture: &mut Picture) {
    panels::top_bar::show(ui, &picture.app.session().view(), &mut Vec::new());
}

#[test]
fn the_form_of_a_component() {
    let form = [300.0, 780.0];
    picture(form, ThemeChoice::Dark, Lang::En, "was", inspector).snapshot("inspector_dark_en");
}

#[test]
fn the_form_in_korean() {
    let form = [300.0, 620.0];
    picture(form, ThemeChoice::Light, Lang::Ko, "db", inspector).snapshot("inspector_light_ko");
}

#[test]
fn the_form_of_the_scenario() {
    let form = [300.0, 600.0];
    picture(form, ThemeChoice::Light, Lang::En, "", inspector).snapshot("scenario_light_en");
}

#[test]
fn the_form_of_request_kinds() {
    let (size, look) = ([300.0, 560.0], ThemeChoice::Light);
    picture_of(KINDS, size, look, Lang::En, "", inspector).snapshot("kinds_light_en");
}

#[test]
fn the_form_of_a_mix_of_kinds() {
    let (size, look) = ([300.0, 440.0], ThemeChoice::Dark);
    picture_of(KINDS, size, look, Lang::En, "users", inspector).snapshot("kinds_sent_dark_en");
}

#[test]
fn the_form_of_kinds_that_pass() {
    let (size, look) = ([300.0, 860.0], ThemeChoice::Light);
    picture_of(KINDS, size, look, Lang::Ko, "users-web", inspector).snapshot("kinds_passed_ko");
}

#[test]
fn the_form_of_a_cache_with_keys() {
    let (size, look) = ([300.0, 700.0], ThemeChoice::Light);
    picture_of(CACHE, size, look, Lang::Ko, "cache", inspector).snapshot("cache_light_ko");
}

#[test]
fn the_palette() {
    let side = [220.0, 640.0];
    picture(side, ThemeChoice::Dark, Lang::Ko, "", palette).snapshot("palette_dark_ko");
}

#[test]
fn the_top_bar_of_a_wide_window() {
    let bar = [1440.0, 56.0];
    picture(bar, ThemeChoice::Dark, Lang::En, "", top_bar).snapshot("top_bar_wide");
}

#[test]
fn the_top_bar_of_a_narrow_window() {
    let bar = [1024.0, 56.0];
    picture(bar, ThemeChoice::Light, Lang::Ko, "", top_bar).snapshot("top_bar_narrow");
}
