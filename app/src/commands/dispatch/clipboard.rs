//! Copy, cut, paste, duplicate. The clipboard holds JSON text, so it works between windows and files.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use serde::{Deserialize, Serialize};
use sim_core::catalog::Value;
use sim_core::document::{Component, Container, Document, Item, Link, Note, RequestKind};
use sim_core::edit::{Edit, apply as try_edit, apply_to};
use sim_core::file::{self, FileError};
use sim_core::foundation::ids::Id;

use super::{Effect, edit, say};
use crate::commands::AppCommand;
use crate::i18n::{Texts, errors};
use crate::session::{Level, Session, placement};

/// How far a copy stands from its original, canvas points.
const OFFSET: f32 = 3.0 * placement::GRID;

/// So many copies of the same piece find a place of their own.
const MOST_STEPS: usize = 200;

/// Version of what is put on the clipboard.
const FRAGMENT: u32 = 1;

/// A piece of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Fragment {
    pub topolab_fragment: u32,
    /// Request kinds that the items name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kinds: Vec<RequestKind>,
    pub containers: Vec<Container>,
    pub components: Vec<Component>,
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note>,
}

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::Copy => copy(session, effects),
        AppCommand::Cut => {
            copy(session, effects);
            let ids = placement::whole(session.document(), session.selection.iter());
            if !ids.is_empty() {
                edit::apply(session, &Edit::Remove { ids }, "step.cut", None);
            }
        }
        AppCommand::Paste(text) => match pasted(&text, session.texts) {
            Ok(fragment) => {
                let place = in_view(session, &fragment);
                insert(session, &fragment, place, "step.paste");
            }
            Err(None) => say(session, Level::Warning, "message.nothing_to_paste"),
            Err(Some(why)) => {
                let text = session
                    .texts
                    .tr_with("message.not_pasted", &[("why", &why)]);
                session.messages.push(Level::Warning, text);
            }
        },
        AppCommand::Duplicate => {
            let fragment = taken(session.document(), session.selection.iter());
            let by = free_step(session.document(), &fragment, [OFFSET; 2]);
            insert(session, &fragment, Place::Beside(by), "step.duplicate");
        }
        AppCommand::CopyTo { ids, by } => {
            let Some((change, copies)) = copied(session.document(), &ids, by) else {
                return;
            };
            if edit::apply(session, &change, "step.duplicate", None) {
                session.selection.replace(copies);
            }
        }
        AppCommand::RequestPaste(at) => {
            session.paste_at = at;
            effects.push(Effect::RequestPaste);
        }
        _ => {}
    }
}

/// What a text holds: a copied piece, or a whole topology; why not, if it looks like one of them.
fn pasted(text: &str, texts: Texts) -> Result<Fragment, Option<String>> {
    if !text.trim_start().starts_with('{') {
        return Err(None);
    }
    if text.len() as u64 > file::MAX_BYTES {
        let bytes = text.len() as u64;
        return Err(Some(errors::file(texts, &FileError::TooLarge { bytes })));
    }
    let error = match serde_json::from_str::<Fragment>(text) {
        Ok(fragment) if fragment.topolab_fragment == FRAGMENT => return Ok(fragment),
        Ok(fragment) => {
            let found = u64::from(fragment.topolab_fragment);
            return Err(Some(errors::file(texts, &FileError::Newer { found })));
        }
        Err(error) => error,
    };
    if error.is_data() && text.contains("\"topolab_fragment\"") {
        return Err(Some(error.to_string()));
    }
    match file::load(text) {
        Ok(loaded) => Ok(Fragment::whole(&loaded.document)),
        Err(error) => Err(Some(errors::file(texts, &error))),
    }
}

impl Fragment {
    /// All that is drawn of a document.
    fn whole(document: &Document) -> Self {
        let mut containers: Vec<_> = document.containers.values().collect();
        containers.sort_by_key(|c| document.ancestors(c.parent.as_ref()).len());
        Self {
            topolab_fragment: FRAGMENT,
            kinds: document.kinds.values().map(|k| (**k).clone()).collect(),
            containers: containers.into_iter().map(|c| (**c).clone()).collect(),
            components: document
                .components
                .values()
                .map(|c| (**c).clone())
                .collect(),
            links: document.links.values().map(|l| (**l).clone()).collect(),
            notes: document.notes.values().map(|n| (**n).clone()).collect(),
        }
    }
}

