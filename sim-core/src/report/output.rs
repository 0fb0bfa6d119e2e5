//! The report object of `topolab run --format json`: a contract with scripts, so names and order stay.
//!
//! Architecture invariant: nothing of the wall clock; the same document and seed give the same bytes.

use serde_json::{Map, Number, Value, json};

use super::Run;
use super::bill::Bill;
use super::caches::cache_json;
use super::happened::happened_json;
use super::price_dates::PriceDates;
use super::queues::messages_json;
use super::steady::{samples_needed, steady};
use crate::document::Document;
use crate::engine::snapshot::{
    ComponentView, KindView, Latency, LinkView, RuleFigures, Snapshot, SpecialView,
};

/// Version of the object's form.
pub const REPORT_VERSION: u64 = 1;

/// A run as one JSON object.
pub fn report_json(run: &Run<'_>) -> Value {
    let &Run {
        document,
        snapshot,
        bill,
        file,
        seed,
        ..
    } = run;
    let totals = snapshot.totals;
    let seconds = snapshot.now.as_secs_f64();
    let per_s = |count: u64| {
        number(if seconds > 0.0 {
            count as f64 / seconds
        } else {
            0.0
        })
    };
    let components = snapshot
        .components
        .iter()
        .map(|view| component(document, view));
    let mut report = json!({
        "version": REPORT_VERSION,
        "file": file,
        "seed": seed,
        "simulated_s": number(seconds),
        "events": snapshot.events,
        "requests": {
            "arrived": totals.arrived,
            "ok": totals.ok,
            "failed": totals.failed,
            "in_flight": totals.in_flight,
        },
        // Every request that came to its end, well or badly; goodput is the good ones.
        "throughput_per_s": per_s(totals.ok + totals.failed),
        "goodput_per_s": per_s(totals.ok),
        "latency_s": latency(&snapshot.latency),
        "failures": failures(snapshot),
        "cost": cost(bill),
        "components": components.collect::<Vec<_>>(),
        "links": links(document, snapshot),
        "steady_state": steady_state(snapshot),
        "happened": happened_json(run),
    });
    if !snapshot.kinds.is_empty() {
        let kinds = snapshot.kinds.iter().map(|view| kind(document, view));
        report["kinds"] = kinds.collect();
    }
    report
}

/// How far the figures can be trusted. All other figures are of the whole run, warm-up included.
fn steady_state(snapshot: &Snapshot) -> Value {
    let steady = steady(snapshot);
    let interval = steady.response.map(|interval| {
        json!({
            "mean": number(interval.mean),
            "low": number(interval.low),
            "high": number(interval.high),
            "batches": interval.batches,
        })
    });
    let enough = |percentile: f64| snapshot.latency.count >= samples_needed(percentile);
    json!({
        "confidence": 0.99,
        "warm_up_s": steady.warm_up_s.map_or(Value::Null, number),
        "warm_up_excluded": steady.warm_up_excluded,
        "mean_response_s": interval.unwrap_or(Value::Null),
        "not_enough_samples": steady.response.err().map(|why| why.name()),
        "percentiles_trusted": {
            "p50": enough(0.5),
            "p90": enough(0.9),
            "p95": enough(0.95),
            "p99": enough(0.99),
        },
    })
}

fn kind(document: &Document, view: &KindView) -> Value {
    let kind = document.kinds.get(&view.id);
    json!({
        "id": view.id.as_str(),
        "name": kind.map_or("", |kind| kind.name.as_str()),
        "arrived": view.arrived,
        "ok": view.ok,
        "failed": view.failed,
        "in_flight": view.in_flight,
        "latency_s": latency(&view.latency),
    })
}

fn latency(latency: &Latency) -> Value {
    json!({
        "count": latency.count,
        "mean": number(latency.mean),
        "p50": number(latency.p50),
        "p90": number(latency.p90),
        "p95": number(latency.p95),
        "p99": number(latency.p99),
        "max": number(latency.max),
    })
}

fn failures(snapshot: &Snapshot) -> Vec<Value> {
    let each = snapshot.failures.iter().map(|failure| {
        json!({
            "cause": failure.cause.name(),
            "component": failure.component.as_str(),
            "count": failure.count,
        })
    });
    each.collect()
}

