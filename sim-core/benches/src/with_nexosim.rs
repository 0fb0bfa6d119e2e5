//! The workloads in NeXosim: a model for each part, ports between them, as its documentation writes models. One
//! thread, so its single-threaded executor; no clock, so as fast as it can.

mod balanced;
mod station;
mod tiers;
mod users;

use std::time::Duration;

use nexosim::simulation::SimInit;
use nexosim::time::MonotonicTime;

use crate::ledger::Ledger;
use crate::measure::Outcome;
use crate::models::Work;

/// Runs until about `requests` have arrived.
pub fn run(work: Work, requests: u64, seed: u64) -> Outcome {
    let (bench, ledgers) = match work {
        Work::W1 => station::bench(work, 1, seed),
        Work::W2 => station::bench(work, 16, seed),
        Work::W3 => tiers::bench(seed),
        Work::W4Turn | Work::W4Least => balanced::bench(work, seed),
    };
    let end = Duration::from_nanos(work.nanos(requests));
    let mut simulation = bench
        .init(MonotonicTime::EPOCH)
        .expect("the bench is complete");
    simulation.step_until(end).expect("models never fail");
    let mut whole = Ledger::default();
    for ledger in ledgers {
        let part = simulation.process_query(&ledger, ());
        whole.merge(&part.expect("the model answers"));
    }
    whole.outcome()
}

/// One thread.
fn empty() -> SimInit {
    SimInit::with_num_threads(1)
}

/// Time since the request came, ns.
fn elapsed(now: MonotonicTime, arrived: MonotonicTime) -> u64 {
    now.duration_since(arrived).as_nanos() as u64
}
