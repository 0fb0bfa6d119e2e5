//! Which items are selected: components, links and containers alike.

use indexmap::IndexSet;
use sim_core::foundation::ids::Id;

/// Selected items in the order they were picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    ids: IndexSet<Id>,
}

impl Selection {
    pub fn contains(&self, id: &Id) -> bool {
        self.ids.contains(id)
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
        self.ids.clear();
    }

    pub(crate) fn replace(&mut self, ids: impl IntoIterator<Item = Id>) {
        self.ids = ids.into_iter().collect();
    }

    pub(crate) fn add(&mut self, ids: impl IntoIterator<Item = Id>) {
        self.ids.extend(ids);
    }

    pub(crate) fn toggle(&mut self, ids: impl IntoIterator<Item = Id>) {
        for id in ids {
            if !self.ids.shift_remove(&id) {
                self.ids.insert(id);
            }
        }
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&Id) -> bool) {
        self.ids.retain(|id| keep(id));
    }
}
