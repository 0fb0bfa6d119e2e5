//! The canvas under a hand: every gesture, by the names that readers of the screen hear.

#![allow(clippy::unwrap_used)]

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Pos2, Rect, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use sim_core::document::{Document, FaultKind};
use sim_core::foundation::ids::Id;
use topolab::commands::AppCommand;
use topolab::window::TopolabApp;

use super::harness;

/// Two zones side by side in a region, a client outside.
const DRAWING: &str = r#"{ "version": 1, "name": "Canvas",
  "containers": [
    { "id": "seoul", "kind": "region", "name": "Seoul", "at": [240, 0], "size": [800, 480] },
    { "id": "zone-a", "kind": "zone", "name": "Zone a", "in": "seoul", "at": [280, 48], "size": [320, 240] },
    { "id": "zone-c", "kind": "zone", "name": "Zone c", "in": "seoul", "at": [680, 48], "size": [320, 240] } ],
  "components": [
    { "id": "users", "service": "client", "name": "Browsers", "at": [0, 120] },
    { "id": "alb", "service": "alb", "name": "ALB", "in": "zone-a", "at": [320, 120] },
    { "id": "was", "service": "was", "name": "주문 WAS", "in": "zone-c", "at": [720, 120] },
    { "id": "db", "service": "rds", "name": "Orders", "in": "seoul", "at": [480, 360] } ],
  "links": [ { "id": "users-alb", "from": "users", "to": "alb" }, { "id": "alb-was", "from": "alb", "to": "was" } ] }"#;

pub(super) type Window = Harness<'static, Option<TopolabApp>>;

pub(super) fn window_with(document: Document) -> Window {
    window_of([1440.0, 900.0], document)
}

pub(super) fn window_of(size: [f32; 2], document: Document) -> Window {
    let mut document = Some(document);
    // As quick as a double click, with enough steps for a tooltip to open and settle.
    let builder = harness::window(size).with_step_dt(0.05).with_max_steps(100);
    let mut window = builder.build_ui_state(
        move |ui, app: &mut Option<TopolabApp>| {
            let app = app.get_or_insert_with(|| {
                let document = document.take().unwrap_or_default();
                let app = TopolabApp::headless(ui.ctx(), document);
                topolab::widgets::triangles::keep_shapes(ui.ctx());
                app
            });
            harness::edge_to_edge(ui, |ui| app.show(ui));
        },
        None,
    );
    window.run();
    window
}

pub(super) fn drawing() -> Document {
    sim_core::file::load(DRAWING).unwrap().document
}

pub(super) fn window() -> Window {
    window_with(drawing())
}

pub(super) fn app(window: &Window) -> &TopolabApp {
    window.state().as_ref().unwrap()
}

pub(super) fn document(window: &Window) -> &Document {
    app(window).session().document()
}

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(super) fn at(window: &Window, component: &str) -> [f32; 2] {
    document(window).components[&id(component)].at
}

fn parent(window: &Window, component: &str) -> Option<String> {
    document(window).components[&id(component)]
        .parent
        .as_ref()
        .map(ToString::to_string)
}

pub(super) fn selected(window: &Window) -> Vec<String> {
    app(window)
        .session()
        .view()
        .selection
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn zoom(window: &Window) -> f32 {
    app(window).session().view().camera.zoom
}

/// The rectangle of the card of this name on the screen.
pub(super) fn card(window: &Window, name: &str) -> Rect {
    window
        .get_by(|node| {
            node.role() == Role::Button
                && node
                    .label()
                    .is_some_and(|l| l.starts_with(name) && l.contains(", unknown"))
        })
        .rect()
}

pub(super) fn command(window: &mut Window, command: AppCommand) {
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().command(&ctx, command);
    window.run();
}

/// Holds modifier keys, or lets them go.
pub(super) fn hold(window: &mut Window, modifiers: Modifiers) {
    window.event(egui::Event::ModifiersChanged(modifiers));
    window.step();
}

fn button(window: &Window, at: Pos2, button: PointerButton, pressed: bool) {
    window.event(egui::Event::PointerButton {
        pos: at,
        button,
        pressed,
        modifiers: Modifiers::NONE,
    });
}

pub(super) fn press(window: &mut Window, at: Pos2, with: PointerButton) {
    window.hover_at(at);
    window.step();
    for pressed in [true, false] {
        button(window, at, with, pressed);
        window.step();
    }
    window.run();
}

pub(super) fn click(window: &mut Window, at: Pos2) {
    press(window, at, PointerButton::Primary);
}

/// Moves in steps with the primary button held, and does not let go.
pub(super) fn drag_and_hold(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for share in [0.2, 0.6, 1.0] {
        window.hover_at(from.lerp(to, share));
        window.step();
    }
}

/// The same with Alt once it is under way, and lets go.
pub(super) fn drag_then_alt(window: &mut Window, from: Pos2, to: Pos2) {
    drag_and_hold(window, from, to);
    hold(window, Modifiers::ALT);
    window.drop_at(to);
    window.run();
    hold(window, Modifiers::NONE);
}

/// Lets go and lets the program settle.
pub(super) fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    harness::drag(window, from, to);
    window.run();
}

