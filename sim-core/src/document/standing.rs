//! What may stand in what: plain containers stand anywhere, and whatever is in them stands in what is around them.

use std::sync::Arc;

use super::{Container, Document, Item, rules};
use crate::catalog::container::{self, ContainerKind};
use crate::foundation::ids::Id;

impl Document {
    /// The innermost container with a meaning around an item with this parent; `None`: the bare canvas.
    pub fn host<'a>(&'a self, parent: Option<&'a Id>) -> Option<&'a Arc<Container>> {
        self.ancestors(parent)
            .into_iter()
            .find(|around| !container::is_plain(&around.kind))
    }

    /// Whether a container of this kind may be put into another (`None`: on the bare canvas).
    pub fn may_hold(&self, around: Option<&Id>, kind: &ContainerKind) -> bool {
        if self.is_band(around) {
            return false;
        }
        self.host(around)
            .is_none_or(|host| rules::may_stand_in(kind, &host.kind))
    }

    /// Whether a component or container of this document may go into another container (`None`: on the bare canvas)
    /// with all that stands in it.
    pub fn may_go_into(&self, id: &Id, around: Option<&Id>) -> bool {
        let hosts = self.ancestors(around);
        if self.is_band(around) {
            return false;
        }
        match self.item(id) {
            Some(Item::Component(_)) => true,
            Some(Item::Container(_)) if hosts.iter().any(|host| host.id == *id) => false,
            Some(Item::Container(_)) => {
                let bound = |c: &&Arc<Container>| c.id == *id || self.is_carried(c, id);
                let mut carried = self.containers.values().filter(bound);
                carried.all(|c| {
                    container::kind(&c.kind).is_some_and(|kind| self.may_hold(around, kind))
                })
            }
            Some(Item::Link(_) | Item::Note(_)) | None => false,
        }
    }

    /// The collapsed container that is drawn in place of an item: the outermost one that is the item or stands around
    /// it. `None`: the item is drawn itself.
    pub fn stand_in(&self, id: &Id) -> Option<&Arc<Container>> {
        let own = self.containers.get(id);
        let mut next = match self.components.get(id) {
            Some(component) => component.parent.as_ref(),
            None => match own {
                Some(container) => Some(&container.id),
                None => self.notes.get(id).and_then(|note| note.parent.as_ref()),
            },
        };
        let mut found = None;
        // A ring of containers, which the loader refuses, ends with the depth that a document may have.
        for _ in 0..=rules::MAX_DEPTH {
            let Some(around) = next.and_then(|id| self.containers.get(id)) else {
                break;
            };
            if around.is_card() {
                found = Some(around);
            }
            next = around.parent.as_ref();
        }
        found
    }

    /// Whether an item is not drawn, because a collapsed container stands for it.
    pub fn is_put_away(&self, id: &Id) -> bool {
        self.stand_in(id).is_some_and(|card| card.id != *id)
    }

    /// The containers and components in these containers, at any depth, and the notes that are put away in them; each in
    /// the document's order.
    pub fn contents(&self, of: &[Id]) -> Vec<Id> {
        let inside = |parent: &Option<Id>| {
            let hosts = self.ancestors(parent.as_ref());
            hosts.iter().any(|host| of.contains(&host.id))
        };
        let containers = self.containers.values().map(|c| (&c.id, &c.parent));
        let components = self.components.values().map(|c| (&c.id, &c.parent));
        let notes = self.notes.values().map(|n| (&n.id, &n.parent));
        let all = containers.chain(components).chain(notes);
        all.filter(|(_, parent)| inside(parent))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Whether this is a container that lies across others and holds nothing.
    fn is_band(&self, id: Option<&Id>) -> bool {
        let found = id.and_then(|id| self.containers.get(id));
        found.is_some_and(|found| container::crosses(&found.kind))
    }

    /// Whether a container stands in `outer` with nothing but plain containers between its place and what is around
    /// `outer`.
    fn is_carried(&self, item: &Container, outer: &Id) -> bool {
        for around in self.ancestors(item.parent.as_ref()) {
            if !container::is_plain(&around.kind) {
                return false;
            }
            if around.id == *outer {
                return true;
            }
        }
        false
    }
}
