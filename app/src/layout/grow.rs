//! Containers around what was put in order, themselves not chosen, grow where it would stick out of them.

use indexmap::IndexMap;
use sim_core::document::Document;
use sim_core::edit::Place;
use sim_core::foundation::ids::Id;

use super::tree::SLOT;

/// Room between what stands in a container and its right and lower side, canvas points.
const AIR: f32 = 24.0;

/// Adds the places of the containers that must grow, to the right and down.
pub fn around(document: &Document, places: &mut Vec<Place>) {
    let mut frames: IndexMap<Id, ([f32; 2], [f32; 2])> = IndexMap::new();
    let placed: IndexMap<Id, usize> = places
        .iter()
        .enumerate()
        .map(|(at, place)| (place.id.clone(), at))
        .collect();
    for place in places.iter() {
        let parent = match (
            document.components.get(&place.id),
            document.containers.get(&place.id),
        ) {
            (Some(component), _) => component.parent.as_ref(),
            (_, Some(container)) => container.parent.as_ref(),
            _ => None,
        };
        let size = place.size.unwrap_or(SLOT.map(|v| v as f32));
        let mut corner = [0, 1].map(|axis| place.at[axis] + size[axis]);
        for host in document.ancestors(parent) {
            if placed.contains_key(&host.id) {
                break;
            }
            let (_, far) = frames
                .entry(host.id.clone())
                .or_insert_with(|| (host.at, [0, 1].map(|axis| host.at[axis] + host.size[axis])));
            for axis in [0, 1] {
                far[axis] = far[axis].max(corner[axis] + AIR);
                corner[axis] = far[axis];
            }
        }
    }
    for (id, (at, far)) in frames {
        let size = [0, 1].map(|axis| far[axis] - at[axis]);
        if document
            .containers
            .get(&id)
            .is_some_and(|host| host.size != size)
        {
            places.push(Place {
                id,
                at,
                size: Some(size),
            });
        }
    }
}
