//! A link at run time: what each call touches comes first.

use crate::foundation::chance::Stream;

use super::calendar::{Calendar, LaneId};
use super::delays::Row;
use super::network::{Latency, LinkPlan};
use super::special::Special;

/// How long a message takes, ns, and the row of events that come after that time.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub latency: u64,
    pub row: Row,
}

impl Way {
    /// A latency that this one message has.
    pub fn once(latency: u64) -> Self {
        Self {
            latency,
            row: Row::NONE,
        }
    }
}

/// A link at run time; in this order in memory, the first line of it is all that a plain call touches.
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Link {
    /// The component called, and the one that calls.
    pub to: u32,
    pub from: u32,
    /// Lane of the timeout (own or the balancer's).
    pub timer: Option<LaneId>,
    /// A call that arrives after a time that is known: the way is open, the caller waits, and nothing is special.
    pub plain: bool,
    /// The same where it arrives in the instant in which it is made, and never crosses zones.
    pub instant: bool,
    /// A client's request over it needs no record beside that of the call: it takes no time and is made once, and no
    /// byte of the request counts.
    pub recordless: bool,
    /// Exactly one call per request, for whose answer the caller waits.
    pub single: bool,
    /// An answer takes a time that is known, and none of its bytes count but those that cross zones.
    pub plain_back: bool,
    /// Its bytes count wherever they come from: they leave the region, or pass a balancer.
    pub metered: bool,
    /// Its messages may cross from one zone to another.
    pub zoned: bool,
    /// What crosses zones is charged: a balancer's own traffic to its targets is not.
    pub charged: bool,
    /// One way inside a zone (or where zones do not matter), and between zones; where it is not drawn.
    rows: [Row; 2],
    /// Its latency is drawn anew for each message.
    pub drawn: bool,
    pub gone: bool,
    pub cut: bool,
    latencies: [u64; 2],
    pub requests: u64,
    /// What a plain link does not have.
    pub special: Option<Box<Special>>,
    pub failed: u64,
    pub stream: Stream,
    pub plan: Box<LinkPlan>,
    pub rest: Box<Rest>,
}

/// What few calls touch, in a place of its own: the fewer pages of memory the links of a large design need, the more
/// often the one that a call needs is known to the processor.
#[derive(Debug, Default)]
pub struct Rest {
    /// Calls made again after a failure.
    pub retries: u64,
    pub requests_at_tick: u64,
    pub failed_at_tick: u64,
    /// A lane of timers for calls that were foreseen when they were made, and its delay, ns.
    pub late_lane: Option<(u64, LaneId)>,
}

impl Link {
    pub fn new(plan: LinkPlan, stream: Stream) -> Self {
        let mut link = Self {
            to: plan.to,
            from: plan.from,
            plain: false,
            instant: false,
            recordless: false,
            plain_back: false,
            single: false,
            rows: [Row::NONE; 2],
            latencies: [0; 2],
            requests: 0,
            failed: 0,
            timer: None,
            metered: true,
            zoned: true,
            charged: true,
            drawn: true,
            gone: false,
            cut: false,
            stream,
            plan: Box::new(plan),
            special: None,
            rest: Box::default(),
        };
        link.settle();
        link
    }

    /// Gives its latencies their rows of events; [`settle`](Self::settle) comes after it.
    pub fn find_rows(&mut self, calendar: &mut Calendar) {
        let (near, far) = match self.plan.latency {
            Latency::Fixed(nanos) => (nanos, nanos),
            Latency::Places { same, cross } if self.zoned => (same, cross),
            Latency::Places { same, .. } => (same, same),
            Latency::Drawn(_) => (0, 0),
        };
        self.latencies = [near, far];
        self.rows = self.latencies.map(|latency| calendar.row(latency));
    }

    /// The way that its messages take inside a zone, or between zones.
    #[inline(always)]
    pub fn way(&self, far: bool) -> Way {
        Way {
            latency: self.latencies[usize::from(far)],
            row: self.rows[usize::from(far)],
        }
    }

    /// Works out what calls look at: to be called after each change of the plan or the state.
    pub fn settle(&mut self) {
        (self.from, self.to) = (self.plan.from, self.plan.to);
        self.drawn = matches!(self.plan.latency, Latency::Drawn(_));
        let once = self.plan.calls_whole == 1 && self.plan.calls_chance <= 0.0;
        self.single =
            once && self.plan.waits() && !self.plan.parallel && self.plan.passes == u64::MAX;
        let known = !self.drawn && self.special.is_none();
        self.plain_back = known && !self.metered;
        self.plain = known && self.is_open() && self.plan.waits();
        self.instant = self.plain && self.latencies[0] == 0 && !self.zoned;
        self.recordless = self.instant && self.plan.retries == 0;
    }

    /// Whether a request gets through.
    pub fn is_open(&self) -> bool {
        !self.cut && !self.gone
    }
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::*;

    #[test]
    fn a_call_touches_one_line_of_the_cache() {
        assert!(offset_of!(Link, special) + size_of::<Option<Box<Special>>>() <= 64);
        assert_eq!(size_of::<Link>(), 128);
    }
}
