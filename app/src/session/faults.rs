//! Which faults fit an item, with the figures that they are offered with.

use sim_core::catalog::{container::is_plain, service};
use sim_core::document::{Component, FaultKind, Item};
use sim_core::foundation::ids::Id;

use super::View;

const SLOW_FACTOR: f64 = 5.0;
const CAPACITY_FACTOR: f64 = 0.5;
/// Throttle to this where nothing arrives, requests per second.
const LEAST_RATE: f64 = 10.0;

/// The faults that fit, in the order of the menus; none for items that no fault fits.
pub fn faults_for(view: &View<'_>, id: &Id, item: &Item<'_>) -> Vec<FaultKind> {
    match item {
        Item::Link(_) => vec![FaultKind::CutLink, FaultKind::BlackHole],
        Item::Container(found) if found.kind == "zone" => {
            vec![FaultKind::LoseZone, FaultKind::ColdEverything]
        }
        Item::Container(found) if is_plain(&found.kind) => Vec::new(),
        Item::Container(_) => vec![FaultKind::ColdEverything],
        Item::Note(_) => Vec::new(),
        Item::Component(component) => for_component(view, id, component),
    }
}

fn for_component(view: &View<'_>, id: &Id, component: &Component) -> Vec<FaultKind> {
    let Some(service) = service(&component.service) else {
        return Vec::new();
    };
    let figures = view.component(id);
    let rate = figures.map_or(0.0, |figures| figures.live.offered_per_s);
    // Half of what comes, so that it can be seen.
    let per_s = if rate >= 2.0 {
        (rate / 2.0).round()
    } else {
        LEAST_RATE
    };
    let part = (service.compile)(&component.settings());
    let all = [
        FaultKind::CrashOne,
        FaultKind::CrashAll,
        FaultKind::Slow {
            factor: SLOW_FACTOR,
        },
        FaultKind::Throttle { per_s },
        FaultKind::Capacity {
            factor: CAPACITY_FACTOR,
        },
        FaultKind::CacheFlush,
        FaultKind::ColdEverything,
    ];
    all.into_iter().filter(|kind| kind.fits(&part)).collect()
}
