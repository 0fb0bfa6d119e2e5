//! Loading: shape first, then the rules of a document, each error with its path.

use std::sync::Arc;

use super::node::{Node, Object, Place, Shape, optional, required};
use super::notes::{Note, Notes};
use super::{FileError, MAX_BYTES, MAX_REPAIRS, VERSION, parse, read};
use crate::catalog::expected::{Expected, Found, Thing};
use crate::catalog::{self, link};
use crate::document::rules::{self, MAX_BENDS, MAX_ITEMS, MAX_KINDS};
use crate::document::{
    Broken, Component, Container, Document, Items, Link, Note as CanvasNote, NoteColor, NoteKind,
    Problem, RequestKind, Scenario,
};
use crate::foundation::ids::Id;

/// A document and what was noticed on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub document: Document,
    pub notes: Vec<Note>,
}

/// Reads a document.
///
/// # Errors
/// The first thing that is wrong, with its place and what was expected.
pub fn load(text: &str) -> Result<Loaded, FileError> {
    let bytes = text.len() as u64;
    if bytes > MAX_BYTES {
        return Err(FileError::TooLarge { bytes });
    }
    let mut loader = Loader::default();
    loader.load(parse::checked(text)?)?;
    Ok(Loaded {
        document: loader.document,
        notes: loader.notes.into_list(),
    })
}

/// Reads as much as possible: the document, or what is wrong with it, one problem of each item at most, all of one kind
/// of item and in their order. What depends on items that have problems is not looked at yet.
pub(super) fn survey(text: &str) -> Result<Document, Vec<FileError>> {
    let mut loader = Loader {
        lenient: true,
        ..Loader::default()
    };
    let read = parse::checked(text).and_then(|text| loader.load(text));
    if let Err(problem) = read {
        loader.problems.push(problem);
    }
    match loader.problems.is_empty() {
        true => Ok(loader.document),
        false => Err(loader.problems),
    }
}

/// Whether an object has anything that only topologies have; many programs write a version.
fn is_topology(object: &Object<'_, '_>) -> bool {
    let own = ["scenario", "containers", "components", "links"];
    object.unknown.is_empty() || own.iter().any(|field| object.get(field).is_some())
}

fn check_version(object: &Object<'_, '_>) -> Result<(), FileError> {
    let expected = Expected::Version(VERSION);
    let node = required(object, &Place::Root, "version", expected.clone())?;
    match node.whole() {
        Ok(0) | Err(_) => Err(node.expected(expected)),
        Ok(found) if found > VERSION && is_topology(object) => Err(FileError::Newer { found }),
        Ok(found) if found > VERSION => Err(FileError::Expected {
            place: Place::Root.to_string(),
            expected: Thing::Topology.into(),
            found: Found::ForeignVersion(found),
        }),
        Ok(_) => Ok(()),
    }
}

pub(super) const FIELDS: [&str; 9] = [
    "version",
    "name",
    "description",
    "scenario",
    "kinds",
    "containers",
    "components",
    "links",
    "notes",
];
pub(super) const COMPONENT_FIELDS: [&str; 6] = ["id", "service", "name", "in", "at", "params"];
pub(super) const CONTAINER_FIELDS: [&str; 8] = [
    "id",
    "kind",
    "name",
    "in",
    "at",
    "size",
    "collapsed",
    "params",
];
pub(super) const KIND_FIELDS: [&str; 5] = ["id", "name", "request_kib", "response_kib", "priority"];
pub(super) const LINK_FIELDS: [&str; 5] = ["id", "from", "to", "bends", "params"];
pub(super) const NOTE_FIELDS: [&str; 7] = ["id", "kind", "text", "in", "at", "size", "color"];

#[derive(Default)]
struct Loader {
    document: Document,
    notes: Notes,
    /// Goes on after a problem with an item.
    lenient: bool,
    problems: Vec<FileError>,
}

impl Loader {
    fn load(&mut self, text: &str) -> Result<(), FileError> {
        let root = Node::root(text);
        let object = root.object(Thing::Root, &FIELDS, &mut self.notes)?;
        check_version(&object)?;
        self.read(object)?;
        match self.problems.is_empty() {
            true => self.check(),
            false => Ok(()),
        }
    }

    /// Whether to go on with the next item.
    fn settle(&mut self, item: Result<(), FileError>) -> Result<(), FileError> {
        match item {
            // More than can be repaired need not be found.
            Err(problem) if self.lenient && self.problems.len() < MAX_REPAIRS => {
                self.problems.push(problem);
                Ok(())
            }
            other => other,
        }
    }

