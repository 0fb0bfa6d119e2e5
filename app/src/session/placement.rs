//! Where things stand on the canvas: sizes, the grid, containment, free places. Pure functions of the document.

use indexmap::{IndexMap, IndexSet};
use sim_core::catalog::{ParamMap, container, service};
use sim_core::document::{Component, Container, Document, Item, NoteKind};
use sim_core::edit::{Edit, apply as try_edit};
use sim_core::foundation::ids::Id;

use crate::i18n::Texts;
use crate::scene::fold::drawn;

/// Size of a card, canvas points.
pub const CARD: [f32; 2] = [176.0, 84.0];
/// Height of what names a container or frame, canvas points.
pub const TITLE: f32 = 28.0;
/// Step of the grid, canvas points.
pub const GRID: f32 = 8.0;
/// Size of a new container, canvas points, by kind.
pub fn container_size(kind: &str) -> [f32; 2] {
    match kind {
        "zone" | "group" => [416.0, 240.0],
        "tier" => [880.0, 136.0],
        _ => [800.0, 560.0],
    }
}

/// The nearest point of the grid.
pub fn snap(at: [f32; 2]) -> [f32; 2] {
    at.map(|v| (v / GRID).round() * GRID)
}

/// Corner and size of a component, container or note as it is drawn: those of the collapsed container that stands for
/// it, where one does. Links have no place of their own.
pub fn frame_of(document: &Document, id: &Id) -> Option<([f32; 2], [f32; 2])> {
    if let Some(card) = document.stand_in(id) {
        return Some((card.at, CARD));
    }
    match document.item(id)? {
        Item::Component(component) => Some((component.at, CARD)),
        Item::Container(container) => Some((container.at, container.size)),
        Item::Note(note) => Some((note.at, note.size)),
        Item::Link(_) => None,
    }
}

/// The rectangle around items (a link counts with both its ends): least and greatest corner.
pub fn bounds<'a>(
    document: &Document,
    ids: impl Iterator<Item = &'a Id>,
) -> Option<([f32; 2], [f32; 2])> {
    let mut around: Option<([f32; 2], [f32; 2])> = None;
    let mut take = |id: &Id| {
        let Some((at, size)) = frame_of(document, id) else {
            return;
        };
        let end = [at[0] + size[0], at[1] + size[1]];
        around = Some(around.map_or((at, end), |(min, max)| {
            (
                [min[0].min(at[0]), min[1].min(at[1])],
                [max[0].max(end[0]), max[1].max(end[1])],
            )
        }));
    };
    for id in ids {
        if let Some(link) = document.links.get(id) {
            take(&link.from);
            take(&link.to);
        }
        take(id);
    }
    around
}

/// The cards and containers among `ids` that stand in none of the others.
pub fn tops<'a>(document: &Document, ids: impl Iterator<Item = &'a Id>) -> Vec<Id> {
    let ids: IndexSet<&Id> = ids.collect();
    let top = |id: &&&Id| {
        let parent = match document.item(id) {
            Some(Item::Component(component)) => component.parent.as_ref(),
            Some(Item::Container(container)) => container.parent.as_ref(),
            _ => return false,
        };
        let hosts = document.ancestors(parent);
        !hosts.iter().any(|host| ids.contains(&host.id))
    };
    ids.iter().filter(top).map(|id| (*id).clone()).collect()
}

/// These items, and all that stands in the collapsed containers among them: what is done to a card is done to the
/// whole.
pub fn whole<'a>(document: &Document, ids: impl Iterator<Item = &'a Id>) -> Vec<Id> {
    let own: IndexSet<Id> = ids.cloned().collect();
    let cards = own.iter().filter(|id| {
        let container = document.containers.get(*id);
        container.is_some_and(|container| container.is_card())
    });
    let cards: Vec<Id> = cards.cloned().collect();
    let inside = match cards.is_empty() {
        true => Vec::new(),
        false => document.contents(&cards),
    };
    let all: IndexSet<Id> = own.into_iter().chain(inside).collect();
    all.into_iter().collect()
}

/// The rectangle around everything.
pub fn all_bounds(document: &Document) -> Option<([f32; 2], [f32; 2])> {
    bounds(
        document,
        document
            .components
            .keys()
            .chain(document.containers.keys())
            .chain(document.notes.keys()),
    )
}

/// Size of a new note or frame, canvas points.
pub fn note_size(kind: NoteKind) -> [f32; 2] {
    match kind {
        NoteKind::Text => [240.0, 144.0],
        NoteKind::Frame => [480.0, 320.0],
    }
}

