//! Containers as one card under commands: one step each, everything inside goes along, the run goes on.

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::tests::{run, select, session_of};
use super::*;
use crate::scene::Rect;
use crate::scene::fixture::{id, three_tier};
use crate::session::{Selection, placement};

fn session() -> Session {
    session_of(three_tier())
}

fn collapse(name: &str) -> AppCommand {
    AppCommand::Collapse(Some(id(name)))
}

fn names(selection: &Selection) -> Vec<&str> {
    selection.iter().map(Id::as_str).collect()
}

fn document(session: &Session) -> Arc<Document> {
    Arc::clone(session.document())
}

#[test]
fn collapsing_and_expanding_are_one_named_step_each() {
    let mut session = session();
    let before = document(&session);
    let steps = session.history.steps();
    run(
        &mut session,
        [select(&["zone-a", "alb"]), AppCommand::Collapse(None)],
    );
    assert!(document(&session).containers["zone-a"].collapsed);
    assert_eq!(session.history.undo_name(), Some("step.collapse"));
    assert_eq!(names(&session.selection), ["zone-a"]);
    run(&mut session, [AppCommand::Expand(None)]);
    assert_eq!(*document(&session), *before);
    assert_eq!(session.history.undo_name(), Some("step.expand"));
    assert_eq!(session.history.steps(), steps + 2);
    run(&mut session, [AppCommand::Undo]);
    assert!(document(&session).containers["zone-a"].collapsed);
    run(&mut session, [AppCommand::Undo]);
    assert!(Arc::ptr_eq(session.document(), &before));
}

#[test]
fn what_cannot_be_collapsed_or_expanded_says_why() {
    let mut session = session();
    let tier = AppCommand::PlaceContainer {
        kind: "tier".to_owned(),
        at: Some([264.0, 600.0]),
    };
    run(&mut session, [tier, collapse("zone-c")]);
    for (ids, command, why) in [
        (&["alb"][..], AppCommand::Collapse(None), "why.select_open"),
        (&["tier"], AppCommand::Collapse(None), "why.select_open"),
        (&["zone-c"], AppCommand::Collapse(None), "why.select_open"),
        (
            &["zone-a"],
            AppCommand::Expand(None),
            "why.select_collapsed",
        ),
        (&[], AppCommand::Expand(None), "why.select_collapsed"),
    ] {
        run(&mut session, [select(ids)]);
        let said = crate::commands::menu::blocked(&command, &session.view());
        assert_eq!(said, Some(why), "{command:?} with {ids:?}");
        let before = document(&session);
        run(&mut session, [command]);
        assert!(Arc::ptr_eq(session.document(), &before));
    }
}

#[test]
fn a_card_moves_with_everything_inside_and_stays_in_its_region() {
    let mut session = session();
    let before = document(&session);
    let moved = Edit::Move {
        ids: vec![id("zone-a")],
        by: [16.0, -24.0],
    };
    run(
        &mut session,
        [collapse("zone-a"), AppCommand::Edit(moved, "step.move")],
    );
    let after = document(&session);
    for name in ["nginx-a", "was-a"] {
        let [x, y] = before.components[name].at;
        assert_eq!(after.components[name].at, [x + 16.0, y - 24.0]);
        assert_eq!(after.components[name].parent, Some(id("zone-a")));
    }
    assert_eq!(after.containers["zone-a"].parent, Some(id("seoul")));
    assert_eq!(after.components["alb"].at, before.components["alb"].at);
    // What is put away has no place of its own to be moved from.
    run(
        &mut session,
        [
            select(&["was-a"]),
            AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 },
        ],
    );
    assert!(Arc::ptr_eq(session.document(), &after));
}

#[test]
fn deleting_cutting_and_copying_a_card_act_on_all_of_it() {
    let gone = |session: &Session| {
        let document = document(session);
        assert!(!document.containers.contains_key("zone-a"));
        for name in ["nginx-a", "was-a"] {
            assert!(!document.components.contains_key(name), "{name}");
        }
        assert!(document.components.contains_key("nginx-c"));
        assert!(!document.links.contains_key("was-a-rds"));
    };
    for command in [AppCommand::Delete, AppCommand::Cut] {
        let mut session = session();
        run(&mut session, [collapse("zone-a"), command]);
        gone(&session);
    }
    let mut copied = session();
    run(&mut copied, [collapse("zone-a"), AppCommand::Duplicate]);
    let after = document(&copied);
    let copy = &after.containers["zone-a-2"];
    assert!(copy.collapsed);
    let inside = after.contents(std::slice::from_ref(&copy.id));
    assert_eq!(inside.len(), 2, "{inside:?}");
    // An open container gives up what stands in it.
    let mut open = session();
    run(&mut open, [select(&["zone-a"]), AppCommand::Delete]);
    assert_eq!(
        document(&open).components["was-a"].parent,
        Some(id("seoul"))
    );
}

