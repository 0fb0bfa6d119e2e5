//! Requests in flight: one record per call of one component, in a slab with a free list.

/// No job, no instance, no link.
pub const NONE: u32 = u32::MAX;

/// As a caller: a client whose request has no record of its own (see `recordless`).
pub const CLIENT: u32 = NONE - 1;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The record is on the free list.
    Free,
    /// A client's request (or a closed-loop user between requests): the root of a tree of calls.
    Root,
    /// On the way to its component.
    Travelling,
    /// In an instance's queue.
    Queued,
    /// Holding a slot, at work (for a function: starting or working).
    Working,
    /// Holding a slot, waiting for an answer from below.
    Calling,
    /// Holding a slot, waiting before the next try.
    Backoff,
    /// Holding a slot, in line for a connection of a link's pool.
    Pooled,
    /// Holding a slot; a connection is there, and the call is made at this instant.
    Connected,
    /// Answered; the answer is on its way to the caller.
    Returning,
    /// The request was lost on its way, or the answer on its way back: only the caller's patience or a repetition
    /// makes the caller go on.
    Lost,
    LostBack,
}

impl State {
    /// Waiting for the call below, or for what comes before it.
    pub fn waits_below(self) -> bool {
        matches!(
            self,
            State::Calling | State::Backoff | State::Pooled | State::Connected
        )
    }
}

/// As a number of tries: none is left.
pub const NO_MORE_TRIES: u8 = u8::MAX;

/// How a job ended: 0 is ok, else the cause and the place of the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Fate(u32);

impl Fate {
    pub const OK: Fate = Fate(0);

    pub fn failed(cause: usize, station: u32) -> Self {
        Fate((station << 4) | (cause as u32 + 1))
    }

    pub fn is_ok(self) -> bool {
        self.0 == 0
    }

    /// Index into `Cause::ALL` and the station, for a failure.
    pub fn failure(self) -> Option<(usize, u32)> {
        let cause = self.0 & 15;
        (cause > 0).then(|| (cause as usize - 1, self.0 >> 4))
    }
}

/// A timer's tag: which use of the record it means, and whether the job times itself (a function) or its caller does.
#[inline]
pub fn timer_tag(generation: u32, by_itself: bool) -> u32 {
    (generation << 1) | u32::from(by_itself)
}

/// One call of one component (64 bytes).
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// Sequence number of the one event that is valid for this job; 0 if none is pending.
    pub event: u64,
    /// When the job came to its component (for a root: when the request was made).
    pub entered: u64,
    /// The waiting caller; [`NONE`] for roots, events and calls whose caller gave up, [`CLIENT`] for a client's request
    /// without a record of its own.
    pub parent: u32,
    /// The call it waits for (the first of several at once: a branch); while queued or free, the next job of the list;
    /// in line for a connection, the link.
    pub link_or_child: u32,
    pub station: u32,
    /// Instance of a group; target of a balancer's own job.
    pub instance: u32,
    /// The link that brought it; [`NONE`] for roots; of a branch, the link that it calls over.
    pub link: u32,
    /// Grows with each use of the record, so that timers can tell.
    pub generation: u32,
    pub state: State,
    /// Tries of the present call so far, less one.
    pub attempt: u8,
    /// Calls above this one.
    pub depth: u8,
    /// Kind of the request; 0: none.
    pub kind: u8,
    /// Its caller is in another zone: its messages take longer, and may be charged.
    pub far: bool,
    /// A closed-loop user, not a single request.
    pub user: bool,
    /// Sent as an event: nobody ever waited for it, whatever its link is by now.
    pub detached: bool,
    /// Its caller's patience is running: a lane has a timer for it.
    pub timed: bool,
    /// The next outgoing link to open.
    pub cursor: u16,
    /// Calls still to make on the link opened last.
    pub calls_left: u16,
    pub fate: Fate,
    /// When its handler began (functions), the target's slot (balancers), or the neighbours of a branch.
    pub mark: u64,
}

impl Job {
    /// Whether it is inside its component: arrived, not yet answered.
    pub fn is_inside(&self) -> bool {
        let works = matches!(self.state, State::Queued | State::Working);
        (works || self.state.waits_below()) && !self.is_branch()
    }

