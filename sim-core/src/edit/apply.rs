//! `apply`: a document and a change give a new document. Pure and total: what does not fit is a typed error, and
//! the document given is never touched.

use std::sync::Arc;

use indexmap::IndexSet;

use super::command::{Edit, Place};
use super::error::EditError;
use super::{bends, ends, kinds, notes};
use crate::catalog::expected::Thing;
use crate::catalog::{ParamMap, ParamSpec, Value, container, link, service};
use crate::document::problem::{Broken, Problem};
use crate::document::rules::{self, MAX_ITEMS};
use crate::document::{Component, Container, Document, Item, Items, Link, Scenario};
use crate::foundation::ids::Id;

/// Batches inside batches.
pub const MAX_BATCH_DEPTH: usize = 16;

/// The document after a change.
///
/// # Errors
/// Says which item does not fit and what was expected.
pub fn apply(document: &Document, edit: &Edit) -> Result<Document, EditError> {
    let mut next = document.clone();
    apply_to(&mut next, edit)?;
    Ok(next)
}

/// [`apply`] in place: for whoever has a copy already.
///
/// # Errors
/// As [`apply`]; the document is then changed in part.
pub fn apply_to(document: &mut Document, edit: &Edit) -> Result<(), EditError> {
    change(document, edit, 0)
}

fn change(document: &mut Document, edit: &Edit, depth: usize) -> Result<(), EditError> {
    match edit {
        Edit::AddComponent { component } => add_component(document, component),
        Edit::AddLink { link } => add_link(document, link),
        Edit::AddContainer { container } => add_container(document, container),
        Edit::Remove { ids } => remove(document, ids),
        Edit::Move { ids, by } => move_by(document, ids, *by),
        Edit::Reparent { ids, parent } => reparent(document, ids, parent.as_ref()),
        Edit::Arrange { places } => places.iter().try_for_each(|place| arrange(document, place)),
        Edit::Resize { id, at, size } if document.notes.contains_key(id) => {
            notes::change(document, id, |note| (note.at, note.size) = (*at, *size))
        }
        Edit::Resize { id, at, size } => edit_container(document, id, |container| {
            container.at = *at;
            container.size = *size;
        }),
        Edit::Collapse { ids, collapsed } => {
            let mut ids = ids.iter();
            ids.try_for_each(|id| collapse(document, id, *collapsed))
        }
        Edit::Bend { id, bends } => bends::set(document, id, bends),
        Edit::Reconnect { id, from, to } => ends::set(document, id, from, to),
        Edit::Rename { id, name } => rename(document, id, name),
        Edit::SetParam { id, param, value } => set_param(document, id, param, value.as_ref()),
        Edit::AddNote { note } => notes::add(document, note),
        Edit::SetNote { note } => notes::set(document, note),
        Edit::AddKind { kind } => kinds::add(document, kind),
        Edit::SetKind { kind } => kinds::set(document, kind),
        Edit::RemoveKind { id } => kinds::remove(document, id),
        Edit::SetScenario { scenario } => set_scenario(document, scenario),
        Edit::SetTitle { name, description } => set_title(document, name, description),
        Edit::Batch { edits } if depth < MAX_BATCH_DEPTH => edits
            .iter()
            .try_for_each(|edit| change(document, edit, depth + 1)),
        Edit::Batch { .. } => Err(EditError::TooDeep),
    }
}

fn rule(id: &Id) -> impl Fn(Broken) -> EditError + '_ {
    |broken| EditError::Rule {
        id: id.clone(),
        broken,
    }
}

fn check_new(
    document: &Document,
    id: &Id,
    what: &'static str,
    count: usize,
) -> Result<(), EditError> {
    if document.contains(id) {
        return Err(EditError::IdTaken { id: id.clone() });
    }
    if count >= MAX_ITEMS {
        return Err(EditError::Whole(
            Problem::TooMany {
                what,
                limit: MAX_ITEMS,
            }
            .at(what),
        ));
    }
    Ok(())
}