/// A point with nothing on it, left below.
pub(super) fn ground(window: &Window) -> Pos2 {
    card(window, "Browsers").center() + vec2(0.0, 220.0)
}

#[test]
fn clicks_select_shift_adds_and_the_ground_clears() {
    let mut window = window();
    let (alb, was) = (
        card(&window, "ALB").center(),
        card(&window, "주문 WAS").center(),
    );
    click(&mut window, alb);
    assert_eq!(selected(&window), ["alb"]);
    hold(&mut window, Modifiers::SHIFT);
    click(&mut window, was);
    assert_eq!(selected(&window), ["alb", "was"]);
    click(&mut window, alb);
    assert_eq!(selected(&window), ["was"]);
    hold(&mut window, Modifiers::NONE);
    let ground = ground(&window);
    click(&mut window, ground);
    assert!(selected(&window).is_empty());
}

#[test]
fn a_marquee_selects_and_escape_forgets_it() {
    let mut window = window();
    let (alb, db) = (card(&window, "ALB"), card(&window, "Orders"));
    let from = ground(&window);
    let to = Pos2::new(db.right() + 10.0, alb.top());
    drag(&mut window, from, to);
    let mut caught = selected(&window);
    caught.sort();
    assert_eq!(caught, ["alb", "db", "users", "users-alb"]);
    click(&mut window, from);
    drag_and_hold(&mut window, from, to);
    window.key_press(Key::Escape);
    window.step();
    window.drop_at(to);
    window.run();
    assert!(selected(&window).is_empty());
}

#[test]
fn a_drag_moves_on_the_grid_as_one_undo_step() {
    let mut window = window();
    let z = zoom(&window);
    let from = card(&window, "Orders").center();
    drag(&mut window, from, from + vec2(51.0, 18.0) * z);
    assert_eq!(at(&window, "db"), [528.0, 376.0]);
    command(&mut window, AppCommand::Undo);
    assert_eq!(at(&window, "db"), [480.0, 360.0]);
    command(&mut window, AppCommand::Undo);
    assert_eq!(
        document(&window).components.len(),
        4,
        "there was one step only"
    );
}

#[test]
fn the_picture_follows_the_hand_before_the_document_does() {
    let mut window = window();
    let before = card(&window, "Orders");
    let by = vec2(80.0, -40.0) * zoom(&window);
    drag_and_hold(&mut window, before.center(), before.center() + by);
    assert!((card(&window, "Orders").min - before.min - by).length() < 1.0);
    assert_eq!(at(&window, "db"), [480.0, 360.0]);
    window.drop_at(before.center() + by);
    window.run();
    assert_eq!(at(&window, "db"), [560.0, 320.0]);
}

#[test]
fn alt_moves_without_the_grid_and_a_group_moves_together() {
    let mut window = window();
    let z = zoom(&window);
    let (db, users) = (
        card(&window, "Orders").center(),
        card(&window, "Browsers").center(),
    );
    click(&mut window, db);
    hold(&mut window, Modifiers::SHIFT);
    click(&mut window, users);
    hold(&mut window, Modifiers::NONE);
    drag_then_alt(&mut window, db, db + vec2(21.0, 10.0) * z);
    let (db, users) = (at(&window, "db"), at(&window, "users"));
    assert!(
        (db[0] - 501.0).abs() < 0.6 && (db[1] - 370.0).abs() < 0.6,
        "{db:?}"
    );
    assert!(
        (users[0] - 21.0).abs() < 0.6 && (users[1] - 130.0).abs() < 0.6,
        "{users:?}"
    );
}

