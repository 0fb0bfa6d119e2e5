//! Lambda: cold and warm starts, limits, expiry, timeout, billed time.

use sim_core::catalog::Value;
use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, number};
use crate::support::run::Run;

const GIBIBYTE: u128 = 1024;

/// 0.5 s of cold start, 0.1 s of work.
fn function(build: Build, client: &str, more: &[(&str, Value)]) -> Build {
    let mut pairs = vec![
        ("cold_start", constant(0.5)),
        ("service_time", constant(0.1)),
    ];
    pairs.extend_from_slice(more);
    build
        .component("f", "lambda", None, &pairs)
        .link(client, "f", &[])
}

#[test]
fn the_first_request_is_cold_the_next_is_warm() {
    let mut run = Run::new(&function(Build::default().once("user", 10.0), "user", &[]));
    run.to(10.55);
    assert_eq!((run.totals().ok, run.view("f").instances.up), (0, 1));
    run.to(10.65);
    assert_close(run.view("user").latency.mean, 0.6);
    run.to(21.0);
    assert_close(run.view("user").latency.mean, (0.6 + 0.1) / 2.0);
    // The start is not charged; 1,024 MB × 100 ms, twice.
    assert_eq!(run.view("f").usage.memory_mib_ms, 2 * 100 * GIBIBYTE);
    assert_eq!(run.view("f").usage.requests, 2);
}

#[test]
fn billed_time_is_rounded_up_to_milliseconds() {
    let billed = |work_s: f64| {
        let build = function(
            Build::default().once("user", 10.0),
            "user",
            &[("service_time", constant(work_s))],
        );
        let mut run = Run::new(&build);
        run.to(15.0);
        run.view("f").usage.memory_mib_ms / GIBIBYTE
    };
    assert_eq!(
        (
            billed(0.1),
            billed(0.100_001),
            billed(0.000_000_001),
            billed(0.0)
        ),
        (100, 101, 1, 0)
    );
}

/// An environment rests from 10.6 s on; with 60 s to rest it is gone at 70.6 s.
#[test]
fn an_environment_expires_when_it_rests_too_long() {
    let with_expiry = |minutes: f64| {
        function(
            Build::default().once("user", 10.0),
            "user",
            &[("idle_expiry_min", number(minutes))],
        )
        .set("user", "think", constant(10.0))
    };
    // Asked again after 10 s: warm with 1 min, cold with 0.1 min.
    let mut warm = Run::new(&with_expiry(1.0));
    warm.to(21.0);
    assert_close(warm.view("user").latency.max, 0.6);
    assert_close(warm.view("user").latency.mean, 0.35);
    let mut cold = Run::new(&with_expiry(0.1));
    cold.to(22.0);
    assert_close(cold.view("user").latency.mean, 0.6);
    // Gone at the very instant, whenever somebody looks: there from 10 s to 10.6 + 6 s.
    cold = Run::new(&with_expiry(0.1));
    cold.to(16.55);
    assert_eq!(cold.view("f").instances.up, 1);
    cold.to(16.65);
    assert_eq!(cold.view("f").instances.up, 0);
    assert_close(cold.view("f").instances.mean, 6.6 / 16.65);
    cold.to(20.0);
    assert_close(cold.view("f").instances.mean, 6.6 / 20.0);
    assert_eq!(cold.view("f").instances.max, 1);
}

/// 10 per second of 0.5 + 1 s cold, then 1 s: with 5 at once the others are throttled.
#[test]
fn concurrency_is_a_limit() {
    let limit = [
        ("concurrency", number(5.0)),
        ("service_time", constant(1.0)),
    ];
    let mut run = Run::new(&function(
        Build::default().steady("users", 10.0),
        "users",
        &limit,
    ));
    run.to(1.55);
    // Five begin at 0.1 ... 0.5 s; the next ten are throttled.
    assert_eq!(
        (run.view("f").slots_held, run.view("f").slots),
        (5, Some(5))
    );
    assert_eq!(run.failures(Cause::Throttled, "f"), 10);
    run.to(101.0);
    let f = run.view("f");
    assert_eq!((f.slots_held, f.instances.up, f.instances.max), (5, 5, 5));
    assert!(f.ok > 480, "{}", f.ok);
    assert_eq!(f.usage.requests, f.ok + 5);
    let mut none = Run::new(&function(
        Build::default().steady("users", 10.0),
        "users",
        &[("concurrency", number(0.0))],
    ));
    none.to(10.05);
    assert_eq!(none.failures(Cause::Throttled, "f"), 100);
}

