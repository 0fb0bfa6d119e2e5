//! The engine's parts: what a service compiles to. Plain data, no service names.

use super::traffic::Profile;
use crate::foundation::chance::Distribution;
use crate::foundation::units::Span;

pub use super::cache::{CachePart, Eviction, KeysPart};
pub use super::rules::{Admission, Discipline, RulesPart, ThrottlePart};
pub use super::slowdown::Slowdown;

/// What a component does when the engine runs it.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Source(SourcePart),
    Group(GroupPart),
    Balancer(BalancerPart),
    Functions(FunctionsPart),
    Store(StorePart),
    Queue(QueuePart),
}

impl Part {
    /// Whether it works better for having worked: environments that are warm, answers that are kept, a learned limit.
    pub fn remembers(&self) -> bool {
        match self {
            Part::Functions(_) => true,
            Part::Group(group) => {
                let learns = matches!(group.rules.admission, Admission::Adaptive { .. });
                learns || group.cache.is_some()
            }
            Part::Source(_) | Part::Balancer(_) | Part::Store(_) | Part::Queue(_) => false,
        }
    }
}

/// Sends requests.
#[derive(Clone, Debug, PartialEq)]
pub enum SourcePart {
    /// Open loop: arrivals do not wait for answers.
    Open { profile: Profile, spacing: Spacing },
    /// Closed loop: each of `users` thinks, sends, waits for the answer, and thinks again.
    Closed { users: u32, think: Distribution },
}

/// How open-loop arrivals are spaced: gaps of mean 1, in units of the rate integrated over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing {
    /// Exponential gaps.
    Poisson,
    /// Equal gaps.
    Constant,
    /// Independent gaps of this shape, stretched to the rate: a renewal process. Its mean does not count.
    Renewal(Distribution),
}

/// One or more equal instances with slots, a queue and (optionally) shared processors.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPart {
    /// Slots (workers, threads, connections) of one instance, held from start to answer. `None`: unlimited.
    pub slots: Option<u32>,
    /// Places in one instance's queue. `None`: unbounded.
    pub queue: Option<u32>,
    pub discipline: Discipline,
    pub rules: Box<RulesPart>,
    /// Time of work per request, at full speed.
    pub service: Distribution,
    /// Processors of one instance that requests at work share. `None`: each slot works at full speed.
    pub cores: Option<f64>,
    /// Work takes longer the more requests are at work.
    pub slowdown: Slowdown,
    /// Instances at the start; the whole life long without `scaling`.
    pub instances: u32,
    /// `Some`: dead instances are replaced, and their number may change.
    pub scaling: Option<ScalingPart>,
    /// `Some`: a standby in another zone takes over when the only instance dies, after this time.
    pub failover: Option<Distribution>,
    /// `Some`: it keeps answers, and calls below only for those that it has not.
    pub cache: Option<CachePart>,
}

/// An Auto Scaling group's control loop.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalingPart {
    pub min: u32,
    pub max: u32,
    /// `Some`: target tracking of mean processor use, 0..1. `None`: fixed size, replacement only.
    pub target: Option<f64>,
    /// One data point of the metric.
    pub metric_period: Span,
    /// Data points above target before scaling out, below 90 % of it before scaling in.
    pub out_points: u32,
    pub in_points: u32,
    /// From launch to running.
    pub boot: Distribution,
    /// After running: takes traffic, but is left out of the metric.
    pub warm_up: Span,
    /// Whether a target found unhealthy by a load balancer is replaced (dead instances always are).
    pub elb_health: bool,
    /// No health verdict of a load balancer counts so soon after running.
    pub grace: Span,
    /// A leaving instance answers what it has for at most this long.
    pub drain: Span,
}

/// Spreads requests over the instances behind its links.
#[derive(Clone, Debug, PartialEq)]
pub struct BalancerPart {
    pub algorithm: Algorithm,
    /// Time the balancer itself adds to a request.
    pub processing: Distribution,
    pub health_interval: Span,
    pub unhealthy_after: u32,
    pub healthy_after: u32,
    /// Answer 504 after this long without an answer from the target.
    pub idle_timeout: Option<Span>,
    /// Load balancer capacity units are metered with these divisors.
    pub new_connections_per_request: f64,
}

/// How a balancer picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    RoundRobin,
    LeastOutstanding,
    Random,
}

impl Algorithm {
    /// Whether a pick takes nothing from chance.
    pub fn is_foreseeable(self) -> bool {
        self != Algorithm::Random
    }
}

/// Execution environments that take one request at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionsPart {
    pub service: Distribution,
    pub cold_start: Distribution,
    /// Concurrent environments at most; more is throttled.
    pub concurrency: u32,
    /// New environments per 10 s at most.
    pub ramp_per_10s: u32,
    /// An environment that rests this long is gone.
    pub idle_expiry: Span,
    /// The function is stopped after this long.
    pub timeout: Span,
    /// Memory, for metering GB-seconds.
    pub memory_mib: u32,
}

/// A store without slots, limited by rate only.
#[derive(Clone, Debug, PartialEq)]
pub struct StorePart {
    pub service: Distribution,
    /// Share of requests that read, 0..1; the others write.
    pub read_share: f64,
    /// Requests per second at most; more is throttled.
    pub reads_per_s: f64,
    pub writes_per_s: f64,
}

/// Keeps messages until a consumer has done what they ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct QueuePart {
    /// Time to take a message in, after which its sender is answered.
    pub service: Distribution,
    /// A message is hidden for so long at first.
    pub delay: Span,
    /// A message that a consumer has is hidden from the others for so long; then it is taken to be undone.
    pub visibility: Span,
    /// A message that nobody has done goes this long after it came.
    pub retention: Span,
    /// A message that so many consumers in a row have not done is put aside. `None`: it comes back again and again.
    pub max_receives: Option<u32>,
    /// Messages that consumers have at once, at most: all together, and at one that has no workers of its own to count
    /// (`None`: as many as it takes).
    pub most_out: u32,
    pub concurrency: Option<u32>,
    /// Bytes of a message that are charged as one request.
    pub charged_bytes: u64,
}
