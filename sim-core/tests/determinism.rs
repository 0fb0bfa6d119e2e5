//! Same document and seed, same figures: over repeats, however a run is stepped, whoever watches it.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use sim_core::document::{Document, Fault, FaultKind, Note, NoteColor, NoteKind};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;
use support::build::{Build, exponential, id, number, word};
use support::run::{MANY, nanos};
use support::system::{END_S, report, straight, system};

fn player(document: &Document, seed: u64) -> Player {
    Player::new(document, seed).unwrap()
}

fn end() -> SimTime {
    SimTime(nanos(END_S))
}

#[test]
fn the_system_is_worth_the_test() {
    let snapshot = straight(&system().document, 7).frame().snapshot;
    assert!(snapshot.totals.ok > 12_000, "{:?}", snapshot.totals);
    assert!(snapshot.failures.len() >= 4, "{:?}", snapshot.failures);
    assert!(snapshot.totals.wasted > 0 && snapshot.marks.len() >= 10);
    for view in &snapshot.components {
        assert!(view.arrived > 100, "{}", view.id);
    }
}

#[test]
fn any_pattern_of_steps_gives_the_same_figures() {
    let document = system().document;
    let expected = report(&straight(&document, 7));
    let events = straight(&document, 7).events();
    for pattern in 1..8u64 {
        let mut player = player(&document, 7);
        let mut dice = pattern;
        while player.now() < end() {
            // A small congruential generator: slices from nothing to 20 s, budgets from none to thousands.
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let (slice, budget, kind) = (
                (dice >> 20) % 20_000_000_000,
                (dice >> 33) % 5000,
                dice >> 61,
            );
            let until = SimTime((player.now().0 + slice).min(end().0));
            match kind {
                0 | 1 if player.now().0 + 1_000_000_000 < end().0 => {
                    (0..budget % 50).for_each(|_| player.step_event().unwrap());
                }
                2 => player.watch(Span((dice >> 40) % 3 * 700_000_000)),
                3 => drop(player.frame()),
                4 => player.finish().unwrap(),
                5 => assert_eq!(player.run_until(until, 0), Ok(false)),
                _ => drop(player.run_until(until, budget).unwrap()),
            }
        }
        player.run_until(end(), MANY).unwrap();
        assert_eq!(report(&player), expected, "pattern {pattern}");
        assert_eq!(player.events(), events, "pattern {pattern}");
    }
}

/// Names, positions and sizes are for people.
#[test]
fn what_is_only_drawn_changes_nothing() {
    let document = system().document;
    let expected = report(&straight(&document, 7));
    let mut redrawn = document.clone();
    redrawn.name = "another".to_owned();
    redrawn.description = "words".to_owned();
    for component in redrawn.components.values_mut() {
        let component = Arc::make_mut(component);
        component.name.push('!');
        component.at = [component.at[0] + 80.0, -400.0];
    }
    for container in redrawn.containers.values_mut() {
        Arc::make_mut(container).size = [900.0, 700.0];
    }
    for (key, kind) in [("why", NoteKind::Text), ("before", NoteKind::Frame)] {
        let note = Note {
            id: id(key),
            kind,
            text: "# words on the canvas".to_owned(),
            parent: None,
            at: [0.0, 0.0],
            size: [2000.0, 900.0],
            color: NoteColor::Red,
            unknown: Default::default(),
        };
        redrawn.notes.insert(id(key), Arc::new(note));
    }
    assert_eq!(report(&straight(&redrawn, 7)), expected);
    // Also when it happens in mid-run, again and again.
    let mut player = player(&document, 7);
    for step in 1..=30 {
        player
            .run_until(SimTime(nanos(END_S * f64::from(step) / 30.0)), MANY)
            .unwrap();
        player
            .update(if step % 2 == 0 { &document } else { &redrawn })
            .unwrap();
    }
    assert_eq!(report(&player), expected);
}

