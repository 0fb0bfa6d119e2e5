//! W4: a hundred one-worker servers, in turn or the least busy.

use std::collections::VecDeque;

use desque::SimState;
use desque::serial::{OkEvent, Simulation};

use super::finish;
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::measure::Outcome;
use crate::models::{SERVERS, Work};

struct Balanced {
    dice: Dice,
    ledger: Ledger,
    /// Requests at each server; the one at work stands first.
    lines: Vec<VecDeque<u64>>,
    /// Their lengths side by side, so that the shortest is found by one sweep.
    outstanding: Vec<u32>,
    least: bool,
    turn: usize,
    gap: f64,
    end: u64,
}

impl SimState<u64> for Balanced {
    fn is_complete(&self, now: &u64) -> bool {
        *now >= self.end
    }
}

impl Balanced {
    fn choose(&mut self) -> usize {
        if self.least {
            let fewest = self.outstanding.iter().copied().min();
            let found = self.outstanding.iter().position(|n| Some(*n) == fewest);
            return found.unwrap_or(0);
        }
        self.turn = (self.turn + 1) % SERVERS;
        self.turn
    }
}

type Sim = Simulation<Balanced, u64>;

#[derive(Debug)]
struct Arrival;

#[derive(Debug)]
struct Done {
    server: usize,
}

fn after(sim: &mut Sim, mean_ns: f64) -> u64 {
    *sim.current_time() + sim.state_mut().dice.exponential(mean_ns)
}

fn start(sim: &mut Sim, server: usize) {
    let at = after(sim, 1e9);
    sim.schedule(Done { server }, at)
        .expect("never back in time");
}

fn next_arrival(sim: &mut Sim) {
    let gap = sim.state().gap;
    let at = after(sim, gap);
    sim.schedule(Arrival, at).expect("never back in time");
}

impl OkEvent<Balanced, u64> for Arrival {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        let state = sim.state_mut();
        let server = state.choose();
        state.outstanding[server] += 1;
        state.lines[server].push_back(now);
        if state.outstanding[server] == 1 {
            start(sim, server);
        }
        next_arrival(sim);
    }
}

impl OkEvent<Balanced, u64> for Done {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        let state = sim.state_mut();
        if let Some(arrived) = state.lines[self.server].pop_front() {
            state.ledger.record(now - arrived);
        }
        state.outstanding[self.server] -= 1;
        if state.outstanding[self.server] > 0 {
            start(sim, self.server);
        }
    }
}

pub fn run(end: u64, seed: u64, least: bool) -> Outcome {
    let state = Balanced {
        dice: Dice::new(seed),
        ledger: Ledger::default(),
        lines: vec![VecDeque::new(); SERVERS],
        outstanding: vec![0; SERVERS],
        least,
        turn: 0,
        gap: 1e9 / Work::W4Least.rate(),
        end,
    };
    let mut sim = Simulation::new(state, 0);
    next_arrival(&mut sim);
    finish(sim, |state| &state.ledger)
}
