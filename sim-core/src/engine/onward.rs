//! How a request goes on: its next call once an answer is there, or its own end.

use super::core::Engine;
use super::job::{Fate, NONE, State};
use super::station::Body;

impl Engine {
    /// A caller goes on: with the next call, with another try, or with its own end.
    pub(super) fn resume(&mut self, job: u32, fate: Fate) {
        if fate.is_ok() {
            if self.goes_on(job) {
                self.complete(job);
            }
        } else {
            self.call_failed(job, fate);
        }
    }

    /// A call has succeeded. `true`: it was the caller's last, and the caller's own answer is due.
    #[inline(always)]
    pub(super) fn goes_on(&mut self, job: u32) -> bool {
        let record = &mut self.jobs[job];
        let station = record.station;
        record.attempt = 0;
        match self.stations[station as usize].body {
            Body::Source(_) => {
                self.end_root(job, Fate::OK);
                false
            }
            Body::Balancer(_) => {
                self.release_target(job, station);
                true
            }
            Body::Queue(_) => {
                self.message_done(job, station);
                false
            }
            _ => {
                let record = &mut self.jobs[job];
                record.calls_left = record.calls_left.saturating_sub(1);
                self.next_call(job)
            }
        }
    }

    /// A job makes its next call, or is complete.
    pub(super) fn go_on(&mut self, job: u32) {
        if self.next_call(job) {
            self.complete(job);
        }
    }

    /// Makes a job's calls one after the other. `true`: none is left, and the job's own answer is due.
    #[inline(always)]
    pub(super) fn next_call(&mut self, job: u32) -> bool {
        let record = &mut self.jobs[job];
        if record.calls_left > 0 {
            return self.call_below(job);
        }
        let caller = &mut self.stations[record.station as usize];
        let Some(&link) = caller.outs.get(usize::from(record.cursor)) else {
            return true;
        };
        if !self.links[link as usize].single {
            return self.call_below(job);
        }
        // The usual case: exactly one call, and the caller waits.
        record.cursor += 1;
        record.calls_left = 1;
        if record.state == State::Working {
            record.state = State::Calling;
            caller.measures.waiting.up(self.now);
        }
        self.call(job, link, NONE);
        false
    }

    #[inline(never)]
    fn call_below(&mut self, job: u32) -> bool {
        if self.jobs[job].is_branch() {
            self.branch_done(job);
            return false;
        }
        let station = self.jobs[job].station;
        loop {
            let outs = &self.stations[station as usize].outs;
            let (cursor, left) = (
                usize::from(self.jobs[job].cursor),
                self.jobs[job].calls_left,
            );
            if left == 0 {
                let Some(&link) = outs.get(cursor) else {
                    return true;
                };
                if self.links[link as usize].plan.parallel {
                    if self.fan_out(job) {
                        return false;
                    }
                    continue;
                }
                let kind = self.jobs[job].kind;
                let passes = self.links[link as usize].plan.lets_pass(kind);
                let calls = if passes { self.draw_calls(link) } else { 0 };
                let record = &mut self.jobs[job];
                record.cursor += 1;
                record.calls_left = calls;
                continue;
            }
            let Some(&link) = cursor.checked_sub(1).and_then(|at| outs.get(at)) else {
                return true;
            };
            if self.links[link as usize].plan.waits() {
                self.begin_waiting(job);
                self.call(job, link, NONE);
                return false;
            }
            self.jobs[job].calls_left -= 1;
            self.call(job, link, NONE);
            if self.error.is_some() {
                return false;
            }
        }
    }

    /// How many calls a request makes over a link: the whole part, and one more by chance.
    #[inline]
    pub(super) fn draw_calls(&mut self, link: u32) -> u16 {
        let link = &mut self.links[link as usize];
        let more = link.plan.calls_chance > 0.0 && link.stream.bernoulli(link.plan.calls_chance);
        link.plan.calls_whole + u16::from(more)
    }

    /// A client's link for one request.
    pub(super) fn choose_by_weight(&mut self, station: u32) -> u32 {
        let caller = &mut self.stations[station as usize];
        let first = caller.outs.first().copied().unwrap_or(NONE);
        if caller.outs.len() < 2 {
            return first;
        }
        let weights = || {
            caller
                .outs
                .iter()
                .map(|link| (*link, self.links[*link as usize].plan.weight))
        };
        let total: f64 = weights().map(|(_, weight)| weight).sum();
        let mut left = caller.route_stream.unit_f64() * total;
        for (link, weight) in weights() {
            if left < weight {
                return link;
            }
            left -= weight;
        }
        first
    }
}
