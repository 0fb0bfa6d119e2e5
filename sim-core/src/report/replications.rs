//! The report of several runs of one document with different seeds: a mean with its interval for each figure.

use serde_json::{Map, Value, json};

use super::figures::{COMPONENT_FIGURES, Intervals, RUN_FIGURES};
use super::output::{REPORT_VERSION, number};
use super::plain::{decimal, table, time};
use crate::document::Document;
use crate::foundation::stats::ConfidenceInterval;
use crate::foundation::units::Span;

/// Which runs: `file` as the caller gave it, the `seed` that the runs' own seeds come from, the `length` of each.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    pub file: &'a str,
    pub seed: u64,
    pub length: Span,
}

/// Replications as one JSON object.
pub fn replications_json(document: &Document, runs: Runs<'_>, found: &Intervals) -> Value {
    let components = found.components.iter().map(|(id, figures)| {
        let component = document.components.get(id);
        let mut row = Map::new();
        row.insert("id".to_owned(), id.as_str().into());
        let name = component.map_or("", |component| component.name.as_str());
        row.insert("name".to_owned(), name.into());
        let service = component.map_or("", |component| component.service.as_str());
        row.insert("service".to_owned(), service.into());
        row.extend(named(&COMPONENT_FIGURES, figures));
        Value::Object(row)
    });
    let figures: Map<String, Value> = named(&RUN_FIGURES, &found.run).collect();
    json!({
        "version": REPORT_VERSION,
        "file": runs.file,
        "seed": runs.seed,
        "simulated_s": number(runs.length.as_secs_f64()),
        "replications": found.runs,
        "confidence": 0.99,
        "figures": figures,
        "components": components.collect::<Vec<_>>(),
    })
}

/// Figures by name; null where fewer than two runs know one.
fn named<'a>(
    names: &'a [&'static str],
    figures: &'a [Option<ConfidenceInterval>],
) -> impl Iterator<Item = (String, Value)> + 'a {
    names.iter().zip(figures).map(|(name, figure)| {
        let value = figure.map_or(Value::Null, |interval| {
            json!({
                "mean": number(interval.mean),
                "low": number(interval.low()),
                "high": number(interval.high()),
                "runs": interval.samples,
            })
        });
        ((*name).to_owned(), value)
    })
}

/// Replications in text.
pub fn replications_text(document: &Document, runs: Runs<'_>, found: &Intervals) -> String {
    let title = if document.name.is_empty() {
        runs.file
    } else {
        &document.name
    };
    let mut out = format!(
        "{title}\n{}, seed {}, {} runs of {} each; ± is the 99 % confidence interval over the runs\n\n",
        runs.file, runs.seed, found.runs, runs.length
    );
    let percent = |value: f64| format!("{value:.2} %");
    let rows: [(&str, &dyn Fn(f64) -> String); 8] = [
        ("goodput", &|value| format!("{}/s", decimal(value, 1))),
        ("failed", &percent),
        ("mean", &time),
        ("p50", &time),
        ("p90", &time),
        ("p95", &time),
        ("p99", &time),
        ("cost", &|value| format!("${}/month", decimal(value, 2))),
    ];
    for ((name, show), figure) in rows.into_iter().zip(&found.run) {
        if let Some(text) = shown(figure, show) {
            out.push_str(&format!("{name:<10}{text}\n"));
        }
    }
    out.push('\n');
    table(&rows_of(document, found), 2, &mut out);
    out
}

const HEADINGS: [&str; 7] = [
    "component",
    "service",
    "busy",
    "queue",
    "mean",
    "p99",
    "instances",
];

fn rows_of(document: &Document, found: &Intervals) -> Vec<Vec<String>> {
    let share = |value: f64| format!("{:.1} %", value * 100.0);
    let count = |value: f64| decimal(value, 1);
    let columns: [&dyn Fn(f64) -> String; 5] = [&share, &count, &time, &time, &count];
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    for (id, figures) in &found.components {
        let service = document.components.get(id).map(|c| c.service.clone());
        let mut row = vec![
            document.name_of(id).to_string(),
            service.unwrap_or_default(),
        ];
        for (figure, show) in figures.iter().zip(columns) {
            let there = figure.filter(|interval| interval.mean > 0.0);
            row.push(shown(&there, show).unwrap_or_else(|| "-".to_owned()));
        }
        rows.push(row);
    }
    rows
}

/// `64.2 ms ± 0.31 ms`.
fn shown(figure: &Option<ConfidenceInterval>, show: impl Fn(f64) -> String) -> Option<String> {
    let interval = figure.as_ref()?;
    Some(format!(
        "{} ± {}",
        show(interval.mean),
        show(interval.half_width)
    ))
}
