//! Kinds of request at run time: which one a client asks for, which links and targets take it, what became of them.
//!
//! A kind's number is its place in the document plus one; 0 is "no kind". Documents without kinds pass by all of this.

use crate::catalog::part::Algorithm;
use crate::foundation::chance::Stream;
use crate::foundation::stats::LatencyHistogram;

use super::core::Engine;
use super::error::EngineError;
use super::job::{Fate, Job, NONE, State};
use super::laws::broken;
use super::link::Link;
use super::network::{KindPlan, StationPlan};
use super::picture::latency;
use super::snapshot::KindView;
use super::station::{Balancer, Body, Station};

/// The kinds of a run, and what became of their requests.
#[derive(Debug, Default)]
pub struct Kinds {
    plans: Vec<KindPlan>,
    /// In the order of `plans`. Requests that lost their kind while in flight count nowhere.
    counts: Vec<Count>,
}

/// Clients' requests of one kind.
#[derive(Debug, Default)]
struct Count {
    arrived: u64,
    ok: u64,
    failed: u64,
    latency: LatencyHistogram,
}

impl Kinds {
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    fn count(&mut self, kind: u8) -> Option<&mut Count> {
        self.counts.get_mut(usize::from(kind).checked_sub(1)?)
    }

    /// Priority of requests of this kind: the higher goes first.
    #[inline]
    pub fn priority(&self, kind: u8) -> i32 {
        let plan = self.plans.get(usize::from(kind).wrapping_sub(1));
        plan.map_or(0, |plan| plan.priority)
    }
}

/// Whose turn it is among a balancer's targets, for each group of kinds that the same targets take.
#[derive(Debug, Default)]
pub struct Turns {
    /// By kind: the number of its group; 0: every target takes it. Empty: this is so for all kinds.
    group_of: Vec<u8>,
    /// By group: where the last round came to.
    next: Vec<usize>,
}

impl Turns {
    /// Whether every target takes this kind.
    #[inline]
    pub fn all_for(&self, kind: u8) -> bool {
        self.group_of.is_empty() || self.group_of(kind) == 0
    }

    fn group_of(&self, kind: u8) -> u8 {
        self.group_of.get(usize::from(kind)).copied().unwrap_or(0)
    }

    /// Groups kinds by the links that let them pass; `masks`: what each link lets pass.
    fn regroup(&mut self, kinds: usize, masks: &[u64]) {
        let takers = |kind: usize| masks.iter().map(move |mask| mask >> kind & 1);
        let alike = |kind: usize| (0..=kind).find(|other| takers(*other).eq(takers(kind)));
        self.group_of = (0..=kinds)
            .filter_map(|k| alike(k).map(|g| g as u8))
            .collect();
        if self.group_of.iter().all(|group| *group == 0) {
            self.group_of.clear();
        }
        self.next.resize(kinds + 1, 0);
    }
}

impl Balancer {
    /// Picks a target among those whose link lets a kind pass: all healthy ones, or, if there is none, all of these.
    pub fn pick_for(&mut self, kind: u8, links: &[Link], stream: &mut Stream) -> Option<u32> {
        let list = &self.targets.list;
        let takes = |at: &usize| {
            let target = &list[*at];
            target.registered && links[target.link as usize].plan.lets_pass(kind)
        };
        let mut among: Vec<usize> = (0..list.len()).filter(takes).collect();
        if among.iter().any(|at| list[*at].healthy) {
            among.retain(|at| list[*at].healthy);
        }
        if self.part.algorithm == Algorithm::Random {
            let nth = stream.below(among.len() as u64) as usize;
            return among.get(nth).map(|at| *at as u32);
        }
        if self.part.algorithm == Algorithm::LeastOutstanding {
            let least = among.iter().map(|at| list[*at].outstanding).min();
            among.retain(|at| Some(list[*at].outstanding) == least);
        }
        let group = usize::from(self.turns.group_of(kind));
        let next = self.turns.next.get_mut(group)?;
        let found = among.iter().find(|at| **at >= *next).or(among.first())?;
        *next = found + 1;
        Some(*found as u32)
    }
}

impl Station {
    /// A time of work for a request of a kind.
    #[inline(always)]
    pub fn draw_work(&mut self, kind: u8) -> u64 {
        let work = self.service.draw();
        if self.indifferent {
            return work;
        }
        self.plan.work_of_kind(kind, work)
    }
}

impl StationPlan {
    /// What a request of a kind takes where the usual one takes `work`, ns.
    #[inline(never)]
    pub fn work_of_kind(&self, kind: u8, work: u64) -> u64 {
        let factor = self.work_by_kind.get(usize::from(kind));
        let nanos = work as f64 * factor.copied().unwrap_or(1.0);
        (nanos + 0.5).min(crate::foundation::chance::MAX_SAMPLE.0 as f64) as u64
    }
}

