//! By what runs are compared, and which way is the better one.

/// A figure of a run or of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Requests of the clients, or those that came to a component, per second.
    Offered,
    /// Those of the clients that came to an end, well or badly, per second.
    Throughput,
    /// Good answers to clients, per second.
    Goodput,
    /// Of the requests that came to an end, percent.
    Failed,
    /// Response times, seconds.
    Mean,
    P50,
    P95,
    P99,
    UsdPerHour,
    UsdPerMonth,
    UsdPerMillionOk,
    /// Requests that a component has answered, per second.
    Served,
    /// Of the busiest resource, 0..1.
    Utilization,
    /// Mean number.
    Instances,
}

/// Which way is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Good {
    More,
    Less,
    /// Neither: it depends on what is wanted.
    Neither,
}

/// What a whole run is compared by.
pub const RUN_MEASURES: [Measure; 10] = [
    Measure::Offered,
    Measure::Goodput,
    Measure::Failed,
    Measure::Mean,
    Measure::P50,
    Measure::P95,
    Measure::P99,
    Measure::UsdPerHour,
    Measure::UsdPerMonth,
    Measure::UsdPerMillionOk,
];

/// What a component is compared by.
pub const COMPONENT_MEASURES: [Measure; 8] = [
    Measure::Offered,
    Measure::Served,
    Measure::Utilization,
    Measure::Mean,
    Measure::P99,
    Measure::Failed,
    Measure::Instances,
    Measure::UsdPerMonth,
];

impl Measure {
    /// Stable name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Offered => "offered_per_s",
            Measure::Throughput => "throughput_per_s",
            Measure::Goodput => "goodput_per_s",
            Measure::Failed => "failed_percent",
            Measure::Mean => "latency_mean_s",
            Measure::P50 => "latency_p50_s",
            Measure::P95 => "latency_p95_s",
            Measure::P99 => "latency_p99_s",
            Measure::UsdPerHour => "usd_per_hour",
            Measure::UsdPerMonth => "usd_per_month",
            Measure::UsdPerMillionOk => "usd_per_million_ok",
            Measure::Served => "served_per_s",
            Measure::Utilization => "utilization",
            Measure::Instances => "instances_mean",
        }
    }

    pub fn good(self) -> Good {
        match self {
            Measure::Goodput => Good::More,
            // An idle resource is paid for, and a busy one has no room: what it costs and how long it takes tell.
            // A database behind a cache serves less, and nobody is the worse for it.
            Measure::Offered
            | Measure::Throughput
            | Measure::Served
            | Measure::Utilization
            | Measure::Instances => Good::Neither,
            _ => Good::Less,
        }
    }

    /// Whether it is more because more is asked for.
    pub fn follows_load(self) -> bool {
        matches!(
            self,
            Measure::Goodput | Measure::UsdPerHour | Measure::UsdPerMonth
        )
    }

    /// The percentile that it is, 0..1.
    pub fn percentile(self) -> Option<f64> {
        match self {
            Measure::P50 => Some(0.5),
            Measure::P95 => Some(0.95),
            Measure::P99 => Some(0.99),
            _ => None,
        }
    }

    /// Whether it stands on answers, of which there may be too few.
    pub fn is_time(self) -> bool {
        self == Measure::Mean || self.percentile().is_some()
    }
}