#[test]
fn a_drag_that_begins_with_alt_drags_a_copy_out() {
    let mut window = window();
    let z = zoom(&window);
    let before = document(&window).clone();
    let was = card(&window, "주문 WAS").center();
    hold(&mut window, Modifiers::ALT);
    // Out of its zone, to where nothing else stands.
    let to = was + vec2(-80.0, 260.0) * z;
    drag_and_hold(&mut window, was, to);
    let shown = window.get_all_by_label_contains("주문 WAS 2").count();
    assert_eq!(shown, 1, "the copy is shown as it goes");
    assert_eq!(*document(&window), before);
    window.drop_at(to);
    window.run();
    hold(&mut window, Modifiers::NONE);
    assert_eq!(selected(&window), ["was-2"]);
    assert_eq!(at(&window, "was"), [720.0, 120.0]);
    assert_eq!(
        at(&window, "was-2"),
        [640.0, 380.0].map(|v: f32| (v / 8.0).round() * 8.0)
    );
    let parents = ["was", "was-2"].map(|id| parent(&window, id));
    assert_eq!(
        parents,
        [Some("zone-c".to_owned()), Some("seoul".to_owned())]
    );
    assert_eq!(document(&window).links.len(), before.links.len());
    command(&mut window, AppCommand::Undo);
    assert_eq!(*document(&window), before, "one step");
    // Nothing is copied where nothing was dragged, nor where it was given up.
    hold(&mut window, Modifiers::ALT);
    click(&mut window, was);
    drag_and_hold(&mut window, was, to);
    window.key_press(Key::Escape);
    window.step();
    window.drop_at(to);
    window.run();
    assert_eq!(*document(&window), before);
}

#[test]
fn a_card_dropped_into_a_zone_stands_in_it() {
    let mut window = window();
    let db = card(&window, "Orders").center();
    let was = card(&window, "주문 WAS");
    drag(
        &mut window,
        db,
        was.center() + vec2(0.0, was.height() + 8.0),
    );
    assert_eq!(parent(&window, "db").as_deref(), Some("zone-c"));
    command(&mut window, AppCommand::Undo);
    assert_eq!(parent(&window, "db").as_deref(), Some("seoul"));
}

#[test]
fn a_zone_is_taken_by_its_title_with_what_is_in_it() {
    let mut window = window();
    let title = window.get_by_label("Zone a, Availability Zone").rect();
    let z = zoom(&window);
    drag(
        &mut window,
        title.center(),
        title.center() + vec2(0.0, 80.0) * z,
    );
    assert_eq!(
        document(&window).containers[&id("zone-a")].at,
        [280.0, 128.0]
    );
    assert_eq!(at(&window, "alb"), [320.0, 200.0]);
    assert_eq!(at(&window, "was"), [720.0, 120.0]);
    assert_eq!(selected(&window), ["zone-a"]);
}

#[test]
fn a_selected_zone_is_resized_by_its_corner() {
    let mut window = window();
    let title = window.get_by_label("Zone a, Availability Zone").rect();
    click(&mut window, title.center());
    let z = zoom(&window);
    let corner = title.min + vec2(320.0, 240.0) * z;
    drag(&mut window, corner, corner + vec2(24.0, -32.0) * z);
    let zone = &document(&window).containers[&id("zone-a")];
    assert_eq!((zone.at, zone.size), ([280.0, 48.0], [344.0, 208.0]));
}

#[test]
fn a_handle_is_dragged_to_a_card_and_links_the_two() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    window.hover_at(was);
    window.run();
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    let db = card(&window, "Orders").center();
    drag(&mut window, handle, db);
    let links = &document(&window).links;
    assert!(
        links
            .values()
            .any(|link| link.from == id("was") && link.to == id("db"))
    );
    assert_eq!(links.len(), 3);
}

