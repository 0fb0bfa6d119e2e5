//! Patience and abandoned requests: who leaves a line, when, and what that costs.

use sim_core::catalog::Value;
use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, exponential, number, word};
use crate::support::run::Run;

/// Instants count from here, s: each user asks once, long before anybody asks again.
const ZERO: f64 = 100.0;

/// Users who ask at 1 s, 1.1 s, 1.2 s ... and one server with one worker.
fn line_of(users: u32, service_s: f64, rules: &[(&str, Value)], link: &[(&str, Value)]) -> Build {
    let server = Build::default().fixed("server", 1, service_s, rules);
    (0..users).fold(server, |build, n| {
        let name = format!("user-{n}");
        let at_s = ZERO + 1.0 + 0.1 * f64::from(n);
        build.once(&name, at_s).link(&name, "server", link)
    })
}

/// 1 s of work each: with a patience of 1.5 s the second (waiting since 1.1 s) begins at 2 s, the third leaves at 2.7 s
/// and the fourth at 2.8 s.
#[test]
fn whoever_has_waited_too_long_leaves_the_line() {
    let build = line_of(4, 1.0, &[("patience", constant(1.5))], &[]);
    let mut run = Run::new(&build);
    run.to(ZERO + 2.65);
    assert_eq!((run.view("server").queue, run.totals().failed), (2, 0));
    run.to(ZERO + 2.75);
    assert_eq!((run.view("server").queue, run.totals().failed), (1, 1));
    run.to(ZERO + 2.9);
    let server = run.view("server");
    assert_eq!(
        (server.queue, server.failed, server.rules.abandoned),
        (0, 2, 2)
    );
    // It hears of it at once, and the place is named.
    assert_eq!(run.failures(Cause::Timeout, "server"), 2);
    assert_eq!(run.totals().failed, 2);
    // The two who stayed are served, and nothing is wasted: nobody worked for those who left.
    run.to(ZERO + 3.05);
    let server = run.view("server");
    assert_eq!((server.ok, server.usage.requests), (2, 2));
    assert_eq!((server.slots_held, run.totals().wasted), (0, 0));
    assert_close(run.view("user-1").latency.mean, 1.9);
}

/// Patience is for the wait: whoever has begun is served to the end, however long that takes.
#[test]
fn patience_ends_with_the_wait() {
    let build = line_of(1, 10.0, &[("patience", constant(0.5))], &[]);
    let mut run = Run::new(&build);
    run.to(ZERO + 11.05);
    assert_eq!((run.totals().ok, run.totals().failed), (1, 0));
}

#[test]
fn without_any_patience_nobody_waits() {
    let build = line_of(5, 1.0, &[("patience", constant(0.0))], &[]);
    let mut run = Run::new(&build);
    run.to(ZERO + 1.95);
    let server = run.view("server");
    assert_eq!((server.failed, server.rules.abandoned), (4, 4));
    assert_eq!((server.queue_max, server.slots_held), (0, 1));
}

/// A drawn patience: everybody leaves in the end, and a mean patience of 1 s is what they show.
#[test]
fn drawn_patience_is_drawn_for_each() {
    let build = Build::default()
        .steady("users", 100.0)
        .fixed("server", 0, 1.0, &[("patience", exponential(1.0))])
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(400.0);
    let server = run.view("server");
    assert_eq!(server.failed, server.rules.abandoned);
    // Little: 100 a second who wait for a mean of 1 s. 40,000 draws: a standard error of 0.5.
    assert!(
        (server.queue_mean - 100.0).abs() < 2.5,
        "{}",
        server.queue_mean
    );
}

/// The caller gives up after 0.5 s; a server that looks does not work for it any more.
#[test]
fn abandoned_requests_are_skipped_where_that_is_wanted() {
    let timeout = [("timeout_ms", number(500.0))];
    let skip = [("skip_abandoned", Value::Flag(true))];
    let mut stubborn = Run::new(&line_of(3, 1.0, &[], &timeout));
    stubborn.to(ZERO + 4.05);
    assert_eq!(stubborn.totals().failed, 3);
    assert_eq!(
        (stubborn.view("server").ok, stubborn.totals().wasted),
        (3, 3)
    );
    let mut wise = Run::new(&line_of(3, 1.0, &skip, &timeout));
    wise.to(ZERO + 4.05);
    let server = wise.view("server");
    assert_eq!(
        (server.ok, server.failed, server.rules.abandoned),
        (1, 2, 2)
    );
    assert_eq!((server.usage.requests, wise.totals().wasted), (1, 1));
}

/// An event has no caller who could give up: it is never skipped.
#[test]
fn events_are_not_abandoned() {
    let event = [("mode", word("event"))];
    let skip = [
        ("skip_abandoned", Value::Flag(true)),
        ("workers", number(1.0)),
    ];
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("web", 10, 0.0, &[])
        .fixed("server", 1, 0.5, &skip)
        .link("users", "web", &[])
        .link("web", "server", &event);
    let mut run = Run::new(&build);
    run.to(10.05);
    let server = run.view("server");
    assert_eq!((server.rules.abandoned, server.failed), (0, 0));
    assert!(server.ok >= 18 && server.queue > 70, "{server:?}");
}

