//! Components without instances of their own: balancers, functions, stores.

use super::core::Engine;
use super::functions::Start;
use super::job::{Fate, NONE, State, timer_tag};
use super::snapshot::Cause;
use super::station::Body;

impl Engine {
    /// A balancer adds its own time, then forwards.
    #[inline]
    pub(super) fn enter_balancer(&mut self, job: u32, index: u32) {
        let station = &mut self.stations[index as usize];
        station.measures.begun += 1;
        let delay = station.draw_work(self.jobs[job].kind);
        station.measures.inside.up(self.now);
        self.jobs[job].state = State::Working;
        if delay == 0 {
            self.forward(job);
        } else {
            let row = station.work_row;
            self.jobs[job].event = self.calendar.push_after(row, self.now, delay, job);
        }
    }

    /// A balancer picks a target and calls it; without any target it answers that there is none (503).
    #[inline]
    pub(super) fn forward(&mut self, job: u32) {
        let index = self.jobs[job].station;
        let station = &mut self.stations[index as usize];
        let Body::Balancer(balancer) = &mut station.body else {
            return;
        };
        let algorithm = balancer.part.algorithm;
        let (kind, stream) = (self.jobs[job].kind, &mut station.route_stream);
        let picked = if balancer.turns.all_for(kind) {
            balancer.targets.pick(algorithm, stream)
        } else {
            balancer.pick_for(kind, &self.links, stream)
        };
        let Some(picked) = picked else {
            self.jobs[job].mark = u64::from(NONE);
            return self.fail(job, Fate::because(Cause::Unreachable, index));
        };
        let target = balancer.targets.take(picked);
        let (link, instance) = (target.link, target.instance);
        self.jobs[job].mark = u64::from(picked);
        self.call(job, link, instance);
    }

    /// A balancer's call has ended: its target has one less outstanding.
    #[inline(always)]
    pub(super) fn release_target(&mut self, job: u32, index: u32) {
        if let Body::Balancer(balancer) = &mut self.stations[index as usize].body {
            balancer.targets.give_back(self.jobs[job].mark);
        }
    }

    /// A store lets through what its rate allows, and answers.
    #[inline]
    pub(super) fn enter_store(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Store(store) = &mut station.body else {
            return;
        };
        let share = store.part.read_share;
        let is_read = share >= 1.0 || (share > 0.0 && station.route_stream.bernoulli(share));
        let bucket = if is_read {
            &mut store.reads
        } else {
            &mut store.writes
        };
        if !bucket.take(now) {
            return self.turn_away(job, Cause::Throttled);
        }
        station.measures.inside.up(now);
        station.measures.begun += 1;
        station.meter.reads += u64::from(is_read);
        station.meter.writes += u64::from(!is_read);
        let work = station.draw_work(self.jobs[job].kind);
        let row = station.work_row;
        self.jobs[job].state = State::Working;
        self.jobs[job].event = self.calendar.push_after(row, now, work, job);
    }

    /// A function needs an environment of its own: a warm one, a cold one, or none within the limits.
    pub(super) fn enter_functions(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Functions(functions) = &mut station.body else {
            return;
        };
        functions.expire(now, &mut station.measures.instances);
        let start = functions.start(now);
        station
            .measures
            .instances
            .set(now, i64::from(functions.environments()));
        if start == Start::Throttled {
            return self.turn_away(job, Cause::Throttled);
        }
        station.measures.begun += 1;
        station.measures.inside.up(now);
        self.jobs[job].state = State::Working;
        if start == Start::Warm {
            return self.start_function(job, index);
        }
        let delay = functions.cold_start.sample(&mut station.life_stream);
        let record = &mut self.jobs[job];
        record.mark = NOT_STARTED;
        record.event = self.calendar.push(now + delay, job);
    }

    /// The handler begins: from here on it is timed and charged.
    fn start_function(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let work = station.draw_work(self.jobs[job].kind);
        let Body::Functions(functions) = &station.body else {
            return;
        };
        let timeout = functions.part.timeout.0;
        let record = &mut self.jobs[job];
        record.mark = now;
        record.event = self.calendar.push(now + work, job);
        let tag = timer_tag(record.generation, true);
        if let Some(lane) = self.calendar.lane(timeout) {
            let jobs = &self.jobs;
            let alive = |index, tag| jobs.is_timed(index, tag);
            self.calendar.push_lane(lane, now, job, tag, alive);
        }
    }

    /// A function's one event: its environment is ready, or its own work is done.
    pub(super) fn function_worked(&mut self, job: u32, index: u32) {
        if self.jobs[job].mark == NOT_STARTED {
            return self.start_function(job, index);
        }
        self.go_on(job);
    }

    /// A function runs too long: it is stopped, its environment is lost.
    pub(super) fn function_timeout(&mut self, job: u32) {
        let index = self.jobs[job].station;
        let state = self.jobs[job].state;
        if state == State::Working || state.waits_below() {
            self.let_go(job, index, false);
            self.abort(job, Fate::because(Cause::Timeout, index));
        }
    }

    /// Charges an invocation (whole milliseconds, rounded up) and frees its environment.
    pub(super) fn end_invocation(&mut self, job: u32, index: u32, keep: bool) {
        let now = self.now;
        let began = self.jobs[job].mark;
        let station = &mut self.stations[index as usize];
        let Body::Functions(functions) = &mut station.body else {
            return;
        };
        if began != NOT_STARTED {
            let billed_ms = (now - began).div_ceil(1_000_000);
            station.meter.memory_mib_ms +=
                u128::from(billed_ms) * u128::from(functions.part.memory_mib);
        }
        functions.finish(now, began, keep);
        station.measures.inside.down(now);
        station
            .measures
            .instances
            .set(now, i64::from(functions.environments()));
        let capacity = i64::from(functions.part.concurrency).max(station.measures.inside.level());
        station.measures.slots.set(now, capacity);
    }
}

/// As a job's mark: its handler has not begun, the environment is still starting.
const NOT_STARTED: u64 = u64::MAX;
