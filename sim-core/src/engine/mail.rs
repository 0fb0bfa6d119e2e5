//! Messages that nobody waits for, sent in order (a stream) or kept until they are fetched (polling).
//!
//! A stream keeps a connection open: messages go without waiting for answers and arrive in the order they were sent,
//! but only so many may be under way and not acknowledged; more wait at the sender. A lost one is sent again, and all
//! behind it wait for it. Where nothing passes or nobody is there, messages fail, as events do.
//!
//! Polled messages wait at the sender. At multiples of the interval the far end fetches a batch; what cannot be fetched
//! (nobody is there, the way is cut, a message is lost) stays for the next time.

use std::collections::VecDeque;

use super::control::Control;
use super::core::Engine;
use super::gauge::Gauge;
use super::instant::Step;
use super::job::{NONE, State};
use super::picture::FAILING;
use super::special::Special;
use super::station::{Body, Station};
use super::transmit::retransmission;

/// How messages are sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MailPlan {
    Stream {
        /// Messages under way at once.
        window: u32,
        buffer: u32,
    },
    Poll {
        /// ns.
        interval: u64,
        batch: u32,
        buffer: u32,
    },
}

/// A message that waits at its sender: what is needed to send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    pub instance: u32,
    pub depth: u8,
    pub kind: u8,
}

/// What becomes of a message that is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It goes at once.
    Goes,
    Waits,
    /// The buffer is full.
    Dropped,
}

/// Messages of one link.
#[derive(Clone, Debug)]
pub struct Mail {
    pub plan: MailPlan,
    line: VecDeque<Letter>,
    /// Sent over a stream and not acknowledged.
    under_way: u32,
    /// When the last one arrives: none overtakes another.
    last_arrival: u64,
    /// The next fetch is scheduled.
    pub ticking: bool,
    /// Messages that wait.
    pub waiting: Gauge,
    pub dropped: u64,
    dropped_at_tick: u64,
    /// Whether more than a few of the messages of the last live window found the buffer full.
    pub dropping: bool,
}

impl Mail {
    pub fn new(plan: MailPlan) -> Self {
        Self {
            plan,
            line: VecDeque::new(),
            under_way: 0,
            last_arrival: 0,
            ticking: false,
            waiting: Gauge::default(),
            dropped: 0,
            dropped_at_tick: 0,
            dropping: false,
        }
    }

    /// Takes over changed parameters; what waits goes on waiting.
    pub fn set_plan(&mut self, plan: MailPlan) {
        if std::mem::discriminant(&plan) != std::mem::discriminant(&self.plan) {
            self.under_way = 0;
        }
        self.plan = plan;
    }

    pub fn is_stream(&self) -> bool {
        matches!(self.plan, MailPlan::Stream { .. })
    }

    pub fn under_way(&self) -> u32 {
        self.under_way
    }

    /// A message comes from its sender.
    pub fn post(&mut self, letter: Letter, now: u64) -> Posted {
        let (free, buffer) = match self.plan {
            MailPlan::Stream { window, buffer } => (self.under_way < window, buffer),
            MailPlan::Poll { buffer, .. } => (false, buffer),
        };
        if free && self.line.is_empty() {
            self.under_way += 1;
            return Posted::Goes;
        }
        if self.line.len() >= buffer as usize {
            self.dropped += 1;
            return Posted::Dropped;
        }
        self.line.push_back(letter);
        self.waiting.up(now);
        Posted::Waits
    }

    /// A live window begins.
    pub fn begin_window(&mut self) {
        self.dropped_at_tick = self.dropped;
    }

    /// A live window closes in which so many messages were sent.
    pub fn close_window(&mut self, sent: u64) {
        let dropped = self.dropped - self.dropped_at_tick;
        self.dropping = dropped as f64 > FAILING * sent as f64;
    }

