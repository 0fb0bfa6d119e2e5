//! A message queue between a shop and its workers: a burst waits instead of failing.
//!
//! Ten workers do about 54 orders a second; for a minute 100 come. Some 2,700 wait in the end, the last of them for
//! about 50 s, and with 34 a second to spare the line is gone 80 s later.

use sim_core::engine::snapshot::Cause;

use super::SEEDS;
use super::lesson::{example, played};
use crate::support::build::number;

/// What the workers can do per second, and what comes in the burst.
const CAPACITY: f64 = 54.0;
const BURST: f64 = 100.0;

#[test]
fn a_queue_keeps_what_the_workers_cannot_do_yet() {
    for seed in SEEDS {
        let run = played(&example("queue-burst"), seed, 300.0);
        let totals = run.totals();
        assert_eq!((totals.failed, totals.wasted), (0, 0), "seed {seed}");
        // The customers do not feel the burst.
        let burst = run.between(70.0, 120.0);
        assert!(burst.goodput() > 0.97 * BURST, "seed {seed}");
        let latency = run.view("customers").latency;
        assert!(latency.p99 < 0.3, "seed {seed}: {latency:?}");
        // The line grows by what is too much, and is gone by the end.
        let line = run.view("orders").queue_max as f64;
        let grown = (BURST - CAPACITY) * 60.0;
        assert!((line / grown - 1.0).abs() < 0.2, "seed {seed}: {line}");
        let before = run.between(30.0, 60.0).component("orders", |p| p.queue);
        let after = run.between(250.0, 300.0).component("orders", |p| p.queue);
        assert!(
            before < 5.0 && after < 5.0,
            "seed {seed}: {before}, {after}"
        );
        // The oldest order waited for what stood before it.
        let age = run.view("orders").latency.max;
        let expected = line / CAPACITY;
        assert!((age / expected - 1.0).abs() < 0.2, "seed {seed}: {age}");
        let messages = run.view("orders").messages.unwrap();
        assert_eq!((messages.returned, messages.dead), (0, 0), "seed {seed}");
        // Nobody waits at the workers' door: they fetch when they are free.
        assert_eq!(run.view("workers").queue_max, 0, "seed {seed}");
    }
}

/// The same without the queue: the workers are as busy, and what they cannot do is refused.
#[test]
fn without_the_queue_the_burst_is_refused() {
    for seed in SEEDS {
        let direct = example("queue-burst").without("orders").link(
            "shop",
            "workers",
            &[("timeout_ms", number(1_000.0))],
        );
        let run = played(&direct, seed, 300.0);
        let burst = run.between(70.0, 120.0);
        let refused = burst.failed_by(Cause::Refused);
        assert!(refused > 0.8 * (BURST - CAPACITY), "seed {seed}: {refused}");
        assert!(burst.goodput() < 1.1 * CAPACITY, "seed {seed}");
        let after = run.between(130.0, 300.0);
        assert!(after.goodput() > 0.97 * after.offered(), "seed {seed}");
    }
}
