//! Timeouts whose callee works on, retries and backoff.

use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::Run;

#[test]
fn a_caller_gives_up_and_the_callee_works_on() {
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 1, 2.0, &[])
        .link("user", "server", &[("timeout_ms", number(500.0))]);
    let mut run = Run::new(&build);
    run.to(10.45);
    assert_eq!((run.totals().in_flight, run.totals().failed), (1, 0));
    run.to(10.55);
    assert_eq!((run.totals().in_flight, run.totals().failed), (0, 1));
    assert_eq!(run.failures(Cause::Timeout, "server"), 1);
    assert_eq!((run.view("server").slots_held, run.totals().wasted), (1, 0));
    run.to(12.05);
    let server = run.view("server");
    assert_eq!(
        (server.ok, server.failed, server.wasted, server.slots_held),
        (1, 0, 1, 0)
    );
    assert_eq!(
        (
            run.link("user-server").requests,
            run.link("user-server").failed
        ),
        (1, 1)
    );
}

/// 0.3 s there and 0.3 s back: the answer to 0.5 s of work comes 1.1 s after the call.
#[test]
fn the_timer_runs_over_the_whole_way() {
    let build = |timeout_ms: f64| {
        Build::default()
            .once("user", 10.0)
            .fixed("server", 1, 0.5, &[])
            .link(
                "user",
                "server",
                &[
                    ("timeout_ms", number(timeout_ms)),
                    ("latency", constant(0.3)),
                ],
            )
    };
    let mut patient = Run::new(&build(1101.0));
    patient.to(12.0);
    assert_close(patient.view("user").latency.mean, 1.1);
    assert_close(patient.view("server").latency.mean, 0.5);
    let mut impatient = Run::new(&build(1099.0));
    impatient.to(12.0);
    assert_eq!(
        (impatient.totals().failed, impatient.totals().wasted),
        (1, 1)
    );
}

/// A caller in the middle gives up: it frees its own slot, and only the answer to it is wasted.
#[test]
fn a_timeout_below_fails_the_request_above() {
    let build = Build::default()
        .once("user", 10.0)
        .fixed("was", 1, 0.0, &[])
        .fixed("db", 1, 3.0, &[])
        .link("user", "was", &[])
        .link("was", "db", &[("timeout_ms", number(1000.0))]);
    let mut run = Run::new(&build);
    run.to(11.5);
    assert_eq!(run.failures(Cause::Timeout, "db"), 1);
    assert_eq!((run.view("was").failed, run.view("was").slots_held), (1, 0));
    run.to(13.5);
    assert_eq!(
        (
            run.view("db").ok,
            run.view("db").wasted,
            run.totals().wasted
        ),
        (1, 1, 1)
    );
}

#[test]
fn retries_after_a_fixed_wait() {
    let retry = [
        ("retries", number(3.0)),
        ("backoff", word("fixed")),
        ("backoff_ms", number(100.0)),
    ];
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 0, 0.0, &[("queue", number(0.0))])
        .link("user", "server", &retry);
    let mut run = Run::new(&build);
    for (time, tries, failed) in [
        (10.05, 1, 0),
        (10.15, 2, 0),
        (10.25, 3, 0),
        (10.35, 4, 1),
        (15.0, 4, 1),
    ] {
        run.to(time);
        assert_eq!(
            (run.link("user-server").requests, run.totals().failed),
            (tries, failed),
            "at {time} s"
        );
    }
    assert_eq!(
        (run.link("user-server").failed, run.totals().arrived),
        (4, 1)
    );
    assert_eq!(run.failures(Cause::Refused, "server"), 1);
}

/// The second try of a request that timed out finds the first one still at work.
#[test]
fn a_retry_after_a_timeout_is_a_second_request() {
    let patience = [
        ("timeout_ms", number(500.0)),
        ("retries", number(1.0)),
        ("backoff", word("fixed")),
        ("backoff_ms", number(100.0)),
    ];
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 1, 0.8, &[])
        .link("user", "server", &patience);
    // Tries at 10.0 and 10.6 s; the first work ends at 10.8, the second at 11.6, the second patience at 11.1.
    let mut run = Run::new(&build);
    run.to(11.05);
    assert_eq!((run.totals().failed, run.totals().wasted), (0, 1));
    run.to(11.15);
    assert_eq!(
        (run.totals().failed, run.failures(Cause::Timeout, "server")),
        (1, 1)
    );
    run.to(12.0);
    assert_eq!((run.view("server").ok, run.totals().wasted), (2, 2));
    // With more patience the first try is answered.
    let mut run = Run::new(&build.set_link("user-server", "timeout_ms", number(1000.0)));
    run.to(12.0);
    assert_close(run.view("user").latency.mean, 0.8);
}

/// Full jitter: the n-th wait is uniform between 0 and 100 ms × 2^n.
#[test]
fn retries_after_an_exponential_wait() {
    let retry = [
        ("retries", number(3.0)),
        ("backoff", word("exponential")),
        ("backoff_ms", number(100.0)),
    ];
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 0, 0.0, &[("queue", number(0.0))])
        .link("user", "server", &retry);
    let mut run = Run::new(&build);
    let mut waits: [Vec<f64>; 3] = Default::default();
    let requests = 400;
    for _ in 0..requests {
        let mut last = next(&mut run);
        for wait in &mut waits {
            let now = next(&mut run);
            wait.push(now - last);
            last = now;
        }
    }
    for (n, waits) in waits.iter().enumerate() {
        let most = 0.1 * f64::from(1u32 << n);
        let mean = waits.iter().sum::<f64>() / f64::from(requests);
        // A uniform figure has the standard deviation most / √12.
        let error = most / 12f64.sqrt() / f64::from(requests).sqrt();
        assert!((mean - most / 2.0).abs() < 4.0 * error, "wait {n}: {mean}");
        assert!(waits.iter().all(|wait| (0.0..=most).contains(wait)));
        assert!(
            waits.iter().any(|wait| *wait > 0.95 * most)
                && waits.iter().any(|wait| *wait < 0.05 * most)
        );
    }
    run.player.finish().unwrap();
}

/// The time of the next event, seconds.
fn next(run: &mut Run) -> f64 {
    run.player.step_event().unwrap();
    run.player.now().0 as f64 / 1e9
}

/// A worker waits out its retries with its slot held.
#[test]
fn a_caller_between_two_tries_holds_its_slot() {
    let retry = [
        ("retries", number(1.0)),
        ("backoff", word("fixed")),
        ("backoff_ms", number(1000.0)),
    ];
    let build = Build::default()
        .users("users", 2, 10.0)
        .fixed("was", 1, 0.0, &[])
        .fixed("db", 0, 0.0, &[("queue", number(0.0))])
        .link("users", "was", &[])
        .link("was", "db", &retry);
    let mut run = Run::new(&build);
    run.to(10.5);
    let was = run.view("was");
    assert_eq!((was.slots_held, was.slots_waiting, was.queue), (1, 1, 1));
    run.to(11.5);
    assert_eq!((run.view("was").slots_held, run.totals().failed), (1, 1));
    run.to(12.5);
    assert_eq!((run.view("was").slots_held, run.totals().failed), (0, 2));
}
