//! Bandwidth, loss and black holes.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::{Run, fault};

/// A user at 10 s and a server that works for 0.1 s, 0.2 s away.
fn far(link: &[(&str, Value)]) -> Build {
    let mut all = vec![("latency", constant(0.2))];
    all.extend_from_slice(link);
    Build::default()
        .once("user", 10.0)
        .fixed("server", 1, 0.1, &[])
        .link("user", "server", &all)
}

/// 1,000 KiB take 1.024 s at 8 Mbit/s.
const SLOW: f64 = 1.024;

#[test]
fn answers_queue_for_the_wire() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 100, 0.0, &[])
        .link(
            "users",
            "server",
            &[
                ("bandwidth_mbit", number(8.0)),
                ("request_kib", number(0.0)),
                ("response_kib", number(1000.0)),
            ],
        );
    let mut run = Run::new(&build);
    run.to(0.1 + 3.0 * SLOW + 0.01);
    assert_eq!(run.totals().ok, 3);
    let sum = SLOW + (2.0 * SLOW - 0.1) + (3.0 * SLOW - 0.2);
    assert_close(run.view("users").latency.mean * 3.0, sum);
    let busy = 3.0 * SLOW + 0.01;
    let view = run.link("users-server").special.unwrap();
    assert_close(view.utilization.unwrap(), busy / (busy + 0.1));
}

/// Both ways have the whole bandwidth: a long request does not hinder the answer to the one before.
#[test]
fn the_ways_there_and_back_are_apart() {
    let build = far(&[
        ("bandwidth_mbit", number(8.0)),
        ("request_kib", number(1000.0)),
        ("response_kib", number(1000.0)),
    ]);
    let mut run = Run::new(&build);
    run.to(20.0);
    assert_close(run.view("user").latency.mean, 2.0 * (SLOW + 0.2) + 0.1);
    // A failure has no body.
    let refused = build
        .set("server", "workers", number(0.0))
        .set("server", "queue", number(0.0));
    let mut run = Run::new(&refused);
    run.to(10.0 + SLOW + 0.39);
    assert_eq!(run.totals().failed, 0);
    run.to(10.0 + SLOW + 0.41);
    assert_eq!(run.totals().failed, 1);
}

/// Only the timeout tells of a lost message; the callee has never heard of the request.
#[test]
fn a_lost_request_is_noticed_by_its_timeout() {
    let mut run = Run::new(&far(&[
        ("loss_percent", number(100.0)),
        ("timeout_ms", number(1500.0)),
    ]));
    run.to(11.49);
    assert_eq!((run.totals().in_flight, run.totals().failed), (1, 0));
    run.to(11.51);
    assert_eq!(run.failures(Cause::Timeout, "server"), 1);
    assert_eq!(run.view("server").arrived, 0);
    let link = run.link("user-server");
    assert_eq!((link.failed, link.special.unwrap().lost), (1, 1));
}

/// The way is a black hole from 10.05 s on: the answer is lost, and the work was for nothing.
#[test]
fn a_lost_answer_is_waste() {
    let hole = fault(10.25, Some(1.0), "user-server", FaultKind::BlackHole);
    let mut run = Run::new(&far(&[("timeout_ms", number(1500.0))]).fault(hole));
    run.to(11.51);
    assert_eq!(run.failures(Cause::Timeout, "server"), 1);
    assert_eq!((run.view("server").ok, run.totals().wasted), (1, 1));
}

/// Without a timeout it is sent again after 1 s: by then the hole has healed.
#[test]
fn what_is_lost_is_sent_again() {
    let hole = |at: f64| fault(at, Some(0.5), "user-server", FaultKind::BlackHole);
    let mut there = Run::new(&far(&[]).fault(hole(9.9)));
    there.to(20.0);
    assert_close(there.view("user").latency.mean, 1.0 + 0.5);
    let mut back = Run::new(&far(&[]).fault(hole(10.25)));
    back.to(20.0);
    assert_close(back.view("user").latency.mean, 1.0 + 0.5);
    assert_eq!((back.view("server").arrived, back.totals().wasted), (1, 0));
}