#[test]
fn a_key_takes_the_tip_of_a_card_away_until_the_pointer_moves() {
    let mut window = window();
    let at = card(&window, "주문 WAS").center();
    let client = card(&window, "Browsers").center();
    let told = |window: &Window| window.query_by_label("In the system").is_some();
    command(&mut window, AppCommand::StepSeconds(1.0));
    window.hover_at(at);
    window.run_steps(40);
    assert!(told(&window));
    window.key_press(Key::F2);
    window.run_steps(40);
    assert!(!told(&window), "whoever types wants to see");
    window.key_press(Key::Escape);
    window.run_steps(40);
    assert!(!told(&window), "the pointer still rests");
    window.hover_at(at + vec2(3.0, 0.0));
    window.run_steps(40);
    assert!(told(&window));
    // A client is neither busy nor queued for, and has no instances.
    assert!(window.query_by_label("Queue").is_some());
    window.hover_at(client);
    window.run_steps(40);
    assert!(told(&window) && window.query_by_label("Queue").is_none());
}

#[test]
fn between_two_cards_close_together_only_the_nearer_one_shows_its_handles() {
    const PAIR: &str = r#"{ "version": 1, "components": [
        { "id": "left", "service": "was", "name": "Left", "at": [0, 0] },
        { "id": "right", "service": "was", "name": "Right", "at": [200, 0] } ] }"#;
    let mut window = window_with(sim_core::file::load(PAIR).unwrap().document);
    command(&mut window, AppCommand::ZoomReset);
    let (left, right) = (card(&window, "Left"), card(&window, "Right"));
    assert!(left.right() < right.left());
    let shown = |window: &mut Window, at: Pos2| {
        window.hover_at(at);
        window.run();
        ["Left", "Right"].map(|name| {
            let label = format!("Connect from {name}");
            window.query_by_label(&label).is_some()
        })
    };
    let middle = left.right_center().lerp(right.left_center(), 0.5);
    assert_eq!(shown(&mut window, middle - vec2(4.0, 0.0)), [true, false]);
    assert_eq!(shown(&mut window, middle + vec2(4.0, 0.0)), [false, true]);
    // The one that is selected has its handles for the keyboard wherever the pointer rests, but not in the way.
    click(&mut window, left.center());
    assert_eq!(shown(&mut window, middle), [true, false]);
    assert_eq!(shown(&mut window, middle + vec2(4.0, 0.0)), [false, true]);
    assert_eq!(shown(&mut window, right.right_center()), [true, true]);
    // What shows is what a press takes: to the left of it, the left one's.
    let from = middle - vec2(4.0, 0.0);
    drag(&mut window, from, right.center());
    let links: Vec<_> = document(&window).links.values().collect();
    assert!(links.len() == 1 && links[0].from == id("left"), "{links:?}");
}

#[test]
fn a_handle_is_clicked_and_then_the_target() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    click(&mut window, was);
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    click(&mut window, handle);
    let db = card(&window, "Orders").center();
    click(&mut window, db);
    assert_eq!(document(&window).links.len(), 3);
    assert_eq!(
        selected(&window),
        ["was-db"],
        "the second click connects, it does not select the card"
    );
}

#[test]
fn a_refused_link_says_why_and_is_not_made() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    window.hover_at(was);
    window.run();
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    let users = card(&window, "Browsers").center();
    drag_and_hold(&mut window, handle, users);
    window.get_by_label("Browsers takes no requests: it only sends them");
    window.drop_at(users);
    window.run();
    assert_eq!(document(&window).links.len(), 2);
}

#[test]
fn a_link_back_to_its_own_card_says_why_not() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    window.hover_at(was);
    window.run();
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    drag_and_hold(&mut window, handle, was);
    window.get_by_label("A component cannot call itself");
    window.drop_at(was);
    window.run();
    assert_eq!(document(&window).links.len(), 2);
}

#[test]
fn a_link_is_selected_by_its_curve_and_deleted() {
    let mut window = window();
    let (users, alb) = (card(&window, "Browsers"), card(&window, "ALB"));
    click(
        &mut window,
        users.right_center().lerp(alb.left_center(), 0.3),
    );
    assert_eq!(selected(&window), ["users-alb"]);
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(document(&window).links.len(), 1);
}

