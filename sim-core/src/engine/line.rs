//! What happens at a station with rules: who waits, who goes first, who is displaced, who leaves.
//!
//! The plain station of `serve` never comes here; it asks once whether there are rules.

use super::core::Engine;
use super::instance::{Instance, Life};
use super::job::{NONE, State};
use super::ranks::{End, Member, NOT_BEGUN};
use super::rules::Rules;
use super::snapshot::Cause;
use super::station::{Body, Measures, Station};

/// What a step in a line needs of its station.
struct Desk<'a> {
    rules: &'a mut Rules,
    instance: &'a mut Instance,
    measures: &'a mut Measures,
    slots: u32,
    places: u32,
}

impl Station {
    fn desk(&mut self, at: u32) -> Option<Desk<'_>> {
        let Body::Group(group) = &mut self.body else {
            return None;
        };
        Some(Desk {
            rules: self.rules.as_deref_mut()?,
            slots: group.slots,
            places: group.places,
            instance: group.instances.get_mut(at as usize)?,
            measures: &mut self.measures,
        })
    }
}

impl Desk<'_> {
    fn has_free_slot(&self) -> bool {
        self.instance.held < self.slots
    }

    /// Why an arriving request is not let in.
    fn turns_away(&mut self, now: u64) -> Option<Cause> {
        if !self.rules.within_rate(now) {
            return Some(Cause::Throttled);
        }
        let admission = self.rules.part.admission;
        let inside = self.instance.held.saturating_add(self.instance.queued);
        let free = self.has_free_slot();
        let gate = &mut self.instance.line().gate;
        if !gate.lets_in(&admission, inside) {
            return Some(Cause::Shed);
        }
        if free {
            // One who does not wait at all is seen, too.
            gate.sheds(&admission, now, 0);
        }
        None
    }
}

impl Engine {
    /// A request comes to a station with rules: a slot, or somebody's slot, or a place in the line, or a refusal.
    pub(super) fn enter_line(&mut self, job: u32, index: u32) {
        let at = self.jobs[job].instance;
        let desk = self.stations[index as usize].desk(at);
        let Some(mut desk) = desk.filter(|desk| desk.instance.serves()) else {
            return self.turn_away(job, Cause::Unreachable);
        };
        if let Some(cause) = desk.turns_away(self.now) {
            return self.leave_unserved(index, job, cause);
        }
        let rank = desk.rules.rank(&self.kinds, &self.jobs[job]);
        let mark = NOT_BEGUN;
        let fresh = Member { job, rank, mark };
        if desk.has_free_slot() {
            return self.start_turn(index, at, fresh);
        }
        if let Some(node) = desk.instance.line().gives_way(rank) {
            self.displace(index, at, node);
            return self.start_turn(index, at, fresh);
        }
        if desk.instance.queued >= desk.places {
            return self.turn_away(job, Cause::Refused);
        }
        let patience = desk.rules.draw_patience();
        if patience == Some(0) {
            return self.leave_unserved(index, job, Cause::Timeout);
        }
        let end = desk.rules.end();
        self.wait_for_turn(index, at, fresh, end);
        if let Some(length) = patience {
            self.start_patience(index, job, length);
        }
    }

    /// A request takes a place in the line of an instance.
    fn wait_for_turn(&mut self, index: u32, at: u32, member: Member, end: End) {
        let now = self.now;
        let Some(desk) = self.stations[index as usize].desk(at) else {
            return;
        };
        let Member { job, rank, mark } = member;
        desk.instance.queued += 1;
        desk.measures.queue.up(now);
        let waiting = &mut desk.instance.line().waiting;
        let record = &mut self.jobs[job];
        record.link_or_child = waiting.add(job, rank, mark, end);
        record.state = State::Queued;
    }

    /// A request leaves its place in the line, to work or for good.
    fn leave_line(&mut self, index: u32, at: u32, node: u32) -> Option<Member> {
        let now = self.now;
        let desk = self.stations[index as usize].desk(at)?;
        let member = desk.instance.line().waiting.remove(node);
        desk.instance.queued -= 1;
        desk.measures.queue.down(now);
        let record = &mut self.jobs[member.job];
        record.link_or_child = NONE;
        record.event = 0;
        Some(member)
    }

    /// A request takes a slot: it begins, or goes on where it was displaced.
    fn start_turn(&mut self, index: u32, at: u32, member: Member) {
        let Member { job, rank, mark } = member;
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let work = if mark == NOT_BEGUN {
            station.measures.begun += 1;
            station.draw_work(self.jobs[job].kind)
        } else {
            mark
        };
        let Some(desk) = station.desk(at) else { return };
        desk.instance.held += 1;
        desk.instance.working += 1;
        desk.measures.inside.up(now);
        self.jobs[job].state = State::Working;
        self.start_on_processor(job, index, at, work);
        self.may_be_displaced(index, at, job, rank, work);
    }

    /// Notes a request at work where a more urgent one may displace it.
    fn may_be_displaced(&mut self, index: u32, at: u32, job: u32, rank: i32, work: u64) {
        let end = self.now.saturating_add(work);
        let desk = self.stations[index as usize].desk(at);
        if let Some(desk) = desk.filter(|desk| desk.rules.preempts()) {
            let running = &mut desk.instance.line().running;
            self.jobs[job].link_or_child = running.add(job, rank, end, End::Tail);
        }
    }

