//! What happened to a run: changes that were made while it ran, faults, and what the system did by itself. A report of
//! an edited run has the last document's names; without this it would look like the report of that document from the
//! start.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Run;
use super::output::number;
use super::plain::grouped;
use crate::catalog;
use crate::document::changes::{Change, Changes, What};
use crate::document::{Document, Fault, FaultKind};
use crate::engine::MAX_MARKS;
use crate::engine::snapshot::{Mark, MarkKind};
use crate::foundation::ids::Id;
use crate::foundation::units::Span;

/// Most lines of a report for people; a report for programs has all.
const MAX_LINES: usize = 40;

/// The changes of a run, by the number of their mark. `None`: taken back within its own step.
pub type Edits = [Option<Arc<Changes>>];

pub(super) fn happened_json(run: &Run<'_>) -> Value {
    let marks = &*run.snapshot.marks;
    let events = marks
        .iter()
        .map(|mark| event(run.document, mark, run.edits));
    let mut happened = json!({
        "changes": marks.iter().filter(|mark| is_change(mark)).count(),
        "faults": marks.iter().filter(|mark| is_fault(mark)).count(),
        // Beyond a number of events a run keeps no more of them.
        "complete": marks.len() < MAX_MARKS,
        "events": events.collect::<Vec<_>>(),
    });
    if let Some(error) = run.error {
        happened["stopped"] = json!({"error": error.key(), "reason": error.to_string()});
    }
    happened
}

fn is_change(mark: &Mark) -> bool {
    matches!(mark.what, MarkKind::Edited(_))
}

fn is_verdict(mark: &Mark) -> bool {
    matches!(
        mark.what,
        MarkKind::TargetsOut(..) | MarkKind::TargetsBack(..)
    )
}

fn is_fault(mark: &Mark) -> bool {
    matches!(mark.what, MarkKind::FaultBegins(_))
}

fn event(document: &Document, mark: &Mark, edits: &Edits) -> Value {
    let mut row = Map::new();
    let mut put = |name: &str, value: Value| {
        row.insert(name.to_owned(), value);
    };
    put("at_s", number(mark.at.as_secs_f64()));
    put("what", Value::from(name(&mark.what)));
    let edit = edit(mark, edits);
    // Of a change its own: what was removed has no name any more but the one that it had.
    let name = edit.map(|edit| edit.first.name.clone());
    if let Some(target) = &mark.target {
        put("target", Value::from(target.as_str()));
        put(
            "name",
            Value::from(name.unwrap_or_else(|| title(document, target))),
        );
    }
    match &mark.what {
        MarkKind::FaultBegins(fault) | MarkKind::FaultEnds(fault) => {
            put("fault", serde_json::to_value(fault).unwrap_or_default());
        }
        MarkKind::Scaled(from, to) => {
            put("from", Value::from(*from));
            put("to", Value::from(*to));
        }
        MarkKind::TargetsOut(of, count) | MarkKind::TargetsBack(of, count) => {
            put("of", Value::from(of.as_str()));
            put("of_name", Value::from(title(document, of)));
            put("targets", Value::from(*count));
        }
        MarkKind::Edited(_) => match edit {
            Some(edit) => {
                change(&edit.first, &mut put);
                put("others", Value::from(edit.others));
            }
            None => put("change", Value::from("undone")),
        },
        _ => {}
    }
    Value::Object(row)
}

fn name(what: &MarkKind) -> &'static str {
    match what {
        MarkKind::FaultBegins(_) => "fault_begins",
        MarkKind::FaultEnds(_) => "fault_ends",
        MarkKind::Scaled(..) => "scaled",
        MarkKind::Replaced => "replaced",
        MarkKind::FailedOver => "failed_over",
        MarkKind::BreakerOpened => "breaker_opened",
        MarkKind::BreakerClosed => "breaker_closed",
        MarkKind::TargetsOut(..) => "targets_out",
        MarkKind::TargetsBack(..) => "targets_back",
        MarkKind::Edited(_) => "changed",
    }
}

fn edit<'a>(mark: &Mark, edits: &'a Edits) -> Option<&'a Changes> {
    let MarkKind::Edited(number) = mark.what else {
        return None;
    };
    edits.get(number as usize)?.as_deref()
}

/// A value that is absent is the default; `too_long`: neither is told.
fn change(change: &Change, put: &mut impl FnMut(&str, Value)) {
    let what = match &change.what {
        What::Added => "added",
        What::Removed => "removed",
        What::Replaced => "replaced",
        What::Set { .. } => "set",
        What::Moved(_) => "moved",
        What::RequestKinds => "request_kinds",
        What::Planned(_) => "planned",
        What::Unplanned(_) => "unplanned",
    };
    put("change", Value::from(what));
    match &change.what {
        What::Set { param, values } => {
            put("param", Value::from(param.as_str()));
            match values {
                Some(values) => {
                    for (name, value) in ["from", "to"].into_iter().zip(values) {
                        if let Some(value) = value {
                            put(name, serde_json::to_value(value).unwrap_or_default());
                        }
                    }
                }
                None => put("too_long", Value::from(true)),
            }
        }
        What::Moved(Some(to)) => put("to", Value::from(to.as_str())),
        // As the file has it.
        What::Planned(fault) | What::Unplanned(fault) => {
            put("fault", serde_json::to_value(fault).unwrap_or_default());
        }
        _ => {}
    }
}