#[test]
fn links_are_reached_by_name() {
    let mut window = window();
    window
        .get_by_role_and_label(Role::Button, "ALB → 주문 WAS")
        .click();
    window.run();
    assert_eq!(selected(&window), ["alb-was"]);
}

#[test]
fn the_wheel_pans_and_zooms_at_the_pointer() {
    let mut window = window();
    let before = card(&window, "ALB");
    window.hover_at(before.center());
    window.step();
    scroll(&mut window, vec2(-30.0, 50.0), Modifiers::NONE);
    let panned = card(&window, "ALB");
    assert!((panned.center() - before.center() - vec2(-30.0, 50.0)).length() < 1.0);
    window.hover_at(panned.center());
    window.step();
    let z = zoom(&window);
    scroll(&mut window, vec2(0.0, 60.0), Modifiers::COMMAND);
    assert!(zoom(&window) > z * 1.05, "{} after {z}", zoom(&window));
    assert!((card(&window, "ALB").center() - panned.center()).length() < 1.0);
    for _ in 0..3 {
        scroll(&mut window, vec2(0.0, -3000.0), Modifiers::COMMAND);
    }
    assert_eq!(zoom(&window), 0.1);
}

pub(super) fn scroll(window: &mut Window, delta: egui::Vec2, modifiers: Modifiers) {
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta,
        phase: egui::TouchPhase::Move,
        modifiers,
    });
    window.run();
}

#[test]
fn the_middle_button_and_space_pan_even_on_a_card() {
    let mut window = window();
    let before = card(&window, "ALB").center();
    window.hover_at(before);
    window.step();
    button(&window, before, PointerButton::Middle, true);
    window.step();
    for share in [0.5, 1.0] {
        window.hover_at(before + vec2(60.0, 40.0) * share);
        window.step();
    }
    button(
        &window,
        before + vec2(60.0, 40.0),
        PointerButton::Middle,
        false,
    );
    window.run();
    assert!((card(&window, "ALB").center() - before - vec2(60.0, 40.0)).length() < 1.0);
    assert_eq!(at(&window, "alb"), [320.0, 120.0]);
}

#[test]
fn arrows_nudge_what_is_selected() {
    let mut window = window();
    let db = card(&window, "Orders").center();
    click(&mut window, db);
    window.key_press(Key::ArrowRight);
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    assert_eq!(at(&window, "db"), [488.0, 400.0]);
}

