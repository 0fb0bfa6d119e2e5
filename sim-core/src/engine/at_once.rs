//! The usual call in one go: over a link that takes no time, to a group where a free slot or a place in the queue is
//! all that a request needs.
//!
//! It is what `call` and `deliver` do together, with everything looked up once. Whatever is different about a call
//! (its component guarded or gone, its caller too deep, no place left) is left to them.

use super::core::{Engine, MAX_DEPTH, MAX_JOBS};
use super::flow::start_timer;
use super::job::{Job, NONE, State};
use super::station::Body;

impl Engine {
    /// A call over an instant link. `false`: it has not been made; the instance may have been picked.
    #[inline(always)]
    pub(super) fn call_at_once(&mut self, caller: u32, link: u32, instance: &mut u32) -> bool {
        let way = &self.links[link as usize];
        let (station, timer) = (way.to, way.timer);
        let callee = &mut self.stations[station as usize];
        let Body::Group(group) = &mut callee.body else {
            return false;
        };
        if callee.guarded || !group.direct {
            return false;
        }
        if *instance == NONE {
            let Some(picked) = group.pick() else {
                return false;
            };
            *instance = picked;
        }
        let at = *instance;
        let (slots, places) = (group.slots, group.places);
        let (lifo, simple) = (group.lifo, group.simple);
        let Some(there) = group.instances.get_mut(at as usize) else {
            return false;
        };
        let begins = there.held < slots;
        let calling = &mut self.jobs[caller];
        let (depth, kind) = (calling.depth + 1, calling.kind);
        let fits = there.serves() && (begins || there.queued < places) && depth <= MAX_DEPTH;
        if !fits {
            return false;
        }
        if calling.state != State::Root {
            calling.state = State::Calling;
        }
        let now = self.now;
        let call = Job {
            state: if begins {
                State::Working
            } else {
                State::Queued
            },
            entered: now,
            station,
            instance: at,
            link,
            depth,
            kind,
            parent: caller,
            timed: timer.is_some(),
            ..Job::EMPTY
        };
        let Some(job) = self.jobs.insert(call, MAX_JOBS) else {
            return false;
        };
        self.jobs[caller].link_or_child = job;
        if let Some(lane) = timer {
            start_timer(&mut self.calendar, &self.jobs, lane, now, job);
        }
        callee.measures.arrived += 1;
        if begins {
            there.held += 1;
            callee.measures.inside.up(now);
            callee.measures.begun += 1;
            let mut work = callee.service.draw();
            if !callee.indifferent {
                work = callee.plan.work_of_kind(kind, work);
            }
            let record = &mut self.jobs[job];
            there.begin(record, &mut self.calendar, now, (job, work), at, simple);
        } else {
            there.enqueue(&mut self.jobs, job, lifo);
            callee.measures.queue.up(now);
        }
        true
    }
}
