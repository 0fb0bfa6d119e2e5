//! Two rates in turn for exponential times: the integral is walked from switch to switch.

use crate::catalog::traffic::Bursts;
use crate::foundation::chance::Stream;

use super::per_nano;

/// Switches that are walked at once. Where a gap holds more, the rest of it passes at the mean rate: so many switches
/// are their average.
const MAX_SWITCHES: u32 = 100_000;

#[derive(Debug)]
pub struct BurstCourse {
    bursts: Bursts,
    state: State,
    /// As it was when the pending arrival was drawn: a change of the document drops that arrival.
    before: State,
}

#[derive(Clone, Debug)]
struct State {
    stream: Stream,
    burst: bool,
    /// The next switch.
    until: u64,
}

impl BurstCourse {
    /// In the steady state at `now`.
    pub fn new(bursts: Bursts, now: u64, mut stream: Stream) -> Self {
        let burst = stream.bernoulli(bursts.burst_share());
        let mut state = State {
            stream,
            burst,
            until: now,
        };
        state.stay(&bursts, now);
        Self {
            bursts,
            before: state.clone(),
            state,
        }
    }

    /// The same switches go on under other rates; other lengths hold from `now` on.
    pub fn changed(mut self, bursts: Bursts, now: u64) -> Self {
        let mut state = self.before;
        state.seek(&self.bursts, now);
        if (self.bursts.calm, self.bursts.burst) != (bursts.calm, bursts.burst) {
            state.stay(&bursts, now);
        }
        self.bursts = bursts;
        self.before = state.clone();
        self.state = state;
        self
    }

    /// Nanoseconds from `now` to where the integral has grown by `gap`, counted from `residue` beside `now`.
    pub fn next(&mut self, now: u64, residue: f64, gap: f64) -> Option<f64> {
        let mean = per_nano(self.bursts.mean_per_s());
        if mean <= 0.0 {
            return None;
        }
        self.state.seek(&self.bursts, now);
        self.before = self.state.clone();
        let (mut ahead, mut gap) = (residue, gap);
        for _ in 0..MAX_SWITCHES {
            let rate = self.state.rate(&self.bursts);
            let end = (self.state.until - now) as f64;
            let rest = rate * (end - ahead).max(0.0);
            if gap < rest {
                return Some((ahead + gap / rate).min(end));
            }
            gap -= rest;
            ahead = end;
            self.state.switch(&self.bursts);
        }
        ahead += gap / mean;
        // An arrival is found in a burst as often as bursts have arrivals.
        let share = self.bursts.burst_share() * per_nano(self.bursts.burst_per_s) / mean;
        self.state.burst = self.state.stream.bernoulli(share);
        self.state
            .stay(&self.bursts, now.saturating_add(ahead as u64));
        Some(ahead)
    }
}

impl State {
    fn rate(&self, bursts: &Bursts) -> f64 {
        per_nano(if self.burst {
            bursts.burst_per_s
        } else {
            bursts.calm_per_s
        })
    }

    /// Stays in the present state from `now` on for a drawn time.
    fn stay(&mut self, bursts: &Bursts, now: u64) {
        let mean = if self.burst {
            bursts.burst
        } else {
            bursts.calm
        };
        let length = mean.0 as f64 * self.stream.exponential();
        self.until = now.saturating_add((length + 0.5).max(1.0) as u64);
    }

    fn switch(&mut self, bursts: &Bursts) {
        self.burst = !self.burst;
        self.stay(bursts, self.until);
    }

    /// Goes on to `now`.
    fn seek(&mut self, bursts: &Bursts, now: u64) {
        for _ in 0..MAX_SWITCHES {
            if self.until > now {
                return;
            }
            self.switch(bursts);
        }
        // Long after: whatever the state was, it is forgotten.
        self.burst = self.stream.bernoulli(bursts.burst_share());
        self.stay(bursts, now);
    }
}
