//! A component at run time: its part's state and everything measured on it.

use crate::catalog::part::{BalancerPart, FunctionsPart, Part, QueuePart, SourcePart, StorePart};
use crate::foundation::chance::{Distribution, Draws, Sampler, Stream, StreamKey};
use crate::foundation::stats::LatencyTally;

use super::bucket::Bucket;
use super::cache::Cache;
use super::calendar::Calendar;
use super::delays::Row;
use super::functions::Functions;
use super::gauge::Gauge;
use super::group::Group;
use super::job::NONE;
use super::kinds::Turns;
use super::meter::Meter;
use super::network::StationPlan;
use super::queue::Queue;
use super::rules::Rules;
use super::snapshot::Cause;
use super::targets::Targets;

/// One second of tokens: how far a rate limit lets a burst go.
pub const BURST: u64 = 1_000_000_000;

/// A component at run time. In this order in memory: what each request touches stands together, so that a large design
/// needs few lines of the cache for each event.
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Station {
    /// The layers that a client's requests go through from here, while they are foreseen; see `layered`.
    pub layers: u32,
    /// Its work always takes the same time: the row of events that come after it.
    pub work_row: Row,
    /// Its work is the same for requests of every kind.
    pub indifferent: bool,
    /// A request may be turned away at the door, or has rules to follow: see [`Station::guard`].
    pub guarded: bool,
    /// It calls nobody.
    pub last: bool,
    pub body: Body,
    /// How long its work takes.
    pub service: Draws,
    pub measures: Measures,
    pub meter: Meter,
    pub plan: Box<StationPlan>,
    /// Outgoing links in the document's order.
    pub outs: Vec<u32>,
    /// Removed from the document; its record stays, because jobs and links name it by index.
    pub gone: bool,
    /// Inside a lost zone (components without instances).
    pub lost: bool,
    /// Components with links to it, in the order of these; neighbours that are the same one are told once.
    pub callers: Vec<u32>,
    pub gone_since: u64,
    /// When it was added, less the time it was gone.
    pub since: u64,
    /// Work takes this many times as long (a fault); 1 is normal.
    pub slow: f64,
    pub throttle: Option<Bucket>,
    /// `None`: a plain queue (or no queue at all).
    pub rules: Option<Box<Rules>>,
    pub route_stream: Stream,
    pub life_stream: Stream,
}

/// What a component is made of.
#[derive(Debug)]
#[repr(C)]
#[expect(
    clippy::large_enum_variant,
    reason = "where a group's instance stands is known without a pointer"
)]
pub enum Body {
    Source(Source),
    Group(Group),
    Balancer(Balancer),
    Functions(Functions),
    Store(Store),
    Queue(Box<Queue>),
}

/// A client.
#[derive(Debug)]
pub struct Source {
    pub part: SourcePart,
    /// Time between two requests of a user of a closed loop.
    pub think: Sampler,
    pub stream: Stream,
    /// Picks the kind of each request.
    pub kind_stream: Stream,
    /// Closed loop: users that exist now, and that shall leave after their present request.
    pub users: u32,
    pub leaving: u32,
    /// Whether it has nobody to ask (no link, or its zone is lost); `None`: not started yet.
    pub silent: Option<bool>,
}

impl Source {
    /// Takes over changed parameters.
    pub fn set_part(&mut self, part: &SourcePart) {
        self.part = part.clone();
        self.think = think_time(part);
    }
}

/// A load balancer.
#[derive(Debug)]
pub struct Balancer {
    pub part: BalancerPart,
    pub targets: Targets,
    /// By kind: which targets take turns for it. Empty: all, for every kind.
    pub turns: Turns,
    /// The probes have begun.
    pub probing: bool,
    /// New connections per request, in millionths.
    pub micro_connections: u64,
}

impl Balancer {
    fn new(part: &BalancerPart) -> Self {
        let mut balancer = Self {
            part: part.clone(),
            targets: Targets::default(),
            turns: Turns::default(),
            probing: false,
            micro_connections: 0,
        };
        balancer.set_part(part);
        balancer
    }

