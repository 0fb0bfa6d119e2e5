//! The dispatcher on a session without a window.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use sim_core::catalog::Value;
use sim_core::document::{Document, FaultKind};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::*;
use crate::i18n::{Lang, Texts, words};
use crate::layout::{Axis, Line};
use crate::runner::{Pace, Runner};
use crate::session::{AfterUnsaved, Picture, UnsavedAnswer, Writing, placement};
use crate::theme::{Theme, ThemeChoice};

const DESIGN: &str = r#"{"version":1,"name":"shop",
    "containers":[{"id":"seoul","kind":"region","name":"Seoul","at":[400,0],"size":[600,500]},
                  {"id":"a","kind":"zone","name":"Zone a","in":"seoul","at":[440,40],"size":[300,300]}],
    "components":[{"id":"users","service":"client","name":"Users","at":[0,0]},
                  {"id":"web","service":"server","name":"Web","in":"a","at":[480,80]}],
    "links":[{"id":"users-web","from":"users","to":"web"}]}"#;

fn session() -> Session {
    session_of(sim_core::file::load(DESIGN).unwrap().document)
}

pub(super) fn session_of(document: Document) -> Session {
    Session::new(document, Runner::inline())
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(super) fn run(
    session: &mut Session,
    commands: impl IntoIterator<Item = AppCommand>,
) -> Vec<Effect> {
    commands
        .into_iter()
        .flat_map(|command| dispatch(session, command))
        .collect()
}

pub(super) fn select(ids: &[&str]) -> AppCommand {
    AppCommand::Select {
        ids: ids.iter().map(|text| id(text)).collect(),
        mode: SelectMode::Replace,
    }
}

fn parent(document: &Document, of: &str) -> Option<String> {
    document
        .components
        .get(of)
        .and_then(|c| c.parent.as_ref())
        .map(ToString::to_string)
}

#[test]
fn a_moved_card_joins_the_container_it_is_dropped_in_as_one_step() {
    let mut session = session();
    let before = Arc::clone(session.document());
    run(
        &mut session,
        [AppCommand::Edit(
            Edit::Move {
                ids: vec![id("users")],
                by: [480.0, 200.0],
            },
            "step.move",
        )],
    );
    assert_eq!(parent(session.document(), "users").as_deref(), Some("a"));
    run(
        &mut session,
        [
            AppCommand::EndGesture,
            AppCommand::Edit(
                Edit::Move {
                    ids: vec![id("users")],
                    by: [300.0, 200.0],
                },
                "step.move",
            ),
        ],
    );
    assert_eq!(
        parent(session.document(), "users").as_deref(),
        Some("seoul")
    );
    run(&mut session, [AppCommand::Undo, AppCommand::Undo]);
    assert!(Arc::ptr_eq(session.document(), &before));
    assert!(!session.dirty());
    run(&mut session, [AppCommand::Redo]);
    assert_eq!(parent(session.document(), "users").as_deref(), Some("a"));
    assert!(session.dirty());
}

#[test]
fn a_moved_container_takes_its_cards_along_without_rehousing_them() {
    let mut session = session();
    run(
        &mut session,
        [AppCommand::Edit(
            Edit::Move {
                ids: vec![id("a")],
                by: [16.0, 24.0],
            },
            "step.move",
        )],
    );
    let document = session.document();
    assert_eq!(document.components["web"].at, [496.0, 104.0]);
    assert_eq!(parent(document, "web").as_deref(), Some("a"));
    assert_eq!(document.containers["a"].parent, Some(id("seoul")));
}

#[test]
fn a_slider_drag_is_one_step() {
    let mut session = session();
    let set = |ms: f64| {
        let value = Some(Value::from(ms));
        AppCommand::Edit(
            Edit::SetParam {
                id: id("users-web"),
                param: "timeout_ms".into(),
                value,
            },
            "step.configure",
        )
    };
    run(
        &mut session,
        [
            set(100.0),
            set(200.0),
            set(300.0),
            AppCommand::EndGesture,
            set(400.0),
        ],
    );
    run(&mut session, [AppCommand::Undo]);
    assert_eq!(
        session.document().links["users-web"].params["timeout_ms"],
        Value::from(300.0)
    );
    run(&mut session, [AppCommand::Undo]);
    assert!(session.document().links["users-web"].params.is_empty());
    assert!(session.view().undo.is_none());
}

/// Far away on the canvas, nobody would see it.
#[test]
fn undo_says_what_is_what_it_was() {
    let mut session = session();
    let (link, param) = (id("users-web"), "timeout_ms".to_owned());
    let set = Edit::SetParam {
        id: link,
        param,
        value: Some(Value::from(100.0)),
    };
    let name = words::item(session.document(), &id("users-web"));
    let moved = Edit::Move {
        ids: vec![id("web")],
        by: [8.0, 0.0],
    };
    for (edit, step, undone, redone) in [
        (
            set,
            "step.configure",
            format!("Undone: configure · Timeout 100 ms → none · {name}"),
            format!("Redone: configure · Timeout none → 100 ms · {name}"),
        ),
        (
            moved,
            "step.move",
            "Undone: move".to_owned(),
            "Redone: move".to_owned(),
        ),
    ] {
        run(&mut session, [AppCommand::Edit(edit, step)]);
        for (command, says) in [(AppCommand::Undo, undone), (AppCommand::Redo, redone)] {
            run(&mut session, [command]);
            let last = session.messages.iter().last().map(|m| m.text.clone());
            assert_eq!(last, Some(says));
        }
    }
}

#[test]
fn a_change_that_does_not_fit_is_told_and_changes_nothing() {
    let mut session = session();
    let (before, revision) = (Arc::clone(session.document()), session.revision);
    run(
        &mut session,
        [AppCommand::Edit(
            Edit::Rename {
                id: id("nobody"),
                name: "x".into(),
            },
            "step.rename",
        )],
    );
    assert!(Arc::ptr_eq(session.document(), &before));
    assert_eq!(session.revision, revision);
    assert_eq!(session.messages.iter().count(), 1);
}

#[test]
fn placing_selects_names_and_houses_the_newcomer() {
    let mut session = session();
    let place = |at| AppCommand::Place {
        service: "server".into(),
        at,
        parent: None,
    };
    run(
        &mut session,
        [place(Some([483.0, 201.0])), place(None), place(None)],
    );
    let document = Arc::clone(session.document());
    assert_eq!(document.components.len(), 5);
    // A place that is given is kept: it may be in line with a neighbour that is not on the grid.
    assert_eq!(document.components["server"].at, [483.0, 201.0]);
    assert_eq!(parent(&document, "server").as_deref(), Some("a"));
    let mut names: Vec<_> = document
        .components
        .values()
        .map(|c| c.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 5, "{names:?}");
    let cards: Vec<_> = document.components.values().map(|c| c.at).collect();
    for (index, a) in cards.iter().enumerate() {
        for b in &cards[index + 1..] {
            let apart = (a[0] - b[0]).abs() >= placement::CARD[0]
                || (a[1] - b[1]).abs() >= placement::CARD[1];
            assert!(apart, "{a:?} covers {b:?}");
        }
    }
    assert_eq!(session.selection.single().map(Id::as_str), Some("server-3"));
}

#[test]
fn a_zone_lands_in_its_region_and_a_region_on_the_canvas() {
    let mut session = session();
    let place = |kind: &str, at| AppCommand::PlaceContainer {
        kind: kind.into(),
        at: Some(at),
    };
    run(
        &mut session,
        [place("zone", [416.0, 200.0]), place("region", [0.0, 0.0])],
    );
    let document = session.document();
    assert_eq!(document.containers["zone"].parent, Some(id("seoul")));
    assert_eq!(document.containers["region"].parent, None);
}

#[test]
fn connecting_twice_selects_what_is_there() {
    let mut session = session();
    run(
        &mut session,
        [AppCommand::Connect {
            from: id("users"),
            to: id("web"),
        }],
    );
    assert_eq!(session.document().links.len(), 1);
    assert_eq!(session.selection.single(), Some(&id("users-web")));
}

#[test]
fn deleting_takes_the_links_and_the_selection_along() {
    let mut session = session();
    run(&mut session, [select(&["web"]), AppCommand::Delete]);
    assert!(session.document().links.is_empty());
    assert!(session.selection.is_empty());
    run(&mut session, [AppCommand::Undo]);
    assert_eq!(session.document().links.len(), 1);
}

/// What is copied names a request kind: a document that lacks it gets it along, one that has it keeps its own.
#[test]
fn copies_bring_the_request_kinds_they_name() {
    let mut from = session();
    let kind = |name: &str| Edit::AddKind {
        kind: sim_core::document::RequestKind::new(id("page"), name),
    };
    let weights = Value::ByKind([(id("page"), 2.0)].into_iter().collect());
    let set = Edit::SetParam {
        id: id("users"),
        param: "weights".to_owned(),
        value: Some(weights.clone()),
    };
    let effects = run(
        &mut from,
        [
            AppCommand::Edit(kind("Page"), "step.kind_add"),
            AppCommand::Edit(set, "step.configure"),
            select(&["users"]),
            AppCommand::Copy,
        ],
    );
    let Some(Effect::CopyText(text)) = effects.last() else {
        panic!("{effects:?}");
    };
    let mut lacking = session();
    run(&mut lacking, [AppCommand::Paste(text.clone())]);
    assert_eq!(lacking.document().kinds["page"].name, "Page");
    let mut having = session();
    run(
        &mut having,
        [
            AppCommand::Edit(kind("Seite"), "step.kind_add"),
            AppCommand::Paste(text.clone()),
        ],
    );
    assert_eq!(having.document().kinds["page"].name, "Seite");
    for session in [&lacking, &having] {
        let copy = &session.document().components["users-2"];
        assert_eq!(copy.params.get("weights"), Some(&weights));
    }
}

#[test]
fn copies_have_fresh_ids_and_their_links_and_stand_in_the_copied_container() {
    let mut session = session();
    let effects = run(&mut session, [AppCommand::SelectAll, AppCommand::Copy]);
    let [Effect::CopyText(text)] = effects.as_slice() else {
        unreachable!("{effects:?}")
    };
    run(&mut session, [AppCommand::Paste(text.clone())]);
    let document = Arc::clone(session.document());
    assert_eq!(
        (
            document.components.len(),
            document.containers.len(),
            document.links.len()
        ),
        (4, 4, 2)
    );
    let copy = document
        .containers
        .values()
        .find(|c| c.kind == "zone" && c.id != id("a"))
        .unwrap();
    assert_eq!(copy.parent.as_ref().map(Id::as_str), Some("seoul-2"));
    assert_eq!(
        parent(&document, "web-2").as_deref(),
        Some(copy.id.as_str())
    );
    assert_eq!(document.components["web-2"].at, [504.0, 104.0]);
    run(&mut session, [AppCommand::Undo]);
    assert_eq!(session.document().components.len(), 2);
}

#[test]
fn a_foreign_clipboard_does_no_harm() {
    let mut session = session();
    let before = Arc::clone(session.document());
    for text in [
        "",
        "hello",
        "{}",
        "[1,2]",
        r#"{"topolab_fragment":1,"components":[{"id":"x"}]}"#,
        r#"{"topolab_fragment":2,"containers":[],"components":[],"links":[]}"#,
        r#"{"type":"drawing","version":2,"elements":[]}"#,
    ] {
        run(&mut session, [AppCommand::Paste(text.into())]);
    }
    assert!(Arc::ptr_eq(session.document(), &before));
}

#[test]
fn what_cannot_be_pasted_says_what_was_expected() {
    for (text, words) in [
        ("hello", "what Copy puts there"),
        (
            r#"{"topolab_fragment":1,"components":"#,
            "line 1, column 35",
        ),
        (r#"{"type":"drawing","version":2}"#, "another program"),
        (
            r#"{"topolab_fragment":9,"containers":[],"components":[],"links":[]}"#,
            "version 9",
        ),
        (r#"{"version":1,"components":[{}]}"#, "components[0].id"),
    ] {
        let mut session = session();
        run(&mut session, [AppCommand::Paste(text.into())]);
        let said = session.messages.iter().any(|m| m.text.contains(words));
        assert!(said, "{text}: {:?}", session.messages);
    }
}

#[test]
fn the_text_of_a_topology_pastes_what_is_drawn_in_it() {
    let mut session = session();
    let text = sim_core::file::save(session.document());
    let (components, links) = (
        session.document().components.len(),
        session.document().links.len(),
    );
    run(&mut session, [AppCommand::Paste(text)]);
    assert_eq!(session.document().components.len(), 2 * components);
    assert_eq!(session.document().links.len(), 2 * links);
    run(&mut session, [AppCommand::Undo]);
    assert_eq!(session.document().components.len(), components);
}

#[test]
fn a_save_that_failed_is_offered_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no/such/folder.json");
    let mut session = session();
    run(&mut session, [AppCommand::SaveTo(path.clone())]);
    let Some(Dialog::Failure {
        text, elsewhere, ..
    }) = &session.dialog
    else {
        unreachable!("{:?}", session.dialog)
    };
    assert!(
        text.contains("no such folder") && !text.contains(".topolab-"),
        "{text}"
    );
    assert_eq!(elsewhere, &Some(Writing::Document { path }));
}

#[test]
fn a_card_without_a_place_stands_across_no_edge_and_on_no_title() {
    let mut session = session();
    let place = || AppCommand::Place {
        service: "server".to_owned(),
        at: None,
        parent: None,
    };
    let before = session.document().components.len();
    // The middle of the view within the zone, on an edge of it, on its title, on that of the region.
    for middle in [[590.0, 260.0], [440.0, 250.0], [600.0, 50.0], [700.0, 10.0]] {
        let pan = [400.0 - middle[0], 300.0 - middle[1]];
        let look = AppCommand::SetCamera { pan, zoom: 1.0 };
        run(
            &mut session,
            [AppCommand::SetCanvasSize([800.0, 600.0]), look, place()],
        );
    }
    let document = Arc::clone(session.document());
    for component in document.components.values().skip(before) {
        for host in document.containers.values() {
            let (at, size) = (component.at, placement::CARD);
            let apart =
                (0..2).any(|i| at[i] + size[i] <= host.at[i] || at[i] >= host.at[i] + host.size[i]);
            let within = host.holds(at, size) && at[1] >= host.at[1] + placement::TITLE;
            assert!(apart || within, "{} across {}", component.id, host.id);
        }
    }
    let first = &document.components[before];
    assert_eq!(parent(&document, first.id.as_str()), Some("a".into()));
}

/// What the clipboard would hold of some items.
fn clipped(session: &mut Session, ids: &[&str]) -> AppCommand {
    let effects = run(session, [select(ids), AppCommand::Copy]);
    let Some(Effect::CopyText(text)) = effects.last() else {
        panic!("{effects:?}");
    };
    AppCommand::Paste(text.clone())
}

#[test]
fn what_is_pasted_again_does_not_cover_what_was_pasted_before() {
    let mut session = session();
    let paste = clipped(&mut session, &["web"]);
    run(&mut session, [paste.clone(), paste.clone(), paste]);
    let at = |name: &str| session.document().components[name].at;
    let all = ["web", "web-2", "web-3", "web-4"].map(at);
    let steps = [0.0, 24.0, 48.0, 72.0].map(|by| [480.0 + by, 80.0 + by]);
    assert_eq!(all, steps);
}

#[test]
fn what_is_pasted_comes_to_the_pointer_else_beside_the_original_else_into_the_middle() {
    let mut session = session();
    run(&mut session, [AppCommand::SetCanvasSize([800.0, 600.0])]);
    let look = |pan| AppCommand::SetCamera { pan, zoom: 1.0 };
    let paste = clipped(&mut session, &["web"]);
    let at = |session: &Session, name: &str| session.document().components[name].at;
    // Who points at the original itself does not want it covered.
    session.pointer = Some([490.0, 90.0]);
    run(&mut session, [look([0.0, 0.0]), paste.clone()]);
    assert_eq!(at(&session, "web-2"), [504.0, 104.0]);
    // Its middle comes to the pointer, on the grid, into what lies there, whether the original is in view or not.
    session.pointer = Some([700.0, 400.0]);
    run(&mut session, [paste.clone()]);
    assert_eq!(at(&session, "web-3"), [616.0, 360.0]);
    run(&mut session, [look([0.0, -300.0])]);
    assert_eq!(parent(session.document(), "web-3"), Some("seoul".into()));
    // And no two on one place.
    run(&mut session, [paste.clone()]);
    assert_eq!(at(&session, "web-4"), [640.0, 384.0]);
    // Without a pointer into the middle of the view, out of every container there.
    session.pointer = None;
    run(&mut session, [look([2000.0, 0.0]), paste.clone()]);
    assert_eq!(at(&session, "web-5"), [-1688.0, 256.0]);
    assert_eq!(parent(session.document(), "web-5"), None);
    // Where the menu was opened, that is where it is wanted.
    let menu = AppCommand::RequestPaste(Some([100.0, 300.0]));
    run(&mut session, [look([0.0, 0.0]), menu, paste.clone()]);
    assert_eq!(at(&session, "web-6"), [8.0, 256.0]);
    // Once only.
    run(&mut session, [paste]);
    assert_eq!(at(&session, "web-7"), [528.0, 128.0]);
}

#[test]
fn duplicating_and_cutting_are_one_step_each() {
    let mut session = session();
    run(&mut session, [select(&["web"]), AppCommand::Duplicate]);
    assert_eq!(session.selection.single(), Some(&id("web-2")));
    assert_eq!(session.document().components["web-2"].name, "Web 2");
    run(&mut session, [AppCommand::Cut]);
    assert_eq!(session.document().components.len(), 2);
    run(&mut session, [AppCommand::Undo, AppCommand::Undo]);
    assert_eq!(session.document().components.len(), 2);
    assert!(session.view().undo.is_none());
}

#[test]
fn selection_modes() {
    let mut session = session();
    let with = |ids: &[&str], mode| AppCommand::Select {
        ids: ids.iter().map(|t| id(t)).collect(),
        mode,
    };
    run(
        &mut session,
        [
            with(&["web", "nobody"], SelectMode::Replace),
            with(&["users"], SelectMode::Add),
        ],
    );
    assert_eq!(session.selection.len(), 2);
    run(&mut session, [with(&["web"], SelectMode::Toggle)]);
    assert_eq!(session.selection.single(), Some(&id("users")));
    run(&mut session, [AppCommand::ClearSelection]);
    assert!(session.selection.is_empty());
}

#[test]
fn the_run_obeys() {
    let mut session = session();
    run(
        &mut session,
        [
            AppCommand::TogglePlay,
            AppCommand::SetPace(Pace::Times(30.0)),
            AppCommand::Faster,
        ],
    );
    assert!(session.view().run.playing);
    assert_eq!(session.view().run.asked, Pace::Times(60.0));
    run(
        &mut session,
        [AppCommand::TogglePlay, AppCommand::StepSeconds(3.0)],
    );
    assert!(!session.view().run.playing);
    assert!((session.view().now().as_secs_f64() - 3.0).abs() < 1e-9);
    run(&mut session, [AppCommand::SetSeed(99)]);
    assert_eq!(
        (session.view().run.seed, session.document().scenario.seed),
        (99, 99)
    );
    assert_eq!(session.view().now().as_nanos(), 0);
    assert!(session.dirty());
}

#[test]
fn a_run_begins_on_the_seed_of_the_document_as_it_is() {
    let mut session = session();
    let seeds = |session: &Session| {
        let of_frame = session.view().frame.map(|frame| frame.seed);
        (session.view().run.seed, of_frame.unwrap_or(0))
    };
    let first = session.document().scenario.seed;
    let step = || AppCommand::StepSeconds(1.0);
    run(&mut session, [AppCommand::SetSeed(99), step()]);
    assert_eq!(seeds(&session), (99, 99));
    // What has begun goes on as it is, and what begins anew does not.
    run(&mut session, [AppCommand::Undo, step()]);
    assert_eq!(seeds(&session), (99, 99));
    run(&mut session, [AppCommand::Reset]);
    assert_eq!(seeds(&session), (first, first));
    // Before the start there is nothing to go on with.
    run(&mut session, [AppCommand::Redo]);
    assert_eq!(seeds(&session).0, 99);
    run(&mut session, [step(), AppCommand::KeepRun]);
    assert_eq!(seeds(&session), (99, 99));
    run(&mut session, [AppCommand::Undo, AppCommand::RunAgain]);
    assert_eq!(seeds(&session), (first, first));
}

#[test]
fn an_edit_while_running_reaches_the_run_and_so_does_undo() {
    let mut session = session();
    run(
        &mut session,
        [
            AppCommand::StepSeconds(2.0),
            AppCommand::Place {
                service: "server".into(),
                at: None,
                parent: None,
            },
        ],
    );
    session.take_published();
    assert_eq!(session.view().snapshot().unwrap().components.len(), 3);
    run(&mut session, [AppCommand::Undo]);
    session.take_published();
    assert_eq!(session.view().snapshot().unwrap().components.len(), 2);
    assert!((session.view().now().as_secs_f64() - 2.0).abs() < 1e-9);
}

#[test]
fn a_fault_can_be_set_and_healed() {
    let mut session = session();
    run(
        &mut session,
        [AppCommand::Inject {
            kind: FaultKind::CrashAll,
            target: id("web"),
            for_s: None,
        }],
    );
    assert_eq!(session.view().snapshot().unwrap().faults.len(), 1);
    run(&mut session, [AppCommand::Heal { target: id("web") }]);
    assert!(session.view().snapshot().unwrap().faults.is_empty());
}

#[test]
fn saving_opening_and_the_question_in_between() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.json");
    let mut session = session();
    assert_eq!(
        run(&mut session, [AppCommand::Save]),
        [Effect::AskSave {
            suggested: "shop.json".into()
        }]
    );
    run(
        &mut session,
        [AppCommand::SaveTo(folder.path().join("shop"))],
    );
    assert_eq!(session.path.as_deref(), Some(path.as_path()));
    assert!(path.is_file() && !session.dirty());

    run(
        &mut session,
        [select(&["web"]), AppCommand::Delete, AppCommand::New],
    );
    assert_eq!(
        session.dialog,
        Some(Dialog::Unsaved {
            then: AfterUnsaved::New
        })
    );
    run(
        &mut session,
        [AppCommand::AnswerUnsaved(UnsavedAnswer::Cancel)],
    );
    assert_eq!(
        (session.dialog.clone(), session.document().components.len()),
        (None, 1)
    );
    run(
        &mut session,
        [
            AppCommand::OpenPath(path.clone()),
            AppCommand::AnswerUnsaved(UnsavedAnswer::Discard),
        ],
    );
    assert_eq!(session.document().components.len(), 2);
    assert!(!session.dirty() && session.view().undo.is_none());
    assert_eq!(session.recents.paths().len(), 1);
}

#[test]
fn save_and_quit_saves_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.json");
    let mut session = session();
    run(
        &mut session,
        [
            AppCommand::SaveTo(path.clone()),
            select(&["web"]),
            AppCommand::Delete,
        ],
    );
    assert!(run(&mut session, [AppCommand::Quit]).is_empty());
    assert_eq!(
        run(
            &mut session,
            [AppCommand::AnswerUnsaved(UnsavedAnswer::Save)]
        ),
        [Effect::Close]
    );
    assert_eq!(
        crate::storage::load(&path)
            .unwrap()
            .document
            .components
            .len(),
        1
    );
}

