//! The object of `topolab compare --format json`: a contract with scripts, so names and order stay.

use serde_json::{Map, Value, json};

use super::{Compared, Comparison, Note, Presence, Row, Target};
use crate::document::changes::Change;
use crate::foundation::units::Span;
use crate::report::happened::change;
use crate::report::output::{REPORT_VERSION, number};

/// What was compared, as the caller gave it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub files: [&'a str; 2],
    /// What was set in the second one.
    pub settings: &'a [String],
    pub seed: u64,
    pub length: Span,
}

/// A comparison as one JSON object.
pub fn comparison_json(told: Told<'_>, compared: &Comparison) -> Value {
    let mut report = json!({
        "version": REPORT_VERSION,
        "a": {"file": told.files[0]},
        "b": {"file": told.files[1], "set": told.settings},
        "seed": told.seed,
        "simulated_s": number(told.length.as_secs_f64()),
    });
    if let Some(pairs) = compared.pairs {
        report["replications"] = Value::from(pairs);
        report["confidence"] = json!(0.99);
    }
    let changes = compared.changes.iter().map(changed);
    report["changes"] = changes.collect();
    report["more_changes"] = Value::from(compared.more_changes);
    report["notes"] = compared.notes.iter().map(note).collect();
    let targets = compared.targets.iter();
    let targets = targets.map(|of| (of.measure.name().to_owned(), target(of)));
    report["targets"] = Value::Object(targets.collect());
    report["figures"] = figures(&compared.run);
    report["components"] = compared.components.iter().map(component).collect();
    report
}

fn changed(told: &Change) -> Value {
    let mut row = Map::new();
    let mut put = |name: &str, value: Value| {
        row.insert(name.to_owned(), value);
    };
    if let Some(target) = &told.target {
        put("target", Value::from(target.as_str()));
        put("name", Value::from(told.name.as_str()));
    }
    change(told, &mut put);
    Value::Object(row)
}

fn note(note: &Note) -> Value {
    match *note {
        Note::NothingChanged => json!({"note": "nothing_changed"}),
        Note::SameSeed(arrivals) => json!({"note": "same_seed", "arrivals": arrivals.name()}),
        Note::OtherSeeds(seeds) => json!({"note": "other_seeds", "seeds": seeds}),
        Note::OtherLengths(lengths) => {
            let seconds = lengths.map(|length| number(length.as_secs_f64()));
            json!({"note": "other_lengths", "simulated_s": seconds})
        }
        Note::Changed { side, times } => {
            json!({"note": "changed_while_running", "run": name(side), "times": times})
        }
        Note::Waiting { side } => json!({"note": "changed_and_not_run", "run": name(side)}),
        Note::Touched { side } => json!({"note": "faults_by_hand", "run": name(side)}),
        Note::Stopped { side } => json!({"note": "stopped", "run": name(side)}),
        Note::OtherAnswered => json!({"note": "other_requests_answered"}),
    }
}

fn name(side: usize) -> &'static str {
    if side == 0 { "a" } else { "b" }
}

fn component(found: &Compared) -> Value {
    let there = match found.presence {
        Presence::Both => "both",
        Presence::Removed => "a",
        Presence::Added => "b",
    };
    json!({
        "id": found.id.as_str(),
        "name": found.name,
        "in": there,
        "figures": figures(&found.rows),
    })
}

fn figures(rows: &[Row]) -> Value {
    let figures = rows
        .iter()
        .map(|row| (row.measure.name().to_owned(), figure(row)));
    Value::Object(figures.collect())
}

/// At most so much; of so many runs that can be judged, in so many it was met.
fn target(of: &Target) -> Value {
    let side = |at: usize| {
        let met = of.met[at];
        let limit = of.limits[at]?;
        Some(json!({"at_most": number(limit), "runs": met.runs, "met": met.met}))
    };
    json!({"a": side(0), "b": side(1), "judgement": of.judgement.name()})
}

fn figure(row: &Row) -> Value {
    let maybe = |value: Option<f64>| value.map_or(Value::Null, number);
    let found = row.difference;
    let mut figure = json!({
        "a": maybe(row.sides[0]),
        "b": maybe(row.sides[1]),
        "difference": maybe(found.map(|found| found.by)),
        "relative": maybe(found.and_then(|found| found.share)),
        "judgement": row.judgement.name(),
    });
    if let Some((found, half)) = found.and_then(|found| Some((found, found.half_width?))) {
        figure["low"] = number(found.by - half);
        figure["high"] = number(found.by + half);
    }
    figure
}
