//! Which items are selected: components, links and containers alike.

use std::sync::Arc;

use indexmap::IndexSet;
use sim_core::foundation::ids::Id;

/// Selected items in the order they were picked.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Shared: what was drawn for a selection remembers it, and is asked in every frame whether it is still the same.
    ids: Arc<IndexSet<Id>>,
}

impl PartialEq for Selection {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.ids, &other.ids) || self.ids == other.ids
    }
}

impl Eq for Selection {}

impl Selection {
    pub fn contains(&self, id: &Id) -> bool {
        self.ids.contains(id)
    }

    /// [`contains`](Self::contains) for who asks for many items in about the order in which they were picked: the one
    /// behind the last is tried first.
    pub fn asked_in_order(&self) -> impl FnMut(&Id) -> bool + '_ {
        let mut next = 0;
        move |id| {
            let there = self.ids.get_index(next).is_some_and(|there| there == id);
            let place = match there {
                true => Some(next),
                false => self.ids.get_index_of(id),
            };
            next = place.map_or(next, |place| place + 1);
            place.is_some()
        }
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Id> {
        self.ids.iter()
    }

    /// The one selected item; `None` for none or several.
    pub fn single(&self) -> Option<&Id> {
        self.ids.first().filter(|_| self.ids.len() == 1)
    }

    pub fn to_vec(&self) -> Vec<Id> {
        self.ids.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.ids = Arc::default();
    }

    pub(crate) fn replace(&mut self, ids: impl IntoIterator<Item = Id>) {
        self.ids = Arc::new(ids.into_iter().collect());
    }

    pub(crate) fn add(&mut self, ids: impl IntoIterator<Item = Id>) {
        Arc::make_mut(&mut self.ids).extend(ids);
    }

    pub(crate) fn toggle(&mut self, ids: impl IntoIterator<Item = Id>) {
        let known = Arc::make_mut(&mut self.ids);
        for id in ids {
            if !known.shift_remove(&id) {
                known.insert(id);
            }
        }
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Id) -> bool) {
        if !self.ids.iter().all(&mut keep) {
            Arc::make_mut(&mut self.ids).retain(keep);
        }
    }
}