/// The first to be served is the last who came; those in front of it run out of patience.
#[test]
fn last_come_first_served_with_patience() {
    let rules = [("discipline", word("lifo")), ("patience", constant(1.05))];
    let mut run = Run::new(&line_of(4, 1.0, &rules, &[]));
    run.to(ZERO + 5.0);
    let ok = |run: &Run, n: u32| run.view(&format!("user-{n}")).ok;
    // At 2 s the one of 1.3 s is served; those of 1.1 and 1.2 s leave at 2.15 and 2.25 s.
    assert_eq!([0, 1, 2, 3].map(|n| ok(&run, n)), [1, 0, 0, 1]);
    assert_close(run.view("user-3").latency.mean, 1.7);
}

#[test]
fn a_full_line_refuses_before_patience_counts() {
    let rules = [("queue", number(1.0)), ("patience", constant(0.5))];
    let mut run = Run::new(&line_of(3, 1.0, &rules, &[]));
    run.to(ZERO + 1.25);
    assert_eq!(run.failures(Cause::Refused, "server"), 1);
    run.to(ZERO + 2.0);
    assert_eq!(run.failures(Cause::Timeout, "server"), 1);
}

/// A stale line is left at once when patience comes by a change, and by those who stay too long from then on.
#[test]
fn patience_can_be_learned_while_waiting() {
    let mut run = Run::new(&line_of(4, 5.0, &[], &[]));
    run.to(ZERO + 2.0);
    assert_eq!(run.view("server").queue, 3);
    // Those of 1.1, 1.2 and 1.3 s may wait until 1.95, 2.05 and 2.15 s.
    run.change(&line_of(4, 5.0, &[("patience", constant(0.85))], &[]));
    run.to(ZERO + 2.01);
    assert_eq!(run.view("server").queue, 2);
    run.to(ZERO + 2.1);
    assert_eq!(run.view("server").queue, 1);
    // Without patience again, the last one stays.
    run.change(&line_of(4, 5.0, &[], &[]));
    run.to(ZERO + 10.0);
    assert_eq!(
        (run.view("server").queue, run.view("user-3").in_system),
        (0, 1)
    );
    run.to(ZERO + 11.05);
    assert_eq!(run.view("user-3").ok, 1);
}

/// Whoever waits keeps the place it has, until another order of service comes.
#[test]
fn those_who_wait_follow_a_changed_order_of_service() {
    let order = |name: &str| {
        line_of(
            5,
            1.0,
            &[("discipline", word(name)), ("patience", constant(60.0))],
            &[],
        )
    };
    let mut run = Run::new(&line_of(5, 1.0, &[], &[]));
    run.to(ZERO + 1.5);
    run.change(&order("lifo"));
    run.to(ZERO + 2.5);
    // At 2 s the last of the four went first.
    run.change(&order("fifo"));
    run.to(ZERO + 3.5);
    run.change(&order("priority"));
    run.to(ZERO + 6.0);
    let latency = |n: u32| run.view(&format!("user-{n}")).latency.mean;
    for (n, exact) in [(0, 1.0), (4, 1.6), (1, 2.9), (2, 3.8), (3, 4.7)] {
        assert_close(latency(n), exact);
    }
}

/// A server that is drained, killed or removed leaves nobody behind in its line.
#[test]
fn a_line_dies_with_its_instance() {
    use sim_core::document::FaultKind;
    let build = line_of(4, 5.0, &[("patience", constant(3.0))], &[]);
    let mut run = Run::new(&build);
    run.to(ZERO + 2.0);
    run.inject(FaultKind::CrashAll, "server", Some(1.0));
    assert_eq!((run.view("server").queue, run.totals().failed), (0, 4));
    run.to(ZERO + 10.0);
    assert_eq!(
        (run.view("server").rules.abandoned, run.totals().failed),
        (0, 4)
    );
}

/// A leaving instance keeps its line; when the last of it has run out of patience and the last work is done, it is gone.
#[test]
fn a_leaving_instance_serves_its_line() {
    let build = line_of(4, 5.0, &[("patience", constant(3.0))], &[]);
    let mut run = Run::new(&build);
    run.to(ZERO + 2.0);
    run.change(&build.clone().set("server", "instances", number(0.0)));
    assert_eq!(run.view("server").instances.draining, 1);
    run.to(ZERO + 5.0);
    let server = run.view("server");
    assert_eq!(
        (
            server.queue,
            server.rules.abandoned,
            server.instances.draining
        ),
        (0, 3, 1)
    );
    run.to(ZERO + 6.05);
    assert_eq!(
        (run.view("server").instances.draining, run.view("user-0").ok),
        (0, 1)
    );
}