#[test]
fn a_failed_save_keeps_the_file_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in/the/way.json");
    let mut session = session();
    run(
        &mut session,
        [
            select(&["web"]),
            AppCommand::Delete,
            AppCommand::SaveTo(path.clone()),
        ],
    );
    let Some(Dialog::Failure { text, .. }) = &session.dialog else {
        unreachable!("{:?}", session.dialog)
    };
    assert!(text.contains("way.json"), "{text}");
    assert!(session.dirty() && session.path.is_none());
}

#[test]
fn a_file_that_is_no_document_leaves_what_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.json");
    std::fs::write(&path, "not json").unwrap();
    let mut session = session();
    run(&mut session, [AppCommand::OpenPath(path)]);
    assert!(matches!(session.dialog, Some(Dialog::Failure { .. })));
    assert_eq!(session.document().components.len(), 2);
}

#[test]
fn every_example_opens_and_runs() {
    let mut session = session();
    for example in crate::storage::examples::EXAMPLES {
        run(&mut session, [AppCommand::OpenExample(example.stem)]);
        assert!(session.view().run.playing, "{}", example.stem);
        assert!(
            session.messages.iter().next().is_some(),
            "{}: nothing says what to try",
            example.stem
        );
    }
}

#[test]
fn the_camera_fits_a_new_document_once_the_canvas_is_known() {
    let mut session = session();
    run(&mut session, [AppCommand::SetCanvasSize([800.0, 600.0])]);
    let (min, max) = placement::all_bounds(session.document()).unwrap();
    for corner in [min, max] {
        let at = session.camera.to_screen(corner);
        assert!(
            at[0] >= 0.0 && at[0] <= 800.0 && at[1] >= 0.0 && at[1] <= 600.0,
            "{at:?}"
        );
    }
    run(&mut session, [AppCommand::SetCanvasSize([400.0, 300.0])]);
    let at = session.camera.to_screen(max);
    assert!(at[0] <= 400.0 && at[1] <= 300.0, "it stays in view: {at:?}");

    let moved = AppCommand::SetCamera {
        pan: [-70.0, 30.0],
        zoom: 1.5,
    };
    run(&mut session, [moved]);
    let middle = session.camera.to_canvas([200.0, 150.0]);
    run(&mut session, [AppCommand::SetCanvasSize([600.0, 500.0])]);
    let now = session.camera.to_canvas([300.0, 250.0]);
    assert!((middle[0] - now[0]).abs() < 0.1 && (middle[1] - now[1]).abs() < 0.1);
    assert_eq!(session.camera.zoom, 1.5);
}

