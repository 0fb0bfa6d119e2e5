//! The marks of a run in words and colour.

use sim_core::engine::snapshot::{Mark, MarkKind};
use sim_core::foundation::ids::Id;

use crate::i18n::{happened, targets};
use crate::session::View;
use crate::theme::Rgba;

/// What and where in one line.
pub fn sentence(view: &View<'_>, mark: &Mark) -> String {
    let edits = view.frame.map_or(&[][..], |frame| &frame.edits);
    happened::sentence(view.texts, view.document, edits, mark)
}

/// What there is to say beside that, as long as it lasts: how those that balancers took out are now, and why. The
/// present tells nothing of what is over, or of what came out before others did.
pub fn more(view: &View<'_>, mark: &Mark) -> Option<String> {
    let MarkKind::TargetsOut(of, _) = &mark.what else {
        return None;
    };
    let (run, figures) = (view.snapshot()?, view.component(of)?);
    let mut marks = run.marks.iter().rev();
    let last = marks.find(|mark| targets_of(mark) == Some(of));
    if last != Some(mark) {
        return None;
    }
    let out = targets::out(view.texts, view.document, run, figures)?;
    let count = targets::count(view.texts, figures.targets);
    let now = view.texts.tr_with("mark.now", &[("text", &count)]);
    Some(format!("{now}\n{}", out.why))
}

/// Whose targets came out or back.
fn targets_of(mark: &Mark) -> Option<&Id> {
    match &mark.what {
        MarkKind::TargetsOut(of, _) | MarkKind::TargetsBack(of, _) => Some(of),
        _ => None,
    }
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
