//! Capacity times a factor: slots, processors, instances, concurrency, rates; and back.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::InjectError;
use sim_core::engine::snapshot::Cause;

use crate::support::build::{Build, constant, id, number, word};
use crate::support::run::{Run, fault};

fn capacity(factor: f64) -> FaultKind {
    FaultKind::Capacity { factor }
}

/// Fifty requests a second that each take 0.1 s: five slots are what they need.
fn pool(workers: u32, more: &[(&str, Value)]) -> Build {
    Build::default()
        .steady("users", 50.0)
        .fixed("server", workers, 0.1, more)
        .link("users", "server", &[])
}

/// Half of eight slots serve 40 of 50 requests a second: the line grows by ten a second, and is gone again afterwards.
#[test]
fn half_the_slots_serve_half_as_many() {
    let mut run = Run::new(&pool(8, &[]).fault(fault(10.005, Some(10.0), "server", capacity(0.5))));
    run.to(10.0);
    assert_eq!(
        (run.view("server").slots, run.view("server").queue),
        (Some(8), 0)
    );
    run.to(20.0);
    let server = run.view("server");
    assert_eq!((server.slots, server.slots_held), (Some(4), 4));
    assert!((97..=101).contains(&server.queue), "{}", server.queue);
    // 80 a second from then on: 30 more than come.
    run.to(25.0);
    let server = run.view("server");
    assert_eq!((server.slots, server.queue), (Some(8), 0));
    assert!(server.slots_held <= 5);
    assert_eq!(run.totals().failed, 0);
}

/// What is at work goes on with the slot it has; the slots are fewer when it is done.
#[test]
fn requests_at_work_are_not_stopped() {
    let mut run = Run::new(&pool(8, &[]));
    run.to(10.005).inject(capacity(0.0), "server", None);
    assert_eq!(run.view("server").slots, Some(5));
    run.to(10.5);
    let server = run.view("server");
    assert_eq!(
        (server.slots, server.slots_held, server.ok),
        (Some(0), 0, 500)
    );
    assert_eq!(server.queue, 25);
    run.heal("server").to(12.0);
    assert_eq!((run.view("server").queue, run.totals().failed), (0, 0));
}

/// Twice two and a half is five; together they are what they are one after the other, in either order.
#[test]
fn two_of_them_multiply() {
    let mut run = Run::new(&pool(10, &[]));
    let slots = |run: &Run| run.view("server").slots;
    run.inject(capacity(0.5), "server", Some(4.0));
    run.inject(capacity(3.0), "server", Some(2.0));
    assert_eq!(slots(&run), Some(15));
    run.to(3.0);
    assert_eq!(slots(&run), Some(5));
    run.to(5.0);
    assert_eq!(slots(&run), Some(10));
}

/// Where a whole slot is all an instance has, there are fewer instances.
#[test]
fn single_slots_go_with_their_instances() {
    let mut run = Run::new(&pool(1, &[("instances", number(8.0))]));
    run.to(1.0)
        .inject(capacity(0.5), "server", Some(5.0))
        .to(2.0);
    let server = run.view("server");
    assert_eq!((server.instances.up, server.slots), (4, Some(4)));
    run.to(7.0);
    assert_eq!(
        (run.view("server").instances.up, run.view("server").slots),
        (8, Some(8))
    );
}

/// Half a processor: work takes twice as long.
#[test]
fn processors_are_halved_exactly() {
    let shared = [("discipline", word("processor_sharing"))];
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 1, 0.1, &shared)
        .link("user", "server", &[]);
    let mut run = Run::new(&build);
    run.to(1.0)
        .inject(capacity(0.5), "server", Some(15.0))
        .to(15.0);
    assert!((run.view("user").latency.max - 0.2).abs() < 1e-9);
    run.to(25.0);
    assert!((run.view("user").latency.mean - 0.15).abs() < 1e-9);
}

