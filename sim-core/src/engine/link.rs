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
    const NONE: Way = Way {
        latency: 0,
        row: Row::NONE,
    };

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
    /// Nothing but a call that arrives after `latency`: the way is open, the caller waits without a limit, no byte
    /// of the request counts.
    pub plain: bool,
    /// A client's request over it needs no record beside that of the call: it takes no time, is timed by nobody and
    /// made once.
    pub recordless: bool,
    /// Exactly one call per request, for whose answer the caller waits.
    pub single: bool,
    /// An answer takes `latency` and no byte counts.
    pub plain_back: bool,
    /// Its bytes count: they may cross zones, leave the region, or pass a balancer.
    pub metered: bool,
    /// There are zones that its messages may cross.
    pub zoned: bool,
    /// What crosses zones is charged: a balancer's own traffic to its targets is not.
    pub charged: bool,
    /// Its latency is drawn anew for each message.
    pub drawn: bool,
    pub gone: bool,
    pub cut: bool,
    /// One way inside a zone (or where zones do not matter), and between zones; where it is not drawn.
    pub ways: [Way; 2],
    pub requests: u64,
    pub failed: u64,
    /// Lane of the timeout (own or the balancer's).
    pub timer: Option<LaneId>,
    /// What a plain link does not have.
    pub special: Option<Box<Special>>,
    pub stream: Stream,
    pub plan: LinkPlan,
    /// Calls made again after a failure.
    pub retries: u64,
    pub requests_at_tick: u64,
    pub failed_at_tick: u64,
}

impl Link {
    pub fn new(plan: LinkPlan, stream: Stream) -> Self {
        let mut link = Self {
            to: plan.to,
            from: plan.from,
            plain: false,
            recordless: false,
            plain_back: false,
            single: false,
            ways: [Way::NONE; 2],
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
            plan,
            special: None,
            retries: 0,
            requests_at_tick: 0,
            failed_at_tick: 0,
        };
        link.settle();
        link
    }

    /// Gives its latencies their rows of events; [`settle`](Self::settle) comes after it.
    pub fn find_rows(&mut self, calendar: &mut Calendar) {
        let (near, far) = match self.plan.latency {
            Latency::Fixed(nanos) => (nanos, nanos),
            Latency::Places { same, cross } => (same, cross),
            Latency::Drawn(_) => (0, 0),
        };
        self.ways = [near, far].map(|latency| Way {
            latency,
            row: calendar.row(latency),
        });
    }

    /// Works out what calls look at: to be called after each change of the plan or the state.
    pub fn settle(&mut self) {
        let fixed = matches!(self.plan.latency, Latency::Fixed(_));
        (self.from, self.to) = (self.plan.from, self.plan.to);
        self.drawn = matches!(self.plan.latency, Latency::Drawn(_));
        let once = self.plan.calls_whole == 1 && self.plan.calls_chance <= 0.0;
        self.single =
            once && self.plan.waits() && !self.plan.parallel && self.plan.passes == u64::MAX;
        let plain_way = fixed && self.special.is_none();
        self.plain_back = plain_way && !self.metered;
        self.plain =
            plain_way && !self.zoned && self.is_open() && self.plan.waits() && self.timer.is_none();
        self.recordless = self.plain && self.ways[0].latency == 0 && self.plan.retries == 0;
    }

    /// Whether a request gets through.
    pub fn is_open(&self) -> bool {
        !self.cut && !self.gone
    }
}
