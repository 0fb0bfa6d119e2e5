//! Calls made at once: a caller with parallel links has one branch for each of them, and goes on with the last answer.
//!
//! A branch is a record that calls in its caller's stead, with tries of its own. The first branch whose tries are used
//! up fails the caller at once; nobody waits for the others any more, and their answers are waste.

use super::core::Engine;
use super::job::{Fate, Job, NONE, State};

/// As the number of the next outgoing link: this is no job of a component, but a branch of one.
pub const BRANCH: u16 = u16::MAX;

/// As the number of calls left: an answer leaves it above 0, which leads to [`Engine::branch_done`].
const NEVER_DONE: u16 = 2;

impl Job {
    /// Whether it calls in another job's stead.
    #[inline]
    pub fn is_branch(&self) -> bool {
        self.cursor == BRANCH
    }

    fn neighbours(&self) -> (u32, u32) {
        ((self.mark >> 32) as u32, self.mark as u32)
    }

    fn set_neighbours(&mut self, before: u32, behind: u32) {
        self.mark = u64::from(before) << 32 | u64::from(behind);
    }
}

impl Engine {
    /// Makes all calls of the parallel links that come next. `false`: there is none to make.
    pub(super) fn fan_out(&mut self, job: u32) -> bool {
        let station = self.jobs[job].station;
        let kind = self.jobs[job].kind;
        loop {
            let cursor = usize::from(self.jobs[job].cursor);
            let next = self.stations[station as usize].outs.get(cursor);
            let Some(&link) = next.filter(|at| self.links[**at as usize].plan.parallel) else {
                break;
            };
            self.jobs[job].cursor += 1;
            let passes = self.links[link as usize].plan.lets_pass(kind);
            let calls = if passes { self.draw_calls(link) } else { 0 };
            for _ in 0..calls {
                if self.add_branch(job, link).is_none() {
                    return true;
                }
            }
        }
        let first = self.jobs[job].link_or_child;
        if first == NONE {
            return false;
        }
        self.begin_waiting(job);
        self.jobs[job].state = State::Calling;
        self.call_branches(job, first);
        true
    }

    /// Puts a branch in front of a job's branches.
    fn add_branch(&mut self, job: u32, link: u32) -> Option<u32> {
        let parent = &self.jobs[job];
        let first = parent.link_or_child;
        let mut record = Job {
            state: State::Calling,
            station: parent.station,
            instance: parent.instance,
            link,
            depth: parent.depth,
            kind: parent.kind,
            parent: job,
            cursor: BRANCH,
            calls_left: NEVER_DONE,
            ..Job::EMPTY
        };
        record.set_neighbours(NONE, first);
        let branch = self.new_job(record)?;
        if first != NONE {
            let (_, behind) = self.jobs[first].neighbours();
            self.jobs[first].set_neighbours(branch, behind);
        }
        self.jobs[job].link_or_child = branch;
        Some(branch)
    }

    /// Lets every branch make its call. One that fails at once may end the job, and all others with it.
    fn call_branches(&mut self, job: u32, first: u32) {
        let generation = self.jobs[job].generation;
        let mut last = first;
        loop {
            let (_, behind) = self.jobs[last].neighbours();
            if behind == NONE {
                break;
            }
            last = behind;
        }
        // The last stands for the first call in the document's order.
        while last != NONE {
            let branch = last;
            let link = self.jobs[branch].link;
            last = self.jobs[branch].neighbours().0;
            self.call(branch, link, NONE);
            if self.error.is_some() || self.jobs[job].generation != generation {
                return;
            }
        }
    }

    /// A branch has its answer. The last one lets its caller go on.
    pub(super) fn branch_done(&mut self, branch: u32) {
        let job = self.jobs[branch].parent;
        self.unlink(branch);
        self.jobs.release(branch);
        if self.jobs[job].link_or_child == NONE {
            self.go_on(job);
        }
    }

    fn unlink(&mut self, branch: u32) {
        let job = self.jobs[branch].parent;
        let (before, behind) = self.jobs[branch].neighbours();
        if before == NONE {
            self.jobs[job].link_or_child = behind;
        } else {
            let (first, _) = self.jobs[before].neighbours();
            self.jobs[before].set_neighbours(first, behind);
        }
        if behind != NONE {
            let (_, last) = self.jobs[behind].neighbours();
            self.jobs[behind].set_neighbours(before, last);
        }
    }

    /// A branch has failed for good, and its caller with it.
    pub(super) fn branch_failed(&mut self, branch: u32, fate: Fate) {
        let job = self.jobs[branch].parent;
        self.drop_branches(job);
        self.fail(job, fate);
    }

    /// Nobody waits for a job's branches any more.
    pub(super) fn drop_branches(&mut self, job: u32) {
        let mut next = std::mem::replace(&mut self.jobs[job].link_or_child, NONE);
        while next != NONE {
            let branch = next;
            next = self.jobs[branch].neighbours().1;
            self.unschedule(branch);
            self.jobs[branch].event = 0;
            self.abandon_call(branch);
            self.jobs.release(branch);
        }
    }
}
