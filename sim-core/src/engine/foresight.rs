//! Requests whose beginning and end are known the moment they come.
//!
//! Where requests go to work in the order in which they come, and a worker does one after the other and nothing else,
//! nothing that comes later changes when one of them begins or ends: it begins when the first worker is free
//! (Lindley 1952 for one worker, Kiefer and Wolfowitz 1955 for several). Such a visit needs no record among the jobs and
//! no event that ends it. It is written down here and counted later, many visits at once.

use crate::foundation::chance::Draws;

use super::kept::Kept;
use super::workers::Workers;

/// So many visits are counted at once.
pub(super) const MANY: usize = 64;

/// One request at a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub arrived: u64,
    pub begin: u64,
    pub end: u64,
}

/// What is known about the requests at a component that is foreseen.
#[derive(Debug, Default)]
pub struct Foresight {
    /// The only link that requests come over, from a client who keeps no record of them.
    pub link: u32,
    pub workers: Workers,
    /// In the order of arrival; those before `gone` are not in it any more.
    line: Vec<Visit>,
    gone: usize,
    /// Those before it are counted as arrived.
    known: usize,
    /// Begun, but not ended when they were last counted; in the order of arrival.
    running: Vec<Visit>,
    kept: Kept,
}

/// How many visits there are in a sum, and the sum of their instants, ns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Instants {
    pub count: u64,
    pub sum: i128,
}

impl Instants {
    #[inline(always)]
    pub fn add(&mut self, at: u64) {
        self.count += 1;
        self.sum += i128::from(at);
    }
}

impl Foresight {
    /// For a component without requests so far.
    pub fn new(link: u32, slots: u32, service: &Draws) -> Self {
        let mut new = Self {
            link,
            workers: Workers::new(slots),
            ..Self::default()
        };
        new.keep(service);
        new
    }

    /// When the first worker is free for a request that comes now.
    #[inline(always)]
    pub fn free(&mut self, now: u64) -> u64 {
        let Self {
            workers,
            line,
            running,
            gone,
            ..
        } = self;
        let present = || running.iter().chain(&line[*gone..]).map(|visit| visit.end);
        workers.free(now, present)
    }

    /// Writes down a request. `true`: it is time to count.
    #[inline(always)]
    pub fn note(&mut self, visit: Visit) -> bool {
        self.line.push(visit);
        let new = self.line.len() - self.known;
        new >= MANY && new >= self.running.len()
    }

    /// Those that are not counted as arrived.
    pub fn unknown(&self) -> &[Visit] {
        &self.line[self.known..]
    }

    /// They are now. Returns how many were in the queue at most when one of them had come, if that is more than `most`.
    pub fn know(&mut self, most: usize) -> usize {
        let waiting = &self.line[self.gone..];
        let known = self.known - self.gone;
        self.kept.took((waiting.len() - known) as u64);
        self.known = self.line.len();
        // A longer queue than that: somebody came before the one who was so many places ahead had begun.
        let news = waiting.iter().skip(known.max(most));
        let ahead = waiting.iter().skip(known.saturating_sub(most));
        let longer = news.zip(ahead).fold(false, |longer, (visit, ahead)| {
            longer | (ahead.begin > visit.arrived)
        });
        if longer {
            longest(waiting, known)
        } else {
            most
        }
    }

    /// Takes out who has begun up to `now`; adds to `spans` how long those who have ended were there. Returns the instants
    /// of both.
    pub fn pass(&mut self, now: u64, spans: &mut Vec<u64>) -> (Instants, Instants) {
        let (mut begins, mut ends) = (Instants::default(), Instants::default());
        self.running.retain(|visit| {
            let stays = visit.end > now;
            if !stays {
                ends.add(visit.end);
                spans.push(visit.end - visit.arrived);
            }
            stays
        });
        let line = &self.line[self.gone..];
        let begun = line.iter().take_while(|visit| visit.begin <= now);
        for visit in begun {
            begins.add(visit.begin);
            if visit.end <= now {
                ends.add(visit.end);
                spans.push(visit.end - visit.arrived);
            } else {
                self.running.push(*visit);
            }
        }
        self.gone += begins.count as usize;
        if 2 * self.gone >= self.line.len() {
            self.line.drain(..self.gone);
            self.known -= self.gone;
            self.gone = 0;
        }
        self.workers.rest(self.running.len() + self.waiting());
        (begins, ends)
    }

    /// Keeps the draws of service times as they are, where nobody waits.
    pub fn keep(&mut self, service: &Draws) {
        self.kept.keep(service, self.waiting());
    }

    /// The draws as they would be if only those who have begun had taken theirs.
    pub fn draws_of_begun(&self) -> Option<Draws> {
        self.kept.of_begun(self.waiting())
    }

    /// How many waited when they were last counted.
    pub fn waiting(&self) -> usize {
        self.line.len() - self.gone
    }

    /// At work, and waiting, when they were last counted; each in the order of arrival.
    pub fn present(&self) -> (&[Visit], &[Visit]) {
        (&self.running, &self.line[self.gone..])
    }
}

/// The longest queue that one of the visits from `first` on has found and joined. Without a branch that depends on who waits.
fn longest(line: &[Visit], first: usize) -> usize {
    let (mut come, mut begun, mut most) = (first, 0, 0);
    while let Some(visit) = line.get(come) {
        // There are more visits than begun ones: a visit begins when it has come or later.
        let begins = line.get(begun).is_some_and(|v| v.begin <= visit.arrived);
        begun += usize::from(begins);
        come += usize::from(!begins);
        most = most.max(come.saturating_sub(begun));
    }
    most
}