#[test]
fn going_to_what_is_put_away_brings_it_out_and_finding_it_shows_the_card() {
    let mut session = session();
    session.canvas_size = [1200.0, 800.0];
    run(&mut session, [collapse("zone-a"), collapse("seoul")]);
    let steps = session.history.steps();
    run(&mut session, [AppCommand::Reveal(id("was-a"))]);
    assert_eq!(names(&session.selection), ["seoul"]);
    assert_eq!(session.history.steps(), steps);
    run(&mut session, [AppCommand::GoTo(id("was-a"))]);
    let document = document(&session);
    assert!(!document.containers["seoul"].collapsed && !document.containers["zone-a"].collapsed);
    assert_eq!(names(&session.selection), ["was-a"]);
    assert_eq!(session.history.steps(), steps + 1);
    assert_eq!(session.history.undo_name(), Some("step.expand"));
}

#[test]
fn what_is_around_grows_where_an_expanded_frame_sticks_out() {
    let mut session = session();
    let away = Edit::Move {
        ids: vec![id("zone-a")],
        by: [560.0, 160.0],
    };
    run(
        &mut session,
        [
            collapse("zone-a"),
            AppCommand::Edit(away, "step.move"),
            AppCommand::Expand(Some(id("zone-a"))),
        ],
    );
    let document = document(&session);
    let (zone, region) = (
        &document.containers["zone-a"],
        &document.containers["seoul"],
    );
    assert_eq!(zone.parent, Some(id("seoul")));
    assert!(region.holds(zone.at, zone.size), "{region:?} {zone:?}");
    assert_eq!(session.history.undo_name(), Some("step.expand"));
}

/// A new component there, put into whatever is there.
fn new(at: [f32; 2]) -> AppCommand {
    AppCommand::Place {
        service: "was".to_owned(),
        at: Some(at),
        parent: None,
    }
}

#[test]
fn what_was_put_on_the_ground_of_a_card_makes_way_for_its_frame() {
    let mut session = session();
    let zone = Arc::clone(&document(&session).containers["zone-a"]);
    let at = |dx: f32, dy: f32| [zone.at[0] + dx, zone.at[1] + dy];
    run(
        &mut session,
        [
            collapse("zone-a"),
            new(at(200.0, 24.0)),
            new(at(200.0, 130.0)),
        ],
    );
    let before = document(&session);
    run(&mut session, [AppCommand::Expand(Some(id("zone-a")))]);
    let after = document(&session);
    assert_eq!(after.containers["zone-a"].at, zone.at);
    let cards: Vec<_> = after
        .components
        .values()
        .map(|card| (&card.id, Rect::at(card.at, placement::CARD)))
        .collect();
    for (index, (name, rect)) in cards.iter().enumerate() {
        let over = cards[..index]
            .iter()
            .find(|(_, other)| other.intersects(rect));
        assert!(over.is_none(), "{name} over {over:?}");
    }
    let region = &after.containers["seoul"];
    for name in ["was", "was-2"] {
        let card = &after.components[name];
        let rect = Rect::at(card.at, placement::CARD);
        assert!(!rect.intersects(&Rect::at(zone.at, zone.size)), "{name}");
        assert!(region.holds(card.at, placement::CARD), "{name}");
    }
    // One step, and nothing else has moved.
    for (name, card) in before
        .components
        .iter()
        .filter(|(name, _)| !["was", "was-2"].contains(&name.as_str()))
    {
        assert_eq!(card.at, after.components[name].at, "{name}");
    }
    run(&mut session, [AppCommand::Undo]);
    assert!(Arc::ptr_eq(session.document(), &before));
}

#[test]
fn nothing_is_put_into_a_card_and_its_hidden_frame_is_free_ground() {
    let mut session = session();
    let zone = Arc::clone(&document(&session).containers["zone-a"]);
    let inside = [zone.at[0] + 200.0, zone.at[1] + 120.0];
    run(
        &mut session,
        [collapse("zone-a"), new(inside), new(zone.at)],
    );
    let document = document(&session);
    for name in ["was", "was-2"] {
        assert_eq!(
            document.components[name].parent,
            Some(id("seoul")),
            "{name}"
        );
    }
    let frame = placement::frame_of(&document, &id("was-a"));
    assert_eq!(frame, Some((zone.at, placement::CARD)));
    let linked = crate::session::linking::refusal(&document, &id("alb"), &id("zone-a"));
    assert_eq!(linked, Some("canvas.refuse.collapsed"));
}

