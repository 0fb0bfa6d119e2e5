//! How an answer travels back, and what becomes of it when nobody waits any more.
//!
//! A caller holds whatever it holds until the answer is there. A caller that gives up only lets go of the call: the
//! callee works on, and its answer is waste.

use super::breaker::Outcome;
use super::core::Engine;
use super::job::{CLIENT, Fate, NONE, State};
use super::link::Way;
use super::snapshot::Cause;
use super::station::Body;

impl Engine {
    /// A job has ended with a failure at its component (which has counted it out): the answer starts its way back.
    pub(super) fn reply(&mut self, job: u32, fate: Fate) {
        self.jobs[job].fate = fate;
        if let Some(caller) = self.send_back(job, fate) {
            self.resume(caller, fate);
        }
    }

    /// Sends an answer back. `Some(caller)`: it is there at once. `None`: it travels, or nobody waits for it.
    #[inline(always)]
    pub(super) fn send_back(&mut self, job: u32, fate: Fate) -> Option<u32> {
        let record = &self.jobs[job];
        let (parent, link, far) = (record.parent, record.link, record.far);
        if parent == NONE {
            self.nobody_waits(job, fate);
            return None;
        }
        if parent == CLIENT {
            self.asked(job, link, fate);
            return None;
        }
        let way = &self.links[link as usize];
        let way = if way.plain_back && !far {
            way.way(false)
        } else {
            self.way_back(job, parent, link, fate)?
        };
        if way.latency == 0 {
            self.jobs.release(job);
            self.jobs[parent].link_or_child = NONE;
            self.links[link as usize].failed += u64::from(!fate.is_ok());
            return Some(parent);
        }
        let at = self
            .calendar
            .push_after(way.row, self.now, way.latency, job);
        let record = &mut self.jobs[job];
        record.fate = fate;
        record.state = State::Returning;
        record.event = at;
        None
    }

    /// An event's end, or that of a call whose caller gave up. Only the latter wasted an answer.
    fn nobody_waits(&mut self, job: u32, fate: Fate) {
        let record = &self.jobs[job];
        let (station, link, was_event) = (record.station, record.link, record.detached);
        if fate.is_ok() && !was_event {
            self.stations[station as usize].measures.wasted += 1;
        }
        if !fate.is_ok() && was_event {
            self.links[link as usize].failed += 1;
        }
        if was_event && self.acknowledges(job) {
            return;
        }
        self.jobs.release(job);
    }

    /// An answer's way back where that varies or its bytes are metered. `None`: it is lost, or there.
    fn way_back(&mut self, job: u32, parent: u32, link: u32, fate: Fate) -> Option<Way> {
        let way = &self.links[link as usize];
        let (is_special, far) = (way.special.is_some(), self.jobs[job].far);
        if way.metered || far {
            let kind = self.jobs[parent].kind;
            self.meter_response(job, kind, link, fate.is_ok());
        }
        if is_special {
            return self.way_back_with_care(job, fate).map(Way::once);
        }
        Some(self.way_over(link, far))
    }

    /// Bytes of an answer: over the internet, across zones, through a balancer. A failure has no body.
    pub(super) fn meter_response(&mut self, job: u32, kind: u8, link: u32, ok: bool) {
        let record = &self.jobs[job];
        let (station, far) = (record.station, record.far);
        let way = &self.links[link as usize];
        let (request, response) = way.plan.bytes(kind);
        let response = if ok { response } else { 0 };
        let now = self.now;
        let callee = &mut self.stations[station as usize];
        if way.plan.egress {
            callee.meter.egress_bytes += response;
        }
        if way.charged && far {
            callee.meter.cross_zone_bytes += response;
        }
        if let Body::Balancer(balancer) = &callee.body {
            let in_system = &callee.measures.inside;
            callee.meter.capacity.count(
                now,
                balancer.micro_connections,
                request + response,
                || in_system.area(now),
            );
        }
    }

    /// An answer has reached its caller (or finds that the caller gave up meanwhile).
    #[inline(never)]
    pub(super) fn answer(&mut self, job: u32) {
        self.answer_here(job);
    }

    /// The same, inlined: for the one place that answers usually come through.
    #[inline(always)]
    pub(super) fn answer_here(&mut self, job: u32) {
        let record = &self.jobs[job];
        let (parent, link, station, fate) =
            (record.parent, record.link, record.station, record.fate);
        let was_event = record.detached;
        self.jobs.release(job);
        if parent == NONE {
            if was_event {
                return self.acknowledge(link);
            }
            self.stations[station as usize].measures.wasted += u64::from(fate.is_ok());
            return;
        }
        self.jobs[parent].link_or_child = NONE;
        let way = &mut self.links[link as usize];
        way.failed += u64::from(!fate.is_ok());
        if way.special.is_some() {
            let outcome = if fate.is_ok() {
                Outcome::Ok
            } else {
                Outcome::Failed
            };
            self.call_ended(link, parent, outcome);
        }
        if !fate.is_ok() {
            self.resume(parent, fate);
        } else if self.goes_on(parent) {
            self.complete(parent);
        }
    }

    /// A caller's patience ends.
    pub(super) fn caller_gives_up(&mut self, child: u32) {
        let station = self.jobs[child].station;
        self.stop_waiting(child, Fate::because(Cause::Timeout, station));
    }

    /// A caller does not wait for its call any more, and goes on as if it had failed.
    pub(super) fn stop_waiting(&mut self, child: u32, fate: Fate) {
        let record = &mut self.jobs[child];
        let (parent, link) = (record.parent, record.link);
        if parent == NONE {
            return;
        }
        if parent == CLIENT {
            return self.asked_too_long(child, fate);
        }
        record.parent = NONE;
        self.jobs[parent].link_or_child = NONE;
        self.forget_lost(child);
        let way = &mut self.links[link as usize];
        way.failed += 1;
        if way.special.is_some() {
            self.call_ended(link, parent, Outcome::Failed);
        }
        self.resume(parent, fate);
    }
}
