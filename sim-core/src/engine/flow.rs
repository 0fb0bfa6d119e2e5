//! How a request travels: call, arrive, answer, time out, try again.
//!
//! A caller holds whatever it holds until the answer is there. A caller that gives up only lets go of the call: the
//! callee works on, and its answer is waste.

use super::core::{Engine, MAX_DEPTH, Step};
use super::error::EngineError;
use super::job::{Fate, NO_MORE_TRIES, NONE, State, timer_tag};
use super::network::{Backoff, Latency, LinkPlan};
use super::snapshot::Cause;
use super::station::Body;

impl Fate {
    pub fn because(cause: Cause, station: u32) -> Self {
        Fate::failed(cause as usize, station)
    }
}

impl Engine {
    /// `caller` makes one call over `link`; a balancer has picked the `instance`, others leave it open ([`NONE`]).
    #[inline]
    pub(super) fn call(&mut self, caller: u32, link: u32, instance: u32) {
        let depth = self.jobs[caller].depth;
        let (station, is_event, open) = {
            let l = &mut self.links[link as usize];
            l.requests += 1;
            (l.plan.to, l.plan.event, !l.cut && !l.gone)
        };
        let instance = if open {
            self.instance_for(station, instance)
        } else {
            None
        };
        let Some(instance) = instance else {
            return self.no_path(caller, link, station, is_event);
        };
        if depth >= MAX_DEPTH {
            let component = self.stations[station as usize].plan.id.clone();
            self.error = Some(EngineError::CallsTooDeep {
                component,
                limit: MAX_DEPTH,
            });
            return;
        }
        let Some(child) = self.new_job() else { return };
        let latency = self.latency(caller, link, station, instance);
        let record = &mut self.jobs[child];
        record.state = State::Travelling;
        record.station = station;
        record.instance = instance;
        record.link = link;
        record.depth = depth + 1;
        record.detached = is_event;
        let generation = record.generation;
        if !is_event {
            record.parent = caller;
            let calling = &mut self.jobs[caller];
            calling.link_or_child = child;
            if calling.state != State::Root {
                calling.state = State::Calling;
            }
            if let Some(lane) = self.links[link as usize].timer {
                let (jobs, tag) = (&self.jobs, timer_tag(generation, false));
                let alive = |index, tag| jobs.is_timed(index, tag);
                self.calendar.push_lane(lane, self.now, child, tag, alive);
            }
        }
        if self.links[link as usize].metered {
            self.meter_request(caller, link, station, instance);
        }
        if latency == 0 {
            self.deliver(child);
        } else {
            self.jobs[child].event = self.calendar.push(self.now + latency, child);
        }
        if is_event {
            self.event_sent(caller);
        }
    }

    /// Clients and balancers do one thing per request: with the event sent it is done. Others go on by themselves.
    fn event_sent(&mut self, caller: u32) {
        let station = self.jobs[caller].station;
        if matches!(
            self.stations[station as usize].body,
            Body::Source(_) | Body::Balancer(_)
        ) {
            self.agenda.push(Step::Resume(caller, Fate::OK));
        }
    }

    /// The instance a call goes to; `Some(NONE)` for a component without instances, `None` if nothing is there.
    #[inline]
    fn instance_for(&mut self, station: u32, picked: u32) -> Option<u32> {
        let callee = &mut self.stations[station as usize];
        if callee.gone || callee.lost {
            return None;
        }
        match &mut callee.body {
            Body::Group(group) if picked == NONE => group.pick(),
            _ => Some(picked),
        }
    }

    /// Nothing passes, or nobody is there: the caller hears so at once.
    fn no_path(&mut self, caller: u32, link: u32, station: u32, is_event: bool) {
        self.links[link as usize].failed += 1;
        if is_event {
            self.event_sent(caller);
        } else {
            let record = &mut self.jobs[caller];
            if record.state != State::Root {
                record.state = State::Calling;
            }
            record.link_or_child = NONE;
            self.agenda.push(Step::Resume(
                caller,
                Fate::because(Cause::Unreachable, station),
            ));
        }
    }

    /// One-way latency of a call, ns.
    #[inline]
    fn latency(&mut self, caller: u32, link: u32, station: u32, instance: u32) -> u64 {
        let link = &mut self.links[link as usize];
        match &link.plan.latency {
            Latency::Fixed(nanos) => *nanos,
            Latency::Drawn(sampler) => sampler.sample(&mut link.stream),
            Latency::Places { same, cross } => {
                let from = self.stations[self.jobs[caller].station as usize]
                    .zone(self.jobs[caller].instance);
                let to = self.stations[station as usize].zone(instance);
                if from != to && from != NONE && to != NONE {
                    *cross
                } else {
                    *same
                }
            }
        }
    }