    /// The rules of every item of a list.
    fn check_each<T>(
        &mut self,
        field: &str,
        items: &Items<T>,
        check: impl Fn(&Document, &T) -> Result<(), Broken>,
    ) -> Result<(), FileError> {
        // Rules look at other items: those of a list before must be in order.
        if !self.problems.is_empty() {
            return Ok(());
        }
        for (index, item) in items.values().enumerate() {
            let broken = check(&self.document, item).map_err(|broken| FileError::Rule {
                place: format!("{field}[{index}].{}", broken.field),
                problem: broken.problem,
            });
            self.settle(broken)?;
        }
        Ok(())
    }

    fn read(&mut self, object: Object<'_, '_>) -> Result<(), FileError> {
        let place = &Place::Root;
        let text =
            |field| optional(&object, place, field).map_or(Ok(String::new()), |node| node.string());
        self.document.name = text("name")?;
        self.document.description = text("description")?;
        let scenario = optional(&object, place, "scenario");
        let scenario = scenario.map_or(Ok(Scenario::default()), |node| {
            read::scenario(&node, &mut self.notes)
        })?;
        self.document.scenario = Arc::new(scenario);
        self.each(&object, "kinds", Self::kind)?;
        self.each(&object, "containers", Self::container)?;
        self.each(&object, "components", Self::component)?;
        self.each(&object, "links", Self::link)?;
        self.each(&object, "notes", Self::note)?;
        self.document.unknown = object.unknown;
        Ok(())
    }

    fn each(
        &mut self,
        object: &Object<'_, '_>,
        field: &'static str,
        read: impl Fn(&mut Self, &Node<'_, '_>) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let Some(node) = optional(object, &Place::Root, field) else {
            return Ok(());
        };
        let limit = if field == "kinds" {
            MAX_KINDS
        } else {
            MAX_ITEMS
        };
        let too_many = || node.too_many(field, limit);
        let list = node.list(list_of(field), limit, too_many)?;
        for (index, text) in list.into_iter().enumerate() {
            let place = Place::Index(&node.place, index);
            let item = read(self, &Node { text, place });
            self.settle(item)?;
        }
        Ok(())
    }

    fn kind(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let expected = Thing::AKind;
        let mut object = node.object(expected, &KIND_FIELDS, &mut self.notes)?;
        let place = &node.place;
        let id = required(&object, place, "id", Thing::Id)?.id()?;
        if self.document.kinds.contains_key(&id) {
            return Err(node.broken("id", Problem::DuplicateKind { id }));
        }
        let size = |field| {
            optional(&object, place, field)
                .map(|node| node.number())
                .transpose()
        };
        let kind = RequestKind {
            name: required(&object, place, "name", Thing::Name)?.string()?,
            request_kib: size("request_kib")?,
            response_kib: size("response_kib")?,
            priority: optional(&object, place, "priority")
                .map_or(Ok(0), |node| read::integer(&node))?,
            unknown: std::mem::take(&mut object.unknown),
            id,
        };
        self.document.kinds.insert(kind.id.clone(), Arc::new(kind));
        Ok(())
    }

    fn component(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let expected = Thing::AComponent;
        let mut object = node.object(expected, &COMPONENT_FIELDS, &mut self.notes)?;
        let place = &node.place;
        let id = self.fresh_id(&object, node)?;
        let service = required(&object, place, "service", Thing::Service)?.string()?;
        let specs = catalog::service(&service).map_or(&[][..], |known| (known.params)());
        let params = read::params(&mut object, place, specs, &mut self.notes)?;
        let component = Component {
            id,
            service,
            name: required(&object, place, "name", Thing::Name)?.string()?,
            parent: parent(&object, place)?,
            at: required(&object, place, "at", Thing::Position)?.pair()?,
            params,
            unknown: std::mem::take(&mut object.unknown),
        };
        self.document
            .components
            .insert(component.id.clone(), Arc::new(component));
        Ok(())
    }

    fn container(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let expected = Thing::AContainer;
        let mut object = node.object(expected, &CONTAINER_FIELDS, &mut self.notes)?;
        let place = &node.place;
        let id = self.fresh_id(&object, node)?;
        let kind = required(&object, place, "kind", Thing::ContainerKind)?.string()?;
        let specs = catalog::container::kind(&kind).map_or(&[][..], |known| (known.params)());
        let params = read::params(&mut object, place, specs, &mut self.notes)?;
        let container = Container {
            id,
            kind,
            name: required(&object, place, "name", Thing::Name)?.string()?,
            parent: parent(&object, place)?,
            at: required(&object, place, "at", Thing::Position)?.pair()?,
            size: required(&object, place, "size", Thing::Size)?.pair()?,
            collapsed: optional(&object, place, "collapsed")
                .map_or(Ok(false), |node| node.flag())?,
            params,
            unknown: std::mem::take(&mut object.unknown),
        };
        self.document
            .containers
            .insert(container.id.clone(), Arc::new(container));
        Ok(())
    }