/// The canvas stays as large as it was, and the old document was looked at from somewhere else.
#[test]
fn a_document_that_is_opened_is_shown_whole() {
    let mut session = session();
    run(&mut session, [AppCommand::SetCanvasSize([500.0, 350.0])]);
    for stem in ["three-tier", "client-server", "timeout-cascade"] {
        let away = AppCommand::SetCamera {
            pan: [-900.0, 400.0],
            zoom: 2.0,
        };
        run(&mut session, [away, AppCommand::OpenExample(stem)]);
        let (min, max) = placement::all_bounds(session.document()).unwrap();
        let (low, high) = (session.camera.to_screen(min), session.camera.to_screen(max));
        for axis in [0, 1] {
            let size = session.canvas_size[axis];
            assert!(low[axis] >= 0.0 && high[axis] <= size, "{stem}");
            let middle = (low[axis] + high[axis]) / 2.0;
            assert!((middle - size / 2.0).abs() < 0.1, "{stem}: {middle}");
        }
    }
}

#[test]
fn the_report_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let mut session = session();
    let wider = Edit::SetParam {
        id: id("users-web"),
        param: "timeout_ms".to_owned(),
        value: Some(Value::Number(50.0)),
    };
    run(
        &mut session,
        [
            AppCommand::StepSeconds(2.0),
            AppCommand::Edit(wider, "step.configure"),
            AppCommand::StepSeconds(3.0),
        ],
    );
    run(
        &mut session,
        [AppCommand::ExportTo {
            path: path.clone(),
            kind: ExportKind::Json,
            scale: 1.0,
        }],
    );
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(report["simulated_s"], 5.0);
    assert_eq!(report["file"], "shop");
    let happened = &report["happened"];
    assert_eq!(happened["changes"], 1, "the run did not begin as it ends");
    assert_eq!(happened["events"][0]["at_s"], 2.0);
    assert_eq!(happened["events"][0]["to"], 50.0);

    let notes = folder.path().join("notes");
    session.texts = Texts::new(Lang::Ko);
    run(
        &mut session,
        [AppCommand::ExportTo {
            path: notes.clone(),
            kind: ExportKind::Markdown,
            scale: 1.0,
        }],
    );
    let text = std::fs::read_to_string(notes.with_extension("md")).unwrap();
    assert!(text.contains("\n- 시뮬레이션 시간: 00:00:05.0\n"), "{text}");
    assert!(text.contains("\n| 00:00:02.0 | "), "{text}");
}

