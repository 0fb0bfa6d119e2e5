//! The marks of a run in words and colour.

use sim_core::engine::snapshot::{Mark, MarkKind};

use crate::i18n::happened;
use crate::session::View;
use crate::theme::Rgba;

/// What and where in one line.
pub fn sentence(view: &View<'_>, mark: &Mark) -> String {
    let edits = view.frame.map_or(&[][..], |frame| &frame.edits);
    happened::sentence(view.texts, view.document, edits, mark)
}

pub fn color(view: &View<'_>, mark: &Mark) -> Rgba {
    let theme = view.theme;
    match mark.what {
        MarkKind::FaultBegins(_) => theme.down,
        MarkKind::FaultEnds(_) => theme.ok,
        MarkKind::Scaled(..) => theme.accent,
        MarkKind::Replaced | MarkKind::FailedOver | MarkKind::BreakerOpened => theme.busy,
        MarkKind::BreakerClosed | MarkKind::TargetsBack(..) => theme.ok,
        MarkKind::TargetsOut(..) => theme.affected,
        MarkKind::Edited(_) => theme.text_dim,
    }
}

/// How much a mark deserves its label when there is no room for all.
pub fn weight(mark: &Mark) -> u8 {
    match mark.what {
        MarkKind::FaultBegins(_) => 4,
        MarkKind::FailedOver | MarkKind::BreakerOpened | MarkKind::TargetsOut(..) => 3,
        MarkKind::Scaled(..) => 2,
        MarkKind::FaultEnds(_)
        | MarkKind::Replaced
        | MarkKind::BreakerClosed
        | MarkKind::TargetsBack(..) => 1,
        MarkKind::Edited(_) => 0,
    }
}
