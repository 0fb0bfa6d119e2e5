//! Containers that are drawn as one card, and tiers across zones: what they mean, and that a run does not know them.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use proptest::prelude::*;
use sim_core::catalog::expected::Thing;
use sim_core::document::{Document, FaultKind, invariants};
use sim_core::edit::{Edit, EditError, apply};
use sim_core::engine::snapshot::{Health, MarkKind};
use sim_core::file::{load, save};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Frame, Player};
use sim_core::report::inside::{Insides, Rates};
use sim_core::report::report_json;
use support::{any_document, component, container, document, id, link};

const TWO_ZONES: &str = include_str!("../../examples/three-tier.json");

fn two_zones() -> Document {
    load(TWO_ZONES).unwrap().document
}

fn collapse(document: &Document, names: &[&str], collapsed: bool) -> Result<Document, EditError> {
    let ids = names.iter().map(|name| id(name)).collect();
    apply(document, &Edit::Collapse { ids, collapsed })
}

/// A region with two zones, a server in each, and a client outside.
fn plan() -> Document {
    let mut servers = [component("a1", "was"), component("b1", "was")];
    servers[0].parent = Some(id("a"));
    servers[1].parent = Some(id("b"));
    let [a1, b1] = servers;
    let containers = vec![
        container("seoul", "region", None),
        container("a", "zone", Some("seoul")),
        container("b", "zone", Some("seoul")),
    ];
    let users = component("users", "client");
    document(
        containers,
        vec![users, a1, b1],
        vec![link("users", "a1"), link("a1", "b1")],
    )
}

fn player(document: &Document) -> Player {
    let mut player = Player::new(document, 7).unwrap();
    player.watch(Span::from_secs(1));
    player
}

fn run(player: &mut Player, seconds: u64) {
    let until = SimTime::ZERO + Span::from_secs(seconds);
    assert!(player.run_until(until, u64::MAX).unwrap());
}

fn report(document: &Document, frame: &Frame) -> String {
    report_json(&frame.run(document, "plan")).to_string()
}

#[test]
fn only_containers_are_collapsed_and_only_what_is_collapsed_is_saved() {
    let before = plan();
    let after = collapse(&before, &["a"], true).unwrap();
    assert!(after.containers["a"].collapsed && !after.containers["b"].collapsed);
    assert_eq!(save(&before).matches("collapsed").count(), 0);
    assert_eq!(save(&after).matches("\"collapsed\": true").count(), 1);
    assert_eq!(load(&save(&after)).unwrap().document, after);
    assert_eq!(collapse(&after, &["a"], false).unwrap(), before);
    for (name, found) in [("a1", Thing::Component), ("a1-b1", Thing::Link)] {
        let expected = Thing::Container;
        let id = id(name);
        let error = EditError::WrongItem {
            id,
            expected,
            found,
        };
        assert_eq!(collapse(&before, &[name], true), Err(error));
    }
    let text = save(&after).replace("\"collapsed\": true", "\"collapsed\": 1");
    let error = load(&text).unwrap_err().to_string();
    assert!(
        error.contains("containers[1].collapsed") && error.contains("true or false"),
        "{error}"
    );
}

#[test]
fn the_outermost_collapsed_container_stands_for_all_in_it() {
    let stands = |document: &Document, name: &str| {
        document
            .stand_in(&id(name))
            .map(|found| found.id.to_string())
    };
    let inner = collapse(&plan(), &["a"], true).unwrap();
    assert_eq!(stands(&inner, "a1").as_deref(), Some("a"));
    assert_eq!(stands(&inner, "a").as_deref(), Some("a"));
    for own in ["b1", "b", "seoul", "users", "users-a1", "nobody"] {
        assert_eq!(stands(&inner, own), None, "{own}");
    }
    let both = collapse(&inner, &["seoul"], true).unwrap();
    for inside in ["a1", "a", "b1", "b", "seoul"] {
        assert_eq!(stands(&both, inside).as_deref(), Some("seoul"), "{inside}");
        assert_eq!(both.is_put_away(&id(inside)), inside != "seoul");
    }
    let names: Vec<Id> = both.contents(&[id("seoul")]);
    assert_eq!(names, ["a", "b", "a1", "b1"].map(id));
}

#[test]
fn a_run_does_not_know_what_is_collapsed() {
    let open = two_zones();
    let all: Vec<&str> = open.containers.keys().map(Id::as_str).collect();
    let shut = collapse(&open, &all, true).unwrap();
    let (mut first, mut second) = (player(&open), player(&shut));
    run(&mut first, 90);
    run(&mut second, 40);
    second.update(&open).unwrap();
    run(&mut second, 60);
    second.update(&shut).unwrap();
    run(&mut second, 90);
    let marks = |frame: &mut Frame| {
        // Each change is marked, whatever it is; the window does not send what only changes the picture.
        let kept = frame
            .snapshot
            .marks
            .iter()
            .filter(|mark| !matches!(mark.what, MarkKind::Edited(_)));
        frame.snapshot.marks = std::sync::Arc::new(kept.cloned().collect());
    };
    let (mut first, mut second) = (first.frame(), second.frame());
    marks(&mut first);
    marks(&mut second);
    assert!(first.snapshot.totals.ok > 1000);
    assert_eq!(report(&open, &first), report(&shut, &second));
    assert_eq!(
        format!("{:?}", first.snapshot),
        format!("{:?}", second.snapshot)
    );
}