#[test]
fn a_report_in_words_is_asked_for_like_any_export() {
    let mut session = session();
    let asked = |session: &mut Session| dispatch(session, AppCommand::ExportMarkdown);
    let effects = asked(&mut session);
    assert!(
        matches!(&effects[..], [Effect::AskExport { kind: ExportKind::Markdown, suggested, .. }] if suggested.ends_with(".md")),
        "{effects:?}"
    );
}

#[test]
fn a_picture_looks_as_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.svg");
    let mut session = session();
    run(&mut session, [AppCommand::StepSeconds(20.0)]);
    let mut drawn = |picture: Picture| {
        let kind = ExportKind::Svg;
        let asks = dispatch(&mut session, AppCommand::ExportSvg);
        assert!(asks.is_empty());
        assert_eq!(session.dialog, Some(Dialog::Picture { kind }));
        let effects = run(
            &mut session,
            [
                AppCommand::SetPicture(picture),
                AppCommand::ExportPicture(kind),
            ],
        );
        let asked = matches!(&effects[..], [Effect::AskExport { scale, .. }] if *scale == 4.0);
        assert!(asked && session.dialog.is_none(), "{effects:?}");
        let (path, scale) = (path.clone(), 1.0);
        run(&mut session, [AppCommand::ExportTo { path, kind, scale }]);
        std::fs::read_to_string(folder.path().join("shop.svg")).unwrap()
    };
    let ground = |theme: &Theme| {
        let [r, g, b, _] = theme.canvas.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    };
    let (dark, light) = (ground(Theme::dark()), ground(Theme::light()));
    let asked = Picture::default().with_scale(4.0);
    let with = |change: &dyn Fn(&mut Picture)| {
        let mut picture = asked;
        change(&mut picture);
        picture
    };
    let as_window = drawn(asked);
    // The ground is painted first.
    let first = |svg: &str, one: &str, other: &str| {
        let place = svg.find(one).unwrap();
        svg.find(other).is_none_or(|other| place < other)
    };
    assert!(first(&as_window, &dark, &light) && as_window.contains("p99"));
    let on_paper = drawn(with(&|picture| picture.look = ThemeChoice::Light));
    assert!(first(&on_paper, &light, &dark) && on_paper.contains("p99"));
    let design = drawn(with(&|picture| picture.figures = false));
    assert!(!design.contains("p99") && design.contains("Web"));
}

