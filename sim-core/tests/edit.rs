//! Editing: every change keeps the rules or is refused by name; undo and redo are exact.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use std::sync::Arc;

use proptest::prelude::*;
use sim_core::catalog::Value;
use sim_core::document::{
    Document, Fault, FaultKind, Note, NoteColor, NoteKind, RequestKind, Scenario, invariants,
};
use sim_core::edit::{Edit, EditError, History, MergeKey, Place, apply};
use support::{any_change, component, container, document, id, link};

fn small() -> Document {
    let zones = vec![
        container("seoul", "region", None),
        container("zone-a", "zone", Some("seoul")),
    ];
    let mut web = component("web", "web_server");
    web.parent = Some(id("zone-a"));
    let components = vec![component("users", "client"), web, component("db", "rds")];
    document(
        zones,
        components,
        vec![link("users", "web"), link("web", "db")],
    )
}

fn bend(key: &str, bends: &[[f32; 2]]) -> Edit {
    Edit::Bend {
        id: id(key),
        bends: bends.to_vec(),
    }
}

fn reconnect(key: &str, from: &str, to: &str) -> Edit {
    Edit::Reconnect {
        id: id(key),
        from: id(from),
        to: id(to),
    }
}

fn set(key: &str, param: &str, value: Value) -> Edit {
    Edit::SetParam {
        id: id(key),
        param: param.to_owned(),
        value: Some(value),
    }
}

#[test]
fn refusals_name_the_item_and_what_was_expected() {
    let cases: Vec<(Edit, &str, &str)> = vec![
        (
            Edit::AddComponent {
                component: component("web", "server"),
            },
            "id_taken",
            "web",
        ),
        (
            Edit::AddComponent {
                component: component("x", "mainframe"),
            },
            "unknown_service",
            "mainframe",
        ),
        (
            Edit::AddContainer {
                container: container("x", "continent", None),
            },
            "unknown_kind",
            "expected a container kind",
        ),
        (
            Edit::AddContainer {
                container: container("x", "region", Some("seoul")),
            },
            "may_not_stand_in",
            "the bare canvas",
        ),
        (
            Edit::AddLink {
                link: link("web", "nobody"),
            },
            "no_such_item",
            "nobody",
        ),
        (
            Edit::AddLink {
                link: link("web", "users"),
            },
            "may_not_be_called",
            "users",
        ),
        (
            Edit::AddLink {
                link: link("web", "web"),
            },
            "self_link",
            "web",
        ),
        (
            Edit::Remove {
                ids: vec![id("web"), id("ghost")],
            },
            "no_such_item",
            "ghost",
        ),
        (
            Edit::Reparent {
                ids: vec![id("web")],
                parent: Some(id("db")),
            },
            "no_such_item",
            "db",
        ),
        (
            Edit::Reparent {
                ids: vec![id("users-web")],
                parent: None,
            },
            "wrong_item",
            "users-web",
        ),
        (
            Edit::Reparent {
                ids: vec![id("seoul")],
                parent: Some(id("zone-a")),
            },
            "may_not_stand_in",
            "seoul",
        ),
        (
            Edit::Resize {
                id: id("seoul"),
                at: [0.0, 0.0],
                size: [0.0, 10.0],
            },
            "number",
            "size[0]",
        ),
        (
            Edit::Resize {
                id: id("web"),
                at: [0.0, 0.0],
                size: [9.0, 9.0],
            },
            "wrong_item",
            "web",
        ),
        (
            arrange("web", [0.0, 0.0], Some([9.0, 9.0])),
            "wrong_item",
            "web",
        ),
        (bend("web", &[[0.0, 0.0]]), "wrong_item", "expected a link"),
        (bend("ghost", &[]), "no_such_item", "ghost"),
        (
            bend("users-web", &[[0.0, 0.0], [0.0, f32::NAN]]),
            "number",
            "bends[1][1]",
        ),
        (bend("users-web", &[[1.0e7, 0.0]]), "number", "bends[0][0]"),
        (
            bend("users-web", &[[0.0, 0.0]; 33]),
            "too_many",
            "at most 32 bends",
        ),
        (
            reconnect("web", "users", "db"),
            "wrong_item",
            "expected a link",
        ),
        (reconnect("ghost", "users", "db"), "no_such_item", "ghost"),
        (
            reconnect("users-web", "users", "nobody"),
            "no_such_item",
            "nobody",
        ),
        (
            reconnect("users-web", "seoul", "web"),
            "no_such_item",
            "seoul",
        ),
        (reconnect("users-web", "web", "web"), "self_link", "web"),
        (reconnect("web-db", "db", "web"), "may_not_call", "db"),
        (
            reconnect("users-web", "web", "users"),
            "may_not_be_called",
            "users",
        ),
        (
            arrange("users-web", [0.0, 0.0], None),
            "wrong_item",
            "users-web",
        ),
        (arrange("seoul", [0.0, f32::NAN], None), "number", "at[1]"),
        (
            arrange("nobody", [0.0, 0.0], None),
            "no_such_item",
            "nobody",
        ),
        (
            Edit::Move {
                ids: vec![id("web")],
                by: [f32::NAN, 0.0],
            },
            "number",
            "at[0]",
        ),
        (
            Edit::Move {
                ids: vec![id("web")],
                by: [0.0, 1e9],
            },
            "number",
            "from -1000000 to 1000000",
        ),
        (
            Edit::Rename {
                id: id("db"),
                name: "x".repeat(201),
            },
            "too_long",
            "at most 200",
        ),
        (
            set("users-web", "timeout", Value::Number(3.0)),
            "unknown_param",
            "did you mean \"timeout_ms\"",
        ),
        (
            set("users-web", "timeout_ms", Value::Number(f64::INFINITY)),
            "value",
            "expected a number from 1",
        ),
        (
            set("users-web", "retries", Value::Number(1.5)),
            "value",
            "whole number from 0 to 20",
        ),
        (
            set("seoul", "region", Value::from("atlantis")),
            "value",
            "us-east-1",
        ),
    ];
    for (edit, key, says) in cases {
        let error = apply(&small(), &edit).unwrap_err();
        assert_eq!(error.key(), key, "{edit:?}: {error}");
        assert!(
            error.to_string().contains(says),
            "{error} does not say {says}"
        );
    }
}