    /// Takes over changed parameters.
    pub fn set_part(&mut self, part: &BalancerPart) {
        self.part = part.clone();
        self.micro_connections = (part.new_connections_per_request * 1e6) as u64;
    }
}

/// A store.
#[derive(Debug)]
pub struct Store {
    pub part: StorePart,
    pub reads: Bucket,
    pub writes: Bucket,
}

/// Everything counted and averaged on one component; what each request touches comes first in memory.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub struct Measures {
    pub arrived: u64,
    pub ok: u64,
    /// Requests that were let in and began: those that are charged.
    pub begun: u64,
    pub failed: u64,
    /// Requests in it that are not in `queue`; where there are slots, each of them holds one.
    pub inside: Gauge,
    /// Successful answers, from arrival here to answer.
    pub latency: LatencyTally,
    pub queue: Gauge,
    /// All slots of instances that serve.
    pub slots: Gauge,
    /// Processors there, in thousandths.
    pub cores: Gauge,
    /// Instances that serve (environments of a function).
    pub instances: Gauge,
    /// Time that processors were busy, in thousandths·ns, where their instance has counted it and counts it no more.
    pub busy_before: i128,
    /// Where slots are unlimited now and were not before, the areas held and there when the limit came.
    pub limited_from: (i128, i128),
    /// Slots are unlimited now.
    pub unlimited: bool,
    /// Slots held by requests that wait for an answer from below.
    pub waiting: Gauge,
    pub wasted: u64,
    /// Σ over failures of (departure − arrival), ns; that of successes is the sum of `latency`.
    pub failed_sojourn: u128,
    /// Clients' requests that failed here, by cause.
    pub failures: [u64; Cause::COUNT],
    /// Requests that it turned away itself, whether or not their caller tried again.
    pub turned_away: u64,
}

impl Station {
    pub fn new(plan: StationPlan, seed: u64, now: u64) -> Self {
        let stream = |purpose: &str| StreamKey::new(seed, plan.id.as_str(), purpose).stream();
        let service = work_of(&plan.part).map_or(Sampler::ZERO, compiled);
        let service = Draws::new(service, stream("work"));
        let body = Body::of(&plan.part, &stream, now);
        Self {
            route_stream: stream("route"),
            life_stream: stream("life"),
            gone: false,
            gone_since: 0,
            since: now,
            lost: false,
            layers: NONE,
            guarded: false,
            body,
            outs: Vec::new(),
            last: true,
            work_row: Row::NONE,
            indifferent: plan.work_by_kind.is_empty(),
            service,
            slow: 1.0,
            throttle: None,
            rules: None,
            measures: Measures::default(),
            meter: Meter::default(),
            plan: Box::new(plan),
            callers: Vec::new(),
        }
        .with_limits()
    }

    fn with_limits(mut self) -> Self {
        self.measures.unlimited = !self.has_slots();
        self
    }

    /// Keeps in mind what each request would have to find out: whether it must be looked at before it enters, and
    /// whether its kind matters. Called after each change of what that depends on.
    pub fn guard(&mut self) {
        self.indifferent = self.plan.work_by_kind.is_empty();
        if !self.indifferent {
            // Its work is not always the same any more, whatever it was when the row was found.
            self.work_row = Row::NONE;
        }
        self.guarded = self.gone || self.lost || self.throttle.is_some() || self.rules.is_some();
    }

    /// Finds the row of events for work that always takes the same time. Called after each change of what that is.
    pub fn find_row(&mut self, calendar: &mut Calendar) {
        let constant = self.service.as_constant().filter(|_| self.indifferent);
        self.work_row = constant.map_or(Row::NONE, |span| calendar.row(span.0));
    }

    /// Why an arriving request does not enter at all.
    #[cold]
    pub fn turns_away(&mut self, now: u64) -> Option<Cause> {
        if self.gone || self.lost {
            return Some(Cause::Unreachable);
        }
        let throttled = self.throttle.as_mut().is_some_and(|t| !t.take(now));
        throttled.then_some(Cause::Throttled)
    }