    /// A request at work gives its slot away and goes to the head of its rank, with the work it has left.
    fn displace(&mut self, index: u32, at: u32, node: u32) {
        let now = self.now;
        let Some(desk) = self.stations[index as usize].desk(at) else {
            return;
        };
        let Member { job, rank, mark } = desk.instance.line().running.remove(node);
        desk.rules.displaced += 1;
        desk.instance.held -= 1;
        desk.instance.working -= 1;
        desk.measures.inside.down(now);
        self.jobs[job].event = 0;
        let left = desk.instance.stop_work(now, job);
        let mark = left.unwrap_or(mark.saturating_sub(now));
        self.wait_for_turn(index, at, Member { job, rank, mark }, End::Head);
    }

    /// Those who wait displace those at work who are less urgent than they are (after a change of priorities).
    pub(super) fn displace_by_those_waiting(&mut self, index: u32, at: u32) {
        while let Some(desk) = self.stations[index as usize].desk(at) {
            let line = desk.instance.line();
            let Some(first) = line.waiting.first() else {
                return;
            };
            let Some(last) = line.gives_way(line.waiting.rank(first)) else {
                return;
            };
            let Some(member) = self.leave_line(index, at, first) else {
                return;
            };
            self.displace(index, at, last);
            self.start_turn(index, at, member);
        }
    }

    /// Whoever is next takes what is free at an instance.
    pub(super) fn next_turns(&mut self, index: u32, at: u32) {
        let mut leaving = Vec::new();
        while let Some((member, stays)) = self.next_in_line(index, at) {
            match stays {
                Ok(()) => self.start_turn(index, at, member),
                Err(cause) => leaving.push((member.job, cause)),
            }
        }
        // Those who leave are told when everybody has the slot that is due to them.
        for (job, cause) in leaving {
            self.leave_unserved(index, job, cause);
        }
        self.stop_if_idle(index, at);
    }

    /// Takes out of the line who would have a free slot now, or has to leave instead; `None`: nobody.
    fn next_in_line(&mut self, index: u32, at: u32) -> Option<(Member, Result<(), Cause>)> {
        let now = self.now;
        let desk = self.stations[index as usize].desk(at)?;
        if !desk.instance.serves() || !desk.has_free_slot() {
            return None;
        }
        let (admission, skip) = (desk.rules.part.admission, desk.rules.part.skip_abandoned);
        let line = desk.instance.line();
        let (_, longest) = line.next(desk.rules)?;
        let waited = now - self.jobs[line.waiting.job(longest)].entered;
        if line.has_not_begun(longest) && line.gate.sheds(&admission, now, waited) {
            let member = self.leave_line(index, at, longest)?;
            return Some((member, Err(Cause::Shed)));
        }
        // What has just been seen may have turned the order round.
        let (next, _) = line.next(desk.rules)?;
        let member = self.leave_line(index, at, next)?;
        let stays = if skip && self.is_abandoned(member.job) {
            Err(Cause::Timeout)
        } else {
            Ok(())
        };
        Some((member, stays))
    }

    /// Whether nobody waits for a request's answer any more.
    fn is_abandoned(&self, job: u32) -> bool {
        let record = &self.jobs[job];
        record.parent == NONE && !record.detached
    }

    /// A request's patience ends; one that has been at work before waits on.
    pub(super) fn patience_ends(&mut self, job: u32) {
        let record = &self.jobs[job];
        let (index, at, node) = (record.station, record.instance, record.link_or_child);
        if record.state != State::Queued {
            return;
        }
        let Some(desk) = self.stations[index as usize].desk(at) else {
            return;
        };
        let begun = desk.instance.line().waiting.mark(node) != NOT_BEGUN;
        if begun || desk.rules.patience.is_none() {
            return;
        }
        self.leave_line(index, at, node);
        self.leave_unserved(index, job, Cause::Timeout);
        self.stop_if_idle(index, at);
    }

    /// A leaving instance without anybody is gone.
    fn stop_if_idle(&mut self, index: u32, at: u32) {
        let desk = self.stations[index as usize].desk(at);
        if desk.is_some_and(|desk| desk.instance.life == Life::Draining && desk.instance.is_empty())
        {
            self.stop_if_drained(index, at);
        }
    }

    /// A request that is in no line (any more) leaves the station without having been served.
    fn leave_unserved(&mut self, index: u32, job: u32, cause: Cause) {
        if let Some(rules) = &mut self.stations[index as usize].rules {
            match cause {
                Cause::Shed => rules.shed += 1,
                Cause::Throttled => rules.throttled += 1,
                Cause::Timeout => rules.abandoned += 1,
                _ => {}
            }
        }
        self.turn_away(job, cause);
    }

    /// An instance with a learned limit takes note of an answer after `elapsed` ns; a failure is one that took for ever.
    pub(super) fn learn_limit(&mut self, index: u32, at: u32, elapsed: u64) {
        if let Some(desk) = self.stations[index as usize].desk(at) {
            let inside = desk.instance.held.saturating_add(desk.instance.queued);
            let admission = desk.rules.part.admission;
            desk.instance.line().gate.learn(&admission, elapsed, inside);
        }
    }

    /// Starts the clock of a request's patience.
    fn start_patience(&mut self, index: u32, job: u32, length: u64) {
        let station = &mut self.stations[index as usize];
        if let Some(rules) = &mut station.rules {
            rules.start_patience(&mut self.calendar, &mut self.jobs, self.now, job, length);
        }
    }
}
