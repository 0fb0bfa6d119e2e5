//! Taking over a document: at the start, and each time it is edited while it runs.
//!
//! Components and links keep their records by id, so what is in flight stays in flight and random streams go on.
//! A removed item keeps its record too, marked as gone: jobs and timers may still name it.

use std::collections::BTreeMap;

use crate::catalog::part::Part;
use crate::foundation::ids::Id;

use super::control::Control;
use super::core::Engine;
use super::instance::Life;
use super::job::{Job, NO_MORE_TRIES, NONE};
use super::link::Link;
use super::network::{LinkPlan, Network, StationPlan};
use super::snapshot::MarkKind;
use super::station::{Body, Station};

impl Engine {
    /// Goes on with a changed document. `mark`: the number of the change, and where, if it deserves a mark.
    pub fn update(&mut self, network: Network, mark: Option<(u32, Option<Id>)>) {
        if let Some((number, target)) = mark {
            self.mark(target, MarkKind::Edited(number));
        }
        self.give_records();
        self.adopt(network);
        self.begin_instant();
        self.wake_consumers();
        self.settle();
        self.count_all_foreseen();
    }

    pub(super) fn adopt(&mut self, network: Network) {
        if self.zones != network.zones {
            self.renumber_zones(&network.zones);
        }
        self.adopt_zones(&network);
        self.adopt_kinds(&network.kinds);
        let mut stations: Vec<u32> = Vec::with_capacity(network.stations.len());
        for plan in network.stations {
            let plan = self.with_capacity(plan);
            stations.push(self.adopt_station(plan));
        }
        self.drop_stations(&stations);
        self.station_order = stations;
        let mut links: Vec<u32> = Vec::with_capacity(network.links.len());
        for plan in network.links {
            links.push(self.adopt_link(plan));
        }
        self.drop_links(&links);
        self.link_order = links;
        self.note_callers();
        self.rebuild_outs();
        self.start_parts();
        self.follow_distances();
    }

    /// Zones are named by index: after a change of the document's zones the indexes of instances and of components
    /// (removed ones, too) follow.
    fn renumber_zones(&mut self, zones: &[Id]) {
        let place = |old: &Id| zones.iter().position(|new| new == old);
        let new_index = |old: u32| {
            let place = self.zones.get(old as usize).and_then(place);
            place.map_or(NONE, |place| place as u32)
        };
        for station in &mut self.stations {
            let zones = station.plan.zones.iter().map(|zone| new_index(*zone));
            station.plan.zones = zones.filter(|zone| *zone != NONE).collect();
            if let Body::Group(group) = &mut station.body {
                for instance in &mut group.instances {
                    instance.zone = new_index(instance.zone);
                }
            }
        }
        let was_lost = |zone: &Id| {
            let place = self.zones.iter().position(|old| old == zone);
            place.is_some_and(|place| self.zone_lost[place])
        };
        self.zone_lost = zones.iter().map(was_lost).collect();
    }

    fn adopt_station(&mut self, plan: StationPlan) -> u32 {
        let Some(&index) = self.station_index.get(&plan.id) else {
            let index = self.stations.len() as u32;
            self.station_index.insert(plan.id.clone(), index);
            let station = Station::new(plan, self.seed, self.now);
            self.stations.push(station);
            self.follow_rules(index);
            return index;
        };
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let same_kind = same_kind(&station.plan.part, &plan.part);
        if !same_kind {
            // The id names another kind of component now: the old one dies, the new one gets a record of its own.
            self.station_index.remove(&plan.id);
            self.remove_station(index);
            return self.adopt_station(plan);
        }
        let changed = station.plan.part != plan.part;
        let elsewhere = station.plan.zones != plan.zones;
        if station.gone {
            station.gone = false;
            station.guard();
            station.since += now - station.gone_since;
        }
        *station.plan = plan;
        if changed {
            self.follow_part(index);
        }
        self.resettle(index);
        if elsewhere {
            self.spread_out(index);
        }
        index
    }