#[test]
fn limits_hold_at_n_and_not_at_n_plus_1() {
    let at = |x: f32| Edit::Move {
        ids: vec![id("db")],
        by: [x - 8.0, 0.0],
    };
    assert!(apply(&small(), &at(1_000_000.0)).is_ok());
    assert!(apply(&small(), &at(1_000_001.0)).is_err());
    let named = |letters: usize| Edit::Rename {
        id: id("db"),
        name: "가".repeat(letters),
    };
    assert!(apply(&small(), &named(200)).is_ok());
    assert!(apply(&small(), &named(201)).is_err());
    let nested = |depth: usize| {
        (0..depth).fold(
            Edit::Rename {
                id: id("db"),
                name: "n".into(),
            },
            |edit, _| Edit::Batch { edits: vec![edit] },
        )
    };
    assert!(apply(&small(), &nested(16)).is_ok());
    assert_eq!(apply(&small(), &nested(17)), Err(EditError::TooDeep));
}

#[test]
fn removing_takes_links_and_faults_and_lifts_what_stood_inside() {
    let mut before = small();
    let fault = |target: &str, kind| Fault {
        at_s: 1.0,
        for_s: None,
        target: id(target),
        kind,
        unknown: Default::default(),
    };
    let faults = vec![
        fault("zone-a", FaultKind::LoseZone),
        fault("users-web", FaultKind::CutLink),
        fault("db", FaultKind::CrashAll),
    ];
    before = apply(
        &before,
        &Edit::SetScenario {
            scenario: Scenario {
                faults,
                ..Scenario::default()
            },
        },
    )
    .unwrap();
    let after = apply(
        &before,
        &Edit::Remove {
            ids: vec![id("zone-a"), id("users")],
        },
    )
    .unwrap();
    assert_eq!(after.components["web"].parent, Some(id("seoul")));
    assert_eq!(
        after
            .links
            .keys()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["web-db"]
    );
    assert_eq!(
        after.scenario.faults,
        vec![fault("db", FaultKind::CrashAll)]
    );
    let bare = apply(
        &after,
        &Edit::Remove {
            ids: vec![id("seoul")],
        },
    )
    .unwrap();
    assert_eq!(bare.components["web"].parent, None);
    assert_eq!(
        before.components.len(),
        3,
        "the document given is untouched"
    );
}

