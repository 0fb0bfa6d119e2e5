//! Same document and seed, same figures: over repeats, however a run is stepped, whoever watches it.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use sim_core::catalog::Value;
use sim_core::document::{Document, FaultKind};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;
use support::build::{Build, exponential, id, number, word};
use support::run::{MANY, fault, nanos};

const END_S: f64 = 300.0;

/// Every part and every kind of chance: two clients, a balancer over a scaling group in two zones, a database with
/// a standby, a function, a store; timeouts, retries, events, fractions of calls, faults.
fn system() -> Build {
    let patience = [
        ("timeout_ms", number(400.0)),
        ("retries", number(2.0)),
        ("backoff_ms", number(20.0)),
    ];
    Build::default()
        .client("users", 60.0)
        .component(
            "staff",
            "client",
            None,
            &[("mode", word("closed")), ("users", number(20.0))],
        )
        .region("seoul", &["a", "b"])
        .component(
            "alb",
            "alb",
            Some("seoul"),
            &[
                ("algorithm", word("least_outstanding")),
                ("health_interval_s", number(5.0)),
            ],
        )
        .component(
            "app",
            "asg",
            Some("seoul"),
            &[
                ("metric_period_s", number(10.0)),
                ("warm_up_s", number(20.0)),
                ("workers", number(20.0)),
            ],
        )
        .component(
            "db",
            "rds",
            Some("seoul"),
            &[("multi_az", Value::Flag(true)), ("queue", number(20.0))],
        )
        .component("f", "lambda", Some("seoul"), &[])
        .component("s3", "s3", Some("seoul"), &[("read_share", number(70.0))])
        .link("users", "alb", &patience)
        .link("staff", "alb", &[])
        .link("alb", "app", &[])
        .link(
            "app",
            "db",
            &[("calls", number(1.5)), ("timeout_ms", number(200.0))],
        )
        .link(
            "app",
            "f",
            &[("mode", word("event")), ("calls", number(0.2))],
        )
        .link("f", "s3", &[("latency", exponential(0.01))])
        .fault(fault(
            60.0,
            Some(40.0),
            "db",
            FaultKind::Slow { factor: 4.0 },
        ))
        .fault(fault(120.0, Some(60.0), "a", FaultKind::LoseZone))
        .fault(fault(200.0, None, "app", FaultKind::CrashOne))
        .fault(fault(
            220.0,
            Some(10.0),
            "f",
            FaultKind::Throttle { per_s: 1.0 },
        ))
}

/// Everything a report says, without what only a watcher sees.
fn report(player: &Player) -> String {
    let snapshot = player.frame().snapshot;
    let components = snapshot.components.iter().map(|view| {
        let figures = (
            view.arrived,
            view.ok,
            view.failed,
            view.in_system,
            view.wasted,
        );
        let queue = (
            view.queue,
            view.queue_max,
            view.queue_mean,
            view.utilization_mean,
        );
        format!(
            "{} {figures:?} {queue:?} {:?} {:?} {:?}\n",
            view.id, view.instances, view.latency, view.usage
        )
    });
    let components: String = components.collect();
    let links: String = snapshot
        .links
        .iter()
        .map(|l| format!("{} {} {}\n", l.id, l.requests, l.failed))
        .collect();
    format!(
        "{:?} {:?} {:?}\n{components}{links}{:?}\n{:?}\n{:?}",
        snapshot.now,
        snapshot.totals,
        snapshot.latency,
        snapshot.failures,
        snapshot.series,
        player.frame().bill
    )
}

fn player(document: &Document, seed: u64) -> Player {
    Player::new(document, seed).unwrap()
}

fn end() -> SimTime {
    SimTime(nanos(END_S))
}

fn straight(document: &Document, seed: u64) -> Player {
    let mut player = player(document, seed);
    assert!(player.run_until(end(), MANY).unwrap());
    player.finish().unwrap();
    player
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
fn repeats_are_identical() {
    let document = system().document;
    let first = straight(&document, 7);
    let whole = format!("{:?}", first.frame());
    for _ in 0..5 {
        let again = straight(&document, 7);
        assert_eq!(report(&again), report(&first));
        assert_eq!(format!("{:?}", again.frame()), whole);
        assert_eq!(again.events(), first.events());
    }
}

/// The canary: the comparison notices another seed and a little more in one parameter.
#[test]
fn another_seed_and_another_document_are_noticed() {
    let first = report(&straight(&system().document, 7));
    assert_ne!(report(&straight(&system().document, 8)), first);
    let nearly = system().set_link("app-db", "calls", number(1.501)).document;
    assert_ne!(report(&straight(&nearly, 7)), first);
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