#[test]
fn another_file_is_replaced_only_after_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.json");
    std::fs::write(&other, "precious").unwrap();
    let read = || std::fs::read_to_string(&other).unwrap();
    let typed = AppCommand::ShowDialog(Dialog::SavePath {
        suggested: "x".into(),
    });
    let mut session = session();

    run(
        &mut session,
        [
            typed.clone(),
            AppCommand::SaveTo(folder.path().join("other")),
        ],
    );
    assert!(matches!(session.dialog, Some(Dialog::Overwrite { .. })));
    assert_eq!(read(), "precious");
    run(&mut session, [AppCommand::AnswerOverwrite(false)]);
    assert!(matches!(session.dialog, Some(Dialog::SavePath { .. })));
    assert_eq!(read(), "precious");

    run(
        &mut session,
        [
            AppCommand::SaveTo(other.clone()),
            AppCommand::AnswerOverwrite(true),
        ],
    );
    assert_eq!(session.dialog, None);
    assert!(read().contains("Web"));
    run(&mut session, [typed, AppCommand::SaveTo(other.clone())]);
    assert_eq!(session.dialog, None, "its own file needs no question");
}

#[test]
fn pictures_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session();
    for (kind, start) in [
        (ExportKind::Png, &b"\x89PNG"[..]),
        (ExportKind::Svg, &b"<svg"[..]),
    ] {
        let path = folder.path().join("shop");
        run(
            &mut session,
            [AppCommand::ExportTo {
                path: path.clone(),
                kind,
                scale: 1.0,
            }],
        );
        let bytes = std::fs::read(path.with_extension(kind.extension())).unwrap();
        assert!(bytes.starts_with(start), "{kind:?}");
    }
    let empty = AppCommand::ExportTo {
        path: folder.path().join("empty.png"),
        kind: ExportKind::Png,
        scale: 1.0,
    };
    run(&mut session, [AppCommand::New, empty]);
    assert!(matches!(session.dialog, Some(Dialog::Failure { .. })));
    assert!(!folder.path().join("empty.png").exists());
}