fn put(ids: &[&str], parent: Option<&str>) -> Edit {
    Edit::Reparent {
        ids: ids.iter().map(|key| id(key)).collect(),
        parent: parent.map(id),
    }
}

/// Seoul with a group that holds its zone, and a group on the bare canvas.
fn grouped() -> Document {
    let add = |key: &str, parent| Edit::AddContainer {
        container: container(key, "group", parent),
    };
    let edits = vec![
        add("pair", Some("seoul")),
        add("loose", None),
        put(&["zone-a"], Some("pair")),
    ];
    apply(&small(), &Edit::Batch { edits }).unwrap()
}

#[test]
fn a_group_stands_anywhere_and_what_is_in_it_where_it_could_stand_anyway() {
    let document = grouped();
    let web = |document: &Document| document.zones_of(&document.components["web"]);
    assert_eq!(web(&document), [id("zone-a")]);
    for (ids, parent) in [
        (&["loose"][..], Some("zone-a")),
        (&["loose"], Some("pair")),
        (&["zone-a"], Some("loose")),
        (&["seoul"], Some("loose")),
        (&["pair"], Some("loose")),
        (&["pair"], None),
        (&["db"], Some("pair")),
    ] {
        let whole = ids.iter().all(|key| {
            let around = parent.map(id);
            document.may_go_into(&id(key), around.as_ref())
        });
        assert!(whole, "{ids:?} into {parent:?}");
        let after = apply(&document, &put(ids, parent)).unwrap();
        assert_eq!(invariants(&after), Ok(()));
    }
    let in_zone = apply(&document, &put(&["loose"], Some("zone-a"))).unwrap();
    let nested = apply(&in_zone, &put(&["web"], Some("loose"))).unwrap();
    assert_eq!(web(&nested), [id("zone-a")], "through the group");
    for (key, parent, why) in [
        // The zone would stand in itself.
        ("pair", "zone-a", "may_not_stand_in"),
        ("pair", "pair", "container_cycle"),
        ("seoul", "pair", "may_not_stand_in"),
        ("zone-a", "loose", "may_not_stand_in"),
    ] {
        assert!(!in_zone.may_go_into(&id(key), Some(&id(parent))));
        let error = apply(&in_zone, &put(&[key], Some(parent))).unwrap_err();
        assert_eq!(error.key(), why, "{key} into {parent}: {error}");
    }
    // A group with a zone in it is as bad in a zone as the zone.
    let other = apply(
        &document,
        &Edit::AddContainer {
            container: container("zone-c", "zone", Some("seoul")),
        },
    )
    .unwrap();
    assert!(!other.may_go_into(&id("pair"), Some(&id("zone-c"))));
    let error = apply(&other, &put(&["pair"], Some("zone-c"))).unwrap_err();
    assert_eq!(error.key(), "may_not_stand_in", "{error}");
}

#[test]
fn what_stood_in_a_removed_group_stays_in_what_was_around() {
    let gone = |ids: &[&str]| Edit::Remove {
        ids: ids.iter().map(|key| id(key)).collect(),
    };
    assert_eq!(
        apply(&grouped(), &gone(&["pair"])).unwrap().containers["zone-a"].parent,
        Some(id("seoul"))
    );
    let bare = apply(&grouped(), &gone(&["seoul"])).unwrap();
    assert_eq!(bare.containers["pair"].parent, None);
    assert_eq!(bare.containers["zone-a"].parent, Some(id("pair")));
    assert_eq!(invariants(&bare), Ok(()));
}

#[test]
fn moving_a_container_takes_along_what_stands_in_it_once() {
    let ids = vec![id("seoul"), id("zone-a"), id("web")];
    let after = apply(
        &small(),
        &Edit::Move {
            ids,
            by: [16.0, -8.0],
        },
    )
    .unwrap();
    assert_eq!(after.components["web"].at, [24.0, 8.0]);
    assert_eq!(after.containers["zone-a"].at, [16.0, -8.0]);
    assert_eq!(after.components["db"].at, small().components["db"].at);
}