    fn link(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let expected = Thing::ALink;
        let mut object = node.object(expected, &LINK_FIELDS, &mut self.notes)?;
        let place = &node.place;
        let id = self.fresh_id(&object, node)?;
        let params = read::params(&mut object, place, link::params(), &mut self.notes)?;
        let link = Link {
            id,
            from: required(&object, place, "from", Thing::ComponentId)?.id()?,
            to: required(&object, place, "to", Thing::ComponentId)?.id()?,
            bends: bends(&object, place)?,
            params,
            unknown: std::mem::take(&mut object.unknown),
        };
        self.document.links.insert(link.id.clone(), Arc::new(link));
        Ok(())
    }

    fn note(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let expected = Thing::ANote;
        let mut object = node.object(expected, &NOTE_FIELDS, &mut self.notes)?;
        let place = &node.place;
        let note = CanvasNote {
            id: self.fresh_id(&object, node)?,
            kind: named(&object, place, "kind", NoteKind::of_name, || {
                NoteKind::ALL.map(NoteKind::name).to_vec()
            })?,
            text: optional(&object, place, "text")
                .map_or(Ok(String::new()), |node| node.string())?,
            parent: parent(&object, place)?,
            at: required(&object, place, "at", Thing::Position)?.pair()?,
            size: required(&object, place, "size", Thing::Size)?.pair()?,
            color: named(&object, place, "color", NoteColor::of_name, || {
                NoteColor::ALL.map(NoteColor::name).to_vec()
            })?,
            unknown: std::mem::take(&mut object.unknown),
        };
        self.document.notes.insert(note.id.clone(), Arc::new(note));
        Ok(())
    }

    fn fresh_id(&self, object: &Object<'_, '_>, node: &Node<'_, '_>) -> Result<Id, FileError> {
        let id = required(object, &node.place, "id", Thing::Id)?.id()?;
        if self.document.contains(&id) {
            return Err(node.broken("id", Problem::DuplicateId { id }));
        }
        Ok(id)
    }

    /// The rules, once every item can be looked up.
    fn check(&mut self) -> Result<(), FileError> {
        let document = self.document.clone();
        let whole = |broken: Broken| FileError::Rule {
            place: broken.field,
            problem: broken.problem,
        };
        rules::check_name("name", &document.name).map_err(whole)?;
        rules::check_description(&document.description).map_err(whole)?;
        self.check_each("kinds", &document.kinds, |_, kind| rules::check_kind(kind))?;
        self.check_each("containers", &document.containers, rules::check_container)?;
        self.check_each("components", &document.components, rules::check_component)?;
        self.check_each("links", &document.links, rules::check_link)?;
        self.check_each("notes", &document.notes, rules::check_note)?;
        match self.problems.is_empty() {
            true => rules::check_scenario(&document, &document.scenario).map_err(whole),
            false => Ok(()),
        }
    }
}

fn list_of(field: &str) -> Thing {
    match field {
        "kinds" => Thing::KindList,
        "containers" => Thing::Containers,
        "components" => Thing::Components,
        "links" => Thing::Links,
        _ => Thing::Notes,
    }
}

/// A field that is one of a few names; the default where it is absent.
fn named<T: Default>(
    object: &Object<'_, '_>,
    place: &Place<'_>,
    field: &'static str,
    of_name: impl Fn(&str) -> Option<T>,
    names: impl Fn() -> Vec<&'static str>,
) -> Result<T, FileError> {
    let Some(node) = optional(object, place, field) else {
        return Ok(T::default());
    };
    of_name(&node.string()?).ok_or_else(|| node.expected(Expected::one_of(names())))
}

/// The bends of a link; none where the file has none.
fn bends(object: &Object<'_, '_>, place: &Place<'_>) -> Result<Vec<[f32; 2]>, FileError> {
    let Some(node) = optional(object, place, "bends") else {
        return Ok(Vec::new());
    };
    let too_many = || node.too_many("bends", MAX_BENDS);
    let list = node.list(Thing::Bends, MAX_BENDS, too_many)?;
    let point = |(index, text)| {
        let place = Place::Index(&node.place, index);
        Node { text, place }.pair()
    };
    list.into_iter().enumerate().map(point).collect()
}

fn parent(object: &Object<'_, '_>, place: &Place<'_>) -> Result<Option<Id>, FileError> {
    match optional(object, place, "in") {
        Some(node) if node.shape() != Shape::Null => node.id().map(Some),
        _ => Ok(None),
    }
}