#[test]
fn the_layout_takes_a_card_for_what_it_is_and_carries_what_is_inside() {
    let mut session = session();
    run(&mut session, [collapse("zone-a")]);
    let before = document(&session);
    run(
        &mut session,
        [AppCommand::ClearSelection, AppCommand::Arrange],
    );
    let after = document(&session);
    let by = |name: &str| {
        let at = |document: &Document| {
            let component = document.components.get(name).map(|c| c.at);
            component.unwrap_or_else(|| document.containers[name].at)
        };
        [0, 1].map(|axis| at(&after)[axis] - at(&before)[axis])
    };
    assert_ne!(by("zone-a"), [0.0, 0.0]);
    for name in ["nginx-a", "was-a"] {
        assert_eq!(by(name), by("zone-a"), "{name}");
    }
    assert_eq!(
        after.containers["zone-a"].size,
        before.containers["zone-a"].size
    );
}

#[test]
fn a_tier_takes_along_what_lies_in_it_and_cards_stand_in_their_zones() {
    let mut session = session();
    let tier = AppCommand::PlaceContainer {
        kind: "tier".to_owned(),
        at: Some([280.0, 128.0]),
    };
    run(&mut session, [tier]);
    let placed = document(&session);
    let tier = &placed.containers["tier"];
    // It crosses both zones and lies in what holds all of it: at 880 points wide, in nothing.
    assert_eq!(tier.parent, None);
    let narrow = Edit::Resize {
        id: id("tier"),
        at: [280.0, 128.0],
        size: [460.0, 128.0],
    };
    run(&mut session, [AppCommand::Edit(narrow, "step.resize")]);
    let before = document(&session);
    let moved = Edit::Move {
        ids: vec![id("tier")],
        by: [0.0, 280.0],
    };
    run(&mut session, [AppCommand::Edit(moved, "step.move")]);
    let after = document(&session);
    for name in ["nginx-a", "was-a"] {
        let [x, y] = before.components[name].at;
        assert_eq!(after.components[name].at, [x, y + 280.0], "{name}");
        // Where they lie now is zone c.
        assert_eq!(after.components[name].parent, Some(id("zone-c")), "{name}");
    }
    assert_eq!(after.containers["zone-a"], before.containers["zone-a"]);
    assert_eq!(after.components["alb"].at, before.components["alb"].at);
    // A card that is dropped into the crossing stands in the zone.
    let new = AppCommand::Place {
        service: "was".to_owned(),
        at: Some([300.0, 470.0]),
        parent: None,
    };
    run(&mut session, [new]);
    assert_eq!(
        document(&session).components["was"].parent,
        Some(id("zone-c"))
    );
    run(&mut session, [select(&["tier"])]);
    let group = crate::commands::menu::blocked(&AppCommand::Ungroup, &session.view());
    assert_eq!(group, Some("why.select_group"));
}

#[test]
fn the_layout_draws_a_tier_anew_around_what_lay_in_it() {
    let mut session = session();
    let tier = AppCommand::PlaceContainer {
        kind: "tier".to_owned(),
        at: Some([-16.0, 408.0]),
    };
    run(
        &mut session,
        [tier, AppCommand::ClearSelection, AppCommand::Arrange],
    );
    let document = document(&session);
    let tier = &document.containers["tier"];
    for name in ["nginx-c", "was-c"] {
        let at = document.components[name].at;
        assert!(tier.holds(at, placement::CARD), "{name}");
    }
}

/// A note of this name and place.
fn note(name: &str, at: [f32; 2]) -> AppCommand {
    let note = sim_core::document::Note {
        id: id(name),
        kind: sim_core::document::NoteKind::Text,
        text: format!("Words {name}"),
        parent: None,
        at,
        size: [120.0, 48.0],
        color: sim_core::document::NoteColor::Yellow,
        unknown: Default::default(),
    };
    AppCommand::Edit(Edit::AddNote { note }, "step.add_note")
}

/// The three tiers with a note on the first zone, one across its edge, and the zone collapsed.
fn with_notes() -> Session {
    let mut session = session();
    let (on, across) = (note("on", [560.0, 256.0]), note("across", [700.0, 256.0]));
    run(&mut session, [on, across, collapse("zone-a")]);
    session
}

fn shown_notes(session: &Session) -> Vec<String> {
    let (theme, texts) = (crate::theme::Theme::dark(), session.texts);
    let scene = crate::scene::build(session.document(), None, theme, texts);
    let mut shown: Vec<String> = scene.notes.iter().map(|n| n.id.to_string()).collect();
    shown.sort();
    let svg = crate::export::svg(session.document(), None, theme, texts).unwrap_or_default();
    for name in ["on", "across"] {
        let drawn = svg.contains(&format!(">Words {name}<"));
        assert_eq!(
            drawn,
            shown.iter().any(|id| id == name),
            "{name} in the picture"
        );
    }
    shown
}

