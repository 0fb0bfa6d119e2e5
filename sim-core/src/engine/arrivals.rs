//! Clients: open-loop arrivals and closed-loop users.
//!
//! The next arrival of each open-loop client stands in a register of the calendar, so an arrival costs no heap
//! operation.

use crate::catalog::part::SourcePart;
use crate::catalog::traffic::Profile;
use crate::foundation::chance::{Stream, StreamKey, whole_nanos};

use super::calendar::{Key, SOURCE_BASE, pack};
use super::core::Engine;
use super::course::Course;
use super::gaps::Gaps;
use super::instant::Step;
use super::job::{Fate, Job, NONE, State};
use super::snapshot::Cause;
use super::station::Body;

/// One open-loop client's arrivals: all that a Poisson arrival touches, one line of the cache.
#[derive(Debug)]
#[repr(C, align(64))]
struct Flow {
    stream: Stream,
    /// Mean time between Poisson arrivals at a steady rate, ns; 0: the gaps are others.
    poisson: f64,
    station: u32,
    /// Where its next arrival stands; [`NONE`]: there has been none yet.
    register: u32,
    /// The link that every request goes over; [`NONE`]: there is none or a choice, or requests have kinds.
    usual: u32,
    /// The component that this link calls: known without a look at the link.
    callee: u32,
}

/// What arrivals need that are not Poisson at a steady rate.
#[derive(Debug, Default)]
struct Pace {
    /// Mean time between arrivals at a steady rate, ns; 0: none come, or by a course.
    mean: f64,
    gaps: Gaps,
    /// A rate that is not steady; the last one rests here while the client is silent.
    course: Option<Box<Course>>,
    resting: Option<Box<Course>>,
}

impl Pace {
    /// Time to the next arrival, ns; `None`: none comes.
    fn gap(&mut self, stream: &mut Stream, now: u64) -> Option<u64> {
        if self.mean > 0.0 {
            let gap = self.mean * self.gaps.draw(stream);
            return Some(whole_nanos(gap, MAX_GAP));
        }
        let course = self.course.as_mut()?;
        course.gap(now, &self.gaps, stream)
    }
}

/// The arrivals of all clients.
#[derive(Debug, Default)]
pub struct Arrivals {
    flows: Vec<Flow>,
    /// One for each flow.
    paces: Vec<Pace>,
}

impl Arrivals {
    /// The flow of a client; made at first use.
    fn flow_of(&mut self, station: u32, stream: impl FnOnce() -> Stream) -> usize {
        if let Some(found) = self.flows.iter().position(|flow| flow.station == station) {
            return found;
        }
        self.flows.push(Flow {
            station,
            register: NONE,
            usual: NONE,
            callee: NONE,
            stream: stream(),
            poisson: 0.0,
        });
        self.paces.push(Pace::default());
        self.flows.len() - 1
    }

    /// Time to the next arrival of a flow, ns; `None`: none comes.
    #[inline(always)]
    fn gap(&mut self, flow: usize, now: u64) -> Option<u64> {
        let Flow {
            stream, poisson, ..
        } = &mut self.flows[flow];
        if *poisson <= 0.0 {
            return self.other_gap(flow, now);
        }
        let gap = *poisson * stream.exponential();
        Some(whole_nanos(gap, MAX_GAP))
    }

    #[inline(never)]
    fn other_gap(&mut self, flow: usize, now: u64) -> Option<u64> {
        self.paces[flow].gap(&mut self.flows[flow].stream, now)
    }
}

/// The longest time between two arrivals, ns (10 years).
pub(super) const MAX_GAP: f64 = 10.0 * 365.0 * 86_400.0 * 1e9;

impl Engine {
    /// Starts the requests of a client, or goes on with changed parameters. A silent one (no link, lost, gone) sends
    /// nothing.
    pub(super) fn start_source(&mut self, station: u32) {
        let record = &mut self.stations[station as usize];
        let silent = record.outs.is_empty() || record.gone || record.lost;
        let Body::Source(source) = &mut record.body else {
            return;
        };
        let (open, users) = match &source.part {
            SourcePart::Open { profile, spacing } if !silent => {
                (Some((profile.clone(), Gaps::of(spacing))), 0)
            }
            SourcePart::Open { .. } => (None, 0),
            SourcePart::Closed { users, .. } => (None, *users),
        };
        self.set_flow(station, open);
        self.set_users(station, users);
    }

    /// Sets the pace of a client's arrivals; `None`: none come. The pending one is drawn anew.
    fn set_flow(&mut self, station: u32, open: Option<(Profile, Gaps)>) {
        let id = self.stations[station as usize].plan.id.clone();
        let seed = self.seed;
        let chance = |purpose: &str| StreamKey::new(seed, id.as_str(), purpose).stream();
        let index = self.arrivals.flow_of(station, || chance("arrivals"));
        let flow = &mut self.arrivals.flows[index];
        if open.is_some() && flow.register == NONE {
            flow.register = self.calendar.registers.add();
        }
        let pace = &mut self.arrivals.paces[index];
        pace.mean = match &open {
            Some((Profile::Steady { per_s }, _)) if *per_s > 0.0 => 1e9 / per_s,
            _ => 0.0,
        };
        let before = pace.course.take().or_else(|| pace.resting.take());
        match open {
            Some((profile, gaps)) => {
                pace.gaps = gaps;
                let before = before.map(|course| *course);
                pace.course = Course::new(&profile, self.now, before, chance).map(Box::new);
            }
            None => pace.resting = before,
        }
        flow.poisson = match pace.gaps {
            Gaps::Poisson => pace.mean,
            Gaps::Constant | Gaps::Drawn(_) => 0.0,
        };
        if flow.register != NONE {
            self.schedule_arrival(index);
        }
        self.find_usual_link(index);
    }

