//! Putting things in line, at equal distances, in layers.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use sim_core::document::{Document, Item};
use sim_core::edit::{Edit, Place, apply as try_edit};
use sim_core::foundation::ids::Id;

use super::{edit, say};
use crate::commands::AppCommand;
use crate::layout::{self, Axis, Line};
use crate::runner::Outcome;
use crate::session::{Glide, Level, Session, placement, tiers};

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    match command {
        AppCommand::Align(line) => align(session, line),
        AppCommand::Distribute(axis) => distribute(session, axis),
        AppCommand::Arrange => arrange(session),
        AppCommand::CancelArrange => session.arranging = None,
        _ => {}
    }
}

fn align(session: &mut Session, line: Line) {
    let (tops, frames) = chosen(session);
    if tops.len() < 2 {
        return say(session, Level::Info, "why.select_two");
    }
    let moves = layout::align(&frames, line);
    shift(session, &tops, &moves, "step.align");
}

fn distribute(session: &mut Session, axis: Axis) {
    let (tops, frames) = chosen(session);
    if tops.len() < 3 {
        return say(session, Level::Info, "why.select_three");
    }
    let moves = layout::distribute(&frames, axis);
    shift(session, &tops, &moves, "step.distribute");
}

fn arrange(session: &mut Session) {
    let document = Arc::clone(session.document());
    // Links follow their ends, and what a note is about only its writer knows.
    let placed = session.selection.iter().filter(|id| {
        document.components.contains_key(*id) || document.containers.contains_key(*id)
    });
    let placed = placed.filter(|id| !document.is_put_away(id));
    let chosen: IndexSet<Id> = placed.cloned().collect();
    if !session.arrange_aside(&chosen) {
        let places = tiers::arrange(&document, &chosen);
        put_in_order(session, places, chosen.is_empty());
    }
}

/// Takes the outcome of a layout on a thread, if it is there; of a drawing that is another one meanwhile it is of no use.
pub(super) fn finished(session: &mut Session) {
    let Some(arranging) = session.arranging.take() else {
        return;
    };
    let current = Arc::ptr_eq(&arranging.document, session.document());
    match arranging.poll() {
        Outcome::Pending if current => session.arranging = Some(arranging),
        Outcome::Done(Some(places)) if current => put_in_order(session, places, arranging.whole),
        _ => say(session, Level::Info, "message.layout_dropped"),
    }
}

fn put_in_order(session: &mut Session, places: Vec<Place>, whole: bool) {
    let straight = straightened(session.document(), &places);
    let mut edits = vec![Edit::Arrange { places }];
    edits.extend(straight);
    if apply(session, Edit::Batch { edits }, "step.layout") && whole {
        super::dispatch(session, AppCommand::FitAll);
    }
}

/// Bends were made for where the cards stood: links of laid out cards find their way anew.
fn straightened(document: &Document, places: &[Place]) -> Vec<Edit> {
    let placed: IndexSet<&Id> = places.iter().map(|place| &place.id).collect();
    let links = document.links.values();
    let bent = links.filter(|link| !link.bends.is_empty());
    bent.filter(|link| placed.contains(&link.from) || placed.contains(&link.to))
        .map(|link| Edit::Bend {
            id: link.id.clone(),
            bends: Vec::new(),
        })
        .collect()
}

/// The selected cards and containers that do not stand in a selected container, with their frames.
fn chosen(session: &Session) -> (Vec<Id>, Vec<layout::Frame>) {
    let document = session.document();
    placement::tops(document, session.selection.iter())
        .into_iter()
        .filter_map(|id| Some((id.clone(), placement::frame_of(document, &id)?)))
        .unzip()
}

/// Moves each by its own way, with what stands in it, and puts it into the container it then stands in.
fn shift(session: &mut Session, tops: &[Id], moves: &[[f32; 2]], name: &'static str) {
    let document = Arc::clone(session.document());
    let moves: IndexMap<&Id, [f32; 2]> = tops.iter().zip(moves.iter().copied()).collect();
    let arranged = Edit::Arrange {
        places: carried(&document, &moves),
    };
    let mut edits = vec![arranged.clone()];
    if let Ok(after) = try_edit(&document, &arranged) {
        edits.extend(tops.iter().filter_map(|id| rehoused(&after, id)));
    }
    apply(session, Edit::Batch { edits }, name);
}

/// The places of everything that moves: on its own account or with a container around it.
fn carried(document: &Document, moves: &IndexMap<&Id, [f32; 2]>) -> Vec<Place> {
    let containers = document
        .containers
        .values()
        .map(|c| (&c.id, &c.parent, c.at));
    let components = document
        .components
        .values()
        .map(|c| (&c.id, &c.parent, c.at));
    let place = |(id, parent, at): (&Id, &Option<Id>, [f32; 2])| {
        let own = moves.get(id);
        let hosts = document.ancestors(parent.as_ref());
        let by = own.or_else(|| hosts.iter().find_map(|host| moves.get(&host.id)))?;
        Some(Place {
            id: id.clone(),
            at: [at[0] + by[0], at[1] + by[1]],
            size: None,
        })
    };
    containers.chain(components).filter_map(place).collect()
}

/// The change of container of something that stands in another one than it says.
fn rehoused(document: &Document, id: &Id) -> Option<Edit> {
    let (at, size) = placement::frame_of(document, id)?;
    let parent = match document.item(id)? {
        Item::Component(component) => &component.parent,
        Item::Container(container) => &container.parent,
        Item::Link(_) | Item::Note(_) => return None,
    };
    let to = placement::container_under(document, id, at, size, &IndexSet::new());
    (to != *parent).then(|| Edit::Reparent {
        ids: vec![id.clone()],
        parent: to,
    })
}

/// One step, and the view glides from how things stood to how they stand.
fn apply(session: &mut Session, change: Edit, name: &'static str) -> bool {
    let before = Arc::clone(session.document());
    let fitted = edit::apply(session, &change, name, None);
    session.glide = Some(Glide {
        from: before,
        revision: session.revision,
    });
    fitted
}
