//! Parameters of a link.

use std::sync::LazyLock;

use super::param::{ParamSpec, Source, Unit};
use crate::foundation::chance::Distribution;

/// `call`: the caller waits for the answer. `event`: fire and forget. `stream`: over a connection that stays open,
/// messages go in order and without waiting for answers, a bounded number of them under way. `poll`: messages wait
/// at the caller until the far end fetches them.
pub const MODES: [&str; 4] = ["call", "event", "stream", "poll"];

/// Longest wait that can be given, ms: one day.
const DAY_MS: f64 = 86_400_000.0;
const HOUR_MS: f64 = 3_600_000.0;
const MOST_KIB: f64 = 1_048_576.0;

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let mut specs = traffic();
    specs.extend(messages());
    specs.extend(network());
    specs.extend(patience());
    specs.extend(breaker());
    specs.extend(pool());
    specs
});

/// The parameters of every link.
pub fn params() -> &'static [ParamSpec] {
    &PARAMS
}

fn own(text: &'static str) -> Source {
    Source::assumption(text)
}

/// What passes, and how.
fn traffic() -> Vec<ParamSpec> {
    let number = |id, most, default, text| {
        ParamSpec::number(id, "traffic", Unit::Factor, (0.0, most), default, own(text))
    };
    vec![
        ParamSpec::choice(
            "mode",
            "traffic",
            &MODES,
            "call",
            own(
                "call: the caller waits for the answer; event: fire and forget; stream: an open connection, in order, without waiting; poll: the far end fetches",
            ),
        ),
        number(
            "calls",
            100.0,
            1.0,
            "mean calls per request; 0.1 is one in ten",
        ),
        ParamSpec::choice(
            "fan_out",
            "traffic",
            &["sequence", "parallel"],
            "sequence",
            own(
                "parallel: all calls of this link, and of parallel links next to it, at once; the caller goes on with the last answer, and fails with the first failure",
            ),
        )
        .only_if("mode", &["call"]),
        ParamSpec::kinds(
            "kinds",
            "traffic",
            own("request kinds that pass; none named: all"),
        ),
        number(
            "weight",
            1000.0,
            1.0,
            "share of a client's requests that take this link",
        ),
    ]
}

/// Messages of a stream, and those that wait to be fetched.
fn messages() -> Vec<ParamSpec> {
    let stream: &'static [&'static str] = &["stream"];
    let poll: &'static [&'static str] = &["poll"];
    let count = |id, most, default, text| {
        ParamSpec::integer(id, "traffic", Unit::Count, (1.0, most), default, own(text))
    };
    vec![
        count(
            "window",
            100_000.0,
            100.0,
            "messages sent and not yet acknowledged; more wait at the caller",
        )
        .only_if("mode", stream),
        ParamSpec::number(
            "poll_interval_ms",
            "traffic",
            Unit::Milliseconds,
            (1.0, DAY_MS),
            1_000.0,
            own("the far end asks for messages at multiples of this time"),
        )
        .only_if("mode", poll),
        count("batch", 100_000.0, 10.0, "messages fetched at once").only_if("mode", poll),
        count(
            "buffer",
            10_000_000.0,
            100_000.0,
            "messages that may wait at the caller; more are dropped",
        )
        .only_if("mode", &["stream", "poll"]),
    ]
}

/// The way between both ends.
fn network() -> Vec<ParamSpec> {
    let size = |id, default, text| {
        ParamSpec::number(
            id,
            "network",
            Unit::Kibibytes,
            (0.0, MOST_KIB),
            default,
            own(text),
        )
    };
    vec![
        ParamSpec::times(
            "latency",
            "network",
            Distribution::Constant { ms: 0.0 },
            own("one way; auto: from the places of both ends"),
        )
        .default_word("auto"),
        ParamSpec::number(
            "bandwidth_mbit",
            "network",
            Unit::MegabitsPerSecond,
            (0.001, 1_000_000.0),
            1_000.0,
            own("each way; what is sent queues up, first come, first served"),
        )
        .default_word("unbounded"),
        ParamSpec::number(
            "loss_percent",
            "network",
            Unit::Percent,
            (0.0, 100.0),
            0.0,
            own(
                "of messages; only a timeout tells, and without one the message is sent again after 1, 2, 4 ... s, six times at most",
            ),
        ),
        size("request_kib", 1.0, "size of a request"),
        size("response_kib", 10.0, "size of an answer"),
    ]
}

