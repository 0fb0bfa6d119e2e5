//! Two processors shared equally by the requests at work on them, by a virtual clock.

/// Requests at work at once: more than ever came in the runs of the bench.
const ROOM: usize = 256;

/// How fast each of so many requests is served, and how many times longer it takes.
static RATES: [f64; ROOM] = table(false);
static SLOWER: [f64; ROOM] = table(true);

const fn table(slower: bool) -> [f64; ROOM] {
    let (mut values, mut len) = ([1.0; ROOM], 3);
    while len < ROOM {
        let share = 2.0 / len as f64;
        values[len] = if slower { 1.0 / share } else { share };
        len += 1;
    }
    values
}

#[derive(Clone, Debug)]
pub struct Shared {
    /// Service received by a request that was there all along, ns.
    clock: f64,
    since: u64,
    /// The clock when a request ends, and the request; the next one last, and first one that never ends.
    ends: [(f64, u32); ROOM],
    len: usize,
}

impl Shared {
    pub fn new() -> Self {
        Self {
            clock: 0.0,
            since: 0,
            ends: [(f64::INFINITY, 0); ROOM],
            len: 0,
        }
    }

    #[inline(always)]
    fn advance(&mut self, now: u64) {
        self.clock += (now - self.since) as i64 as f64 * RATES[self.len];
        self.since = now;
    }

    /// A request begins that needs `work` ns of one processor.
    #[inline(always)]
    pub fn begin(&mut self, now: u64, work: f64, request: u32) {
        self.advance(now);
        let end = self.clock + work;
        let mut at = self.len;
        while self.ends[at].0 < end {
            self.ends[at + 1] = self.ends[at];
            at -= 1;
        }
        self.ends[at + 1] = (end, request);
        self.len += 1;
    }

    /// The next one ends now.
    #[inline(always)]
    pub fn end(&mut self, now: u64) -> u32 {
        self.advance(now);
        let (_, request) = self.ends[self.len];
        self.len -= 1;
        if self.len == 0 {
            self.clock = 0.0;
        }
        request
    }

    /// When the next one ends; in three years, if there is none.
    #[inline(always)]
    pub fn next(&self) -> u64 {
        let left = (self.ends[self.len].0 - self.clock).max(0.0) * SLOWER[self.len];
        self.since + left.min(1e17) as i64 as u64 + 1
    }
}
