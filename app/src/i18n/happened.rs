//! The marks of a run in words.

use sim_core::catalog::Value;
use sim_core::document::changes::{Change, What};
use sim_core::document::{Changes, Document, Fault};
use sim_core::engine::snapshot::{Mark, MarkKind};
use sim_core::foundation::ids::Id;
use sim_core::report::Edits;

use super::{Texts, values, words};

/// Where the words of marks come from.
#[derive(Clone, Copy)]
struct Told<'a> {
    texts: Texts,
    /// As it is now.
    document: &'a Document,
    edits: &'a Edits,
}

/// What a mark says, without its place.
fn what(told: &Told<'_>, mark: &Mark) -> String {
    let texts = told.texts;
    match mark.what {
        MarkKind::FaultBegins(kind) => words::fault(texts, &kind),
        MarkKind::FaultEnds(kind) => {
            texts.tr_with("mark.healed", &[("fault", &words::fault(texts, &kind))])
        }
        MarkKind::TargetsOut(ref of, count) => targets(told, "mark.targets_out", of, count),
        MarkKind::TargetsBack(ref of, count) => targets(told, "mark.targets_back", of, count),
        MarkKind::Scaled(from, to) => texts.tr_with(
            "mark.scaled",
            &[
                ("from", &texts.count(from.into())),
                ("to", &texts.count(to.into())),
            ],
        ),
        MarkKind::Replaced => texts.tr("mark.replaced").to_owned(),
        MarkKind::FailedOver => texts.tr("mark.failed_over").to_owned(),
        MarkKind::BreakerOpened => texts.tr("mark.breaker_opened").to_owned(),
        MarkKind::BreakerClosed => texts.tr("mark.breaker_closed").to_owned(),
        MarkKind::Edited(_) => {
            let undone = || texts.tr("mark.edit.undone").to_owned();
            edit(told, mark).map_or_else(undone, |edit| changed(told, &edit.first))
        }
    }
}

/// So many targets of a component.
fn targets(told: &Told<'_>, key: &str, of: &Id, count: u32) -> String {
    let (of, n) = (
        words::item(told.document, of),
        told.texts.count(count.into()),
    );
    told.texts.tr_with(key, &[("of", &of), ("n", &n)])
}

/// What a mark of a change stands for.
fn edit<'a>(told: &Told<'a>, mark: &Mark) -> Option<&'a Changes> {
    let MarkKind::Edited(number) = mark.what else {
        return None;
    };
    told.edits.get(number as usize)?.as_deref()
}

/// A change in words, without its place.
fn changed(told: &Told<'_>, change: &Change) -> String {
    let texts = told.texts;
    match &change.what {
        What::Added => texts.tr("mark.edit.added").to_owned(),
        What::Removed => texts.tr("mark.edit.removed").to_owned(),
        What::Replaced if change.owner == "link" => texts.tr("mark.edit.reconnected").to_owned(),
        What::Replaced => texts.tr("mark.edit.replaced").to_owned(),
        What::Set { param, values } => set(told, &change.owner, param, values.as_ref()),
        What::Moved(Some(to)) => texts.tr_with("mark.edit.moved", &[("to", to)]),
        What::Moved(None) => texts.tr("mark.edit.moved_out").to_owned(),
        What::RequestKinds => texts.tr("mark.edit.kinds").to_owned(),
        What::Planned(fault) => planned(told, "mark.edit.planned", fault),
        What::Unplanned(fault) => planned(told, "mark.edit.unplanned", fault),
    }
}

fn planned(told: &Told<'_>, key: &str, fault: &Fault) -> String {
    let fault = words::planned(told.texts, told.document, fault);
    told.texts.tr_with(key, &[("fault", &fault)])
}

fn set(told: &Told<'_>, owner: &str, param: &str, values: Option<&[Option<Value>; 2]>) -> String {
    let texts = told.texts;
    let name = words::param(texts, owner, param);
    let shown = values.and_then(|[from, to]| {
        let shown = |value: &Option<Value>| {
            values::of(texts, owner, param, &told.document.kinds, value.as_ref())
        };
        shown(from).zip(shown(to))
    });
    match shown {
        Some((from, to)) => {
            let words = [("param", name.as_str()), ("from", &from), ("to", &to)];
            told.texts.tr_with("mark.edit.set", &words)
        }
        None => told
            .texts
            .tr_with("mark.edit.set_long", &[("param", &name)]),
    }
}

/// The place of a mark; empty where it has none.
fn place(told: &Told<'_>, mark: &Mark) -> String {
    // What was removed has no name any more but the one it had.
    if let Some(edit) = edit(told, mark) {
        return edit.first.name.clone();
    }
    mark.target
        .as_ref()
        .map(|id| words::item(told.document, id))
        .unwrap_or_default()
}

/// A step that was undone or done again, with what it changed, if a run can notice that: `configure · Rate 400 → 200/s ·
/// Browsers`.
pub fn step(texts: Texts, document: &Document, name: &str, changes: Option<&Changes>) -> String {
    let told = &Told {
        texts,
        document,
        edits: &[],
    };
    let what = changes.and_then(|changes| match changes.first.what {
        // All else the name of the step has said.
        What::Set { .. } => Some(changed(told, &changes.first)),
        _ => None,
    });
    let place = changes.map(|changes| changes.first.name.clone());
    let parts = [Some(name.to_owned()), what, place];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    let one = parts.collect::<Vec<_>>().join(" · ");
    more(texts, one, changes.map_or(0, |changes| changes.others))
}

/// One of the changes between two documents, the second of which is given: `Orders: Class db.m6g.large → db.m6g.xlarge`.
pub fn change(texts: Texts, document: &Document, change: &Change) -> String {
    let told = &Told {
        texts,
        document,
        edits: &[],
    };
    let what = changed(told, change);
    match change.name.trim() {
        "" => what,
        name => format!("{name}: {what}"),
    }
}

/// All changes between two documents in one line.
pub fn changes(texts: Texts, document: &Document, changes: &Changes) -> String {
    let first = change(texts, document, &changes.first);
    more(texts, first, changes.others)
}

/// What and where in one line.
pub fn sentence(texts: Texts, document: &Document, edits: &Edits, mark: &Mark) -> String {
    let told = &Told {
        texts,
        document,
        edits,
    };
    let (what, place) = (what(told, mark), place(told, mark));
    let one = if place.is_empty() {
        what
    } else {
        format!("{what} · {place}")
    };
    more(texts, one, edit(told, mark).map_or(0, |edit| edit.others))
}

/// A change, and how many others there are beside it.
fn more(texts: Texts, one: String, others: usize) -> String {
    if others == 0 {
        return one;
    }
    let n = texts.count(others as u64);
    texts.tr_with("mark.edit.more", &[("change", &one), ("n", &n)])
}
