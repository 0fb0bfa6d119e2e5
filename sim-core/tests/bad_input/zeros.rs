//! Nothing of something: rates, people, places, times and tries of zero or without measure, one row each.

use sim_core::catalog::Value;

use super::outcome::{Expected, Outcome, check, outcome};
use crate::support::build::{Build, constant, number, word};

/// Ten requests a second at equal distances, 10 ms of work for two workers; then some parameters of the three.
fn with(client: &[(&str, Value)], link: &[(&str, Value)], server: &[(&str, Value)]) -> Build {
    let mut build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 2, 0.01, &[])
        .link("users", "server", link);
    for (name, value) in client {
        build = build.set("users", name, value.clone());
    }
    for (name, value) in server {
        build = build.set("server", name, value.clone());
    }
    build
}

const STANDS_STILL: Expected =
    Expected::Stopped("component `server`: time does not pass any more (a loop without delay)");

#[test]
fn clients() {
    let closed = |users: f64, think: f64| {
        [
            ("mode", word("closed")),
            ("users", number(users)),
            ("think", constant(think)),
        ]
    };
    let trace = |text: &str| [("profile", word("trace")), ("trace", word(text))];
    check(
        "rate 0",
        &with(&[("rate_per_s", number(0.0))], &[], &[]),
        Expected::Silence,
    );
    check(
        "nobody",
        &with(&closed(0.0, 1.0), &[], &[]),
        Expected::Silence,
    );
    check(
        "nobody without a pause",
        &with(&closed(0.0, 0.0), &[], &[]),
        Expected::Silence,
    );
    check(
        "an empty trace",
        &with(&trace(""), &[], &[]),
        Expected::Silence,
    );
    check(
        "a silent trace",
        &with(&trace("per_second 0*100"), &[], &[]),
        Expected::Silence,
    );
    check(
        "a trace of one instant",
        &with(&trace("gaps_ms 0*100"), &[], &[]),
        Expected::AllOk,
    );
    let no_work = [("service_time", constant(0.0))];
    check(
        "no pause, no work",
        &with(&closed(5.0, 0.0), &[], &no_work),
        STANDS_STILL,
    );
}

/// A trace that is repeated, and whose rounds take no time, must not come for ever at one instant.
#[test]
fn a_trace_of_no_length_repeated() {
    for text in ["gaps_ms 0", "gaps_ms 0*100", ""] {
        let build = with(
            &[
                ("profile", word("trace")),
                ("trace", word(text)),
                ("after_trace", word("repeat")),
            ],
            &[],
            &[],
        );
        let Outcome::Played(totals) = outcome(&build.document) else {
            panic!("{text}");
        };
        assert!(totals.arrived <= 100 * 10_000, "{text}: {totals:?}");
    }
}

#[test]
fn stations() {
    check(
        "no workers",
        &with(&[], &[], &[("workers", number(0.0))]),
        Expected::AllWait,
    );
    let shut = [("workers", number(0.0)), ("queue", number(0.0))];
    check(
        "no workers, no places",
        &with(&[], &[], &shut),
        Expected::AllFailed,
    );
    check(
        "no instances",
        &with(&[], &[], &[("instances", number(0.0))]),
        Expected::AllFailed,
    );
    check(
        "no work",
        &with(&[], &[], &[("service_time", constant(0.0))]),
        Expected::AllOk,
    );
    let no_limit = [
        ("admission", word("concurrency_limit")),
        ("admission_limit", number(0.0)),
    ];
    check(
        "a limit of none",
        &with(&[], &[], &no_limit),
        Expected::AllFailed,
    );
    let no_tokens = [
        ("throttle", word("token_bucket")),
        ("throttle_per_s", number(0.0)),
        ("throttle_burst", number(1.0)),
    ];
    // A rate of 0 lets nothing through, not even a burst.
    check(
        "no tokens",
        &with(&[], &[], &no_tokens),
        Expected::AllFailed,
    );
    let no_patience = [("patience", constant(0.0))];
    check(
        "no patience, no line",
        &with(&[], &[], &no_patience),
        Expected::AllOk,
    );
    let busy = [
        ("patience", constant(0.0)),
        ("service_time", constant(100.0)),
    ];
    let Outcome::Played(totals) = outcome(&with(&[], &[], &busy).document) else {
        panic!();
    };
    assert_eq!(
        (totals.in_flight, totals.ok),
        (2, 0),
        "two workers, and nobody waits"
    );
}

#[test]
fn links() {
    let link = |pairs: &[(&str, Value)]| with(&[], pairs, &[]);
    check(
        "no calls",
        &link(&[("weight", number(0.0))]),
        Expected::AllOk,
    );
    check(
        "all is lost",
        &link(&[("loss_percent", number(100.0)), ("timeout_ms", number(1.0))]),
        Expected::AllFailed,
    );
    check(
        "a timeout before the answer",
        &link(&[("timeout_ms", number(1.0))]),
        Expected::AllFailed,
    );
    check(
        "no size",
        &link(&[
            ("request_kib", number(0.0)),
            ("response_kib", number(0.0)),
            ("bandwidth_mbit", number(0.001)),
        ]),
        Expected::AllOk,
    );
    check(
        "no wait for a connection",
        &link(&[("pool", number(1.0)), ("pool_wait_ms", number(0.0))]),
        Expected::AllOk,
    );
    let no_budget = [
        ("timeout_ms", number(1.0)),
        ("retries", number(20.0)),
        ("backoff", word("none")),
        ("retry_budget_percent", number(0.0)),
        ("retry_min_per_s", number(0.0)),
    ];
    check("no budget", &link(&no_budget), Expected::AllFailed);
}

/// A caller below a server that makes no calls is answered by the server alone.
#[test]
fn no_calls_below() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("web", 2, 0.01, &[])
        .fixed("db", 0, 0.0, &[])
        .link("users", "web", &[])
        .link("web", "db", &[("calls", number(0.0))]);
    check("no calls", &build, Expected::AllOk);
}

/// More tries than a link may make are refused; the most it may make are made, and end.
#[test]
fn tries_have_an_end() {
    let failing = [("retries", number(20.0)), ("backoff", word("none"))];
    let shut = [("workers", number(0.0)), ("queue", number(0.0))];
    check(
        "20 retries",
        &with(&[], &failing, &shut),
        Expected::AllFailed,
    );
    for most in [21.0, 1e9, f64::INFINITY] {
        let found = outcome(&with(&[], &[("retries", number(most))], &[]).document);
        let Outcome::Refused(text) = found else {
            panic!("{found:?}");
        };
        assert!(
            text.starts_with("link `users-server`: params.retries: "),
            "{text}"
        );
        assert!(text.contains("a whole number from 0 to 20"), "{text}");
    }
}
