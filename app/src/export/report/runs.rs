//! The report of several runs with different seeds for people: a mean with its interval for each figure.

use sim_core::document::Document;
use sim_core::foundation::stats::ConfidenceInterval;
use sim_core::foundation::units::SimTime;
use sim_core::report::{Intervals, Runs};

use super::table::Table;
use super::{NONE, Paper, head};
use crate::i18n::{Texts, words};

/// Replications in Markdown.
pub fn replications_md(
    document: &Document,
    runs: Runs<'_>,
    found: &Intervals,
    texts: Texts,
) -> String {
    replications(document, runs, found, Paper::markdown(texts))
}

/// The same in plain text.
pub fn replications_text(
    document: &Document,
    runs: Runs<'_>,
    found: &Intervals,
    texts: Texts,
) -> String {
    replications(document, runs, found, Paper::text(texts))
}

fn replications(document: &Document, runs: Runs<'_>, found: &Intervals, paper: Paper) -> String {
    let texts = paper.texts;
    let length = texts.clock(SimTime(runs.length.0));
    let mut out = head(paper, &document.name, runs.file, runs.seed, &length);
    let count = texts.count(found.runs as u64);
    let gap = if paper.markdown { "\n" } else { "" };
    let several = texts.tr_with("report.runs", &[("n", &count)]);
    out.push_str(&format!("{gap}{several}\n"));
    summary(found, paper, &mut out);
    components(document, found, paper, &mut out);
    out
}

/// Translation key, place among the figures of a run, how it is written.
type Row<'a> = (&'static str, usize, &'a dyn Fn(f64) -> String);

fn summary(found: &Intervals, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    paper.heading("report.summary", out);
    let mut table = Table::new(paper);
    table.names(&["report.figure"]);
    table.figures(&["report.value"]);
    let rate = |value| texts.per_second(value);
    let percent = |value| texts.percent(value);
    let time = |value| texts.duration(value);
    let month = |value| texts.usd(value);
    // In the order of the figures of a run.
    let rows: [Row<'_>; 8] = [
        ("table.served", 0, &rate),
        ("table.failed", 1, &percent),
        ("report.mean", 2, &time),
        ("report.p50", 3, &time),
        ("report.p90", 4, &time),
        ("report.p95", 5, &time),
        ("report.p99", 6, &time),
        ("report.month", 7, &month),
    ];
    for (key, at, show) in rows {
        let figure = found.run.get(at).copied().flatten();
        table.row(vec![texts.tr(key).to_owned(), shown(figure, show)]);
    }
    table.write(out);
}

fn components(document: &Document, found: &Intervals, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    paper.heading("dock.components", out);
    let mut table = Table::new(paper);
    table.names(&["table.name"]);
    table.figures(&[
        "table.utilisation",
        "table.queue",
        "report.mean",
        "report.p99",
        "live.instances",
    ]);
    let percent = |value: f64| texts.percent(value * 100.0);
    let number = |value| texts.number(value);
    let time = |value| texts.duration(value);
    let columns: [&dyn Fn(f64) -> String; 5] = [&percent, &number, &time, &time, &number];
    for (id, figures) in &found.components {
        let mut row = vec![paper.said(&words::item(document, id))];
        let there = |figure: &Option<ConfidenceInterval>| figure.filter(|found| found.mean > 0.0);
        let cells = figures.iter().zip(columns);
        row.extend(cells.map(|(figure, show)| shown(there(figure), show)));
        table.row(row);
    }
    table.write(out);
}

/// `64.2 ms ± 0.31 ms`.
fn shown(figure: Option<ConfidenceInterval>, show: impl Fn(f64) -> String) -> String {
    match figure {
        Some(found) => format!("{} ± {}", show(found.mean), show(found.half_width)),
        None => NONE.to_owned(),
    }
}