#[test]
fn bends_ride_along_when_both_ends_move() {
    let mut history = History::new(small());
    let way = [[300.0, -40.0], [420.5, 64.0]];
    for link in ["users-web", "web-db"] {
        history.apply(&bend(link, &way), "bend", None).unwrap();
        assert_eq!(history.document().links[link].bends, way);
    }
    let bent = Arc::clone(history.document());
    let moved = |ids: &[&str]| {
        let ids = ids.iter().map(|key| id(key)).collect();
        let by = [16.0, -8.0];
        let after = apply(&bent, &Edit::Move { ids, by }).unwrap();
        ["users-web", "web-db"].map(|link| after.links[link].bends != way)
    };
    assert_eq!(moved(&["web"]), [false, false]);
    assert_eq!(moved(&["web", "db"]), [false, true]);
    assert_eq!(moved(&["users", "db"]), [false, false]);
    // What stands in a moved container moves too.
    assert_eq!(moved(&["seoul", "users"]), [true, false]);
    let both = apply(
        &bent,
        &Edit::Move {
            ids: vec![id("web"), id("db")],
            by: [16.0, -8.0],
        },
    )
    .unwrap();
    let there = [[316.0, -48.0], [436.5, 56.0]];
    assert_eq!(both.links["web-db"].bends, there);
    history
        .apply(&bend("users-web", &[]), "straighten", None)
        .unwrap();
    assert!(history.document().links["users-web"].bends.is_empty());
    assert_eq!(history.undo(), Some("straighten"));
    assert_eq!(history.document().links["users-web"].bends, way);
}

#[test]
fn a_link_that_leads_elsewhere_stays_the_link_it_is() {
    let fault = Fault {
        at_s: 1.0,
        for_s: None,
        target: id("web-db"),
        kind: FaultKind::CutLink,
        unknown: Default::default(),
    };
    let way = [[300.0, -40.0], [420.5, 64.0]];
    let edits = vec![
        Edit::AddComponent {
            component: component("was", "was"),
        },
        Edit::AddComponent {
            component: component("cache", "elasticache"),
        },
        bend("web-db", &way),
        set("web-db", "retries", Value::Number(3.0)),
        Edit::SetScenario {
            scenario: Scenario {
                faults: vec![fault],
                ..Scenario::default()
            },
        },
    ];
    let begin = apply(&small(), &Edit::Batch { edits }).unwrap();
    let mut back = way;
    back.reverse();
    // To one other end the way goes on as it did, turned around it goes back, between two others there is no way yet.
    let cases = [
        ("web", "cache", &way[..]),
        ("was", "db", &way),
        ("web", "db", &way),
        ("was", "cache", &[]),
    ];
    let keeps = |edit: &Edit, before: &Document, bends: &[[f32; 2]]| {
        let Edit::Reconnect { from, to, .. } = edit else {
            panic!("{edit:?}");
        };
        let after = apply(before, edit).unwrap();
        let (old, link) = (&before.links["web-db"], &after.links["web-db"]);
        assert_eq!((&link.from, &link.to), (from, to));
        assert_eq!((&link.params, link.bends.as_slice()), (&old.params, bends));
        assert_eq!(after.scenario, before.scenario, "its faults stay");
        assert!(after.links.keys().eq(before.links.keys()), "and its place");
        let text = serde_json::to_string(edit).unwrap();
        assert_eq!(serde_json::from_str::<Edit>(&text).unwrap(), *edit);
        after
    };
    for (from, to, bends) in cases {
        keeps(&reconnect("web-db", from, to), &begin, bends);
    }
    let between = keeps(&reconnect("web-db", "web", "was"), &begin, &way);
    let turned = keeps(&reconnect("web-db", "was", "web"), &between, &back);
    keeps(&reconnect("web-db", "web", "was"), &turned, &way);
}

#[test]
fn a_parameter_at_its_default_is_not_kept() {
    let changed = apply(&small(), &set("users-web", "retries", Value::Number(2.0))).unwrap();
    assert_eq!(changed.links["users-web"].params.len(), 1);
    assert_eq!(
        apply(&changed, &set("users-web", "retries", Value::Number(0.0))).unwrap(),
        small()
    );
    let reset = Edit::SetParam {
        id: id("users-web"),
        param: "retries".into(),
        value: None,
    };
    assert_eq!(apply(&changed, &reset).unwrap(), small());
}

#[test]
fn a_batch_is_all_or_nothing() {
    let rename = Edit::Rename {
        id: id("db"),
        name: "orders".into(),
    };
    let bad = Edit::Remove {
        ids: vec![id("ghost")],
    };
    assert!(
        apply(
            &small(),
            &Edit::Batch {
                edits: vec![rename, bad]
            }
        )
        .is_err()
    );
}