    /// The next message of a stream that may go now.
    pub fn next_to_go(&mut self, now: u64) -> Option<Letter> {
        let MailPlan::Stream { window, .. } = self.plan else {
            return None;
        };
        if self.under_way >= window {
            return None;
        }
        let letter = self.line.pop_front()?;
        self.under_way += 1;
        self.waiting.down(now);
        Some(letter)
    }

    /// A message of a stream has reached its end.
    pub fn acknowledged(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Takes the first messages, at most a batch.
    pub fn fetch(&mut self, now: u64) -> Vec<Letter> {
        let MailPlan::Poll { batch, .. } = self.plan else {
            return Vec::new();
        };
        let count = self.line.len().min(batch as usize);
        self.waiting.add(now, -(count as i64));
        self.line.drain(..count).collect()
    }

    /// Puts messages back to the front, in their order.
    pub fn put_back(&mut self, letters: &[Letter], now: u64) {
        for letter in letters.iter().rev() {
            self.line.push_front(*letter);
        }
        self.waiting.add(now, letters.len() as i64);
    }

    /// Takes everything that waits.
    pub fn clear(&mut self, now: u64) -> Vec<Letter> {
        self.waiting.set(now, 0);
        self.line.drain(..).collect()
    }

    /// Whether as many wait as are counted.
    pub fn adds_up(&self) -> bool {
        self.waiting.level() == self.line.len() as i64
    }

    /// When a message that would arrive at `at` arrives: behind those before it.
    fn in_order(&mut self, at: u64) -> u64 {
        self.last_arrival = self.last_arrival.max(at);
        self.last_arrival
    }
}

impl Engine {
    /// A caller's message over a stream, or for the far end to fetch.
    pub(super) fn post(&mut self, caller: u32, link: u32) {
        let now = self.now;
        let record = &self.jobs[caller];
        let letter = Letter {
            instance: record.instance,
            depth: record.depth,
            kind: record.kind,
        };
        let way = &mut self.links[link as usize];
        let Some(mail) = way.mail() else {
            return;
        };
        let posted = mail.post(letter, now);
        let fetched = !mail.is_stream();
        match posted {
            Posted::Goes => self.send_letter(letter, link),
            Posted::Waits if fetched => self.schedule_fetch(link),
            Posted::Waits => {}
            Posted::Dropped => way.failed += 1,
        }
        self.event_sent(caller);
    }

    /// Messages of a stream go as far as the window lets them.
    pub(super) fn pump(&mut self, link: u32) {
        let now = self.now;
        while let Some(letter) = self.links[link as usize]
            .mail()
            .and_then(|mail| mail.next_to_go(now))
        {
            self.send_letter(letter, link);
            if self.error.is_some() {
                return;
            }
        }
    }

    /// Sends a message; it arrives behind those before it.
    fn send_letter(&mut self, letter: Letter, link: u32) {
        let Some(job) = self.letter_job(letter, link) else {
            self.links[link as usize].failed += 1;
            return self.acknowledge(link);
        };
        let (kind, far) = (letter.kind, self.jobs[job].far);
        let bytes = self.links[link as usize].plan.bytes(kind).0;
        let mut arrival = self.sent_there(link, bytes);
        let mut tries = 0;
        while self.is_lost(link) {
            let Some(wait) = retransmission(tries) else {
                self.links[link as usize].failed += 1;
                self.jobs.release(job);
                return self.acknowledge(link);
            };
            tries += 1;
            arrival += wait;
        }
        arrival += self.one_way(link, far);
        if let Some(mail) = self.links[link as usize].mail() {
            arrival = mail.in_order(arrival);
        }
        self.arrives_at(job, arrival);
    }

    /// A record for a message on its way; `None`: nothing passes, or nobody is there.
    fn letter_job(&mut self, letter: Letter, link: u32) -> Option<u32> {
        let way = &self.links[link as usize];
        let station = way.to;
        let instance = if way.is_open() {
            self.instance_for(station, NONE)?
        } else {
            return None;
        };
        let from = self.links[link as usize].plan.from;
        let job = self.send_from(letter.depth, letter.kind, NONE, link, station, instance)?;
        self.jobs[job].detached = true;
        if self.is_far_between((from, letter.instance), (station, instance)) {
            self.jobs[job].far = true;
            self.meter_bytes(link, letter.kind, from);
        }
        Some(job)
    }

