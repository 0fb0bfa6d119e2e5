//! Bends of links: set by hand, carried along when both ends move.

use std::sync::Arc;

use indexmap::IndexSet;

use super::apply::{found, wrong};
use super::error::EditError;
use crate::catalog::expected::Thing;
use crate::document::{Document, Item, Link, rules};
use crate::foundation::ids::Id;

/// Gives a link these bends.
pub fn set(document: &mut Document, id: &Id, bends: &[[f32; 2]]) -> Result<(), EditError> {
    let Item::Link(shared) = found(document, id)? else {
        return Err(wrong(id, &found(document, id)?, Thing::Link));
    };
    let mut link = Link::clone(shared);
    link.bends = bends.to_vec();
    put(document, link)
}

/// Moves the bends of every link whose two ends are among the moved components.
pub fn ride(
    document: &mut Document,
    components: &[Id],
    moved: impl Fn([f32; 2]) -> [f32; 2],
) -> Result<(), EditError> {
    // One component alone is never both ends.
    if components.len() < 2 {
        return Ok(());
    }
    let moving: IndexSet<&Id> = components.iter().collect();
    let rides = |link: &&Arc<Link>| {
        !link.bends.is_empty() && moving.contains(&link.from) && moving.contains(&link.to)
    };
    let riding: Vec<Arc<Link>> = document.links.values().filter(rides).cloned().collect();
    for link in riding {
        let mut link = Link::clone(&link);
        link.bends.iter_mut().for_each(|bend| *bend = moved(*bend));
        put(document, link)?;
    }
    Ok(())
}

/// Takes a changed link in if it keeps the rules.
pub(super) fn put(document: &mut Document, link: Link) -> Result<(), EditError> {
    rules::check_link(document, &link).map_err(|broken| EditError::Rule {
        id: link.id.clone(),
        broken,
    })?;
    document.links.insert(link.id.clone(), Arc::new(link));
    Ok(())
}
