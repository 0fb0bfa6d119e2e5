//! Where requests are foreseen: when that is possible, how they come, and how they are counted.
//!
//! Whoever looks at the run finds everything counted up to that instant: each call that runs the engine, and each clock
//! of the recorder, counts first. Before anything changes what has been foreseen (an edit, a fault, the death of an
//! instance), the visits become jobs like any others. The figures of a run are the same to the last bit either way, as
//! long as no two events share an instant.

use crate::foundation::stats::{FULL, Handful};

use super::core::Engine;
use super::foresight::{Foresight, Instants, Visit};
use super::gauge::Gauge;
use super::job::{CLIENT, Job, NONE, State};
use super::station::{Body, Station};

/// More requests in a queue are not foreseen.
pub(super) const MOST: usize = 1 << 20;

impl Station {
    /// Whether its requests can be foreseen while it has one instance: its workers do nothing but to work.
    fn can_foresee(&self) -> bool {
        self.serves_in_turn() && self.outs.is_empty()
    }

    /// Whether requests, all from one caller, find workers who serve first come first served, for a time that nothing
    /// changes.
    pub(super) fn serves_in_turn(&self) -> bool {
        let Body::Group(group) = &self.body else {
            return false;
        };
        let plain = group.simple && !group.lifo && group.slots > 0 && group.places == u32::MAX;
        // Who is first of those that end at one instant, the order of their events would tell, which there are none of.
        let no_ties = self.service.is_continuous();
        let alone = self.callers.len() == 1;
        plain && no_ties && alone && self.indifferent && !self.guarded
    }

    /// Counts requests that have come, begun and ended; `most` have been in the queue at once.
    pub(super) fn count_visits(
        &mut self,
        come: Instants,
        begun: Instants,
        over: Instants,
        most: usize,
    ) {
        let measures = &mut self.measures;
        measures.arrived += come.count;
        measures.begun += begun.count;
        measures.ok += over.count;
        measures.queue.reached(most as i64);
        // Whoever does not wait joins the queue and leaves it in one instant.
        measures.queue.pass(come, begun);
        measures.inside.pass(begun, over);
    }

    /// Foresees again what has been counted; its instance shows who is there.
    fn resume_foresight(&mut self, foresight: Box<Foresight>) {
        let Body::Group(group) = &mut self.body else {
            return;
        };
        let (running, waiting) = foresight.present();
        group.show(running.len(), running.len(), waiting.len());
        group.foresight = Some(foresight);
    }

    /// What is known here, if its requests are foreseen.
    pub(super) fn foresight(&self) -> Option<&Foresight> {
        match &self.body {
            Body::Group(group) => group.foresight.as_deref(),
            _ => None,
        }
    }
}

impl Gauge {
    /// Some have come, some have gone.
    pub(super) fn pass(&mut self, come: Instants, gone: Instants) {
        self.change(come.count as i64 - gone.count as i64, come.sum - gone.sum);
    }
}

impl Engine {
    /// A client's request comes over a link at a component where requests are foreseen, or can be from now on. `false`:
    /// they are not.
    #[inline(always)]
    pub(super) fn ask_ahead(&mut self, station: u32, link: u32) -> bool {
        if self.ask_layers(station, link) {
            return true;
        }
        let callee = &mut self.stations[station as usize];
        let Body::Group(group) = &mut callee.body else {
            return false;
        };
        if group.hopeless {
            return false;
        }
        let Some(foresight) = &mut group.foresight else {
            return group.may_foresee() && self.ask_first(station, link);
        };
        let arrived = self.now;
        let begin = foresight.free(arrived);
        // Behind a long queue of long works the end of time comes first.
        let end = begin.saturating_add(callee.service.draw());
        foresight.workers.take(end);
        let visit = Visit {
            arrived,
            begin,
            end,
        };
        if foresight.note(visit) {
            self.count_or_unfold(station);
        }
        true
    }

    /// The same where nothing has been foreseen before.
    #[inline(never)]
    fn ask_first(&mut self, station: u32, link: u32) -> bool {
        self.begin_to_foresee(station, link) && self.ask_ahead(station, link)
    }

    #[inline(never)]
    fn count_or_unfold(&mut self, station: u32) {
        self.count_foreseen(station);
        let foresight = self.stations[station as usize].foresight();
        if foresight.is_some_and(|known| known.waiting() > MOST) {
            // As jobs they meet the limit of all jobs.
            self.unfold_at(station);
        }
    }

    /// Begins to foresee a component where that is possible.
    fn begin_to_foresee(&mut self, station: u32, link: u32) -> bool {
        let record = &mut self.stations[station as usize];
        let possible = record.can_foresee();
        #[cfg(test)]
        let possible = possible && !self.blind;
        let Body::Group(group) = &mut record.body else {
            return false;
        };
        group.hopeless = !possible;
        let empty = group.sole().is_some() && group.instances.iter().all(|i| i.is_empty());
        if possible && empty {
            let foresight = Foresight::new(link, group.slots, &record.service);
            group.foresight = Some(Box::new(foresight));
            // It takes its turn now instead of with every request.
            group.pick();
            self.foreseen.push(station);
        }
        possible && empty
    }