/// Corner and size of a frame with air and a title around a rectangle.
pub fn frame_around(min: [f32; 2], max: [f32; 2]) -> ([f32; 2], [f32; 2]) {
    const AIR: f32 = 3.0 * GRID;
    const TITLE: f32 = 2.0 * GRID;
    let at = snap([min[0] - AIR, min[1] - AIR - TITLE]);
    let end = snap([max[0] + AIR, max[1] + AIR]);
    (at, [end[0] - at[0], end[1] - at[1]])
}

/// A place for a note near a corner where it covers neither cards nor notes; below or right of what is in the way.
pub fn free_note_place(document: &Document, near: [f32; 2], size: [f32; 2]) -> [f32; 2] {
    let drawn = drawn(document);
    let cards = drawn.components.values().map(|c| (c.at, CARD));
    let papers = drawn.notes.values().filter(|n| n.kind == NoteKind::Text);
    let taken: Vec<_> = cards.chain(papers.map(|n| (n.at, n.size))).collect();
    let free = |at: [f32; 2]| {
        let apart = |(other, extent): &([f32; 2], [f32; 2])| {
            (0..2)
                .any(|i| at[i] + size[i] + GRID <= other[i] || other[i] + extent[i] + GRID <= at[i])
        };
        taken.iter().all(apart)
    };
    rings(12, near, size.map(|v| v / 2.0 + GRID))
        .find(|at| free(*at))
        .unwrap_or_else(|| snap(near))
}

/// The items of a move or copy with what rides on them: all that lies wholly in a frame, and the notes on a container.
pub fn with_riders(document: &Document, ids: &[Id]) -> Vec<Id> {
    let mut all: IndexSet<Id> = ids.iter().cloned().collect();
    let (components, containers) = (document.components.keys(), document.containers.keys());
    let placed = components.chain(containers).chain(document.notes.keys());
    for id in ids {
        let Some((host, extent)) = frame_of(document, id) else {
            continue;
        };
        match document.item(id) {
            Some(Item::Note(note)) if note.kind == NoteKind::Frame => {}
            // What lies in a tier is there by its place alone.
            Some(Item::Container(host)) if container::crosses(&host.kind) => {}
            // Under a card nothing lies on the container; what is put away in it goes along anyway.
            Some(Item::Container(host)) if document.stand_in(id).is_none() => {
                let on_it = document
                    .notes
                    .values()
                    .filter(|note| document.stand_in(&note.id).is_none() && host.carries(note));
                all.extend(on_it.map(|note| note.id.clone()));
                continue;
            }
            _ => continue,
        }
        let within = |other: &&Id| {
            let (at, size) = frame_of(document, other).unwrap_or_default();
            *other != id
                && (0..2).all(|i| at[i] >= host[i] && at[i] + size[i] <= host[i] + extent[i])
        };
        all.extend(placed.clone().filter(within).cloned());
    }
    all.into_iter().collect()
}

/// The smallest container whose frame holds the middle of a rectangle and into which something new of a `kind` may go
/// (`None`: a component, which may stand anywhere).
pub fn container_at(
    document: &Document,
    at: [f32; 2],
    size: [f32; 2],
    kind: Option<&str>,
) -> Option<Id> {
    let held = held_part(at, size, kind.is_some_and(container::crosses));
    smallest(document, held, |host| {
        kind.is_none_or(|kind| {
            container::kind(kind).is_some_and(|kind| document.may_hold(Some(&host.id), kind))
        })
    })
}

/// The smallest container whose frame holds the middle of a rectangle and into which an item of the document may go with
/// all that stands in it, leaving out what moves as well.
pub fn container_under(
    document: &Document,
    id: &Id,
    at: [f32; 2],
    size: [f32; 2],
    moved: &IndexSet<Id>,
) -> Option<Id> {
    let kind = document.containers.get(id).map(|c| c.kind.as_str());
    let held = held_part(at, size, kind.is_some_and(container::crosses));
    smallest(document, held, |host| {
        let around = document.ancestors(Some(&host.id));
        !around.iter().any(|c| moved.contains(&c.id)) && document.may_go_into(id, Some(&host.id))
    })
}

/// What of a rectangle must lie in a container for the whole to be in it: the middle. A band is in what holds all of it,
/// not in what it crosses.
fn held_part(at: [f32; 2], size: [f32; 2], is_band: bool) -> ([f32; 2], [f32; 2]) {
    if is_band {
        return (at, size);
    }
    ([at[0] + size[0] / 2.0, at[1] + size[1] / 2.0], [0.0, 0.0])
}