fn add_component(document: &mut Document, component: &Component) -> Result<(), EditError> {
    check_new(
        document,
        &component.id,
        "components",
        document.components.len(),
    )?;
    rules::check_component(document, component).map_err(rule(&component.id))?;
    document
        .components
        .insert(component.id.clone(), Arc::new(component.clone()));
    Ok(())
}

fn add_link(document: &mut Document, link: &Link) -> Result<(), EditError> {
    check_new(document, &link.id, "links", document.links.len())?;
    rules::check_link(document, link).map_err(rule(&link.id))?;
    document
        .links
        .insert(link.id.clone(), Arc::new(link.clone()));
    Ok(())
}

fn add_container(document: &mut Document, container: &Container) -> Result<(), EditError> {
    check_new(
        document,
        &container.id,
        "containers",
        document.containers.len(),
    )?;
    rules::check_container(document, container).map_err(rule(&container.id))?;
    document
        .containers
        .insert(container.id.clone(), Arc::new(container.clone()));
    Ok(())
}

/// What the item is, or an error if there is none.
pub(super) fn found<'a>(document: &'a Document, id: &Id) -> Result<Item<'a>, EditError> {
    document
        .item(id)
        .ok_or_else(|| EditError::NoSuchItem { id: id.clone() })
}

pub(super) fn wrong(id: &Id, item: &Item<'_>, expected: Thing) -> EditError {
    let found = match item {
        Item::Component(_) => Thing::Component,
        Item::Link(_) => Thing::Link,
        Item::Container(_) => Thing::Container,
        Item::Note(_) => Thing::Note,
    };
    EditError::WrongItem {
        id: id.clone(),
        expected,
        found,
    }
}

fn remove(document: &mut Document, ids: &[Id]) -> Result<(), EditError> {
    let gone: IndexSet<&Id> = ids.iter().collect();
    gone.iter()
        .try_for_each(|id| found(document, id).map(|_| ()))?;
    notes::come_out(document, &gone);
    lift_out_of(document, &gone);
    document.containers.retain(|id, _| !gone.contains(id));
    document.components.retain(|id, _| !gone.contains(id));
    document.notes.retain(|id, _| !gone.contains(id));
    document.links.retain(|id, link| {
        !gone.contains(id) && !gone.contains(&link.from) && !gone.contains(&link.to)
    });
    drop_aimless_faults(document);
    Ok(())
}

/// What stands in a container that goes moves to the nearest container around that stays and may hold it.
fn lift_out_of(document: &mut Document, gone: &IndexSet<&Id>) {
    let before = document.clone();
    let leaves = |parent: &Option<Id>| parent.as_ref().is_some_and(|id| gone.contains(id));
    let staying = |id: &Id, parent: &Option<Id>| {
        let around = before.ancestors(parent.as_ref()).into_iter();
        around
            .filter(|c| !gone.contains(&c.id))
            .find(|c| before.may_go_into(id, Some(&c.id)))
            .map(|c| c.id.clone())
    };
    for component in document
        .components
        .values_mut()
        .filter(|c| leaves(&c.parent))
    {
        let parent = staying(&component.id, &component.parent);
        Arc::make_mut(component).parent = parent;
    }
    for container in document
        .containers
        .values_mut()
        .filter(|c| leaves(&c.parent))
    {
        let parent = staying(&container.id, &container.parent);
        Arc::make_mut(container).parent = parent;
    }
}

/// Faults whose target is gone go with it.
fn drop_aimless_faults(document: &mut Document) {
    if document
        .scenario
        .faults
        .iter()
        .all(|fault| document.contains(&fault.target))
    {
        return;
    }
    let kept = document
        .scenario
        .faults
        .iter()
        .filter(|fault| document.contains(&fault.target))
        .cloned()
        .collect();
    Arc::make_mut(&mut document.scenario).faults = kept;
}

