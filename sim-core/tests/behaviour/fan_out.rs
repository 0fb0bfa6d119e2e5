//! Calls made at once: the caller goes on with the last answer and fails with the first failure.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::{Run, fault};

fn parallel() -> (&'static str, Value) {
    ("fan_out", word("parallel"))
}

/// A user at 10 s asks a (0.1 s), which asks b (0.2 s) and c (0.4 s).
fn fork(b: &[(&'static str, Value)], c: &[(&'static str, Value)]) -> Build {
    let with = |own: &[(&'static str, Value)]| [&[parallel()][..], own].concat();
    Build::default()
        .once("user", 10.0)
        .fixed("a", 1, 0.1, &[])
        .fixed("b", 2, 0.2, &[])
        .fixed("c", 2, 0.4, &[])
        .link("user", "a", &[])
        .link("a", "b", &with(b))
        .link("a", "c", &with(c))
}

fn latency(build: &Build) -> f64 {
    let mut run = Run::new(build);
    run.to(15.0);
    assert_eq!((run.totals().ok, run.totals().failed), (1, 0));
    run.view("user").latency.mean
}

#[test]
fn parallel_links_are_called_at_once() {
    assert_close(latency(&fork(&[], &[])), 0.1 + 0.4);
    let mut run = Run::new(&fork(&[], &[]));
    run.to(10.25);
    let a = run.view("a");
    assert_eq!((a.slots_held, a.slots_waiting, a.in_system), (1, 1, 1));
    assert_eq!((run.view("b").slots_held, run.view("c").slots_held), (1, 1));
}

/// Three calls to two workers: two rounds.
#[test]
fn several_calls_of_one_link_are_made_at_once() {
    assert_close(
        latency(&fork(&[("calls", number(3.0))], &[("calls", number(0.0))])),
        0.1 + 0.4,
    );
    let none = [("calls", number(0.0))];
    assert_close(latency(&fork(&none, &none)), 0.1);
}

/// b and c at once, then d, then e and f at once.
#[test]
fn a_link_in_sequence_stands_between_groups() {
    let build = fork(&[], &[])
        .fixed("d", 1, 0.3, &[])
        .fixed("e", 1, 0.7, &[])
        .fixed("f", 1, 0.5, &[])
        .link("a", "d", &[])
        .link("a", "e", &[parallel()])
        .link("a", "f", &[parallel()]);
    assert_close(latency(&build), 0.1 + 0.4 + 0.3 + 0.7);
}

/// b refuses at once: so does a, while c works on for nobody.
#[test]
fn the_first_failure_is_the_callers() {
    let build = fork(&[], &[])
        .set("b", "workers", number(0.0))
        .set("b", "queue", number(0.0));
    let mut run = Run::new(&build);
    run.to(10.15);
    assert_eq!(run.failures(Cause::Refused, "b"), 1);
    assert_eq!((run.view("a").slots_held, run.view("c").slots_held), (0, 1));
    run.to(11.0);
    assert_eq!((run.view("c").ok, run.totals().wasted), (1, 1));
}

/// Each call has tries of its own: two of b fail while the link is cut, and the third succeeds.
#[test]
fn a_branch_tries_again_by_itself() {
    let retry = [
        ("retries", number(2.0)),
        ("backoff", word("fixed")),
        ("backoff_ms", number(500.0)),
    ];
    let cut = fault(9.0, Some(2.0), "a-b", FaultKind::CutLink);
    let build = fork(&retry, &[]).fault(cut);
    assert_close(latency(&build), 0.1 + 1.0 + 0.2);
    let mut run = Run::new(&build);
    run.to(12.0);
    assert_eq!((run.link("a-b").requests, run.link("a-c").requests), (3, 1));
    // One try less, and the caller fails with the last of them.
    let mut run = Run::new(&build.clone().set_link("a-b", "retries", number(1.0)));
    run.to(10.59);
    assert_eq!(run.totals().failed, 0);
    run.to(10.61);
    assert_eq!(run.failures(Cause::Unreachable, "b"), 1);
}

#[test]
fn a_branch_gives_up_by_itself() {
    let build = fork(&[], &[("timeout_ms", number(300.0))]);
    let mut run = Run::new(&build);
    run.to(10.41);
    assert_eq!(run.failures(Cause::Timeout, "c"), 1);
    run.to(11.0);
    assert_eq!((run.view("c").wasted, run.view("b").wasted), (1, 0));
}

/// Over a pool of one connection three calls at once are one after the other.
#[test]
fn branches_wait_for_connections() {
    let build = fork(&[("calls", number(3.0)), ("pool", number(1.0))], &[]);
    assert_close(latency(&build), 0.1 + 3.0 * 0.2);
    let build = fork(
        &[
            ("calls", number(3.0)),
            ("pool", number(1.0)),
            ("pool_wait_ms", number(300.0)),
        ],
        &[],
    );
    let mut run = Run::new(&build);
    run.to(11.0);
    assert_eq!(run.failures(Cause::PoolExhausted, "a"), 1);
}

#[test]
fn a_dead_caller_drops_its_branches() {
    let lossy = [("loss_percent", number(100.0))];
    let pooled = [("calls", number(3.0)), ("pool", number(1.0))];
    let crash = fault(10.2, Some(0.1), "a", FaultKind::CrashAll);
    let mut run = Run::new(&fork(&pooled, &lossy).fault(crash));
    run.to(10.25);
    assert_eq!(run.failures(Cause::Error, "a"), 1);
    assert_eq!(run.link("a-b").special.unwrap().waiting, 0);
    run.to(30.0);
    assert_eq!((run.view("b").wasted, run.view("c").arrived), (1, 0));
}

/// A function that is stopped drops its branches, too; and stores answer them without delay.
#[test]
fn functions_and_stores_take_part() {
    let store = [("first_byte", constant(0.0))];
    let times = [
        ("service_time", constant(0.1)),
        ("cold_start", constant(0.0)),
        ("timeout_s", number(1.0)),
    ];
    let build = |slow: f64| {
        Build::default()
            .once("user", 10.0)
            .component("f", "lambda", None, &times)
            .component("s", "s3", None, &store)
            .fixed("db", 10, slow, &[])
            .link("user", "f", &[])
            .link("f", "s", &[parallel(), ("calls", number(5.0))])
            .link("f", "db", &[parallel(), ("calls", number(2.0))])
    };
    assert_close(latency(&build(0.5)), 0.1 + 0.5);
    let mut run = Run::new(&build(3.0));
    run.to(11.05);
    assert_eq!(run.failures(Cause::Timeout, "f"), 1);
    run.to(14.0);
    assert_eq!((run.view("s").ok, run.view("db").wasted), (5, 2));
}

/// Links come and go while branches are out: the caller still ends.
#[test]
fn links_change_under_branches() {
    let build = fork(&[], &[]);
    let mut run = Run::new(&build);
    run.to(10.15);
    run.change(&build.clone().without("a-c")).to(15.0);
    assert_eq!((run.totals().ok, run.totals().failed), (1, 0));
    let mut run = Run::new(&build);
    run.to(10.15);
    let sequence = build
        .clone()
        .set_link("a-b", "fan_out", word("sequence"))
        .set_link("a-c", "fan_out", word("sequence"));
    run.change(&sequence).to(15.0);
    assert_eq!(
        (
            run.totals().ok,
            run.view("b").arrived,
            run.view("c").arrived
        ),
        (1, 1, 1)
    );
}
