//! What is drawn, saved and undone: topology and scenario.
//!
//! Architecture invariant: plain data. Every item is shared (`Arc`), so a copy of a whole document costs a few
//! pointers per item, and undo is keeping the copy. No view state (selection, camera) and no simulation state.

pub mod changes;
mod in_order;
pub mod kind;
pub mod nearest;
pub mod note;
pub mod problem;
pub mod rules;
mod same;
pub mod scenario;
mod standing;
pub mod topology;
mod unknown;

use std::sync::Arc;

use indexmap::IndexMap;

pub use changes::Changes;
pub use in_order::InOrder;
pub use kind::RequestKind;
pub use note::{Note, NoteColor, NoteKind};
pub use problem::{Broken, Problem, Violation};
pub use rules::invariants;
pub use scenario::{Fault, FaultKind, Scenario, Targets};
pub use topology::{Component, Container, Link};
pub use unknown::Unknown;

use crate::foundation::ids::Id;

/// Items of one kind in drawing order, by id.
pub type Items<T> = IndexMap<Id, Arc<T>>;

/// A whole document. Two are compared in about the time it takes to walk over what they do not share.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub name: String,
    /// Free text: what the example teaches, what the reader should try.
    pub description: String,
    pub scenario: Arc<Scenario>,
    /// Kinds of request, by their own ids; none: all requests are alike.
    pub kinds: Items<RequestKind>,
    pub containers: Items<Container>,
    pub components: Items<Component>,
    pub links: Items<Link>,
    /// Words on the canvas, in drawing order.
    pub notes: Items<Note>,
    /// Fields of the file that this version does not know; kept and written back.
    pub unknown: Unknown,
}

/// What an id stands for.
#[derive(Clone, Debug)]
pub enum Item<'a> {
    Component(&'a Arc<Component>),
    Link(&'a Arc<Link>),
    Container(&'a Arc<Container>),
    Note(&'a Arc<Note>),
}

impl Item<'_> {
    /// The name shown for the item: its own, `from → to` for a link, the first line of a note.
    pub fn name(&self, document: &Document) -> String {
        match self {
            Item::Component(component) => component.name.clone(),
            Item::Container(container) => container.name.clone(),
            Item::Note(note) => note.title().to_owned(),
            Item::Link(link) => format!(
                "{} → {}",
                document.name_of(&link.from),
                document.name_of(&link.to)
            ),
        }
    }
}

impl Document {
    /// The item of this id; ids are unique over components, links, containers and notes.
    pub fn item(&self, id: &Id) -> Option<Item<'_>> {
        if let Some(component) = self.components.get(id) {
            return Some(Item::Component(component));
        }
        if let Some(link) = self.links.get(id) {
            return Some(Item::Link(link));
        }
        if let Some(container) = self.containers.get(id) {
            return Some(Item::Container(container));
        }
        self.notes.get(id).map(Item::Note)
    }

    pub fn contains(&self, id: &Id) -> bool {
        self.item(id).is_some()
    }

    /// The name of an item, or its id where it has none.
    pub fn name_of(&self, id: &Id) -> String {
        match self.item(id) {
            Some(Item::Component(component)) => component.name.clone(),
            Some(Item::Container(container)) => container.name.clone(),
            _ => id.to_string(),
        }
    }

    /// Links that start or end at a component.
    pub fn links_of<'a>(&'a self, id: &'a Id) -> impl Iterator<Item = &'a Arc<Link>> + 'a {
        self.links
            .values()
            .filter(move |link| link.from == *id || link.to == *id)
    }

    /// Containers around a component or container, innermost first. A cycle (which the loader refuses) ends the walk.
    pub fn ancestors<'a>(&'a self, parent: Option<&'a Id>) -> Vec<&'a Arc<Container>> {
        let mut found: Vec<&Arc<Container>> = Vec::new();
        let mut next = parent;
        while let Some(container) = next.and_then(|id| self.containers.get(id)) {
            if found.iter().any(|seen| seen.id == container.id) {
                break;
            }
            found.push(container);
            next = container.parent.as_ref();
        }
        found
    }

    /// The innermost container of a kind (`"region"`, `"zone"`) around an item with this parent.
    pub fn enclosing<'a>(
        &'a self,
        parent: Option<&'a Id>,
        kind: &str,
    ) -> Option<&'a Arc<Container>> {
        self.ancestors(parent)
            .into_iter()
            .find(|container| container.kind == kind)
    }

    /// Zones a component lives in: its own zone, or every zone of its region if it stands in the region only.
    pub fn zones_of(&self, component: &Component) -> Vec<Id> {
        let parent = component.parent.as_ref();
        if let Some(zone) = self.enclosing(parent, "zone") {
            return vec![zone.id.clone()];
        }
        let Some(region) = self.enclosing(parent, "region") else {
            return Vec::new();
        };
        let inside = |zone: &&Arc<Container>| {
            zone.kind == "zone"
                && self
                    .ancestors(zone.parent.as_ref())
                    .iter()
                    .any(|c| c.id == region.id)
        };
        self.containers
            .values()
            .filter(inside)
            .map(|zone| zone.id.clone())
            .collect()
    }

    /// A fresh id that starts with `stem`: `stem`, `stem-2`, `stem-3`, ...
    pub fn fresh_id(&self, stem: &str) -> Id {
        self.fresh_id_from(stem, &mut 1)
    }

    /// The same for many items of one stem: looks from a number on (1: the stem alone), and leaves there the one taken.
    pub fn fresh_id_from(&self, stem: &str, from: &mut u64) -> Id {
        free_id(stem, from, |id| self.contains(id))
    }
}

/// The first of `stem`, `stem-2`, `stem-3`, ... from a number on that is not taken.
fn free_id(stem: &str, from: &mut u64, taken: impl Fn(&Id) -> bool) -> Id {
    let stem: String = stem
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(48)
        .collect();
    let stem = if stem.is_empty() {
        "item".to_owned()
    } else {
        stem
    };
    loop {
        let text = match *from {
            0 | 1 => stem.clone(),
            n => format!("{stem}-{n}"),
        };
        match Id::new(&text) {
            Ok(id) if !taken(&id) => return id,
            _ => *from += 1,
        }
    }
}
