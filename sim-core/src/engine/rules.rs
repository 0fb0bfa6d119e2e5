//! A station's rules at run time: what makes it more than a plain queue.

use crate::catalog::part::GroupPart;
use crate::catalog::rules::{Discipline, RulesPart, ThrottlePart};
use crate::foundation::chance::{Sampler, Stream};

use super::admission::Gate;
use super::bucket::Bucket;
use super::calendar::{Calendar, LaneId};
use super::job::{Job, Jobs, NONE, timer_tag};
use super::kinds::Kinds;
use super::ranks::{End, NOT_BEGUN, Ranks};
use super::station::compiled;

/// Rules of one component, the same for all its instances.
#[derive(Debug)]
pub struct Rules {
    pub part: RulesPart,
    pub discipline: Discipline,
    pub patience: Option<Patience>,
    patience_stream: Stream,
    /// Requests that left the line unserved, and that were displaced by more urgent ones.
    pub abandoned: u64,
    pub displaced: u64,
    /// Turned away by the admission control, and by the rate limit.
    pub shed: u64,
    pub throttled: u64,
    bucket: Option<Bucket>,
}

/// How long a request waits for its first turn.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    times: Sampler,
    /// Where it is always the same.
    lane: Option<LaneId>,
}

/// Those who wait at one instance of a station with rules, and those at work who may be displaced.
///
/// The mark of one who waits is the work it has left, that of one at work the end of it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub waiting: Ranks,
    pub running: Ranks,
    pub gate: Gate,
}

impl Rules {
    /// The rules of a part; `None`: it is a plain queue.
    pub fn of(
        part: &GroupPart,
        patience_stream: Stream,
        calendar: &mut Calendar,
        now: u64,
    ) -> Option<Self> {
        if part.rules.is_plain(part.discipline) {
            return None;
        }
        let mut rules = Self {
            part: RulesPart::default(),
            discipline: part.discipline,
            patience: None,
            patience_stream,
            abandoned: 0,
            displaced: 0,
            shed: 0,
            throttled: 0,
            bucket: None,
        };
        rules.set(part, calendar, now);
        Some(rules)
    }

    /// Takes over changed parameters.
    pub fn set(&mut self, part: &GroupPart, calendar: &mut Calendar, now: u64) {
        self.set_throttle(part.rules.throttle, now);
        self.part = RulesPart::clone(&part.rules);
        self.discipline = part.discipline;
        self.patience = self.part.patience.as_ref().map(|times| {
            let times = compiled(times);
            let constant = times.as_constant();
            Patience {
                times,
                lane: constant.and_then(|span| calendar.lane(span.0)),
            }
        });
    }

    /// Changes the rate limit; what is saved stays as far as it fits.
    fn set_throttle(&mut self, throttle: Option<ThrottlePart>, now: u64) {
        self.bucket = throttle.map(|throttle| {
            let burst = Bucket::burst_of(throttle.per_s, throttle.burst);
            match self.bucket {
                Some(mut bucket) => {
                    bucket.set_rate(throttle.per_s, burst, now);
                    bucket
                }
                None => Bucket::new(throttle.per_s, burst, now),
            }
        });
    }

    /// Takes a token for a request; `false`: it is over the rate.
    pub fn within_rate(&mut self, now: u64) -> bool {
        self.bucket.as_mut().is_none_or(|bucket| bucket.take(now))
    }

    /// Whether a more urgent request displaces a less urgent one.
    pub fn preempts(&self) -> bool {
        self.discipline == Discipline::PriorityPreemptive
    }

    /// The rank of a request in the order of service.
    pub fn rank(&self, kinds: &Kinds, job: &Job) -> i32 {
        match self.discipline {
            Discipline::Priority | Discipline::PriorityPreemptive => kinds.priority(job.kind),
            Discipline::Fifo | Discipline::Lifo | Discipline::ProcessorSharing => 0,
        }
    }

    /// The end of its rank that a newcomer joins.
    pub fn end(&self) -> End {
        match self.discipline {
            Discipline::Lifo => End::Head,
            _ => End::Tail,
        }
    }

    /// How long the next request waits for its first turn, ns; `None`: for ever.
    pub fn draw_patience(&mut self) -> Option<u64> {
        let patience = self.patience?;
        Some(patience.times.sample(&mut self.patience_stream))
    }

    /// Sees to it that an event comes when a job's patience of `length` ns ends.
    pub fn start_patience(
        &self,
        calendar: &mut Calendar,
        jobs: &mut Jobs,
        now: u64,
        job: u32,
        length: u64,
    ) {
        let Some(lane) = self.patience.and_then(|patience| patience.lane) else {
            jobs[job].event = calendar.push(now.saturating_add(length), job);
            return;
        };
        let tag = timer_tag(jobs[job].generation, true);
        let alive = |index, tag| jobs.is_timed(index, tag);
        calendar.push_lane(lane, now, job, tag, alive);
    }
}

impl Line {
    /// A job that could be displaced has done its work.
    pub fn work_done(&mut self, job: &mut Job) {
        let node = std::mem::replace(&mut job.link_or_child, NONE);
        if node != NONE {
            self.running.remove(node);
        }
    }

    /// The node of the job at work that gives way to one of this rank, if any does: of the least urgent the last one
    /// to begin, so that the others keep their order.
    pub fn gives_way(&self, rank: i32) -> Option<u32> {
        let last = self.running.last()?;
        (self.running.rank(last) < rank).then_some(last)
    }

    /// The node of one who is next in order, and the one who has waited longest of those that go before all others.
    /// `None`: nobody waits.
    pub fn next(&self, rules: &Rules) -> Option<(u32, u32)> {
        let first = self.waiting.first()?;
        let longest = match rules.discipline {
            Discipline::Lifo => self.waiting.last()?,
            _ => first,
        };
        let newest_first = self.gate.newest_first(&rules.part.admission);
        let next = if newest_first && self.has_not_begun(first) && longest == first {
            self.waiting.last_of_first()?
        } else {
            first
        };
        Some((next, longest))
    }

    /// Whether one who waits has not been at work yet.
    pub fn has_not_begun(&self, node: u32) -> bool {
        self.waiting.mark(node) == NOT_BEGUN
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
        self.running.clear();
        self.gate = Gate::default();
    }
}
