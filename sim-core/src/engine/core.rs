//! The engine: state, clock, and the loop that takes one event after the other.

use std::collections::BTreeMap;

use crate::foundation::chance::{Stream, StreamKey};
use crate::foundation::ids::Id;
use crate::foundation::units::SimTime;

use super::arrivals::Arrivals;
use super::calendar::{
    CONTROL_BASE, Calendar, Key, LANE_BASE, MAX_SEQUENCE, SOURCE_BASE, index_of, last_key_at, pack,
    sequence_of, time_of,
};
use super::control::{Control, Controls};
use super::error::EngineError;
use super::faults::Faults;
use super::job::{Fate, Job, Jobs, NONE, State};
use super::kinds::Kinds;
use super::link::Link;
use super::network::Network;
use super::recorder::Recorder;
use super::snapshot::{Cause, Mark, MarkKind};
use super::station::{Body, Station};
use super::wakes::MAX_WAKES;

/// Requests in flight at once, all calls counted.
pub const MAX_JOBS: u32 = LANE_BASE;
/// Calls below calls.
pub const MAX_DEPTH: u8 = 64;
/// Steps at one instant beyond which time is taken to stand still, for few requests in flight.
const MAX_STEPS_AT_ONCE: u64 = 1_000_000;
/// More such steps per request that was in flight before.
const STEPS_PER_JOB: u64 = 200;
/// Turns of the recorder's clocks that a call may take beyond its events.
const MAX_CLOCK_TURNS: u64 = 10_000;
/// The clock goes no further (292 years): an instant plus any delay still fits.
const HORIZON: u64 = u64::MAX / 2;

/// Something to do at the present instant, before the next event: what could otherwise call itself without end.
///
/// Deliveries and answers without latency are plain calls: they are at most [`MAX_DEPTH`] deep.
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
}

/// Clients' requests since the start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Roots {
    pub arrived: u64,
    pub ok: u64,
    /// By cause.
    pub failed: [u64; Cause::COUNT],
}

impl Roots {
    /// What has been counted since an earlier reading.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            arrived: self.arrived - earlier.arrived,
            ok: self.ok - earlier.ok,
            failed: std::array::from_fn(|cause| self.failed[cause] - earlier.failed[cause]),
        }
    }

    pub fn all_failed(&self) -> u64 {
        self.failed.iter().sum()
    }
}

/// One run of one document.
#[derive(Debug)]
pub struct Engine {
    pub(super) seed: u64,
    pub(super) now: u64,
    pub(super) events: u64,
    pub(super) calendar: Calendar,
    pub(super) controls: Controls,
    pub(super) jobs: Jobs,
    pub(super) agenda: Vec<Step>,
    pub(super) stations: Vec<Station>,
    pub(super) links: Vec<Link>,
    /// Stations and links in the document's order.
    pub(super) station_order: Vec<u32>,
    pub(super) link_order: Vec<u32>,
    pub(super) station_index: BTreeMap<Id, u32>,
    pub(super) link_index: BTreeMap<Id, u32>,
    pub(super) zones: Vec<Id>,
    pub(super) zone_lost: Vec<bool>,
    pub(super) containers: Vec<(Id, Vec<u32>)>,
    pub(super) arrivals: Arrivals,
    pub(super) faults: Faults,
    pub(super) roots: Roots,
    pub(super) kinds: Kinds,
    pub(super) recorder: Recorder,
    pub(super) marks: Vec<Mark>,
    pub(super) error: Option<EngineError>,
    /// The loop pauses when so many events are handled; 0: at once.
    pause_at: u64,
    /// Turns of the recorder's clocks until it pauses. They are no events, but they take time, too: in an idle system
    /// there is nothing else.
    clock_turns: u64,
    steps_at_once: u64,
    /// Requests in flight when the clock came to the present instant.
    live_before: u32,
}

impl Engine {
    /// A run at t = 0.
    pub fn new(network: Network) -> Self {
        let mut engine = Self {
            seed: network.seed,
            now: 0,
            events: 0,
            calendar: Calendar::default(),
            controls: Controls::default(),
            jobs: Jobs::default(),
            agenda: Vec::new(),
            stations: Vec::new(),
            links: Vec::new(),
            station_order: Vec::new(),
            link_order: Vec::new(),
            station_index: BTreeMap::new(),
            link_index: BTreeMap::new(),
            zones: Vec::new(),
            zone_lost: Vec::new(),
            containers: Vec::new(),
            arrivals: Arrivals::default(),
            faults: Faults::default(),
            roots: Roots::default(),
            kinds: Kinds::default(),
            recorder: Recorder::default(),
            marks: Vec::new(),
            error: None,
            pause_at: 0,
            clock_turns: 0,
            steps_at_once: 0,
            live_before: 0,
        };
        engine.adopt(network);
        engine.begin_instant();
        engine.start_recorder();
        engine
    }