    /// What runs follows the part of its plan, which has changed.
    pub(super) fn follow_part(&mut self, index: u32) {
        let station = &mut self.stations[index as usize];
        station.set_service();
        let was_simple = matches!(&station.body, Body::Group(group) if group.simple);
        self.follow_rules(index);
        self.stations[index as usize].set_part(self.now);
        self.follow_slots(index, was_simple);
    }

    fn drop_stations(&mut self, kept: &[u32]) {
        let mut keep = vec![false; self.stations.len()];
        kept.iter().for_each(|index| keep[*index as usize] = true);
        for index in 0..self.stations.len() as u32 {
            if !keep[index as usize] && !self.stations[index as usize].gone {
                self.remove_station(index);
            }
        }
    }

    /// A component was deleted: its instances die and nobody replaces them.
    fn remove_station(&mut self, index: u32) {
        let station = &mut self.stations[index as usize];
        station.gone = true;
        station.guard();
        station.gone_since = self.now;
        self.empty_queue(index);
        let Body::Group(group) = &self.stations[index as usize].body else {
            return;
        };
        let all: Vec<u32> = (0..group.instances.len() as u32).collect();
        for at in all {
            self.kill(index, at);
            if let Body::Group(group) = &mut self.stations[index as usize].body {
                group.instances[at as usize].life = Life::Gone;
            }
        }
    }

    fn adopt_link(&mut self, plan: LinkPlan) -> u32 {
        // The plan numbers stations in the document's order; the engine keeps its own numbers.
        let plan = LinkPlan {
            from: self.station_order[plan.from as usize],
            to: self.station_order[plan.to as usize],
            ..plan
        };
        if let Some(&index) = self.link_index.get(&plan.id) {
            let link = &mut self.links[index as usize];
            link.gone = false;
            *link.plan = plan;
            link.settle();
            return index;
        }
        let index = self.links.len() as u32;
        self.link_index.insert(plan.id.clone(), index);
        let stream = self.stream(&plan.id, "link");
        self.links.push(Link::new(plan, stream));
        index
    }

    fn drop_links(&mut self, kept: &[u32]) {
        let mut keep = vec![false; self.links.len()];
        kept.iter().for_each(|index| keep[*index as usize] = true);
        for (link, keep) in self.links.iter_mut().zip(keep) {
            link.gone = !keep;
            link.settle();
        }
    }

    /// Outgoing links of each component, and the lanes of their timeouts.
    fn rebuild_outs(&mut self) {
        let before: BTreeMap<u32, Vec<u32>> = self
            .stations
            .iter_mut()
            .enumerate()
            .map(|(i, s)| (i as u32, std::mem::take(&mut s.outs)))
            .collect();
        for &index in &self.link_order {
            let from = self.links[index as usize].plan.from;
            let caller = &mut self.stations[from as usize];
            caller.outs.push(index);
            let (idle, is_balancer) = match &self.stations[from as usize].body {
                Body::Balancer(balancer) => (balancer.part.idle_timeout.map(|span| span.0), true),
                Body::Queue(queue) => (Some(queue.part.visibility.0), false),
                _ => (None, false),
            };
            let to = self.links[index as usize].plan.to;
            let (caller, callee) = (&self.stations[from as usize], &self.stations[to as usize]);
            let to_balancer = matches!(callee.body, Body::Balancer(_));
            let zoned = caller.may_be_far_from(callee);
            let link = &mut self.links[index as usize];
            link.zoned = zoned;
            link.charged = zoned && !is_balancer;
            link.metered = to_balancer || link.plan.egress;
            // A queue waits no longer than a message is hidden.
            let timeout = match (link.plan.timeout, idle) {
                (Some(own), Some(hidden)) if !is_balancer => Some(own.min(hidden)),
                (own, idle) => own.or(idle),
            };
            link.timer = timeout.and_then(|delay| self.calendar.lane(delay));
            link.find_rows(&mut self.calendar);
            link.settle();
        }
        for station in &mut self.stations {
            station.last = station.outs.is_empty();
        }
        self.follow_calls(&before);
        self.follow_specials();
        self.rebuild_turns();
        self.find_usual_links();
    }

