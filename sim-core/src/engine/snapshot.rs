//! What the window and the reports read: an immutable picture of a run at one instant.

use std::sync::Arc;

pub use super::breaker::BreakerState;
pub use super::network::Mode;
use crate::catalog::usage::Usage;
use crate::document::FaultKind;
use crate::foundation::ids::Id;
use crate::foundation::units::SimTime;

/// A run at one instant. Cheap to make, cheap to share; the engine never waits for its readers.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub now: SimTime,
    /// Events handled since the start.
    pub events: u64,
    pub totals: Totals,
    /// End to end as the clients see it, successful requests only, retries included; since the start.
    pub latency: Latency,
    /// The last closed live window.
    pub live: Live,
    /// In the document's order.
    pub components: Vec<ComponentView>,
    /// In the document's order.
    pub links: Vec<LinkView>,
    /// Clients' requests by kind, in the document's order; empty where all requests are alike.
    pub kinds: Vec<KindView>,
    /// Zones and regions that are lost right now.
    pub lost_containers: Vec<Id>,
    /// Failures since the start, most frequent first.
    pub failures: Vec<Failure>,
    /// Faults that are in force right now.
    pub faults: Vec<ActiveFault>,
    pub series: Arc<Series>,
    /// Marks on the timeline: faults, scaling, edits.
    pub marks: Arc<Vec<Mark>>,
}

/// Requests of the clients since the start. `arrived == ok + failed + in_flight`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub arrived: u64,
    pub ok: u64,
    pub failed: u64,
    pub in_flight: u64,
    /// Answers nobody waited for any more.
    pub wasted: u64,
}

/// Latency figures, seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    pub count: u64,
    pub mean: f64,
    pub p50: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub max: f64,
}

/// Figures of one window of simulated time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Live {
    /// Length of the window, seconds; 0 before the first window has closed.
    pub window_s: f64,
    pub offered_per_s: f64,
    pub served_per_s: f64,
    pub failed_per_s: f64,
    pub p50_s: f64,
    pub p95_s: f64,
    pub p99_s: f64,
    /// Answers in the window that the percentiles stand on.
    pub samples: u64,
}

/// Health of a component, worst last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// Nothing has happened yet.
    #[default]
    Unknown,
    Ok,
    /// Utilisation of 70 % or more, or instances on their way, or messages that have waited for 10 s.
    Busy,
    /// It has room itself, but more than 1 % of its requests fail for a reason that lies elsewhere, or not every target
    /// of a balancer is healthy.
    Affected,
    /// Utilisation of 95 % or more, or more than 1 % of its requests fail, and that begins here: a full queue, a limit.
    Saturated,
    /// No instance is up; no target of a balancer is healthy, and none answers.
    Down,
}

impl Health {
    /// Stable name; the translation key is `health.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Health::Unknown => "unknown",
            Health::Ok => "ok",
            Health::Busy => "busy",
            Health::Affected => "affected",
            Health::Saturated => "saturated",
            Health::Down => "down",
        }
    }
}

/// One component at one instant.
#[derive(Clone, Debug)]
pub struct ComponentView {
    pub id: Id,
    pub health: Health,
    /// Since the start. `arrived == ok + failed + in_system`.
    pub arrived: u64,
    pub ok: u64,
    pub failed: u64,
    pub in_system: u64,
    /// Answers nobody waited for any more.
    pub wasted: u64,
    /// Waiting now, over all instances.
    pub queue: u64,
    pub queue_max: u64,
    /// Time average since the start.
    pub queue_mean: f64,
    /// Utilisation of the busiest resource (slots or processors), 0..1: now and since the start.
    pub utilization: f64,
    pub utilization_mean: f64,
    /// Slots held now, and of these waiting for an answer from below.
    pub slots_held: u64,
    pub slots_waiting: u64,
    /// Slots of the instances that are up; `None`: unlimited.
    pub slots: Option<u64>,
    /// Processor use over the last live window, 0..1; `None`: no processors modelled.
    pub cpu: Option<f64>,
    pub instances: Instances,
    pub targets: TargetCount,
    /// What its rules have done.
    pub rules: RuleFigures,
    /// What it has kept; `None`: it keeps nothing.
    pub cache: Option<CacheFigures>,
    /// What has become of its messages; `None`: it is no message queue.
    pub messages: Option<MessageFigures>,
    /// From queue entry to answer, successful ones, since the start.
    pub latency: Latency,
    /// Last closed live window (`offered` = arrivals here).
    pub live: Live,
    pub usage: Usage,
}

