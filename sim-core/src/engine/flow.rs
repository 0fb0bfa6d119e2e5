//! How a request travels: a call, its way, its arrival.

use super::calendar::{Calendar, LaneId};
use super::core::{Engine, MAX_DEPTH};
use super::error::EngineError;
use super::instant::Step;
use super::job::{Fate, Job, Jobs, NONE, State, timer_tag};
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
        let mut instance = instance;
        if way.instant && self.call_at_once(caller, link, &mut instance) {
            return;
        }
        let way = &self.links[link as usize];
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
            Body::Source(_) | Body::Balancer(_) | Body::Queue(_)
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
    pub(super) fn way_over(&mut self, link: u32, far: bool) -> Way {
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
}
