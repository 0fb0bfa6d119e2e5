//! The report of several runs of one document with different seeds: a mean with its interval for each figure.

use serde_json::{Map, Value, json};

use super::figures::{COMPONENT_FIGURES, Intervals, RUN_FIGURES};
use super::output::{REPORT_VERSION, number};
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
