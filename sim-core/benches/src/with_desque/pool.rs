//! W2: sixteen workers and one line.

use std::collections::VecDeque;

use desque::SimState;
use desque::serial::{OkEvent, Simulation};

use super::finish;
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::measure::Outcome;
use crate::models::Work;

struct Pool {
    dice: Dice,
    ledger: Ledger,
    free: u32,
    line: VecDeque<u64>,
    gap: f64,
    end: u64,
}

impl SimState<u64> for Pool {
    fn is_complete(&self, now: &u64) -> bool {
        *now >= self.end
    }
}

type Sim = Simulation<Pool, u64>;

#[derive(Debug)]
struct Arrival;

#[derive(Debug)]
struct Done {
    arrived: u64,
}

fn after(sim: &mut Sim, mean_ns: f64) -> u64 {
    *sim.current_time() + sim.state_mut().dice.exponential(mean_ns)
}

fn start(sim: &mut Sim, arrived: u64) {
    let at = after(sim, 1e9);
    sim.schedule(Done { arrived }, at)
        .expect("never back in time");
}

fn next_arrival(sim: &mut Sim) {
    let gap = sim.state().gap;
    let at = after(sim, gap);
    sim.schedule(Arrival, at).expect("never back in time");
}

impl OkEvent<Pool, u64> for Arrival {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        let state = sim.state_mut();
        if state.free > 0 {
            state.free -= 1;
            start(sim, now);
        } else {
            state.line.push_back(now);
        }
        next_arrival(sim);
    }
}

impl OkEvent<Pool, u64> for Done {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        let state = sim.state_mut();
        state.ledger.record(now - self.arrived);
        match state.line.pop_front() {
            Some(next) => start(sim, next),
            None => state.free += 1,
        }
    }
}

pub fn run(end: u64, seed: u64) -> Outcome {
    let state = Pool {
        dice: Dice::new(seed),
        ledger: Ledger::default(),
        free: 16,
        line: VecDeque::new(),
        gap: 1e9 / Work::W2.rate(),
        end,
    };
    let mut sim = Simulation::new(state, 0);
    next_arrival(&mut sim);
    finish(sim, |state| &state.ledger)
}
