//! Circuit breakers: opening, failing fast, trial calls, closing.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{BreakerState, Cause, MarkKind};

use crate::support::build::{Build, number};
use crate::support::run::{Run, fault};

/// A window of ten, half of them failures, open for 5 s, two trial calls.
fn breaker() -> Vec<(&'static str, Value)> {
    vec![
        ("breaker", Value::Flag(true)),
        ("breaker_window", number(10.0)),
        ("breaker_open_s", number(5.0)),
        ("breaker_trials", number(2.0)),
    ]
}

fn state(run: &Run, link: &str) -> BreakerState {
    run.link(link).special.unwrap().breaker.unwrap()
}

fn turns(run: &Run) -> Vec<(f64, MarkKind)> {
    let marks = run.frame().snapshot.marks;
    let turned =
        |what: &MarkKind| matches!(what, MarkKind::BreakerOpened | MarkKind::BreakerClosed);
    let turns = marks.iter().filter(|mark| turned(&mark.what));
    turns
        .map(|mark| (mark.at.as_secs_f64(), mark.what.clone()))
        .collect()
}

/// Ten failures open it at 1.0 s; at 6.0 and 6.1 s two trials fail, and it opens again.
#[test]
fn an_open_breaker_fails_fast_at_the_caller() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 0, 0.0, &[("queue", number(0.0))])
        .link("users", "server", &breaker());
    let mut run = Run::new(&build);
    run.to(0.95);
    assert_eq!(state(&run, "users-server"), BreakerState::Closed);
    run.to(1.05);
    assert_eq!(state(&run, "users-server"), BreakerState::Open);
    run.to(6.05);
    assert_eq!(state(&run, "users-server"), BreakerState::HalfOpen);
    run.to(10.05);
    assert_eq!(run.view("server").arrived, 12);
    assert_eq!(run.failures(Cause::CircuitOpen, "users"), 88);
    assert_eq!(run.failures(Cause::Refused, "server"), 12);
    assert_eq!(run.link("users-server").special.unwrap().refused, 88);
    let opened = MarkKind::BreakerOpened;
    assert_eq!(turns(&run), [(1.0, opened.clone()), (6.1, opened)]);
}

/// Cut for 3 s; the trials at 6.0 and 6.1 s succeed, and it closes with the second answer.
#[test]
fn trials_that_succeed_close_it() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 1, 0.02, &[])
        .link("users", "server", &breaker())
        .fault(fault(0.0, Some(3.0), "users-server", FaultKind::CutLink));
    let mut run = Run::new(&build);
    run.to(10.05);
    assert_eq!((run.totals().ok, run.totals().failed), (41, 59));
    let (opened, closed) = (MarkKind::BreakerOpened, MarkKind::BreakerClosed);
    assert_eq!(turns(&run), [(1.0, opened), (6.12, closed)]);
}

/// Four failures of ten are not half of them.
#[test]
fn below_the_limit_it_stays_closed() {
    let build = |workers| {
        // Of ten requests in a second, each 0.1 s apart, those that find the server busy are refused.
        Build::default()
            .steady("users", 10.0)
            .fixed("server", workers, 0.15, &[("queue", number(0.0))])
            .link("users", "server", &breaker())
    };
    let mut run = Run::new(&build(1));
    run.to(1.05);
    assert_eq!(
        (run.totals().failed, state(&run, "users-server")),
        (5, BreakerState::Open)
    );
    let calm = build(1).set_link("users-server", "breaker_failures_percent", number(51.0));
    let mut run = Run::new(&calm);
    run.to(20.0);
    assert_eq!(state(&run, "users-server"), BreakerState::Closed);
}

/// While the trial calls are out, further calls fail fast; a timeout is a failure like any other.
#[test]
fn trials_that_hang_hold_it_half_open() {
    let mut link = breaker();
    link.push(("timeout_ms", number(1000.0)));
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 1000, 1.5, &[])
        .link("users", "server", &link);
    let mut run = Run::new(&build);
    // The tenth timeout is at 2.0 s, that of the request at 1.0 s; those of 1.1 to 1.9 s are out already.
    run.to(2.05);
    assert_eq!(state(&run, "users-server"), BreakerState::Open);
    assert_eq!(run.view("server").arrived, 19);
    run.to(7.55);
    assert_eq!(state(&run, "users-server"), BreakerState::HalfOpen);
    assert_eq!(run.view("server").arrived, 21);
    run.to(8.15);
    assert_eq!(state(&run, "users-server"), BreakerState::Open);
    assert_eq!(run.failures(Cause::CircuitOpen, "users"), 81 - 21);
}

/// A caller that dies takes its trial call with it; the next call is the trial instead.
#[test]
fn a_trial_dies_with_its_caller() {
    let mut link = breaker();
    link.push(("breaker_trials", number(1.0)));
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("web", 100, 0.0, &[])
        .fixed("db", 100, 0.5, &[])
        .link("users", "web", &[])
        .link("web", "db", &link)
        .fault(fault(0.0, Some(1.05), "web-db", FaultKind::CutLink))
        .fault(fault(6.05, Some(0.1), "web", FaultKind::CrashAll));
    let mut run = Run::new(&build);
    run.to(6.04);
    assert_eq!((run.view("db").arrived, run.view("db").in_system), (1, 1));
    // The next trial is the first call after the crash: at 6.2 s, and it closes the breaker at 6.7 s.
    run.to(6.69);
    assert_eq!(
        (run.view("db").arrived, state(&run, "web-db")),
        (2, BreakerState::HalfOpen)
    );
    run.to(8.0);
    assert_eq!(state(&run, "web-db"), BreakerState::Closed);
}

#[test]
fn a_breaker_that_goes_lets_everything_through() {
    let with = Build::default()
        .steady("users", 10.0)
        .fixed("server", 0, 0.0, &[("queue", number(0.0))])
        .link("users", "server", &breaker());
    let without = with
        .clone()
        .set_link("users-server", "breaker", Value::Flag(false));
    let mut run = Run::new(&with);
    run.to(2.05);
    run.change(&without).to(3.05);
    assert_eq!(run.view("server").arrived, 20);
    assert!(run.link("users-server").special.is_none());
    run.change(&with).to(4.05);
    assert_eq!(run.view("server").arrived, 30);
    assert_eq!(state(&run, "users-server"), BreakerState::Open);
}
