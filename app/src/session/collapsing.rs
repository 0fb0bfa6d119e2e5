//! Which containers can be collapsed or expanded, and the changes that do it.

use sim_core::catalog::container;
use sim_core::document::{Container, Document, Item};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::{Selection, grouping, room};

/// The open containers among what is selected.
pub fn open(document: &Document, selection: &Selection) -> Vec<Id> {
    let can = |container: &Container| {
        !container.collapsed
            && !container::crosses(&container.kind)
            && document.stand_in(&container.id).is_none()
    };
    let containers = selection
        .iter()
        .filter_map(|id| document.containers.get(id));
    let open = containers.filter(|container| can(container));
    open.map(|container| container.id.clone()).collect()
}

/// The collapsed containers among what is selected.
pub fn shut(document: &Document, selection: &Selection) -> Vec<Id> {
    let containers = selection
        .iter()
        .filter_map(|id| document.containers.get(id));
    let shut = containers.filter(|container| container.is_card());
    shut.map(|container| container.id.clone()).collect()
}

/// Draws containers as one card each.
pub fn collapse(ids: Vec<Id>) -> Edit {
    Edit::Collapse {
        ids,
        collapsed: true,
    }
}

/// Draws containers as frames again. A card may have been moved: what is around grows where the frame sticks out, and
/// what was put on its ground meanwhile makes way.
pub fn expand(document: &Document, ids: Vec<Id>) -> Edit {
    let found = ids.iter().filter_map(|id| document.containers.get(id));
    let grown = found.map(|container| {
        let frame = (container.at, container.size);
        let places = grouping::grown(document, container.parent.as_ref(), frame);
        Edit::Arrange { places }
    });
    let grown: Vec<Edit> = grown
        .filter(|edit| !matches!(edit, Edit::Arrange { places } if places.is_empty()))
        .collect();
    let opened = Edit::Collapse {
        ids: ids.clone(),
        collapsed: false,
    };
    let mut edits: Vec<Edit> = std::iter::once(opened).chain(grown).collect();
    let so_far = Edit::Batch {
        edits: edits.clone(),
    };
    edits.extend(room::made(document, &so_far, &ids));
    match edits.len() {
        1 => edits.remove(0),
        _ => Edit::Batch { edits },
    }
}

/// The collapsed containers that must be expanded for an item to be drawn, the outermost first.
pub fn covers(document: &Document, id: &Id) -> Vec<Id> {
    let parent = match document.item(id) {
        Some(Item::Component(component)) => component.parent.as_ref(),
        Some(Item::Container(container)) => container.parent.as_ref(),
        Some(Item::Note(note)) => note.parent.as_ref(),
        Some(Item::Link(_)) | None => None,
    };
    let around = document.ancestors(parent).into_iter().rev();
    let shut = around.filter(|container| container.is_card());
    shut.map(|container| container.id.clone()).collect()
}