/// A run of so many seconds, with edits on the way that change nothing.
fn edited(document: &Document, edits: &[f64], until: f64) -> Player {
    let mut player = player(document, 1);
    for at in edits {
        player.run_until(SimTime(nanos(*at)), MANY).unwrap();
        player.update(document).unwrap();
    }
    player.run_until(SimTime(nanos(until)), MANY).unwrap();
    player
}

/// An edit gives clients' requests records of their own, so that later ones get others: who dies in which order in a crash
/// must not depend on it.
#[test]
fn a_crash_is_the_same_after_edits_that_change_nothing() {
    let retries = [
        ("retries", number(5.0)),
        ("backoff", word("exponential")),
        ("backoff_ms", number(2000.0)),
        ("jitter", word("full")),
        ("timeout_ms", number(900.0)),
    ];
    let app = [
        ("workers", number(100.0)),
        ("service_time", exponential(0.3)),
    ];
    let document = Build::default()
        .client("c", 200.0)
        .component("lb", "alb", None, &[])
        .component("app", "server", None, &app)
        .link("c", "lb", &[])
        .link("lb", "app", &retries)
        .fault(Fault {
            at_s: 30.0,
            for_s: Some(5.0),
            target: id("app"),
            kind: FaultKind::CrashAll,
            unknown: Default::default(),
        })
        .document;
    let run = |edits: &[f64]| report(&edited(&document, edits, 60.0));
    let expected = run(&[]);
    assert_eq!(run(&[20.0]), expected);
    assert_eq!(run(&[5.0, 10.0, 25.0]), expected);
}

/// A client that gives up is the same whether its request has a record of its own (from an edit on) or not: some give up
/// in the queue, some at work, and what they gave up is waste.
#[test]
fn a_client_gives_up_the_same_after_edits_that_change_nothing() {
    let service = [("service_time", exponential(0.1))];
    let document = Build::default()
        .client("c", 9.0)
        .component("s", "server", None, &service)
        .link("c", "s", &[("timeout_ms", number(700.0))])
        .document;
    let run = |edits: &[f64]| {
        let mut player = edited(&document, edits, 120.0);
        let counts = player.frame().snapshot.totals;
        assert!(counts.failed > 100, "{counts:?}");
        assert!(counts.ok > 100, "{counts:?}");
        player.finish().unwrap();
        report(&player)
    };
    let expected = run(&[]);
    assert_eq!(run(&[20.0]), expected);
    let often: Vec<f64> = (1..=240).map(|half| f64::from(half) / 2.0).collect();
    assert_eq!(run(&often), expected);
}

/// Groups around zones, in zones, in each other: the same bytes, from the start and put there in mid-run.
#[test]
fn groups_change_nothing() {
    let build = || {
        system()
            .component("web", "server", Some("b"), &[])
            .link("users", "web", &[])
    };
    let document = build().document;
    let expected = report(&straight(&document, 7));
    let grouped = build()
        .container("pair", "group", Some("seoul"))
        .inside("a", "pair")
        .inside("b", "pair")
        .container("whole", "group", None)
        .inside("seoul", "whole")
        .container("deep", "group", Some("b"))
        .container("deeper", "group", Some("deep"))
        .inside("web", "deeper")
        .container("data", "group", Some("seoul"))
        .inside("db", "data")
        .container("loose", "group", None)
        .inside("users", "loose")
        .document;
    assert_eq!(sim_core::document::invariants(&grouped), Ok(()));
    let (plain, drawn) = (straight(&document, 7), straight(&grouped, 7));
    assert_eq!(report(&drawn), expected);
    let lost = |player: &Player| player.frame().snapshot.lost_containers.clone();
    assert_eq!(lost(&drawn), lost(&plain));
    let mut player = player(&document, 7);
    for step in 1..=30 {
        let until = SimTime(nanos(END_S * f64::from(step) / 30.0));
        player.run_until(until, MANY).unwrap();
        let next = [&document, &grouped][step as usize % 2];
        player.update(next).unwrap();
    }
    assert_eq!(report(&player), expected);
}