/// Moves components, containers with what stands in them, and notes; links follow their ends, bends two of them.
fn move_by(document: &mut Document, ids: &[Id], by: [f32; 2]) -> Result<(), EditError> {
    ids.iter()
        .try_for_each(|id| found(document, id).map(|_| ()))?;
    let named: IndexSet<&Id> = ids.iter().collect();
    let containers = carried(document, &named);
    let rides = |parent: &Option<Id>| parent.as_ref().is_some_and(|id| containers.contains(id));
    let components = in_order(&document.components, &named, !containers.is_empty(), |c| {
        rides(&c.parent)
    });
    let notes = in_order(&document.notes, &named, !containers.is_empty(), |note| {
        rides(&note.parent)
    });
    let moved = |at: [f32; 2]| [at[0] + by[0], at[1] + by[1]];
    for id in &components {
        edit_component(document, id, |c| c.at = moved(c.at))?;
    }
    for id in &containers {
        edit_container(document, id, |c| c.at = moved(c.at))?;
    }
    for id in &notes {
        notes::change(document, id, |note| note.at = moved(note.at))?;
    }
    bends::ride(document, &components, moved)
}

/// The named containers and all that stand in them, in the document's order.
fn carried(document: &Document, named: &IndexSet<&Id>) -> IndexSet<Id> {
    let moves = |c: &&Arc<Container>| {
        let around = document.ancestors(c.parent.as_ref());
        named.contains(&c.id) || around.iter().any(|host| named.contains(&host.id))
    };
    let moving = document.containers.values().filter(moves);
    moving.map(|c| c.id.clone()).collect()
}

/// The ids of the named items and of those that `rides`, in the document's order. Looks at all only if any may ride.
fn in_order<T>(
    items: &Items<T>,
    named: &IndexSet<&Id>,
    any_rides: bool,
    rides: impl Fn(&T) -> bool,
) -> Vec<Id> {
    if any_rides {
        let moving = |(id, item): &(&Id, &Arc<T>)| named.contains(id) || rides(item);
        return items
            .iter()
            .filter(moving)
            .map(|(id, _)| id.clone())
            .collect();
    }
    let places = named.iter().filter_map(|id| items.get_index_of(*id));
    let mut places: Vec<usize> = places.collect();
    places.sort_unstable();
    let ids = places.into_iter().filter_map(|at| items.get_index(at));
    ids.map(|(id, _)| id.clone()).collect()
}

fn arrange(document: &mut Document, place: &Place) -> Result<(), EditError> {
    match (found(document, &place.id)?, place.size) {
        (Item::Component(_), None) => {
            edit_component(document, &place.id, |component| component.at = place.at)
        }
        (Item::Container(_), size) => edit_container(document, &place.id, |container| {
            container.at = place.at;
            container.size = size.unwrap_or(container.size);
        }),
        (Item::Note(_), size) => notes::change(document, &place.id, |note| {
            note.at = place.at;
            note.size = size.unwrap_or(note.size);
        }),
        (item @ Item::Component(_), Some(_)) => Err(wrong(&place.id, &item, Thing::Container)),
        (item @ Item::Link(_), _) => Err(wrong(&place.id, &item, Thing::ComponentOrContainer)),
    }
}

fn reparent(document: &mut Document, ids: &[Id], parent: Option<&Id>) -> Result<(), EditError> {
    for id in ids {
        match found(document, id)? {
            Item::Component(_) => {
                edit_component(document, id, |component| component.parent = parent.cloned())?
            }
            Item::Container(_) => {
                edit_container(document, id, |container| container.parent = parent.cloned())?
            }
            item @ (Item::Link(_) | Item::Note(_)) => {
                return Err(wrong(id, &item, Thing::ComponentOrContainer));
            }
        }
    }
    // A container may be fine itself and still close a ring around others.
    document
        .containers
        .values()
        .try_for_each(|c| rules::check_container(document, c).map_err(rule(&c.id)))
}

