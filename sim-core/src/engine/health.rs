//! Balancers and their targets: registration, probes, replacement of what the probes find bad.

use super::control::Control;
use super::core::Engine;
use super::instance::Life;
use super::instant::Step;
use super::job::NONE;
use super::snapshot::MarkKind;
use super::station::{Body, Station};
use super::targets::{Target, Targets};

impl Engine {
    /// Brings the target lists of every balancer and queue in front of a component up to date.
    pub(super) fn sync_targets_of(&mut self, index: u32) {
        // Nothing below looks at them.
        let callers = std::mem::take(&mut self.stations[index as usize].callers);
        for caller in &callers {
            self.sync_targets(*caller);
        }
        self.stations[index as usize].callers = callers;
    }

    /// Notes who calls whom, after a change of the links: it is asked whenever an instance comes or goes.
    pub(super) fn note_callers(&mut self) {
        for station in &mut self.stations {
            station.callers.clear();
        }
        for link in self.links.iter().filter(|link| !link.gone) {
            let callers = &mut self.stations[link.plan.to as usize].callers;
            if callers.last() != Some(&link.plan.from) {
                callers.push(link.plan.from);
            }
        }
    }

    /// Registers the instances that are up, and drops those that left. Dead ones stay until somebody notices.
    pub(super) fn sync_targets(&mut self, balancer: u32) {
        let Some(targets) = self.stations[balancer as usize].targets() else {
            return;
        };
        let mut list = std::mem::take(targets);
        for target in &mut list.list {
            target.registered = target.registered && self.stays(balancer, target);
        }
        let outs = self.stations[balancer as usize].outs.clone();
        for link in outs {
            for (instance, epoch) in self.registrable(link) {
                if list.find(link, instance, epoch).is_none() {
                    let station = self.links[link as usize].plan.to;
                    let mut fresh = Target {
                        link,
                        station,
                        instance,
                        epoch,
                        registered: true,
                        healthy: false,
                        against: 0,
                        outstanding: 0,
                    };
                    // A new target needs one good probe only, and gets it at once.
                    fresh.healthy = self.probe(&fresh);
                    list.register(fresh);
                }
            }
        }
        list.changed();
        let station = &mut self.stations[balancer as usize];
        if let Some(targets) = station.targets() {
            *targets = list;
        }
        if let Body::Queue(_) = station.body {
            self.agenda.push(Step::Consume(balancer));
        }
    }

    fn stays(&self, balancer: u32, target: &Target) -> bool {
        let link = &self.links[target.link as usize];
        if link.gone || link.plan.from != balancer || link.plan.to != target.station {
            return false;
        }
        match &self.stations[target.station as usize].body {
            Body::Group(group) => group
                .instances
                .get(target.instance as usize)
                .is_some_and(|i| {
                    i.epoch == target.epoch && matches!(i.life, Life::Up | Life::Dead)
                }),
            _ => !self.stations[target.station as usize].gone,
        }
    }

    /// What a link offers as targets: instances that are up, or the component itself.
    fn registrable(&self, link: u32) -> Vec<(u32, u32)> {
        let station = &self.stations[self.links[link as usize].plan.to as usize];
        match &station.body {
            _ if station.gone => Vec::new(),
            Body::Group(group) => group
                .up
                .iter()
                .map(|at| (*at, group.instances[*at as usize].epoch))
                .collect(),
            _ => vec![(NONE, 0)],
        }
    }

    /// Whether a probe would be answered: the way is open, the instance is up and takes one more request.
    fn probe(&self, target: &Target) -> bool {
        let link = &self.links[target.link as usize];
        let station = &self.stations[target.station as usize];
        if !link.is_open() || link.is_hole() || station.gone || station.lost {
            return false;
        }
        match &station.body {
            Body::Group(group) => group
                .instances
                .get(target.instance as usize)
                .is_some_and(|i| {
                    let full = group.part.slots.is_some_and(|slots| i.held >= slots)
                        && group.part.queue.is_some_and(|queue| i.queued >= queue);
                    i.is_up() && i.epoch == target.epoch && !full
                }),
            _ => true,
        }
    }

    /// One round of probes.
    pub(super) fn health_check(&mut self, index: u32) {
        let gone = self.stations[index as usize].gone;
        let Body::Balancer(balancer) = &mut self.stations[index as usize].body else {
            return;
        };
        if gone {
            balancer.probing = false;
            return;
        }
        let (unhealthy_after, healthy_after) =
            (balancer.part.unhealthy_after, balancer.part.healthy_after);
        let interval = balancer.part.health_interval.0.max(MIN_INTERVAL);
        let list: Vec<Target> = balancer.targets.list.clone();
        let mut unhealthy = Vec::new();
        let mut turned: Vec<(bool, u32, u32)> = Vec::new();
        for (at, mut target) in list.into_iter().enumerate() {
            if !target.registered {
                continue;
            }
            let good = self.probe(&target);
            target.against = if good == target.healthy {
                0
            } else {
                target.against + 1
            };
            let needed = if target.healthy {
                unhealthy_after
            } else {
                healthy_after
            };
            if target.against >= needed.max(1) {
                target.healthy = good;
                target.against = 0;
                let same = |(now, of, _): &&mut _| (*now, *of) == (good, target.station);
                match turned.iter_mut().find(same) {
                    Some((.., count)) => *count += 1,
                    None => turned.push((good, target.station, 1)),
                }
            }
            if !target.healthy {
                unhealthy.push(target);
            }
            if let Body::Balancer(balancer) = &mut self.stations[index as usize].body {
                balancer.targets.list[at] = target;
                balancer.targets.changed();
            }
        }
        self.mark_turned(index, &turned);
        // Each round, not only when a verdict changes: an instance may still be in its grace period by then.
        for target in unhealthy {
            self.replace_unhealthy(&target);
        }
        self.schedule(self.now + interval, Control::HealthCheck { station: index });
    }

    /// Marks whose targets a round of probes took out or brought back: one mark for each component, however many instances
    /// of it that are.
    fn mark_turned(&mut self, balancer: u32, turned: &[(bool, u32, u32)]) {
        for (good, of, count) in turned {
            let id = |index: u32| self.stations[index as usize].plan.id.clone();
            let (of, balancer) = (id(*of), id(balancer));
            let what = match good {
                true => MarkKind::TargetsBack(of, *count),
                false => MarkKind::TargetsOut(of, *count),
            };
            self.mark(Some(balancer), what);
        }
    }

    /// A group that heeds its balancer replaces a running instance that the probes found bad.
    fn replace_unhealthy(&mut self, target: &Target) {
        let index = target.station;
        let Body::Group(group) = &self.stations[index as usize].body else {
            return;
        };
        let Some(scaling) = group.scaling().filter(|scaling| scaling.elb_health) else {
            return;
        };
        let graced = |i: &super::instance::Instance| self.now < i.up_since + scaling.grace.0;
        let Some(instance) = group.instances.get(target.instance as usize) else {
            return;
        };
        if !instance.is_up() || instance.epoch != target.epoch || graced(instance) {
            return;
        }
        let (at, epoch) = (target.instance, target.epoch);
        self.kill(index, at);
        self.noticed(index, at, epoch);
    }
}

impl Station {
    /// Those that it picks from, if it does.
    fn targets(&mut self) -> Option<&mut Targets> {
        match &mut self.body {
            Body::Balancer(balancer) => Some(&mut balancer.targets),
            Body::Queue(queue) => Some(&mut queue.targets),
            _ => None,
        }
    }
}

/// Probes come no closer than this, ns.
const MIN_INTERVAL: u64 = 1_000_000_000;