    /// Jobs number their present call by its place among the outgoing links: where these have changed, the numbers follow.
    fn follow_calls(&mut self, before: &BTreeMap<u32, Vec<u32>>) {
        let has_moved = |station: u32| {
            before
                .get(&station)
                .is_some_and(|old| *old != self.stations[station as usize].outs)
        };
        let calling = |job: &Job| {
            job.state.waits_below() && job.cursor > 0 && !job.is_branch() && has_moved(job.station)
        };
        let moved: Vec<u32> = self
            .jobs
            .used()
            .filter(|(_, job)| calling(job))
            .map(|(index, _)| index)
            .collect();
        for index in moved {
            let job = &mut self.jobs[index];
            let old = before
                .get(&job.station)
                .and_then(|outs| outs.get(usize::from(job.cursor).checked_sub(1)?));
            let outs = &self.stations[job.station as usize].outs;
            match old.and_then(|link| outs.iter().position(|out| out == link)) {
                Some(place) => job.cursor = place as u16 + 1,
                None => {
                    // The link is gone: once its last call is back, the job goes on with the links it has not opened.
                    // A failed last call has no link any more to be tried again on.
                    job.cursor = job.cursor.saturating_sub(1).min(outs.len() as u16);
                    job.calls_left = 0;
                    job.attempt = NO_MORE_TRIES;
                }
            }
        }
    }

    /// Starts what each part needs: instances, probes, metrics, arrivals.
    fn start_parts(&mut self) {
        for at in 0..self.station_order.len() {
            self.ready_part(self.station_order[at]);
        }
        self.refresh_zones();
        self.refresh_memory();
        for at in 0..self.station_order.len() {
            let index = self.station_order[at];
            self.start_loops(index);
        }
    }

    /// Brings instances and environments of a component to what its part says.
    pub(super) fn ready_part(&mut self, index: u32) {
        match &mut self.stations[index as usize].body {
            // What has just been drawn stands there ready, as if it had been running before.
            Body::Group(group) => {
                let ready = group.instances.iter().all(|i| i.life == Life::Gone);
                self.reconcile(index, ready);
            }
            Body::Functions(functions) => {
                let slots = i64::from(functions.part.concurrency);
                let measures = &mut self.stations[index as usize].measures;
                let held = measures.inside.level();
                measures.slots.set(self.now, slots.max(held));
            }
            _ => {}
        }
    }

    /// Control loops that do not run yet, and arrivals whose rate has changed.
    fn start_loops(&mut self, index: u32) {
        self.sync_targets(index);
        let station = &mut self.stations[index as usize];
        station.find_row(&mut self.calendar);
        let now = self.now;
        match &mut station.body {
            Body::Source(source) => {
                let Part::Source(wanted) = &station.plan.part else {
                    return;
                };
                let silent = station.outs.is_empty() || station.lost;
                if source.silent != Some(silent) || source.part != *wanted {
                    source.silent = Some(silent);
                    source.set_part(wanted);
                    self.start_source(index);
                }
            }
            Body::Balancer(balancer) if !balancer.probing => {
                balancer.probing = true;
                let interval = balancer.part.health_interval.0;
                self.schedule(now + interval, Control::HealthCheck { station: index });
            }
            Body::Group(group) if !group.metering => {
                if let Some(period) = group.scaling().map(|scaling| scaling.metric_period.0) {
                    group.metering = true;
                    self.schedule(now + period, Control::Metric { station: index });
                }
            }
            _ => {}
        }
    }
}

/// Whether a running part can become another one: what keeps answers has a history that others have not.
fn same_kind(old: &Part, new: &Part) -> bool {
    let keeps = |part: &Part| matches!(part, Part::Group(group) if group.cache.is_some());
    std::mem::discriminant(old) == std::mem::discriminant(new) && keeps(old) == keeps(new)
}