    /// Bytes of a request that crosses zones are the caller's.
    fn meter_request(&mut self, caller: u32, link: u32, station: u32, instance: u32) {
        let bytes = self.links[link as usize].plan.request_bytes;
        let (from, at) = (self.jobs[caller].station, self.jobs[caller].instance);
        if self.crosses_zones(from, at, station, instance) {
            self.stations[from as usize].meter.cross_zone_bytes += bytes;
        }
    }

    /// Whether two ends are in different zones; a balancer's own traffic to its targets is not charged.
    fn crosses_zones(&self, from: u32, from_instance: u32, to: u32, to_instance: u32) -> bool {
        let (caller, callee) = (&self.stations[from as usize], &self.stations[to as usize]);
        let (a, b) = (caller.zone(from_instance), callee.zone(to_instance));
        a != b && a != NONE && b != NONE && !matches!(caller.body, Body::Balancer(_))
    }

    /// A job has ended at its component (which has counted it out): the answer starts its way back.
    #[inline]
    pub(super) fn reply(&mut self, job: u32, fate: Fate) {
        let record = &mut self.jobs[job];
        record.fate = fate;
        let (parent, link, station, instance) =
            (record.parent, record.link, record.station, record.instance);
        if parent == NONE {
            // An event, or a caller that gave up. Only the latter wasted an answer.
            let was_event = record.detached;
            if fate.is_ok() && !was_event {
                self.stations[station as usize].measures.wasted += 1;
            }
            if !fate.is_ok() && was_event {
                self.links[link as usize].failed += 1;
            }
            self.jobs.release(job);
            return;
        }
        if self.links[link as usize].metered {
            self.meter_response(parent, link, station, instance, fate.is_ok());
        }
        let latency = self.latency(parent, link, station, instance);
        if latency == 0 {
            self.answer(job);
        } else {
            self.jobs[job].state = State::Returning;
            self.jobs[job].event = self.calendar.push(self.now + latency, job);
        }
    }

    /// Bytes of an answer: over the internet, across zones, through a balancer. A failure has no body.
    fn meter_response(&mut self, parent: u32, link: u32, station: u32, instance: u32, ok: bool) {
        let plan = &self.links[link as usize].plan;
        let (egress, request) = (plan.egress, plan.request_bytes);
        let response = if ok { plan.response_bytes } else { 0 };
        let (from, at) = (self.jobs[parent].station, self.jobs[parent].instance);
        let crosses = self.crosses_zones(from, at, station, instance);
        let now = self.now;
        let callee = &mut self.stations[station as usize];
        if egress {
            callee.meter.egress_bytes += response;
        }
        if crosses {
            callee.meter.cross_zone_bytes += response;
        }
        if let Body::Balancer(balancer) = &callee.body {
            let connections = (balancer.part.new_connections_per_request * 1e6) as u64;
            let in_system = callee.measures.in_system;
            callee
                .meter
                .capacity
                .count(now, connections, request + response, || in_system.area(now));
        }
    }

    /// An answer has reached its caller (or finds that the caller gave up meanwhile).
    #[inline]
    pub(super) fn answer(&mut self, job: u32) {
        let record = &self.jobs[job];
        let (parent, link, station, fate) =
            (record.parent, record.link, record.station, record.fate);
        self.jobs.release(job);
        if parent == NONE {
            if fate.is_ok() {
                self.stations[station as usize].measures.wasted += 1;
            }
            return;
        }
        self.jobs[parent].link_or_child = NONE;
        if !fate.is_ok() {
            self.links[link as usize].failed += 1;
        }
        self.resume(parent, fate);
    }

    /// A caller's patience ends.
    pub(super) fn caller_gives_up(&mut self, child: u32) {
        let record = &mut self.jobs[child];
        let (parent, link, station) = (record.parent, record.link, record.station);
        if parent == NONE {
            return;
        }
        record.parent = NONE;
        self.jobs[parent].link_or_child = NONE;
        self.links[link as usize].failed += 1;
        self.resume(parent, Fate::because(Cause::Timeout, station));
    }