#[test]
fn a_double_click_renames_in_place() {
    let mut window = window();
    let db = card(&window, "Orders").center();
    window.hover_at(db);
    window.step();
    for _ in 0..2 {
        for pressed in [true, false] {
            button(&window, db, PointerButton::Primary, pressed);
        }
    }
    window.run();
    window.get_by_role_and_label(Role::TextInput, "New name");
    window.event(egui::Event::Text("주문 DB".to_owned()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(document(&window).components[&id("db")].name, "주문 DB");
    assert!(
        window
            .query_by_role_and_label(Role::TextInput, "New name")
            .is_none()
    );
    command(&mut window, AppCommand::Undo);
    assert_eq!(document(&window).components[&id("db")].name, "Orders");
}

#[test]
fn the_right_button_offers_faults_that_fit() {
    let mut window = window();
    let db = card(&window, "Orders").center();
    press(&mut window, db, PointerButton::Secondary);
    assert_eq!(selected(&window), ["db"]);
    for offered in [
        "Crash one instance",
        "Crash all instances",
        "Heal",
        "Rename",
        "Duplicate",
        "Delete",
    ] {
        assert!(
            window.query_all_by_label(offered).next().is_some(),
            "{offered}"
        );
    }
    assert!(window.query_by_label("Cut link").is_none());
    window.key_press(Key::Escape);
    window.run();
    let title = window
        .get_by_label("Zone a, Availability Zone")
        .rect()
        .center();
    press(&mut window, title, PointerButton::Secondary);
    window.get_by_label("Lose Availability Zone");
}

#[test]
fn a_stopped_canvas_sleeps_and_wakes_for_every_change() {
    let mut window = window();
    assert!(window.try_run().is_ok(), "no frame asks for the next one");
    let picture = |window: &mut Window| {
        window.run();
        window.render().unwrap()
    };
    let mut last = picture(&mut window);
    let changes = [
        AppCommand::Select {
            ids: vec![id("alb")],
            mode: topolab::commands::SelectMode::Replace,
        },
        AppCommand::NudgeSelection { dx: 80.0, dy: 0.0 },
        AppCommand::Undo,
        AppCommand::SetTheme(topolab::theme::ThemeChoice::Light),
        AppCommand::ZoomIn,
        AppCommand::StepSeconds(5.0),
        AppCommand::Inject {
            kind: FaultKind::LoseZone,
            target: id("zone-c"),
            for_s: None,
        },
        AppCommand::SetLanguage(topolab::i18n::Lang::Ko),
        AppCommand::Delete,
    ];
    for change in changes {
        let what = format!("{change:?}");
        command(&mut window, change);
        let now = picture(&mut window);
        assert!(now != last, "{what} is not seen");
        last = now;
    }
}

#[test]
fn an_empty_canvas_says_what_to_do() {
    let mut window = window_with(Document::default());
    let empty = window.render().unwrap();
    let area = app(&window).session().view().canvas_size;
    assert!(area[0] > 300.0 && area[1] > 200.0);
    command(
        &mut window,
        AppCommand::Place {
            service: "was".to_owned(),
            at: None,
            parent: None,
        },
    );
    assert!(window.render().unwrap() != empty);
}

#[test]
fn a_component_is_dragged_out_of_the_palette_into_a_zone() {
    let mut window = window();
    let entry = window
        .get_by_role_and_label(Role::Button, "Add S3 bucket")
        .rect();
    let was = card(&window, "주문 WAS");
    let to = was.center() + vec2(0.0, was.height() + 8.0);
    drag(&mut window, entry.center(), to);
    assert_eq!(parent(&window, "s3").as_deref(), Some("zone-c"));
    let place = at(&window, "s3");
    assert_eq!(place.map(|v| v % 8.0), [0.0, 0.0], "{place:?}");
    assert!((card_of(&window, "s3").center() - to).length() < 8.0);
    assert_eq!(selected(&window), ["s3"]);
}

/// Where a component's card stands on the screen, by its place in the document.
fn card_of(window: &Window, component: &str) -> Rect {
    let name = &document(window).components[&id(component)].name;
    card(window, name)
}

#[test]
fn space_plays_when_let_go_unless_it_was_held_for_panning() {
    let mut window = window();
    let playing = |window: &Window| app(window).session().view().run.playing;
    let from = card(&window, "ALB").center();
    window.key_down(Key::Space);
    window.step();
    drag(&mut window, from, from + vec2(40.0, 30.0));
    window.key_up(Key::Space);
    window.run();
    assert!(!playing(&window), "it was held for panning");
    assert!((card(&window, "ALB").center() - from - vec2(40.0, 30.0)).length() < 1.0);
    assert_eq!(at(&window, "alb"), [320.0, 120.0]);
    window.key_down(Key::Space);
    window.key_up(Key::Space);
    window.run_steps(4);
    assert!(playing(&window));
}

#[test]
fn a_component_dropped_on_a_link_stands_in_between() {
    let mut window = window();
    let entry = window
        .get_by_role_and_label(Role::Button, "Add Web server (nginx)")
        .rect();
    let (alb, was) = (card(&window, "ALB"), card(&window, "주문 WAS"));
    let middle = alb.right_center().lerp(was.left_center(), 0.5);
    drag(&mut window, entry.center(), middle);
    let links: Vec<_> = document(&window)
        .links
        .values()
        .map(|l| format!("{} {}", l.from, l.to))
        .collect();
    assert_eq!(links, ["users alb", "alb web_server", "web_server was"]);
    assert_eq!(selected(&window), ["web_server"]);
    command(&mut window, AppCommand::Undo);
    assert_eq!(document(&window).links.len(), 2, "one step");
    assert_eq!(document(&window).components.len(), 4);
}

#[test]
fn a_link_let_go_on_empty_ground_offers_what_can_be_called() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    window.hover_at(was);
    window.run();
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    let free = was + vec2(0.0, 200.0);
    drag(&mut window, handle, free);
    assert!(
        window
            .query_by_role_and_label(Role::Button, "Clients")
            .is_none(),
        "clients are never called"
    );
    window
        .get_by_role_and_label(Role::Button, "S3 bucket")
        .click();
    window.run();
    let link = document(&window).links.values().last().unwrap();
    assert_eq!((link.from.as_str(), link.to.as_str()), ("was", "s3"));
    command(&mut window, AppCommand::Undo);
    assert_eq!(
        (
            document(&window).components.len(),
            document(&window).links.len()
        ),
        (4, 2)
    );
}

#[test]
fn the_map_shows_when_the_drawing_does_not_fit_and_moves_the_view() {
    let mut window = window();
    assert!(window.query_by_label("Map of the drawing").is_none());
    command(
        &mut window,
        AppCommand::SetCamera {
            pan: [0.0, 0.0],
            zoom: 3.0,
        },
    );
    let map = window.get_by_label("Map of the drawing").rect();
    click(&mut window, map.center());
    let view = app(&window).session().view();
    let middle = view.camera.to_canvas(view.canvas_size.map(|v| v / 2.0));
    // The middle of everything drawn: from the client's left edge to the region's right one.
    assert!(
        (middle[0] - 520.0).abs() < 15.0 && (middle[1] - 240.0).abs() < 15.0,
        "{middle:?}"
    );
}

#[test]
fn the_keyboard_reaches_cards_and_space_stays_with_the_focus() {
    let mut window = window();
    window
        .get_by_role_and_label(Role::Button, "Orders, RDS database, unknown")
        .focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(selected(&window), ["db"]);
    window.key_press(Key::ArrowLeft);
    window.run();
    assert_eq!(at(&window, "db"), [472.0, 360.0]);
    let focused = window.get_by_role_and_label(Role::Button, "Orders, RDS database, unknown");
    assert!(focused.is_focused(), "arrows move the card, not the focus");
}

#[test]
fn far_away_and_tiny_windows_do_no_harm() {
    let mut window = window();
    for (pan, zoom) in [
        ([1.0e9, -1.0e9], 8.0),
        ([f32::NAN, 0.0], 0.0),
        ([0.0, 0.0], 0.1),
    ] {
        command(&mut window, AppCommand::SetCamera { pan, zoom });
        command(&mut window, AppCommand::BeginRename(id("db")));
        window.key_press(Key::Escape);
        window.run();
    }
    window.set_size(vec2(240.0, 120.0));
    window.run();
    command(&mut window, AppCommand::BeginRename(id("db")));
    command(&mut window, AppCommand::FitAll);
}

/// Presses at one place and lets go at another, with a leap between: all at once, as after a frame that took long.
fn leap(window: &mut Window, from: Pos2, to: Pos2) {
    let events = [
        egui::Event::PointerMoved(from),
        egui::Event::PointerButton {
            pos: from,
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        },
        egui::Event::PointerMoved(to),
    ];
    window.input_mut().events.extend(events);
    window.step();
    window.hover_at(to);
    window.step();
    window.drop_at(to);
    window.run();
}

#[test]
fn a_press_and_a_far_leap_within_one_frame_still_take_the_card() {
    let mut window = window();
    let from = card(&window, "Orders").center();
    let to = from + vec2(-160.0, 60.0) * zoom(&window);
    leap(&mut window, from, to);
    assert_eq!(at(&window, "db"), [320.0, 424.0]);
}

#[test]
fn a_press_on_a_handle_and_a_far_leap_still_draw_a_link() {
    let mut window = window();
    let was = card(&window, "주문 WAS").center();
    window.hover_at(was);
    window.run();
    let handle = window.get_by_label("Connect from 주문 WAS").rect().center();
    let db = card(&window, "Orders").center();
    leap(&mut window, handle, db);
    assert_eq!(document(&window).links.len(), 3);
}

#[test]
fn the_right_button_inside_a_zone_opens_the_menu_of_the_zone() {
    let mut window = window();
    let inside = card(&window, "주문 WAS").left_bottom() + vec2(20.0, 30.0) * zoom(&window);
    for pressed in [true, false] {
        window.hover_at(inside);
        window.event(egui::Event::PointerButton {
            pos: inside,
            button: PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    window.run();
    window.get_by_label("Lose Availability Zone").click();
    window.run();
    assert_eq!(selected(&window), ["zone-c"]);
}
