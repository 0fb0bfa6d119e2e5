//! The report of a run on a terminal: the sections that Markdown has, and more columns and tables than a page has room
//! for.

use sim_core::engine::snapshot::{ComponentView, LinkView};
use sim_core::report::Run;
use sim_core::report::bill::usd_per_month;
use sim_core::report::steady::samples_needed;

use super::table::{Table, aligned};
use super::{NONE, Paper, failures, head, kinds, percentile, summary, told, used};
use crate::i18n::{Texts, prices, words};

/// A run in plain text.
pub fn report_text(run: &Run<'_>, texts: Texts) -> String {
    let paper = Paper::text(texts);
    let length = texts.clock(run.snapshot.now);
    let mut out = head(paper, &run.document.name, run.file, run.seed, &length);
    out.push('\n');
    figures(run, texts, &mut out);
    summary::targets(run, paper, &mut out);
    components(run, paper, &mut out);
    caches(run, paper, &mut out);
    messages(run, paper, &mut out);
    links(run, paper, &mut out);
    kinds(run, paper, &mut out);
    failures::section(run, paper, &mut out);
    told::happened(run, paper, &mut out);
    out
}

/// The figures of the whole, one on a line, and what they are of.
fn figures(run: &Run<'_>, texts: Texts, out: &mut String) {
    let latency = &run.snapshot.latency;
    let mut rows: Vec<(&str, String)> = Vec::new();
    for (key, value) in summary::rows(run, texts) {
        rows.push((key, value));
        match key {
            "report.p50" => {
                let p90 = percentile(texts, latency, 0.9, latency.p90);
                rows.push(("report.p90", p90));
            }
            "report.p99" => {
                let longest = percentile(texts, latency, 0.0, latency.max);
                rows.push(("report.longest", longest));
                rows.push(("report.samples", samples(latency.count, texts)));
            }
            _ => {}
        }
    }
    let rows = rows.into_iter();
    let rows: Vec<Vec<String>> = rows
        .map(|(key, value)| vec![texts.tr(key).to_owned(), value])
        .collect();
    aligned(rows.iter(), 2, out);
    out.push_str(&format!("\n{}\n", summary::trusted(run, texts)));
    if !run.bill.items.is_empty() {
        out.push_str(&format!(
            "{}.\n",
            prices::list(texts, &run.bill.region, &run.bill.items)
        ));
    }
}

/// How many answers there are, and which percentiles too few of them lie beyond.
fn samples(count: u64, texts: Texts) -> String {
    let percentiles = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];
    let mut all = percentiles.into_iter();
    let first = all.find(|(_, percentile)| count < samples_needed(*percentile));
    let (n, first) = (texts.count(count), first.filter(|_| count > 0));
    first.map_or(n.clone(), |(name, percentile)| {
        let needed = texts.count(samples_needed(percentile));
        let holes = [("n", n.as_str()), ("percentile", name), ("needed", &needed)];
        texts.tr_with("report.few", &holes)
    })
}

/// A mean with the most that there was: `1.2 (42)`.
fn with_most(texts: Texts, mean: f64, most: u64) -> String {
    match most {
        0 => NONE.to_owned(),
        most => format!("{} ({})", texts.number(mean), texts.count(most)),
    }
}

fn components(run: &Run<'_>, paper: Paper, out: &mut String) {
    if run.snapshot.components.is_empty() {
        return;
    }
    let texts = paper.texts;
    paper.heading("dock.components", out);
    let mut table = Table::new(paper);
    table.names(&["table.name", "report.service"]);
    table.figures(&[
        "live.requests",
        "table.failed",
        "table.utilisation",
        "report.queue",
        "table.p99",
        "report.instances",
        "table.cost",
    ]);
    let costs = run.bill.by_component();
    for view in &run.snapshot.components {
        let component = run.document.components.get(&view.id);
        let service = component.map_or_else(String::new, |of| words::service(texts, &of.service));
        let cost = costs.get(&view.id).copied().unwrap_or_default();
        let instances = view.instances;
        table.row(vec![
            paper.said(&words::item(run.document, &view.id)),
            service,
            texts.count(view.arrived),
            texts.count(view.failed),
            used(run, texts, view),
            with_most(texts, view.queue_mean, view.queue_max),
            percentile(texts, &view.latency, 0.99, view.latency.p99),
            with_most(texts, instances.mean, instances.max.into()),
            texts.usd(usd_per_month(cost, run.snapshot.now)),
        ]);
    }
    table.write(out);
}

