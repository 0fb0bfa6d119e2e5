//! Links of a document to numbers.

use std::collections::BTreeMap;

use crate::catalog::Settings;
use crate::catalog::link::params;
use crate::document::{Document, Link, rules};
use crate::foundation::chance::{Distribution, Sampler};
use crate::foundation::ids::Id;

use super::breaker::BreakerPlan;
use super::budget::BudgetPlan;
use super::error::CompileError;
use super::jitter::{Backoff, Exponential, Jitter, MAX_BACKOFF};
use super::job::NONE;
use super::kind_plans;
use super::mail::MailPlan;
use super::network::{Latency, LinkPlan, Mode, SpecialPlan, StationPlan};
use super::pool::PoolPlan;

/// One way from a client outside every region into one, ns: half of a domestic round trip of 20 ms (assumption).
pub const INTO_REGION: u64 = 10_000_000;
/// One way inside a zone, ns: half of a round trip of 0.3 ms (measured range 0.1 to 0.5 ms).
pub const SAME_ZONE: u64 = 150_000;
/// One way between zones of a region, ns: half of a typical round trip of 1 ms (measured 0.5 to 1.5 ms).
pub const CROSS_ZONE: u64 = 500_000;
/// One way between the two regions with a price list, ns: half of 170 ms (150 to 190 ms).
pub const CROSS_REGION: u64 = 85_000_000;

/// One link between two compiled components.
pub fn link(
    document: &Document,
    link: &Link,
    indexes: &BTreeMap<&Id, u32>,
    stations: &[StationPlan],
) -> Result<LinkPlan, CompileError> {
    let end = |id: &Id| {
        let nowhere = || CompileError::LinkToNowhere {
            link: link.id.clone(),
            end: id.clone(),
        };
        indexes.get(id).copied().ok_or_else(nowhere)
    };
    let (from, to) = (end(&link.from)?, end(&link.to)?);
    rules::check_ends(document, link)
        .and_then(|()| rules::check_params(params(), &link.params))
        .map_err(|broken| bad(link, broken.to_string()))?;
    let settings = link.settings();
    let calls = settings.required("calls");
    let (caller, callee) = (&stations[from as usize], &stations[to as usize]);
    let latency = match settings.times("latency") {
        Some(times) => given(link, &times)?,
        None => latency_of_places(caller, callee),
    };
    let bytes = |id| (settings.required(id) * 1024.0) as u64;
    let bytes = (bytes("request_kib"), bytes("response_kib"));
    let mode = mode(&settings);
    Ok(LinkPlan {
        id: link.id.clone(),
        from,
        to,
        passes: kind_plans::passes(document, &settings),
        mode,
        parallel: mode == Mode::Call && settings.text("fan_out") == "parallel",
        calls_whole: calls as u16,
        calls_chance: calls - f64::from(calls as u16),
        weight: settings.required("weight"),
        latency,
        request_bytes: bytes.0,
        response_bytes: bytes.1,
        bytes_by_kind: kind_plans::bytes_by_kind(document, bytes),
        timeout: settings.milliseconds("timeout_ms").map(|span| span.0),
        retries: settings.count("retries").unwrap_or(0).min(255) as u8,
        backoff: backoff(&settings),
        egress: caller.region == NONE && callee.region != NONE,
        special: special(&settings, mode),
    })
}

fn mode(settings: &Settings<'_>) -> Mode {
    match settings.text("mode") {
        "event" => Mode::Event,
        "stream" => Mode::Stream,
        "poll" => Mode::Poll,
        _ => Mode::Call,
    }
}

fn nanos(settings: &Settings<'_>, ms: &str) -> Option<u64> {
    settings.milliseconds(ms).map(|span| span.0)
}

fn backoff(settings: &Settings<'_>) -> Backoff {
    let base = nanos(settings, "backoff_ms").unwrap_or(0);
    match settings.text("backoff") {
        "fixed" => Backoff::Fixed(base),
        "exponential" => Backoff::Exponential(Exponential {
            base,
            most: nanos(settings, "backoff_max_ms").unwrap_or(MAX_BACKOFF),
            jitter: match settings.text("jitter") {
                "none" => Jitter::None,
                "equal" => Jitter::Equal,
                "decorrelated" => Jitter::Decorrelated,
                _ => Jitter::Full,
            },
        }),
        _ => Backoff::None,
    }
}

fn special(settings: &Settings<'_>, mode: Mode) -> SpecialPlan {
    let waits = mode == Mode::Call;
    let breaker = BreakerPlan {
        window: settings.count("breaker_window").unwrap_or(1),
        failures: settings.required("breaker_failures_percent") / 100.0,
        open: settings.seconds("breaker_open_s").map_or(0, |span| span.0),
        trials: settings.count("breaker_trials").unwrap_or(1),
    };
    let pool = |size| PoolPlan {
        size,
        max_wait: nanos(settings, "pool_wait_ms"),
    };
    let budget = |percent: f64| BudgetPlan {
        ratio: percent / 100.0,
        per_s: settings.required("retry_min_per_s"),
    };
    SpecialPlan {
        breaker: (waits && settings.flag("breaker")).then_some(breaker),
        pool: settings.count("pool").filter(|_| waits).map(pool),
        budget: settings
            .number("retry_budget_percent")
            .filter(|_| waits)
            .map(budget),
        bandwidth: settings.number("bandwidth_mbit"),
        loss: settings.required("loss_percent") / 100.0,
        mail: mail(settings, mode),
    }
}

fn mail(settings: &Settings<'_>, mode: Mode) -> Option<MailPlan> {
    let count = |id| settings.count(id).unwrap_or(1).max(1);
    let buffer = count("buffer");
    match mode {
        Mode::Stream => Some(MailPlan::Stream {
            window: count("window"),
            buffer,
        }),
        Mode::Poll => Some(MailPlan::Poll {
            interval: nanos(settings, "poll_interval_ms").unwrap_or(1).max(1),
            batch: count("batch"),
            buffer,
        }),
        Mode::Call | Mode::Event => None,
    }
}

fn bad(link: &Link, reason: String) -> CompileError {
    CompileError::BadLink {
        link: link.id.clone(),
        reason,
    }
}

fn given(link: &Link, times: &Distribution) -> Result<Latency, CompileError> {
    let sampler = Sampler::compile(times).map_err(|error| bad(link, error.to_string()))?;
    Ok(sampler
        .as_constant()
        .map_or(Latency::Drawn(sampler), |span| Latency::Fixed(span.0)))
}

fn latency_of_places(caller: &StationPlan, callee: &StationPlan) -> Latency {
    match (caller.region, callee.region) {
        (NONE, NONE) => Latency::Fixed(0),
        (NONE, _) | (_, NONE) => Latency::Fixed(INTO_REGION),
        (a, b) if a == b => Latency::Places {
            same: SAME_ZONE,
            cross: CROSS_ZONE,
        },
        _ => Latency::Fixed(CROSS_REGION),
    }
}
