//! What a selection gives as a group: whether it may be one, where it stands, its frame.

use std::sync::Arc;

use indexmap::IndexMap;
use sim_core::catalog::container;
use sim_core::document::{Container, Document, Item};
use sim_core::edit::Place;
use sim_core::foundation::ids::Id;

use super::Selection;
use super::placement::{self, GRID};

/// Room inside a container around what stands in it; above, the title stands in it too. Canvas points.
const AIR: f32 = 2.0 * GRID;
const AIR_ABOVE: f32 = 4.0 * GRID;

/// The container in which a group of these cards and containers stands: the innermost around them all.
///
/// # Errors
/// The translation key of the reason why they may be no group: there are none, or they would leave their zone or
/// region.
pub fn home(document: &Document, tops: &[Id]) -> Result<Option<Id>, &'static str> {
    let around = |id: &Id| match document.item(id) {
        Some(Item::Component(component)) => component.parent.clone(),
        Some(Item::Container(container)) => container.parent.clone(),
        _ => None,
    };
    let parents: Vec<Option<Id>> = tops.iter().map(around).collect();
    let Some(first) = parents.first() else {
        return Err("why.select_any");
    };
    let host = |parent: &Option<Id>| document.host(parent.as_ref()).map(|host| host.id.clone());
    if parents.iter().any(|parent| host(parent) != host(first)) {
        return Err("why.select_one_place");
    }
    let holds = |outer: &&Arc<Container>| {
        let held = |parent: &Option<Id>| {
            let around = document.ancestors(parent.as_ref());
            around.iter().any(|host| host.id == outer.id)
        };
        parents.iter().all(held)
    };
    let mut hosts = document.ancestors(first.as_ref()).into_iter();
    Ok(hosts.find(holds).map(|host| host.id.clone()))
}

/// Whether containers of this kind keep things together and nothing else, so that they can be taken away.
pub fn is_group(kind: &str) -> bool {
    container::is_plain(kind) && !container::crosses(kind)
}

/// The groups among what is selected.
pub fn groups(document: &Document, selection: &Selection) -> Vec<Id> {
    let plain = |id: &&Id| {
        let found = document.containers.get(*id);
        found.is_some_and(|found| is_group(&found.kind))
    };
    selection.iter().filter(plain).cloned().collect()
}

/// What stands in these containers and is none of them.
pub fn members(document: &Document, of: &[Id]) -> Vec<Id> {
    let containers = document.containers.values().map(|c| (&c.id, &c.parent));
    let components = document.components.values().map(|c| (&c.id, &c.parent));
    let inside = |(id, parent): &(&Id, &Option<Id>)| {
        parent.as_ref().is_some_and(|parent| of.contains(parent)) && !of.contains(id)
    };
    let all = containers.chain(components).filter(inside);
    all.map(|(id, _)| id.clone()).collect()
}

/// The containers around a new frame that it would stick out of or whose title it would cover, with frames that hold it.
pub fn grown(
    document: &Document,
    parent: Option<&Id>,
    (at, size): ([f32; 2], [f32; 2]),
) -> Vec<Place> {
    let mut held = (at, [at[0] + size[0], at[1] + size[1]]);
    let mut places: IndexMap<Id, Place> = IndexMap::new();
    for host in document.ancestors(parent) {
        let end = [host.at[0] + host.size[0], host.at[1] + host.size[1]];
        let (min, max) = held;
        let above = min[1] - AIR_ABOVE;
        if host.holds([min[0], above], [max[0] - min[0], max[1] - above]) {
            break;
        }
        let at = [host.at[0].min(min[0] - AIR), host.at[1].min(above)];
        let end = [end[0].max(max[0] + AIR), end[1].max(max[1] + AIR)];
        held = (at, end);
        let place = Place {
            id: host.id.clone(),
            at,
            size: Some([end[0] - at[0], end[1] - at[1]]),
        };
        places.insert(host.id.clone(), place);
    }
    places.into_values().collect()
}

/// Corner and size of a group around these.
pub fn frame(document: &Document, tops: &[Id]) -> Option<([f32; 2], [f32; 2])> {
    let (min, max) = placement::bounds(document, tops.iter())?;
    Some(placement::frame_around(min, max))
}
