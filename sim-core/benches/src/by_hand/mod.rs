//! The three-tier example written by hand, as the ceiling of whatever simulates it event by event: what Lindley's
//! recursion is for one server.
//!
//! It knows this design and nothing else, and takes what it can for granted: application servers are three and two from
//! the start, nothing ever fails, times out, finds a queue or a limit, or is looked at. Hops of constant length in a row
//! are one, what has no effect on others (static files, the way back) is no event at all, and all that is recorded is a
//! count and a sum.

mod shared;
mod soonest;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::dice::Dice;
use crate::measure::Outcome;
use shared::Shared;
use soonest::{NEVER, Soonest};

/// From a client to the balancer, ns.
const INTERNET: u64 = 10_000_000;
/// Until the balancer has chosen a target, from the client on.
const CHOSEN: u64 = INTERNET + 400_000;
/// A hop within a zone, and to the database from the other one.
const NEAR: u64 = 150_000;
const FAR: u64 = 500_000;

/// What comes: a browser's request, one of the app, the first of a row, the end of work on one of the instances.
const BROWSER: usize = 0;
const APP: usize = 1;
const ROWS: usize = 2;
const INSTANCES: usize = ROWS + HOPS.len();

/// Ways of constant length: one hop, one to the database from afar, to the application server and back, and from afar.
const HOPS: [u64; 4] = [NEAR, FAR, 2 * NEAR, 2 * FAR];

/// Web servers 0 to 3 (two in each zone), application servers 4 to 6 and 7 to 8, the database.
const WEB: usize = 4;
const ZONE_C: usize = 7;
const DATABASE: usize = 9;

/// Log-normal work: median, ns, and the spread of the logarithm.
struct Work(f64, f64);

impl Work {
    fn new(median_ms: f64, p95_ms: f64) -> Self {
        /// The 95th percentile of the normal distribution.
        const Z95: f64 = 1.644_853_626_951_472_2;
        Self(median_ms * 1e6, (p95_ms / median_ms).ln() / Z95)
    }

    #[inline(always)]
    fn draw(&self, dice: &mut Dice) -> f64 {
        self.0 * (self.1 * dice.normal()).exp()
    }
}

/// Where a request is going.
#[derive(Clone, Copy)]
enum Stage {
    Web,
    Application,
    FirstQuery,
    SecondQuery,
}

#[derive(Clone, Copy)]
struct Request {
    start: u64,
    app: bool,
    web: u8,
    application: u8,
    stage: Stage,
}

impl Request {
    fn is_far(&self) -> bool {
        usize::from(self.application) >= ZONE_C
    }
}

struct Tiers {
    dice: Dice,
    gap: f64,
    work: [Work; 3],
    soonest: Soonest,
    instances: Vec<Shared>,
    rows: [VecDeque<(u64, u32)>; HOPS.len()],
    /// When users of the app have thought, and their requests have come to the balancer.
    thinking: BinaryHeap<Reverse<u64>>,
    requests: Vec<Request>,
    free: Vec<u32>,
    /// Requests that the balancer has outstanding with each web server; answers on their way, near and from afar.
    outstanding: [u32; WEB],
    answers: [VecDeque<(u64, u8)>; 2],
    /// The next application server of each zone, in turn.
    turn: [u8; 2],
    count: u64,
    sum: f64,
}

/// So many seconds with browsers at a rate and users of the app who think for two seconds.
pub fn run(seconds: f64, browsers: f64, users: u32, seed: u64) -> Outcome {
    let mut tiers = Tiers::new(browsers, users, seed);
    let end = (seconds * 1e9) as u64;
    loop {
        let (now, what) = tiers.soonest.next();
        if now > end {
            break;
        }
        match what {
            BROWSER => tiers.browser(now),
            APP => tiers.app(now),
            row if row < INSTANCES => tiers.arrive(now, row - ROWS),
            instance => tiers.worked(now, instance - INSTANCES),
        }
    }
    Outcome {
        requests: tiers.count,
        mean: tiers.sum / tiers.count as f64 / 1e9,
        p99: f64::NAN,
    }
}

impl Tiers {
    fn new(browsers: f64, users: u32, seed: u64) -> Self {
        let mut tiers = Self {
            dice: Dice::new(seed),
            gap: 1e9 / browsers,
            work: [
                Work::new(3.0, 8.0),
                Work::new(4.0, 12.0),
                Work::new(0.5, 1.5),
            ],
            soonest: Soonest::new(),
            instances: vec![Shared::new(); DATABASE + 1],
            rows: Default::default(),
            thinking: BinaryHeap::new(),
            requests: Vec::new(),
            free: Vec::new(),
            outstanding: [0; WEB],
            answers: Default::default(),
            turn: [0; 2],
            count: 0,
            sum: 0.0,
        };
        let first = tiers.dice.exponential(tiers.gap);
        tiers.soonest.set(BROWSER, first + CHOSEN);
        (0..users).for_each(|_| tiers.think(0));
        tiers
    }