/// Targets that balancers have of a component, all balancers together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TargetCount {
    pub registered: u32,
    /// As the balancers' probes see it.
    pub healthy: u32,
}

impl TargetCount {
    /// Whether no balancer sends it anything by choice.
    pub fn is_out(&self) -> bool {
        self.registered > 0 && self.healthy == 0
    }
}

/// What the rules of a station have done since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleFigures {
    /// Left the line unserved: out of patience, or nobody waited for them any more.
    pub abandoned: u64,
    /// Displaced at work by a more urgent request.
    pub displaced: u64,
    /// Turned away by the admission control, and by the rate limit.
    pub shed: u64,
    pub throttled: u64,
    /// Requests that the instances may hold at once, all together; `None`: as many as come.
    pub limit: Option<u64>,
}

/// What a cache has done since the start. Lookups are `hits` + `misses`, and `filled` is what is kept now + `evicted` +
/// `expired` + `flushed`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CacheFigures {
    pub hits: u64,
    pub misses: u64,
    /// Misses that waited for the fetch of another request.
    pub followed: u64,
    /// Share of hits in the last whole second, 0..1; `None`: nothing was looked up.
    pub recent_hit_ratio: Option<f64>,
    /// Entries kept now; `None`: given by its hit ratio, it knows no keys.
    pub entries: Option<u64>,
    /// Entries at most; `None`: no limit.
    pub capacity: Option<u64>,
    /// Keys that came to be kept.
    pub filled: u64,
    /// Gone: for want of room, at the end of their time, all at once.
    pub evicted: u64,
    pub expired: u64,
    pub flushed: u64,
}

impl CacheFigures {
    /// Share of hits since the start, 0..1; `None`: nothing was looked up.
    pub fn hit_ratio(&self) -> Option<f64> {
        let lookups = self.hits + self.misses;
        (lookups > 0).then(|| self.hits as f64 / lookups as f64)
    }
}

/// What has become of a queue's messages since the start. One that is present waits in the line (`queue`), is `out`, or is
/// `hidden`; its time in the component is its age.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MessageFigures {
    /// Fetches by consumers: more than messages where some come back.
    pub received: u64,
    /// Became visible again, undone.
    pub returned: u64,
    /// Put aside after too many fetches (dead letters), and gone at the end of their time.
    pub dead: u64,
    pub expired: u64,
    /// Now at consumers, and hidden from them.
    pub out: u64,
    pub hidden: u64,
    /// Age of the first message in the line, seconds; `None`: none waits.
    pub oldest_s: Option<f64>,
}

/// Instances of a group (environments of a function) by state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Instances {
    pub up: u32,
    /// Taking traffic, not yet counted in the metric.
    pub warming: u32,
    pub booting: u32,
    pub draining: u32,
    pub down: u32,
    /// Wanted by the control loop.
    pub desired: u32,
    pub mean: f64,
    pub max: u32,
}

/// One link at one instant.
#[derive(Clone, Debug)]
pub struct LinkView {
    pub id: Id,
    pub requests: u64,
    pub failed: u64,
    /// Last closed live window.
    pub per_s: f64,
    pub failed_per_s: f64,
    pub cut: bool,
    /// Whatever is sent vanishes.
    pub black_hole: bool,
    /// Calls made again after a failure.
    pub retries: u64,
    /// What a plain link does not have; `None` for a plain link.
    pub special: Option<SpecialView>,
}

/// Figures of a link with a breaker, a pool, a budget, bandwidth, loss, or messages that wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpecialView {
    pub mode: Mode,
    /// Calls in line for a connection, or messages waiting at the caller: now, at most, and on average.
    pub waiting: u64,
    pub waiting_max: u64,
    pub waiting_mean: f64,
    /// Connections that are out now and on average; `None`: no pool.
    pub connections: Option<(u64, f64)>,
    pub breaker: Option<BreakerState>,
    /// Messages sent over a stream and not acknowledged.
    pub under_way: u64,
    /// Share of the time that the busier way has carried something, 0..1; `None`: no bandwidth.
    pub utilization: Option<f64>,
    /// Messages lost on the way, and messages that found the buffer full.
    pub lost: u64,
    pub dropped: u64,
    /// Calls refused by the breaker, calls that got no connection in time, retries that the budget did not allow.
    pub refused: u64,
    pub no_connection: u64,
    pub denied: u64,
}

