//! A request at a cache: looked up, answered or fetched, kept.

use crate::engine::core::Engine;
use crate::engine::instant::Step;
use crate::engine::job::{Fate, NO_MORE_TRIES, State};
use crate::engine::station::{Body, Station};

use super::{Cache, Found, Miss};

impl Station {
    /// What it keeps; `None` for a component that keeps nothing.
    pub(in crate::engine) fn cache(&self) -> Option<&Cache> {
        match &self.body {
            Body::Group(group) => group.cache.as_deref(),
            _ => None,
        }
    }

    pub(in crate::engine) fn cache_mut(&mut self) -> Option<&mut Cache> {
        match &mut self.body {
            Body::Group(group) => group.cache.as_deref_mut(),
            _ => None,
        }
    }
}

impl Engine {
    /// A request has done its own work at a cache: it has its answer, or fetches it, or waits for who does.
    #[inline(never)]
    pub(in crate::engine) fn looked_up(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let origin = !station.outs.is_empty();
        let Some(cache) = station.cache_mut() else {
            return self.go_on(job);
        };
        match cache.look_up(now, job, origin) {
            Found::Hit => self.complete(job),
            Found::Miss(miss) => {
                self.jobs[job].mark = miss.mark();
                self.go_on(job);
            }
            Found::Follows => {
                let nothing_to_keep = Miss {
                    key: super::NONE,
                    leads: false,
                };
                self.jobs[job].mark = nothing_to_keep.mark();
                self.begin_waiting(job);
            }
        }
    }

    /// A request leaves a cache with its answer: one that was fetched is kept, and goes to those who wait for it, too.
    #[inline(never)]
    pub(in crate::engine) fn keep_answer(&mut self, job: u32, index: u32) {
        let now = self.now;
        let record = &mut self.jobs[job];
        let fetched = record.state.waits_below();
        let Some(miss) = Miss::of(std::mem::take(&mut record.mark)) else {
            return;
        };
        let station = &mut self.stations[index as usize];
        if let Some(cache) = station.cache_mut() {
            cache.answered(now, miss, fetched);
        }
        if miss.leads {
            self.land(index, miss.key, Fate::OK);
        }
    }

    /// A request fails at a cache: who waits for what it fetches fails with it.
    #[inline(never)]
    pub(in crate::engine) fn fetch_failed(&mut self, job: u32, index: u32, fate: Fate) {
        let Some(miss) = Miss::of(std::mem::take(&mut self.jobs[job].mark)) else {
            return;
        };
        if let Some(cache) = self.stations[index as usize].cache_mut() {
            cache.counts.failed += 1;
        }
        if miss.leads {
            self.land(index, miss.key, fate);
        }
    }

    /// A fetch is over: those who waited for it go on, in the order they came.
    fn land(&mut self, index: u32, key: u32, fate: Fate) {
        let station = &mut self.stations[index as usize];
        let links = station.outs.len() as u16;
        let (jobs, agenda) = (&mut self.jobs, &mut self.agenda);
        if let Some(cache) = station.cache_mut() {
            // The agenda is worked off from its end.
            cache.flights.end(key, |follower| {
                let record = &mut jobs[follower];
                debug_assert_eq!(record.state, State::Calling);
                // It makes no calls of its own, and no other try of the one it has not made.
                record.cursor = links;
                record.attempt = if fate.is_ok() { 0 } else { NO_MORE_TRIES };
                agenda.push(Step::Resume(follower, fate));
            });
        }
    }

    /// A cache's node dies with the requests in it, and with what it keeps unless a replica has it, too.
    #[inline(never)]
    pub(in crate::engine) fn lose_contents(&mut self, index: u32, doomed: &[u32]) {
        let now = self.now;
        let replicated = self.stations[index as usize].has_standby();
        let Some(cache) = self.stations[index as usize].cache_mut() else {
            return;
        };
        cache.flights.clear();
        if !replicated {
            cache.flush(now);
        }
        for job in doomed {
            let missed = Miss::of(std::mem::take(&mut self.jobs[*job].mark));
            cache.counts.failed += u64::from(missed.is_some());
        }
    }
}
