//! The compiled document: dense arrays and indexes, no names on the hot path.

use crate::catalog::part::Part;
use crate::foundation::chance::Sampler;
use crate::foundation::ids::Id;

use super::breaker::BreakerPlan;
use super::budget::BudgetPlan;
use super::jitter::Backoff;
use super::job::NONE;
use super::mail::MailPlan;
use super::pool::PoolPlan;

/// Components that can run.
pub const MAX_STATIONS: usize = 100_000;
/// Links that one component calls over.
pub const MAX_OUTS: usize = 65_000;
/// Instances of one component.
pub const MAX_INSTANCES: u32 = 100_000;

/// A document ready to run.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub seed: u64,
    /// Kinds of request, in the document's order: the first has the number 1, since 0 is "no kind".
    pub kinds: Vec<KindPlan>,
    /// In the document's order.
    pub stations: Vec<StationPlan>,
    /// In the document's order.
    pub links: Vec<LinkPlan>,
    /// Availability zones by index, then regions without any: each is one place that can be lost.
    pub zones: Vec<Id>,
    /// Containers that hold zones: container, indexes of its zones.
    pub containers: Vec<(Id, Vec<u32>)>,
}

/// One kind of request, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct KindPlan {
    pub id: Id,
    /// The higher goes first.
    pub priority: i32,
}

/// One component, compiled.
#[derive(Clone, Debug)]
pub struct StationPlan {
    pub id: Id,
    pub part: Part,
    /// Zones its instances are spread over; empty: none drawn.
    pub zones: Vec<u32>,
    /// Region it stands in, by index; [`NONE`]: outside every region.
    pub region: u32,
    /// Kinds that a client sends, with their shares; empty: requests have no kind.
    pub mix: Vec<(u8, f64)>,
    /// Factors on the service time by kind; empty: all are 1.
    pub work_by_kind: Vec<f64>,
}

impl StationPlan {
    /// The one zone of the component; [`NONE`] when it has none or several.
    pub fn single_zone(&self) -> u32 {
        if let [zone] = self.zones[..] {
            zone
        } else {
            NONE
        }
    }
}

/// One link, compiled. `from` and `to` are indexes of stations.
#[derive(Clone, Debug)]
pub struct LinkPlan {
    pub id: Id,
    pub from: u32,
    pub to: u32,
    /// Bit by kind: which pass. Requests without kind always do.
    pub passes: u64,
    pub mode: Mode,
    /// Its calls are made at once, together with those of its neighbours.
    pub parallel: bool,
    /// Calls per request: the whole part, and the chance of one more.
    pub calls_whole: u16,
    pub calls_chance: f64,
    pub weight: f64,
    pub latency: Latency,
    pub request_bytes: u64,
    pub response_bytes: u64,
    /// Bytes of requests and answers by kind; empty: as above.
    pub bytes_by_kind: Vec<(u64, u64)>,
    /// Caller gives up after this long, ns.
    pub timeout: Option<u64>,
    pub retries: u8,
    pub backoff: Backoff,
    /// The answer leaves a region for the internet.
    pub egress: bool,
    /// What a plain link does not have.
    pub special: SpecialPlan,
}

/// What passes a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The caller waits for the answer.
    Call,
    /// Fire and forget.
    Event,
    /// Messages in order over an open connection, a bounded number of them under way.
    Stream,
    /// Messages wait at the caller until the far end fetches them.
    Poll,
}

impl Mode {
    /// Stable name in documents and reports.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Call => "call",
            Mode::Event => "event",
            Mode::Stream => "stream",
            Mode::Poll => "poll",
        }
    }
}

/// What a link may do beyond a call that arrives after a while.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpecialPlan {
    pub breaker: Option<BreakerPlan>,
    pub pool: Option<PoolPlan>,
    pub budget: Option<BudgetPlan>,
    /// Mbit/s each way.
    pub bandwidth: Option<f64>,
    /// Chance that a message is lost, 0..1.
    pub loss: f64,
    pub mail: Option<MailPlan>,
}

impl LinkPlan {
    /// Whether the caller waits for the answer.
    #[inline]
    pub fn waits(&self) -> bool {
        self.mode == Mode::Call
    }

    /// Whether requests of a kind pass.
    #[inline]
    pub fn lets_pass(&self, kind: u8) -> bool {
        self.passes >> kind & 1 == 1
    }

    /// Bytes of a request of a kind, and of its answer.
    #[inline]
    pub fn bytes(&self, kind: u8) -> (u64, u64) {
        let usual = (self.request_bytes, self.response_bytes);
        let own = self.bytes_by_kind.get(usize::from(kind));
        own.copied().unwrap_or(usual)
    }
}

/// One-way latency of a link.
#[derive(Clone, Debug)]
pub enum Latency {
    /// Always the same, ns.
    Fixed(u64),
    /// Given by the user as a distribution.
    Drawn(Sampler),
    /// From the zones of both ends, ns: in one zone (or no zone known), between zones.
    Places { same: u64, cross: u64 },
}
