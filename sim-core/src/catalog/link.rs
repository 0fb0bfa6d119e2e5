//! Parameters of a link.

use std::sync::LazyLock;

use super::param::{ParamSpec, Source, Unit};
use crate::foundation::chance::Distribution;

/// `call`: the caller waits for the answer. `event`: fire and forget.
pub const MODES: [&str; 2] = ["call", "event"];

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    vec![
        ParamSpec::choice(
            "mode",
            "traffic",
            &MODES,
            "call",
            own("the caller waits for the answer, or fires and forgets"),
        ),
        ParamSpec::number(
            "calls",
            "traffic",
            Unit::Factor,
            (0.0, 100.0),
            1.0,
            own("mean calls per request; 0.1 is one in ten"),
        ),
        ParamSpec::kinds(
            "kinds",
            "traffic",
            own("request kinds that pass; none named: all"),
        ),
        ParamSpec::number(
            "weight",
            "traffic",
            Unit::Factor,
            (0.0, 1000.0),
            1.0,
            own("share of a client's requests that take this link"),
        ),
        ParamSpec::times(
            "latency",
            "network",
            Distribution::Constant { ms: 0.0 },
            own("one way; auto: from the places of both ends"),
        )
        .default_word("auto"),
        ParamSpec::number(
            "request_kib",
            "network",
            Unit::Kibibytes,
            (0.0, 1_048_576.0),
            1.0,
            own("size of a request"),
        ),
        ParamSpec::number(
            "response_kib",
            "network",
            Unit::Kibibytes,
            (0.0, 1_048_576.0),
            10.0,
            own("size of an answer"),
        ),
        ParamSpec::number(
            "timeout_ms",
            "patience",
            Unit::Milliseconds,
            (1.0, 86_400_000.0),
            30_000.0,
            own("the caller gives up, the callee works on"),
        )
        .default_word("none"),
        ParamSpec::integer(
            "retries",
            "patience",
            Unit::Count,
            (0.0, 20.0),
            0.0,
            own("further tries after a failure"),
        ),
        ParamSpec::choice(
            "backoff",
            "patience",
            &["none", "fixed", "exponential"],
            "exponential",
            own("wait between tries; exponential doubles it, with full jitter"),
        ),
        ParamSpec::number(
            "backoff_ms",
            "patience",
            Unit::Milliseconds,
            (0.0, 3_600_000.0),
            100.0,
            own("first wait"),
        ),
    ]
});

/// The parameters of every link.
pub fn params() -> &'static [ParamSpec] {
    &PARAMS
}
