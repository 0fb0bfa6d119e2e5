//! How a request travels: call, arrive, answer, time out, try again.
//!
//! A caller holds whatever it holds until the answer is there. A caller that gives up only lets go of the call: the
//! callee works on, and its answer is waste.

use super::breaker::Outcome;
use super::calendar::{Calendar, LaneId};
use super::core::{Engine, MAX_DEPTH, Step};
use super::error::EngineError;
use super::job::{CLIENT, Fate, Job, Jobs, NO_MORE_TRIES, NONE, State, timer_tag};
use super::link::Way;
use super::network::Latency;
use super::snapshot::Cause;
use super::station::Body;

impl Fate {
    pub fn because(cause: Cause, station: u32) -> Self {
        Fate::failed(cause as usize, station)
    }
}

/// From `now` on the caller of a call waits no longer than the delay of the lane.
#[inline(always)]
pub(super) fn start_timer(
    calendar: &mut Calendar,
    jobs: &Jobs,
    lane: LaneId,
    now: u64,
    child: u32,
) {
    let tag = timer_tag(jobs[child].generation, false);
    calendar.push_lane(lane, now, child, tag, |index, tag| {
        jobs.is_timed(index, tag)
    });
}

impl Engine {
    /// `caller` makes one call over `link`; a balancer has picked the `instance`, others leave it open ([`NONE`]).
    #[inline(never)]
    pub(super) fn call(&mut self, caller: u32, link: u32, instance: u32) {
        let way = &mut self.links[link as usize];
        way.requests += 1;
        if !way.plain {
            return self.call_specially(caller, link, instance);
        }
        let (station, timer, zoned, mut way) = (way.to, way.timer, way.zoned, way.way(false));
        let Some(instance) = self.instance_for(station, instance) else {
            return self.no_path(caller, link, station, false);
        };
        let far = zoned && self.is_far(caller, station, instance);
        let record = &self.jobs[caller];
        let (depth, kind) = (record.depth + 1, record.kind);
        if depth > MAX_DEPTH {
            return self.too_deep(station);
        }
        let call = Job {
            state: State::Travelling,
            station,
            instance,
            link,
            depth,
            kind,
            parent: caller,
            far,
            timed: timer.is_some(),
            ..Job::EMPTY
        };
        let Some(child) = self.new_job(call) else {
            return;
        };
        self.wait_for(caller, child);
        if let Some(lane) = timer {
            self.start_timer(lane, child);
        }
        if far {
            self.meter_request(caller, link);
            way = self.links[link as usize].way(true);
        }
        self.travel(child, way);
    }

    /// From now on the caller of a call waits no longer than its patience.
    #[inline(always)]
    pub(super) fn start_timer(&mut self, lane: LaneId, child: u32) {
        start_timer(&mut self.calendar, &self.jobs, lane, self.now, child);
    }

    /// A call goes on its way over a link whose latency is known.
    #[inline(always)]
    fn travel(&mut self, child: u32, way: Way) {
        if way.latency == 0 {
            self.deliver(child);
        } else {
            let (now, Way { latency, row }) = (self.now, way);
            self.jobs[child].event = self.calendar.push_after(row, now, latency, child);
        }
    }

    /// A call over a link that is cut, special, of varying latency, or does not make the caller wait.
    #[inline(never)]
    fn call_specially(&mut self, caller: u32, link: u32, instance: u32) {
        let way = &self.links[link as usize];
        if way.special.is_some() {
            return self.call_with_care(caller, link, instance);
        }
        let (station, is_event, timer) = (way.to, !way.plan.waits(), way.timer);
        let zoned = way.zoned;
        let instance = if way.is_open() {
            self.instance_for(station, instance)
        } else {
            None
        };
        let Some(instance) = instance else {
            return self.no_path(caller, link, station, is_event);
        };
        let far = zoned && self.is_far(caller, station, instance);
        let way = self.way_over(link, far);
        let parent = if is_event { NONE } else { caller };
        let Some(child) = self.send(caller, parent, link, station, instance) else {
            return;
        };
        self.jobs[child].far = far;
        if is_event {
            self.jobs[child].detached = true;
        } else {
            self.wait_for(caller, child);
            if let Some(lane) = timer {
                self.jobs[child].timed = true;
                self.start_timer(lane, child);
            }
        }
        if far {
            self.meter_request(caller, link);
        }
        self.travel(child, way);
        if is_event {
            self.event_sent(caller);
        }
    }

    /// A record for a call on its way; `None`: the run cannot go on.
    #[inline(always)]
    pub(super) fn send(
        &mut self,
        caller: u32,
        parent: u32,
        link: u32,
        station: u32,
        instance: u32,
    ) -> Option<u32> {
        let (depth, kind) = (self.jobs[caller].depth, self.jobs[caller].kind);
        self.send_from(depth, kind, parent, link, station, instance)
    }

    /// The same for a caller that is not there any more: its depth and kind are enough.
    #[inline(always)]
    pub(super) fn send_from(
        &mut self,
        depth: u8,
        kind: u8,
        parent: u32,
        link: u32,
        station: u32,
        instance: u32,
    ) -> Option<u32> {
        let depth = depth + 1;
        if depth > MAX_DEPTH {
            self.too_deep(station);
            return None;
        }
        self.new_job(Job {
            state: State::Travelling,
            station,
            instance,
            link,
            depth,
            kind,
            parent,
            ..Job::EMPTY
        })
    }

    #[inline(always)]
    pub(super) fn wait_for(&mut self, caller: u32, child: u32) {
        let calling = &mut self.jobs[caller];
        calling.link_or_child = child;
        if calling.state != State::Root {
            calling.state = State::Calling;
        }
    }

