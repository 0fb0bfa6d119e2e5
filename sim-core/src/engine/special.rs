//! What a link may do beyond a call that arrives after a while: circuit breaker, connection pool, retry budget,
//! bandwidth, loss, streams and polling. Plain links have none of it, and their calls never come here.

use std::collections::BTreeMap;

use crate::foundation::chance::Stream;

use super::breaker::{Breaker, BreakerState, Outcome};
use super::budget::Budget;
use super::core::Engine;
use super::instant::Step;
use super::job::{Fate, Jobs, NONE, State};
use super::mail::Mail;
use super::messages::consumer_of;
use super::network::{Mode, SpecialPlan};
use super::pool::{Pools, Waiter};
use super::snapshot::{Cause, MarkKind};
use super::station::Body;
use super::wire::Wire;

/// The state of all this on one link.
#[derive(Debug)]
pub struct Special {
    pub plan: SpecialPlan,
    pub breaker: Option<Breaker>,
    pub pools: Option<Pools>,
    pub budget: Option<Budget>,
    pub mail: Option<Mail>,
    /// Mbit/s each way, and both ways.
    pub bandwidth: Option<f64>,
    pub there: Wire,
    pub back: Wire,
    pub loss: f64,
    /// A fault: everything is lost.
    pub hole: bool,
    pub chance: Stream,
    /// Last waits of callers whose next one depends on it, with the use of the record that is meant.
    pub waits: BTreeMap<u32, (u32, u64)>,
    /// Messages lost; calls that the breaker refused; retries that the budget did not allow.
    pub lost: u64,
    pub refused: u64,
    pub denied: u64,
}

impl Special {
    pub fn new(plan: SpecialPlan, chance: Stream, now: u64) -> Self {
        let mut special = Self {
            plan: SpecialPlan::default(),
            breaker: None,
            pools: None,
            budget: None,
            mail: None,
            bandwidth: None,
            there: Wire::default(),
            back: Wire::default(),
            loss: 0.0,
            hole: false,
            chance,
            waits: BTreeMap::new(),
            lost: 0,
            refused: 0,
            denied: 0,
        };
        special.set_plan(plan, now);
        special
    }

    /// Takes over changed parameters. What has nothing to do any more must have been emptied before.
    pub fn set_plan(&mut self, plan: SpecialPlan, now: u64) {
        self.bandwidth = plan.bandwidth;
        self.loss = plan.loss;
        follow(
            &mut self.breaker,
            plan.breaker,
            Breaker::new,
            Breaker::set_plan,
        );
        follow(&mut self.pools, plan.pool, Pools::new, |pools, plan| {
            pools.plan = plan
        });
        follow(&mut self.mail, plan.mail, Mail::new, Mail::set_plan);
        if plan.budget != self.plan.budget {
            self.budget = plan.budget.map(|plan| Budget::new(plan, now));
        }
        self.plan = plan;
    }
}

/// A part follows its plan: it comes, goes, or takes over the change.
fn follow<T, P>(part: &mut Option<T>, plan: Option<P>, new: fn(P) -> T, set: fn(&mut T, P)) {
    match (part.as_mut(), plan) {
        (Some(part), Some(plan)) => set(part, plan),
        (None, Some(plan)) => *part = Some(new(plan)),
        (_, None) => *part = None,
    }
}

/// Whether a caller is still in line for a connection.
pub fn in_line(jobs: &Jobs, (job, ticket): Waiter) -> bool {
    jobs[job].state == State::Pooled && jobs[job].event == ticket
}

impl Engine {
    /// A call, an event or a message over a link that is special.
    pub(super) fn call_with_care(&mut self, caller: u32, link: u32, instance: u32) {
        match self.links[link as usize].plan.mode {
            Mode::Call => self.call_guarded(caller, link, instance),
            Mode::Event => self.send_event(caller, link, instance),
            Mode::Stream | Mode::Poll => self.post(caller, link),
        }
    }

    /// A call, if the circuit breaker lets it through and there is a connection.
    fn call_guarded(&mut self, caller: u32, link: u32, instance: u32) {
        let (now, jobs) = (self.now, &self.jobs);
        let (at, first) = (jobs[caller].instance, jobs[caller].attempt == 0);
        if let Some(special) = self.links[link as usize].special.as_deref_mut() {
            if let Some(budget) = special.budget.as_mut().filter(|_| first) {
                budget.pay_in(now);
            }
            if let Some(breaker) = &mut special.breaker
                && !breaker.permits(now, caller)
            {
                special.refused += 1;
                return self.fails_here(caller, link, Cause::CircuitOpen);
            }
            if let Some(pools) = &mut special.pools
                && !pools.take(at, now, |waiter| in_line(jobs, waiter))
            {
                return self.wait_for_connection(caller, link);
            }
        }
        self.call_connected(caller, link, instance);
    }