fn copy(session: &Session, effects: &mut Vec<Effect>) {
    let fragment = taken(session.document(), session.selection.iter());
    let drawn = fragment.components.is_empty() && fragment.containers.is_empty();
    let empty = drawn && fragment.notes.is_empty();
    if let Ok(text) = serde_json::to_string_pretty(&fragment)
        && !empty
    {
        effects.push(Effect::CopyText(text));
    }
}

/// The selected items with what stands in them, and the links between them.
fn taken<'a>(document: &Document, selected: impl Iterator<Item = &'a Id>) -> Fragment {
    let selected: Vec<Id> = selected.cloned().collect();
    let selected: IndexSet<Id> = placement::with_riders(document, &selected)
        .into_iter()
        .collect();
    let inside = |id: &Id, parent: Option<&Id>| {
        selected.contains(id)
            || document
                .ancestors(parent)
                .iter()
                .any(|host| selected.contains(&host.id))
    };
    let containers = document
        .containers
        .values()
        .filter(|c| inside(&c.id, c.parent.as_ref()));
    // A group stands behind what was put into it; a copy of what it holds looks for the copy of the group.
    let mut containers: Vec<_> = containers.collect();
    containers.sort_by_key(|c| document.ancestors(c.parent.as_ref()).len());
    let components = document
        .components
        .values()
        .filter(|c| inside(&c.id, c.parent.as_ref()));
    let components: Vec<Component> = components.map(|c| (**c).clone()).collect();
    let has = |id: &Id| components.iter().any(|c| c.id == *id);
    let links = document
        .links
        .values()
        .filter(|link| has(&link.from) && has(&link.to));
    let links: Vec<Link> = links.map(|link| (**link).clone()).collect();
    let notes = document.notes.values();
    let notes = notes.filter(|n| inside(&n.id, n.parent.as_ref()));
    let params = components.iter().map(|c| &c.params);
    let params = params.chain(links.iter().map(|link| &link.params));
    let named: IndexSet<&Id> = params
        .flat_map(|params| params.values().flat_map(Value::kinds))
        .collect();
    let kinds = document.kinds.values().filter(|k| named.contains(&k.id));
    Fragment {
        topolab_fragment: FRAGMENT,
        kinds: kinds.map(|kind| (**kind).clone()).collect(),
        containers: containers.into_iter().map(|c| (**c).clone()).collect(),
        links,
        components,
        notes: notes.map(|note| (**note).clone()).collect(),
    }
}

/// The change that puts a copy of items elsewhere, into the containers it then stands in, and the ids of the copies.
/// `None` where there is nothing to copy.
pub fn copied(document: &Document, ids: &[Id], by: [f32; 2]) -> Option<(Edit, Vec<Id>)> {
    put(document, &taken(document, ids.iter()), Place::Elsewhere(by))
}

/// How far copies stand from their originals.
#[derive(Clone, Copy)]
enum Place {
    /// They stand in the same containers, as far as these reach.
    Beside([f32; 2]),
    /// They go into the containers that are there.
    Elsewhere([f32; 2]),
}

/// The change that puts a fragment into a document.
fn put(document: &Document, fragment: &Fragment, place: Place) -> Option<(Edit, Vec<Id>)> {
    let (Place::Beside(by) | Place::Elsewhere(by)) = place;
    let (mut edits, copies) = edits(document, fragment, by);
    let put = Edit::Batch {
        edits: edits.clone(),
    };
    let after = try_edit(document, &put).ok()?;
    let moved: Vec<Id> = match place {
        Place::Elsewhere(_) => copies.clone(),
        Place::Beside(_) => {
            let copied: IndexSet<&Id> = copies.iter().collect();
            let left = copies.iter().filter(|id| has_left(&after, id, &copied));
            left.cloned().collect()
        }
    };
    edits.push(placement::settled_move(&after, &moved, [0.0; 2]));
    (edits.len() > 1).then_some((Edit::Batch { edits }, copies))
}

/// Whether the middle of a copy is no longer in the container of its original.
fn has_left(document: &Document, id: &Id, copied: &IndexSet<&Id>) -> bool {
    let parent = match document.item(id) {
        Some(Item::Component(component)) => component.parent.as_ref(),
        Some(Item::Container(container)) => container.parent.as_ref(),
        _ => None,
    };
    let parent = parent.filter(|parent| !copied.contains(parent));
    let host = parent.and_then(|host| document.containers.get(host));
    let frame = placement::frame_of(document, id).filter(|_| !document.is_put_away(id));
    host.zip(frame).is_some_and(|(host, (at, size))| {
        let middle = [0, 1].map(|axis| at[axis] + size[axis] / 2.0);
        !host.holds(middle, [0.0; 2])
    })
}

