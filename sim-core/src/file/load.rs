//! Loading: shape first, then the rules of a document, each error with its path.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::node::{Node, Place, optional, required};
use super::{FileError, MAX_BYTES, VERSION, parse, read};
use crate::document::nearest::nearest;
use crate::document::rules::{self, MAX_ITEMS, MAX_KINDS};
use crate::document::{
    Broken, Component, Container, Document, Items, Link, Note as CanvasNote, NoteColor, NoteKind,
    Problem, RequestKind, Scenario, Unknown,
};
use crate::foundation::ids::Id;

/// A document and what was noticed on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub document: Document,
    pub notes: Vec<Note>,
}

/// Something odd that was accepted: a field that this version does not know. It is kept and written back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub place: String,
    /// The known field that may have been meant.
    pub nearest: Option<String>,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}: this field is not known and has no effect",
            self.place
        )?;
        match &self.nearest {
            Some(name) => write!(f, " (did you mean \"{name}\"?)"),
            None => Ok(()),
        }
    }
}

/// Notes kept of one file; more of them say nothing new.
pub const MAX_NOTES: usize = 100;

/// Reads a document.
///
/// # Errors
/// The first thing that is wrong, with its place and what was expected.
pub fn load(text: &str) -> Result<Loaded, FileError> {
    let bytes = text.len() as u64;
    if bytes > MAX_BYTES {
        return Err(FileError::TooLarge { bytes });
    }
    load_value(parse::parse(text)?)
}

/// The same from JSON. Each item is given back as soon as it is read: a file is never held twice.
pub(super) fn load_value(value: Value) -> Result<Loaded, FileError> {
    let mut loader = Loader::default();
    loader.load(value)?;
    Ok(Loaded {
        document: loader.document,
        notes: loader.notes,
    })
}

/// Reads as much as possible: the document, or what is wrong with it, one problem of each item at most, all of one kind
/// of item and in their order. What depends on items that have problems is not looked at yet.
pub(super) fn survey(value: Value) -> Result<Document, Vec<FileError>> {
    let mut loader = Loader {
        lenient: true,
        ..Loader::default()
    };
    if let Err(problem) = loader.load(value) {
        loader.problems.push(problem);
    }
    match loader.problems.is_empty() {
        true => Ok(loader.document),
        false => Err(loader.problems),
    }
}

fn check_version(object: &Map<String, Value>) -> Result<(), FileError> {
    let expected = format!("the version of the format, a whole number from 1 to {VERSION}");
    let node = required(object, &Place::Root, "version", &expected)?;
    match node.whole() {
        Ok(0) | Err(_) => Err(node.expected(expected)),
        Ok(found) if found > VERSION => Err(FileError::Newer { found }),
        Ok(_) => Ok(()),
    }
}