    /// A message of a stream has come to its end (at the callee, which says so to the sender).
    pub(super) fn acknowledge(&mut self, link: u32) {
        if let Some(mail) = self.links[link as usize].mail() {
            mail.acknowledged();
            self.agenda.push(Step::Pump(link));
        }
    }

    /// The acknowledgement of a stream's message starts its way back. `true`: it travels.
    pub(super) fn acknowledges(&mut self, job: u32) -> bool {
        let record = &self.jobs[job];
        let (link, to) = (record.link, (record.station, record.instance));
        let is_stream = self.links[link as usize]
            .mail()
            .is_some_and(|mail| mail.is_stream());
        if !is_stream {
            return false;
        }
        let from = self.links[link as usize].plan.from;
        let far = self.is_far_between((from, NONE), to);
        let latency = self.one_way(link, far);
        if latency == 0 {
            self.acknowledge(link);
            return false;
        }
        self.jobs[job].state = State::Returning;
        self.jobs[job].event = self.calendar.push(self.now + latency, job);
        true
    }

    /// Schedules the next fetch, at a multiple of the interval.
    fn schedule_fetch(&mut self, link: u32) {
        let now = self.now;
        let Some(mail) = self.links[link as usize].mail() else {
            return;
        };
        if let MailPlan::Poll { interval, .. } = mail.plan
            && !mail.ticking
        {
            mail.ticking = true;
            let at = (now / interval + 1).saturating_mul(interval);
            self.schedule(at, Control::Fetch { link });
        }
    }

    /// The far end fetches a batch.
    pub(super) fn fetch(&mut self, link: u32) {
        let now = self.now;
        let way = &self.links[link as usize];
        let station = &self.stations[way.to as usize];
        let reachable = way.is_open() && !way.is_hole() && station.takes_calls();
        let Some(mail) = self.links[link as usize].mail() else {
            return;
        };
        mail.ticking = false;
        let letters = if reachable {
            mail.fetch(now)
        } else {
            Vec::new()
        };
        let mut lost = Vec::new();
        for letter in letters {
            if self.is_lost(link) {
                lost.push(letter);
            } else {
                self.send_fetched(letter, link);
            }
            if self.error.is_some() {
                return;
            }
        }
        if let Some(mail) = self.links[link as usize].mail() {
            mail.put_back(&lost, now);
            if mail.waiting.level() > 0 {
                self.schedule_fetch(link);
            }
        }
    }

    fn send_fetched(&mut self, letter: Letter, link: u32) {
        let Some(job) = self.letter_job(letter, link) else {
            self.links[link as usize].failed += 1;
            return;
        };
        let far = self.jobs[job].far;
        let bytes = self.links[link as usize].plan.bytes(letter.kind).0;
        let sent = self.sent_there(link, bytes);
        let at = sent + self.one_way(link, far);
        self.arrives_at(job, at);
    }

    /// After a change of the document: messages that waited go the new way.
    pub(super) fn redirect_mail(&mut self, link: u32, letters: Vec<Letter>) {
        for letter in letters {
            self.send_fetched(letter, link);
            if self.error.is_some() {
                return;
            }
        }
    }

    /// After a change of the document: a stream goes on, a fetch is scheduled.
    pub(super) fn resume_mail(&mut self, link: u32) {
        let Some(mail) = self.links[link as usize].mail() else {
            return;
        };
        if mail.is_stream() {
            self.agenda.push(Step::Pump(link));
        } else if mail.waiting.level() > 0 {
            self.schedule_fetch(link);
        }
    }