fn title(document: &Document, target: &Id) -> String {
    match document.links.get(target) {
        Some(link) => {
            let [from, to] = [&link.from, &link.to].map(|id| document.name_of(id));
            format!("{from} → {to}")
        }
        None => document.name_of(target),
    }
}

/// The same for people: changes, faults and what probes made of them only, and nothing where there was none.
pub(super) fn happened(run: &Run<'_>, out: &mut String) {
    let &Run {
        document,
        snapshot,
        edits,
        error,
        ..
    } = run;
    let told: Vec<&Mark> = (snapshot.marks.iter())
        .filter(|mark| {
            let ends = matches!(mark.what, MarkKind::FaultEnds(_));
            is_change(mark) || is_fault(mark) || ends || is_verdict(mark)
        })
        .collect();
    if told.is_empty() && error.is_none() {
        return;
    }
    out.push_str("\nwhat happened\n");
    for mark in told.iter().take(MAX_LINES) {
        let at = Span(mark.at.as_nanos()).to_string();
        out.push_str(&format!("{at:>12}  {}\n", sentence(document, mark, edits)));
    }
    let more = told.len().saturating_sub(MAX_LINES);
    if more > 0 {
        out.push_str(&format!("{:>12}  and {} more\n", "", grouped(more as u64)));
    }
    if snapshot.marks.len() >= MAX_MARKS {
        let kept = grouped(MAX_MARKS as u64);
        out.push_str(&format!(
            "{:>12}  only the first {kept} events were kept\n",
            ""
        ));
    }
    if let Some(error) = error {
        let at = Span(snapshot.now.as_nanos()).to_string();
        out.push_str(&format!("{at:>12}  stopped: {error}\n"));
    }
}

fn sentence(document: &Document, mark: &Mark, edits: &Edits) -> String {
    let at = |what: String, place: &str| match place {
        "" => what,
        place => format!("{what} at {place}"),
    };
    let place = mark
        .target
        .as_ref()
        .map_or_else(String::new, |id| title(document, id));
    match &mark.what {
        MarkKind::FaultBegins(kind) => at(format!("fault begins: {}", fault(kind)), &place),
        MarkKind::FaultEnds(kind) => at(format!("fault ends: {}", fault(kind)), &place),
        MarkKind::TargetsOut(of, count) => at(
            format!("{} unhealthy", targets(document, of, *count)),
            &place,
        ),
        MarkKind::TargetsBack(of, count) => {
            let of = targets(document, of, *count);
            at(format!("{of} healthy again"), &place)
        }
        _ => match edit(mark, edits) {
            Some(edit) => {
                let what = format!("changed: {}", words(&edit.first));
                let first = match edit.first.name.as_str() {
                    "" => what,
                    name => format!("{name} {what}"),
                };
                match edit.others {
                    0 => first,
                    n => format!("{first}, and {} more", grouped(n as u64)),
                }
            }
            None => at("changed and taken back".to_owned(), &place),
        },
    }
}

fn targets(document: &Document, of: &Id, count: u32) -> String {
    let name = title(document, of);
    match count {
        1 => format!("a target of {name}"),
        n => format!("{} targets of {name}", grouped(n.into())),
    }
}

fn on_timeline(planned: &Fault) -> String {
    let at = Span::from_secs_f64(planned.at_s);
    format!("{} at {} from {at}", fault(&planned.kind), planned.target)
}

fn fault(kind: &FaultKind) -> String {
    let name = kind.name();
    match kind {
        FaultKind::Slow { factor } | FaultKind::Capacity { factor } => format!("{name} ×{factor}"),
        FaultKind::Throttle { per_s } => format!("{name} {per_s}/s"),
        _ => name.to_owned(),
    }
}

fn words(change: &Change) -> String {
    match &change.what {
        What::Added => "added".to_owned(),
        What::Removed => "removed".to_owned(),
        What::Replaced => "replaced".to_owned(),
        What::Set { param, values } => {
            let shown = |value: &Option<catalog::Value>| match value {
                Some(value) => serde_json::to_value(value).unwrap_or_default().to_string(),
                None => "default".to_owned(),
            };
            match values {
                Some([from, to]) => format!("{param} {} → {}", shown(from), shown(to)),
                None => param.clone(),
            }
        }
        What::Moved(Some(to)) => format!("moved into {to}"),
        What::Moved(None) => "moved out".to_owned(),
        What::RequestKinds => "request kinds".to_owned(),
        What::Planned(planned) => format!("planned {}", on_timeline(planned)),
        What::Unplanned(planned) => format!("no longer planned {}", on_timeline(planned)),
    }
}
