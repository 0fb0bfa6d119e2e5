//! Whom a station lets in: concurrency limits, shedding by the delay in the queue, rate limits.

use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::rules::{Admission, ThrottlePart};
use crate::catalog::settings::Settings;

/// Heading of these parameters.
const GROUP: &str = "admission";

/// Admission and throttle.
pub fn params() -> Vec<ParamSpec> {
    let mut specs = vec![ParamSpec::choice(
        "admission",
        GROUP,
        &["none", "concurrency_limit", "queue_delay", "adaptive"],
        "none",
        Source::assumption(
            "whom an instance lets in, beyond the places of its queue; the others are shed",
        ),
    )];
    specs.extend(limits());
    specs.extend(delay());
    specs.extend(throttling());
    specs
}

fn limits() -> [ParamSpec; 3] {
    let aimd = Source::verified(
        "AIMDLimit of Netflix concurrency-limits: +1 with an answer in time, ×0.9 with a slower one than 5 s",
        "2018",
    );
    [
        ParamSpec::integer(
            "admission_limit",
            GROUP,
            Unit::Count,
            (0.0, 1_000_000.0),
            100.0,
            Source::assumption("requests in one instance at once, at work or waiting"),
        )
        .only_if("admission", &["concurrency_limit"]),
        ParamSpec::number(
            "latency_limit_ms",
            GROUP,
            Unit::Milliseconds,
            (0.0, 3_600_000.0),
            5_000.0,
            aimd,
        )
        .only_if("admission", &["adaptive"]),
        ParamSpec::integer(
            "limit_max",
            GROUP,
            Unit::Count,
            (1.0, 1_000_000.0),
            200.0,
            Source::assumption(
                "the limit grows no further; it starts at 10, or here if that is less",
            ),
        )
        .only_if("admission", &["adaptive"]),
    ]
}

fn delay() -> [ParamSpec; 3] {
    let codel = Source::verified(
        "folly Codel: target 5 ms, interval 100 ms, shed beyond twice the target (ACM Queue, Fail at Scale, 2015)",
        "2026",
    );
    let milliseconds = |id, value: f64| {
        let range = (0.0, 3_600_000.0);
        ParamSpec::number(id, GROUP, Unit::Milliseconds, range, value, codel)
    };
    [
        milliseconds("delay_target_ms", 5.0),
        milliseconds("delay_interval_ms", 100.0),
        ParamSpec::flag(
            "newest_first",
            GROUP,
            true,
            Source::assumption(
                "adaptive LIFO: while requests are shed, the last to come goes first",
            ),
        ),
    ]
    .map(|spec| spec.only_if("admission", &["queue_delay"]))
}

fn throttling() -> [ParamSpec; 3] {
    let bucket: &'static [&'static str] = &["token_bucket"];
    [
        ParamSpec::choice(
            "throttle",
            GROUP,
            &["none", "token_bucket"],
            "none",
            Source::assumption(
                "a rate limit of the whole component; requests beyond it are throttled (429)",
            ),
        ),
        ParamSpec::number(
            "throttle_per_s",
            GROUP,
            Unit::PerSecond,
            (0.0, 1_000_000.0),
            100.0,
            Source::assumption("tokens that come in a second"),
        )
        .only_if("throttle", bucket),
        ParamSpec::integer(
            "throttle_burst",
            GROUP,
            Unit::Count,
            (1.0, 1_000_000.0),
            100.0,
            Source::assumption(
                "tokens that are saved at most: requests that pass at once after a pause",
            ),
        )
        .only_if("throttle", bucket),
    ]
}

/// The admission that the parameters name.
pub fn admission(settings: &Settings<'_>) -> Admission {
    let span = |id| settings.milliseconds(id).unwrap_or_default();
    match settings.text("admission") {
        "concurrency_limit" => Admission::Limit(settings.count("admission_limit").unwrap_or(0)),
        "queue_delay" => Admission::QueueDelay {
            target: span("delay_target_ms"),
            interval: span("delay_interval_ms"),
            newest_first: settings.flag("newest_first"),
        },
        "adaptive" => Admission::Adaptive {
            latency: span("latency_limit_ms"),
            most: settings.count("limit_max").unwrap_or(1).max(1),
        },
        _ => Admission::All,
    }
}

/// The rate limit that the parameters name.
pub fn throttle(settings: &Settings<'_>) -> Option<ThrottlePart> {
    (settings.text("throttle") == "token_bucket").then(|| ThrottlePart {
        per_s: settings.required("throttle_per_s"),
        burst: settings.count("throttle_burst").unwrap_or(1),
    })
}
