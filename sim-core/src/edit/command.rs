//! Every change to a document, as data.

use serde::{Deserialize, Serialize};

use crate::catalog::Value;
use crate::document::{Component, Container, Link, Note, RequestKind, Scenario};
use crate::foundation::ids::Id;

/// One change. Undo keeps the document before it, so no change needs an inverse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    AddComponent {
        component: Component,
    },
    AddLink {
        link: Link,
    },
    AddContainer {
        container: Container,
    },
    /// Removes items; a component's links go with it; what stood in a removed container moves to the container's parent.
    Remove {
        ids: Vec<Id>,
    },
    /// Moves components, containers and notes by an offset in canvas points; what stands in a moved container moves along
    /// once, and the bends of a link whose two ends move go with them.
    Move {
        ids: Vec<Id>,
        by: [f32; 2],
    },
    /// Puts components or containers into a container (or on the bare canvas).
    Reparent {
        ids: Vec<Id>,
        parent: Option<Id>,
    },
    /// Puts components, containers and notes into new places, each by itself: what stands in a container stays.
    Arrange {
        places: Vec<Place>,
    },
    /// Gives a container or note a new frame.
    Resize {
        id: Id,
        at: [f32; 2],
        size: [f32; 2],
    },
    /// Draws containers as one card each, or as frames again; notes that lie on one are put away with it.
    Collapse {
        ids: Vec<Id>,
        collapsed: bool,
    },
    /// Gives a link other bends; none: it finds its way itself.
    Bend {
        id: Id,
        bends: Vec<[f32; 2]>,
    },
    /// Lets a link lead from and to other components; its settings, faults and id stay, and its bends with one of the ends.
    Reconnect {
        id: Id,
        from: Id,
        to: Id,
    },
    /// Renames a component or container.
    Rename {
        id: Id,
        name: String,
    },
    /// Sets a parameter of a component, link or container; `None` goes back to the default.
    SetParam {
        id: Id,
        param: String,
        value: Option<Value>,
    },
    AddNote {
        note: Note,
    },
    /// Replaces the note of the same id.
    SetNote {
        note: Note,
    },
    AddKind {
        kind: RequestKind,
    },
    /// Replaces the request kind of the same id.
    SetKind {
        kind: RequestKind,
    },
    /// Removes a request kind that no parameter names.
    RemoveKind {
        id: Id,
    },
    /// Replaces the scenario.
    SetScenario {
        scenario: Scenario,
    },
    /// Sets the document's name and description.
    SetTitle {
        name: String,
        description: String,
    },
    /// Several changes that are one step.
    Batch {
        edits: Vec<Edit>,
    },
}

/// Where a component, container or note goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub id: Id,
    /// Top left corner, canvas points: x, y.
    pub at: [f32; 2],
    /// New width and height of a container or note, canvas points; absent: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<[f32; 2]>,
}