    /// A caller goes on: with the next call, with another try, or with its own end.
    pub(super) fn resume(&mut self, job: u32, fate: Fate) {
        let station = self.jobs[job].station;
        self.release_target(job, station);
        if fate.is_ok() {
            self.jobs[job].attempt = 0;
            return self.call_succeeded(job, station);
        }
        let Some(wait) = self.wait_before_retry(job, station) else {
            return match self.stations[station as usize].body {
                Body::Source(_) => self.end_root(job, fate),
                _ => self.fail(job, fate),
            };
        };
        self.jobs[job].attempt += 1;
        if wait == 0 {
            self.agenda.push(Step::Retry(job));
        } else {
            self.jobs[job].state = State::Backoff;
            self.jobs[job].event = self.calendar.push(self.now + wait, job);
        }
    }

    #[inline]
    fn call_succeeded(&mut self, job: u32, station: u32) {
        match self.stations[station as usize].body {
            Body::Source(_) => self.end_root(job, Fate::OK),
            Body::Balancer(_) => self.complete(job),
            _ => {
                let record = &mut self.jobs[job];
                record.calls_left = record.calls_left.saturating_sub(1);
                self.next_call(job);
            }
        }
    }

    /// Time to wait before another try, ns; `None`: no more tries.
    fn wait_before_retry(&mut self, job: u32, station: u32) -> Option<u64> {
        let link = self.present_link(job, station)?;
        let attempt = self.jobs[job].attempt;
        let link = &mut self.links[link as usize];
        let LinkPlan {
            retries, backoff, ..
        } = link.plan;
        if attempt >= retries || attempt == NO_MORE_TRIES || link.gone {
            return None;
        }
        Some(match backoff {
            Backoff::None => 0,
            Backoff::Fixed(wait) => wait,
            Backoff::Exponential(base) => {
                let most = base.saturating_mul(1 << attempt.min(20)).min(MAX_BACKOFF);
                link.stream.below(most + 1)
            }
        })
    }

    /// The link of a job's present call.
    fn present_link(&self, job: u32, station: u32) -> Option<u32> {
        let record = &self.jobs[job];
        let caller = &self.stations[station as usize];
        match &caller.body {
            Body::Source(_) => Some(record.mark as u32),
            Body::Balancer(balancer) => balancer
                .targets
                .list
                .get(record.mark as usize)
                .map(|target| target.link),
            _ => caller
                .outs
                .get(usize::from(record.cursor).checked_sub(1)?)
                .copied(),
        }
    }

    /// Makes the present call again.
    pub(super) fn retry(&mut self, job: u32) {
        let station = self.jobs[job].station;
        match self.stations[station as usize].body {
            Body::Source(_) => {
                self.jobs[job].state = State::Root;
                let link = self.jobs[job].mark as u32;
                self.call(job, link, NONE);
            }
            Body::Balancer(_) => self.forward(job),
            _ => {
                self.jobs[job].state = State::Calling;
                let link = self.present_link(job, station);
                match link.filter(|_| self.jobs[job].attempt != NO_MORE_TRIES) {
                    Some(link) => self.call(job, link, NONE),
                    None => {
                        self.jobs[job].attempt = 0;
                        self.next_call(job);
                    }
                }
            }
        }
    }

    /// Makes a job's calls one after the other; without any left the job is complete.
    pub(super) fn next_call(&mut self, job: u32) {
        let station = self.jobs[job].station;
        loop {
            let outs = &self.stations[station as usize].outs;
            if self.jobs[job].calls_left == 0 {
                let cursor = usize::from(self.jobs[job].cursor);
                let Some(&link) = outs.get(cursor) else {
                    return self.complete(job);
                };
                let calls = self.draw_calls(link);
                let record = &mut self.jobs[job];
                record.cursor += 1;
                record.calls_left = calls;
                continue;
            }
            let cursor = usize::from(self.jobs[job].cursor);
            let Some(&link) = cursor.checked_sub(1).and_then(|at| outs.get(at)) else {
                return self.complete(job);
            };
            if !self.links[link as usize].plan.event {
                self.begin_waiting(job);
                return self.call(job, link, NONE);
            }
            self.jobs[job].calls_left -= 1;
            self.call(job, link, NONE);
            if self.error.is_some() {
                return;
            }
        }
    }

    /// How many calls a request makes over a link: the whole part, and one more by chance.
    #[inline]
    fn draw_calls(&mut self, link: u32) -> u16 {
        let link = &mut self.links[link as usize];
        let more = link.plan.calls_chance > 0.0 && link.stream.bernoulli(link.plan.calls_chance);
        link.plan.calls_whole + u16::from(more)
    }

    /// A client's link for one request.
    #[inline]
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

/// The longest wait between two tries, ns (1 h).
const MAX_BACKOFF: u64 = 3_600_000_000_000;