#[test]
fn one_gesture_is_one_step() {
    let mut history = History::new(small());
    let key = MergeKey::param(&id("users-web"), "retries");
    for n in 1..=9 {
        history
            .apply(
                &set("users-web", "retries", Value::Number(f64::from(n))),
                "step.param",
                Some(key.clone()),
            )
            .unwrap();
    }
    assert_eq!(history.steps(), 1);
    history.end_merge();
    history
        .apply(
            &set("users-web", "retries", Value::Number(10.0)),
            "step.param",
            Some(key),
        )
        .unwrap();
    assert_eq!(
        (history.steps(), history.undo_name()),
        (2, Some("step.param"))
    );
    history.undo();
    assert_eq!(
        history.document().links["users-web"].params["retries"],
        Value::Number(9.0)
    );
    history.undo();
    assert_eq!(**history.document(), small());
    assert_eq!(
        (history.undo(), history.redo_name()),
        (None, Some("step.param"))
    );
}

#[test]
fn a_change_after_undo_forgets_the_redo_and_nothing_is_no_step() {
    let mut history = History::new(small());
    let saved = history.document().clone();
    history
        .apply(
            &Edit::Move {
                ids: vec![id("db")],
                by: [0.0, 0.0],
            },
            "step.move",
            None,
        )
        .unwrap();
    assert_eq!(history.steps(), 0);
    history
        .apply(
            &Edit::Move {
                ids: vec![id("db")],
                by: [8.0, 0.0],
            },
            "step.move",
            None,
        )
        .unwrap();
    history.undo();
    assert!(std::sync::Arc::ptr_eq(&saved, history.document()));
    history
        .apply(
            &Edit::Rename {
                id: id("db"),
                name: "orders".into(),
            },
            "step.rename",
            None,
        )
        .unwrap();
    assert_eq!(history.redo(), None);
}

/// What a hand does: changes (some of them within one gesture), back, forth.
#[derive(Clone, Debug)]
enum Act {
    Change(Box<support::Change>, Option<u8>),
    EndGesture,
    Undo,
    Redo,
}

fn any_act() -> impl Strategy<Value = Act> {
    // Three sliders at most: gestures that follow each other then often are of the same one.
    let gesture = proptest::option::of(0u8..3);
    prop_oneof![
        12 => (any_change(), gesture).prop_map(|(change, gesture)| Act::Change(Box::new(change), gesture)),
        2 => Just(Act::EndGesture),
        4 => Just(Act::Undo),
        3 => Just(Act::Redo),
    ]
}

/// The history as it should be, told in the plainest way: whole documents in a list, and a place in it.
struct Model {
    seen: Vec<Arc<Document>>,
    at: usize,
    gesture: Option<u8>,
}

impl Model {
    fn change(&mut self, next: Arc<Document>, gesture: Option<u8>) {
        if next == self.seen[self.at] {
            return;
        }
        self.seen.truncate(self.at + 1);
        if gesture.is_some() && gesture == self.gesture && self.at > 0 {
            self.seen[self.at] = next;
        } else {
            self.seen.push(next);
            self.at += 1;
        }
        self.gesture = gesture;
    }

    fn travel(&mut self, to: Option<usize>) {
        self.at = to.filter(|at| *at < self.seen.len()).unwrap_or(self.at);
        self.gesture = None;
    }
}

fn act(act: &Act, history: &mut History, model: &mut Model) {
    match act {
        Act::Change(change, gesture) => {
            let edit = change.edit(history.document());
            let key = gesture.map(|n| MergeKey::new(n.to_string()));
            let expected = apply(history.document(), &edit);
            let done = history.apply(&edit, "step", key);
            assert_eq!(done.is_ok(), expected.is_ok());
            if let Ok(next) = expected {
                model.change(Arc::new(next), *gesture);
            }
        }
        Act::EndGesture => {
            history.end_merge();
            model.gesture = None;
        }
        Act::Undo => {
            let went = history.undo().is_some();
            assert_eq!(went, model.at > 0);
            model.travel(model.at.checked_sub(1));
        }
        Act::Redo => {
            let went = history.redo().is_some();
            assert_eq!(went, model.at + 1 < model.seen.len());
            model.travel(Some(model.at + 1));
        }
    }
}

