//! What holds the requests of a component up, in words: the tier below, or the component itself.

use sim_core::engine::snapshot::ComponentView;
use sim_core::foundation::ids::Id;

use super::words;
use crate::session::View;

/// Utilisation and share of waiting slots from which waiting is called the likely reason.
const BUSY: f64 = 0.7;
const MOSTLY_WAITING: f64 = 0.5;
/// Utilisation from which the component itself is called the bottleneck.
const FULL: f64 = 0.95;

/// A reason as people are told it.
pub struct Reason<'a> {
    pub title: &'a str,
    pub text: String,
}

/// Why a component is held up at present; `None`: nothing tells.
pub fn of<'a>(view: &View<'a>, id: &Id) -> Option<Reason<'a>> {
    let figures = view.component(id)?;
    let waiting = figures.slots_waiting as f64 / figures.slots_held.max(1) as f64;
    if figures.utilization >= BUSY && waiting >= MOSTLY_WAITING {
        return below(view, id, figures, waiting);
    }
    if figures.utilization < FULL {
        return None;
    }
    let key = if figures.cpu.is_some_and(|cpu| cpu >= FULL) {
        "live.full_cpu"
    } else {
        "live.full_slots"
    };
    let busy = view.texts.share(figures.utilization);
    Some(Reason {
        title: view.texts.tr("live.full"),
        text: view.texts.tr_with(key, &[("busy", &busy)]),
    })
}

/// The best-known outage: slots are held while the tier below is waited for.
fn below<'a>(
    view: &View<'a>,
    id: &Id,
    figures: &ComponentView,
    waiting: f64,
) -> Option<Reason<'a>> {
    let below = view.document.links.values().filter(|link| link.from == *id);
    let names: Vec<String> = below
        .map(|link| words::item(view.document, &link.to))
        .collect();
    if names.is_empty() {
        return None;
    }
    let texts = view.texts;
    let values = [
        ("busy", &*texts.share(figures.utilization)),
        ("waiting", &*texts.share(waiting)),
        ("below", &*names.join(", ")),
    ];
    Some(Reason {
        title: texts.tr("live.bottleneck"),
        text: texts.tr_with("live.bottleneck_text", &values),
    })
}
