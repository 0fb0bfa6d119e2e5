//! Ends of links: a link may lead elsewhere and stay the link it is.

use super::apply::{found, wrong};
use super::bends;
use super::error::EditError;
use crate::catalog::expected::Thing;
use crate::document::{Document, Item, Link};
use crate::foundation::ids::Id;

/// Lets a link lead from one component to another. Turned around, it takes its own way back; with one end elsewhere it
/// keeps the bends of its way; with both elsewhere there is nothing left for them to go around.
pub fn set(document: &mut Document, id: &Id, from: &Id, to: &Id) -> Result<(), EditError> {
    let Item::Link(shared) = found(document, id)? else {
        return Err(wrong(id, &found(document, id)?, Thing::Link));
    };
    let mut link = Link::clone(shared);
    if (&link.from, &link.to) == (to, from) {
        link.bends.reverse();
    } else if link.from != *from && link.to != *to {
        link.bends.clear();
    }
    (link.from, link.to) = (from.clone(), to.clone());
    bends::put(document, link)
}
