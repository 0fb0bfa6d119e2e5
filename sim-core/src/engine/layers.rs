//! Requests that hold a worker while another component answers: two layers, the lower one foreseen.
//!
//! A worker of the upper layer does its own work, calls below, and is held until the answer is there. When the call comes
//! below, its end is known (Kiefer and Wolfowitz 1955, as for any request that is foreseen), and with it when the worker
//! above is free. So the one thing that has to be put in order is the end of the work above; a request that waits there
//! begins as soon as no end that is pending could come before the first worker who is known to be free.
//!
//! All of that needs no record among the jobs and no event of the run: many requests are worked out in one go, up to the
//! instant at which somebody looks.

use crate::foundation::chance::Draws;

use super::calendar::{index_of, pack, time_of};
use super::foresight::{Instants, MANY};
use super::kept::Kept;
use super::pending::Pending;
use super::ring::Ring;
use super::workers::Workers;

/// A request that has made its call below: all of it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When the client asked.
    pub came: u64,
    /// When the call came below, and when it began there.
    pub called: u64,
    pub below: u64,
    /// When the answer is there, for all of them.
    pub end: u64,
}

/// What has happened since it was last counted.
#[derive(Debug, Default)]
pub struct News {
    pub came: Instants,
    /// Came to the upper layer, began there, called below, began below.
    pub reached: Instants,
    pub begun: Instants,
    pub called: Instants,
    pub below: Instants,
    pub over: Instants,
    /// Who is over.
    pub ended: Vec<Known>,
}

/// Both layers, up to the instant at which they were last looked at.
#[derive(Debug)]
pub struct Layers {
    /// What comes before the upper layer takes for each request, ns.
    delay: u64,
    /// When each of those came who have not begun above.
    line: Ring<1>,
    /// So many of them have reached the upper layer.
    reached: usize,
    /// The most that ever waited, above and below.
    pub most: (usize, usize),
    /// Workers above of whom nobody has taken note yet; `None`: as many as it takes.
    idle: Option<u32>,
    /// When the others are free, as far as that is known; the past does no harm.
    free: Pending,
    /// The ends of the work above, with the place in `came` of whoever is at it.
    working: Pending,
    came: Vec<u64>,
    vacant: Vec<u32>,
    /// Keys of one instant differ by this.
    sequence: u64,
    workers: Workers,
    /// In the order of their calls; the first `begun_below` have begun below.
    known: Vec<Known>,
    begun_below: usize,
    /// The draws of the lower layer.
    kept: Kept,
    news: News,
    /// How many were there when they were last counted.
    present: usize,
}

impl Layers {
    /// For two layers with so many workers and nobody there; `u32::MAX`: as many as it takes.
    pub fn new(delay: u64, slots: (u32, u32), below: &Draws) -> Self {
        let mut kept = Kept::default();
        kept.keep(below, 0);
        Self {
            delay,
            line: Ring::default(),
            reached: 0,
            most: (0, 0),
            idle: (slots.0 != u32::MAX).then_some(slots.0),
            free: Pending::default(),
            working: Pending::default(),
            came: Vec::new(),
            vacant: Vec::new(),
            sequence: 0,
            workers: Workers::new(slots.1),
            known: Vec::new(),
            begun_below: 0,
            kept,
            news: News::default(),
            present: 0,
        }
    }

    /// Writes down a request. `true`: it is time to count.
    #[inline(always)]
    pub fn note(&mut self, now: u64) -> bool {
        self.line.push([now]);
        self.news.came.add(now);
        let new = self.news.came.count as usize;
        new >= MANY && new >= self.present
    }

    /// Works out all that happens up to `now`.
    pub fn advance(&mut self, now: u64, above: &mut Draws, below: &mut Draws) {
        loop {
            let end = time_of(self.working.peek());
            let begin = self.next_begin();
            if begin.min(end) > now {
                break;
            }
            if begin <= end {
                self.begin(begin, above);
            } else {
                self.call(end, below);
            }
        }
        self.reach(now);
        self.begin_below(now);
        self.end(now);
        self.kept.keep(below, self.known.len() - self.begun_below);
        self.present = self.line.len() + self.at_work() + self.known.len();
    }

    /// When the first in line begins, as far as that is known.
    #[inline(always)]
    fn next_begin(&mut self) -> u64 {
        let Some([came]) = self.line.front() else {
            return u64::MAX;
        };
        let free = if self.idle == Some(0) {
            time_of(self.free.peek())
        } else {
            0
        };
        free.max(came.saturating_add(self.delay))
    }

    /// The first in line begins its work.
    #[inline(always)]
    fn begin(&mut self, now: u64, above: &mut Draws) {
        let Some([came]) = self.line.front() else {
            return;
        };
        let reached = came.saturating_add(self.delay);
        if reached < now {
            self.reach(now);
        } else if self.reached == 0 {
            self.news.reached.add(reached);
            self.reached = 1;
        }
        self.line.pop();
        self.reached -= 1;
        self.take_worker(now);
        self.news.begun.add(now);
        let place = self.place_of(came);
        self.sequence += 1;
        // Behind long works the end of time comes first.
        let end = now.saturating_add(above.draw());
        self.working.push(pack(end, self.sequence, place));
    }

