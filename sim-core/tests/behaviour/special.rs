//! All at once: a design with everything that links can do, under faults. The same figures however it is stepped, and
//! however often it is taken over unchanged.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::Cause;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;

use crate::support::build::{Build, by_kind, constant, exponential, kinds, number, word};
use crate::support::run::{MANY, fault, nanos};

const END_S: f64 = 90.0;

fn everything() -> Build {
    let call = |more: &[(&'static str, Value)]| {
        let usual = [
            ("timeout_ms", number(300.0)),
            ("retries", number(3.0)),
            ("backoff_ms", number(20.0)),
            ("retry_budget_percent", number(30.0)),
            ("loss_percent", number(1.0)),
        ];
        [&usual[..], more].concat()
    };
    let guarded = call(&[
        ("fan_out", word("parallel")),
        ("jitter", word("decorrelated")),
        ("breaker", Value::Flag(true)),
        ("breaker_window", number(20.0)),
        ("breaker_open_s", number(2.0)),
        ("breaker_trials", number(3.0)),
        ("pool", number(6.0)),
        ("pool_wait_ms", number(200.0)),
    ]);
    let narrow = call(&[
        ("fan_out", word("parallel")),
        ("jitter", word("equal")),
        ("calls", number(1.5)),
        ("bandwidth_mbit", number(20.0)),
        ("latency", exponential(0.01)),
    ]);
    let stream = [
        ("mode", word("stream")),
        ("window", number(5.0)),
        ("latency", exponential(0.02)),
        ("loss_percent", number(2.0)),
        ("buffer", number(200.0)),
    ];
    let poll = [
        ("mode", word("poll")),
        ("batch", number(40.0)),
        ("loss_percent", number(5.0)),
        ("kinds", kinds(&["upload"])),
    ];
    Build::default()
        .kind("page")
        .sized_kind("upload", Some(40.0), None)
        .client("users", 60.0)
        .set(
            "users",
            "weights",
            by_kind(&[("page", 3.0), ("upload", 1.0)]),
        )
        .component("alb", "alb", None, &[])
        .server("web", 12, 0.01)
        .set("web", "instances", number(2.0))
        .server("db", 8, 0.06)
        .set("db", "work_by_kind", by_kind(&[("upload", 2.0)]))
        .server("cache", 4, 0.01)
        .server("log", 1, 0.012)
        .component("worker", "lambda", None, &[("service_time", constant(0.2))])
        .link("users", "alb", &call(&[]))
        .link("alb", "web", &[("pool", number(20.0))])
        .link("web", "db", &guarded)
        .link("web", "cache", &narrow)
        .link("web", "log", &stream)
        .link("web", "worker", &poll)
        .fault(fault(
            20.0,
            Some(10.0),
            "db",
            FaultKind::Slow { factor: 8.0 },
        ))
        .fault(fault(40.0, Some(5.0), "web-cache", FaultKind::BlackHole))
        .fault(fault(50.0, Some(3.0), "web", FaultKind::CrashOne))
        .fault(fault(60.0, Some(4.0), "web-db", FaultKind::CutLink))
        .fault(fault(
            70.0,
            Some(4.0),
            "worker",
            FaultKind::Throttle { per_s: 1.0 },
        ))
}

fn all(player: &mut Player) -> String {
    player.finish().unwrap();
    let frame = player.frame();
    let snapshot = &frame.snapshot;
    format!("{} {:?} {:?}", player.events(), snapshot, frame.bill)
}

fn straight(build: &Build) -> Player {
    let mut player = Player::new(&build.document, 7).unwrap();
    player.run_until(SimTime(nanos(END_S)), MANY).unwrap();
    player
}

#[test]
fn the_design_does_everything() {
    let player = straight(&everything());
    let snapshot = player.frame().snapshot;
    let special = |name: &str| {
        let mut links = snapshot.links.iter();
        links
            .find(|link| link.id.as_str() == name)
            .unwrap()
            .special
            .unwrap()
    };
    let (db, cache) = (special("web-db"), special("web-cache"));
    assert!(
        db.refused > 10 && db.no_connection > 0 && db.denied > 10,
        "{db:?}"
    );
    assert!(db.lost > 10 && cache.lost > 10 && cache.utilization > Some(0.1));
    assert!(special("web-log").waiting_max > 5 && special("web-log").lost > 10);
    assert!(special("web-worker").waiting_max > 5 && special("web-worker").lost > 10);
    let causes: Vec<_> = snapshot
        .failures
        .iter()
        .map(|failure| failure.cause)
        .collect();
    assert_eq!(causes, [Cause::Timeout, Cause::CircuitOpen]);
    assert!(snapshot.totals.ok > 3000, "{:?}", snapshot.totals);
}

#[test]
fn stepping_and_taking_over_change_nothing() {
    let build = everything();
    let expected = all(&mut straight(&build));
    assert_eq!(all(&mut straight(&build)), expected);
    let end = SimTime(nanos(END_S));
    let mut compared = 0;
    for pattern in 1..8u64 {
        let mut player = Player::new(&build.document, 7).unwrap();
        let mut dice = pattern;
        while player.now() < end {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let until = (player.now() + Span((dice >> 20) % 3_000_000_000)).min(end);
            match dice >> 62 {
                0 => (0..dice % 40).for_each(|_| player.step_event().unwrap()),
                1 => drop(player.run_until(until, dice % 3000).unwrap()),
                2 => drop(player.finish()),
                _ => drop(player.run_until(until, MANY).unwrap()),
            }
            if player.now() > end {
                break;
            }
        }
        if player.now() == end {
            assert_eq!(all(&mut player), expected, "pattern {pattern}");
            compared += 1;
        }
    }
    // Steps of single events may go beyond the end.
    assert!(compared >= 5, "{compared}");
    // Taken over unchanged, again and again: only the marks tell.
    let mut player = Player::new(&build.document, 7).unwrap();
    for step in 1..=60 {
        let until = SimTime(nanos(END_S * f64::from(step) / 60.0));
        player.run_until(until, MANY).unwrap();
        player.update(&build.document).unwrap();
        player.finish().unwrap();
    }
    let figures = |player: &Player| {
        let snapshot = player.frame().snapshot;
        format!(
            "{:?} {:?} {:?} {:?}",
            snapshot.totals, snapshot.links, snapshot.kinds, snapshot.failures
        )
    };
    assert_eq!(figures(&player), figures(&straight(&build)));
}

/// Each part goes and comes back while everything is under way; the laws hold at every step.
#[test]
fn every_part_may_go_and_come_back() {
    let build = everything();
    let links: Vec<_> = build.document.links.keys().cloned().collect();
    for link in &links {
        let params: Vec<String> = build.document.links[link].params.keys().cloned().collect();
        let mut player = Player::new(&build.document, 7).unwrap();
        let mut now = 15.0;
        for param in params {
            let mut without = build.document.clone();
            let changed = std::sync::Arc::make_mut(without.links.get_mut(link).unwrap());
            changed.params.shift_remove(&param);
            for document in [&without, &build.document] {
                now += 2.3;
                player.run_until(SimTime(nanos(now)), MANY).unwrap();
                player.update(document).unwrap();
                player.finish().unwrap();
            }
        }
        player.run_until(SimTime(nanos(now + 30.0)), MANY).unwrap();
        player.finish().unwrap();
    }
}
