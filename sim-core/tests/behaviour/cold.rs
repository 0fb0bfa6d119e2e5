//! Everything cold: environments of functions, learned limits, circuit breakers, retry budgets; and warm again by use.

use sim_core::document::FaultKind::ColdEverything;
use sim_core::engine::snapshot::{BreakerState, Cause};

use crate::support::build::{Build, constant, number, word};
use crate::support::run::{Run, fault};

/// Ten requests a second that each take 0.45 s: five environments, each of which takes a second to start.
fn function() -> Build {
    let pairs = [
        ("service_time", constant(0.45)),
        ("cold_start", constant(1.0)),
    ];
    Build::default()
        .steady("users", 10.0)
        .component("f", "lambda", None, &pairs)
        .link("users", "f", &[])
}

/// Answers that took longer than a warm one.
fn late(run: &Run) -> u64 {
    let latency = run.view("f").latency;
    let extra = latency.mean * latency.count as f64 - 0.45 * latency.count as f64;
    extra.round() as u64
}

#[test]
fn every_environment_starts_anew_and_is_used_again() {
    let mut run = Run::new(&function());
    run.to(10.05);
    let first = late(&run);
    assert_eq!(run.view("f").instances.up, first as u32);
    run.to(20.05);
    assert_eq!(late(&run), first);
    run.inject(ColdEverything, "f", None);
    // Those at work, of 19.7 ... 20.0 s, are still there, and gone when they are done.
    assert_eq!(run.view("f").instances.up, 4);
    assert!(run.frame().snapshot.faults.is_empty());
    run.to(30.05);
    let cold = late(&run) - first;
    assert!(
        cold >= 5 && u64::from(run.view("f").instances.up) == cold,
        "{cold}"
    );
    run.to(40.05);
    assert_eq!(late(&run), first + cold);
    assert_eq!(run.totals().failed, 0);
}

/// As long as it lasts each request needs an environment of its own.
#[test]
fn nothing_stays_warm_as_long_as_it_lasts() {
    let planned = fault(20.05, Some(10.0), "f", ColdEverything);
    let mut run = Run::new(&function().fault(planned));
    run.to(20.04);
    let first = late(&run);
    run.to(35.05);
    // Those that came from 20.1 to 30.0 s, and a few that found nothing warm after its end.
    let cold = late(&run) - first;
    assert!((100..=120).contains(&cold), "{cold}");
    run.to(60.05);
    assert_eq!(late(&run), first + cold);
}

/// A region is cold with all that stands in it.
#[test]
fn a_place_is_cold_with_all_in_it() {
    let placed = function().region("seoul", &["a", "b"]).inside("f", "a");
    for (target, hit) in [("seoul", true), ("a", true), ("b", false)] {
        let mut run = Run::new(&placed);
        run.to(20.05);
        let first = late(&run);
        run.inject(ColdEverything, target, None).to(30.05);
        assert_eq!(late(&run) > first, hit, "{target}");
    }
}

/// An open breaker is closed again, and a learned limit begins where it began.
#[test]
fn what_was_learned_is_forgotten() {
    let learns = [
        ("admission", word("adaptive")),
        ("latency_limit_ms", number(50.0)),
        ("limit_max", number(100.0)),
    ];
    let build = Build::default()
        .steady("users", 20.0)
        .fixed("app", 100, 0.01, &learns)
        .fixed("db", 0, 0.0, &[("queue", number(0.0))])
        .link("users", "app", &[])
        .link(
            "app",
            "db",
            &[("breaker", sim_core::catalog::Value::Flag(true))],
        );
    let mut run = Run::new(&build);
    run.to(20.0);
    let breaker = |run: &Run| run.link("app-db").special.unwrap().breaker.unwrap();
    let limit = |run: &Run| run.view("app").rules.limit.unwrap();
    assert_eq!(breaker(&run), BreakerState::Open);
    assert!(limit(&run) < 10, "{}", limit(&run));
    run.inject(ColdEverything, "app", None);
    assert_eq!((breaker(&run), limit(&run)), (BreakerState::Closed, 10));
    let refused = run.failures(Cause::Refused, "db");
    run.to(22.0);
    assert!(run.failures(Cause::Refused, "db") > refused);
}