    /// A call whose connection is there.
    fn call_connected(&mut self, caller: u32, link: u32, instance: u32) {
        let way = &self.links[link as usize];
        let (station, timer, zoned) = (way.to, way.timer, way.zoned);
        let instance = if way.is_open() {
            self.instance_for(station, instance)
        } else {
            None
        };
        let Some(instance) = instance else {
            self.call_ended(link, caller, Outcome::Failed);
            return self.no_path(caller, link, station, false);
        };
        let Some(child) = self.send(caller, caller, link, station, instance) else {
            return;
        };
        self.wait_for(caller, child);
        if let Some(lane) = timer {
            self.jobs[child].timed = true;
            self.start_timer(lane, child);
        }
        if zoned && self.is_far(caller, station, instance) {
            self.jobs[child].far = true;
            self.meter_request(caller, link);
        }
        self.transmit(child, link);
    }

    /// An event over a link with bandwidth or loss.
    fn send_event(&mut self, caller: u32, link: u32, instance: u32) {
        let way = &self.links[link as usize];
        let (station, zoned) = (way.to, way.zoned);
        let instance = if way.is_open() {
            self.instance_for(station, instance)
        } else {
            None
        };
        let Some(instance) = instance else {
            return self.no_path(caller, link, station, true);
        };
        let Some(child) = self.send(caller, NONE, link, station, instance) else {
            return;
        };
        self.jobs[child].detached = true;
        if zoned && self.is_far(caller, station, instance) {
            self.jobs[child].far = true;
            self.meter_request(caller, link);
        }
        self.transmit(child, link);
        self.event_sent(caller);
    }

    /// A caller gets in line for a connection.
    fn wait_for_connection(&mut self, caller: u32, link: u32) {
        let now = self.now;
        let Some(pools) = self.links[link as usize].pools() else {
            return;
        };
        let ticket = match pools.plan.max_wait {
            Some(wait) => self.calendar.push(now.saturating_add(wait), caller),
            None => self.calendar.next_sequence(),
        };
        let record = &mut self.jobs[caller];
        record.state = State::Pooled;
        record.event = ticket;
        record.link_or_child = link;
        pools.wait(record.instance, now, (caller, ticket));
    }

    /// A caller has waited in vain for a connection.
    pub(super) fn connection_wait_over(&mut self, caller: u32) {
        let now = self.now;
        let link = self.jobs[caller].link_or_child;
        if let Some(pools) = self.links[link as usize].pools() {
            pools.leave(now);
            pools.given_up += 1;
        }
        self.judge(link, caller, Outcome::Void);
        self.fails_here(caller, link, Cause::PoolExhausted);
    }

    /// A call fails before it is made.
    fn fails_here(&mut self, caller: u32, link: u32, cause: Cause) {
        self.links[link as usize].failed += 1;
        self.calls_again(caller);
        let station = self.jobs[caller].station;
        let fate = Fate::because(cause, station);
        self.agenda.push(Step::Resume(caller, fate));
    }

    /// A caller that stood in line is a caller like any other again.
    fn calls_again(&mut self, caller: u32) {
        let record = &mut self.jobs[caller];
        let is_source = matches!(self.stations[record.station as usize].body, Body::Source(_));
        record.state = if is_source {
            State::Root
        } else {
            State::Calling
        };
        record.link_or_child = NONE;
    }

    /// A caller in line has got its connection.
    pub(super) fn connected(&mut self, caller: u32, link: u32) {
        self.calls_again(caller);
        let record = &self.jobs[caller];
        let picked = match &self.stations[record.station as usize].body {
            Body::Balancer(balancer) => balancer.targets.list.get(record.mark as usize).copied(),
            Body::Queue(queue) => consumer_of(queue, record),
            _ => None,
        };
        let instance = picked.map_or(NONE, |target| target.instance);
        self.call_connected(caller, link, instance);
    }

    /// A caller's call over a special link has ended, one way or the other.
    pub(super) fn call_ended(&mut self, link: u32, caller: u32, outcome: Outcome) {
        let now = self.now;
        let at = self.jobs[caller].instance;
        self.judge(link, caller, outcome);
        if let Some(pools) = self.links[link as usize].pools() {
            pools.give_back(at, now);
            self.serve_line(link, at);
        }
    }

