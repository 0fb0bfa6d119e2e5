//! Priorities with constant times: who goes first, who is displaced, and when each is done.

use std::sync::Arc;

use sim_core::catalog::Value;

use crate::support::build::{Build, by_kind, constant, id, number, word};
use crate::support::run::Run;

/// Instants count from here, s: each user asks once, long before anybody asks again.
const ZERO: f64 = 100.0;

/// Users and when they ask, s, with the priority of what they ask for.
type Users = [(f64, i32)];

fn name(n: usize) -> String {
    format!("user-{n}")
}

/// A kind of request for each priority.
fn with_kind(mut build: Build, priority: i32) -> (Build, String) {
    let kind = format!("urgency-{}", priority + 10);
    build = build.kind(&kind);
    let own = build.document.kinds.get_mut(&id(&kind)).unwrap();
    Arc::make_mut(own).priority = priority;
    (build, kind)
}

/// Users of a server that may call something below.
fn drawn(server: &[(&str, Value)], users: &Users, below: Option<f64>) -> Build {
    let mut build = Build::default().component("server", "server", None, server);
    if let Some(work_s) = below {
        build = build
            .fixed("below", 9, work_s, &[])
            .link("server", "below", &[]);
    }
    for (n, (at_s, priority)) in users.iter().enumerate() {
        let (with, kind) = with_kind(build, *priority);
        let name = name(n);
        build = with
            .once(&name, ZERO + at_s)
            .set(&name, "weights", by_kind(&[(&kind, 1.0)]))
            .link(&name, "server", &[]);
    }
    build
}

/// A minute of them.
fn run(server: &[(&str, Value)], users: &Users) -> Run {
    let mut run = Run::new(&drawn(server, users, None));
    run.to(ZERO + 60.0);
    run
}

/// When each has its answer, s; 0: it has none.
fn answered(run: &Run, users: &Users) -> Vec<f64> {
    let when = |(n, (at_s, _)): (usize, &(f64, i32))| {
        let view = run.view(&name(n));
        let seconds = if view.ok == 1 {
            at_s + view.latency.mean
        } else {
            0.0
        };
        (seconds * 1e6).round() / 1e6
    };
    users.iter().enumerate().map(when).collect()
}

/// Displaced, abandoned, begun.
fn figures(run: &Run) -> (u64, u64, u64) {
    let view = run.view("server");
    (
        view.rules.displaced,
        view.rules.abandoned,
        view.usage.requests,
    )
}

/// So many workers, one second of work.
fn server(workers: f64, order: &str, more: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
    let mut pairs = vec![
        ("workers", number(workers)),
        ("service_time", constant(1.0)),
        ("discipline", word(order)),
    ];
    pairs.extend_from_slice(more);
    pairs
}

#[test]
fn the_more_urgent_goes_first_and_equals_in_turn() {
    let users = [(0.0, 0), (0.1, 0), (0.2, 1), (0.3, -1), (0.4, 0), (0.5, 1)];
    let run = run(&server(1.0, "priority", &[]), &users);
    assert_eq!(answered(&run, &users), [1.0, 4.0, 2.0, 6.0, 5.0, 3.0]);
    assert_eq!(figures(&run), (0, 0, 6));
}

/// The first works 0.2 s, gives way for 1 s, and has 0.8 s left; nobody gives way to an equal.
#[test]
fn the_more_urgent_displaces_and_the_displaced_resumes() {
    let users = [(0.0, 0), (0.1, 0), (0.2, 1), (0.3, 1), (0.4, -1)];
    let run = run(&server(1.0, "priority_preemptive", &[]), &users);
    assert_eq!(answered(&run, &users), [3.0, 4.0, 1.2, 2.2, 5.0]);
    assert_eq!(figures(&run), (1, 0, 5));
}

/// Displaced again and again: 0.1 s done at 0.1 s, 0.1 s more by 1.2 s, the rest when all is quiet.
#[test]
fn a_displaced_request_can_be_displaced_again() {
    let users = [(0.0, 0), (0.1, 1), (0.5, 2), (2.2, 1)];
    let run = run(&server(1.0, "priority_preemptive", &[]), &users);
    // The one of 0.1 s works until 0.5 and from 1.5 to 2.1 s; the first from 2.1 to 2.2 and from 3.2 to 4.0 s.
    assert_eq!(answered(&run, &users), [4.0, 2.1, 1.5, 3.2]);
    assert_eq!(figures(&run), (3, 0, 4));
}

