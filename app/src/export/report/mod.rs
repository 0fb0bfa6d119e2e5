//! A run's report for people, in words and figures of the window: in Markdown, to be pasted into notes, or as plain text
//! for a terminal. What both say is said in one place.
//!
//! Architecture invariant: nothing of the wall clock; the same document, seed and language give the same bytes.

mod compare;
mod cost;
mod failures;
mod runs;
mod summary;
mod sweep;
mod table;
mod text;
mod told;

pub use compare::{compared_section, comparison_md, comparison_text};
pub use runs::{replications_md, replications_text};
pub use sweep::{sweep_csv, sweep_md, sweep_text};
pub use text::report_text;

use std::path::Path;

use sim_core::engine::snapshot::{ComponentView, KindView, Latency};
use sim_core::report::Run;
use sim_core::report::bill::usd_per_month;

use self::table::{Table, escaped};
use crate::i18n::{Texts, samples, words};

/// What stands in place of a figure that there is not.
const NONE: &str = "–";

/// What a report is written on.
#[derive(Clone, Copy)]
struct Paper {
    texts: Texts,
    /// Else plain text.
    markdown: bool,
}

impl Paper {
    fn markdown(texts: Texts) -> Self {
        let markdown = true;
        Self { texts, markdown }
    }

    fn text(texts: Texts) -> Self {
        let markdown = false;
        Self { texts, markdown }
    }

    /// What people wrote, on one line.
    fn said(self, text: &str) -> String {
        match self.markdown {
            true => escaped(text),
            false => text.replace(char::is_control, " "),
        }
    }

    fn heading(self, key: &str, out: &mut String) {
        let title = self.texts.tr(key);
        match self.markdown {
            true => out.push_str(&format!("\n## {title}\n\n")),
            false => out.push_str(&format!("\n{title}\n")),
        }
    }
}

/// A run in Markdown.
pub fn report_md(run: &Run<'_>, texts: Texts) -> String {
    let paper = Paper::markdown(texts);
    let length = texts.clock(run.snapshot.now);
    let mut out = head(paper, &run.document.name, run.file, run.seed, &length);
    summary::section(run, paper, &mut out);
    summary::targets(run, paper, &mut out);
    components(run, paper, &mut out);
    kinds(run, paper, &mut out);
    failures::section(run, paper, &mut out);
    cost::section(run, paper, &mut out);
    told::happened(run, paper, &mut out);
    told::findings(run, paper, &mut out);
    out
}

/// Title, and which run this is.
fn head(paper: Paper, name: &str, file: &str, seed: u64, length: &str) -> String {
    let title = if name.trim().is_empty() {
        stem(file)
    } else {
        name
    };
    let lines = [
        ("report.file", paper.said(file)),
        ("scenario.seed", seed.to_string()),
        ("report.simulated", length.to_owned()),
    ];
    let lines = lines.map(|(key, value)| format!("{}: {value}", paper.texts.tr(key)));
    let title = paper.said(title);
    match paper.markdown {
        true => format!("# {title}\n\n- {}\n", lines.join("\n- ")),
        false => format!("{title}\n{}\n", lines.join(" · ")),
    }
}

/// The name of a file without folder and ending.
fn stem(file: &str) -> &str {
    let stem = Path::new(file).file_stem();
    stem.and_then(|stem| stem.to_str()).unwrap_or(file)
}

/// A percentile where enough answers lie beyond it, as in the window.
fn percentile(texts: Texts, latency: &Latency, share: f64, seconds: f64) -> String {
    match samples::enough(latency.count, share) {
        true => texts.duration(seconds),
        false => NONE.to_owned(),
    }
}

/// Every component in the order of the window's table, with its means over the whole run.
fn components(run: &Run<'_>, paper: Paper, out: &mut String) {
    if run.snapshot.components.is_empty() {
        return;
    }
    paper.heading("dock.components", out);
    let texts = paper.texts;
    let mut table = Table::new(paper);
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
        vec![
            paper.said(&words::item(run.document, &view.id)),
            texts.per_second(rate),
            used(run, texts, view),
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

/// How busy a component was, where there is something that could be used up.
fn used(run: &Run<'_>, texts: Texts, view: &ComponentView) -> String {
    let component = run.document.components.get(&view.id);
    match component.is_none_or(|component| component.works()) {
        true => texts.share(view.utilization_mean),
        false => NONE.to_owned(),
    }
}

/// The clients' requests by kind, where there are kinds.
fn kinds(run: &Run<'_>, paper: Paper, out: &mut String) {
    if run.snapshot.kinds.is_empty() {
        return;
    }
    paper.heading("kinds.title", out);
    let texts = paper.texts;
    let mut table = Table::new(paper);
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
            paper.said(name),
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