    /// A record that says nothing.
    pub const EMPTY: Job = Job {
        event: 0,
        entered: 0,
        parent: NONE,
        link_or_child: NONE,
        station: NONE,
        instance: NONE,
        link: NONE,
        generation: 0,
        state: State::Free,
        attempt: 0,
        depth: 0,
        kind: 0,
        far: false,
        user: false,
        detached: false,
        timed: false,
        cursor: 0,
        calls_left: 0,
        fate: Fate::OK,
        mark: 0,
    };
}

/// All jobs in flight.
#[derive(Debug)]
pub struct Jobs {
    records: Vec<Job>,
    free: u32,
    live: u32,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            free: NONE,
            live: 0,
        }
    }
}

impl std::ops::Index<u32> for Jobs {
    type Output = Job;
    #[inline]
    fn index(&self, index: u32) -> &Job {
        &self.records[index as usize]
    }
}

impl std::ops::IndexMut<u32> for Jobs {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut Job {
        &mut self.records[index as usize]
    }
}

impl Jobs {
    /// Keeps a new job; `None` when `limit` jobs are in flight.
    #[inline(always)]
    pub fn insert(&mut self, job: Job, limit: u32) -> Option<u32> {
        if self.free == NONE && !self.grow(limit) {
            return None;
        }
        let index = self.free;
        let record = &mut self.records[index as usize];
        self.free = record.link_or_child;
        *record = Job {
            generation: record.generation,
            ..job
        };
        self.live += 1;
        Some(index)
    }

    /// One more record for the free list.
    #[cold]
    fn grow(&mut self, limit: u32) -> bool {
        let index = self.records.len() as u32;
        if index >= limit {
            return false;
        }
        self.records.push(Job::EMPTY);
        self.free = index;
        true
    }

    /// Gives a record back; its pending event and timers become stale.
    #[inline(always)]
    pub fn release(&mut self, index: u32) {
        let job = &mut self.records[index as usize];
        debug_assert!(job.state != State::Free, "released twice");
        job.state = State::Free;
        job.event = 0;
        job.generation = job.generation.wrapping_add(1);
        job.link_or_child = self.free;
        self.free = index;
        self.live -= 1;
    }

    /// Records in use.
    pub fn live(&self) -> u32 {
        self.live
    }

    /// Whether a timer with this tag still means this job.
    #[inline]
    pub fn is_timed(&self, index: u32, tag: u32) -> bool {
        let same = |job: &Job| {
            timer_tag(job.generation, false) >> 1 == tag >> 1 && job.state != State::Free
        };
        self.records.get(index as usize).is_some_and(same)
    }

    /// Gives every job the new number of its kind: `number[old]` (after a change of the document's kinds).
    pub fn renumber_kinds(&mut self, number: &[u8]) {
        for job in &mut self.records {
            job.kind = number.get(usize::from(job.kind)).copied().unwrap_or(0);
        }
    }

    /// Every record in use, by index: for rare sweeps (a crash), never per event.
    pub fn used(&self) -> impl Iterator<Item = (u32, &Job)> {
        self.records
            .iter()
            .enumerate()
            .filter(|(_, job)| job.state != State::Free)
            .map(|(index, job)| (index as u32, job))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_record_is_one_cache_line() {
        assert_eq!(size_of::<Job>(), 64);
    }

    #[test]
    fn a_reused_record_is_another_generation() {
        let mut jobs = Jobs::default();
        let first = jobs.insert(Job::EMPTY, 10).unwrap();
        jobs[first].state = State::Root;
        let tag = timer_tag(jobs[first].generation, true);
        assert!(jobs.is_timed(first, tag));
        jobs.release(first);
        assert!(!jobs.is_timed(first, tag));
        let second = jobs.insert(Job::EMPTY, 10).unwrap();
        assert_eq!(first, second);
        jobs[second].state = State::Root;
        assert!(!jobs.is_timed(second, tag));
    }

    #[test]
    fn the_limit_holds_at_n_and_n_plus_1() {
        let mut jobs = Jobs::default();
        assert!(jobs.insert(Job::EMPTY, 2).is_some());
        assert!(jobs.insert(Job::EMPTY, 2).is_some());
        assert!(jobs.insert(Job::EMPTY, 2).is_none());
    }

    #[test]
    fn a_fate_keeps_cause_and_place() {
        assert_eq!(Fate::failed(4, 77).failure(), Some((4, 77)));
        assert_eq!(Fate::OK.failure(), None);
    }
}
