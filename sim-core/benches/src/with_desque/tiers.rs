//! W3: a balancer that takes 50 ms, sixteen application workers that are held during a call, eight database workers.

use std::collections::VecDeque;

use desque::SimState;
use desque::serial::{OkEvent, Simulation};

use super::finish;
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::measure::Outcome;
use crate::models::{BALANCER_NS, Work};

/// Workers with one line.
struct Tier {
    free: u32,
    line: VecDeque<u64>,
}

impl Tier {
    fn new(workers: u32) -> Self {
        Self {
            free: workers,
            line: VecDeque::new(),
        }
    }

    /// Takes a worker, or stands in line.
    fn enter(&mut self, request: u64) -> bool {
        if self.free == 0 {
            self.line.push_back(request);
            return false;
        }
        self.free -= 1;
        true
    }

    /// Gives the worker to the next in line.
    fn leave(&mut self) -> Option<u64> {
        let next = self.line.pop_front();
        self.free += u32::from(next.is_none());
        next
    }
}

struct Tiers {
    dice: Dice,
    ledger: Ledger,
    app: Tier,
    db: Tier,
    gap: f64,
    end: u64,
}

impl SimState<u64> for Tiers {
    fn is_complete(&self, now: &u64) -> bool {
        *now >= self.end
    }
}

type Sim = Simulation<Tiers, u64>;

#[derive(Debug)]
struct Arrival;

/// The balancer has passed the request on. Each of these carries the request's time of arrival.
#[derive(Debug)]
struct Routed(u64);

#[derive(Debug)]
struct Worked(u64);

#[derive(Debug)]
struct Answered(u64);

fn after(sim: &mut Sim, mean_ns: f64) -> u64 {
    *sim.current_time() + sim.state_mut().dice.exponential(mean_ns)
}

fn work(sim: &mut Sim, request: u64) {
    let at = after(sim, 1e9);
    sim.schedule(Worked(request), at)
        .expect("never back in time");
}

fn query(sim: &mut Sim, request: u64) {
    let at = after(sim, 0.5e9);
    sim.schedule(Answered(request), at)
        .expect("never back in time");
}

fn next_arrival(sim: &mut Sim) {
    let gap = sim.state().gap;
    let at = after(sim, gap);
    sim.schedule(Arrival, at).expect("never back in time");
}

impl OkEvent<Tiers, u64> for Arrival {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        sim.schedule(Routed(now), now + BALANCER_NS)
            .expect("never back in time");
        next_arrival(sim);
    }
}

impl OkEvent<Tiers, u64> for Routed {
    fn execute(&mut self, sim: &mut Sim) {
        if sim.state_mut().app.enter(self.0) {
            work(sim, self.0);
        }
    }
}

impl OkEvent<Tiers, u64> for Worked {
    fn execute(&mut self, sim: &mut Sim) {
        if sim.state_mut().db.enter(self.0) {
            query(sim, self.0);
        }
    }
}

impl OkEvent<Tiers, u64> for Answered {
    fn execute(&mut self, sim: &mut Sim) {
        let now = *sim.current_time();
        let state = sim.state_mut();
        state.ledger.record(now - self.0);
        let (to_query, to_work) = (state.db.leave(), state.app.leave());
        if let Some(next) = to_query {
            query(sim, next);
        }
        if let Some(next) = to_work {
            work(sim, next);
        }
    }
}

pub fn run(end: u64, seed: u64) -> Outcome {
    let state = Tiers {
        dice: Dice::new(seed),
        ledger: Ledger::default(),
        app: Tier::new(16),
        db: Tier::new(8),
        gap: 1e9 / Work::W3.rate(),
        end,
    };
    let mut sim = Simulation::new(state, 0);
    next_arrival(&mut sim);
    finish(sim, |state| &state.ledger)
}