/// How long a caller waits, and how often it tries.
fn patience() -> Vec<ParamSpec> {
    let exponential: &'static [&'static str] = &["exponential"];
    let wait = |id, most, default, text| {
        ParamSpec::number(
            id,
            "patience",
            Unit::Milliseconds,
            (0.0, most),
            default,
            own(text),
        )
    };
    vec![
        ParamSpec::number(
            "timeout_ms",
            "patience",
            Unit::Milliseconds,
            (1.0, DAY_MS),
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
            own("wait between tries; exponential doubles it each time"),
        ),
        wait("backoff_ms", HOUR_MS, 100.0, "first wait"),
        ParamSpec::choice(
            "jitter",
            "patience",
            &["none", "full", "equal", "decorrelated"],
            "full",
            own(
                "as in the AWS Architecture Blog: full: 0 to the wait; equal: half of it to all of it; decorrelated: the first wait to three times the last one",
            ),
        )
        .only_if("backoff", exponential),
        wait(
            "backoff_max_ms",
            HOUR_MS,
            20_000.0,
            "longest wait; none: one hour",
        )
        .default_word("none")
        .only_if("backoff", exponential),
        ParamSpec::number(
            "retry_budget_percent",
            "patience",
            Unit::Percent,
            (0.0, 1_000.0),
            20.0,
            own("retries per first try over the last 10 s; beyond them a failure stands"),
        )
        .default_word("none"),
        ParamSpec::number(
            "retry_min_per_s",
            "patience",
            Unit::PerSecond,
            (0.0, 100_000.0),
            10.0,
            own("retries that the budget allows in any case"),
        )
        .only_if("retry_budget_percent", &["number"]),
    ]
}

/// The circuit breaker.
fn breaker() -> Vec<ParamSpec> {
    let on: &'static [&'static str] = &["true"];
    let usual = || Source::unverified("Resilience4j's default, from memory");
    let count = |id, most, default| {
        ParamSpec::integer(id, "breaker", Unit::Count, (1.0, most), default, usual())
            .only_if("breaker", on)
    };
    vec![
        ParamSpec::flag(
            "breaker",
            "breaker",
            false,
            own("after too many failures calls fail at once, until trial calls succeed"),
        ),
        ParamSpec::number(
            "breaker_failures_percent",
            "breaker",
            Unit::Percent,
            (1.0, 100.0),
            50.0,
            usual(),
        )
        .only_if("breaker", on),
        count("breaker_window", 10_000.0, 100.0),
        ParamSpec::number(
            "breaker_open_s",
            "breaker",
            Unit::Seconds,
            (0.001, 86_400.0),
            60.0,
            usual(),
        )
        .only_if("breaker", on),
        count("breaker_trials", 1_000.0, 10.0),
    ]
}

/// The connection pool.
fn pool() -> Vec<ParamSpec> {
    vec![
        ParamSpec::integer(
            "pool",
            "pool",
            Unit::Count,
            (1.0, 100_000.0),
            10.0,
            own(
                "connections of each instance of the caller; a call holds one from start to answer",
            ),
        )
        .default_word("unbounded"),
        ParamSpec::number(
            "pool_wait_ms",
            "pool",
            Unit::Milliseconds,
            (0.0, DAY_MS),
            30_000.0,
            Source::unverified("HikariCP's default, from memory; then the call fails"),
        )
        .or_word("none")
        .only_if("pool", &["number"]),
    ]
}