/// Sequences; more by `TOPOLAB_EDIT_SEQUENCES`.
fn sequences() -> ProptestConfig {
    let asked = std::env::var("TOPOLAB_EDIT_SEQUENCES");
    ProptestConfig::with_cases(asked.ok().and_then(|n| n.parse().ok()).unwrap_or(2_000))
}

proptest! {
    #![proptest_config(sequences())]

    #[test]
    fn any_sequence_of_acts_has_the_history_of_the_model(acts in proptest::collection::vec(any_act(), 50)) {
        let mut history = History::new(Document::default());
        let seen = vec![Arc::clone(history.document())];
        let mut model = Model { seen, at: 0, gesture: None };
        for one in &acts {
            act(one, &mut history, &mut model);
            prop_assert_eq!(history.document(), &model.seen[model.at], "after {:?}", one);
            prop_assert_eq!(history.steps(), model.at);
            prop_assert_eq!(invariants(history.document()), Ok(()), "after {:?}", one);
        }
        // k steps back are the document that was there k steps ago, and forth again.
        for k in (0..model.at).rev() {
            prop_assert!(history.undo().is_some());
            prop_assert_eq!(history.document(), &model.seen[k]);
        }
        prop_assert!(history.undo().is_none());
        for document in &model.seen[1..] {
            prop_assert!(history.redo().is_some());
            prop_assert_eq!(history.document(), document);
        }
        prop_assert!(history.redo().is_none());
    }

}

proptest! {
    #[test]
    fn the_steps_of_an_earlier_session_come_before_its_own(
        earlier in proptest::collection::vec(any_act(), 20),
        later in proptest::collection::vec(any_act(), 20),
    ) {
        let mut whole = History::new(Document::default());
        let begin = |history: &History| Model { seen: vec![Arc::clone(history.document())], at: 0, gesture: None };
        let mut model = begin(&whole);
        earlier.iter().for_each(|one| act(one, &mut whole, &mut model));
        let old = whole.clone();
        let mut fresh = History::new(Document::clone(whole.document()));
        let mut own = begin(&fresh);
        later.iter().for_each(|one| act(one, &mut fresh, &mut own));
        let steps = old.steps() + fresh.steps();
        prop_assert!(fresh.resume(old));
        prop_assert_eq!(fresh.steps(), steps);
        prop_assert_eq!(fresh.document(), &own.seen[own.at]);
        for document in own.seen[..own.at].iter().rev().chain(model.seen[..model.at].iter().rev()) {
            prop_assert!(fresh.undo().is_some());
            prop_assert_eq!(fresh.document(), document);
        }
        prop_assert!(fresh.undo().is_none());
    }
}

#[test]
fn histories_that_do_not_meet_are_not_joined() {
    let mut history = History::new(small());
    assert!(!history.resume(History::new(Document::default())));
    assert_eq!(**history.document(), small());
}

proptest! {
    #[test]
    fn every_change_keeps_the_rules(changes in proptest::collection::vec(any_change(), 1..60)) {
        let mut current = Document::default();
        for change in &changes {
            let edit = change.edit(&current);
            if let Ok(next) = apply(&current, &edit) {
                prop_assert_eq!(invariants(&next), Ok(()), "after {:?}", edit);
                current = next;
            }
        }
    }

    #[test]
    fn undo_and_redo_walk_the_same_documents(changes in proptest::collection::vec(any_change(), 1..40), back in 0usize..40) {
        let mut history = History::new(Document::default());
        let mut seen = vec![history.document().clone()];
        for change in &changes {
            let edit = change.edit(history.document());
            let steps = history.steps();
            if history.apply(&edit, "step", None).is_ok() && history.steps() > steps {
                seen.push(history.document().clone());
            }
        }
        let last = seen.len() - 1;
        let back = back.min(last);
        for k in 1..=back {
            prop_assert!(history.undo().is_some());
            prop_assert_eq!(history.document(), &seen[last - k]);
        }
        for k in (0..back).rev() {
            prop_assert!(history.redo().is_some());
            prop_assert_eq!(history.document(), &seen[last - k]);
        }
        prop_assert!(history.redo().is_none());
    }
}