    /// Everybody reaches the upper layer who does up to `now`: before the next of them begins, the queue is as long as it
    /// gets.
    #[inline(always)]
    fn reach(&mut self, now: u64) {
        while let Some([came]) = self.line.get(self.reached) {
            let reached = came.saturating_add(self.delay);
            if reached > now {
                break;
            }
            self.news.reached.add(reached);
            self.reached += 1;
        }
        self.most.0 = self.most.0.max(self.reached);
    }

    /// Somebody who is free takes the request.
    #[inline(always)]
    fn take_worker(&mut self, now: u64) {
        let Some(idle) = &mut self.idle else {
            return;
        };
        if time_of(self.free.peek()) <= now {
            self.free.take();
        } else {
            *idle -= 1;
        }
    }

    #[inline(always)]
    fn place_of(&mut self, came: u64) -> u32 {
        if let Some(place) = self.vacant.pop() {
            self.came[place as usize] = came;
            return place;
        }
        self.came.push(came);
        (self.came.len() - 1) as u32
    }

    /// The first to end its work above calls below: from here on all of it is known.
    #[inline(always)]
    fn call(&mut self, now: u64, draws: &mut Draws) {
        let place = index_of(self.working.peek());
        self.working.take();
        self.vacant.push(place);
        self.begin_below(now);
        let present = self.known.iter().map(|known| known.end);
        let below = self.workers.free(now, || present);
        let end = below.saturating_add(draws.draw());
        self.kept.took(1);
        self.workers.take(end);
        self.news.called.add(now);
        self.known.push(Known {
            came: self.came[place as usize],
            called: now,
            below,
            end,
        });
        if below > now {
            self.most.1 = self.most.1.max(self.known.len() - self.begun_below);
        }
        if self.idle.is_some() {
            self.free.push(pack(end, self.sequence, 0));
        }
    }

    /// Who has come below begins there up to `now`, in the order in which they came.
    #[inline(always)]
    fn begin_below(&mut self, now: u64) {
        while let Some(next) = self.known.get(self.begun_below) {
            if next.below > now {
                break;
            }
            self.news.below.add(next.below);
            self.begun_below += 1;
        }
    }

    /// Takes out whoever is over up to `now`.
    fn end(&mut self, now: u64) {
        let Self { known, news, .. } = self;
        known.retain(|known| {
            let stays = known.end > now;
            if !stays {
                news.over.add(known.end);
                news.ended.push(*known);
            }
            stays
        });
        self.begun_below -= news.ended.len();
        let present = self.known.len();
        self.workers.rest(present);
    }

    /// What has happened since it was last counted.
    pub fn news(&self) -> &News {
        &self.news
    }

    /// It is counted.
    pub fn forget_news(&mut self) {
        let mut ended = std::mem::take(&mut self.news.ended);
        ended.clear();
        self.news = News {
            ended,
            ..News::default()
        };
    }

    /// When those came who have not reached the upper layer, and those who wait there.
    pub fn line(&self) -> (impl Iterator<Item = u64>, impl Iterator<Item = u64>) {
        let came = |[came]: [u64; 1]| came;
        let (waiting, before) = (self.line.iter(), self.line.iter());
        (
            before.skip(self.reached).map(came),
            waiting.take(self.reached).map(came),
        )
    }

    /// When everybody came who is there.
    pub fn came(&self) -> impl Iterator<Item = u64> {
        let line = self.line.iter().map(|[came]| came);
        let working = self.working().map(|(came, _)| came);
        line.chain(working)
            .chain(self.known.iter().map(|known| known.came))
    }

    /// Who is at work above: when they came, and when they end it, in no order.
    pub fn working(&self) -> impl Iterator<Item = (u64, u64)> {
        let came = |key| self.came[index_of(key) as usize];
        self.working
            .iter()
            .map(move |key| (came(key), time_of(key)))
    }

    /// How many they are.
    pub fn at_work(&self) -> usize {
        self.came.len() - self.vacant.len()
    }

    /// Those whose end is known: who waits below, and who has begun there, each in the order in which they called.
    pub fn known(&self) -> (&[Known], &[Known]) {
        let (begun, waiting) = self.known.split_at(self.begun_below);
        (waiting, begun)
    }

    /// How many have reached the upper layer and are not over.
    pub fn forwarded(&self) -> usize {
        self.reached + self.at_work() + self.known.len()
    }

    /// When somebody reaches the upper layer, ends the work there, or is over: what would be the next event after the
    /// instant at which it was last looked at.
    pub fn next_event(&mut self) -> Option<u64> {
        let first = |came: [u64; 1]| came[0].saturating_add(self.delay);
        let reaches = self.line.get(self.reached).map(first);
        let ends = self.known.iter().map(|known| known.end).min();
        let works = Some(time_of(self.working.peek())).filter(|end| *end != u64::MAX);
        [reaches, ends, works].into_iter().flatten().min()
    }

    /// How many wait above.
    pub fn waiting(&self) -> usize {
        self.reached
    }

    /// How many are there in all.
    pub fn present(&self) -> usize {
        self.present
    }

    /// The draws of the lower layer as they would be if only those who have begun had taken theirs.
    pub fn draws_of_begun(&self) -> Option<Draws> {
        self.kept.of_begun(self.known.len() - self.begun_below)
    }

    /// How long what comes before the upper layer takes, ns.
    pub fn delay(&self) -> u64 {
        self.delay
    }
}
