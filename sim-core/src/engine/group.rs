//! A group of equal instances: which one takes the next request, who launches and who leaves.

use crate::catalog::part::{Discipline, GroupPart, ScalingPart};
use crate::foundation::chance::Sampler;

use super::cache::Cache;
use super::foresight::Foresight;
use super::instance::{Instance, Life};
use super::instances::Instances;
use super::job::NONE;
use super::processor::Processor;
use super::station::compiled;

/// Instances and the control loop's memory.
#[derive(Debug)]
#[repr(C)]
pub struct Group {
    // What each request touches, together in memory.
    /// Slots and places of one instance; `u32::MAX`: as many as come.
    pub slots: u32,
    pub places: u32,
    /// The newest in the queue goes first.
    pub lifo: bool,
    /// Whoever gets a slot works, and is done with it when the answer leaves: there are no rules, and nothing is kept.
    pub direct: bool,
    /// The same where a slot is all a request needs: no shared processors, and nobody reads how busy an instance is.
    pub simple: bool,
    /// There are rules for those who wait, or there were.
    pub ruled: bool,
    /// Requests cannot be foreseen before something is changed.
    pub hopeless: bool,
    /// The instance that is up, if it is the only one, else [`NONE`].
    sole: u32,
    next: u32,
    pub instances: Instances,
    /// Its requests, while each of them is known as soon as it comes; no job is here then.
    pub foresight: Option<Box<Foresight>>,
    /// Indexes of the instances that are up, ascending.
    pub up: Vec<u32>,
    /// What it keeps.
    pub cache: Option<Box<Cache>>,
    pub part: Box<GroupPart>,
    /// Wanted instances.
    pub desired: u32,
    pub boot: Sampler,
    pub failover: Option<Sampler>,
    /// A standby is on its way.
    pub failing_over: bool,
    /// The metric is being read.
    pub metering: bool,
    /// Metric readings in a row above and below target.
    pub high: u32,
    pub low: u32,
}

impl Group {
    pub fn new(part: GroupPart, cache: Option<Box<Cache>>) -> Self {
        let boot = part
            .scaling
            .as_ref()
            .map_or(Sampler::ZERO, |scaling| compiled(&scaling.boot));
        let failover = part.failover.as_ref().map(compiled);
        let desired = wanted(&part);
        let mut group = Self {
            slots: 0,
            places: 0,
            lifo: false,
            direct: false,
            simple: false,
            ruled: false,
            cache,
            part: Box::new(part),
            instances: Instances::default(),
            foresight: None,
            hopeless: false,
            up: Vec::new(),
            sole: NONE,
            next: 0,
            desired,
            boot,
            failover,
            failing_over: false,
            metering: false,
            high: 0,
            low: 0,
        };
        group.settle();
        group
    }

    /// Works out what each request looks at.
    fn settle(&mut self) {
        self.slots = self.part.slots.unwrap_or(u32::MAX);
        self.places = self.part.queue.unwrap_or(u32::MAX);
        self.lifo = self.part.discipline == Discipline::Lifo;
        self.ruled |= !self.part.rules.is_plain(self.part.discipline);
        let full_speed = Processor::of(&self.part, 0).is_none();
        let keeps = self.part.cache.is_some();
        self.direct = !self.ruled && !keeps;
        self.simple = self.direct && full_speed && self.part.scaling.is_none();
    }

    /// Takes over changed parameters; the number of instances follows at the next reconciliation.
    pub fn set_part(&mut self, part: GroupPart) {
        let count_changed = part.instances != self.part.instances;
        if self.part.scaling.is_none() && part.scaling.is_some() {
            // Those that waited to be healed are replaced from now on.
            let dead = self.instances.iter_mut().filter(|i| i.life == Life::Dead);
            dead.for_each(|i| i.life = Life::Gone);
        }
        self.desired = match &part.scaling {
            Some(scaling) if !count_changed => bounded(self.desired, scaling),
            _ => wanted(&part),
        };
        self.boot = part
            .scaling
            .as_ref()
            .map_or(Sampler::ZERO, |scaling| compiled(&scaling.boot));
        self.failover = part.failover.as_ref().map(compiled);
        *self.part = part;
        self.settle();
    }

