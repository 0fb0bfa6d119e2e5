//! Clients: open-loop arrivals and closed-loop users.
//!
//! The next arrival of each open-loop client stands in a register beside the calendar, so an arrival costs no heap
//! operation. Beyond a few clients the registers would have to be searched: then arrivals are ordinary controls.

use crate::catalog::part::{SourcePart, Spacing};

use super::calendar::{Key, SOURCE_BASE, index_of, pack};
use super::control::Control;
use super::core::{Engine, Step};
use super::job::{Fate, NONE, State};
use super::station::{Body, Source, compiled};

/// Clients whose next arrival stands in a register.
const MAX_REGISTERS: usize = 8;

/// The next arrivals.
#[derive(Debug, Default)]
pub struct Arrivals {
    /// One key per client in a register; `Key::MAX`: none comes.
    registers: Vec<Key>,
    /// Station of each register.
    stations: Vec<u32>,
    next: usize,
}

impl Arrivals {
    /// The earliest arrival in a register.
    #[inline]
    pub fn next(&self) -> Key {
        self.registers.get(self.next).copied().unwrap_or(Key::MAX)
    }

    fn find_next(&mut self) {
        let least = self
            .registers
            .iter()
            .enumerate()
            .min_by_key(|(_, key)| **key);
        self.next = least.map_or(0, |(index, _)| index);
    }

    /// The register of a client, made if there is room.
    fn register_of(&mut self, station: u32) -> Option<usize> {
        if let Some(found) = self.stations.iter().position(|s| *s == station) {
            return Some(found);
        }
        if self.stations.len() >= MAX_REGISTERS {
            return None;
        }
        self.stations.push(station);
        self.registers.push(Key::MAX);
        Some(self.stations.len() - 1)
    }
}

impl Source {
    /// Time to the next arrival, ns; `None`: none comes.
    fn gap(&mut self) -> Option<u64> {
        let SourcePart::Open {
            rate_per_s,
            spacing,
        } = self.part
        else {
            return None;
        };
        if rate_per_s <= 0.0 {
            return None;
        }
        let mean = 1e9 / rate_per_s;
        let gap = match spacing {
            Spacing::Poisson => mean * self.stream.exponential(),
            Spacing::Constant => mean,
        };
        Some((gap + 0.5).min(MAX_GAP) as u64)
    }
}

/// The longest time between two arrivals, ns (10 years).
const MAX_GAP: f64 = 10.0 * 365.0 * 86_400.0 * 1e9;

impl Engine {
    /// Starts (or, after a change of rate, restarts) the arrivals of a client.
    pub(super) fn start_source(&mut self, station: u32) {
        let Body::Source(source) = &mut self.stations[station as usize].body else {
            return;
        };
        match source.part.clone() {
            SourcePart::Open { .. } => {
                source.leaving = source.users;
                self.schedule_arrival(station);
            }
            SourcePart::Closed { users, .. } => self.set_users(station, users),
        }
    }

    /// Schedules the next arrival of an open-loop client; a pending one is replaced.
    fn schedule_arrival(&mut self, station: u32) {
        let silent = self.stations[station as usize].outs.is_empty()
            || self.stations[station as usize].gone
            || self.stations[station as usize].lost;
        let Body::Source(source) = &mut self.stations[station as usize].body else {
            return;
        };
        let at = if silent { None } else { source.gap() }.map(|gap| self.now.saturating_add(gap));
        if let Some(register) = self.arrivals.register_of(station) {
            let sequence = self.calendar.next_sequence();
            let index = SOURCE_BASE + register as u32;
            self.arrivals.registers[register] = at.map_or(Key::MAX, |at| pack(at, sequence, index));
            self.arrivals.find_next();
        } else if let Some(at) = at {
            self.schedule(at, Control::Arrival { source: station });
        }
    }

    #[inline]
    pub(super) fn arrive_by_register(&mut self) {
        let register = (index_of(self.arrivals.next()) - SOURCE_BASE) as usize;
        let station = self.arrivals.stations[register];
        self.schedule_arrival(station);
        self.arrive(station);
    }

    pub(super) fn arrive_by_control(&mut self, station: u32) {
        let open = matches!(&self.stations[station as usize].body,
            Body::Source(source) if matches!(source.part, SourcePart::Open { .. }));
        if open {
            self.schedule_arrival(station);
            self.arrive(station);
        }
    }