    /// A job on its way comes to its component at this instant or later.
    pub(super) fn arrives_at(&mut self, job: u32, at: u64) {
        if at == self.now {
            self.deliver(job);
        } else {
            self.jobs[job].event = self.calendar.push(at, job);
        }
    }
}

impl Station {
    /// Whether somebody is there to take a call.
    fn takes_calls(&self) -> bool {
        let up = match &self.body {
            Body::Group(group) => !group.up.is_empty(),
            _ => true,
        };
        up && !self.gone && !self.lost
    }
}

impl super::link::Link {
    /// Whether messages have found its buffer full in the last live window, more than a few.
    pub fn is_dropping(&self) -> bool {
        let mail = self.special.as_deref().and_then(|s| s.mail.as_ref());
        !self.gone && mail.is_some_and(|mail| mail.dropping)
    }

    pub fn mail(&mut self) -> Option<&mut Mail> {
        let special: &mut Special = self.special.as_deref_mut()?;
        special.mail.as_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn letter(kind: u8) -> Letter {
        Letter {
            instance: NONE,
            depth: 1,
            kind,
        }
    }

    #[test]
    fn a_window_of_two_and_a_buffer_of_one() {
        let plan = MailPlan::Stream {
            window: 2,
            buffer: 1,
        };
        let mut mail = Mail::new(plan);
        let posted: Vec<Posted> = (0..4).map(|n| mail.post(letter(n), 0)).collect();
        let expected = [Posted::Goes, Posted::Goes, Posted::Waits, Posted::Dropped];
        assert_eq!(posted, expected);
        assert_eq!(mail.next_to_go(1), None);
        mail.acknowledged();
        assert_eq!(mail.next_to_go(1), Some(letter(2)));
        assert_eq!(
            (mail.under_way(), mail.waiting.level(), mail.dropped),
            (2, 0, 1)
        );
    }

    #[test]
    fn batches_are_fetched_in_order() {
        let plan = MailPlan::Poll {
            interval: 10,
            batch: 3,
            buffer: 9,
        };
        let mut mail = Mail::new(plan);
        for n in 0..5 {
            assert_eq!(mail.post(letter(n), 0), Posted::Waits);
        }
        let kinds = |letters: Vec<Letter>| letters.iter().map(|l| l.kind).collect::<Vec<_>>();
        let first = mail.fetch(1);
        assert_eq!(kinds(first.clone()), [0, 1, 2]);
        mail.put_back(&first[1..], 1);
        assert_eq!(kinds(mail.fetch(2)), [1, 2, 3]);
        assert_eq!(kinds(mail.clear(3)), [4]);
        assert_eq!(mail.waiting.level(), 0);
    }

    proptest! {
        /// Every message goes once, in the order it was posted, and never more than the window are under way.
        #[test]
        fn a_stream_keeps_order_and_window(steps in prop::collection::vec(any::<bool>(), 0..200), window in 1u32..5) {
            let mut mail = Mail::new(MailPlan::Stream { window, buffer: 20 });
            let (mut went, mut posted, mut under_way) = (Vec::new(), Vec::new(), 0u32);
            for (now, post) in steps.into_iter().enumerate() {
                let number = (posted.len() % 256) as u8;
                if post {
                    match mail.post(letter(number), now as u64) {
                        Posted::Goes => {
                            posted.push(number);
                            went.push(number);
                            under_way += 1;
                        }
                        Posted::Waits => posted.push(number),
                        Posted::Dropped => prop_assert_eq!(mail.waiting.level(), 20),
                    }
                } else if under_way > 0 {
                    mail.acknowledged();
                    under_way -= 1;
                    while let Some(letter) = mail.next_to_go(now as u64) {
                        went.push(letter.kind);
                        under_way += 1;
                    }
                }
                prop_assert!(under_way <= window && under_way == mail.under_way());
                prop_assert_eq!(&went[..], &posted[..went.len()]);
                prop_assert_eq!(mail.waiting.level() as usize, posted.len() - went.len());
            }
        }
    }
}
