//! The report of a run for people: a few lines and an aligned table.

use super::Run;
use super::bill::Bill;
use super::caches::caches;
use super::happened::happened;
pub use super::plain::grouped;
use super::plain::{decimal, table, time};
use super::steady::{samples_needed, steady};
use super::verdict::{Verdict, verdict};
use crate::document::Document;
use crate::engine::snapshot::{ComponentView, KindView, LinkView, Snapshot};
use crate::foundation::stats::NotEnough;

/// A run in text.
pub fn report_text(run: &Run<'_>) -> String {
    let &Run {
        document,
        snapshot,
        bill,
        file,
        seed,
        ..
    } = run;
    let mut out = String::new();
    let title = if document.name.is_empty() {
        file
    } else {
        &document.name
    };
    out.push_str(&format!(
        "{title}\n{file}, seed {seed}, {} simulated\n\n",
        span(snapshot)
    ));
    summary(document, snapshot, bill, &mut out);
    out.push('\n');
    components(document, snapshot, bill, &mut out);
    caches(document, snapshot, &mut out);
    links(document, snapshot, &mut out);
    kinds(document, snapshot, &mut out);
    failures(document, snapshot, &mut out);
    happened(run, &mut out);
    out
}

fn span(snapshot: &Snapshot) -> String {
    crate::foundation::units::Span(snapshot.now.as_nanos()).to_string()
}

fn summary(document: &Document, snapshot: &Snapshot, bill: &Bill, out: &mut String) {
    let totals = snapshot.totals;
    let judged = verdict(document, snapshot, bill);
    let latency = &snapshot.latency;
    let rows = [
        (
            "requests",
            format!(
                "{} arrived, {} ok, {} failed ({:.2} %), {} in flight",
                grouped(totals.arrived),
                grouped(totals.ok),
                grouped(totals.failed),
                judged.failed_percent,
                grouped(totals.in_flight)
            ),
        ),
        ("goodput", format!("{}/s", decimal(judged.goodput_per_s, 1))),
        (
            "latency",
            format!(
                "p50 {}, p90 {}, p95 {}, p99 {}, max {} ({} samples{})",
                time(latency.p50),
                time(latency.p90),
                time(latency.p95),
                time(latency.p99),
                time(latency.max),
                grouped(latency.count),
                few_samples(latency.count)
            ),
        ),
        ("mean", mean(snapshot)),
        (
            "cost",
            format!(
                "${}/h, ${}/month{}{}",
                decimal(bill.usd_per_hour, 3),
                decimal(bill.usd_per_month, 2),
                per_million(bill),
                price_list(bill)
            ),
        ),
        ("targets", targets(&judged)),
    ];
    for (name, text) in rows.into_iter().filter(|(_, text)| !text.is_empty()) {
        out.push_str(&format!("{name:<10}{text}\n"));
    }
}

/// Which percentiles too few samples lie beyond.
fn few_samples(count: u64) -> String {
    let percentiles = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];
    let mut beyond = percentiles.into_iter();
    let first = beyond.find(|(_, percentile)| count < samples_needed(*percentile));
    first.map_or(String::new(), |(name, percentile)| {
        let needed = grouped(samples_needed(percentile));
        format!(", not enough for {name}: it needs {needed}")
    })
}

/// The mean response time with its interval, or why there is none.
fn mean(snapshot: &Snapshot) -> String {
    let latency = &snapshot.latency;
    let steady = steady(snapshot);
    if latency.count == 0 {
        return String::new();
    }
    match steady.response {
        Ok(interval) => {
            let left_out = match steady.warm_up_s.filter(|_| steady.warm_up_excluded) {
                Some(seconds) => format!(", a warm-up of {} left out", time(seconds)),
                None => String::new(),
            };
            format!(
                "{}, {} to {} with 99 % confidence ({} batches{left_out})",
                time(interval.mean),
                time(interval.low),
                time(interval.high),
                interval.batches
            )
        }
        Err(why) => {
            let why = match why {
                NotEnough::TooShort => "the run is too short",
                NotEnough::Unsettled => "the run does not settle",
                NotEnough::Correlated => "one answer is like the last for too long",
            };
            let mean = time(latency.mean);
            format!("{mean}, not enough samples for an interval ({why})")
        }
    }
}

fn per_million(bill: &Bill) -> String {
    let per_million = bill.usd_per_million_ok.filter(|cost| *cost > 0.0);
    per_million.map_or(String::new(), |cost| {
        format!(", ${} per million ok", decimal(cost, 2))
    })
}

fn price_list(bill: &Bill) -> String {
    if bill.items.is_empty() {
        return String::new();
    }
    format!(" (prices of {}, {})", bill.region, bill.as_of)
}

fn targets(verdict: &Verdict) -> String {
    let few = if verdict.p99_trusted {
        ""
    } else {
        " (not enough samples)"
    };
    let each = [
        ("p99", verdict.p99_met, few),
        ("failed", verdict.failed_met, ""),
        ("cost", verdict.cost_met, ""),
    ];
    let words = each.into_iter().filter_map(|(name, met, few)| {
        let met = if met? { "met" } else { "MISSED" };
        Some(format!("{name} {met}{few}"))
    });
    words.collect::<Vec<_>>().join(", ")
}