    /// A user of the app begins to think.
    #[inline(always)]
    fn think(&mut self, now: u64) {
        let next = now + self.dice.exponential(2e9) + CHOSEN;
        self.thinking.push(Reverse(next));
        self.next_of_the_app();
    }

    #[inline(always)]
    fn next_of_the_app(&mut self) {
        let next = self.thinking.peek().map_or(NEVER, |next| next.0);
        self.soonest.set(APP, next);
    }

    #[inline(always)]
    fn app(&mut self, now: u64) {
        self.thinking.pop();
        self.next_of_the_app();
        self.choose(now, true);
    }

    /// One of three asks for static files: 100 to 200 ms and the way there and back, whatever else goes on.
    #[inline(always)]
    fn browser(&mut self, now: u64) {
        let next = now + self.dice.exponential(self.gap);
        self.soonest.set(BROWSER, next);
        if self.dice.uniform() * 3.0 < 2.0 {
            return self.choose(now, false);
        }
        self.count += 1;
        self.sum += 2.0 * INTERNET as f64 + 1e8 + 1e8 * self.dice.uniform();
    }

    /// The balancer takes the web server with the fewest requests outstanding.
    #[inline(always)]
    fn choose(&mut self, now: u64, app: bool) {
        for answers in &mut self.answers {
            while let Some((_, web)) = answers.pop_front_if(|answer| answer.0 <= now) {
                self.outstanding[usize::from(web)] -= 1;
            }
        }
        let least = (1..WEB).fold(0, |least, web| {
            if self.outstanding[web] < self.outstanding[least] {
                web
            } else {
                least
            }
        });
        self.outstanding[least] += 1;
        let request = Request {
            start: now - CHOSEN,
            app,
            web: least as u8,
            application: 0,
            stage: Stage::Web,
        };
        let index = match self.free.pop() {
            Some(index) => {
                self.requests[index as usize] = request;
                index
            }
            None => {
                self.requests.push(request);
                self.requests.len() as u32 - 1
            }
        };
        self.send(now, 0, index);
    }

    #[inline(always)]
    fn send(&mut self, now: u64, row: usize, request: u32) {
        let at = now + HOPS[row];
        if self.rows[row].is_empty() {
            self.soonest.set(ROWS + row, at);
        }
        self.rows[row].push_back((at, request));
    }

    /// The first request of a row is there.
    #[inline(always)]
    fn arrive(&mut self, now: u64, row: usize) {
        let Some((_, index)) = self.rows[row].pop_front() else {
            return;
        };
        let next = self.rows[row].front().map_or(NEVER, |next| next.0);
        self.soonest.set(ROWS + row, next);
        let request = &mut self.requests[index as usize];
        let (instance, work) = match request.stage {
            Stage::Web => (usize::from(request.web), 0),
            Stage::Application => {
                let zone = usize::from(request.web >= 2);
                let servers = [3, 2][zone];
                request.application = [4, 7][zone] + self.turn[zone];
                self.turn[zone] = (self.turn[zone] + 1) % servers;
                (usize::from(request.application), 1)
            }
            Stage::FirstQuery | Stage::SecondQuery => (DATABASE, 2),
        };
        let work = self.work[work].draw(&mut self.dice);
        self.instances[instance].begin(now, work, index);
        self.soonest
            .set(INSTANCES + instance, self.instances[instance].next());
    }

    /// The next request on an instance is done there.
    #[inline(always)]
    fn worked(&mut self, now: u64, instance: usize) {
        let index = self.instances[instance].end(now);
        self.soonest
            .set(INSTANCES + instance, self.instances[instance].next());
        let request = &mut self.requests[index as usize];
        let far = usize::from(request.is_far());
        let row = match request.stage {
            Stage::Web => {
                request.stage = Stage::Application;
                0
            }
            Stage::Application => {
                request.stage = Stage::FirstQuery;
                far
            }
            Stage::FirstQuery => {
                request.stage = Stage::SecondQuery;
                2 + far
            }
            Stage::SecondQuery => return self.answer(now, index, far),
        };
        self.send(now, row, index);
    }

    /// All is done: back to the application server, the web server, the balancer and the client.
    #[inline(always)]
    fn answer(&mut self, now: u64, index: u32, far: usize) {
        let Request {
            start, app, web, ..
        } = self.requests[index as usize];
        self.free.push(index);
        let back = now + [NEAR, FAR][far] + 2 * NEAR;
        self.answers[far].push_back((back, web));
        self.count += 1;
        self.sum += (back + INTERNET - start) as f64;
        if app {
            self.think(back + INTERNET);
        }
    }
}
