//! What the run came to: requests, response times, cost; and how its targets judge it.

use sim_core::report::verdict::{Verdict, verdict};
use sim_core::report::{Run, steady};

use super::table::Table;
use super::{NONE, Paper, percentile};
use crate::i18n::{Texts, samples, trust};

pub(super) fn section(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    paper.heading("report.summary", out);
    let mut table = Table::new(paper);
    table.names(&["report.figure"]);
    table.figures(&["report.value"]);
    for (key, value) in rows(run, texts) {
        table.row(vec![texts.tr(key).to_owned(), value]);
    }
    table.write(out);
    out.push_str(&format!("\n{}\n", trusted(run, texts)));
}

/// The figures of the whole by their translation keys.
pub(super) fn rows(run: &Run<'_>, texts: Texts) -> [(&'static str, String); 10] {
    let (totals, latency) = (run.snapshot.totals, &run.snapshot.latency);
    let judged = verdict(run.document, run.snapshot, run.bill);
    let (ok, failed) = (texts.count(totals.ok), texts.count(totals.failed));
    let million = run.bill.usd_per_million_ok;
    [
        ("live.requests", texts.count(totals.arrived)),
        (
            "table.served",
            format!("{ok} ({})", texts.per_second(judged.goodput_per_s)),
        ),
        (
            "table.failed",
            format!("{failed} ({})", texts.percent(judged.failed_percent)),
        ),
        ("canvas.tip.in_system", texts.count(totals.in_flight)),
        ("report.mean", mean(run, texts)),
        ("report.p50", percentile(texts, latency, 0.5, latency.p50)),
        ("report.p95", percentile(texts, latency, 0.95, latency.p95)),
        ("report.p99", percentile(texts, latency, 0.99, latency.p99)),
        ("report.month", texts.usd(run.bill.usd_per_month)),
        (
            "report.million",
            million.map_or(NONE.to_owned(), |usd| texts.usd(usd)),
        ),
    ]
}

/// The mean response time with its interval, where there is one.
fn mean(run: &Run<'_>, texts: Texts) -> String {
    let latency = &run.snapshot.latency;
    if latency.count == 0 {
        return NONE.to_owned();
    }
    let Ok(interval) = steady(run.snapshot).response else {
        return texts.duration(latency.mean);
    };
    let figures = [interval.mean, interval.low, interval.high].map(|value| texts.duration(value));
    let [mean, low, high] = &figures;
    texts.tr_with(
        "report.interval",
        &[("mean", mean), ("low", low), ("high", high)],
    )
}

/// What the figures are of, and why the mean has no interval.
pub(super) fn trusted(run: &Run<'_>, texts: Texts) -> String {
    let found = steady(run.snapshot);
    let whole = texts.tr("report.whole").to_owned();
    match found.response {
        Err(why) if run.snapshot.latency.count > 0 => {
            let why = trust::why(texts, why);
            let none = texts.tr_with("report.no_interval", &[("why", why)]);
            format!("{whole} {none}")
        }
        Err(_) => whole,
        Ok(_) => match found.warm_up_s.filter(|_| found.warm_up_excluded) {
            Some(seconds) => {
                let span = texts.duration(seconds);
                texts.tr_with("report.whole_but_mean", &[("span", &span)])
            }
            None => whole,
        },
    }
}

/// The targets of the scenario, and whether the run met them; nothing where it has none.
pub(super) fn targets(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    let targets = &run.document.scenario.targets;
    let judged = verdict(run.document, run.snapshot, run.bill);
    let Verdict {
        p99_met,
        failed_met,
        cost_met,
        ..
    } = judged;
    // As in the window, which judges no percentile that it does not show.
    let enough = samples::enough(run.snapshot.latency.count, 0.99);
    let p99 = |ms: f64| texts.duration(ms / 1000.0);
    let failed = |percent: f64| texts.percent(percent);
    let month = |usd: f64| texts.usd(usd);
    let p99_ms = judged.p99_s * 1000.0;
    let rows = [
        (
            "report.p99",
            targets.p99_ms.map(p99),
            p99(p99_ms),
            p99_met.filter(|_| enough),
        ),
        (
            "table.failed",
            targets.failed_percent.map(failed),
            failed(judged.failed_percent),
            failed_met,
        ),
        (
            "report.month",
            targets.usd_per_month.map(month),
            month(judged.usd_per_month),
            cost_met,
        ),
    ];
    let mut table = Table::new(paper);
    table.names(&["report.figure"]);
    table.figures(&["report.at_most", "report.value"]);
    table.figures(&["report.verdict"]);
    for (key, target, value, met) in rows {
        let Some(target) = target else { continue };
        let (value, word) = match met {
            Some(true) => (value, "report.met"),
            Some(false) => (value, "report.missed"),
            None => (NONE.to_owned(), "chip.not_judged"),
        };
        let word = texts.tr(word).to_owned();
        table.row(vec![texts.tr(key).to_owned(), target, value, word]);
    }
    if !table.is_empty() {
        paper.heading("scenario.targets", out);
        table.write(out);
    }
}
