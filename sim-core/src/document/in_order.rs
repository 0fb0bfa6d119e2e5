//! Items asked for one after the other.

use super::{Document, Item, Items};
use crate::foundation::ids::Id;

/// A document that is asked for many of its items, mostly in its own order: the one behind the last is tried first, so
/// that hardly any has to be looked up.
#[derive(Debug)]
pub struct InOrder<'a> {
    document: &'a Document,
    /// The list that the last one stood in, and the place behind it.
    next: (usize, usize),
}

impl<'a> InOrder<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            next: (0, 0),
        }
    }

    /// As [`Document::item`].
    pub fn item(&mut self, id: &Id) -> Option<Item<'a>> {
        let document = self.document;
        let there = match self.next.0 {
            0 => at(&document.components, self.next.1, id).map(Item::Component),
            1 => at(&document.links, self.next.1, id).map(Item::Link),
            2 => at(&document.containers, self.next.1, id).map(Item::Container),
            _ => at(&document.notes, self.next.1, id).map(Item::Note),
        };
        if there.is_some() {
            self.next.1 += 1;
            return there;
        }
        let (list, place, item) = None
            .or_else(|| found(0, &document.components, id, Item::Component))
            .or_else(|| found(1, &document.links, id, Item::Link))
            .or_else(|| found(2, &document.containers, id, Item::Container))
            .or_else(|| found(3, &document.notes, id, Item::Note))?;
        self.next = (list, place + 1);
        Some(item)
    }
}

/// The item at a place, if it has this id.
fn at<'a, T>(items: &'a Items<T>, place: usize, id: &Id) -> Option<&'a std::sync::Arc<T>> {
    let (there, item) = items.get_index(place)?;
    (there == id).then_some(item)
}

fn found<'a, T>(
    list: usize,
    items: &'a Items<T>,
    id: &Id,
    of: fn(&'a std::sync::Arc<T>) -> Item<'a>,
) -> Option<(usize, usize, Item<'a>)> {
    let (place, _, item) = items.get_full(id)?;
    Some((list, place, of(item)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::{Component, Link};

    fn id(name: &str) -> Id {
        name.parse().unwrap_or_else(|_| panic!("{name}"))
    }

    #[test]
    fn in_any_order_the_answers_are_those_of_the_document() {
        let mut document = Document::default();
        for name in ["a", "b", "c", "d"] {
            let component = Component {
                id: id(name),
                service: "server".to_owned(),
                name: String::new(),
                parent: None,
                at: [0.0, 0.0],
                params: Default::default(),
                unknown: Default::default(),
            };
            document.components.insert(id(name), Arc::new(component));
        }
        for name in ["ab", "bc"] {
            let link = Link {
                id: id(name),
                from: id(&name[..1]),
                to: id(&name[1..]),
                bends: Vec::new(),
                params: Default::default(),
                unknown: Default::default(),
            };
            document.links.insert(id(name), Arc::new(link));
        }
        let mut items = InOrder::new(&document);
        let asked = "a b ab bc gone a c d ab d c b a bc ab x gone c d".split(' ');
        for name in asked.map(id) {
            let (here, there) = (items.item(&name), document.item(&name));
            assert_eq!(format!("{here:?}"), format!("{there:?}"));
        }
    }
}