    /// Requests inside: queued, holding a slot, or in a component without slots.
    pub fn present(&self) -> i64 {
        let m = &self.measures;
        m.queue.level() + m.inside.level()
    }

    /// ∫ requests inside dt from 0 to `now`, requests·ns.
    pub fn present_area(&self, now: u64) -> i128 {
        let m = &self.measures;
        m.queue.area(now) + m.inside.area(now)
    }

    /// The zone of an instance, or of the whole component; [`NONE`] if there is none or there are several.
    pub fn zone(&self, instance: u32) -> u32 {
        match &self.body {
            Body::Group(group) => group
                .instances
                .get(instance as usize)
                .map_or(NONE, |i| i.zone),
            _ => self.plan.single_zone(),
        }
    }

    /// Whether an instance of it, now or later, can be in another zone than one of `other`.
    pub fn may_be_far_from(&self, other: &Station) -> bool {
        let mut pairs = self
            .zones()
            .flat_map(|zone| other.zones().map(move |other| (zone, other)));
        pairs.any(|(zone, other)| zone != other)
    }

    /// Every zone that [`zone`](Self::zone) may tell.
    fn zones(&self) -> impl Iterator<Item = u32> {
        let (planned, instances) = match &self.body {
            Body::Group(group) => (&self.plan.zones[..], &*group.instances),
            _ if self.plan.single_zone() != NONE => (&self.plan.zones[..], &[][..]),
            _ => (&[][..], &[][..]),
        };
        let there = instances.iter().map(|instance| instance.zone);
        planned
            .iter()
            .copied()
            .chain(there)
            .filter(|zone| *zone != NONE)
    }

    /// Whether the number of requests it holds at once is limited.
    pub fn has_slots(&self) -> bool {
        match &self.body {
            Body::Group(group) => group.part.slots.is_some(),
            Body::Functions(_) => true,
            _ => false,
        }
    }

    /// Whether a standby in another zone can take over.
    pub fn has_standby(&self) -> bool {
        matches!(&self.body, Body::Group(group) if group.failover.is_some())
            && self.plan.zones.len() > 1
    }

    /// Takes over changed parameters of the same service; [`find_row`](Self::find_row) comes after it.
    pub fn set_service(&mut self) {
        self.work_row = Row::NONE;
        let normal = work_of(&self.plan.part).map_or(Sampler::ZERO, compiled);
        self.service.set(if self.slow == 1.0 {
            normal
        } else {
            normal.scaled(self.slow)
        });
    }

    /// Utilisation of the busiest resource over a span, 0..1, from differences of areas.
    pub fn utilization(&self, from: &Areas, to: &Areas) -> f64 {
        let share = |busy: i128, all: i128| {
            if all > 0 {
                (busy as f64 / all as f64).clamp(0.0, 1.0)
            } else {
                0.0
            }
        };
        let slots = share(to.held - from.held, to.slots - from.slots);
        let cores = share(to.busy - from.busy, to.cores - from.cores);
        let rate = match &self.body {
            Body::Store(store) => store.utilization(from, to),
            _ => 0.0,
        };
        slots.max(cores).max(rate)
    }

    /// ∫ processors busy dt from 0 to `now`, thousandths·ns.
    pub fn busy_area(&self, now: u64) -> i128 {
        let there = match &self.body {
            Body::Group(group) => group.instances.iter().map(|i| i.counted_busy(now)).sum(),
            _ => 0,
        };
        self.measures.busy_before + there
    }

    /// The integrals that utilisation is computed from.
    pub fn areas(&self, now: u64) -> Areas {
        let m = &self.measures;
        Areas {
            now,
            held: m.inside.area(now) - m.limited_from.0,
            slots: m.slots.area(now) - m.limited_from.1,
            busy: self.busy_area(now),
            cores: m.cores.area(now),
            queue: m.queue.area(now),
            instances: m.instances.area(now),
            reads: self.meter.reads,
            writes: self.meter.writes,
        }
    }
}

