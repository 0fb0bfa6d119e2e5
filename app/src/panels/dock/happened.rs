//! The marks of a run in words and colour.

use sim_core::catalog::Value;
use sim_core::document::changes::What;
use sim_core::document::{Changes, Fault};
use sim_core::engine::snapshot::{Mark, MarkKind};

use crate::panels::{inspector, words};
use crate::session::View;
use crate::theme::Rgba;

/// What a mark says, without its place.
fn what(view: &View<'_>, mark: &Mark) -> String {
    let texts = view.texts;
    match mark.what {
        MarkKind::FaultBegins(kind) => words::fault(texts, &kind),
        MarkKind::FaultEnds(kind) => {
            texts.tr_with("mark.healed", &[("fault", &words::fault(texts, &kind))])
        }
        MarkKind::Scaled(from, to) => texts.tr_with(
            "mark.scaled",
            &[("from", &from.to_string()), ("to", &to.to_string())],
        ),
        MarkKind::Replaced => texts.tr("mark.replaced").to_owned(),
        MarkKind::FailedOver => texts.tr("mark.failed_over").to_owned(),
        MarkKind::BreakerOpened => texts.tr("mark.breaker_opened").to_owned(),
        MarkKind::BreakerClosed => texts.tr("mark.breaker_closed").to_owned(),
        MarkKind::Edited(_) => {
            let undone = || texts.tr("mark.edit.undone").to_owned();
            edit(view, mark).map_or_else(undone, |edit| changed(view, edit))
        }
    }
}

/// What a mark of a change stands for.
fn edit<'a>(view: &View<'a>, mark: &Mark) -> Option<&'a Changes> {
    let MarkKind::Edited(number) = mark.what else {
        return None;
    };
    let edits = &view.frame?.edits;
    edits.get(number as usize)?.as_deref()
}

/// The first of several changes in words, without its place.
fn changed(view: &View<'_>, edit: &Changes) -> String {
    let (texts, change) = (view.texts, &edit.first);
    match &change.what {
        What::Added => texts.tr("mark.edit.added").to_owned(),
        What::Removed => texts.tr("mark.edit.removed").to_owned(),
        What::Replaced => texts.tr("mark.edit.replaced").to_owned(),
        What::Set { param, values } => set(view, &change.owner, param, values.as_ref()),
        What::Moved(Some(to)) => texts.tr_with("mark.edit.moved", &[("to", to)]),
        What::Moved(None) => texts.tr("mark.edit.moved_out").to_owned(),
        What::RequestKinds => texts.tr("mark.edit.kinds").to_owned(),
        What::Planned(fault) => planned(view, "mark.edit.planned", fault),
        What::Unplanned(fault) => planned(view, "mark.edit.unplanned", fault),
    }
}

fn planned(view: &View<'_>, key: &str, fault: &Fault) -> String {
    let fault = words::planned(view.texts, view.document, fault);
    view.texts.tr_with(key, &[("fault", &fault)])
}

fn set(view: &View<'_>, owner: &str, param: &str, values: Option<&[Option<Value>; 2]>) -> String {
    let name = words::param(view.texts, owner, param);
    let shown = values.and_then(|[from, to]| {
        let shown = |value: &Option<Value>| inspector::value(view, owner, param, value.as_ref());
        shown(from).zip(shown(to))
    });
    match shown {
        Some((from, to)) => {
            let words = [("param", name.as_str()), ("from", &from), ("to", &to)];
            view.texts.tr_with("mark.edit.set", &words)
        }
        None => view
            .texts
            .tr_with("mark.edit.set_long", &[("param", &name)]),
    }
}

/// The place of a mark; empty where it has none.
fn place(view: &View<'_>, mark: &Mark) -> String {
    // What was removed has no name any more but the one it had.
    if let Some(edit) = edit(view, mark) {
        return edit.first.name.clone();
    }
    mark.target
        .as_ref()
        .map(|id| words::item(view.document, id))
        .unwrap_or_default()
}

/// What and where in one line.
pub fn sentence(view: &View<'_>, mark: &Mark) -> String {
    let (what, place) = (what(view, mark), place(view, mark));
    let one = if place.is_empty() {
        what
    } else {
        format!("{what} · {place}")
    };
    match edit(view, mark).map_or(0, |edit| edit.others) {
        0 => one,
        n => {
            let n = view.texts.count(n as u64);
            let words = [("change", one.as_str()), ("n", &n)];
            view.texts.tr_with("mark.edit.more", &words)
        }
    }
}

pub fn color(view: &View<'_>, mark: &Mark) -> Rgba {
    let theme = view.theme;
    match mark.what {
        MarkKind::FaultBegins(_) => theme.down,
        MarkKind::FaultEnds(_) => theme.ok,
        MarkKind::Scaled(..) => theme.accent,
        MarkKind::Replaced | MarkKind::FailedOver | MarkKind::BreakerOpened => theme.busy,
        MarkKind::BreakerClosed => theme.ok,
        MarkKind::Edited(_) => theme.text_dim,
    }
}

/// How much a mark deserves its label when there is no room for all.
pub fn weight(mark: &Mark) -> u8 {
    match mark.what {
        MarkKind::FaultBegins(_) => 4,
        MarkKind::FailedOver | MarkKind::BreakerOpened => 3,
        MarkKind::Scaled(..) => 2,
        MarkKind::FaultEnds(_) | MarkKind::Replaced | MarkKind::BreakerClosed => 1,
        MarkKind::Edited(_) => 0,
    }
}