    /// A request of an open-loop client.
    #[inline]
    fn arrive(&mut self, station: u32) {
        if self.stations[station as usize].outs.is_empty() {
            return;
        }
        if let Some(job) = self.new_job() {
            let record = &mut self.jobs[job];
            record.state = State::Root;
            record.station = station;
            self.begin(job);
        }
    }

    /// A client's request starts now.
    #[inline]
    pub(super) fn begin(&mut self, job: u32) {
        let station = self.jobs[job].station;
        if self.user_leaves(station) {
            self.jobs.release(job);
            return;
        }
        if self.stations[station as usize].outs.is_empty() {
            // A user whose client has no link any more looks again after the next thought.
            self.think(job);
            return;
        }
        self.roots.arrived += 1;
        let now = self.now;
        let measures = &mut self.stations[station as usize].measures;
        measures.arrived += 1;
        measures.in_system.up(now);
        let link = self.choose_by_weight(station);
        let record = &mut self.jobs[job];
        record.entered = now;
        record.attempt = 0;
        record.mark = u64::from(link);
        self.call(job, link, NONE);
    }

    /// A client's request has ended.
    #[inline]
    pub(super) fn end_root(&mut self, job: u32, fate: Fate) {
        let (now, station) = (self.now, self.jobs[job].station);
        let elapsed = now - self.jobs[job].entered;
        let measures = &mut self.stations[station as usize].measures;
        measures.in_system.down(now);
        measures.sojourn += u128::from(elapsed);
        match fate.failure() {
            None => {
                measures.answered(elapsed, self.recorder.live_width > 0);
                self.roots.ok += 1;
            }
            Some((cause, place)) => {
                measures.failed += 1;
                self.roots.failed[cause] += 1;
                self.stations[place as usize].measures.failures[cause] += 1;
            }
        }
        match &self.stations[station as usize].body {
            Body::Source(Source {
                part: SourcePart::Closed { .. },
                ..
            }) => self.think(job),
            _ => self.jobs.release(job),
        }
    }

    /// A closed-loop user thinks before the next request.
    fn think(&mut self, job: u32) {
        let station = self.jobs[job].station;
        let Body::Source(source) = &mut self.stations[station as usize].body else {
            return;
        };
        let SourcePart::Closed { think, .. } = &source.part else {
            // The client became an open loop meanwhile: the user is not needed any more.
            source.users = source.users.saturating_sub(1);
            source.leaving = source.leaving.saturating_sub(1);
            self.jobs.release(job);
            return;
        };
        let mut pause = compiled(think).sample(&mut source.stream);
        if self.stations[station as usize].outs.is_empty() {
            pause = pause.max(IDLE_USER);
        }
        let record = &mut self.jobs[job];
        record.state = State::Root;
        record.link_or_child = NONE;
        if pause == 0 {
            self.agenda.push(Step::Begin(job));
        } else {
            self.jobs[job].event = self.calendar.push(self.now.saturating_add(pause), job);
        }
    }

    /// Brings the number of users of a closed loop to `users`.
    fn set_users(&mut self, station: u32, users: u32) {
        let Body::Source(source) = &mut self.stations[station as usize].body else {
            return;
        };
        let staying = source.users - source.leaving;
        if users <= staying {
            source.leaving += staying - users;
            return;
        }
        let recalled = (users - staying).min(source.leaving);
        source.leaving -= recalled;
        let fresh = users - staying - recalled;
        source.users += fresh;
        for _ in 0..fresh {
            let Some(job) = self.new_job() else { return };
            self.jobs[job].station = station;
            self.think(job);
        }
    }

    /// Whether this user is one of those that shall leave; counts it out.
    fn user_leaves(&mut self, station: u32) -> bool {
        let station = &mut self.stations[station as usize];
        let Body::Source(source) = &mut station.body else {
            return false;
        };
        let closed = matches!(source.part, SourcePart::Closed { .. });
        if !closed || (source.leaving == 0 && !station.gone) {
            return false;
        }
        source.leaving = source.leaving.saturating_sub(1);
        source.users = source.users.saturating_sub(1);
        true
    }
}

/// How long a user without anybody to ask waits at least, ns.
const IDLE_USER: u64 = 1_000_000_000;