#[test]
fn a_log_becomes_a_client_that_replays_it_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("times.csv");
    std::fs::write(&path, "time\n3\n1\n1.5\n").unwrap();
    let mut session = session();
    let client = id("users");
    let asked = run(&mut session, [AppCommand::ImportLog(client.clone())]);
    assert_eq!(
        asked,
        [Effect::AskLog {
            client: client.clone()
        }]
    );
    let before = Arc::clone(session.document());
    let import = |path: &std::path::Path| AppCommand::ImportLogFrom {
        client: client.clone(),
        path: path.to_owned(),
    };
    run(&mut session, [import(&path)]);
    let params = &session.document().components[&client].params;
    assert_eq!(params["trace"], Value::from("gaps_ms 0 500 1500"));
    assert_eq!(params["profile"], Value::from("trace"));
    run(&mut session, [AppCommand::Undo]);
    assert_eq!(session.document(), &before);
    // What is no log is shown, and changes nothing.
    std::fs::write(&path, "nothing\nof the sort\n").unwrap();
    run(&mut session, [import(&path)]);
    assert!(matches!(session.dialog, Some(Dialog::Failure { .. })));
    assert_eq!(session.document(), &before);
}

/// Whatever a log is found to be has words in every language.
#[test]
fn notes_and_errors_of_logs_are_translated() {
    for lang in crate::i18n::Lang::ALL {
        let texts = crate::i18n::Texts::new(lang);
        for key in [
            "skipped",
            "sorted",
            "whole_seconds",
            "counted",
            "unit",
            "column",
        ] {
            assert!(texts.find(&format!("log_note.{key}")).is_some(), "{key}");
        }
        for key in [
            "empty",
            "line",
            "too_many_broken",
            "no_column",
            "too_long",
            "too_many",
        ] {
            assert!(texts.find(&format!("log_error.{key}")).is_some(), "{key}");
        }
    }
}

#[test]
fn cards_come_into_line_as_one_named_step_and_containers_take_theirs_along() {
    let mut session = session();
    run(
        &mut session,
        [
            select(&["users", "seoul", "web"]),
            AppCommand::Align(Line::Top),
        ],
    );
    let document = session.document();
    assert_eq!(document.components["users"].at, [0.0, 0.0]);
    assert_eq!(document.containers["seoul"].at, [400.0, 0.0]);
    let before = Arc::clone(document);
    run(&mut session, [AppCommand::Align(Line::Right)]);
    let document = session.document();
    assert_eq!(document.components["users"].at, [824.0, 0.0]);
    assert_eq!(
        document.components["web"].at,
        [480.0, 80.0],
        "inside of what stays"
    );
    assert_eq!(
        parent(document, "users").as_deref(),
        Some("seoul"),
        "where it now stands"
    );
    run(&mut session, [AppCommand::Align(Line::Bottom)]);
    assert_eq!(session.history.undo_name(), Some("step.align"));
    run(&mut session, [AppCommand::Undo, AppCommand::Undo]);
    assert!(Arc::ptr_eq(session.document(), &before));
}

#[test]
fn too_few_to_come_into_line_says_how_many_are_needed() {
    let mut session = session();
    for (ids, command) in [
        (&["users"][..], AppCommand::Align(Line::Left)),
        // A card in a selected container is no second thing.
        (&["a", "web"], AppCommand::Align(Line::Left)),
        (&["users", "a"], AppCommand::Distribute(Axis::Vertical)),
    ] {
        run(&mut session, [select(ids)]);
        let why = crate::commands::menu::blocked(&command, &session.view());
        assert!(why.is_some(), "{command:?} with {ids:?}");
        let before = Arc::clone(session.document());
        run(&mut session, [command]);
        assert!(Arc::ptr_eq(session.document(), &before));
        assert!(!session.messages.iter().collect::<Vec<_>>().is_empty());
    }
}

#[test]
fn layers_are_one_step_and_the_way_there_is_shown_unless_nothing_shall_move() {
    let mut session = session();
    run(&mut session, [AppCommand::Arrange]);
    let document = session.document();
    let [users, web] = ["users", "web"].map(|name| document.components[name].at);
    assert!(users[0] + 176.0 < web[0]);
    assert!(document.containers["a"].holds(web, placement::CARD));
    assert_eq!(session.history.steps(), 1);
    assert_eq!(session.history.undo_name(), Some("step.layout"));
    assert!(session.view().glide.is_some());
    run(&mut session, [AppCommand::Arrange]);
    assert_eq!(session.history.steps(), 1, "in order already");
    run(&mut session, [AppCommand::Undo]);
    assert!(session.view().glide.is_none());
    run(&mut session, [AppCommand::ToggleStill, AppCommand::Arrange]);
    assert!(session.view().glide.is_none());
}

/// A frame pulled over a card takes it in, one pulled back lets it go; with the frame, in one step.
#[test]
fn a_frame_takes_in_what_it_is_pulled_over() {
    let mut session = session();
    let alb = AppCommand::Place {
        service: "alb".to_owned(),
        at: Some([160.0, 200.0]),
        parent: None,
    };
    run(&mut session, [alb]);
    let steps = session.history.steps();
    let pulled = |at: [f32; 2], size: [f32; 2]| {
        let id = id("seoul");
        [
            AppCommand::Edit(Edit::Resize { id, at, size }, "step.resize"),
            AppCommand::EndGesture,
        ]
    };
    run(&mut session, pulled([100.0, 0.0], [900.0, 500.0]));
    assert_eq!(parent(session.document(), "alb").as_deref(), Some("seoul"));
    assert_eq!(parent(session.document(), "web").as_deref(), Some("a"));
    assert_eq!(parent(session.document(), "users"), None);
    assert_eq!(session.history.steps(), steps + 1);
    run(&mut session, pulled([400.0, 0.0], [600.0, 500.0]));
    assert_eq!(parent(session.document(), "alb"), None);
    run(&mut session, [AppCommand::Undo]);
    assert_eq!(parent(session.document(), "alb").as_deref(), Some("seoul"));
    // The zone itself, and with it what stands in it, leaves a Region that is pulled away.
    run(&mut session, pulled([800.0, 0.0], [200.0, 500.0]));
    assert_eq!(session.document().containers["a"].parent, None);
    assert_eq!(parent(session.document(), "web").as_deref(), Some("a"));
}