#[test]
fn concurrency_and_rates_follow() {
    let function = [
        ("concurrency", number(10.0)),
        ("service_time", constant(0.1)),
        ("cold_start", constant(0.0)),
    ];
    let build = Build::default()
        .steady("users", 100.0)
        .component("f", "lambda", None, &function)
        .component("store", "s3", None, &[])
        .link("users", "f", &[])
        .steady("readers", 100.0)
        .link("readers", "store", &[]);
    let mut run = Run::new(&build);
    run.to(5.0);
    let (slots, before) = (run.view("f").slots, run.failures(Cause::Throttled, "f"));
    assert_eq!(slots, Some(10));
    run.inject(capacity(0.5), "f", Some(5.0)).to(9.9);
    assert_eq!(run.view("f").slots, Some(5));
    let throttled = run.failures(Cause::Throttled, "f") - before;
    assert!((230..=260).contains(&throttled), "{throttled}");
    run.to(11.0);
    assert_eq!(run.view("f").slots, Some(10));
    // 5,500 reads a second times 0.001, and a second's worth that was saved.
    let before = run.view("store").usage.reads;
    run.inject(capacity(0.001), "store", Some(10.0)).to(21.0);
    let slow_down = run.failures(Cause::Throttled, "store");
    let passed = run.view("store").usage.reads - before;
    assert!(
        (55..=61).contains(&passed) && slow_down > 100,
        "{passed} {slow_down}"
    );
    run.to(31.0);
    assert!(run.failures(Cause::Throttled, "store") <= slow_down + 1);
}

#[test]
fn a_rate_limit_is_capacity() {
    let limit = [
        ("throttle", word("token_bucket")),
        ("throttle_per_s", number(50.0)),
        ("throttle_burst", number(1.0)),
    ];
    let mut run = Run::new(&pool(100, &limit));
    run.to(10.005);
    let before = run.failures(Cause::Throttled, "server");
    run.inject(capacity(0.5), "server", Some(10.0)).to(20.005);
    let throttled = run.failures(Cause::Throttled, "server") - before;
    assert!((249..=251).contains(&throttled), "{throttled}");
    let before = run.failures(Cause::Throttled, "server");
    run.to(30.005);
    assert!(run.failures(Cause::Throttled, "server") <= before + 1);
}

/// An edit under the fault is an edit of what it will be without; one that changes the kind of part takes the fault on.
#[test]
fn edits_and_the_fault_know_of_each_other() {
    let mut run = Run::new(&pool(8, &[]));
    let slots = |run: &Run| run.view("server").slots;
    run.inject(capacity(0.5), "server", Some(10.0));
    run.change(&pool(20, &[]));
    assert_eq!(slots(&run), Some(10));
    run.change(&pool(20, &[])).to(5.0);
    assert_eq!(slots(&run), Some(10));
    let function = [("concurrency", number(40.0))];
    let other = pool(20, &[]).without("server");
    let other = other.component("server", "lambda", None, &function);
    let other = other.link("users", "server", &[]);
    run.change(&other);
    assert_eq!(slots(&run), Some(20));
    run.to(11.0);
    assert_eq!(slots(&run), Some(40));
    run.change(&pool(20, &[]));
    assert_eq!(slots(&run), Some(20));
}

#[test]
fn the_factor_must_make_sense_and_the_target_have_a_capacity() {
    let build = pool(8, &[])
        .component("alb", "alb", None, &[])
        .link("alb", "server", &[]);
    let mut run = Run::new(&build);
    let mut inject = |factor, target: &str| run.player.inject(&capacity(factor), &id(target), None);
    for factor in [f64::NAN, -0.1, 1_000.1] {
        let error = inject(factor, "server");
        assert!(
            matches!(error, Err(InjectError::BadValue { .. })),
            "{factor}"
        );
    }
    assert_eq!(inject(1_000.0, "server"), Ok(()));
    for target in ["alb", "users", "users-server"] {
        let error = inject(0.5, target);
        assert!(
            matches!(error, Err(InjectError::DoesNotApply { .. })),
            "{target}"
        );
    }
    assert_eq!(run.view("server").slots, Some(8_000));
}
