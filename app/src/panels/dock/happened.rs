//! The marks of a run in words and colour.

use sim_core::engine::snapshot::{Mark, MarkKind};

use crate::panels::words;
use crate::session::View;
use crate::theme::Rgba;

/// What a mark says, without its place.
pub fn what(view: &View<'_>, mark: &Mark) -> String {
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
        MarkKind::Edited => texts.tr("mark.edited").to_owned(),
    }
}

/// The place of a mark; empty where it has none.
pub fn place(view: &View<'_>, mark: &Mark) -> String {
    mark.target
        .as_ref()
        .map(|id| words::item(view.document, id))
        .unwrap_or_default()
}

/// What and where in one line.
pub fn sentence(view: &View<'_>, mark: &Mark) -> String {
    let (what, place) = (what(view, mark), place(view, mark));
    if place.is_empty() {
        what
    } else {
        format!("{what} · {place}")
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
        MarkKind::Edited => theme.text_dim,
    }
}

/// How much a mark deserves its label when there is no room for all.
pub fn weight(mark: &Mark) -> u8 {
    match mark.what {
        MarkKind::FaultBegins(_) => 4,
        MarkKind::FailedOver | MarkKind::BreakerOpened => 3,
        MarkKind::Scaled(..) => 2,
        MarkKind::FaultEnds(_) | MarkKind::Replaced | MarkKind::BreakerClosed => 1,
        MarkKind::Edited => 0,
    }
}