    pub fn scaling(&self) -> Option<&ScalingPart> {
        self.part.scaling.as_ref()
    }

    /// The instance that is up, if it is the only one.
    #[inline(always)]
    pub fn sole(&self) -> Option<u32> {
        (self.sole != NONE).then_some(self.sole)
    }

    /// Whether it is time to see if its requests can be foreseen, where there is hope: nobody is there.
    #[inline(always)]
    pub fn may_foresee(&self) -> bool {
        let idle = |sole: &Instance| sole.is_empty();
        self.instances.get(self.sole as usize).is_some_and(idle)
    }

    /// The next instance in turn among those that are up.
    #[inline]
    pub fn pick(&mut self) -> Option<u32> {
        if self.sole != NONE {
            self.next = 1;
            return Some(self.sole);
        }
        if self.up.is_empty() {
            return None;
        }
        if self.next as usize >= self.up.len() {
            self.next = 0;
        }
        let picked = self.up[self.next as usize];
        self.next += 1;
        Some(picked)
    }

    /// A record for a new instance: a used one that is free, or a fresh one.
    pub fn record(&mut self, zone: u32, now: u64) -> u32 {
        let processor = Processor::of(&self.part, now);
        if let Some(free) = self
            .instances
            .iter()
            .position(|i| i.life == Life::Gone && i.is_empty())
        {
            let epoch = self.instances[free].epoch + 1;
            self.instances[free] = Instance::new(epoch, zone, now, processor);
            return free as u32;
        }
        self.instances.push(Instance::new(0, zone, now, processor));
        (self.instances.len() - 1) as u32
    }

    pub fn list_up(&mut self) {
        self.up.clear();
        self.up.extend(
            self.instances
                .iter()
                .enumerate()
                .filter(|(_, i)| i.is_up())
                .map(|(index, _)| index as u32),
        );
        self.sole = match self.up[..] {
            [sole] => sole,
            _ => NONE,
        };
    }

    /// The zone that gets the next instance: fewest there, first in the document's order. `None`: all zones are lost.
    pub fn zone_for_launch(&self, zones: &[u32], is_lost: impl Fn(u32) -> bool) -> Option<u32> {
        if zones.is_empty() {
            return Some(NONE);
        }
        zones
            .iter()
            .copied()
            .filter(|zone| !is_lost(*zone))
            .min_by_key(|zone| self.counting_in(*zone))
    }

    /// The instance that leaves first: a booting one if there is any, then from the fullest zone, the oldest there.
    pub fn first_to_leave(&self) -> Option<u32> {
        let candidates = self
            .instances
            .iter()
            .enumerate()
            .filter(|(_, i)| i.counts());
        let order = |i: &Instance| {
            (
                i.life != Life::Booting,
                std::cmp::Reverse(self.counting_in(i.zone)),
                i.launched,
            )
        };
        candidates
            .min_by_key(|(_, i)| order(i))
            .map(|(index, _)| index as u32)
    }

    /// Instances in a zone that count towards the wanted number.
    pub fn counting_in(&self, zone: u32) -> usize {
        let counted = self.instances.iter().filter(|i| i.counts());
        counted.filter(|i| i.zone == zone).count()
    }

    /// Its only instance shows who is there, where that is known without jobs.
    pub fn show(&mut self, held: usize, working: usize, queued: usize) {
        if let Some(at) = self.sole() {
            let instance = &mut self.instances[at as usize];
            instance.held = held as u32;
            instance.working = working as u32;
            instance.queued = queued as u32;
        }
    }

    /// Instances that count towards the wanted number.
    pub fn counting(&self) -> u32 {
        self.instances.iter().filter(|i| i.counts()).count() as u32
    }
}

/// Instances wanted at the start.
fn wanted(part: &GroupPart) -> u32 {
    match &part.scaling {
        Some(scaling) => bounded(part.instances, scaling),
        None => part.instances,
    }
}

/// Within the group's size limits; where they contradict each other the minimum wins.
pub fn bounded(instances: u32, scaling: &ScalingPart) -> u32 {
    instances.min(scaling.max).max(scaling.min)
}
