//! W1: one server. The request at work stands first in the line.

use std::collections::VecDeque;

use desque::SimState;
use desque::serial::{OkEvent, Simulation};

use super::finish;
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::measure::Outcome;
use crate::models::Work;

struct Server {
    dice: Dice,
    ledger: Ledger,
    line: VecDeque<u64>,
    gap: f64,
    end: u64,
}

impl SimState<u64> for Server {
    fn is_complete(&self, now: &u64) -> bool {
        *now >= self.end
    }
}

type Sim = Simulation<Server, u64>;

#[derive(Debug)]
struct Arrival;

#[derive(Debug)]
struct Done;

fn after(sim: &mut Sim, mean_ns: f64) -> u64 {
    *sim.current_time() + sim.state_mut().dice.exponential(mean_ns)
}

fn start(sim: &mut Sim) {
    let at = after(sim, 1e9);
    sim.schedule(Done, at).expect("never back in time");
}

fn next_arrival(sim: &mut Sim) {
    let gap = sim.state().gap;
    let at = after(sim, gap);
    sim.schedule(Arrival, at).expect("never back in time");
}

impl OkEvent<Server, u64> for Arrival {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        sim.state_mut().line.push_back(now);
        if sim.state().line.len() == 1 {
            start(sim);
        }
        next_arrival(sim);
    }
}

impl OkEvent<Server, u64> for Done {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        let state = sim.state_mut();
        if let Some(arrived) = state.line.pop_front() {
            state.ledger.record(now - arrived);
        }
        if !state.line.is_empty() {
            start(sim);
        }
    }
}

pub fn run(end: u64, seed: u64) -> Outcome {
    let state = Server {
        dice: Dice::new(seed),
        ledger: Ledger::default(),
        line: VecDeque::new(),
        gap: 1e9 / Work::W1.rate(),
        end,
    };
    let mut sim = Simulation::new(state, 0);
    next_arrival(&mut sim);
    finish(sim, |state| &state.ledger)
}
