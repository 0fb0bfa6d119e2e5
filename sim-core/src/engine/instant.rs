//! What is left to do at the present instant, and whether time goes on.

use super::core::Engine;
use super::error::EngineError;
use super::job::Fate;

/// Steps at one instant beyond which time is taken to stand still, for few requests in flight.
const MAX_STEPS_AT_ONCE: u64 = 1_000_000;
/// More such steps per request that was in flight before.
const STEPS_PER_JOB: u64 = 200;

/// Something to do at the present instant, before the next event: what could otherwise call itself without end.
///
/// Deliveries and answers without latency are plain calls: they are at most [`MAX_DEPTH`](super::core::MAX_DEPTH) deep.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A caller goes on with the outcome of its call.
    Resume(u32, Fate),
    /// A caller makes its present call again.
    Retry(u32),
    /// A closed-loop user makes its next request.
    Begin(u32),
    /// A caller makes its call over a link: its connection is there.
    Connected(u32, u32),
    /// One of several calls made at once has failed for good.
    BranchFailed(u32, Fate),
    /// Messages of a stream go as far as its window lets them.
    Pump(u32),
    /// Consumers of a queue that have room fetch what there is.
    Consume(u32),
}

impl Engine {
    /// Does what there is to do at this instant.
    #[inline(never)]
    pub(super) fn settle(&mut self) {
        while let Some(step) = self.agenda.pop() {
            self.count_step();
            match step {
                Step::Resume(job, fate) => self.resume(job, fate),
                Step::Retry(job) => self.retry(job),
                Step::Begin(job) => self.begin(job),
                Step::Connected(job, link) => self.connected(job, link),
                Step::BranchFailed(branch, fate) => self.branch_failed(branch, fate),
                Step::Pump(link) => self.pump(link),
                Step::Consume(queue) => self.fetch_messages(queue),
            }
            if self.error.is_some() {
                self.agenda.clear();
                return;
            }
        }
    }

    #[inline(always)]
    pub(super) fn begin_instant(&mut self) {
        self.steps_at_once = 0;
        self.live_before = self.jobs.live();
    }

    /// Counted within the loop, too: what goes round in the agenda alone would never come out of it.
    #[inline(always)]
    pub(super) fn count_step(&mut self) {
        self.steps_at_once += 1;
        if self.steps_at_once > MAX_STEPS_AT_ONCE {
            self.check_progress();
        }
    }

    /// Many steps at one instant: fine for many requests, an endless loop for few.
    #[cold]
    fn check_progress(&mut self) {
        // Not those that the loop itself makes.
        if self.steps_at_once > MAX_STEPS_AT_ONCE + STEPS_PER_JOB * u64::from(self.live_before) {
            let component = self.busiest_component();
            self.stop(EngineError::NoProgress { component });
        }
    }
}
