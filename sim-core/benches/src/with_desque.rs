//! The workloads in desque: each written by hand as its documentation writes models. Integer clock, events without
//! content where the order of a queue says which request it is about, a boxed time of arrival where not.

mod balanced;
mod pool;
mod single;
mod tiers;

use desque::serial::Simulation;
use desque::{SimState, SimTime};

use crate::ledger::Ledger;
use crate::measure::Outcome;
use crate::models::Work;

/// Runs until about `requests` have arrived.
pub fn run(work: Work, requests: u64, seed: u64) -> Outcome {
    let end = work.nanos(requests);
    match work {
        Work::W1 => single::run(end, seed),
        Work::W2 => pool::run(end, seed),
        Work::W3 => tiers::run(end, seed),
        Work::W4Turn => balanced::run(end, seed, false),
        Work::W4Least => balanced::run(end, seed, true),
    }
}

/// Runs to the end and reads the ledger.
fn finish<S>(mut simulation: Simulation<S, u64>, ledger: impl Fn(&S) -> &Ledger) -> Outcome
where
    S: SimState<u64>,
    u64: SimTime,
{
    simulation.run().expect("events never fail");
    ledger(simulation.state()).outcome()
}