#[test]
fn kinds_are_added_changed_and_removed() {
    let mut history = History::new(small());
    let start = Arc::clone(history.document());
    let page = RequestKind::new(id("page"), "GET page");
    let add = Edit::AddKind { kind: page.clone() };
    history.apply(&add, "step.kind_add", None).unwrap();
    let taken = apply(history.document(), &add);
    assert_eq!(taken, Err(EditError::IdTaken { id: id("page") }));
    let named = |name: &str| {
        let value = Value::Kinds(vec![id(name)]);
        Edit::SetParam {
            id: id("users-web"),
            param: "kinds".to_owned(),
            value: Some(value),
        }
    };
    let error = apply(history.document(), &named("pages")).unwrap_err();
    assert_eq!(error.key(), "no_such_item");
    history
        .apply(&named("page"), "step.configure", None)
        .unwrap();
    // What is named stays, and the message says where.
    let remove = Edit::RemoveKind { id: id("page") };
    let used = EditError::KindInUse {
        id: id("page"),
        user: id("users-web"),
    };
    assert_eq!(apply(history.document(), &remove), Err(used));
    let mut renamed = page.clone();
    renamed.name = "Seite".to_owned();
    renamed.response_kib = Some(1e9);
    let set = Edit::SetKind {
        kind: renamed.clone(),
    };
    assert_eq!(apply(history.document(), &set).unwrap_err().key(), "number");
    renamed.response_kib = Some(40.0);
    let set = Edit::SetKind {
        kind: renamed.clone(),
    };
    history.apply(&set, "step.kind", None).unwrap();
    assert_eq!(*history.document().kinds["page"], renamed);
    let free = Edit::Batch {
        edits: vec![
            Edit::SetParam {
                id: id("users-web"),
                param: "kinds".to_owned(),
                value: None,
            },
            remove.clone(),
        ],
    };
    history.apply(&free, "step.kind_remove", None).unwrap();
    assert!(history.document().kinds.is_empty());
    for edit in [&remove, &set] {
        let error = EditError::NoSuchKind { id: id("page") };
        assert_eq!(apply(history.document(), edit), Err(error));
    }
    while history.undo().is_some() {}
    assert!(Arc::ptr_eq(history.document(), &start));
}

#[test]
fn at_most_63_kinds() {
    let add = |n: usize| Edit::AddKind {
        kind: RequestKind::new(id(&format!("k{n}")), ""),
    };
    let full = (0..63).fold(small(), |document, n| apply(&document, &add(n)).unwrap());
    assert_eq!(apply(&full, &add(63)).unwrap_err().key(), "too_many");
}

fn note(key: &str, text: &str) -> Note {
    Note {
        id: id(key),
        kind: NoteKind::Text,
        text: text.to_owned(),
        parent: None,
        at: [0.0, 0.0],
        size: [240.0, 144.0],
        color: NoteColor::Yellow,
        unknown: Default::default(),
    }
}

#[test]
fn notes_are_added_written_moved_resized_and_removed() {
    let add = Edit::AddNote {
        note: note("why", ""),
    };
    let mut now = apply(&small(), &add).unwrap();
    let steps = [
        Edit::SetNote {
            note: note("why", "# why"),
        },
        Edit::Move {
            ids: vec![id("why"), id("db")],
            by: [8.0, -16.0],
        },
        Edit::Resize {
            id: id("why"),
            at: [16.0, 0.0],
            size: [300.0, 200.0],
        },
    ];
    for step in steps {
        now = apply(&now, &step).unwrap();
    }
    let got = &now.notes["why"];
    assert_eq!(
        (got.text.as_str(), got.at, got.size),
        ("# why", [16.0, 0.0], [300.0, 200.0])
    );
    let gone = apply(
        &now,
        &Edit::Remove {
            ids: vec![id("why")],
        },
    )
    .unwrap();
    assert!(gone.notes.is_empty() && gone.components.len() == 3);
}