fn cost(bill: &Bill) -> Value {
    let items = bill.items.iter().map(|item| {
        json!({
            "component": item.component.as_str(),
            "dimension": item.dimension,
            "usage": number(item.usage),
            "unit": item.unit,
            "usd": number(item.cost.as_usd_f64()),
        })
    });
    json!({
        "usd_per_hour": number(bill.usd_per_hour),
        "usd_per_month": number(bill.usd_per_month),
        "usd_per_million_ok": bill.usd_per_million_ok.map_or(Value::Null, number),
        "price_list": price_list(bill),
        "items": items.collect::<Vec<_>>(),
    })
}

/// Which prices were used, and from which days they are, empty where none is known; `as_of` is the oldest of them.
fn price_list(bill: &Bill) -> Value {
    let dates = PriceDates::of(&bill.items);
    let [from, to] = dates.range.unwrap_or_default();
    json!({
        "region": bill.region,
        "as_of": bill.as_of,
        "from": from,
        "to": to,
        "some_undated": dates.some_undated,
    })
}

fn component(document: &Document, view: &ComponentView) -> Value {
    let component = document.components.get(&view.id);
    let mut row = json!({
        "id": view.id.as_str(),
        "name": component.map_or("", |component| component.name.as_str()),
        "service": component.map_or("", |component| component.service.as_str()),
        "arrived": view.arrived,
        "ok": view.ok,
        "failed": view.failed,
        "utilization": number(view.utilization_mean),
        "queue_mean": number(view.queue_mean),
        "queue_max": view.queue_max,
        "latency_s": latency(&view.latency),
        "instances_mean": number(view.instances.mean),
        "instances_max": view.instances.max,
    });
    if view.rules != RuleFigures::default() {
        row["rules"] = rules(&view.rules);
    }
    if let Some(cache) = &view.cache {
        row["cache"] = cache_json(cache);
    }
    if let Some(messages) = &view.messages {
        row["messages"] = messages_json(messages);
    }
    row
}

/// What the rules of a station have done; a station without any has no such figures, and one without a limit on
/// those inside no such limit.
fn rules(figures: &RuleFigures) -> Value {
    let mut row = json!({
        "abandoned": figures.abandoned,
        "displaced": figures.displaced,
        "shed": figures.shed,
        "throttled": figures.throttled,
    });
    if let Some(limit) = figures.limit {
        row["limit"] = Value::from(limit);
    }
    row
}

fn links(document: &Document, snapshot: &Snapshot) -> Vec<Value> {
    let mut rows = Vec::with_capacity(snapshot.links.len());
    for view in &snapshot.links {
        if let Some(link) = document.links.get(&view.id) {
            let mut row = Map::new();
            row.insert("from".to_owned(), Value::from(link.from.as_str()));
            row.insert("to".to_owned(), Value::from(link.to.as_str()));
            row.insert("requests".to_owned(), Value::from(view.requests));
            row.insert("failed".to_owned(), Value::from(view.failed));
            if let Some(special) = &view.special {
                put_special(&mut row, view, special);
            }
            rows.push(Value::Object(row));
        }
    }
    rows
}

/// What a plain link does not have.
fn put_special(row: &mut Map<String, Value>, view: &LinkView, special: &SpecialView) {
    let mut put = |name: &str, value: Value| row.insert(name.to_owned(), value);
    put("mode", Value::from(special.mode.name()));
    put("retries", Value::from(view.retries));
    put("waiting_mean", number(special.waiting_mean));
    put("waiting_max", Value::from(special.waiting_max));
    if let Some((_, mean)) = special.connections {
        put("connections_mean", number(mean));
    }
    if let Some(used) = special.utilization {
        put("bandwidth_used", number(used));
    }
    if let Some(state) = special.breaker {
        put("breaker", Value::from(state.name()));
    }
    for (name, count) in [
        ("refused_by_breaker", special.refused),
        ("without_connection", special.no_connection),
        ("retries_denied", special.denied),
        ("lost", special.lost),
        ("dropped", special.dropped),
    ] {
        put(name, Value::from(count));
    }
}

/// A finite number; what is not finite has no place in JSON and would hide a defect as a 0.
pub(super) fn number(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