    /// Those in line get the connections that are free.
    pub(super) fn serve_line(&mut self, link: u32, instance: u32) {
        let (now, jobs) = (self.now, &mut self.jobs);
        let Some(pools) = self.links[link as usize].pools() else {
            return;
        };
        while let Some(next) = pools.next(instance, now, |waiter| in_line(jobs, waiter)) {
            jobs[next].state = State::Connected;
            jobs[next].event = 0;
            self.agenda.push(Step::Connected(next, link));
        }
    }

    /// The breaker hears of a call's end.
    fn judge(&mut self, link: u32, caller: u32, outcome: Outcome) {
        let now = self.now;
        let way = &mut self.links[link as usize];
        let Some(special) = way.special.as_deref_mut() else {
            return;
        };
        if outcome == Outcome::Ok {
            special.waits.remove(&caller);
        }
        let turned = special
            .breaker
            .as_mut()
            .and_then(|breaker| breaker.ended(now, caller, outcome));
        if let Some(state) = turned {
            let id = way.plan.id.clone();
            let mark = if state == BreakerState::Open {
                MarkKind::BreakerOpened
            } else {
                MarkKind::BreakerClosed
            };
            self.mark(Some(id), mark);
        }
    }

    /// A caller stops waiting (it is cut off): for its connection, or for the call that it has made.
    pub(super) fn abandon_call(&mut self, caller: u32) {
        let record = &self.jobs[caller];
        let (state, other) = (record.state, record.link_or_child);
        match state {
            State::Pooled => {
                let now = self.now;
                if let Some(pools) = self.links[other as usize].pools() {
                    pools.leave(now);
                }
                self.judge(other, caller, Outcome::Void);
            }
            State::Connected => {
                self.unschedule(caller);
                self.call_ended(other, caller, Outcome::Void);
            }
            State::Calling if other != NONE && self.jobs[other].is_branch() => {
                self.drop_branches(caller);
            }
            State::Calling if other != NONE => {
                let link = self.jobs[other].link;
                self.jobs[other].parent = NONE;
                self.forget_lost(other);
                if self.links[link as usize].special.is_some() {
                    self.call_ended(link, caller, Outcome::Void);
                }
            }
            _ => return,
        }
        self.jobs[caller].link_or_child = NONE;
    }

    /// Takes back what a job was to do at this instant.
    pub(super) fn unschedule(&mut self, job: u32) {
        self.agenda.retain(|step| match step {
            Step::Resume(other, _)
            | Step::Retry(other)
            | Step::Begin(other)
            | Step::Connected(other, _)
            | Step::BranchFailed(other, _) => *other != job,
            Step::Pump(_) | Step::Consume(_) => true,
        });
    }

    /// Whether the retry budget of a link allows one more retry.
    pub(super) fn budget_allows(&mut self, link: u32) -> bool {
        let now = self.now;
        let Some(special) = self.links[link as usize].special.as_deref_mut() else {
            return true;
        };
        let allowed = special.budget.as_mut().is_none_or(|b| b.take(now));
        special.denied += u64::from(!allowed);
        allowed
    }

    /// Time before another try over a link, ns.
    pub(super) fn backoff(&mut self, job: u32, link: u32) -> u64 {
        let record = &self.jobs[job];
        let (attempt, generation) = (record.attempt, record.generation);
        let way = &mut self.links[link as usize];
        if !way.plan.backoff.remembers() {
            return way.plan.backoff.wait(attempt, None, &mut way.stream);
        }
        let Some(special) = way.special.as_deref_mut() else {
            return way.plan.backoff.wait(attempt, None, &mut way.stream);
        };
        let known = special.waits.get(&job);
        let last = known
            .filter(|(of, _)| *of == generation && attempt > 0)
            .map(|(_, wait)| *wait);
        let wait = way.plan.backoff.wait(attempt, last, &mut way.stream);
        special.waits.insert(job, (generation, wait));
        wait
    }
}

impl super::link::Link {
    pub fn pools(&mut self) -> Option<&mut Pools> {
        self.special.as_deref_mut()?.pools.as_mut()
    }

    /// Whether everything that is sent over it vanishes.
    pub fn is_hole(&self) -> bool {
        self.special.as_deref().is_some_and(|special| special.hole)
    }
}