fn insert(session: &mut Session, fragment: &Fragment, place: Place, name: &'static str) {
    let document = Arc::clone(session.document());
    let Some((change, copies)) = put(&document, fragment, place) else {
        say(session, Level::Info, "message.nothing_to_paste");
        return;
    };
    if edit::apply(session, &change, name, None) {
        session.selection.replace(copies);
    }
}

/// Where what is pasted goes: to the place that was asked for, else to the pointer, unless that points at the original;
/// without a pointer beside the original, if that is in view, else into the middle of the view.
fn in_view(session: &mut Session, fragment: &Fragment) -> Place {
    let document = Arc::clone(session.document());
    let near = free_step(&document, fragment, [OFFSET; 2]);
    let asked = session.paste_at.take();
    let is_shown = session.canvas_size != [0.0; 2];
    let Some((min, max)) = bounds(fragment).filter(|_| is_shown) else {
        return Place::Beside(near);
    };
    let middle = [0, 1].map(|axis| (min[axis] + max[axis]) / 2.0);
    let view = session.canvas_size;
    let shows = |at: &[f32; 2]| {
        let at = session.camera.to_screen(*at);
        (0..2).all(|axis| (0.0..=view[axis]).contains(&at[axis]))
    };
    let asked = asked.filter(shows);
    let pointer = session.pointer.filter(shows);
    let over_original = pointer.is_some_and(|at| is_original_at(&document, fragment, at));
    let to = asked.or(pointer.filter(|_| !over_original));
    if to.is_none() && shows(&[0, 1].map(|axis| middle[axis] + near[axis])) {
        return Place::Beside(near);
    }
    let to = to.unwrap_or_else(|| edit::middle(session));
    let by = placement::snap([0, 1].map(|axis| to[axis] - middle[axis]));
    Place::Elsewhere(free_step(&document, fragment, by))
}

/// Whether something that the fragment is a copy of stands at a point, still where it was.
fn is_original_at(document: &Document, fragment: &Fragment, point: [f32; 2]) -> bool {
    let containers = fragment.containers.iter().map(|c| (&c.id, c.at));
    let components = fragment.components.iter().map(|c| (&c.id, c.at));
    let notes = fragment.notes.iter().map(|note| (&note.id, note.at));
    let mut all = containers.chain(components).chain(notes);
    all.any(|(id, was)| {
        let frame = placement::frame_of(document, id).filter(|(at, _)| *at == was);
        frame.is_some_and(|(at, size)| {
            (0..2).all(|axis| (at[axis]..=at[axis] + size[axis]).contains(&point[axis]))
        })
    })
}

/// The first of a row of steps where no copy covers exactly what an earlier one has put there.
fn free_step(document: &Document, fragment: &Fragment, first: [f32; 2]) -> [f32; 2] {
    let containers = document.containers.values().map(|c| c.at);
    let components = document.components.values().map(|c| c.at);
    let notes = document.notes.values().map(|note| note.at);
    let bits = |at: [f32; 2]| at.map(f32::to_bits);
    let taken: IndexSet<[u32; 2]> = containers
        .chain(components)
        .chain(notes)
        .map(bits)
        .collect();
    let containers = fragment.containers.iter().map(|c| c.at);
    let components = fragment.components.iter().map(|c| c.at);
    let notes = fragment.notes.iter().map(|note| note.at);
    let corners: Vec<_> = containers.chain(components).chain(notes).collect();
    let steps = (0..MOST_STEPS).map(|step| first.map(|v| v + step as f32 * OFFSET));
    let free = |by: &[f32; 2]| {
        let mut moved = corners.iter().map(|at| [at[0] + by[0], at[1] + by[1]]);
        moved.all(|at| !taken.contains(&bits(at)))
    };
    steps.into_iter().find(free).unwrap_or(first)
}

/// `web-2` comes from `web`.
fn stem(id: &Id) -> &str {
    let text = id.as_str();
    text.rsplit_once('-')
        .filter(|(_, end)| end.parse::<u32>().is_ok())
        .map_or(text, |(stem, _)| stem)
}