/// Session with something in the zone and in the region beside what [`DESIGN`] has.
fn session_with_more() -> Session {
    let mut session = session();
    let place = |service: &str, at, parent: Option<&str>| AppCommand::Place {
        service: service.to_owned(),
        at: Some(at),
        parent: parent.map(id),
    };
    run(
        &mut session,
        [
            place("rds", [520.0, 200.0], Some("a")),
            place("s3", [760.0, 400.0], Some("seoul")),
        ],
    );
    session
}

#[test]
fn a_group_is_drawn_around_what_is_selected_and_stays_in_its_zone() {
    let mut session = session_with_more();
    let before = Arc::clone(session.document());
    let steps = session.history.steps();
    run(&mut session, [select(&["web", "rds"]), AppCommand::Group]);
    let document = Arc::clone(session.document());
    let group = &document.containers["group"];
    assert_eq!(
        (group.kind.as_str(), group.name.as_str()),
        ("group", "Group")
    );
    assert_eq!(group.parent, Some(id("a")));
    assert!(group.at[1] + 28.0 <= 80.0, "room for its title");
    for name in ["web", "rds"] {
        assert_eq!(parent(&document, name).as_deref(), Some("group"));
        let component = &document.components[name];
        assert_eq!(component.at, before.components[name].at);
        assert!(group.holds(component.at, placement::CARD));
        assert_eq!(document.zones_of(component), [id("a")]);
    }
    let zone = &document.containers["a"];
    assert!(zone.holds(group.at, group.size), "{zone:?} {group:?}");
    assert!(group.at[1] - zone.at[1] >= 28.0, "the zone's title is free");
    assert!(document.containers["seoul"].holds(zone.at, zone.size));
    assert_eq!(session.history.steps(), steps + 1);
    assert_eq!(session.history.undo_name(), Some("step.group"));
    assert_eq!(session.selection.to_vec(), [id("group")]);
    run(&mut session, [AppCommand::Undo]);
    assert!(Arc::ptr_eq(session.document(), &before));
}

#[test]
fn ungrouping_leaves_everything_in_place_and_selected() {
    let mut session = session_with_more();
    let zone = Arc::clone(&session.document().containers["a"]);
    run(
        &mut session,
        [
            select(&["web", "rds"]),
            AppCommand::Group,
            select(&["web"]),
            AppCommand::Group,
            select(&["users", "seoul"]),
            AppCommand::Group,
        ],
    );
    let document = Arc::clone(session.document());
    let around = |name: &str| document.containers[name].parent.as_ref().map(Id::as_str);
    assert_eq!(
        around("group-2"),
        Some("group"),
        "in what both had around them"
    );
    assert_eq!(
        (around("seoul"), around("group-3")),
        (Some("group-3"), None)
    );
    // Also those in one another, at once.
    let groups = ["group", "group-2", "group-3"];
    run(&mut session, [select(&groups), AppCommand::Ungroup]);
    let after = Arc::clone(session.document());
    assert_eq!(after.containers.len(), 2);
    for (name, home) in [("web", Some("a")), ("rds", Some("a")), ("users", None)] {
        assert_eq!(parent(&after, name).as_deref(), home, "{name}");
        assert_eq!(after.components[name].at, document.components[name].at);
    }
    assert_eq!(after.containers["a"].parent, zone.parent);
    assert_eq!(session.history.undo_name(), Some("step.ungroup"));
    let mut selected = session.selection.to_vec();
    selected.sort();
    assert_eq!(selected, ["rds", "seoul", "users", "web"].map(id));
    run(&mut session, [AppCommand::Undo]);
    assert!(Arc::ptr_eq(session.document(), &document));
}

#[test]
fn what_gives_no_group_says_why() {
    let mut session = session_with_more();
    for (ids, command, why) in [
        (&[][..], AppCommand::Group, "why.select_any"),
        (&["users-web"], AppCommand::Group, "why.select_any"),
        // In a group they would leave their zone.
        (&["web", "s3"], AppCommand::Group, "why.select_one_place"),
        (&["web", "users"], AppCommand::Group, "why.select_one_place"),
        (&["a", "web"], AppCommand::Ungroup, "why.select_group"),
    ] {
        run(&mut session, [select(ids)]);
        let said = crate::commands::menu::blocked(&command, &session.view());
        assert_eq!(said, Some(why), "{command:?} with {ids:?}");
        let before = Arc::clone(session.document());
        run(&mut session, [command]);
        assert!(Arc::ptr_eq(session.document(), &before));
        let text = session.texts.tr(why);
        assert!(session.messages.iter().any(|message| message.text == text));
    }
    run(&mut session, [select(&["a", "s3"])]);
    assert_eq!(
        crate::commands::menu::blocked(&AppCommand::Group, &session.view()),
        None
    );
}

#[test]
fn a_group_moves_as_one_and_never_into_itself() {
    let mut session = session_with_more();
    run(
        &mut session,
        [
            select(&["web", "rds"]),
            AppCommand::Group,
            AppCommand::Group,
            AppCommand::NudgeSelection { dx: 8.0, dy: 8.0 },
        ],
    );
    let document = session.document();
    assert_eq!(document.components["web"].at, [488.0, 88.0]);
    assert_eq!(document.containers["group"].parent, Some(id("group-2")));
    assert_eq!(document.containers["group-2"].parent, Some(id("a")));
    // A group with a zone in it goes into no zone.
    run(
        &mut session,
        [
            AppCommand::Undo,
            AppCommand::PlaceContainer {
                kind: "zone".to_owned(),
                at: Some([456.0, 600.0]),
            },
            select(&["zone"]),
            AppCommand::Group,
        ],
    );
    let group = Arc::clone(&session.document().containers["group-3"]);
    let zone = &session.document().containers["a"];
    let by = [0, 1].map(|axis| zone.at[axis] - group.at[axis]);
    let moved = Edit::Move {
        ids: vec![group.id.clone()],
        by,
    };
    run(&mut session, [AppCommand::Edit(moved, "step.move")]);
    let document = session.document();
    assert_eq!(
        document.containers["group-3"].at,
        document.containers["a"].at
    );
    assert_eq!(document.containers["group-3"].parent, Some(id("seoul")));
}

