//! A retry storm is metastable: it outlives its trigger, and ends only when load is shed or retries are limited.
//!
//! 100 requests a second meet a server that can do 150. One request makes four tries at most, so what is offered while
//! all of them fail is 400, more than the server can ever do; its 300 places are then always full, two seconds of work
//! deep, and callers wait for half a second.

use sim_core::engine::snapshot::Cause;

use super::SEEDS;
use super::lesson::{example, played};
use crate::support::build::{Build, number};

const RATE: f64 = 100.0;
const CAPACITY: f64 = 150.0;
const TRIES: f64 = 4.0;

/// As the example tells its reader: one retry for ten requests, and the ten a second that a budget allows in any case.
/// That is 120 a second, less than the server can do.
fn budgeted(build: Build) -> Build {
    build.set_link("users-api", "retry_budget_percent", number(10.0))
}

#[test]
fn the_storm_goes_on_when_its_cause_is_gone() {
    for seed in SEEDS {
        let run = played(&example("retry-storm"), seed, 300.0);
        let before = run.between(30.0, 90.0);
        assert!(before.goodput() > 0.97 * before.offered(), "seed {seed}");
        // A minute after the server is as fast as before, and to the end: it does all it can, for nobody.
        let after = run.between(160.0, 300.0);
        assert!(after.offered() < 0.8 * CAPACITY, "seed {seed}");
        assert!(
            after.goodput() < 0.05 * RATE,
            "seed {seed}: {}",
            after.goodput()
        );
        let api = |figure: fn(&_) -> f64| after.component("api", figure);
        assert!(api(|point| point.utilization) > 0.99, "seed {seed}");
        assert!(
            api(|point| point.arrived_per_s) > 0.9 * TRIES * RATE,
            "seed {seed}"
        );
        // Deeper than anybody waits for.
        assert!(
            api(|point| point.queue) / CAPACITY > 2.0 * 0.5,
            "seed {seed}"
        );
        let causes = [Cause::Refused, Cause::Timeout].map(|cause| after.failed_by(cause));
        assert!(
            causes.iter().all(|failed| *failed > 0.0),
            "seed {seed}: {causes:?}"
        );
        assert!(after.failed() > 0.9 * RATE, "seed {seed}");
    }
}

#[test]
fn a_retry_budget_keeps_the_trouble_as_short_as_its_cause() {
    for seed in SEEDS {
        let run = played(&budgeted(example("retry-storm")), seed, 300.0);
        let during = run.between(91.0, 100.0);
        assert!(during.failed() > 0.1 * RATE, "seed {seed}: no trigger");
        // 300 places empty with the 30 a second that the server has left: ten seconds, here three times that.
        let after = run.between(132.0, 300.0);
        assert!(after.goodput() > 0.97 * after.offered(), "seed {seed}");
        assert!(after.worst_p99() < 0.5, "seed {seed}");
    }
}

/// The way out follows the arithmetic: four tries of 50 users are more than the server can do, four of 20 are less.
#[test]
fn only_enough_shedding_ends_it() {
    for seed in SEEDS {
        for (rate, ends) in [(50.0, false), (20.0, true)] {
            assert_eq!(TRIES * rate < CAPACITY, ends);
            let stormy = example("retry-storm");
            let mut run = played(&stormy, seed, 160.0);
            let shed = stormy.clone().set("users", "rate_per_s", number(rate));
            run.change(&shed).to(190.0);
            // All users are back.
            run.change(&stormy).to(300.0);
            let after = run.between(210.0, 300.0);
            let good = after.goodput() / after.offered();
            let as_told = if ends { good > 0.97 } else { good < 0.05 };
            assert!(as_told, "seed {seed}, shed to {rate}: {good}");
        }
    }
}

/// A budget that comes in the middle of the storm ends it as well.
#[test]
fn a_budget_ends_a_storm_that_rages() {
    for seed in SEEDS {
        let stormy = example("retry-storm");
        let mut run = played(&stormy, seed, 160.0);
        run.change(&budgeted(stormy)).to(300.0);
        let after = run.between(200.0, 300.0);
        assert!(after.goodput() > 0.97 * after.offered(), "seed {seed}");
    }
}