/// 1, 2, 4, 8, 16, 32 s, and 64 s more: then the connection is broken. Nothing waits for ever.
#[test]
fn six_times_in_vain_is_the_end() {
    let mut run = Run::new(&far(&[("loss_percent", number(100.0))]));
    run.to(10.0 + 126.9);
    assert_eq!(
        (
            run.totals().in_flight,
            run.link("user-server").special.unwrap().lost
        ),
        (1, 7)
    );
    run.to(10.0 + 127.1);
    assert_eq!(run.failures(Cause::Unreachable, "server"), 1);
}

/// A timeout that comes after the call does not time it: what is lost again is sent again all the same.
#[test]
fn a_call_from_before_the_timeout_is_not_forgotten() {
    let lossy = ("loss_percent", number(100.0));
    let mut run = Run::new(&far(std::slice::from_ref(&lossy)));
    run.to(12.0);
    run.change(&far(&[lossy, ("timeout_ms", number(1500.0))]));
    run.to(10.0 + 126.9);
    assert_eq!(run.totals().in_flight, 1);
    run.to(10.0 + 127.1);
    assert_eq!(run.failures(Cause::Unreachable, "server"), 1);
    assert_eq!(run.totals().in_flight, 0);
}

/// Of 10,000 requests one way in ten is lost: 19 % fail, within four standard deviations.
#[test]
fn loss_is_by_message() {
    let build = Build::default()
        .steady("users", 1000.0)
        .fixed("server", 1000, 0.0, &[])
        .link(
            "users",
            "server",
            &[("loss_percent", number(10.0)), ("timeout_ms", number(5.0))],
        );
    let mut run = Run::new(&build);
    run.to(10.5);
    let failed = run.failures(Cause::Timeout, "server") as f64;
    let (n, p) = (run.totals().arrived as f64, 0.19);
    assert!(
        (failed - n * p).abs() < 4.0 * (n * p * (1.0 - p)).sqrt(),
        "{failed} of {n}"
    );
    let wasted = run.totals().wasted as f64;
    let q = 0.09;
    assert!(
        (wasted - n * q).abs() < 4.0 * (n * q * (1.0 - q)).sqrt(),
        "{wasted} of {n}"
    );
}

/// A cut is told at once; a black hole is not, and probes go into it, too.
#[test]
fn a_black_hole_tells_nobody() {
    let build = Build::default()
        .steady("users", 10.0)
        .component(
            "alb",
            "alb",
            None,
            &[
                ("health_interval_s", number(5.0)),
                ("unhealthy_after", number(2.0)),
            ],
        )
        .fixed("a", 10, 0.0, &[])
        .fixed("b", 10, 0.0, &[])
        .link("users", "alb", &[])
        .link("alb", "a", &[("timeout_ms", number(1000.0))])
        .link("alb", "b", &[])
        .fault(fault(1.05, None, "alb-a", FaultKind::BlackHole));
    let mut run = Run::new(&build);
    run.to(1.95);
    assert_eq!((run.totals().failed, run.totals().in_flight), (0, 5));
    assert!(run.link("alb-a").black_hole && !run.link("alb-a").cut);
    run.to(30.05);
    // The second probe that fails is that of 10 s: from then on all go to b.
    assert_eq!(run.failures(Cause::Timeout, "a"), 45);
    run.heal("alb-a").to(70.0);
    assert_eq!(run.failures(Cause::Timeout, "a"), 45);
    assert!(run.view("a").ok > 5);
}

/// An event that is lost is gone; nobody waits for it.
#[test]
fn a_lost_event_is_gone() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("web", 10, 0.0, &[])
        .fixed("log", 10, 0.0, &[])
        .link("users", "web", &[])
        .link(
            "web",
            "log",
            &[("mode", word("event")), ("loss_percent", number(100.0))],
        );
    let mut run = Run::new(&build);
    run.to(10.05);
    assert_eq!((run.totals().ok, run.view("log").arrived), (100, 0));
    let link = run.link("web-log");
    assert_eq!(
        (link.requests, link.failed, link.special.unwrap().lost),
        (100, 100, 100)
    );
}

/// Calls under way outlive the removal of what makes their link special.
#[test]
fn loss_that_goes_loses_nothing_more() {
    let lossy = far(&[("loss_percent", number(100.0))]);
    let mut run = Run::new(&lossy);
    run.to(10.5);
    run.change(&far(&[])).to(20.0);
    assert_eq!(run.totals().ok, 1);
    assert_close(run.view("user").latency.mean, 1.0 + 0.5);
}