/// Of two at work the later one gives way, and is the first of its rank to go on.
#[test]
fn the_last_to_begin_gives_way_first() {
    let pair = server(2.0, "priority_preemptive", &[]);
    let users = [(0.0, 0), (0.1, 0), (0.2, 0), (0.3, 1), (0.4, 1)];
    let run = run(&pair, &users);
    // At 1.3 s the first goes on with 0.6 s, at 1.4 s the second with 0.8 s, at 1.9 s the third begins.
    assert_eq!(answered(&run, &users), [1.9, 2.2, 2.9, 1.3, 1.4]);
    assert_eq!(figures(&run), (2, 0, 5));
}

/// Whoever calls below holds its slot and is not displaced.
#[test]
fn a_caller_keeps_its_slot() {
    let users = [(0.0, 0), (1.5, 1)];
    let server = server(1.0, "priority_preemptive", &[]);
    let mut run = Run::new(&drawn(&server, &users, Some(2.0)));
    run.to(ZERO + 60.0);
    assert_eq!(answered(&run, &users), [3.0, 6.0]);
    assert_eq!(figures(&run).0, 0);
}

/// Patience is for the first turn: the displaced one waits on, the one that has not begun leaves.
#[test]
fn the_displaced_do_not_lose_patience() {
    let users = [(0.0, 0), (0.1, 0), (0.2, 1)];
    let server = server(1.0, "priority_preemptive", &[("patience", constant(0.3))]);
    let run = run(&server, &users);
    assert_eq!(answered(&run, &users), [2.0, 0.0, 1.2]);
    assert_eq!(figures(&run), (1, 1, 2));
}

/// A place in the line is for newcomers: who is displaced needs none.
#[test]
fn the_displaced_are_not_refused() {
    let users = [(0.0, 0), (0.1, 0), (0.2, 1)];
    let server = server(1.0, "priority_preemptive", &[("queue", number(0.0))]);
    let run = run(&server, &users);
    assert_eq!(answered(&run, &users), [2.0, 0.0, 1.2]);
}

/// On two shared processors.
#[test]
fn work_on_shared_processors_is_resumed_too() {
    let users = [(0.0, 0), (0.0, 0), (0.0, 0), (0.6, 1)];
    let mut build = drawn(&[], &users, None).without("server").component(
        "server",
        "web_server",
        None,
        &[
            ("instance_type", word("t3.small")),
            ("instances", number(1.0)),
            ("workers", number(3.0)),
            ("service_time", constant(1.0)),
            ("discipline", word("priority_preemptive")),
        ],
    );
    for n in 0..users.len() {
        build = build.link(&name(n), "server", &[]);
    }
    let mut run = Run::new(&build);
    run.to(ZERO + 60.0);
    // Three on two processors: 2/3 of the speed, so 0.4 s are done at 0.6 s. Then three again until 1.5 s, when the
    // first two are done; the urgent one has 0.4 s left and the displaced one 0.6 s: alone on a processor each.
    let mut found = answered(&run, &users);
    found.sort_by(f64::total_cmp);
    assert_eq!(found, [1.5, 1.5, 1.9, 2.1]);
    assert_eq!(figures(&run), (1, 0, 4));
}

/// The document's priorities turn while it runs: who waits goes by the new ones, and displaces at once.
#[test]
fn changed_priorities_count_at_once() {
    let users = [(0.0, 1), (0.1, 0), (0.2, -1)];
    let server = server(1.0, "priority_preemptive", &[]);
    let build = drawn(&server, &users, None);
    let mut run = Run::new(&build);
    run.to(ZERO + 0.5);
    let mut turned = build;
    for kind in turned.document.kinds.values_mut() {
        Arc::make_mut(kind).priority *= -1;
    }
    run.change(&turned);
    run.to(ZERO + 60.0);
    assert_eq!(answered(&run, &users), [3.0, 2.5, 1.5]);
    assert_eq!(figures(&run), (1, 0, 3));
}

/// A request of the lowest kind waits as long as there is anybody else, however long it has waited.
#[test]
fn the_least_urgent_waits_for_all_others() {
    let mut users = vec![(0.0, 0), (0.05, -1)];
    users.extend((1..=8).map(|n| (f64::from(n) * 0.9, 0)));
    let run = run(&server(1.0, "priority", &[]), &users);
    assert_eq!(answered(&run, &users)[1], 10.0);
}