#[test]
fn requests_are_counted_where_they_come_in() {
    let document = plan();
    let mut player = player(&document);
    run(&mut player, 30);
    let frame = player.frame();
    let insides = Insides::of(&document);
    let names = ["seoul", "a", "b"].map(id);
    let found = insides.figures(&document, Some(&frame.snapshot), Some(&frame.bill), &names);
    let link = |at: usize| {
        let view = &frame.snapshot.links[at];
        Rates {
            offered: view.per_s,
            failed: view.failed_per_s,
            goodput: view.per_s - view.failed_per_s,
        }
    };
    assert!(link(0).offered > 1.0 && link(1).offered > 1.0);
    // The region is entered where zone a is; what a sends to b stays inside.
    assert_eq!(found[0].rates, Some(link(0)));
    assert_eq!(found[1].rates, Some(link(0)));
    assert_eq!(found[2].rates, Some(link(1)));
    let counts: Vec<usize> = found.iter().map(|inside| inside.count.components).collect();
    assert_eq!(counts, [2, 1, 1]);
    let costs: Vec<f64> = found
        .iter()
        .map(|inside| inside.usd_per_month.unwrap())
        .collect();
    assert!(
        (costs[0] - costs[1] - costs[2]).abs() < 1e-6 && costs[1] > 1.0,
        "{costs:?}"
    );
    assert!((costs[0] - frame.bill.usd_per_month).abs() < 1e-6);

    let before = insides.figures(&document, None, None, &names);
    assert!(
        before
            .iter()
            .all(|inside| inside.rates.is_none() && inside.usd_per_month.is_none())
    );
}

#[test]
fn a_lost_zone_takes_what_stands_in_the_crossing_and_leaves_the_tier() {
    let mut document = plan();
    let tier = container("row", "tier", Some("seoul"));
    document = apply(&document, &Edit::AddContainer { container: tier }).unwrap();
    invariants(&document).unwrap();
    let mut player = player(&document);
    run(&mut player, 10);
    player.inject(&FaultKind::LoseZone, &id("a"), None).unwrap();
    assert!(
        player
            .inject(&FaultKind::LoseZone, &id("row"), None)
            .is_err()
    );
    run(&mut player, 20);
    let frame = player.frame();
    let counts = Insides::of(&document).counts(&document, Some(&frame.snapshot));
    let of = |name: &str| counts[document.containers.get_index_of(&id(name)).unwrap()];
    assert_eq!((of("a").components, of("a").worst), (1, Health::Down));
    assert!(of("b").worst < Health::Down);
    assert_eq!(
        (of("seoul").components, of("seoul").worst),
        (2, Health::Down)
    );
    assert_eq!(of("row").components, 0);
}

#[test]
fn nothing_stands_in_a_tier_by_name() {
    let tier = container("row", "tier", None);
    let document = apply(&plan(), &Edit::AddContainer { container: tier }).unwrap();
    let into = |name: &str| Edit::Reparent {
        ids: vec![id(name)],
        parent: Some(id("row")),
    };
    for name in ["a1", "a"] {
        assert!(!document.may_go_into(&id(name), Some(&id("row"))));
        let error = apply(&document, &into(name)).unwrap_err();
        assert_eq!(error.key(), "holds_nothing", "{error}");
    }
    // A tier itself may lie anywhere, but not in a tier.
    for around in [None, Some("seoul"), Some("a")] {
        assert!(
            document.may_go_into(&id("row"), around.map(id).as_ref()),
            "{around:?}"
        );
    }
    let shut = collapse(&document, &["row"], true).unwrap();
    assert_eq!(shut.stand_in(&id("row")), None);
    let text = save(&document).replacen("\"in\": \"a\"", "\"in\": \"row\"", 1);
    let error = load(&text).unwrap_err().to_string();
    assert!(error.contains("lies across other containers"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_collapsed_every_item_has_one_place_in_the_picture(document in any_document()) {
        let ids = document.components.keys().chain(document.containers.keys());
        for found in ids {
            let Some(card) = document.stand_in(found) else { continue };
            prop_assert!(card.collapsed);
            // Nothing stands for what stands for others.
            prop_assert_eq!(document.stand_in(&card.id).map(|c| &c.id), Some(&card.id));
            prop_assert!(document.ancestors(card.parent.as_ref()).iter().all(|c| !c.is_card()));
        }
    }
}
