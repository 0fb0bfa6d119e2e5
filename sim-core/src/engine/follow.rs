//! What runs follows its changed component: slots, processors and zones of instances, with the jobs they hold.

use crate::catalog::part::Part;

use super::core::Engine;
use super::instance::{Instance, Life};
use super::job::{NONE, State};
use super::processor::Processor;
use super::station::{BURST, Body, Station};

impl Engine {
    /// Slots and processors of running instances follow changed parameters.
    pub(super) fn follow_slots(&mut self, index: u32, was_simple: bool) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let slots = group.part.slots;
        if slots.is_none() {
            station.measures.unlimited = true;
        } else if station.measures.unlimited {
            station.measures.unlimited = false;
            station.measures.limited_from = (
                station.measures.inside.area(now),
                station.measures.slots.area(now),
            );
        }
        let shares = Processor::of(&group.part, now).is_some();
        let mut grown = Vec::new();
        for (at, instance) in group
            .instances
            .iter_mut()
            .enumerate()
            .filter(|(_, i)| i.serves())
        {
            let capacity = slots
                .unwrap_or(0)
                .max(if slots.is_some() { instance.held } else { 0 });
            station
                .measures
                .slots
                .add(now, i64::from(capacity) - i64::from(instance.capacity));
            instance.capacity = capacity;
            if let (Some(processor), true) = (&mut instance.processor, shares) {
                let before = processor.cores_milli();
                processor.set(now, &group.part);
                let cores = processor.cores_milli() - before;
                station.measures.cores.add(now, cores);
                station.measures.busy_before += instance.recount_busy(now);
            } else if !group.simple && was_simple {
                // Nobody has read so far how busy it is.
                instance.busy.set(now, 1000 * i64::from(instance.working));
                instance.read_metric_from(now);
            }
            grown.push(at as u32);
        }
        for at in grown {
            self.follow_processor(index, at);
            self.fill_slots(index, at);
            self.rearm_processor(index, at);
        }
    }

    /// Processors appear or go: the work in progress goes on where work is done now, with what is left of it.
    fn follow_processor(&mut self, index: u32, at: u32) {
        let Body::Group(group) = &self.stations[index as usize].body else {
            return;
        };
        let there = group.instances[at as usize].processor.is_some();
        match Processor::of(&group.part, self.now) {
            Some(processor) if !there => self.share_processors(index, at, processor),
            None if there => self.leave_processors(index, at),
            _ => {}
        }
    }

    /// Requests that worked at full speed share processors from now on.
    fn share_processors(&mut self, index: u32, at: u32, mut processor: Processor) {
        let now = self.now;
        let jobs = &self.jobs;
        let works = |job: u32, event: u64| {
            let record = &jobs[job];
            record.station == index
                && record.instance == at
                && record.state == State::Working
                && record.event == event
        };
        for (job, end) in self.calendar.due_times(works) {
            processor.add(now, job, end - now);
            self.jobs[job].event = 0;
        }
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        station.measures.cores.add(now, processor.cores_milli());
        instance.processor = Some(processor);
        station.measures.busy_before += instance.recount_busy(now);
        instance.read_metric_from(now);
    }

    /// Requests that shared processors work at full speed from now on.
    fn leave_processors(&mut self, index: u32, at: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        let Some(mut processor) = instance.processor.take() else {
            return;
        };
        self.calendar.discharge(instance);
        station.measures.cores.add(now, -processor.cores_milli());
        station.measures.busy_before += instance.recount_busy(now);
        instance.read_metric_from(now);
        for (job, left) in processor.take_all(now) {
            let record = &mut self.jobs[job];
            record.event = self.calendar.push(now + left, job);
            instance.ends_at(record, now + left);
        }
    }

    /// Instances whose zone is not the component's any more move (it was dragged, or the zone is gone).
    pub(super) fn resettle(&mut self, index: u32) {
        let crashed = self.is_crashed(index);
        let station = &mut self.stations[index as usize];
        let zones = &station.plan.zones;
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let lost = |zone: u32| self.zone_lost.get(zone as usize).copied().unwrap_or(false);
        for at in 0..group.instances.len() {
            let Instance { life, zone, .. } = group.instances[at];
            let stays = zones.contains(&zone) || (zones.is_empty() && zone == NONE);
            if stays || life == Life::Gone {
                continue;
            }
            if life == Life::Dead && !crashed {
                // It died with its zone; what is wanted is launched anew.
                group.instances[at].life = Life::Gone;
                continue;
            }
            group.instances[at].zone = NONE;
            let place = group.zone_for_launch(zones, lost);
            group.instances[at].zone = place.or(zones.first().copied()).unwrap_or(NONE);
        }
    }

    /// Instances share the zones of their component evenly, as they do at the start: where there are other zones now, those
    /// launched last move into the emptiest (EC2 Auto Scaling rebalances, too).
    pub(super) fn spread_out(&mut self, index: u32) {
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let zones = &station.plan.zones;
        let lost = |zone: u32| self.zone_lost.get(zone as usize).copied().unwrap_or(false);
        loop {
            let there = zones.iter().copied().filter(|zone| !lost(*zone));
            let Some(from) = there.max_by_key(|zone| group.counting_in(*zone)) else {
                return;
            };
            let Some(to) = group.zone_for_launch(zones, lost) else {
                return;
            };
            if group.counting_in(from) <= group.counting_in(to) + 1 {
                return;
            }
            let mut counted = group.instances.iter_mut().rev().filter(|i| i.counts());
            if let Some(last) = counted.find(|i| i.zone == from) {
                last.zone = to;
            }
        }
    }
}

impl Station {
    /// Takes over changed parameters of the same kind of part.
    pub(super) fn set_part(&mut self, now: u64) {
        match (&mut self.body, &self.plan.part) {
            (Body::Group(group), Part::Group(part)) => {
                if let (Some(cache), Some(part)) = (&mut group.cache, part.cache) {
                    cache.set_part(part, now);
                }
                group.set_part(part.clone());
            }
            (Body::Balancer(balancer), Part::Balancer(part)) => balancer.set_part(part),
            (Body::Functions(functions), Part::Functions(part)) => {
                functions.set_part(part.clone(), now)
            }
            (Body::Store(store), Part::Store(part)) => {
                store.reads.set_rate(part.reads_per_s, BURST, now);
                store.writes.set_rate(part.writes_per_s, BURST, now);
                store.part = part.clone();
            }
            (Body::Queue(queue), Part::Queue(part)) => queue.part = part.clone(),
            // A source is restarted when its links are known.
            _ => {}
        }
    }
}
