//! A queue longer than the callers' patience: the server is busy all the time, and nearly all of it is for nobody.
//!
//! The server does 100 a second. For a minute 120 come, callers wait for one second. Five seconds later 100 wait in
//! line, and whoever comes then is served too late; after the minute 1,200 do, and 20 a second is what the server has
//! left to work them off.

use sim_core::catalog::Value;
use sim_core::engine::snapshot::Cause;

use super::SEEDS;
use super::lesson::{example, played};
use crate::support::build::{number, word};
use crate::support::run::Run;

const CAPACITY: f64 = 100.0;

fn cured(param: &str, value: Value, seed: u64) -> Run {
    played(
        &example("stale-queue").set("server", param, value),
        seed,
        300.0,
    )
}

#[test]
fn first_come_first_served_serves_nobody() {
    for seed in SEEDS {
        let run = played(&example("stale-queue"), seed, 300.0);
        let before = run.between(30.0, 90.0);
        assert!(before.goodput() > 0.97 * before.offered(), "seed {seed}");
        // The last 40 s of the spike, and the next 20: the line is far longer than one second all the time.
        for (from, to) in [(110.0, 150.0), (150.0, 170.0)] {
            let stale = run.between(from, to);
            let good = stale.goodput();
            assert!(good < 0.05 * CAPACITY, "seed {seed}: {good} from {from} s");
            assert!(
                stale.component("server", |p| p.utilization) > 0.99,
                "seed {seed}"
            );
            let queue = stale.component("server", |p| p.queue);
            assert!(queue > 2.0 * CAPACITY * 1.0, "seed {seed}: {queue}");
            assert_eq!(
                stale.failed(),
                stale.failed_by(Cause::Timeout),
                "seed {seed}"
            );
        }
        // Throughput is what the server can do: 60 seconds of it, of which 50 at least were waste.
        let server = run.view("server");
        assert!(server.wasted as f64 > 50.0 * CAPACITY, "seed {seed}");
        // It heals by itself, but long after its cause.
        let after = run.between(280.0, 300.0);
        assert!(after.goodput() > 0.95 * after.offered(), "seed {seed}");
    }
}

/// The newest first, or a line no longer than the patience: nine tenths of what the server can do is for somebody.
#[test]
fn the_newest_first_or_a_short_line_cure_it() {
    for seed in SEEDS {
        let cures = [("discipline", word("lifo")), ("queue", number(50.0))];
        for (param, value) in cures {
            let run = cured(param, value, seed);
            let spike = run.between(95.0, 150.0);
            let good = spike.goodput();
            assert!(good > 0.85 * CAPACITY, "seed {seed}, {param}: {good}");
            let after = run.between(155.0, 300.0);
            assert!(
                after.goodput() > 0.97 * after.offered(),
                "seed {seed}, {param}"
            );
        }
    }
}

/// To drop those who have given up is half a cure: the next in line is then always one who is about to.
#[test]
fn skipping_the_abandoned_helps_less_than_the_newest_first() {
    for seed in SEEDS {
        let good = |param, value| cured(param, value, seed).between(95.0, 150.0).goodput();
        let skipped = good("skip_abandoned", Value::Flag(true));
        let newest = good("discipline", word("lifo"));
        assert!(skipped > 0.5 * CAPACITY, "seed {seed}: {skipped}");
        assert!(
            skipped < newest - 0.1 * CAPACITY,
            "seed {seed}: {skipped}, {newest}"
        );
    }
}
