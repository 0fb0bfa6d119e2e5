//! One instance of a group: slots, queue, processors, life.

use super::admission::Gate;
use super::gauge::Gauge;
use super::job::{Job, Jobs, NONE};
use super::processor::Processor;
use super::rules::Line;

/// Where an instance stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    Booting,
    /// Takes traffic (warm or still warming).
    Up,
    /// Answers what it has, takes nothing new.
    Draining,
    /// Died; comes back when healed, where nothing replaces it.
    Dead,
    /// The record may be used for another instance.
    Gone,
}

/// One instance.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Instance {
    pub life: Life,
    /// Grows with each use of the record, so that pending controls can tell.
    pub epoch: u32,
    pub zone: u32,
    /// Slots counted as there: the configured ones, or more while a smaller number waits for held ones to be freed.
    pub capacity: u32,
    /// Slots held.
    pub held: u32,
    /// Slots held and at work (not waiting for an answer from below).
    pub working: u32,
    head: u32,
    tail: u32,
    pub queued: u32,
    /// Who waits where the station has rules; a plain one queues its jobs by `head` and `tail`.
    pub line: Option<Box<Line>>,
    pub launched: u64,
    /// Processors (or slots) busy, in thousandths.
    pub busy: Gauge,
    /// The area from which on it counts as its component's; `None`: there is no number of processors to be shared.
    counted_from: Option<i128>,
    /// When it came up, and when it counts in the metric.
    pub up_since: u64,
    pub warm_at: u64,
    pub processor: Option<Processor>,
    /// Which register holds the processor's next event (see `wakes`; [`NONE`]: none yet), and its time;
    /// `u64::MAX`: nothing is at work.
    pub wake: u32,
    pub wake_at: u64,
    /// The area `busy` at the last reading of the metric, and when that was.
    pub metric_area: i128,
    pub metric_since: u64,
}

impl Instance {
    pub fn new(epoch: u32, zone: u32, now: u64, processor: Option<Processor>) -> Self {
        Self {
            life: Life::Booting,
            epoch,
            zone,
            capacity: 0,
            held: 0,
            working: 0,
            head: NONE,
            tail: NONE,
            queued: 0,
            line: None,
            launched: now,
            up_since: now,
            warm_at: now,
            processor,
            wake: NONE,
            wake_at: u64::MAX,
            busy: Gauge::default(),
            counted_from: None,
            metric_area: 0,
            metric_since: now,
        }
    }

    /// Whether it may be sent requests.
    pub fn is_up(&self) -> bool {
        self.life == Life::Up
    }

    /// Whether it can finish requests.
    pub fn serves(&self) -> bool {
        matches!(self.life, Life::Up | Life::Draining)
    }

    /// Whether it counts towards the wanted number.
    pub fn counts(&self) -> bool {
        matches!(self.life, Life::Up | Life::Booting)
    }

    pub fn is_empty(&self) -> bool {
        self.held == 0 && self.queued == 0
    }

    /// The metric starts anew: what was counted so far was counted in other units, or not at all.
    pub fn read_metric_from(&mut self, now: u64) {
        self.metric_since = now;
        self.metric_area = self.busy.area(now);
    }

    /// What it knows of its load where the station has rules.
    pub fn gate(&self) -> Gate {
        self.line
            .as_ref()
            .map_or_else(Gate::default, |line| line.gate)
    }

    /// The line of a station with rules.
    pub fn line(&mut self) -> &mut Line {
        self.line.get_or_insert_default()
    }

    /// A job has done its work: nobody can displace it any more.
    pub fn leave_running(&mut self, job: &mut Job) {
        if let Some(line) = &mut self.line {
            line.work_done(job);
        }
    }

    /// A job at work has its end at another instant.
    pub fn ends_at(&mut self, job: &Job, end: u64) {
        if let Some(line) = &mut self.line
            && job.link_or_child != NONE
        {
            line.running.set_mark(job.link_or_child, end);
        }
    }

    /// A job at work stops before its end; returns what it has left where processors are shared.
    pub fn stop_work(&mut self, now: u64, job: u32) -> Option<u64> {
        let Some(processor) = &mut self.processor else {
            self.busy.add(now, -1000);
            return None;
        };
        let left = processor.take(now, job);
        self.read_busy(now);
        left
    }

    /// Reads how busy its processors are.
    #[inline(always)]
    pub fn read_busy(&mut self, now: u64) {
        let busy = match &self.processor {
            Some(processor) => processor.busy_milli(),
            None => 1000 * i64::from(self.working),
        };
        // With more at work than processors it is as busy as before.
        if busy != self.busy.level() {
            self.busy.set(now, busy);
        }
    }

    /// The processor time that its component has used here and nowhere else counted, thousandths·ns.
    pub fn counted_busy(&self, now: u64) -> i128 {
        self.counted_from
            .map_or(0, |from| self.busy.area(now) - from)
    }

    /// Counts from here on what it has now: processors that are shared, or none. Returns what was counted before.
    pub fn recount_busy(&mut self, now: u64) -> i128 {
        let before = self.counted_busy(now);
        self.read_busy(now);
        let shared = self.processor.as_ref().is_some_and(|p| p.is_shared());
        self.counted_from = shared.then(|| self.busy.area(now));
        before
    }

    /// Counts no more; returns what was counted before.
    pub fn forget_busy(&mut self, now: u64) -> i128 {
        let before = self.counted_busy(now);
        self.counted_from = None;
        before
    }

    /// Queues a job at the end (FIFO) or at the front (LIFO).
    #[inline(always)]
    pub fn enqueue(&mut self, jobs: &mut Jobs, job: u32, at_front: bool) {
        self.queued += 1;
        if self.head == NONE {
            jobs[job].link_or_child = NONE;
            self.head = job;
            self.tail = job;
        } else if at_front {
            jobs[job].link_or_child = self.head;
            self.head = job;
        } else {
            jobs[job].link_or_child = NONE;
            jobs[self.tail].link_or_child = job;
            self.tail = job;
        }
    }

    /// Takes the first of the queue.
    #[inline(always)]
    pub fn dequeue(&mut self, jobs: &mut Jobs) -> Option<u32> {
        let job = self.head;
        if job == NONE {
            return None;
        }
        let record: &mut Job = &mut jobs[job];
        self.head = record.link_or_child;
        record.link_or_child = NONE;
        if self.head == NONE {
            self.tail = NONE;
        }
        self.queued -= 1;
        Some(job)
    }

    /// Forgets all it holds (the caller has ended the jobs).
    pub fn clear(&mut self, now: u64) {
        self.held = 0;
        self.working = 0;
        self.head = NONE;
        self.tail = NONE;
        self.queued = 0;
        if let Some(line) = &mut self.line {
            line.clear();
        }
        self.busy.set(now, 0);
        if let Some(processor) = &mut self.processor {
            processor.clear(now);
        }
    }
}