/// What the caches have found, missed and kept, where there are any; entries only where one knows keys.
fn caches(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    let mut table = Table::new(paper);
    table.names(&["live.cache"]);
    table.figures(&[
        "live.hits",
        "live.misses",
        "live.hit_ratio",
        "report.coalesced",
        "live.entries",
        "live.evicted",
        "live.expired",
        "live.flushed",
    ]);
    let row = |view: &ComponentView| {
        let cache = view.cache.as_ref()?;
        let known = |count: u64| match cache.entries {
            Some(_) => texts.count(count),
            None => NONE.to_owned(),
        };
        let ratio = |ratio: f64| texts.percent(ratio * 100.0);
        Some(vec![
            paper.said(&words::item(run.document, &view.id)),
            texts.count(cache.hits),
            texts.count(cache.misses),
            cache.hit_ratio().map_or_else(|| NONE.to_owned(), ratio),
            known(cache.followed),
            known(cache.entries.unwrap_or(0)),
            known(cache.evicted),
            known(cache.expired),
            known(cache.flushed),
        ])
    };
    let all = run.snapshot.components.iter();
    all.filter_map(row).for_each(|cells| table.row(cells));
    section(&table, out);
}

/// What has become of the messages of queues, where there are any.
fn messages(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    let mut table = Table::new(paper);
    table.names(&["live.messages"]);
    table.figures(&[
        "live.received",
        "live.returned",
        "live.dead",
        "live.expired",
        "live.in_line",
        "live.at_consumers",
        "live.hidden",
        "live.oldest",
    ]);
    let row = |view: &ComponentView| {
        let messages = view.messages.as_ref()?;
        let age = |seconds: f64| texts.duration(seconds);
        Some(vec![
            paper.said(&words::item(run.document, &view.id)),
            texts.count(messages.received),
            texts.count(messages.returned),
            texts.count(messages.dead),
            texts.count(messages.expired),
            texts.count(view.queue),
            texts.count(messages.out),
            texts.count(messages.hidden),
            messages.oldest_s.map_or_else(|| NONE.to_owned(), age),
        ])
    };
    let all = run.snapshot.components.iter();
    all.filter_map(row).for_each(|cells| table.row(cells));
    section(&table, out);
}

/// Links that are more than a call that arrives after a while.
fn links(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    let mut table = Table::new(paper);
    table.names(&["report.link", "param.mode"]);
    table.figures(&[
        "live.requests",
        "table.failed",
        "live.retried",
        "report.waiting",
        "live.lost",
        "live.breaker",
        "live.bandwidth",
    ]);
    let row = |view: &LinkView| {
        let special = view.special.as_ref()?;
        let lost = special.lost + special.dropped;
        let breaker = special
            .breaker
            .map_or(NONE, |state| texts.tr(&format!("breaker.{}", state.name())));
        let used = special.utilization;
        Some(vec![
            paper.said(&words::item(run.document, &view.id)),
            words::choice(texts, "link", "mode", special.mode.name()),
            texts.count(view.requests),
            texts.count(view.failed),
            texts.count(view.retries),
            with_most(texts, special.waiting_mean, special.waiting_max),
            texts.count(lost),
            breaker.to_owned(),
            used.map_or_else(|| NONE.to_owned(), |used| texts.share(used)),
        ])
    };
    let all = run.snapshot.links.iter();
    all.filter_map(row).for_each(|cells| table.row(cells));
    section(&table, out);
}

/// A table whose first heading says what it is of; nothing where it has no rows.
fn section(table: &Table, out: &mut String) {
    if !table.is_empty() {
        out.push('\n');
        table.write(out);
    }
}