#[test]
fn a_copy_of_a_group_holds_copies_of_what_is_in_it() {
    let mut session = session_with_more();
    run(
        &mut session,
        [
            select(&["web"]),
            AppCommand::Group,
            AppCommand::Group,
            AppCommand::Duplicate,
        ],
    );
    let document = session.document();
    let around = |name: &str| document.containers[name].parent.as_ref().map(Id::as_str);
    assert_eq!(document.containers.len(), 6);
    assert_eq!(around("group-3"), Some("a"));
    assert_eq!(around("group-4"), Some("group-3"));
    assert_eq!(parent(document, "web-2").as_deref(), Some("group-4"));
}

/// A row of servers that call each other.
fn long_row() -> Document {
    let mut document = Document::default();
    for index in 0..400 {
        let component = crate::scene::fixture::component(
            &format!("c{index}"),
            "server",
            "Server",
            [0.0, index as f32 * 90.0],
            None,
        );
        document
            .components
            .insert(component.id.clone(), Arc::new(component));
    }
    document
}

/// Takes the outcome once it is there.
fn finish_layout(session: &mut Session, woken: &std::sync::mpsc::Receiver<()>) {
    woken.recv().unwrap();
    super::collect(session);
}

#[test]
fn a_large_drawing_is_laid_out_on_a_thread_and_only_if_it_is_still_the_same() {
    let (sender, woken) = std::sync::mpsc::channel();
    let mut session = Session::new(long_row(), Runner::inline());
    session.use_threads(move || {
        sender.send(()).ok();
    });
    let before = Arc::clone(session.document());

    dispatch(&mut session, AppCommand::Arrange);
    assert!(session.view().arranging.is_some() && session.view().undo.is_none());
    finish_layout(&mut session, &woken);
    assert!(session.view().arranging.is_none());
    assert_eq!(session.view().undo, Some("step.layout"));
    dispatch(&mut session, AppCommand::Undo);
    assert!(Arc::ptr_eq(session.document(), &before));

    dispatch(&mut session, AppCommand::Arrange);
    dispatch(&mut session, AppCommand::CancelArrange);
    finish_layout(&mut session, &woken);
    assert!(session.view().arranging.is_none() && session.view().undo.is_none());

    dispatch(&mut session, AppCommand::Arrange);
    let ids = vec![session.document().components[3].id.clone()];
    let by = [8.0, 0.0];
    dispatch(
        &mut session,
        AppCommand::Edit(Edit::Move { ids, by }, "step.move"),
    );
    finish_layout(&mut session, &woken);
    assert_eq!(session.view().undo, Some("step.move"));
    assert!(session.view().arranging.is_none());
}

#[test]
fn a_large_design_is_reviewed_on_a_thread_and_its_findings_are_of_the_design_of_now() {
    let (sender, woken) = std::sync::mpsc::channel();
    let mut document = long_row();
    for index in 0..300 {
        let link = crate::scene::fixture::link(&format!("c{index}"), &format!("c{}", index + 1));
        document.links.insert(link.id.clone(), Arc::new(link));
    }
    let mut session = Session::new(document, Runner::inline());
    session.use_threads(move || {
        sender.send(()).ok();
    });
    let change = |session: &mut Session| {
        let ids = vec![session.document().components[0].id.clone()];
        dispatch(
            session,
            AppCommand::Edit(Edit::Remove { ids }, "step.delete"),
        );
    };
    change(&mut session);
    // The frame that shows the change comes first; the one after it begins the review.
    session.take_reviewed();
    assert!(session.review_waits());
    session.take_reviewed();
    assert!(!session.review_waits());
    change(&mut session);
    let now = sim_core::check::findings(session.document());
    assert_ne!(session.findings, now);
    // The first outcome is of the design between the two changes.
    woken.recv().unwrap();
    session.take_reviewed();
    assert!(!session.is_reviewed());
    session.take_reviewed();
    woken.recv().unwrap();
    session.take_reviewed();
    assert!(session.is_reviewed());
    assert_eq!(session.findings, now);
}

#[test]
fn what_to_try_with_an_example_goes_with_it() {
    let mut session = session_of(Document::default());
    run(&mut session, [AppCommand::OpenExample("three-tier")]);
    let hint = session.texts.tr("example.three-tier.try");
    let shown = |session: &Session| session.messages.iter().any(|m| m.text == hint);
    assert!(shown(&session));
    run(&mut session, [AppCommand::SelectAll, AppCommand::Undo]);
    assert!(shown(&session));
    run(&mut session, [AppCommand::New]);
    assert!(!shown(&session));
}

#[test]
fn the_name_suggested_for_a_file_is_the_title_without_signs() {
    for (title, want) in [
        (
            "Three tiers: web, WAS, database",
            "Three tiers web WAS database.json",
        ),
        ("  쇼핑몰 설계 (v2)  ", "쇼핑몰 설계 v2.json"),
        ("../../etc/passwd", "etc passwd.json"),
        ("???", "topolab.json"),
    ] {
        let document = Document {
            name: title.to_owned(),
            ..Document::default()
        };
        let effects = run(&mut session_of(document), [AppCommand::SaveAs]);
        let suggested = want.to_owned();
        assert_eq!(effects, [Effect::AskSave { suggested }]);
    }
}

#[test]
fn what_is_brought_in_stands_in_the_middle_has_the_keyboard_and_can_be_read() {
    let mut session = session_of(crate::scene::fixture::three_tier());
    session.canvas_size = [800.0, 600.0];
    for (zoom, want) in [(0.6, 0.6), (2.0, 2.0), (0.1, 1.0)] {
        let away = AppCommand::SetCamera {
            pan: [9_000.0, 9_000.0],
            zoom,
        };
        run(&mut session, [away, AppCommand::BringIn(id("rds"))]);
        assert_eq!(session.camera.zoom, want);
        let at = session.document().components["rds"].at;
        let middle = [at[0] + 88.0, at[1] + 42.0];
        let seen = session.camera.to_screen(middle);
        assert!(
            (seen[0] - 400.0).abs() < 0.1 && (seen[1] - 300.0).abs() < 0.1,
            "{seen:?}"
        );
        assert_eq!(session.focus_item, Some(id("rds")));
        assert!(session.selection.is_empty());
        let undone = run(&mut session, [AppCommand::BringIn(id("none"))]);
        assert_eq!((undone, session.camera.to_screen(middle)), (vec![], seen));
    }
}
