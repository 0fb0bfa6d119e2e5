//! A system with every part and every kind of chance, for tests that compare whole runs.

use sim_core::catalog::Value;
use sim_core::document::{Document, FaultKind};
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use super::build::{Build, exponential, number, word};
use super::run::{MANY, fault, nanos};

/// How long it runs.
pub const END_S: f64 = 300.0;

/// Every part and every kind of chance: two clients, a balancer over a scaling group in two zones, a database with
/// a standby, a function, a store; timeouts, retries, events, fractions of calls, faults.
pub fn system() -> Build {
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
        .component(
            "mail",
            "sqs",
            Some("seoul"),
            &[("visibility_s", number(5.0))],
        )
        .component(
            "clerk",
            "server",
            Some("seoul"),
            &[("workers", number(2.0)), ("service_time", exponential(0.3))],
        )
        .link("app", "mail", &[("calls", number(0.1))])
        .link("mail", "clerk", &[])
        .link("mail", "f", &[])
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
pub fn report(player: &Player) -> String {
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
            "{} {figures:?} {queue:?} {:?} {:?} {:?} {:?}\n",
            view.id, view.instances, view.latency, view.usage, view.messages
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

/// A run from the start to the end in one go.
pub fn straight(document: &Document, seed: u64) -> Player {
    let mut player = Player::new(document, seed).unwrap();
    assert!(player.run_until(SimTime(nanos(END_S)), MANY).unwrap());
    player.finish().unwrap();
    player
}