fn rename(document: &mut Document, id: &Id, name: &str) -> Result<(), EditError> {
    match found(document, id)? {
        Item::Component(_) => edit_component(document, id, |component| {
            name.clone_into(&mut component.name)
        }),
        Item::Container(_) => edit_container(document, id, |container| {
            name.clone_into(&mut container.name)
        }),
        item @ (Item::Link(_) | Item::Note(_)) => {
            Err(wrong(id, &item, Thing::ComponentOrContainer))
        }
    }
}

fn edit_component(
    document: &mut Document,
    id: &Id,
    edit: impl FnOnce(&mut Component),
) -> Result<(), EditError> {
    let Item::Component(shared) = found(document, id)? else {
        return Err(wrong(id, &found(document, id)?, Thing::Component));
    };
    let mut component = Component::clone(shared);
    edit(&mut component);
    rules::check_component(document, &component).map_err(rule(id))?;
    document.components.insert(id.clone(), Arc::new(component));
    Ok(())
}

fn edit_container(
    document: &mut Document,
    id: &Id,
    edit: impl FnOnce(&mut Container),
) -> Result<(), EditError> {
    let Item::Container(shared) = found(document, id)? else {
        return Err(wrong(id, &found(document, id)?, Thing::Container));
    };
    let mut container = Container::clone(shared);
    edit(&mut container);
    rules::check_container(document, &container).map_err(rule(id))?;
    document.containers.insert(id.clone(), Arc::new(container));
    Ok(())
}

fn collapse(document: &mut Document, id: &Id, collapsed: bool) -> Result<(), EditError> {
    let before = document.containers.get(id);
    let was_card = before.is_some_and(|container| container.is_card());
    edit_container(document, id, |container| container.collapsed = collapsed)?;
    notes::follow(document, id, was_card);
    Ok(())
}

fn set_param(
    document: &mut Document,
    id: &Id,
    param: &str,
    value: Option<&Value>,
) -> Result<(), EditError> {
    let specs = match found(document, id)? {
        Item::Component(component) => service(&component.service).map(|service| (service.params)()),
        Item::Link(_) => Some(link::params()),
        Item::Container(container) => container::kind(&container.kind).map(|kind| (kind.params)()),
        Item::Note(_) => None,
    };
    let spec = rules::check_param(specs.unwrap_or(&[]), param, value).map_err(rule(id))?;
    value.map_or(Ok(()), |value| {
        rules::check_named(document, param, value).map_err(rule(id))
    })?;
    if let Some(component) = document.components.get_mut(id) {
        put(&mut Arc::make_mut(component).params, spec, value);
    } else if let Some(link) = document.links.get_mut(id) {
        put(&mut Arc::make_mut(link).params, spec, value);
    } else if let Some(container) = document.containers.get_mut(id) {
        put(&mut Arc::make_mut(container).params, spec, value);
    }
    Ok(())
}

/// Documents hold what differs from the default.
fn put(params: &mut ParamMap, spec: &ParamSpec, value: Option<&Value>) {
    match value {
        Some(value) if *value != spec.default => {
            params.insert(spec.id.to_owned(), value.clone());
        }
        _ => {
            params.shift_remove(spec.id);
        }
    }
}

fn set_scenario(document: &mut Document, scenario: &Scenario) -> Result<(), EditError> {
    rules::check_scenario(document, scenario).map_err(EditError::Whole)?;
    document.scenario = Arc::new(scenario.clone());
    Ok(())
}

fn set_title(document: &mut Document, name: &str, description: &str) -> Result<(), EditError> {
    rules::check_name("name", name).map_err(EditError::Whole)?;
    rules::check_description(description).map_err(EditError::Whole)?;
    name.clone_into(&mut document.name);
    description.clone_into(&mut document.description);
    Ok(())
}