fn smallest(
    document: &Document,
    (at, size): ([f32; 2], [f32; 2]),
    fits: impl Fn(&Container) -> bool,
) -> Option<Id> {
    // A collapsed container is a card: nothing is put into it by hand.
    let open =
        |host: &Container| !container::crosses(&host.kind) && document.stand_in(&host.id).is_none();
    let hosts = document.containers.values();
    let hosts = hosts.filter(|host| host.holds(at, size) && open(host) && fits(host));
    let area = |host: &Container| host.size[0] * host.size[1];
    hosts
        .min_by(|a, b| area(a).total_cmp(&area(b)))
        .map(|host| host.id.clone())
}

/// A place for a card near a point where it covers no other card and lies across no edge of a container, nor on its
/// title: rings around the point, nearest first. Where there is none such, only cards count.
pub fn free_place(document: &Document, near: [f32; 2]) -> [f32; 2] {
    let document = drawn(document);
    let hosts = document.containers.values();
    let hosts = hosts.filter(|host| !host.is_card() && !container::crosses(&host.kind));
    let hosts: Vec<&Container> = hosts.map(|host| &**host).collect();
    let clear = |at: [f32; 2]| {
        let outside = |host: &Container| {
            (0..2).any(|i| at[i] + CARD[i] <= host.at[i] || at[i] >= host.at[i] + host.size[i])
        };
        let within = |host: &Container| {
            let under_title = at[1] >= host.at[1] + TITLE;
            under_title && host.holds(at, CARD)
        };
        hosts.iter().all(|host| outside(host) || within(host))
    };
    let free = |at: [f32; 2]| {
        let apart = |a: f32, b: f32, size: f32| (a - b).abs() >= size + GRID;
        document
            .components
            .values()
            .all(|c| apart(c.at[0], at[0], CARD[0]) || apart(c.at[1], at[1], CARD[1]))
    };
    let near = snap(near);
    let step = [CARD[0] + 3.0 * GRID, CARD[1] + 3.0 * GRID];
    let rings = |count: i32, part: f32| rings(count, near, step.map(|v| v * part));
    // Near it in half steps, since containers stand where they stand.
    rings(6, 0.5)
        .find(|at| clear(*at) && free(*at))
        .or_else(|| rings(40, 1.0).find(|at| free(*at)))
        .unwrap_or(near)
}

/// Points of the grid to all sides of one, in rings a step apart, the innermost first.
fn rings(count: i32, near: [f32; 2], step: [f32; 2]) -> impl Iterator<Item = [f32; 2]> {
    let steps = (0..count).flat_map(|ring| {
        let all = (-ring..=ring).flat_map(move |dy| (-ring..=ring).map(move |dx| [dx, dy]));
        all.filter(move |[dx, dy]| dx.abs().max(dy.abs()) == ring)
    });
    steps.map(move |by| snap([0, 1].map(|axis| near[axis] + by[axis] as f32 * step[axis])))
}

/// A move, and after it what was moved goes into the container it now stands in.
pub fn settled_move(document: &Document, ids: &[Id], by: [f32; 2]) -> Edit {
    let moved: IndexSet<Id> = ids.iter().cloned().collect();
    let mut edits = vec![Edit::Move {
        ids: ids.to_vec(),
        by,
    }];
    for id in &moved {
        let parent = match document.item(id) {
            Some(Item::Component(component)) => component.parent.clone(),
            Some(Item::Container(container)) => container.parent.clone(),
            _ => continue,
        };
        let rides = document
            .ancestors(parent.as_ref())
            .iter()
            .any(|host| moved.contains(&host.id));
        let stays = rides || document.is_put_away(id);
        let Some((at, size)) = frame_of(document, id).filter(|_| !stays) else {
            continue;
        };
        let at = [at[0] + by[0], at[1] + by[1]];
        let to = container_under(document, id, at, size, &moved);
        if to != parent {
            edits.push(Edit::Reparent {
                ids: vec![id.clone()],
                parent: to,
            });
        }
    }
    one_or_batch(edits)
}