const HEADINGS: [&str; 9] = [
    "component",
    "service",
    "requests",
    "failed",
    "busy",
    "queue",
    "p99",
    "instances",
    "$/month",
];

fn components(document: &Document, snapshot: &Snapshot, bill: &Bill, out: &mut String) {
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    let costs = bill.by_component();
    rows.extend(snapshot.components.iter().map(|view| {
        let share = costs.get(&view.id).map_or(0.0, |cost| cost.as_usd_f64());
        row(document, snapshot, share, view)
    }));
    table(&rows, 2, out);
}

fn row(document: &Document, snapshot: &Snapshot, share: f64, view: &ComponentView) -> Vec<String> {
    let component = document.components.get(&view.id);
    let hours = snapshot.now.as_secs_f64() / 3600.0;
    let month = if hours > 0.0 {
        share / hours * 730.0
    } else {
        0.0
    };
    let dash = |shown: bool, text: String| if shown { text } else { "-".to_owned() };
    vec![
        component.map_or_else(|| view.id.to_string(), |component| component.name.clone()),
        component.map_or_else(String::new, |component| component.service.clone()),
        grouped(view.arrived),
        grouped(view.failed),
        dash(
            view.utilization_mean > 0.0,
            format!("{:.0} %", view.utilization_mean * 100.0),
        ),
        dash(
            view.queue_max > 0,
            format!(
                "{} (max {})",
                decimal(view.queue_mean, 1),
                grouped(view.queue_max)
            ),
        ),
        dash(view.latency.count > 0, time(view.latency.p99)),
        dash(
            view.instances.max > 0,
            format!("{:.1} (max {})", view.instances.mean, view.instances.max),
        ),
        dash(share > 0.0, decimal(month, 2)),
    ]
}

const LINK_HEADINGS: [&str; 9] = [
    "link", "mode", "requests", "failed", "retries", "waiting", "lost", "breaker", "wire",
];

/// Links that are more than a call that arrives after a while.
fn links(document: &Document, snapshot: &Snapshot, out: &mut String) {
    let row = |view: &LinkView| {
        let special = view.special.as_ref()?;
        let link = document.links.get(&view.id)?;
        let dash = |shown: bool, text: String| if shown { text } else { "-".to_owned() };
        let name = |id| document.name_of(id);
        let line = format!(
            "{} (max {})",
            decimal(special.waiting_mean, 1),
            grouped(special.waiting_max)
        );
        let lost = special.lost + special.dropped;
        Some(vec![
            format!("{} → {}", name(&link.from), name(&link.to)),
            special.mode.name().to_owned(),
            grouped(view.requests),
            grouped(view.failed),
            grouped(view.retries),
            dash(special.waiting_max > 0, line),
            dash(lost > 0, grouped(lost)),
            special.breaker.map_or("-", |state| state.name()).to_owned(),
            special
                .utilization
                .map_or("-".to_owned(), |used| format!("{:.0} %", used * 100.0)),
        ])
    };
    let mut rows: Vec<Vec<String>> = vec![LINK_HEADINGS.map(str::to_owned).to_vec()];
    rows.extend(snapshot.links.iter().filter_map(row));
    if rows.len() > 1 {
        out.push('\n');
        table(&rows, 2, out);
    }
}

const KIND_HEADINGS: [&str; 7] = ["kind", "requests", "ok", "failed", "mean", "p50", "p99"];

/// Clients' requests by kind, where there are kinds.
fn kinds(document: &Document, snapshot: &Snapshot, out: &mut String) {
    if snapshot.kinds.is_empty() {
        return;
    }
    let row = |view: &KindView| {
        let name = document.kinds.get(&view.id).map(|kind| kind.name.clone());
        let latency = &view.latency;
        let counts = [view.arrived, view.ok, view.failed].map(grouped);
        let times = [latency.mean, latency.p50, latency.p99].map(|seconds| {
            if latency.count > 0 {
                time(seconds)
            } else {
                "-".to_owned()
            }
        });
        let name = name.unwrap_or_else(|| view.id.to_string());
        std::iter::once(name).chain(counts).chain(times).collect()
    };
    let mut rows: Vec<Vec<String>> = vec![KIND_HEADINGS.map(str::to_owned).to_vec()];
    rows.extend(snapshot.kinds.iter().map(row));
    out.push('\n');
    table(&rows, 1, out);
}

fn failures(document: &Document, snapshot: &Snapshot, out: &mut String) {
    if snapshot.failures.is_empty() {
        return;
    }
    out.push_str("\nwhy requests failed\n");
    for failure in &snapshot.failures {
        let name = document.name_of(&failure.component);
        let count = grouped(failure.count);
        out.push_str(&format!(
            "{count:>12}  {} at {name}\n",
            failure.cause.name()
        ));
    }
}
