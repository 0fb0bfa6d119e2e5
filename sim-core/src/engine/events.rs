//! One event after the other: which one is next, and whom it concerns.

use super::calendar::{
    CONTROL_BASE, Key, LANE_BASE, SOURCE_BASE, index_of, last_key_at, pack, sequence_of, time_of,
};
use super::control::Control;
use super::core::{Engine, HORIZON};
use super::error::EngineError;
use super::job::State;
use super::station::Body;
use super::wakes::MAX_WAKES;

impl Engine {
    /// One event, or the turn of a clock that is due before it. Not inlined, so that the loop of
    /// [`run_until`](Self::run_until) is the one copy that matters.
    #[inline(never)]
    pub(super) fn one_event_alone(&mut self) -> bool {
        let (clock, end) = (self.recorder.next_clock(), last_key_at(HORIZON));
        let some = self.one_event(clock.min(end));
        if !some && clock <= end {
            self.turn_clock(clock);
            return true;
        }
        some
    }

    /// Handles the next event; `false` if none is due before `bound`.
    ///
    /// Everything that a plain request does is inlined into this one function: at some ten instructions for a call
    /// and its return, the many small steps of a request would cost more to reach than to do.
    #[inline(always)]
    pub(super) fn one_event(&mut self, bound: Key) -> bool {
        let pending = self.calendar.peek();
        let register = self.calendar.registers.least();
        let delayed = self.calendar.delays.least();
        let standing = register.min(delayed);
        // Nothing pending is `Key::MAX`, and so later than every bound.
        if pending < standing {
            if pending > bound {
                return false;
            }
            self.come_to(time_of(pending));
            self.events += 1;
            if index_of(pending) < LANE_BASE {
                self.calendar.take_top();
                self.job_due(pending);
            } else {
                self.due();
            }
        } else {
            if standing > bound {
                return false;
            }
            self.come_to(time_of(standing));
            self.events += 1;
            if delayed < register {
                self.delayed_due();
            } else {
                match index_of(register).checked_sub(SOURCE_BASE) {
                    Some(flow) => self.arrive(flow),
                    None => self.wake(index_of(register)),
                }
            }
        }
        if !self.agenda.is_empty() {
            self.settle();
        }
        true
    }

    /// The event of a job comes, if it still means the job.
    #[inline(always)]
    fn job_due(&mut self, due: Key) {
        let index = index_of(due);
        let record = &mut self.jobs[index];
        if record.event != sequence_of(due) {
            return;
        }
        record.event = 0;
        if record.state == State::Working {
            self.work_done(index);
        } else {
            self.job_event(index);
        }
    }

    /// The earliest of the events in rows comes, if it still means its job.
    #[inline(never)]
    fn delayed_due(&mut self) {
        let due = self.calendar.delays.take();
        let index = index_of(due);
        let record = &mut self.jobs[index];
        if record.event == sequence_of(due) {
            record.event = 0;
            self.job_event_here(index);
        }
    }

    #[inline(always)]
    pub(super) fn come_to(&mut self, time: u64) {
        if time > self.now {
            self.now = time;
            self.begin_instant();
        } else {
            self.count_step();
        }
    }

    /// A clock of the recorder turns. That is no event, but it takes time, too.
    #[inline(never)]
    pub(super) fn turn_clock(&mut self, clock: Key) {
        self.come_to(time_of(clock));
        self.clock_turns = self.clock_turns.saturating_sub(1);
        if self.clock_turns == 0 {
            self.pause_at = 0;
        }
        if self.calendar.wakes.exhausted {
            let limit = u64::from(MAX_WAKES);
            self.stop(EngineError::TooManyEvents { limit });
        }
        self.count_all_foreseen();
        self.turn_recorder(clock);
    }

    /// When a clock of the recorder turns next: in line with what is scheduled for the same instant.
    pub(super) fn clock_at(&mut self, time: u64) -> Key {
        let sequence = self.calendar.next_sequence();
        self.check_sequence();
        pack(time, sequence, 0)
    }

    /// Handles the calendar's first entry if that is a lane's or a control's.
    #[inline(never)]
    fn due(&mut self) {
        let jobs = &self.jobs;
        let Some(due) = self.calendar.pop(|index, tag| jobs.is_timed(index, tag)) else {
            return;
        };
        let index = index_of(due.key);
        if index >= CONTROL_BASE {
            if let Some(control) = self.controls.take(index, sequence_of(due.key)) {
                self.control(control);
            }
        } else if let Some(tag) = due.timer {
            if self.jobs.is_timed(index, tag) {
                self.timer(index, tag);
            } else {
                // Nobody waits any more: a timer that only stood for its lane is no event.
                self.events -= 1;
            }
        } else if self.jobs[index].event == sequence_of(due.key) {
            self.jobs[index].event = 0;
            self.job_event(index);
        }
    }

    fn timer(&mut self, job: u32, tag: u32) {
        let by_itself = tag & 1 == 1;
        if by_itself {
            self.own_timer(job)
        } else {
            self.caller_gives_up(job)
        }
    }

    /// The one pending event of a job.
    #[inline(never)]
    fn job_event(&mut self, job: u32) {
        self.job_event_here(job);
    }

    /// The same, inlined: for the one place that messages come through.
    #[inline(always)]
    fn job_event_here(&mut self, job: u32) {
        match self.jobs[job].state {
            State::Travelling => self.deliver(job),
            State::Returning => self.answer_here(job),
            State::Working => self.work_done(job),
            State::Backoff => self.retry(job),
            State::Root => self.begin(job),
            State::Queued => self.patience_ends(job),
            State::Pooled => self.connection_wait_over(job),
            State::Lost | State::LostBack => self.send_again(job),
            State::Free | State::Calling | State::Connected => {}
        }
    }

    /// The time that a job's component gives it is over: to wait in a line, or to run as a function.
    fn own_timer(&mut self, job: u32) {
        let station = self.jobs[job].station;
        match self.stations[station as usize].body {
            Body::Queue(_) => self.message_expires(job, station),
            _ if self.jobs[job].state == State::Queued => self.patience_ends(job),
            Body::Functions(_) => self.function_timeout(job),
            _ => {}
        }
    }

    fn control(&mut self, control: Control) {
        if let Some(station) = control.changes() {
            self.unfold_at(station);
        }
        match control {
            Control::HealthCheck { station } => self.health_check(station),
            Control::Metric { station } => self.read_metric(station),
            Control::Noticed {
                station,
                instance,
                epoch,
            } => self.noticed(station, instance, epoch),
            Control::Booted {
                station,
                instance,
                epoch,
            } => self.booted(station, instance, epoch),
            Control::Warm {
                station,
                instance,
                epoch,
            } => self.warmed(station, instance, epoch),
            Control::DrainEnd {
                station,
                instance,
                epoch,
            } => self.drain_end(station, instance, epoch),
            Control::FailoverDone { station } => self.failover_done(station),
            Control::Fetch { link } => self.fetch(link),
            Control::FaultBegin { fault } => self.fault_begin(fault),
            Control::FaultEnd { fault } => self.fault_end(fault),
            Control::Nothing => {}
        }
    }
}
