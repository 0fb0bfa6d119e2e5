//! Execution environments of a function: warm ones rest on a stack, cold ones are started within limits.

use std::collections::VecDeque;

use crate::catalog::part::FunctionsPart;
use crate::foundation::chance::Sampler;

use super::bucket::Bucket;
use super::gauge::Gauge;
use super::station::compiled;

/// The window that the ramp of new environments is given for, ns.
const RAMP_WINDOW: u64 = 10_000_000_000;

/// A function's environments.
#[derive(Debug)]
pub struct Functions {
    pub part: FunctionsPart,
    pub cold_start: Sampler,
    /// When each resting environment last finished; the latest is reused first, the earliest expires first.
    resting: VecDeque<u64>,
    busy: u32,
    ramp: Bucket,
    /// Environments from before this instant are not used again.
    cold_since: u64,
    /// A fault: no environment is used twice.
    pub forgets: bool,
}

/// How an invocation starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Warm,
    Cold,
    /// Over the concurrency limit or the ramp.
    Throttled,
}

impl Functions {
    pub fn new(part: FunctionsPart, now: u64) -> Self {
        let ramp = Bucket::new(f64::from(part.ramp_per_10s) / 10.0, RAMP_WINDOW, now);
        Self {
            cold_start: compiled(&part.cold_start),
            part,
            resting: VecDeque::new(),
            busy: 0,
            ramp,
            cold_since: 0,
            forgets: false,
        }
    }

    /// Takes an environment for one request; those that have rested too long must be off already.
    pub fn start(&mut self, now: u64) -> Start {
        if self.busy >= self.part.concurrency {
            return Start::Throttled;
        }
        if self.resting.pop_back().is_some() {
            self.busy += 1;
            return Start::Warm;
        }
        if !self.ramp.take(now) {
            return Start::Throttled;
        }
        self.busy += 1;
        Start::Cold
    }

    /// Gives an environment back to rest, or drops it (it was stopped by force). `began`: its last invocation.
    pub fn finish(&mut self, now: u64, began: u64, keep: bool) {
        self.busy -= 1;
        if keep && began >= self.cold_since && !self.forgets {
            self.resting.push_back(now);
        }
    }

    /// Drops every environment: those at work when they are done.
    pub fn cool(&mut self, now: u64) {
        self.resting.clear();
        self.cold_since = now;
    }

    /// Drops the environments that have rested too long, and takes them off the gauge at the instants they went.
    pub fn expire(&mut self, now: u64, gauge: &mut Gauge) {
        let expired = self.expired(now).count();
        for end in self.expired(now) {
            gauge.down(end);
        }
        self.resting.drain(..expired);
    }

    /// When environments went that are on the books only because nobody has looked since.
    pub fn expired(&self, now: u64) -> impl Iterator<Item = u64> + '_ {
        let expiry = self.part.idle_expiry.0;
        let ends = self
            .resting
            .iter()
            .map(move |since| since.saturating_add(expiry));
        ends.take_while(move |end| *end <= now)
    }

    /// Environments on the books.
    pub fn environments(&self) -> u32 {
        self.busy + self.resting.len() as u32
    }

    /// Takes over changed parameters; running environments stay.
    pub fn set_part(&mut self, part: FunctionsPart, now: u64) {
        self.ramp
            .set_rate(f64::from(part.ramp_per_10s) / 10.0, RAMP_WINDOW, now);
        self.cold_start = compiled(&part.cold_start);
        self.part = part;
    }
}