    #[cold]
    fn too_deep(&mut self, station: u32) {
        let component = self.stations[station as usize].plan.id.clone();
        self.stop(EngineError::CallsTooDeep {
            component,
            limit: MAX_DEPTH,
        });
    }

    /// Clients and balancers do one thing per request: with the event sent it is done. Others go on by themselves.
    pub(super) fn event_sent(&mut self, caller: u32) {
        let station = self.jobs[caller].station;
        if matches!(
            self.stations[station as usize].body,
            Body::Source(_) | Body::Balancer(_)
        ) {
            self.agenda.push(Step::Resume(caller, Fate::OK));
        }
    }

    /// The instance a call goes to; `Some(NONE)` for a component without instances, `None` if nothing is there.
    #[inline(always)]
    pub(super) fn instance_for(&mut self, station: u32, picked: u32) -> Option<u32> {
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
    #[cold]
    pub(super) fn no_path(&mut self, caller: u32, link: u32, station: u32, is_event: bool) {
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

    /// Whether a call of `caller` goes to another zone.
    #[inline(always)]
    pub(super) fn is_far(&self, caller: u32, station: u32, instance: u32) -> bool {
        let caller = &self.jobs[caller];
        self.is_far_between((caller.station, caller.instance), (station, instance))
    }

    /// Whether two instances are in different zones.
    #[inline(always)]
    pub(super) fn is_far_between(&self, from: (u32, u32), to: (u32, u32)) -> bool {
        let from = self.stations[from.0 as usize].zone(from.1);
        let to = self.stations[to.0 as usize].zone(to.1);
        (from != to) & (from != NONE) & (to != NONE)
    }

    /// The way of a message over a link that is not special.
    fn way_over(&mut self, link: u32, far: bool) -> Way {
        let way = &self.links[link as usize];
        if way.drawn {
            Way::once(self.one_way(link, far))
        } else {
            way.way(far)
        }
    }

    /// One-way latency of a message, ns.
    pub(super) fn one_way(&mut self, link: u32, far: bool) -> u64 {
        let link = &mut self.links[link as usize];
        match &link.plan.latency {
            Latency::Drawn(sampler) => sampler.sample(&mut link.stream),
            _ => link.way(far).latency,
        }
    }

    /// Bytes of a request that crosses zones are the caller's.
    pub(super) fn meter_request(&mut self, caller: u32, link: u32) {
        let (kind, from) = (self.jobs[caller].kind, self.jobs[caller].station);
        self.meter_bytes(link, kind, from);
    }

    /// The same for a caller that is not there any more.
    pub(super) fn meter_bytes(&mut self, link: u32, kind: u8, from: u32) {
        let way = &self.links[link as usize];
        if way.charged {
            self.stations[from as usize].meter.cross_zone_bytes += way.plan.bytes(kind).0;
        }
    }

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
        let (station, far) = (self.jobs[job].station, self.jobs[job].far);
        let way = &self.links[link as usize];
        let (request, response) = way.plan.bytes(kind);
        let (egress, crosses) = (way.plan.egress, way.charged && far);
        let response = if ok { response } else { 0 };
        let now = self.now;
        let callee = &mut self.stations[station as usize];
        callee.meter.egress_bytes += if egress { response } else { 0 };
        callee.meter.cross_zone_bytes += if crosses { response } else { 0 };
        if let Body::Balancer(balancer) = &callee.body {
            let in_system = &callee.measures.elsewhere;
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
            _ => {
                let record = &mut self.jobs[job];
                record.calls_left = record.calls_left.saturating_sub(1);
                self.next_call(job)
            }
        }
    }

    /// A call has failed: another try, now or later, or the caller fails with it.
    fn call_failed(&mut self, job: u32, fate: Fate) {
        let station = self.jobs[job].station;
        self.release_target(job, station);
        let Some(wait) = self.wait_before_retry(job, station) else {
            if self.jobs[job].is_branch() {
                // Not before all calls are made: some may not even be out yet.
                return self.agenda.push(Step::BranchFailed(job, fate));
            }
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

    /// Time to wait before another try, ns; `None`: no more tries.
    fn wait_before_retry(&mut self, job: u32, station: u32) -> Option<u64> {
        let link = self.present_link(job, station)?;
        let attempt = self.jobs[job].attempt;
        let way = &mut self.links[link as usize];
        if attempt >= way.plan.retries || attempt == NO_MORE_TRIES || way.gone {
            return None;
        }
        if !self.budget_allows(link) {
            return None;
        }
        self.links[link as usize].retries += 1;
        Some(self.backoff(job, link))
    }

    /// The link of a job's present call.
    fn present_link(&self, job: u32, station: u32) -> Option<u32> {
        let record = &self.jobs[job];
        let caller = &self.stations[station as usize];
        match &caller.body {
            _ if record.is_branch() => Some(record.link),
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
                    Some(link) => {
                        self.call(job, link, NONE);
                        if !self.links[link as usize].plan.waits() {
                            // Its calls have become events meanwhile, and nobody will answer.
                            self.agenda.push(Step::Resume(job, Fate::OK));
                        }
                    }
                    None => {
                        self.jobs[job].attempt = 0;
                        self.go_on(job);
                    }
                }
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
        let outs = &self.stations[record.station as usize].outs;
        let Some(&link) = outs.get(usize::from(record.cursor)) else {
            return true;
        };
        if !self.links[link as usize].single {
            return self.call_below(job);
        }
        // The usual case: exactly one call, and the caller waits.
        record.cursor += 1;
        record.calls_left = 1;
        self.begin_waiting(job);
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
