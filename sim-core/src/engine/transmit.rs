//! Messages over a link that is narrow or loses some: bandwidth, loss, black holes.
//!
//! Nobody is told of a lost message. A caller with a timeout notices by it; without one the message is sent again
//! after 1, 2, 4 ... s, as TCP does it, and after six times the connection is broken: the caller hears that the other
//! end cannot be reached, so nothing waits for ever.

use super::core::Engine;
use super::job::{Fate, NONE, State};
use super::snapshot::Cause;
use super::special::Special;
use super::wire::transfer;

/// First wait before a lost message is sent again, ns; it doubles each time (RFC 6298: 1 s).
const FIRST_WAIT: u64 = 1_000_000_000;
/// How often a lost message is sent again (as Linux opens a connection).
const MAX_AGAIN: u8 = 6;

/// Time until a message that was lost is sent again; `None`: it is given up. `tries`: how often it was sent again.
pub fn retransmission(tries: u8) -> Option<u64> {
    (tries < MAX_AGAIN).then(|| FIRST_WAIT << tries)
}

impl Engine {
    /// When all of a message from the caller's end is through the wire.
    pub(super) fn sent_there(&mut self, link: u32, bytes: u64) -> u64 {
        let now = self.now;
        match self.links[link as usize].special.as_deref_mut() {
            Some(Special {
                bandwidth: Some(mbit),
                there,
                ..
            }) => there.send(now, transfer(bytes, *mbit)),
            _ => now,
        }
    }

    /// The same from the callee's end.
    fn sent_back(&mut self, link: u32, bytes: u64) -> u64 {
        let now = self.now;
        match self.links[link as usize].special.as_deref_mut() {
            Some(Special {
                bandwidth: Some(mbit),
                back,
                ..
            }) => back.send(now, transfer(bytes, *mbit)),
            _ => now,
        }
    }

    /// Whether a message is lost on its way.
    pub(super) fn is_lost(&mut self, link: u32) -> bool {
        let Some(special) = self.links[link as usize].special.as_deref_mut() else {
            return false;
        };
        let lost = special.hole || (special.loss > 0.0 && special.chance.bernoulli(special.loss));
        special.lost += u64::from(lost);
        lost
    }

    /// A request goes on its way.
    pub(super) fn transmit(&mut self, child: u32, link: u32) {
        let record = &self.jobs[child];
        let (kind, far) = (record.kind, record.far);
        let bytes = self.links[link as usize].plan.bytes(kind).0;
        let sent = self.sent_there(link, bytes);
        if self.is_lost(link) {
            return self.lose(child, link, sent, State::Lost);
        }
        let at = sent + self.one_way(link, far);
        let record = &mut self.jobs[child];
        record.state = State::Travelling;
        record.attempt = 0;
        self.arrives_at(child, at);
    }

    /// An answer goes back over a special link. `Some`: the time until it is there. `None`: it is lost, or there.
    pub(super) fn way_back_with_care(&mut self, job: u32, fate: Fate) -> Option<u64> {
        let time = self.transmit_back(job, fate)?;
        if time > 0 {
            return Some(time);
        }
        self.jobs[job].fate = fate;
        self.answer(job);
        None
    }

    /// An answer goes on its way. `Some`: the time until it is there. `None`: it is lost.
    fn transmit_back(&mut self, job: u32, fate: Fate) -> Option<u64> {
        let record = &self.jobs[job];
        let (link, kind, far) = (record.link, record.kind, record.far);
        let bytes = self.links[link as usize].plan.bytes(kind).1;
        let sent = self.sent_back(link, if fate.is_ok() { bytes } else { 0 });
        if self.is_lost(link) {
            self.jobs[job].fate = fate;
            self.lose(job, link, sent, State::LostBack);
            return None;
        }
        Some(sent - self.now + self.one_way(link, far))
    }

    /// A message is lost. With a timeout only that tells; else it is sent again.
    fn lose(&mut self, job: u32, link: u32, sent: u64, state: State) {
        let way = &mut self.links[link as usize];
        let record = &mut self.jobs[job];
        if record.parent == NONE {
            way.failed += 1;
            return self.jobs.release(job);
        }
        if record.state != state {
            record.attempt = 0;
        }
        record.state = state;
        record.event = 0;
        // The call's own timer, not the link's: that may have come, or gone, since the call was made.
        if !record.timed {
            let wait = retransmission(record.attempt).unwrap_or(FIRST_WAIT << MAX_AGAIN);
            record.event = self.calendar.push(sent + wait, job);
        }
    }

    /// A lost message is sent again, or given up.
    pub(super) fn send_again(&mut self, job: u32) {
        let record = &mut self.jobs[job];
        let (link, state, fate) = (record.link, record.state, record.fate);
        record.attempt += 1;
        if record.attempt > MAX_AGAIN || !self.links[link as usize].is_open() {
            return self.give_up_sending(job);
        }
        if state == State::Lost {
            return self.transmit(job, link);
        }
        match self.transmit_back(job, fate) {
            Some(0) => self.answer(job),
            Some(latency) => {
                self.jobs[job].state = State::Returning;
                self.jobs[job].event = self.calendar.push(self.now + latency, job);
            }
            None => {}
        }
    }

    /// The connection is broken: the caller hears that nobody can be reached.
    fn give_up_sending(&mut self, job: u32) {
        let station = self.jobs[job].station;
        self.stop_waiting(job, Fate::because(Cause::Unreachable, station));
    }

    /// A record of a lost message is not needed any more: nobody waits for it.
    pub(super) fn forget_lost(&mut self, job: u32) {
        let record = &self.jobs[job];
        if record.state == State::LostBack && record.fate.is_ok() {
            let station = record.station;
            self.stations[station as usize].measures.wasted += 1;
        }
        if matches!(record.state, State::Lost | State::LostBack) {
            self.jobs.release(job);
        }
    }
}