#[test]
fn notes_on_a_container_are_put_away_with_it_and_come_back_where_they_lay() {
    let mut session = with_notes();
    assert_eq!(shown_notes(&session), ["across"]);
    assert_eq!(document(&session).notes["on"].parent, Some(id("zone-a")));
    // Its ground is free now: what is written there stays in sight.
    run(&mut session, [note("later", [300.0, 240.0])]);
    assert_eq!(shown_notes(&session), ["across", "later"]);
    run(&mut session, [collapse("seoul")]);
    assert_eq!(shown_notes(&session), [""; 0]);
    run(&mut session, [AppCommand::Expand(Some(id("seoul")))]);
    assert_eq!(shown_notes(&session), ["across", "later"]);
    let away = Edit::Move {
        ids: vec![id("zone-a")],
        by: [8.0, 40.0],
    };
    let expand = AppCommand::Expand(Some(id("zone-a")));
    run(&mut session, [AppCommand::Edit(away, "step.move"), expand]);
    assert_eq!(shown_notes(&session), ["across", "later", "on"]);
    let on = document(&session).notes["on"].clone();
    assert_eq!((on.at, on.parent.clone()), ([568.0, 296.0], None));
    // Going to what is written on a collapsed container brings it out.
    run(
        &mut session,
        [collapse("zone-a"), AppCommand::GoTo(id("on"))],
    );
    assert!(shown_notes(&session).contains(&"on".to_owned()));
}

#[test]
fn a_note_goes_with_what_more_than_half_of_it_lies_on_and_a_frame_with_what_holds_it() {
    let mut session = session();
    // The zone ends at 752: of 120 points 53 %, 50 % and 43 % lie on it.
    let (more, half) = (note("more", [688.0, 256.0]), note("half", [692.0, 104.0]));
    run(&mut session, [more, half, note("less", [700.0, 160.0])]);
    let frame = |name: &str, at, size| {
        let AppCommand::Edit(Edit::AddNote { note }, step) = note(name, at) else {
            unreachable!()
        };
        let kind = sim_core::document::NoteKind::Frame;
        let note = sim_core::document::Note { kind, size, ..note };
        AppCommand::Edit(Edit::AddNote { note }, step)
    };
    let around = frame("around", [256.0, 64.0], [504.0, 256.0]);
    let within = frame("within", [280.0, 120.0], [200.0, 120.0]);
    run(&mut session, [around, within]);
    let mut away = Edit::Move {
        ids: vec![id("zone-a")],
        by: [0.0, -8.0],
    };
    run(&mut session, [AppCommand::Edit(away.clone(), "step.move")]);
    let at = |session: &Session, name: &str| document(session).notes[name].at[1];
    let tops = ["more", "half", "less", "around", "within"].map(|name| at(&session, name));
    assert_eq!(tops, [248.0, 104.0, 160.0, 64.0, 112.0]);
    run(&mut session, [collapse("zone-a")]);
    let shown = |session: &Session| {
        let (theme, texts) = (crate::theme::Theme::dark(), session.texts);
        let scene = crate::scene::build(session.document(), None, theme, texts);
        let mut shown: Vec<String> = scene.notes.iter().map(|n| n.id.to_string()).collect();
        shown.sort();
        shown
    };
    assert_eq!(shown(&session), ["around", "half", "less"]);
    // Put away they go with the card, and are there again when it is opened.
    if let Edit::Move { by, .. } = &mut away {
        *by = [0.0, 8.0];
    }
    let expand = AppCommand::Expand(Some(id("zone-a")));
    run(&mut session, [AppCommand::Edit(away, "step.move"), expand]);
    assert_eq!(shown(&session).len(), 5);
    assert_eq!(
        [at(&session, "more"), at(&session, "within")],
        [256.0, 120.0]
    );
}

#[test]
fn notes_that_are_put_away_share_the_lot_of_their_card() {
    let mut session = with_notes();
    run(&mut session, [AppCommand::Duplicate]);
    let after = document(&session);
    assert_eq!(after.notes["on-2"].parent, Some(id("zone-a-2")));
    assert_eq!(shown_notes(&session), ["across"]);
    run(&mut session, [select(&["zone-a"]), AppCommand::Delete]);
    assert!(!document(&session).notes.contains_key("on"));
    assert!(document(&session).notes.contains_key("on-2"));
    let places = vec![sim_core::edit::Place {
        id: id("zone-a-2"),
        at: [0.0, 0.0],
        size: None,
    }];
    let before = document(&session);
    let spread = crate::scene::fold::spread(&before, places);
    let moved = spread.iter().find(|place| place.id == id("on-2"));
    let zone = before.containers["zone-a-2"].at;
    let want = [0, 1].map(|axis| before.notes["on-2"].at[axis] - zone[axis]);
    assert_eq!(moved.map(|place| place.at), Some(want));
}
