//! What happened to a run: changes that were made while it ran, faults, and what the system did by itself. A report of
//! an edited run has the last document's names; without this it would look like the report of that document from the
//! start.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Run;
use super::output::number;
use crate::document::Document;
use crate::document::changes::{Change, Changes, What};
use crate::engine::MAX_MARKS;
use crate::engine::snapshot::{Mark, MarkKind};
use crate::foundation::ids::Id;

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
pub(super) fn change(change: &Change, put: &mut impl FnMut(&str, Value)) {
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
