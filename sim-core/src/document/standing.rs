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
        self.host(around)
            .is_none_or(|host| rules::may_stand_in(kind, &host.kind))
    }

    /// Whether a component or container of this document may go into another container (`None`: on the bare canvas)
    /// with all that stands in it.
    pub fn may_go_into(&self, id: &Id, around: Option<&Id>) -> bool {
        let hosts = self.ancestors(around);
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
