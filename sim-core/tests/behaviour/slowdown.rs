//! Work that takes longer the more requests are at work.

use sim_core::catalog::Value;

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::Run;

/// Users who all ask at once, and a server with a slot for each of them.
fn crowd(users: u32, rules: &[(&str, Value)]) -> Build {
    Build::default()
        .users("users", users, 100.0)
        .fixed("server", users, 1.0, rules)
        .link("users", "server", &[])
}

fn linear(from: f64, each: f64) -> [(&'static str, Value); 3] {
    [
        ("slowdown", word("linear")),
        ("slowdown_from", number(from)),
        ("slowdown_each", number(each)),
    ]
}

/// Ten at once, six beyond the knee, 10 % each: all of them take 1.6 times as long.
#[test]
fn each_one_beyond_the_knee_costs_its_share() {
    let mut run = Run::new(&crowd(10, &linear(4.0, 10.0)));
    run.to(150.0);
    assert_close(run.view("server").latency.mean, 1.6);
    let mut few = Run::new(&crowd(4, &linear(4.0, 10.0)));
    few.to(150.0);
    assert_close(few.view("server").latency.mean, 1.0);
}

/// σ = 10 %, κ = 1 %, five at once: 1 + 0.1 · 4 + 0.01 · 5 · 4 = 1.6.
#[test]
fn the_universal_scalability_law() {
    let usl = [
        ("slowdown", word("usl")),
        ("contention", number(10.0)),
        ("coherency", number(1.0)),
    ];
    let mut run = Run::new(&crowd(5, &usl));
    run.to(150.0);
    assert_close(run.view("server").latency.mean, 1.6);
}

/// The pace follows who is there: the second comes when half of the first's work is done, and both halve their speed.
#[test]
fn the_pace_follows_those_at_work() {
    let build = Build::default()
        .once("first", 100.0)
        .once("second", 100.5)
        .fixed("server", 2, 1.0, &linear(1.0, 100.0))
        .link("first", "server", &[])
        .link("second", "server", &[]);
    let mut run = Run::new(&build);
    run.to(150.0);
    // The first is done at 101.5 s with half of the second's work left.
    assert_close(run.view("first").latency.mean, 1.5);
    assert_close(run.view("second").latency.mean, 1.5);
}

/// Waiting for an answer from below is no work: it slows nobody down.
#[test]
fn those_who_wait_below_are_not_at_work() {
    let build = crowd(10, &linear(1.0, 100.0))
        .set("server", "service_time", constant(0.0))
        .fixed("below", 10, 1.0, &[])
        .link("server", "below", &[]);
    let mut run = Run::new(&build);
    run.to(150.0);
    assert_close(run.view("server").latency.mean, 1.0);
}

/// Two processors shared by four, and twice as slow with four at work: a quarter of the speed.
#[test]
fn shared_processors_slow_down_too() {
    let rules = [
        ("discipline", word("processor_sharing")),
        ("workers", number(2.0)),
        ("slowdown", word("linear")),
        ("slowdown_from", number(2.0)),
        ("slowdown_each", number(50.0)),
    ];
    let mut run = Run::new(&crowd(4, &rules));
    run.to(150.0);
    assert_close(run.view("server").latency.mean, 4.0);
    let server = run.view("server");
    assert_close(server.utilization_mean, 4.0 / 150.0);
}

/// It comes and goes while requests are at work, and none of their work is lost.
#[test]
fn slowdown_may_change_while_it_runs() {
    let mut run = Run::new(&crowd(3, &[]));
    run.to(100.5);
    run.change(&crowd(3, &linear(1.0, 50.0)));
    // Twice as slow from here: a quarter of the work is left at 101 s.
    run.to(101.0);
    assert_eq!(
        (run.view("server").slots_held, run.view("server").ok),
        (3, 0)
    );
    run.change(&crowd(3, &[]));
    run.to(150.0);
    assert_close(run.view("server").latency.mean, 1.25);
    assert_close(run.view("server").utilization_mean, 1.25 / 150.0);
}

/// A group that scales by its load counts the slots at work where no processors are modelled.
#[test]
fn the_metric_of_a_scaling_group_counts_those_at_work() {
    let group = [
        ("workers", number(10.0)),
        ("service_time", constant(0.1)),
        ("cpu", word("dedicated")),
        ("min", number(1.0)),
        ("max", number(4.0)),
        ("desired", number(1.0)),
        ("target_cpu", number(50.0)),
        ("slowdown", word("linear")),
        ("slowdown_from", number(0.0)),
        ("slowdown_each", number(1.0)),
    ];
    let build = Build::default()
        .steady("users", 95.0)
        .component("app", "asg", None, &group)
        .link("users", "app", &[]);
    let mut run = Run::new(&build);
    run.to(1_000.0);
    assert!(run.view("app").instances.desired > 1);
}