    /// Keeps in mind over which link the requests of a client go.
    fn find_usual_link(&mut self, flow: usize) {
        let flow = &mut self.arrivals.flows[flow];
        flow.usual = match self.stations[flow.station as usize].outs[..] {
            [only] if self.kinds.is_empty() => only,
            _ => NONE,
        };
        let usual = self.links.get(flow.usual as usize);
        flow.callee = usual.map_or(NONE, |link| link.to);
    }

    /// The same for all of them, after each change of who calls whom.
    pub(super) fn find_usual_links(&mut self) {
        (0..self.arrivals.flows.len()).for_each(|flow| self.find_usual_link(flow));
    }

    /// Schedules the next arrival of a flow; returns its client, the link that its requests go over and whom that calls.
    #[inline(always)]
    fn schedule_arrival(&mut self, flow: usize) -> (u32, u32, u32) {
        let gap = self.arrivals.gap(flow, self.now);
        let source = &self.arrivals.flows[flow];
        let at = gap.map(|gap| self.now.saturating_add(gap));
        let sequence = self.calendar.next_sequence();
        let key = at.map_or(Key::MAX, |at| pack(at, sequence, SOURCE_BASE + flow as u32));
        self.calendar.registers.set(source.register, key);
        (source.station, source.usual, source.callee)
    }

    /// A request of an open-loop client; the next one is scheduled.
    #[inline(always)]
    pub(super) fn arrive(&mut self, flow: u32) {
        let (station, only, callee) = self.schedule_arrival(flow as usize);
        if only != NONE && self.ask(station, only, callee) {
            return;
        }
        let mut root = Job {
            state: State::Root,
            station,
            entered: self.now,
            ..Job::EMPTY
        };
        if only == NONE {
            if let Some(job) = self.new_job(root) {
                self.request(job, station);
            }
            return;
        }
        // What follows is `request` for a client with one link and one kind of request.
        let client = &mut self.stations[station as usize];
        self.roots.arrived += 1;
        client.measures.arrived += 1;
        client.measures.inside.up(self.now);
        root.mark = u64::from(only);
        if let Some(job) = self.new_job(root) {
            self.call(job, only, NONE);
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
            self.jobs[job].entered = self.now;
            self.jobs[job].attempt = 0;
            self.request(job, station);
        }
    }

    /// A client's request starts now.
    #[inline(never)]
    fn request(&mut self, job: u32, station: u32) {
        self.roots.arrived += 1;
        let now = self.now;
        let measures = &mut self.stations[station as usize].measures;
        measures.arrived += 1;
        measures.inside.up(now);
        let link = if self.kinds.is_empty() {
            self.choose_by_weight(station)
        } else {
            self.choose_by_kind(job, station)
        };
        self.jobs[job].mark = u64::from(link);
        if link == NONE {
            return self.end_root(job, Fate::because(Cause::Unreachable, station));
        }
        self.call(job, link, NONE);
    }

    /// A client's request has ended.
    #[inline(always)]
    pub(super) fn end_root(&mut self, job: u32, fate: Fate) {
        let (now, station) = (self.now, self.jobs[job].station);
        let elapsed = now - self.jobs[job].entered;
        let measures = &mut self.stations[station as usize].measures;
        measures.inside.down(now);
        if fate.is_ok() {
            measures.answered(elapsed);
            self.roots.ok += 1;
        } else {
            measures.failed_after(elapsed);
            self.root_failed(fate);
        }
        if self.jobs[job].kind != 0 {
            self.end_kind(job, fate, elapsed);
        }
        if self.jobs[job].user {
            self.think(job);
        } else {
            self.jobs.release(job);
        }
    }

    pub(super) fn root_failed(&mut self, fate: Fate) {
        if let Some((cause, place)) = fate.failure() {
            self.roots.failed[cause] += 1;
            self.stations[place as usize].measures.failures[cause] += 1;
        }
    }

    /// A closed-loop user thinks before the next request.
    #[inline(never)]
    fn think(&mut self, job: u32) {
        let station = self.jobs[job].station;
        let Body::Source(source) = &mut self.stations[station as usize].body else {
            return;
        };
        if matches!(source.part, SourcePart::Open { .. }) {
            // The client became an open loop meanwhile: the user is not needed any more.
            source.users = source.users.saturating_sub(1);
            source.leaving = source.leaving.saturating_sub(1);
            self.jobs.release(job);
            return;
        }
        let mut pause = source.think.sample(&mut source.stream);
        let nobody = self.jobs[job].mark == u64::from(NONE);
        let caller = &self.stations[station as usize];
        if nobody || caller.outs.is_empty() || caller.lost {
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
            let user = Job {
                station,
                user: true,
                ..Job::EMPTY
            };
            let Some(job) = self.new_job(user) else {
                return;
            };
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
