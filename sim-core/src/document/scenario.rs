//! The scenario: seed, length, faults on the timeline, targets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unknown;
use crate::catalog::part::Part;
use crate::foundation::ids::Id;

/// What happens during a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Scenario {
    pub seed: u64,
    /// Length of a run, seconds, where the caller names none.
    pub duration_s: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    pub targets: Targets,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            seed: 1,
            duration_s: 600.0,
            faults: Vec::new(),
            targets: Targets::default(),
            unknown: Unknown::new(),
        }
    }
}

/// Service level objectives; what is absent is not judged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Targets {
    /// 99th percentile of the clients' latency, ms, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99_ms: Option<f64>,
    /// Failed requests, percent, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_percent: Option<f64>,
    /// Cost per month, USD, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd_per_month: Option<f64>,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

/// A fault placed on the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fault {
    /// Start, seconds.
    pub at_s: f64,
    /// Length, seconds; absent: until the end (a crash heals by its own means).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_s: Option<f64>,
    /// Component, link or container.
    pub target: Id,
    #[serde(flatten)]
    pub kind: FaultKind,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

/// The faults of this version.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// One instance of a component dies (AWS FIS: `aws:ec2:terminate-instances`).
    CrashOne,
    /// Every instance of a component dies.
    CrashAll,
    /// Work takes `factor` times as long.
    Slow { factor: f64 },
    /// Nothing passes a link, and who sends is told so at once.
    CutLink,
    /// Whatever is sent over a link vanishes, and nobody is told: only a timeout notices (AWS FIS:
    /// `aws:network:disrupt-connectivity`).
    BlackHole,
    /// Everything inside a zone dies and stays away (AWS FIS: AZ Availability: Power Interruption).
    LoseZone,
    /// A component takes at most `per_s` requests per second; the others are throttled.
    Throttle { per_s: f64 },
    /// Slots, processors, concurrency and rate limits of a component are `factor` times what they are.
    Capacity { factor: f64 },
    /// A cache loses what it keeps, and keeps nothing as long as it lasts.
    CacheFlush,
    /// All that warms up by use is cold again, in a component or in a container: environments of functions, caches,
    /// learned limits, circuit breakers and retry budgets.
    ColdEverything,
}

impl FaultKind {
    /// Stable name; the translation key is `fault.<name>`.
    pub fn name(&self) -> &'static str {
        match self {
            FaultKind::CrashOne => "crash_one",
            FaultKind::CrashAll => "crash_all",
            FaultKind::Slow { .. } => "slow",
            FaultKind::CutLink => "cut_link",
            FaultKind::BlackHole => "black_hole",
            FaultKind::LoseZone => "lose_zone",
            FaultKind::Throttle { .. } => "throttle",
            FaultKind::Capacity { .. } => "capacity",
            FaultKind::CacheFlush => "cache_flush",
            FaultKind::ColdEverything => "cold_everything",
        }
    }

    /// Whether it does something to a component of this part.
    pub fn fits(&self, part: &Part) -> bool {
        match self {
            FaultKind::CrashOne | FaultKind::CrashAll => matches!(part, Part::Group(_)),
            FaultKind::Slow { .. } | FaultKind::Throttle { .. } => !matches!(part, Part::Source(_)),
            FaultKind::Capacity { .. } => {
                matches!(part, Part::Group(_) | Part::Functions(_) | Part::Store(_))
            }
            FaultKind::CacheFlush => matches!(part, Part::Group(group) if group.cache.is_some()),
            FaultKind::ColdEverything => part.remembers(),
            FaultKind::CutLink | FaultKind::BlackHole | FaultKind::LoseZone => false,
        }
    }
}