impl Engine {
    /// The kind of a client's new request, and a link that lets it pass; [`NONE`]: there is none.
    #[inline(never)]
    pub(super) fn choose_by_kind(&mut self, job: u32, station: u32) -> u32 {
        let station = &mut self.stations[station as usize];
        let Body::Source(source) = &mut station.body else {
            return NONE;
        };
        let kind = match &station.plan.mix[..] {
            [(only, _)] => *only,
            mix => by_weight(mix.iter().copied(), &mut source.kind_stream).unwrap_or(0),
        };
        self.jobs[job].kind = kind;
        if let Some(count) = self.kinds.count(kind) {
            count.arrived += 1;
        }
        let plan = |link: &u32| &self.links[*link as usize].plan;
        let open = || {
            let open = station
                .outs
                .iter()
                .filter(|link| plan(link).lets_pass(kind));
            open.map(|link| (*link, plan(link).weight))
        };
        match (open().next(), open().nth(1)) {
            (None, _) => NONE,
            (Some((only, _)), None) => only,
            (Some((first, _)), Some(_)) => {
                by_weight(open(), &mut station.route_stream).unwrap_or(first)
            }
        }
    }

    /// A client's request of a kind has ended.
    #[inline(never)]
    pub(super) fn end_kind(&mut self, job: u32, fate: Fate, elapsed: u64) {
        let Some(count) = self.kinds.count(self.jobs[job].kind) else {
            return;
        };
        if fate.is_ok() {
            count.ok += 1;
            count.latency.record(elapsed);
        } else {
            count.failed += 1;
        }
    }

    /// Takes over a document's kinds: known ones go on counting, and requests in flight keep theirs. A request whose
    /// kind is gone has none from now on.
    pub(super) fn adopt_kinds(&mut self, plans: &[KindPlan]) {
        let old = std::mem::replace(&mut self.kinds.plans, plans.to_vec());
        let changed = old != plans;
        let counts = std::mem::take(&mut self.kinds.counts);
        self.kinds.counts = plans.iter().map(|_| Count::default()).collect();
        let mut number = vec![0];
        for (kind, count) in old.iter().zip(counts) {
            let place = plans.iter().position(|new| new.id == kind.id);
            number.push(place.map_or(0, |at| at as u8 + 1));
            if let Some(at) = place {
                self.kinds.counts[at] = count;
            }
        }
        if number
            .iter()
            .enumerate()
            .any(|(old, new)| old != usize::from(*new))
        {
            self.jobs.renumber_kinds(&number);
        }
        if changed {
            self.follow_priorities();
        }
    }

    /// Clients' requests of a kind in flight.
    fn roots_of_kind(&self, kind: u8) -> u64 {
        let is_root =
            |job: &Job| job.kind == kind && job.link == NONE && !matches!(job.state, State::Free);
        let under_way = |job: &Job| job.state != State::Root || job.link_or_child != NONE;
        let roots = self
            .jobs
            .used()
            .filter(|(_, job)| is_root(job) && under_way(job));
        roots.count() as u64
    }

    /// Targets of balancers, grouped by the kinds they take.
    pub(super) fn rebuild_turns(&mut self) {
        let kinds = self.kinds.plans.len();
        for station in &mut self.stations {
            if let Body::Balancer(balancer) = &mut station.body {
                let outs = station.outs.iter();
                let masks: Vec<u64> = outs
                    .map(|at| self.links[*at as usize].plan.passes)
                    .collect();
                balancer.turns.regroup(kinds, &masks);
            }
        }
    }

    /// Requests of each kind: arrived = ok + failed + in flight.
    pub(super) fn check_kinds(&self) -> Result<(), EngineError> {
        for (at, count) in self.kinds.counts.iter().enumerate() {
            let in_flight = self.roots_of_kind(at as u8 + 1);
            if count.arrived != count.ok + count.failed + in_flight {
                let law = format!(
                    "kind {}: arrived {} = ok {} + failed {} + in flight {in_flight}",
                    self.kinds.plans[at].id, count.arrived, count.ok, count.failed
                );
                return Err(broken("the clients", law));
            }
        }
        Ok(())
    }

    pub(super) fn kind_views(&self) -> Vec<KindView> {
        let counted = self.kinds.plans.iter().zip(&self.kinds.counts);
        let view = |(at, (plan, count)): (usize, (&KindPlan, &Count))| KindView {
            id: plan.id.clone(),
            priority: self.kinds.priority(at as u8 + 1),
            arrived: count.arrived,
            ok: count.ok,
            failed: count.failed,
            in_flight: count.arrived - count.ok - count.failed,
            latency: latency(&count.latency),
        };
        counted.enumerate().map(view).collect()
    }
}

/// One of some, by their weights; `None` if no weight is above 0.
fn by_weight<T>(weighed: impl Iterator<Item = (T, f64)> + Clone, stream: &mut Stream) -> Option<T> {
    let total: f64 = weighed.clone().map(|(_, weight)| weight).sum();
    let mut left = stream.unit_f64() * total;
    for (what, weight) in weighed {
        if left < weight {
            return Some(what);
        }
        left -= weight;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn kinds_with_the_same_targets_take_turns_together() {
        let mut turns = Turns::default();
        // Kinds 1 and 3 pass the first link only, kind 2 the second only, 4 both.
        turns.regroup(4, &[0b11011, 0b10101]);
        assert_eq!(turns.group_of, [0, 1, 2, 1, 0]);
        turns.regroup(4, &[u64::MAX, u64::MAX]);
        assert!((0..5).all(|kind| turns.all_for(kind)));
    }
}
