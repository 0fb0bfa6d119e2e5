//! What a component does differently for each kind of request.

use crate::catalog::param::{Absent, ParamSpec, Source};

/// Longest work of a kind, times the service time.
const MAX_FACTOR: f64 = 1_000_000.0;

/// Factors on the service time by request kind.
pub fn work_by_kind() -> ParamSpec {
    ParamSpec::by_kind(
        "work_by_kind",
        "service_time",
        (0.0, MAX_FACTOR),
        Absent::Is(1.0),
        Source::assumption("a request of this kind takes so many times the service time"),
    )
}
