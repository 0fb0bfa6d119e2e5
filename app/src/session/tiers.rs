//! The layered layout of what is drawn, with the tiers that lie across it.

use indexmap::IndexSet;
use sim_core::catalog::container;
use sim_core::document::{Container, Document};
use sim_core::edit::{Edit, Place, apply as try_edit};
use sim_core::foundation::ids::Id;

use super::placement;
use crate::layout;
use crate::scene::fold;

/// Places for what is chosen (nothing: all), as [`layout::arrange`] gives them for what is drawn.
///
/// A tier is no box beside others: it stays out of the layout, and is drawn anew around what lay in it.
pub fn arrange(document: &Document, chosen: &IndexSet<Id>) -> Vec<Place> {
    arrange_while(document, chosen, &mut |_| true).unwrap_or_default()
}

/// The same with word of its progress; `None` when `goes_on(share done)` gave it up.
pub fn arrange_while(
    document: &Document,
    chosen: &IndexSet<Id>,
    goes_on: &mut dyn FnMut(f32) -> bool,
) -> Option<Vec<Place>> {
    let lies_across = |id: &Id| {
        let found = document.containers.get(id);
        found.is_some_and(|found| container::crosses(&found.kind))
    };
    if !chosen.is_empty() && chosen.iter().all(&lies_across) {
        return Some(Vec::new());
    }
    let boxes = chosen.iter().filter(|id| !lies_across(id)).cloned();
    let mut drawn = fold::drawn(document).into_owned();
    drawn.containers.retain(|id, _| !lies_across(id));
    let found = layout::arrange_while(&drawn, &boxes.collect(), goes_on)?;
    let mut places = fold::spread(document, found);
    let change = Edit::Arrange {
        places: places.clone(),
    };
    if let Ok(after) = try_edit(document, &change) {
        let tiers = document.containers.values().filter(|c| lies_across(&c.id));
        places.extend(tiers.filter_map(|tier| around(document, &after, tier)));
    }
    Some(places)
}

/// The frame of a tier around what lay in it; `None` where it stays as it is.
fn around(before: &Document, after: &Document, tier: &Container) -> Option<Place> {
    let inside = placement::with_riders(before, std::slice::from_ref(&tier.id));
    let inside = inside.iter().filter(|id| **id != tier.id);
    let moved = |id: &&Id| placement::frame_of(before, id) != placement::frame_of(after, id);
    let inside: Vec<&Id> = inside.collect();
    if !inside.iter().any(moved) {
        return None;
    }
    let (min, max) = placement::bounds(after, inside.into_iter())?;
    let (at, size) = placement::frame_around(min, max);
    Some(Place {
        id: tier.id.clone(),
        at,
        size: Some(size),
    })
}