/// New environments at 20 per 10 s: 20 at once, then 2 per second.
#[test]
fn new_environments_come_on_a_ramp() {
    let ramp = [
        ("ramp_per_10s", number(20.0)),
        ("service_time", constant(1000.0)),
        ("timeout_s", number(900.0)),
    ];
    let mut run = Run::new(&function(
        Build::default().steady("users", 100.0),
        "users",
        &ramp,
    ));
    run.to(0.205);
    assert_eq!(run.view("f").instances.up, 20);
    run.to(50.205);
    let there = run.view("f").instances.up;
    assert!((119..=121).contains(&there), "{there}");
}

/// 3 s are charged and the environment is lost: the next request is cold again.
#[test]
fn a_function_is_stopped_at_its_timeout() {
    let long = [("service_time", constant(5.0)), ("timeout_s", number(3.0))];
    let mut run = Run::new(&function(
        Build::default().once("user", 10.0),
        "user",
        &long,
    ));
    run.to(13.45);
    assert_eq!((run.totals().failed, run.view("f").instances.up), (0, 1));
    run.to(13.55);
    assert_eq!(
        (
            run.failures(Cause::Timeout, "f"),
            run.view("f").instances.up
        ),
        (1, 0)
    );
    assert_eq!(run.view("f").usage.memory_mib_ms, 3000 * GIBIBYTE);
    // Exactly the timeout is in time or not; a hair below it is.
    let short = [
        ("service_time", constant(2.999)),
        ("timeout_s", number(3.0)),
    ];
    let mut run = Run::new(&function(
        Build::default().once("user", 10.0),
        "user",
        &short,
    ));
    run.to(15.0);
    assert_eq!(run.totals().ok, 1);
}

/// It is charged for waiting, holds its concurrency meanwhile, and what it has called works on when it is stopped.
#[test]
fn a_function_waits_for_its_calls() {
    let build = function(Build::default().once("user", 10.0), "user", &[])
        .fixed("db", 1, 1.0, &[])
        .link("f", "db", &[]);
    let mut run = Run::new(&build);
    run.to(11.0);
    assert_eq!(
        (run.view("f").slots_held, run.view("f").slots_waiting),
        (1, 1)
    );
    run.to(12.0);
    assert_close(run.view("user").latency.mean, 1.6);
    assert_eq!(run.view("f").usage.memory_mib_ms, 1100 * GIBIBYTE);
    let mut run = Run::new(&build.set("f", "timeout_s", number(1.0)));
    run.to(12.0);
    assert_eq!(
        (run.failures(Cause::Timeout, "f"), run.view("f").slots_held),
        (1, 0)
    );
    assert_eq!((run.view("db").ok, run.totals().wasted), (1, 1));
}

/// The latest environment is used again first, so the others rest and expire.
#[test]
fn the_latest_environment_is_used_again_first() {
    let build = function(
        Build::default()
            .users("burst", 10, 10.0)
            .steady("users", 1.0),
        "burst",
        &[("idle_expiry_min", number(1.0))],
    )
    .set("burst", "think", constant(10_000.0))
    .link("users", "f", &[]);
    // All ten think for 10,000 s: only one request per second until then.
    let mut run = Run::new(&build);
    run.to(9_999.0);
    assert_eq!(run.view("f").instances.max, 1);
    run.to(10_001.0);
    assert_eq!(run.view("f").instances.max, 11);
    run.to(10_070.0);
    assert_eq!(run.view("f").instances.up, 1);
}