#[test]
fn what_a_note_may_not_be_is_refused() {
    let with_note = apply(
        &small(),
        &Edit::AddNote {
            note: note("why", ""),
        },
    )
    .unwrap();
    let far = Note {
        at: [f32::NAN, 0.0],
        ..note("why", "")
    };
    let cases = [
        (
            Edit::AddNote {
                note: note("web", ""),
            },
            "id_taken",
        ),
        (
            Edit::SetNote {
                note: note("gone", ""),
            },
            "no_such_item",
        ),
        (
            Edit::SetNote {
                note: note("why", &"x".repeat(20_001)),
            },
            "too_long",
        ),
        (Edit::SetNote { note: far }, "number"),
        (
            Edit::Rename {
                id: id("why"),
                name: "x".into(),
            },
            "wrong_item",
        ),
        (
            Edit::Reparent {
                ids: vec![id("why")],
                parent: None,
            },
            "wrong_item",
        ),
        (set("why", "workers", 1.0.into()), "unknown_param"),
        (
            Edit::AddLink {
                link: link("web", "why"),
            },
            "no_such_item",
        ),
        (
            Edit::AddComponent {
                component: component("why", "server"),
            },
            "id_taken",
        ),
    ];
    for (edit, key) in cases {
        let error = apply(&with_note, &edit).unwrap_err();
        assert_eq!(error.key(), key, "{edit:?}: {error}");
    }
}

fn arrange(name: &str, at: [f32; 2], size: Option<[f32; 2]>) -> Edit {
    let place = Place {
        id: id(name),
        at,
        size,
    };
    Edit::Arrange {
        places: vec![place],
    }
}

#[test]
fn what_is_arranged_goes_to_its_place_alone() {
    let document = small();
    let inside = document.components["web"].at;
    let edit = arrange("seoul", [8.0, -16.0], Some([900.0, 700.0]));
    let next = apply(&document, &edit).unwrap();
    let seoul = &next.containers["seoul"];
    assert_eq!((seoul.at, seoul.size), ([8.0, -16.0], [900.0, 700.0]));
    assert_eq!(next.components["web"].at, inside);
    let next = apply(&next, &arrange("seoul", [0.0, 0.0], None)).unwrap();
    assert_eq!(next.containers["seoul"].size, [900.0, 700.0]);
}

#[test]
fn a_note_is_put_away_with_the_container_it_lies_on() {
    let drawn = |document: &Document| document.notes["why"].parent.is_none();
    let collapse = |document: &Document, key: &str, collapsed| {
        let ids = vec![id(key)];
        apply(document, &Edit::Collapse { ids, collapsed }).unwrap()
    };
    let mut open = small();
    for (key, size) in [("seoul", [900.0, 900.0]), ("zone-a", [400.0, 300.0])] {
        let (id, at) = (id(key), [0.0; 2]);
        open = apply(&open, &Edit::Resize { id, at, size }).unwrap();
    }
    open = apply(
        &open,
        &Edit::AddNote {
            note: note("why", ""),
        },
    )
    .unwrap();
    let shut = collapse(&open, "zone-a", true);
    assert_eq!(shut.notes["why"].parent, Some(id("zone-a")));
    assert_eq!(collapse(&shut, "zone-a", false), open);
    // What is collapsed once more takes nothing else in.
    let other = Note {
        parent: None,
        ..note("other", "")
    };
    let more = apply(&shut, &Edit::AddNote { note: other }).unwrap();
    assert_eq!(collapse(&more, "zone-a", true).notes["other"].parent, None);
    // Within a card an expanded container is not drawn either, so its note goes to that card.
    let both = collapse(&shut, "seoul", true);
    let inner = collapse(&both, "zone-a", false);
    assert_eq!(inner.notes["why"].parent, Some(id("seoul")));
    let remove = |document: &Document, key: &str| {
        let ids = vec![id(key)];
        apply(document, &Edit::Remove { ids }).unwrap()
    };
    assert_eq!(
        remove(&both, "zone-a").notes["why"].parent,
        Some(id("seoul"))
    );
    assert!(drawn(&remove(&shut, "zone-a")) && drawn(&remove(&remove(&both, "zone-a"), "seoul")));
    let moved = Edit::Move {
        ids: vec![id("seoul")],
        by: [8.0, 16.0],
    };
    assert_eq!(apply(&both, &moved).unwrap().notes["why"].at, [8.0, 16.0]);
    // Files keep it, and what they say must be true.
    let text = sim_core::file::save(&both);
    assert_eq!(sim_core::file::load(&text).unwrap().document, both);
    let wrong = text.replace(
        "\"text\": \"\", \"in\": \"zone-a\"",
        "\"text\": \"\", \"in\": \"web\"",
    );
    assert_ne!(wrong, text, "{text}");
    let problem = sim_core::file::load(&wrong).unwrap_err();
    assert!(problem.to_string().contains("notes[0].in"), "{problem}");
    let mended = sim_core::file::repair(&wrong).unwrap().document;
    assert!(drawn(&mended));
}
