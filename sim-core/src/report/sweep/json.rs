//! The object of `topolab sweep --format json`: a contract with scripts, so names and order stay.

use serde_json::{Map, Value, json};

use super::{Cell, Knee, MEASURES, Note, Point, Sweep, Varied};
use crate::document::Document;
use crate::foundation::units::Span;
use crate::report::output::{REPORT_VERSION, number};

/// What was asked for, as the caller gave it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub file: &'a str,
    /// What was set at every value.
    pub settings: &'a [String],
    pub varied: &'a Varied,
    pub seed: u64,
    pub length: Span,
}

/// A sweep as one JSON object.
pub fn sweep_json(document: &Document, asked: Asked<'_>, found: &Sweep) -> Value {
    let varied = asked.varied;
    let mut report = json!({
        "version": REPORT_VERSION,
        "file": asked.file,
        "set": asked.settings,
        "seed": asked.seed,
        "simulated_s": number(asked.length.as_secs_f64()),
        "vary": {
            "target": varied.target.as_str(),
            "name": document.name_of(&varied.target),
            "parameter": varied.spec.id,
            "mean": varied.is_mean(),
            "unit": varied.unit().sign(),
            "today": varied.today.map_or(Value::Null, number),
        },
    });
    if found.runs > 1 {
        report["replications"] = Value::from(found.runs);
        report["confidence"] = json!(0.99);
    }
    report["points"] = found.points.iter().map(|of| point(document, of)).collect();
    report["knee"] = knee(found);
    report["notes"] = found.notes.iter().map(note).collect();
    report
}

fn point(document: &Document, point: &Point) -> Value {
    let figures = MEASURES.iter().zip(&point.cells);
    let figures: Map<String, Value> = figures
        .map(|(measure, cell)| (measure.name().to_owned(), cell.map_or(Value::Null, figure)))
        .collect();
    let busiest = point.busiest.as_ref().map(|busiest| {
        json!({
            "id": busiest.id.as_str(),
            "name": document.name_of(&busiest.id),
            "utilization": number(busiest.utilization),
        })
    });
    let targets = point.targets.iter();
    let targets: Map<String, Value> = targets
        .map(|(target, met)| (target.name().to_owned(), Value::from(*met)))
        .collect();
    json!({
        "value": number(point.value),
        "figures": figures,
        "busiest": busiest,
        "targets": targets,
        "targets_met": point.holds(),
    })
}

fn figure(cell: Cell) -> Value {
    let mut figure = json!({
        "value": number(cell.value),
        "enough": cell.enough,
    });
    if let Some(half) = cell.half_width {
        figure["low"] = number(cell.value - half);
        figure["high"] = number(cell.value + half);
    }
    figure
}

fn knee(found: &Sweep) -> Value {
    let value = |at: usize| found.points.get(at).map(|point| number(point.value));
    match found.knee {
        Knee::Targets {
            first,
            last,
            elsewhere,
        } => json!({
            "by": "targets",
            "from": value(first),
            "to": value(last),
            "elsewhere": elsewhere,
        }),
        Knee::Bend(at) => json!({"by": "bend", "at": value(at)}),
        Knee::None(why) => json!({"by": null, "why": why.name()}),
    }
}

fn note(note: &Note) -> Value {
    match *note {
        Note::Overloaded(points) => json!({"note": "busy_all_the_time", "points": points}),
        Note::FewAnswers(points) => json!({"note": "few_answers", "points": points}),
    }
}
