//! Clients: open-loop arrivals and closed-loop users.
//!
//! The next arrival of each open-loop client stands in a register beside the calendar, so an arrival costs no heap
//! operation. Beyond a few clients the registers would have to be searched: then arrivals are ordinary controls.

use crate::catalog::part::SourcePart;
use crate::foundation::chance::{Stream, StreamKey};

use super::calendar::{Key, SOURCE_BASE, index_of, pack};
use super::control::Control;
use super::core::{Engine, Step};
use super::gaps::Gaps;
use super::job::{Fate, NONE, State};
use super::station::{Body, compiled};

/// Clients whose next arrival stands in a register.
const MAX_REGISTERS: usize = 8;

/// One open-loop client's arrivals.
#[derive(Debug)]
struct Flow {
    station: u32,
    stream: Stream,
    /// Mean time between arrivals, ns; 0: none come.
    mean: f64,
    gaps: Gaps,
    /// Control slot of the pending arrival, for a flow without a register; [`NONE`]: none is pending.
    slot: u32,
}

impl Flow {
    /// Time to the next arrival, ns; `None`: none comes.
    #[inline]
    fn gap(&mut self) -> Option<u64> {
        if self.mean <= 0.0 {
            return None;
        }
        let gap = self.mean * self.gaps.draw(&mut self.stream);
        Some((gap + 0.5).min(MAX_GAP) as u64)
    }
}

/// The next arrivals.
#[derive(Debug, Default)]
pub struct Arrivals {
    flows: Vec<Flow>,
    /// The next arrival of each of the first flows; `Key::MAX`: none comes.
    registers: Vec<Key>,
    first: usize,
}

impl Arrivals {
    /// The earliest arrival in a register.
    #[inline]
    pub fn next(&self) -> Key {
        self.registers.get(self.first).copied().unwrap_or(Key::MAX)
    }

    #[inline]
    fn set(&mut self, flow: usize, key: Key) {
        self.registers[flow] = key;
        if self.registers.len() > 1 {
            let least = self
                .registers
                .iter()
                .enumerate()
                .min_by_key(|(_, key)| **key);
            self.first = least.map_or(0, |(index, _)| index);
        }
    }

    /// The flow of a client; made at first use, with a register if there is room.
    fn flow_of(&mut self, station: u32, stream: impl FnOnce() -> Stream) -> usize {
        if let Some(found) = self.flows.iter().position(|flow| flow.station == station) {
            return found;
        }
        self.flows.push(Flow {
            station,
            stream: stream(),
            mean: 0.0,
            gaps: Gaps::Poisson,
            slot: NONE,
        });
        if self.flows.len() <= MAX_REGISTERS {
            self.registers.push(Key::MAX);
        }
        self.flows.len() - 1
    }
}

/// The longest time between two arrivals, ns (10 years).
const MAX_GAP: f64 = 10.0 * 365.0 * 86_400.0 * 1e9;

impl Engine {
    /// Starts the requests of a client, or goes on with changed parameters. A silent one (no link, lost, gone) sends
    /// nothing.
    pub(super) fn start_source(&mut self, station: u32) {
        let record = &mut self.stations[station as usize];
        let silent = record.outs.is_empty() || record.gone || record.lost;
        let Body::Source(source) = &mut record.body else {
            return;
        };
        let (mean, gaps, users) = match &source.part {
            SourcePart::Open {
                rate_per_s,
                spacing,
            } => {
                let mean = if *rate_per_s > 0.0 && !silent {
                    1e9 / rate_per_s
                } else {
                    0.0
                };
                (mean, Gaps::of(spacing), 0)
            }
            SourcePart::Closed { users, .. } => (0.0, Gaps::Poisson, *users),
        };
        self.set_flow(station, mean, gaps);
        self.set_users(station, users);
    }

    /// Sets the pace of a client's arrivals; the pending one is drawn anew.
    fn set_flow(&mut self, station: u32, mean: f64, gaps: Gaps) {
        let id = self.stations[station as usize].plan.id.clone();
        let seed = self.seed;
        let index = self.arrivals.flow_of(station, || {
            StreamKey::new(seed, id.as_str(), "arrivals").stream()
        });
        let flow = &mut self.arrivals.flows[index];
        flow.mean = mean;
        flow.gaps = gaps;
        let slot = std::mem::replace(&mut flow.slot, NONE);
        self.controls
            .cancel(slot, Control::Arrival { flow: index as u32 });
        self.schedule_arrival(index);
    }

    /// Schedules the next arrival of a flow.
    #[inline]
    fn schedule_arrival(&mut self, flow: usize) {
        let at = self.arrivals.flows[flow]
            .gap()
            .map(|gap| self.now.saturating_add(gap));
        if flow < MAX_REGISTERS {
            let sequence = self.calendar.next_sequence();
            let key = at.map_or(Key::MAX, |at| pack(at, sequence, SOURCE_BASE + flow as u32));
            self.arrivals.set(flow, key);
        } else if let Some(at) = at {
            let slot = self.schedule(at, Control::Arrival { flow: flow as u32 });
            self.arrivals.flows[flow].slot = slot;
        }
    }

    #[inline]
    pub(super) fn arrive_by_register(&mut self) {
        let flow = index_of(self.arrivals.next()) - SOURCE_BASE;
        self.arrive(flow);
    }

    /// A request of an open-loop client; the next one is scheduled.
    #[inline]
    pub(super) fn arrive(&mut self, flow: u32) {
        self.schedule_arrival(flow as usize);
        let station = self.arrivals.flows[flow as usize].station;
        if let Some(job) = self.new_job() {
            let record = &mut self.jobs[job];
            record.state = State::Root;
            record.station = station;
            self.request(job, station);
        }
    }

    /// A closed-loop user makes its next request, or leaves.
    pub(super) fn begin(&mut self, job: u32) {
        let station = self.jobs[job].station;
        if self.user_leaves(station) {
            self.jobs.release(job);
        } else if self.stations[station as usize].outs.is_empty()
            || self.stations[station as usize].lost
        {
            // A user who has nobody to ask looks again after the next thought.
            self.think(job);
        } else {
            self.request(job, station);
        }
    }

    /// A client's request starts now.
    #[inline]
    fn request(&mut self, job: u32, station: u32) {
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
        if self.jobs[job].user {
            self.think(job);
        } else {
            self.jobs.release(job);
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
        if self.stations[station as usize].outs.is_empty() || self.stations[station as usize].lost {
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
            self.jobs[job].user = true;
            self.think(job);
        }
    }

    /// Whether this user is one of those that shall leave; counts it out.
    fn user_leaves(&mut self, station: u32) -> bool {
        let station = &mut self.stations[station as usize];
        let Body::Source(source) = &mut station.body else {
            return false;
        };
        if source.leaving == 0 && !station.gone {
            return false;
        }
        source.leaving = source.leaving.saturating_sub(1);
        source.users = source.users.saturating_sub(1);
        true
    }
}

/// How long a user without anybody to ask waits at least, ns.
const IDLE_USER: u64 = 1_000_000_000;
