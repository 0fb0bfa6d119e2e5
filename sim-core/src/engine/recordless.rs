//! Clients' requests without a record of their own.
//!
//! Over a plain link without latency, with a timeout or without, a client's request begins and ends with the call that
//! it makes: the record of the call says all there is to know ([`CLIENT`] stands for its caller). Before anything
//! changes the links (an edit, a fault), such requests get records like any others: what follows a change never meets
//! one.

use super::core::{Engine, MAX_JOBS};
use super::flow::start_timer;
use super::job::{CLIENT, Fate, Job, NONE, State};
use super::station::Body;

impl Engine {
    /// A client's request, made over its one link to a component. `false`: nothing was done, it needs a record of its own.
    #[inline(always)]
    pub(super) fn ask(&mut self, client: u32, link: u32, station: u32) -> bool {
        let way = &mut self.links[link as usize];
        if !way.recordless {
            return false;
        }
        debug_assert_eq!(station, way.to, "the link calls somebody else");
        if way.timer.is_none() && self.ask_ahead(station, link) {
            return true;
        }
        let way = &mut self.links[link as usize];
        let callee = &mut self.stations[station as usize];
        if callee.guarded {
            return false;
        }
        let instance = match &mut callee.body {
            Body::Group(group) => match group.pick() {
                Some(at) => at,
                None => return false,
            },
            _ => NONE,
        };
        let now = self.now;
        let call = Job {
            state: State::Travelling,
            entered: now,
            station,
            instance,
            link,
            depth: 1,
            parent: CLIENT,
            timed: way.timer.is_some(),
            ..Job::EMPTY
        };
        let Some(job) = self.jobs.insert(call, MAX_JOBS) else {
            return false;
        };
        way.requests += 1;
        if let Some(lane) = way.timer {
            start_timer(&mut self.calendar, &self.jobs, lane, now, job);
        }
        callee.measures.arrived += 1;
        let admitted = callee.admit(&mut self.jobs, &mut self.calendar, now, job, instance);
        self.roots.arrived += 1;
        let measures = &mut self.stations[client as usize].measures;
        measures.arrived += 1;
        measures.inside.up(now);
        if !admitted {
            self.enter(job, station);
        }
        true
    }

    /// The answer to a client's request without a record.
    #[inline(always)]
    pub(super) fn asked(&mut self, job: u32, link: u32, fate: Fate) {
        let way = &mut self.links[link as usize];
        let client = way.from;
        if way.metered {
            self.meter_response(job, self.jobs[job].kind, link, fate.is_ok());
        }
        let (now, entered) = (self.now, self.jobs[job].entered);
        self.jobs.release(job);
        let measures = &mut self.stations[client as usize].measures;
        measures.inside.down(now);
        if fate.is_ok() {
            measures.answered(now - entered);
            self.roots.ok += 1;
        } else {
            self.asked_in_vain(client, link, fate, now - entered);
        }
    }

    /// A client has waited long enough for the answer to such a request: the call goes on without it.
    pub(super) fn asked_too_long(&mut self, job: u32, fate: Fate) {
        let record = &mut self.jobs[job];
        record.parent = NONE;
        let (link, elapsed) = (record.link, self.now - record.entered);
        let client = self.links[link as usize].from;
        let measures = &mut self.stations[client as usize].measures;
        measures.inside.down(self.now);
        self.asked_in_vain(client, link, fate, elapsed);
    }

    #[inline(never)]
    fn asked_in_vain(&mut self, client: u32, link: u32, fate: Fate, elapsed: u64) {
        self.links[link as usize].failed += 1;
        self.stations[client as usize]
            .measures
            .failed_after(elapsed);
        self.root_failed(fate);
    }

    /// Gives every request that has none a record of its own: before the links change.
    pub(super) fn give_records(&mut self) {
        self.unfold_all();
        let without: Vec<u32> = self
            .jobs
            .used()
            .filter(|(_, job)| job.parent == CLIENT)
            .map(|(index, _)| index)
            .collect();
        for call in without {
            let (link, entered) = (self.jobs[call].link, self.jobs[call].entered);
            let root = Job {
                state: State::Root,
                station: self.links[link as usize].plan.from,
                entered,
                link_or_child: call,
                mark: u64::from(link),
                ..Job::EMPTY
            };
            let Some(root) = self.new_job(root) else {
                return;
            };
            self.jobs[call].parent = root;
        }
    }
}