const FIELDS: [&str; 9] = [
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
const COMPONENT_FIELDS: [&str; 6] = ["id", "service", "name", "in", "at", "params"];
const CONTAINER_FIELDS: [&str; 8] = [
    "id",
    "kind",
    "name",
    "in",
    "at",
    "size",
    "collapsed",
    "params",
];
const KIND_FIELDS: [&str; 5] = ["id", "name", "request_kib", "response_kib", "priority"];
const LINK_FIELDS: [&str; 4] = ["id", "from", "to", "params"];
const NOTE_FIELDS: [&str; 6] = ["id", "kind", "text", "at", "size", "color"];

#[derive(Default)]
struct Loader {
    document: Document,
    notes: Vec<Note>,
    /// Goes on after a problem with an item.
    lenient: bool,
    problems: Vec<FileError>,
}

impl Loader {
    fn load(&mut self, value: Value) -> Result<(), FileError> {
        let object = match value {
            Value::Object(object) => object,
            other => return Err(Node::root(&other).expected("an object with a \"version\"")),
        };
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
            Err(problem) if self.lenient => {
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

    fn read(&mut self, object: Map<String, Value>) -> Result<(), FileError> {
        let place = &Place::Root;
        self.note_unknown(&object, place, &FIELDS);
        let known = |field: &str| FIELDS.contains(&field);
        let (mut object, unknown): (Map<_, _>, Map<_, _>) =
            object.into_iter().partition(|(field, _)| known(field));
        self.document.unknown = unknown.into_iter().collect();
        let text = |field| optional(&object, place, field).map_or(Ok(""), |node| node.text());
        self.document.name = text("name")?.to_owned();
        self.document.description = text("description")?.to_owned();
        let scenario = optional(&object, place, "scenario");
        let scenario = scenario.map_or(Ok(Scenario::default()), |node| read::scenario(&node))?;
        self.document.scenario = Arc::new(scenario);
        self.each(&mut object, "kinds", Self::kind)?;
        self.each(&mut object, "containers", Self::container)?;
        self.each(&mut object, "components", Self::component)?;
        self.each(&mut object, "links", Self::link)?;
        self.each(&mut object, "notes", Self::note)
    }

    fn each(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        read: impl Fn(&mut Self, &Node<'_, '_>) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let Some(value) = object.get_mut(field).map(Value::take) else {
            return Ok(());
        };
        let place = Place::Field(&Place::Root, field);
        let list = match value {
            Value::Array(list) => list,
            other => {
                let node = Node {
                    value: &other,
                    place,
                };
                return Err(node.expected(format!("a list of {field}")));
            }
        };
        let limit = if field == "kinds" {
            MAX_KINDS
        } else {
            MAX_ITEMS
        };
        if list.len() > limit {
            let problem = Problem::TooMany { what: field, limit };
            return Err(FileError::Rule {
                place: field.to_owned(),
                problem,
            });
        }
        for (index, value) in list.into_iter().enumerate() {
            let place = Place::Index(&place, index);
            let node = Node {
                value: &value,
                place,
            };
            let item = read(self, &node);
            self.settle(item)?;
        }
        Ok(())
    }

    fn kind(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let object = node.object("a request kind, such as {\"id\": \"page\", \"name\": ...}")?;
        let place = &node.place;
        let id = required(object, place, "id", "an id")?.id()?;
        if self.document.kinds.contains_key(&id) {
            return Err(node.broken("id", Problem::DuplicateKind { id }));
        }
        let size = |field| {
            optional(object, place, field)
                .map(|node| node.number())
                .transpose()
        };
        let kind = RequestKind {
            name: required(object, place, "name", "a name")?
                .text()?
                .to_owned(),
            request_kib: size("request_kib")?,
            response_kib: size("response_kib")?,
            priority: optional(object, place, "priority")
                .map_or(Ok(0), |node| read::integer(&node))?,
            unknown: self.unknown(object, place, &KIND_FIELDS),
            id,
        };
        self.document.kinds.insert(kind.id.clone(), Arc::new(kind));
        Ok(())
    }

    fn component(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let object = node.object("a component, such as {\"id\": \"web\", \"service\": ...}")?;
        let place = &node.place;
        let component = Component {
            id: self.fresh_id(object, node)?,
            service: required(object, place, "service", "a service")?
                .text()?
                .to_owned(),
            name: required(object, place, "name", "a name")?
                .text()?
                .to_owned(),
            parent: parent(object, place)?,
            at: required(object, place, "at", "two numbers, x and y")?.pair()?,
            params: read::params(object, place)?,
            unknown: self.unknown(object, place, &COMPONENT_FIELDS),
        };
        self.document
            .components
            .insert(component.id.clone(), Arc::new(component));
        Ok(())
    }

    fn container(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let object = node.object("a container, such as {\"id\": \"seoul\", \"kind\": ...}")?;
        let place = &node.place;
        let container = Container {
            id: self.fresh_id(object, node)?,
            kind: required(object, place, "kind", "a container kind")?
                .text()?
                .to_owned(),
            name: required(object, place, "name", "a name")?
                .text()?
                .to_owned(),
            parent: parent(object, place)?,
            at: required(object, place, "at", "two numbers, x and y")?.pair()?,
            size: required(object, place, "size", "two numbers, width and height")?.pair()?,
            collapsed: optional(object, place, "collapsed")
                .map_or(Ok(false), |node| node.flag())?,
            params: read::params(object, place)?,
            unknown: self.unknown(object, place, &CONTAINER_FIELDS),
        };
        self.document
            .containers
            .insert(container.id.clone(), Arc::new(container));
        Ok(())
    }

    fn link(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let object = node.object("a link, such as {\"id\": \"a-b\", \"from\": \"a\", ...}")?;
        let place = &node.place;
        let link = Link {
            id: self.fresh_id(object, node)?,
            from: required(object, place, "from", "the id of a component")?.id()?,
            to: required(object, place, "to", "the id of a component")?.id()?,
            params: read::params(object, place)?,
            unknown: self.unknown(object, place, &LINK_FIELDS),
        };
        self.document.links.insert(link.id.clone(), Arc::new(link));
        Ok(())
    }

    fn note(&mut self, node: &Node<'_, '_>) -> Result<(), FileError> {
        let object = node.object("a note, such as {\"id\": \"why\", \"text\": ...}")?;
        let place = &node.place;
        let text = |field| optional(object, place, field).map_or(Ok(""), |node| node.text());
        let note = CanvasNote {
            id: self.fresh_id(object, node)?,
            kind: named(object, place, "kind", NoteKind::of_name, || {
                NoteKind::ALL.map(NoteKind::name).to_vec()
            })?,
            text: text("text")?.to_owned(),
            at: required(object, place, "at", "two numbers, x and y")?.pair()?,
            size: required(object, place, "size", "two numbers, width and height")?.pair()?,
            color: named(object, place, "color", NoteColor::of_name, || {
                NoteColor::ALL.map(NoteColor::name).to_vec()
            })?,
            unknown: self.unknown(object, place, &NOTE_FIELDS),
        };
        self.document.notes.insert(note.id.clone(), Arc::new(note));
        Ok(())
    }

    fn fresh_id(&self, object: &Map<String, Value>, node: &Node<'_, '_>) -> Result<Id, FileError> {
        let id = required(object, &node.place, "id", "an id")?.id()?;
        if self.document.contains(&id) {
            return Err(node.broken("id", Problem::DuplicateId { id }));
        }
        Ok(id)
    }

    /// What this version does not know, kept as it is.
    fn unknown(
        &mut self,
        object: &Map<String, Value>,
        place: &Place<'_>,
        known: &[&str],
    ) -> Unknown {
        self.note_unknown(object, place, known);
        let unknown = |field: &str| !known.contains(&field);
        let kept = object.iter().filter(|(field, _)| unknown(field));
        kept.map(|(field, value)| (field.clone(), value.clone()))
            .collect()
    }

    fn note_unknown(&mut self, object: &Map<String, Value>, place: &Place<'_>, known: &[&str]) {
        let missing = || {
            let missing = known.iter().copied();
            missing.filter(|name| !object.contains_key(*name))
        };
        let unknown = object
            .keys()
            .filter(|field| !known.contains(&field.as_str()));
        let room = MAX_NOTES - self.notes.len();
        self.notes.extend(unknown.take(room).map(|field| Note {
            place: Place::Field(place, field).to_string(),
            nearest: nearest(field, missing()).map(str::to_owned),
        }));
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
        self.check_each("notes", &document.notes, |_, note| rules::check_note(note))?;
        match self.problems.is_empty() {
            true => rules::check_scenario(&document, &document.scenario).map_err(whole),
            false => Ok(()),
        }
    }
}

/// A field that is one of a few names; the default where it is absent.
fn named<T: Default>(
    object: &Map<String, Value>,
    place: &Place<'_>,
    field: &'static str,
    of_name: impl Fn(&str) -> Option<T>,
    names: impl Fn() -> Vec<&'static str>,
) -> Result<T, FileError> {
    let Some(node) = optional(object, place, field) else {
        return Ok(T::default());
    };
    of_name(node.text()?).ok_or_else(|| node.expected(names().join(", ")))
}

fn parent(object: &Map<String, Value>, place: &Place<'_>) -> Result<Option<Id>, FileError> {
    match optional(object, place, "in") {
        Some(node) if !node.value.is_null() => node.id().map(Some),
        _ => Ok(None),
    }
}
