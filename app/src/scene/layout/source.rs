//! What a layout was made from, and what is different now.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use sim_core::document::{Component, Document, Items, Link, Note};
use sim_core::foundation::ids::Id;

/// The items of the document before.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    components: Vec<Arc<Component>>,
    links: Vec<Arc<Link>>,
    pub notes: Vec<Arc<Note>>,
}

/// Places in the document of what is not the same one as before.
#[derive(Debug)]
pub(super) struct Changes {
    pub components: Vec<usize>,
    pub links: Vec<usize>,
}

impl Changes {
    /// Whether all is as before.
    pub fn is_empty(&self) -> bool {
        self.components.is_empty() && self.links.is_empty()
    }
}

impl Source {
    /// `None` where cards or links came, went, changed their order or their ends.
    pub fn changes(&self, document: &Document) -> Option<Changes> {
        let same_link = |a: &Link, b: &Link| a.id == b.id && a.from == b.from && a.to == b.to;
        Some(Changes {
            components: changed(&self.components, &document.components, |a, b| a.id == b.id)?,
            links: changed(&self.links, &document.links, same_link)?,
        })
    }

    pub fn take(&mut self, document: &Document) {
        take(&mut self.components, &document.components);
        take(&mut self.links, &document.links);
        take(&mut self.notes, &document.notes);
    }
}

/// Places of items that are another one than before; `None` where it is not one list with changes in it.
fn changed<T>(
    before: &[Arc<T>],
    after: &Items<T>,
    fits: impl Fn(&T, &T) -> bool,
) -> Option<Vec<usize>> {
    if before.len() != after.len() {
        return None;
    }
    let mut changed = Vec::new();
    for (index, (before, after)) in before.iter().zip(after.values()).enumerate() {
        if !Arc::ptr_eq(before, after) {
            if !fits(before, after) {
                return None;
            }
            changed.push(index);
        }
    }
    Some(changed)
}

/// Makes `list` the items, writing only where they are others.
fn take<T>(list: &mut Vec<Arc<T>>, items: &Items<T>) {
    list.truncate(items.len());
    for (had, item) in list.iter_mut().zip(items.values()) {
        if !Arc::ptr_eq(had, item) {
            *had = Arc::clone(item);
        }
    }
    let more = items.values().skip(list.len());
    list.extend(more.cloned());
}

/// A list of before, asked for what an item was: mostly it stands in the same place.
#[derive(Debug)]
pub(in crate::scene) struct Before<'a, T> {
    list: &'a [T],
    id: fn(&T) -> &Id,
    /// So many from the first one on were found in their places.
    in_place: AtomicUsize,
    /// Behind the last one that was found elsewhere: where some came or went, all others stand in the same order.
    next: AtomicUsize,
    by_id: OnceLock<IndexMap<&'a Id, &'a T>>,
}

impl<'a, T> Before<'a, T> {
    pub fn new(list: &'a [T], id: fn(&T) -> &Id) -> Self {
        Self {
            list,
            id,
            in_place: AtomicUsize::new(0),
            next: AtomicUsize::new(0),
            by_id: OnceLock::new(),
        }
    }

    /// What had this id; `index`: where it stands now.
    pub fn get(&self, index: usize, id: &Id) -> Option<&'a T> {
        self.get_by(index, id, self.id)
    }

    /// The same where thousands are asked for: `id_of` is that of the list, known to the compiler.
    #[inline(always)]
    pub fn get_by(&self, index: usize, id: &Id, id_of: impl Fn(&T) -> &Id) -> Option<&'a T> {
        let Some(there) = self.list.get(index).filter(|item| id_of(item) == id) else {
            return self.elsewhere(id);
        };
        // Who asks from two threads at once may miss some; then the look-up tells.
        if index == self.in_place.load(Ordering::Relaxed) {
            self.in_place.store(index + 1, Ordering::Relaxed);
        }
        Some(there)
    }

    #[inline(never)]
    fn elsewhere(&self, id: &Id) -> Option<&'a T> {
        let in_place = self.in_place.load(Ordering::Relaxed);
        // What was added behind a list that is all there is not in it.
        if in_place >= self.list.len() {
            return None;
        }
        /// So many are looked at before it is looked up: looking up the first one takes as long as the whole list.
        const NEAR: usize = 8;
        let next = self.next.load(Ordering::Relaxed).max(in_place);
        let near = self.list.iter().enumerate().skip(next).take(NEAR);
        let mut near = near.filter(|(_, item)| (self.id)(item) == id);
        if let Some((at, item)) = near.next() {
            self.next.store(at + 1, Ordering::Relaxed);
            return Some(item);
        }
        let entry = |item: &'a T| ((self.id)(item), item);
        let by_id = self
            .by_id
            .get_or_init(|| self.list.iter().map(entry).collect());
        by_id.get(id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &str) -> Vec<Id> {
        let id = |name: &str| name.parse().unwrap_or_else(|_| panic!("{name}"));
        names.split_whitespace().map(id).collect()
    }

    #[test]
    fn what_was_there_is_found_wherever_it_stood_and_what_was_not_is_not() {
        let lists = [
            "",
            "a",
            "a b c",
            "a b c d e",
            "b c",
            "c b a",
            "x a b c",
            "a x b c",
        ];
        for before in lists.map(ids) {
            for now in lists.map(ids) {
                let known = Before::new(&before, |id| id);
                // Twice, and some of it out of turn.
                let asked = now.iter().enumerate();
                for (at, id) in asked.clone().chain(asked.clone().rev()).chain(asked) {
                    let found = known.get(at, id);
                    assert_eq!(found.is_some(), before.contains(id), "{id} of {now:?}");
                    assert!(found.is_none_or(|found| found == id));
                }
            }
        }
    }
}