    pub fn now(&self) -> SimTime {
        SimTime(self.now)
    }

    /// Events handled so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Runs until the clock shows `until`, but handles at most `max_events`. `Ok(true)`: `until` was reached.
    ///
    /// # Errors
    /// When the run cannot go on; it then stays where it is.
    pub fn run_until(&mut self, until: SimTime, max_events: u64) -> Result<bool, EngineError> {
        self.pause_at = if self.error.is_some() {
            0
        } else {
            self.events.saturating_add(max_events)
        };
        self.clock_turns = max_events.saturating_add(MAX_CLOCK_TURNS);
        self.settle_change();
        let until = until.0.min(HORIZON);
        let end = last_key_at(until);
        let mut reached = false;
        while self.events < self.pause_at && !reached {
            let clock = self.recorder.next_clock();
            let bound = clock.min(end);
            while self.events < self.pause_at && self.one_event(bound) {}
            if self.events < self.pause_at {
                reached = clock > end;
                if !reached {
                    self.turn_clock(clock);
                }
            }
        }
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        if reached {
            self.now = self.now.max(until);
        }
        Ok(reached)
    }

    /// Handles one event, however late it is. `Ok(false)`: nothing is pending but the recorder's clocks.
    ///
    /// # Errors
    /// As for [`run_until`](Self::run_until).
    pub fn step(&mut self) -> Result<bool, EngineError> {
        self.settle_change();
        let nothing = self.calendar.is_empty();
        let some = self.error.is_none() && !nothing && self.one_event_alone();
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(some),
        }
    }

    /// Does what the start, an edit or a fault has left to do at this instant, before anything else comes.
    fn settle_change(&mut self) {
        if self.error.is_none() && !self.agenda.is_empty() {
            self.settle();
        }
    }

    /// One event, or the turn of a clock that is due before it. Not inlined, so that the loop of
    /// [`run_until`](Self::run_until) is the one copy that matters.
    #[inline(never)]
    fn one_event_alone(&mut self) -> bool {
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
    fn one_event(&mut self, bound: Key) -> bool {
        let pending = self.calendar.peek();
        let register = self.calendar.registers.least();
        let delayed = self.calendar.delays.least();
        let standing = register.min(delayed);
        let next = pending.min(standing);
        // Nothing pending is `Key::MAX`, and so later than every bound.
        if next > bound {
            return false;
        }
        self.come_to(time_of(next));
        self.events += 1;
        if pending < standing {
            if index_of(pending) < LANE_BASE {
                self.calendar.take_top();
                self.job_due(pending);
            } else {
                self.due();
            }
        } else if delayed < register {
            self.delayed_due();
        } else {
            match index_of(register).checked_sub(SOURCE_BASE) {
                Some(flow) => self.arrive(flow),
                None => self.wake(index_of(register)),
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
        self.calendar.delays.close();
    }

    #[inline(always)]
    fn come_to(&mut self, time: u64) {
        if time > self.now {
            self.now = time;
            self.begin_instant();
        } else {
            self.count_step();
        }
    }

    /// A clock of the recorder turns. That is no event, but it takes time, too.
    #[inline(never)]
    fn turn_clock(&mut self, clock: Key) {
        self.come_to(time_of(clock));
        self.clock_turns = self.clock_turns.saturating_sub(1);
        if self.clock_turns == 0 {
            self.pause_at = 0;
        }
        if self.calendar.wakes.exhausted {
            let limit = u64::from(MAX_WAKES);
            self.stop(EngineError::TooManyEvents { limit });
        }
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
        if self.jobs[job].state == State::Queued {
            self.patience_ends(job)
        } else if self.is_function(job) {
            self.function_timeout(job)
        }
    }

    fn is_function(&self, job: u32) -> bool {
        let station = self.jobs[job].station;
        matches!(self.stations[station as usize].body, Body::Functions(_))
    }

    fn control(&mut self, control: Control) {
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

    /// Why the run has stopped, if it has.
    pub fn error(&self) -> Option<&EngineError> {
        self.error.as_ref()
    }

    /// Counted within the loop, too: what goes round in the agenda alone would never come out of it.
    #[inline(always)]
    fn count_step(&mut self) {
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

    /// Schedules a control; too many controls end the run.
    pub(super) fn schedule(&mut self, at: u64, what: Control) -> u32 {
        let slot = self.controls.schedule(&mut self.calendar, at, what);
        if slot.is_none() {
            self.stop(EngineError::TooManyEvents {
                limit: u64::from(super::control::MAX_CONTROLS),
            });
        }
        self.check_sequence();
        slot.unwrap_or(NONE)
    }

    #[inline(always)]
    pub(super) fn check_sequence(&mut self) {
        if self.calendar.sequence() >= MAX_SEQUENCE {
            self.stop(EngineError::TooManyEvents {
                limit: MAX_SEQUENCE,
            });
        }
    }

    /// A record for a new job at a component; too many jobs end the run.
    #[inline(always)]
    pub(super) fn new_job(&mut self, job: Job) -> Option<u32> {
        let index = self.jobs.insert(job, MAX_JOBS);
        if index.is_none() {
            self.too_many_jobs();
        }
        index
    }

    #[cold]
    fn too_many_jobs(&mut self) {
        let component = self.busiest_component();
        self.stop(EngineError::TooManyInFlight {
            component,
            limit: MAX_JOBS,
        });
    }

    /// The run cannot go on.
    #[cold]
    pub(super) fn stop(&mut self, error: EngineError) {
        self.error = Some(error);
        self.pause_at = 0;
    }

    /// The component with the most requests in it: where to look when something runs away. A client's requests count
    /// with it wherever they are: it is named only when most of them are nowhere else.
    pub(super) fn busiest_component(&self) -> Id {
        let most = |sources: bool| {
            let is_source = |s: &&Station| matches!(s.body, super::station::Body::Source(_));
            let stations = self.stations.iter().filter(|s| is_source(s) == sources);
            // Of equals the first.
            stations.rev().max_by_key(|station| station.present())
        };
        let best = match (most(false), most(true)) {
            (Some(place), Some(client)) if client.present() > 2 * place.present() => Some(client),
            (place, client) => place.or(client),
        };
        best.map_or_else(
            || self.zones.first().cloned().unwrap_or_else(unnamed),
            |s| s.plan.id.clone(),
        )
    }

    pub(super) fn stream(&self, id: &Id, purpose: &str) -> Stream {
        StreamKey::new(self.seed, id.as_str(), purpose).stream()
    }

    pub(super) fn mark(&mut self, target: Option<Id>, what: MarkKind) {
        if self.marks.len() < MAX_MARKS {
            self.marks.push(Mark {
                at: SimTime(self.now),
                target,
                what,
            });
        }
    }
}

/// Marks kept on the timeline; later ones are dropped.
const MAX_MARKS: usize = 10_000;

/// A name for a place where there is no component at all.
fn unnamed() -> Id {
    Id::new("none").unwrap_or_else(|_| unreachable!("a constant id"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::super::compile;
    use super::*;
    use crate::catalog::{ParamMap, Value};
    use crate::document::{Component, Document, Link};
    use crate::foundation::chance::Distribution;

    fn id(name: &str) -> Id {
        Id::new(name).unwrap()
    }

    fn params(pairs: &[(&str, Value)]) -> ParamMap {
        let owned = |(name, value): &(&str, Value)| ((*name).to_owned(), value.clone());
        pairs.iter().map(owned).collect()
    }

    /// A client of 100 requests a second in front of a server.
    fn played(server: &[(&str, Value)], link: &[(&str, Value)]) -> Engine {
        let mut document = Document::default();
        for (name, service, pairs) in [("users", "client", &[][..]), ("server", "server", server)] {
            let component = Component {
                id: id(name),
                service: service.to_owned(),
                name: String::new(),
                parent: None,
                at: [0.0, 0.0],
                params: params(pairs),
                unknown: Default::default(),
            };
            document.components.insert(id(name), Arc::new(component));
        }
        let link = Link {
            id: id("way"),
            from: id("users"),
            to: id("server"),
            bends: Vec::new(),
            params: params(link),
            unknown: Default::default(),
        };
        document.links.insert(id("way"), Arc::new(link));
        let mut engine = Engine::new(compile(&document, 1).unwrap());
        engine.run_until(SimTime(10_000_000_000), u64::MAX).unwrap();
        engine
    }

    /// A client has at least as many requests in it as all the others together; that is not where to look.
    #[test]
    fn where_requests_pile_up_is_not_the_client() {
        let none = |name| (name, Value::Number(0.0));
        let latency = Value::Times(Distribution::Constant { ms: 1_000.0 });
        let stuck = played(&[none("workers")], &[("latency", latency)]);
        assert_eq!(stuck.busiest_component(), id("server"));
        // All refused, and waiting for another try.
        let again = [
            ("retries", Value::Number(5.0)),
            ("backoff_ms", Value::Number(3_600_000.0)),
        ];
        let refused = played(&[none("workers"), none("queue")], &again);
        assert_eq!(refused.busiest_component(), id("users"));
    }
}