/// The report without a few components.
fn without_lines(report: &str, names: &[&str]) -> String {
    let kept = report.lines().filter(|line| {
        !names
            .iter()
            .any(|name| line.starts_with(&format!("{name} ")))
    });
    kept.take_while(|line| !line.contains("Series"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_unconnected_component_changes_nothing_else() {
    let expected = without_lines(&report(&straight(&system().document, 7)), &[]);
    let more = system()
        .component(
            "lonely-alb",
            "alb",
            Some("seoul"),
            &[("health_interval_s", number(5.0))],
        )
        .component("lonely-app", "asg", Some("seoul"), &[])
        .component("lonely-f", "lambda", None, &[])
        .component("lonely-s3", "s3", None, &[])
        .component("lonely-client", "client", None, &[])
        .component("lonely-staff", "client", None, &[("mode", word("closed"))])
        .server("lonely-server", 3, 0.5);
    let names: Vec<Id> = more.document.components.keys().cloned().collect();
    let lonely: Vec<&str> = names
        .iter()
        .map(Id::as_str)
        .filter(|name| name.starts_with("lonely"))
        .collect();
    assert_eq!(lonely.len(), 7);
    let found = report(&straight(&more.document, 7));
    assert_eq!(without_lines(&found, &lonely), expected);
    // Also where they are drawn first, and where they come in mid-run and go again.
    let mut first = more.document.clone();
    first.components.reverse();
    let mut lines: Vec<String> = without_lines(&report(&straight(&first, 7)), &lonely)
        .lines()
        .map(str::to_owned)
        .collect();
    let mut expected_lines: Vec<String> = expected.lines().map(str::to_owned).collect();
    lines.sort();
    expected_lines.sort();
    assert_eq!(lines, expected_lines);
    let mut player = player(&system().document, 7);
    player.run_until(SimTime(nanos(50.0)), MANY).unwrap();
    player.update(&more.document).unwrap();
    player.run_until(SimTime(nanos(150.0)), MANY).unwrap();
    player.update(&system().document).unwrap();
    player.run_until(end(), MANY).unwrap();
    assert_eq!(without_lines(&report(&player), &[]), expected);
}

/// Its series and its bill stand beside the others', which stay as they were.
#[test]
fn an_unconnected_component_changes_no_series_and_no_bill() {
    let plain = straight(&system().document, 7).frame();
    let more = system()
        .component("lonely-app", "asg", Some("seoul"), &[])
        .component("lonely-db", "rds", Some("seoul"), &[]);
    let frame = straight(&more.document, 7).frame();
    let known = plain.snapshot.components.len();
    assert_eq!(frame.snapshot.components.len(), known + 2);
    let mut points = frame.snapshot.series.points.clone();
    for point in &mut points {
        let mut fewer = point.as_ref().clone();
        fewer.components.truncate(known);
        *point = Arc::new(fewer);
    }
    let expected = &plain.snapshot.series.points;
    assert_eq!(format!("{points:?}"), format!("{expected:?}"));
    let items = frame.bill.items.iter();
    let own: Vec<_> = items
        .filter(|item| !item.component.as_str().starts_with("lonely"))
        .collect();
    let expected: Vec<_> = plain.bill.items.iter().collect();
    assert!(own.len() < frame.bill.items.len());
    assert_eq!(format!("{own:?}"), format!("{expected:?}"));
}

/// Streams belong to components: another database leaves the arrivals of an open client as they are.
#[test]
fn one_component_changed_keeps_the_draws_of_the_others() {
    let arrivals = |document: &Document| -> Vec<f64> {
        let snapshot = straight(document, 7).frame().snapshot;
        let users = snapshot
            .components
            .iter()
            .position(|view| view.id == id("users"))
            .unwrap();
        snapshot
            .series
            .points
            .iter()
            .map(|point| point.components[users].arrived_per_s)
            .collect()
    };
    let other = system().set("db", "class", word("db.m5.xlarge")).set(
        "app",
        "service_time",
        exponential(0.02),
    );
    assert_eq!(arrivals(&other.document), arrivals(&system().document));
    assert_ne!(
        report(&straight(&other.document, 7)),
        report(&straight(&system().document, 7))
    );
}
