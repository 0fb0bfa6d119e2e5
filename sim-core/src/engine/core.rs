//! The engine: state, clock, and the loop that takes one event after the other.

use std::collections::BTreeMap;

use crate::foundation::chance::{Stream, StreamKey};
use crate::foundation::ids::Id;
use crate::foundation::units::SimTime;

use super::arrivals::Arrivals;
use super::calendar::{Calendar, LANE_BASE, MAX_SEQUENCE, last_key_at, time_of};
use super::control::{Control, Controls};
use super::error::EngineError;
use super::faults::Faults;
use super::instant::Step;
use super::job::{Job, Jobs, NONE};
use super::kinds::Kinds;
use super::layered::Layered;
use super::link::Link;
use super::network::Network;
use super::recorder::Recorder;
use super::snapshot::{Cause, Mark, MarkKind};
use super::station::Station;

/// Requests in flight at once, all calls counted.
pub const MAX_JOBS: u32 = LANE_BASE;
/// Calls below calls.
pub const MAX_DEPTH: u8 = 64;
/// Turns of the recorder's clocks that a call may take beyond its events.
pub(super) const MAX_CLOCK_TURNS: u64 = 10_000;
/// The clock goes no further (292 years): an instant plus any delay still fits.
pub(super) const HORIZON: u64 = u64::MAX / 2;

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
    /// The components whose requests are known as soon as they come; and room for how long they were there.
    pub(super) foreseen: Vec<u32>,
    pub(super) spans: Vec<u64>,
    /// The same for components that hold requests while others answer; [`None`]: not any more.
    pub(super) layered: Vec<Option<Box<Layered>>>,
    /// Nothing is foreseen, for tests that compare.
    #[cfg(test)]
    pub(super) blind: bool,
    pub(super) recorder: Recorder,
    pub(super) marks: Vec<Mark>,
    pub(super) error: Option<EngineError>,
    /// The loop pauses when so many events are handled; 0: at once.
    pub(super) pause_at: u64,
    /// It has come out of the loop to see that a clock is earlier now, and goes on until then.
    pub(super) goes_on_to: Option<u64>,
    /// Turns of the recorder's clocks until it pauses. They are no events, but they take time, too: in an idle system
    /// there is nothing else.
    pub(super) clock_turns: u64,
    pub(super) steps_at_once: u64,
    /// Requests in flight when the clock came to the present instant.
    pub(super) live_before: u32,
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
            foreseen: Vec::new(),
            spans: Vec::new(),
            layered: Vec::new(),
            #[cfg(test)]
            blind: false,
            recorder: Recorder::default(),
            marks: Vec::new(),
            error: None,
            pause_at: 0,
            goes_on_to: None,
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

    /// Runs until the clock shows `until`, but handles at most `max_events`: ends that are foreseen are events, too, but no
    /// work, and may be more. `Ok(true)`: `until` was reached.
    ///
    /// # Errors
    /// When the run cannot go on; it then stays where it is.
    pub fn run_until(&mut self, until: SimTime, max_events: u64) -> Result<bool, EngineError> {
        self.pause_at = if self.error.is_some() {
            0
        } else {
            self.events.saturating_add(max_events)
        };
        self.goes_on_to = None;
        self.clock_turns = max_events.saturating_add(MAX_CLOCK_TURNS);
        self.settle_change();
        let until = until.0.min(HORIZON);
        let end = last_key_at(until);
        let mut reached = false;
        while self.events < self.pause_at && !reached {
            let clock = self.recorder.next_clock();
            let bound = clock.min(end);
            while self.events < self.pause_at && self.one_event(bound) {}
            if let Some(pause_at) = self.goes_on_to.take()
                && self.error.is_none()
            {
                self.pause_at = pause_at;
                continue;
            }
            if self.events < self.pause_at {
                reached = clock > end;
                if !reached {
                    self.turn_clock(clock);
                }
            }
        }
        if reached && self.error.is_none() {
            self.now = self.now.max(until);
        }
        self.count_all_foreseen();
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(reached),
        }
    }

    /// Handles one event, however late it is. `Ok(false)`: nothing is pending but the recorder's clocks.
    ///
    /// # Errors
    /// As for [`run_until`](Self::run_until).
    pub fn step(&mut self) -> Result<bool, EngineError> {
        self.settle_change();
        // Timers that nobody waits for, and looks at the callers' patience, are nothing to see.
        let seen = |this: &Self| (this.events, this.recorder.next_window());
        let before = seen(self);
        let mut some = true;
        while some && seen(self) == before {
            some = self.error.is_none() && self.come_to_next();
            self.count_all_foreseen();
        }
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(some),
        }
    }

    /// One event, one that is foreseen, or the turn of a clock; `false`: there is none.
    fn come_to_next(&mut self) -> bool {
        let next = time_of(self.calendar.first().min(self.recorder.next_clock()));
        self.come_to_foreseen_end(next) || !self.calendar.is_empty() && self.one_event_alone()
    }

    /// Does what the start, an edit or a fault has left to do at this instant, before anything else comes.
    fn settle_change(&mut self) {
        if self.error.is_none() && !self.agenda.is_empty() {
            self.settle();
        }
    }

    /// Why the run has stopped, if it has.
    pub fn error(&self) -> Option<&EngineError> {
        self.error.as_ref()
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
        self.count_all_foreseen();
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
pub const MAX_MARKS: usize = 10_000;

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