/// The rectangle around what is drawn of a fragment: least and greatest corner.
pub(super) fn bounds(fragment: &Fragment) -> Option<([f32; 2], [f32; 2])> {
    let mut shut: IndexSet<&Id> = IndexSet::new();
    // Those around stand before those within.
    for container in &fragment.containers {
        let within = container
            .parent
            .as_ref()
            .is_some_and(|id| shut.contains(id));
        if within || container.is_card() {
            shut.insert(&container.id);
        }
    }
    let shows = |parent: &Option<Id>| parent.as_ref().is_none_or(|id| !shut.contains(id));
    let containers = fragment.containers.iter().filter(|c| shows(&c.parent));
    let containers = containers.map(|c| match c.is_card() {
        true => (c.at, placement::CARD),
        false => (c.at, c.size),
    });
    let components = fragment.components.iter().filter(|c| shows(&c.parent));
    let components = components.map(|c| (c.at, placement::CARD));
    let notes = fragment.notes.iter().filter(|note| shows(&note.parent));
    let notes = notes.map(|n| (n.at, n.size));
    let all = containers.chain(components).chain(notes);
    let corners = all.map(|(at, size)| (at, [at[0] + size[0], at[1] + size[1]]));
    corners.reduce(|(a, b), (c, d)| {
        let least = [a[0].min(c[0]), a[1].min(c[1])];
        (least, [b[0].max(d[0]), b[1].max(d[1])])
    })
}

/// The changes that put a fragment into a document under fresh ids, moved by an offset, and these ids (links left out).
pub(super) fn edits(
    document: &Document,
    fragment: &Fragment,
    by: [f32; 2],
) -> (Vec<Edit>, Vec<Id>) {
    let moved = |at: [f32; 2]| [at[0] + by[0], at[1] + by[1]];
    let mut scratch = document.clone();
    let mut fresh: IndexMap<Id, Id> = IndexMap::new();
    let (mut names, mut ids) = (placement::Names::of(document), FreshIds::default());
    let mut edits = Vec::new();
    let mut add = |scratch: &mut Document, edit: Edit| {
        // What does not fit (a foreign clipboard) is left out; an addition that is refused has changed nothing.
        let fits = apply_to(scratch, &edit).is_ok();
        if fits {
            edits.push(edit);
        }
        fits
    };
    for kind in &fragment.kinds {
        // A kind of the same id that is there already is taken for the same.
        add(&mut scratch, Edit::AddKind { kind: kind.clone() });
    }
    for container in &fragment.containers {
        let mut copy = container.clone();
        copy.id = ids.fresh(&scratch, stem(&container.id));
        copy.at = moved(container.at);
        copy.parent = home(&scratch, &fresh, container.parent.as_ref());
        copy.name = names.fresh(&container.name);
        let id = copy.id.clone();
        if add(&mut scratch, Edit::AddContainer { container: copy }) {
            fresh.insert(container.id.clone(), id);
        }
    }
    for component in &fragment.components {
        let mut copy = component.clone();
        copy.id = ids.fresh(&scratch, stem(&component.id));
        copy.at = moved(component.at);
        copy.parent = home(&scratch, &fresh, component.parent.as_ref());
        copy.name = names.fresh(&component.name);
        let id = copy.id.clone();
        if add(&mut scratch, Edit::AddComponent { component: copy }) {
            fresh.insert(component.id.clone(), id);
        }
    }
    for link in &fragment.links {
        let (Some(from), Some(to)) = (fresh.get(&link.from), fresh.get(&link.to)) else {
            continue;
        };
        let id = ids.fresh(&scratch, &format!("{from}-{to}"));
        let copy = Link {
            id,
            from: from.clone(),
            to: to.clone(),
            bends: link.bends.iter().map(|bend| moved(*bend)).collect(),
            ..link.clone()
        };
        add(&mut scratch, Edit::AddLink { link: copy });
    }
    for note in &fragment.notes {
        let mut copy = note.clone();
        copy.id = ids.fresh(&scratch, stem(&note.id));
        copy.at = moved(note.at);
        // Put away with the copy of its container, else in sight.
        copy.parent = note
            .parent
            .as_ref()
            .and_then(|host| fresh.get(host).cloned());
        let id = copy.id.clone();
        if add(&mut scratch, Edit::AddNote { note: copy }) {
            fresh.insert(note.id.clone(), id);
        }
    }
    (edits, fresh.into_values().collect())
}

/// Ids for many new items: numbers that are taken are not tried again.
#[derive(Default)]
struct FreshIds(IndexMap<String, u64>);

impl FreshIds {
    fn fresh(&mut self, document: &Document, stem: &str) -> Id {
        let from = self.0.entry(stem.to_owned()).or_insert(1);
        document.fresh_id_from(stem, from)
    }
}

/// The container of a copy: the copied one, else the old one if this document has it.
fn home(document: &Document, fresh: &IndexMap<Id, Id>, parent: Option<&Id>) -> Option<Id> {
    let parent = parent?;
    let copied = fresh.get(parent).cloned();
    copied.or_else(|| Some(parent.clone()).filter(|id| document.containers.contains_key(id)))
}