/// Clients' requests of one kind since the start. `arrived == ok + failed + in_flight`.
#[derive(Clone, Debug)]
pub struct KindView {
    pub id: Id,
    pub priority: i32,
    pub arrived: u64,
    pub ok: u64,
    pub failed: u64,
    pub in_flight: u64,
    /// End to end, successful ones.
    pub latency: Latency,
}

/// Why requests failed, where, and how many of the clients' requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub cause: Cause,
    pub component: Id,
    pub count: u64,
}

/// Why a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The queue was full.
    Refused,
    /// Over a rate or concurrency limit (429, 503 Slow Down).
    Throttled,
    /// The caller gave up.
    Timeout,
    /// No path or no instance.
    Unreachable,
    /// The instance died with the request (5xx).
    Error,
    /// Turned away to protect the others (503).
    Shed,
    /// The circuit breaker of a link was open.
    CircuitOpen,
    /// No connection of a link's pool was free in time.
    PoolExhausted,
}

impl Cause {
    /// How many causes there are.
    pub const COUNT: usize = 8;

    pub const ALL: [Cause; Cause::COUNT] = [
        Cause::Refused,
        Cause::Throttled,
        Cause::Timeout,
        Cause::Unreachable,
        Cause::Error,
        Cause::Shed,
        Cause::CircuitOpen,
        Cause::PoolExhausted,
    ];

    /// Stable name in reports; the translation key is `cause.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Cause::Refused => "refused",
            Cause::Throttled => "throttled",
            Cause::Timeout => "timeout",
            Cause::Unreachable => "unreachable",
            Cause::Error => "error",
            Cause::Shed => "shed",
            Cause::CircuitOpen => "circuit_open",
            Cause::PoolExhausted => "pool_exhausted",
        }
    }
}

/// A fault in force.
#[derive(Clone, Debug, PartialEq)]
pub struct ActiveFault {
    pub target: Id,
    pub kind: FaultKind,
    pub since: SimTime,
    /// `None`: until healed by hand or by the system itself.
    pub until: Option<SimTime>,
}

/// Charts: equal windows from t = 0; when there are too many, neighbours merge and the width doubles.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Width of one window, seconds.
    pub window_s: f64,
    pub points: Vec<Arc<Point>>,
}

/// One window of the charts.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Start of the window, seconds.
    pub start_s: f64,
    pub offered_per_s: f64,
    pub served_per_s: f64,
    /// By [`Cause::ALL`].
    pub failed_per_s: [f64; Cause::COUNT],
    /// Seconds; 0 where `samples` is 0.
    pub p50_s: f64,
    pub p95_s: f64,
    pub p99_s: f64,
    pub samples: u64,
    /// Sum of the response times of the samples, nanoseconds.
    pub response_ns: u128,
    /// Per component, in the snapshot's order; may be shorter where components were added later.
    pub components: Vec<ComponentPoint>,
}

/// One component in one window.
#[derive(Clone, Copy, Debug, Default)]
pub struct ComponentPoint {
    pub arrived_per_s: f64,
    pub failed_per_s: f64,
    pub utilization: f64,
    pub queue: f64,
    pub instances: f64,
    pub p99_s: f64,
    /// Usage in this window.
    pub usage: Usage,
}

/// A mark on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub at: SimTime,
    pub target: Option<Id>,
    pub what: MarkKind,
}

/// What a mark tells.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkKind {
    FaultBegins(FaultKind),
    FaultEnds(FaultKind),
    /// Wanted instances: from, to.
    Scaled(u32, u32),
    /// An instance died and is being replaced.
    Replaced,
    /// A standby takes over.
    FailedOver,
    /// A link's circuit breaker.
    BreakerOpened,
    BreakerClosed,
    /// A balancer's probes found targets bad, or good again: the component they belong to, and how many of them.
    TargetsOut(Id, u32),
    TargetsBack(Id, u32),
    /// The document changed while running: the number of the change, from 0.
    Edited(u32),
}