/// A container's new frame; what comes to stand in it goes into it, and what stands in it no more leaves it.
pub fn settled_resize(document: &Document, id: &Id, at: [f32; 2], size: [f32; 2]) -> Edit {
    let id = id.clone();
    let resize = Edit::Resize {
        id: id.clone(),
        at,
        size,
    };
    let Ok(after) = try_edit(document, &resize) else {
        return resize;
    };
    let components = document.components.values().map(|c| (&c.id, &c.parent));
    let containers = document.containers.values().map(|c| (&c.id, &c.parent));
    let mut edits = vec![resize];
    for (item, parent) in components.chain(containers) {
        let Some((at, size)) = frame_of(document, item).filter(|_| !document.is_put_away(item))
        else {
            continue;
        };
        let host = |document| container_under(document, item, at, size, &IndexSet::new());
        let (old, new) = (host(document), host(&after));
        let concerned = [&old, &new].contains(&&Some(id.clone()));
        if concerned && old != new && new != *parent {
            edits.push(Edit::Reparent {
                ids: vec![item.clone()],
                parent: new,
            });
        }
    }
    one_or_batch(edits)
}

fn one_or_batch(mut edits: Vec<Edit>) -> Edit {
    match edits.pop() {
        Some(only) if edits.is_empty() => only,
        last => Edit::Batch {
            edits: edits.into_iter().chain(last).collect(),
        },
    }
}

/// A new component with a name that fits on its card; `parent`: `None`: the container it then stands in. `None` for
/// a service that the catalog does not know.
pub fn new_component(
    document: &Document,
    texts: Texts,
    service_id: &str,
    at: [f32; 2],
    parent: Option<Id>,
) -> Option<Component> {
    let service = service(service_id)?;
    let short = texts.find(&format!("service.{}.short", service.id));
    let name = short.unwrap_or_else(|| texts.tr(&format!("service.{}", service.id)));
    let around = || container_at(document, at, CARD, None);
    Some(Component {
        id: document.fresh_id(service.id),
        service: service.id.to_owned(),
        name: fresh_name(document, name),
        parent: parent.or_else(around),
        at,
        params: ParamMap::default(),
        unknown: Default::default(),
    })
}

/// A name that no component or container has: the one given, or the same with a number.
pub fn fresh_name(document: &Document, base: &str) -> String {
    Names::of(document).fresh(base)
}

/// The names of a document, for many new items: numbers that are taken are not tried again.
pub struct Names {
    taken: IndexSet<String>,
    next: IndexMap<String, u32>,
}

impl Names {
    pub fn of(document: &Document) -> Self {
        let components = document.components.values().map(|c| c.name.clone());
        let containers = document.containers.values().map(|c| c.name.clone());
        Self {
            taken: components.chain(containers).collect(),
            next: IndexMap::new(),
        }
    }

    /// A name that is not taken, from now on it is.
    pub fn fresh(&mut self, base: &str) -> String {
        if self.taken.insert(base.to_owned()) {
            return base.to_owned();
        }
        let (stem, from) = self.counted(base).unwrap_or((base, 2));
        let number = self.next.entry(stem.to_owned()).or_insert(from);
        loop {
            let name = format!("{stem} {number}");
            *number += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// Where a name ends in a number that counts things of one name, that name, and the number to go on with: "WAS 1"
    /// is followed by "WAS 2", but "MySQL 8" by "MySQL 8 2".
    fn counted<'a>(&self, name: &'a str) -> Option<(&'a str, u32)> {
        let (stem, number) = name.rsplit_once(' ')?;
        let number: u32 = number.parse().ok().filter(|number| *number < u32::MAX)?;
        let taken = |number: u32| self.taken.contains(&format!("{stem} {number}"));
        let counts = number == 1
            || self.taken.contains(stem)
            || taken(number.saturating_sub(1).max(1))
            || taken(number + 1);
        counts.then_some((stem, number + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_on_where_they_count() {
        for (taken, base, want) in [
            (&["WAS"][..], "DB", "DB"),
            (&["WAS"], "WAS", "WAS 2"),
            (&["WAS", "WAS 2"], "WAS", "WAS 3"),
            (&["WAS", "WAS 2"], "WAS 2", "WAS 3"),
            (&["WAS 1"], "WAS 1", "WAS 2"),
            (&["WAS 1", "WAS 2"], "WAS 1", "WAS 3"),
            (&["WAS 2", "WAS 3"], "WAS 3", "WAS 4"),
            (&["MySQL 8"], "MySQL 8", "MySQL 8 2"),
            (&["영역 1", "영역 2"], "영역 2", "영역 3"),
        ] {
            let mut names = Names {
                taken: taken.iter().map(|name| (*name).to_owned()).collect(),
                next: IndexMap::new(),
            };
            assert_eq!(names.fresh(base), want, "{taken:?}");
            assert!(!names.taken.insert(want.to_owned()), "it is taken now");
        }
    }
}
