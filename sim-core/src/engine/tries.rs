//! A call that failed: another try, now or later, or the end of its caller, too.

use super::core::Engine;
use super::instant::Step;
use super::job::{Fate, NO_MORE_TRIES, NONE, State};
use super::messages::consumer_of;
use super::station::Body;

impl Engine {
    /// A call has failed: another try, now or later, or the caller fails with it.
    pub(super) fn call_failed(&mut self, job: u32, fate: Fate) {
        let station = self.jobs[job].station;
        if let Body::Queue(_) = self.stations[station as usize].body {
            return self.message_failed(job, station);
        }
        self.release_target(job, station);
        let Some(wait) = self.wait_before_retry(job, station) else {
            if self.jobs[job].is_branch() {
                // Not before all calls are made: some may not even be out yet.
                return self.agenda.push(Step::BranchFailed(job, fate));
            }
            return match self.stations[station as usize].body {
                Body::Source(_) => self.end_root(job, fate),
                _ => self.fail(job, fate),
            };
        };
        self.jobs[job].attempt += 1;
        if wait == 0 {
            self.agenda.push(Step::Retry(job));
        } else {
            self.jobs[job].state = State::Backoff;
            self.jobs[job].event = self.calendar.push(self.now + wait, job);
        }
    }

    /// Time to wait before another try, ns; `None`: no more tries.
    fn wait_before_retry(&mut self, job: u32, station: u32) -> Option<u64> {
        let link = self.present_link(job, station)?;
        let attempt = self.jobs[job].attempt;
        let way = &mut self.links[link as usize];
        if attempt >= way.plan.retries || attempt == NO_MORE_TRIES || way.gone {
            return None;
        }
        if !self.budget_allows(link) {
            return None;
        }
        self.links[link as usize].rest.retries += 1;
        Some(self.backoff(job, link))
    }

    /// The link of a job's present call.
    fn present_link(&self, job: u32, station: u32) -> Option<u32> {
        let record = &self.jobs[job];
        let caller = &self.stations[station as usize];
        match &caller.body {
            _ if record.is_branch() => Some(record.link),
            Body::Source(_) => Some(record.mark as u32),
            Body::Queue(queue) => consumer_of(queue, record).map(|target| target.link),
            Body::Balancer(balancer) => balancer
                .targets
                .list
                .get(record.mark as usize)
                .map(|target| target.link),
            _ => caller
                .outs
                .get(usize::from(record.cursor).checked_sub(1)?)
                .copied(),
        }
    }

    /// Makes the present call again.
    pub(super) fn retry(&mut self, job: u32) {
        let station = self.jobs[job].station;
        match self.stations[station as usize].body {
            Body::Source(_) => {
                self.jobs[job].state = State::Root;
                let link = self.jobs[job].mark as u32;
                self.call(job, link, NONE);
            }
            Body::Balancer(_) => self.forward(job),
            Body::Queue(_) => self.message_visible(job, station),
            _ => {
                self.jobs[job].state = State::Calling;
                let link = self.present_link(job, station);
                match link.filter(|_| self.jobs[job].attempt != NO_MORE_TRIES) {
                    Some(link) => {
                        self.call(job, link, NONE);
                        if !self.links[link as usize].plan.waits() {
                            // Its calls have become events meanwhile, and nobody will answer.
                            self.agenda.push(Step::Resume(job, Fate::OK));
                        }
                    }
                    None => {
                        self.jobs[job].attempt = 0;
                        self.go_on(job);
                    }
                }
            }
        }
    }
}
