//! The same API as tasks and as functions: who takes a burst, and which of them is cheaper at which rate.
//!
//! A request takes 12.5 ms of a processor. Two tasks of one vCPU work off 160 a second, and 300 come. The metric says
//! so three times within three minutes, the new tasks need 30 to 60 s to start, and a metric that cannot say more than
//! 100 % lets the service grow by no more than a factor of 1 / 0.7 at a time. Functions are started one by one request.

use sim_core::catalog::Value;
use sim_core::report::bill::bill;

use super::SEEDS;
use super::lesson::{example, played};
use crate::support::build::{Build, number, word};

const STEM: &str = "fargate-or-lambda";

#[test]
fn functions_take_the_burst_and_tasks_come_minutes_later() {
    for seed in SEEDS {
        let mut run = played(&example(STEM), seed, 120.0);
        assert_eq!(run.totals().failed, 0, "seed {seed}");
        // 300 a second against 160, once places and lines are full; until the third task is there.
        run.to(130.0);
        let before = run.totals().failed;
        run.to(300.0);
        let late = (run.totals().failed - before) as f64 / 170.0;
        assert!((130.0..150.0).contains(&late), "seed {seed}: {late}");
        run.to(520.0);
        let caught = run.totals().failed;
        run.to(720.0);
        assert_eq!(run.totals().failed, caught, "seed {seed}");
        assert_eq!(run.view("tasks").instances.up, 6, "seed {seed}");
        assert_eq!(run.view("function").failed, 0, "seed {seed}");
        assert_eq!(run.view("lambda-users").failed, 0, "seed {seed}");
        // Cold ones take longer than any work, and there are few of them.
        let function = run.view("function").latency;
        assert!(function.p99 < 0.1 && function.max > 0.2, "{function:?}");
    }
}

/// Impatient probes take an overloaded task for a dead one: it goes, and with it the metric that asked for more.
#[test]
fn impatient_health_checks_make_the_burst_worse() {
    for seed in SEEDS {
        let failed = |unhealthy_after: f64| {
            let build = example(STEM).set("alb", "unhealthy_after", number(unhealthy_after));
            played(&build, seed, 720.0).totals().failed as f64
        };
        let (patient, impatient) = (failed(10.0), failed(2.0));
        // One that is replaced at the height of the burst is missing for half a minute at least: 80 a second.
        assert!(
            impatient > patient + 30.0 * 80.0,
            "seed {seed}: {impatient} {patient}"
        );
    }
}

/// What both sides cost in an hour at a steady rate: the balancer and its tasks, the function.
fn per_hour(rate: f64) -> [f64; 2] {
    let steady = |build: Build, users: &str| {
        let build = build.set(users, "profile", word("steady"));
        build.set(users, "rate_per_s", Value::Number(rate))
    };
    let build = steady(steady(example(STEM), "fargate-users"), "lambda-users");
    let run = played(&build, 1, 600.0);
    assert_eq!(run.totals().failed, 0);
    let bill = bill(&build.document, &run.frame().snapshot);
    let of = |names: &[&str]| {
        let items = bill.items.iter();
        let items = items.filter(|item| names.contains(&item.component.as_str()));
        items.map(|item| item.cost.as_usd_f64()).sum::<f64>() * 6.0
    };
    [of(&["alb", "tasks"]), of(&["function"])]
}

#[test]
fn functions_are_cheaper_where_little_happens_and_tasks_where_much_does() {
    let [tasks, function] = per_hour(20.0);
    assert!(function < 0.5 * tasks, "{function} {tasks}");
    let [tasks, function] = per_hour(100.0);
    assert!(tasks < 0.9 * function, "{function} {tasks}");
}
