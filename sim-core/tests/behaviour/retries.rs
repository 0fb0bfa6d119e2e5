//! Waits between tries, and the budget that limits them.

use sim_core::document::FaultKind;
use sim_core::engine::snapshot::Cause;

use crate::support::build::{Build, number, word};
use crate::support::run::{Run, fault};

/// One user at 10 s whose tries all fail at once.
fn refused(link: &[(&str, sim_core::catalog::Value)]) -> Build {
    Build::default()
        .once("user", 10.0)
        .fixed("server", 0, 0.0, &[("queue", number(0.0))])
        .link("user", "server", link)
}

fn requests_at(run: &mut Run, seconds: f64) -> u64 {
    run.to(seconds);
    run.link("user-server").requests
}

/// Without jitter the wait doubles from 1 s up to the cap of 3 s: tries at 10, 11, 13, 16 and 19 s.
#[test]
fn without_jitter_tries_come_at_exact_times() {
    let mut run = Run::new(&refused(&[
        ("retries", number(4.0)),
        ("backoff_ms", number(1000.0)),
        ("backoff_max_ms", number(3000.0)),
        ("jitter", word("none")),
    ]));
    for (after, requests) in [
        (9.9, 0),
        (10.0, 1),
        (11.0, 2),
        (13.0, 3),
        (16.0, 4),
        (19.0, 5),
    ] {
        assert_eq!(requests_at(&mut run, after - 0.01), requests.max(1) - 1);
        assert_eq!(requests_at(&mut run, after + 0.01), requests);
    }
    assert_eq!(
        (run.totals().failed, run.link("user-server").retries),
        (1, 4)
    );
}

/// Equal jitter waits between half and all of it: 0.5 to 1 s, then 1 to 2 s.
#[test]
fn jitter_keeps_its_bounds_in_a_run() {
    for (jitter, first, both) in [
        ("full", (0.0, 1.0), 3.0),
        ("equal", (0.5, 1.0), 3.0),
        ("decorrelated", (1.0, 3.0), 12.0),
    ] {
        for seed in 1..20 {
            let mut run = Run::seeded(
                &refused(&[
                    ("retries", number(2.0)),
                    ("backoff_ms", number(1000.0)),
                    ("jitter", word(jitter)),
                ]),
                seed,
            );
            run.to(10.0 + first.0 - 0.001);
            assert!(run.link("user-server").requests <= 1, "{jitter}");
            run.to(10.0 + first.1 + 0.001);
            assert!(run.link("user-server").requests >= 2, "{jitter}");
            run.to(10.0 + both + 0.001);
            assert_eq!(run.link("user-server").requests, 3, "{jitter}");
        }
    }
}

/// Ten requests per second that all fail, and a budget of one retry for five of them.
#[test]
fn a_budget_of_a_fifth() {
    let build = |min: f64| {
        Build::default()
            .steady("users", 10.0)
            .fixed("server", 0, 0.0, &[("queue", number(0.0))])
            .link(
                "users",
                "server",
                &[
                    ("retries", number(1.0)),
                    ("backoff", word("none")),
                    ("retry_budget_percent", number(20.0)),
                    ("retry_min_per_s", number(min)),
                ],
            )
    };
    let mut run = Run::new(&build(0.0));
    run.to(10.05);
    let link = run.link("users-server");
    assert_eq!((link.requests, link.retries), (120, 20));
    assert_eq!(
        (link.special.unwrap().denied, run.totals().failed),
        (80, 100)
    );
    assert_eq!(run.failures(Cause::Refused, "server"), 100);
    // Ten seconds' worth is there at the start: 9 retries in the first second, 5 in the next, then 3 in each, and
    // one at 10.0 s, when one more is left.
    let mut run = Run::new(&build(1.0));
    run.to(10.05);
    assert_eq!(run.link("users-server").retries, 9 + 5 + 8 * 3 + 1);
}

/// A budget that comes while it runs begins full, and one that goes limits nothing any more.
#[test]
fn a_budget_comes_and_goes() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 0, 0.0, &[("queue", number(0.0))])
        .link(
            "users",
            "server",
            &[("retries", number(1.0)), ("backoff", word("none"))],
        );
    let mut run = Run::new(&build);
    run.to(10.05);
    assert_eq!(run.link("users-server").retries, 100);
    let limited = build
        .clone()
        .set_link("users-server", "retry_budget_percent", number(0.0))
        .set_link("users-server", "retry_min_per_s", number(0.0));
    run.change(&limited).to(20.05);
    assert_eq!(run.link("users-server").retries, 100);
    run.change(&build).to(30.05);
    assert_eq!(run.link("users-server").retries, 200);
}

/// A link that is cut tells so at once; tries go on while it is, and the first after it is healed gets through.
#[test]
fn a_retry_outlives_a_cut() {
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 1, 0.5, &[])
        .link(
            "user",
            "server",
            &[
                ("retries", number(5.0)),
                ("backoff", word("fixed")),
                ("backoff_ms", number(1000.0)),
            ],
        )
        .fault(fault(5.0, Some(7.5), "user-server", FaultKind::CutLink));
    let mut run = Run::new(&build);
    run.to(20.0);
    assert_eq!((run.totals().ok, run.link("user-server").requests), (1, 4));
    crate::assert_close(run.view("user").latency.mean, 3.5);
}
