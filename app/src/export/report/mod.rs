//! A run's report in Markdown, to be pasted into notes: what `report_json` holds of a run, in words and figures of the
//! window.
//!
//! Architecture invariant: nothing of the wall clock; the same document, seed and language give the same bytes.

mod cost;
mod failures;
mod runs;
mod summary;
mod table;
mod told;

pub use runs::replications_md;

use sim_core::engine::snapshot::{ComponentView, KindView, Latency};
use sim_core::report::Run;
use sim_core::report::bill::usd_per_month;

use self::table::{Table, escaped};
use crate::i18n::{Texts, samples, words};

/// What stands in place of a figure that there is not.
const NONE: &str = "–";

/// A run in Markdown.
pub fn report_md(run: &Run<'_>, texts: Texts) -> String {
    let length = texts.clock(run.snapshot.now);
    let mut out = head(texts, &run.document.name, run.file, run.seed, &length);
    summary::section(run, texts, &mut out);
    summary::targets(run, texts, &mut out);
    components(run, texts, &mut out);
    kinds(run, texts, &mut out);
    failures::section(run, texts, &mut out);
    cost::section(run, texts, &mut out);
    told::happened(run, texts, &mut out);
    told::findings(run, texts, &mut out);
    out
}

/// Title, and which run this is.
fn head(texts: Texts, name: &str, file: &str, seed: u64, length: &str) -> String {
    let title = if name.trim().is_empty() { file } else { name };
    let lines = [
        ("report.file", escaped(file)),
        ("scenario.seed", seed.to_string()),
        ("report.simulated", length.to_owned()),
    ];
    let mut out = format!("# {}\n\n", escaped(title));
    for (key, value) in lines {
        out.push_str(&format!("- {}: {value}\n", texts.tr(key)));
    }
    out
}

fn heading(texts: Texts, key: &str, out: &mut String) {
    out.push_str(&format!("\n## {}\n\n", texts.tr(key)));
}

/// A percentile where enough answers lie beyond it, as in the window.
fn percentile(texts: Texts, latency: &Latency, share: f64, seconds: f64) -> String {
    match samples::enough(latency.count, share) {
        true => texts.duration(seconds),
        false => NONE.to_owned(),
    }
}

/// Every component in the order of the window's table, with its means over the whole run.
fn components(run: &Run<'_>, texts: Texts, out: &mut String) {
    if run.snapshot.components.is_empty() {
        return;
    }
    heading(texts, "dock.components", out);
    let mut table = Table::new(texts);
    table.names(&["table.name"]);
    table.figures(&[
        "table.offered",
        "table.utilisation",
        "table.failed",
        "table.p99",
        "table.cost",
    ]);
    let seconds = run.snapshot.now.as_secs_f64();
    let costs = run.bill.by_component();
    let row = |view: &ComponentView| {
        let cost = costs.get(&view.id).copied().unwrap_or_default();
        let rate = match seconds > 0.0 {
            true => view.arrived as f64 / seconds,
            false => 0.0,
        };
        let component = run.document.components.get(&view.id);
        let used = match component.is_none_or(|component| component.works()) {
            true => texts.share(view.utilization_mean),
            false => NONE.to_owned(),
        };
        vec![
            escaped(&words::item(run.document, &view.id)),
            texts.per_second(rate),
            used,
            texts.count(view.failed),
            percentile(texts, &view.latency, 0.99, view.latency.p99),
            texts.usd(usd_per_month(cost, run.snapshot.now)),
        ]
    };
    run.snapshot
        .components
        .iter()
        .for_each(|view| table.row(row(view)));
    table.write(out);
}

/// The clients' requests by kind, where there are kinds.
fn kinds(run: &Run<'_>, texts: Texts, out: &mut String) {
    if run.snapshot.kinds.is_empty() {
        return;
    }
    heading(texts, "kinds.title", out);
    let mut table = Table::new(texts);
    table.names(&["kinds.name"]);
    table.figures(&[
        "live.requests",
        "table.served",
        "table.failed",
        "distribution.mean",
        "table.p99",
    ]);
    let row = |view: &KindView| {
        let kind = run.document.kinds.get(&view.id);
        let name = kind.map_or(view.id.as_str(), |kind| &kind.name);
        let latency = &view.latency;
        vec![
            escaped(name),
            texts.count(view.arrived),
            texts.count(view.ok),
            texts.count(view.failed),
            percentile(texts, latency, 0.0, latency.mean),
            percentile(texts, latency, 0.99, latency.p99),
        ]
    };
    run.snapshot
        .kinds
        .iter()
        .for_each(|view| table.row(row(view)));
    table.write(out);
}

#[cfg(test)]
mod tests;