impl Measures {
    /// Counts a successful answer after `elapsed` ns.
    #[inline(always)]
    pub fn answered(&mut self, elapsed: u64) {
        self.ok += 1;
        self.latency.record(elapsed);
    }

    /// Counts a failure after `elapsed` ns.
    #[inline]
    pub fn failed_after(&mut self, elapsed: u64) {
        self.failed += 1;
        self.failed_sojourn += u128::from(elapsed);
    }
}

/// Integrals at one instant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Areas {
    pub now: u64,
    pub held: i128,
    pub slots: i128,
    pub busy: i128,
    pub cores: i128,
    pub queue: i128,
    pub instances: i128,
    pub reads: u64,
    pub writes: u64,
}

impl Store {
    /// Requests let through per second, against the limits.
    fn utilization(&self, from: &Areas, to: &Areas) -> f64 {
        let seconds = (to.now - from.now) as f64 / 1e9;
        if seconds <= 0.0 {
            return 0.0;
        }
        let share = |count: u64, limit: f64| {
            if limit > 0.0 {
                (count as f64 / seconds / limit).min(1.0)
            } else {
                0.0
            }
        };
        share(to.reads - from.reads, self.part.reads_per_s)
            .max(share(to.writes - from.writes, self.part.writes_per_s))
    }
}

impl Body {
    fn of(part: &Part, stream: &impl Fn(&str) -> Stream, now: u64) -> Self {
        match part {
            Part::Source(part) => Body::Source(Source {
                part: part.clone(),
                think: think_time(part),
                stream: stream("think"),
                kind_stream: stream("kind"),
                users: 0,
                leaving: 0,
                silent: None,
            }),
            Part::Group(part) => {
                let cache = part.cache.map(|part| Cache::new(part, stream("cache")));
                Body::Group(Group::new(part.clone(), cache.map(Box::new)))
            }
            Part::Balancer(part) => Body::Balancer(Balancer::new(part)),
            Part::Functions(part) => Body::Functions(Functions::new(part.clone(), now)),
            Part::Store(part) => Body::Store(Store {
                part: part.clone(),
                reads: Bucket::new(part.reads_per_s, BURST, now),
                writes: Bucket::new(part.writes_per_s, BURST, now),
            }),
            Part::Queue(part) => Body::Queue(Box::new(Queue::new(part.clone()))),
        }
    }
}

/// The distribution of a part's own work.
fn work_of(part: &Part) -> Option<&Distribution> {
    match part {
        Part::Source(_) => None,
        Part::Group(group) => Some(&group.service),
        Part::Balancer(BalancerPart { processing, .. }) => Some(processing),
        Part::Functions(FunctionsPart { service, .. })
        | Part::Store(StorePart { service, .. })
        | Part::Queue(QueuePart { service, .. }) => Some(service),
    }
}

fn think_time(part: &SourcePart) -> Sampler {
    match part {
        SourcePart::Closed { think, .. } => compiled(think),
        SourcePart::Open { .. } => Sampler::ZERO,
    }
}

/// A sampler of a distribution that `compile` has checked.
pub fn compiled(distribution: &Distribution) -> Sampler {
    Sampler::compile(distribution).unwrap_or(Sampler::ZERO)
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::super::instance::Instance;
    use super::super::instances::Instances;
    use super::*;

    /// A group's slots and flags share the first line with what is asked before; then comes its only instance.
    #[test]
    fn what_each_request_touches_stands_in_few_lines_of_the_cache() {
        let group = offset_of!(Station, body) + align_of::<Body>();
        let instances = group + offset_of!(Group, instances);
        assert_eq!(instances, 64);
        assert!(instances + Instances::ONE + offset_of!(Instance, launched) <= 128);
        assert_eq!(offset_of!(Station, service) % 64, 0);
        assert_eq!(offset_of!(Measures, latency), 64);
    }
}