    /// Counts what has happened up to now wherever requests are foreseen.
    pub(super) fn count_all_foreseen(&mut self) {
        for at in 0..self.foreseen.len() {
            self.count_foreseen(self.foreseen[at]);
        }
        for at in 0..self.layered.len() {
            self.count_layers(at);
        }
    }

    /// The same for one component and its client.
    fn count_foreseen(&mut self, station: u32) {
        let now = self.now;
        let Body::Group(group) = &mut self.stations[station as usize].body else {
            return;
        };
        let Some(mut foresight) = group.foresight.take() else {
            return;
        };
        let mut come = Instants::default();
        for visit in foresight.unknown() {
            come.add(visit.arrived);
        }
        let mut spans = std::mem::take(&mut self.spans);
        let record = &mut self.stations[station as usize];
        let most = foresight.know(record.measures.queue.max() as usize);
        let (begun, over) = foresight.pass(now, &mut spans);
        foresight.keep(&record.service);
        let way = &mut self.links[foresight.link as usize];
        way.requests += come.count;
        record.count_visits(come, begun, over, most);
        if way.plan.egress {
            record.meter.egress_bytes += over.count * way.plan.bytes(0).1;
        }
        record.resume_foresight(foresight);
        let client = way.from;
        self.count_asked(client, come, over);
        for some in spans.chunks(FULL) {
            let some = Handful::of(some);
            // The way takes no time: both wait for as long.
            for place in [station, client] {
                self.stations[place as usize].measures.latency.count(&some);
            }
        }
        spans.clear();
        self.spans = spans;
    }

    /// Counts requests of a client that have come, and that are over.
    pub(super) fn count_asked(&mut self, client: u32, come: Instants, over: Instants) {
        let client = &mut self.stations[client as usize].measures;
        client.arrived += come.count;
        client.inside.pass(come, over);
        client.ok += over.count;
        self.roots.arrived += come.count;
        self.roots.ok += over.count;
        self.events += over.count;
    }

    /// With nothing else to come before `bound`: goes to the first end of a client's request that is foreseen. `false`: there
    /// is none.
    pub(super) fn come_to_foreseen_end(&mut self, bound: u64) -> bool {
        let stations = self.foreseen.iter();
        let known = stations.filter_map(|index| self.stations[*index as usize].foresight());
        let visits = known.flat_map(|known| {
            let (running, waiting) = known.present();
            running.iter().chain(waiting)
        });
        let visits = visits.map(|visit| visit.end);
        let layers = self.layered.iter_mut().flatten();
        let layers = layers.filter_map(|layered| layered.layers.next_event());
        let Some(end) = visits.chain(layers).min().filter(|end| *end < bound) else {
            return false;
        };
        self.come_to(end);
        true
    }

    /// What is foreseen becomes jobs like any others: before something can change it.
    #[inline(never)]
    pub(super) fn unfold_all(&mut self) {
        for station in &mut self.stations {
            if let Body::Group(group) = &mut station.body {
                group.hopeless = false;
            }
        }
        for station in std::mem::take(&mut self.foreseen) {
            self.unfold(station);
        }
        self.unfold_all_layers();
    }

    /// The same at one component, if anything is foreseen there.
    #[cold]
    pub(super) fn unfold_at(&mut self, station: u32) {
        self.foreseen.retain(|other| *other != station);
        self.unfold(station);
        self.unfold_layers_at(station);
    }

    fn unfold(&mut self, station: u32) {
        self.count_foreseen(station);
        let record = &mut self.stations[station as usize];
        let Body::Group(group) = &mut record.body else {
            return;
        };
        let Some(foresight) = group.foresight.take() else {
            return;
        };
        let (link, at) = (foresight.link, group.sole().unwrap_or(NONE));
        if let Some(service) = foresight.draws_of_begun() {
            record.service = service;
        }
        let (running, waiting) = foresight.present();
        for visit in running {
            if let Some(job) = self.become_job(visit, link, (station, at), State::Working) {
                self.jobs[job].event = self.calendar.push(visit.end, job);
            }
        }
        for visit in waiting {
            let job = self.become_job(visit, link, (station, at), State::Queued);
            if let (Some(job), Body::Group(group)) =
                (job, &mut self.stations[station as usize].body)
            {
                let instance = &mut group.instances[at as usize];
                instance.queued -= 1;
                instance.enqueue(&mut self.jobs, job, false);
            }
        }
    }

    fn become_job(
        &mut self,
        visit: &Visit,
        link: u32,
        (station, instance): (u32, u32),
        state: State,
    ) -> Option<u32> {
        self.new_job(Job {
            state,
            entered: visit.arrived,
            station,
            instance,
            link,
            depth: 1,
            parent: CLIENT,
            ..Job::EMPTY
        })
    }
}

#[cfg(test)]
#[path = "foreseen_tests.rs"]
mod tests;
