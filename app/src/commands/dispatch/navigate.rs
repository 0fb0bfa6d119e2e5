//! From item to item: jump to one, walk to the next, put a new one beside.

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::{collapse, complain, say};
use crate::commands::direction::{self, Direction};
use crate::scene::fold::drawn;
use crate::session::{Adding, Camera, Dialog, Finder, Level, Session, linking, placement};

/// Selects an item and brings it into view, out of the collapsed containers around it.
pub(super) fn uncover(session: &mut Session, id: Id) {
    collapse::uncover(session, &id);
    reveal(session, id);
}

/// Selects an item, brings it into view and gives it the keyboard. What stands in a collapsed container comes out: the
/// containers around it are expanded.
pub(super) fn go_to(session: &mut Session, id: Id) {
    collapse::uncover(session, &id);
    session.focus_item = Some(id.clone());
    reveal(session, id);
}

/// Selects an item and brings it into the middle of the view, unless it is well in view. Of what stands in a collapsed
/// container, the card is shown.
pub(super) fn reveal(session: &mut Session, id: Id) {
    let document = Arc::clone(session.document());
    let card = document.stand_in(&id).map(|card| card.id.clone());
    let id = card.unwrap_or(id);
    let around = placement::bounds(&document, std::iter::once(&id));
    let Some((min, max)) = around else { return };
    session.selection.replace([id]);
    session.renaming = None;
    let (from, to) = (session.camera.to_screen(min), session.camera.to_screen(max));
    let view = session.canvas_size;
    let inside = (0..2).all(|axis| from[axis] >= 0.0 && to[axis] <= view[axis]);
    let readable = session.camera.zoom >= 0.5;
    if inside && readable {
        return;
    }
    let zoom = if readable { session.camera.zoom } else { 1.0 };
    let pan = [0, 1].map(|axis| view[axis] / 2.0 - zoom * (min[axis] + max[axis]) / 2.0);
    session.camera = Camera::new(pan, zoom);
    session.fitted = false;
}

/// Brings an item into the middle of the view, and gives it the keyboard; as near as the view is now, unless it is so far
/// away that a container stands for the item.
pub(super) fn bring_in(session: &mut Session, id: Id) {
    let Some((at, size)) = placement::frame_of(session.document(), &id) else {
        return;
    };
    // Of what is larger than a card, the corner with the name is brought.
    let view = session.canvas_size;
    let zoom = match session.camera.zoom {
        far if far < 0.35 => 1.0,
        zoom => zoom,
    };
    let pan = [0, 1].map(|axis| {
        let half = size[axis].min(placement::CARD[axis]) / 2.0;
        view[axis] / 2.0 - zoom * (at[axis] + half)
    });
    session.camera = Camera::new(pan, zoom);
    session.fitted = false;
    session.focus_item = Some(id);
}

/// Selects the next component in a direction; with nothing selected, the first one.
pub(super) fn walk(session: &mut Session, way: Direction) {
    let document = drawn(session.document()).into_owned();
    let next = match session.selection.single() {
        Some(from) if document.components.contains_key(from) => {
            direction::next(&document, from, way)
        }
        _ => direction::first(&document),
    };
    match next {
        // A card that stands for others is a stop like any.
        Some(next) => {
            session.focus_item = Some(next.clone());
            reveal(session, next);
        }
        None => say(session, Level::Info, "message.nothing_there"),
    }
}

/// Opens the list of what can stand beside the selected component, linked to it: left of it what calls it, elsewhere
/// what it calls.
pub(super) fn add_beside(session: &mut Session, way: Direction) {
    let document = Arc::clone(session.document());
    let selected = session.selection.single().cloned();
    let Some(from) = selected.filter(|id| document.components.contains_key(id)) else {
        say(session, Level::Info, "why.select_component");
        return;
    };
    let caller = way == Direction::Left;
    let refused = if caller {
        linking::never_called(&document, &from)
    } else {
        linking::never_calls(&document, &from)
    };
    if let Some(key) = refused {
        let name = document.name_of(&from);
        let why = session
            .texts
            .tr_with(key, &[("from", &name), ("to", &name)]);
        complain(session, "message.not_linked", &why);
        return;
    }
    let adding = Adding {
        at: direction::beside(&drawn(&document), &from, way),
        from: (!caller).then(|| from.clone()),
        to: caller.then_some(from),
        into: None,
        anchor: None,
    };
    session.dialog = Some(Dialog::Finder(Finder::Add(adding)));
}

/// A dialog as it is meant now: a quick add with a link selected is about what to put into that link.
pub(super) fn meant(session: &Session, dialog: Dialog) -> Dialog {
    let everywhere = Dialog::Finder(Finder::Add(Adding::default()));
    let link = session.selection.single().filter(|_| dialog == everywhere);
    match link.and_then(|link| into(session.document(), link)) {
        Some(adding) => Dialog::Finder(Finder::Add(adding)),
        None => dialog,
    }
}

/// A new component halfway between the ends of a link, where there is room for it. Not of links that end in a collapsed
/// container: their ends are not seen.
fn into(document: &Document, id: &Id) -> Option<Adding> {
    let link = document.links.get(id)?;
    let hidden = [&link.from, &link.to].map(|end| document.stand_in(end).is_some());
    let [from, to] = [&link.from, &link.to].map(|end| document.components.get(end));
    let ([false, false], (from, to)) = (hidden, (from?, to?)) else {
        return None;
    };
    let bend = link.bends.get(link.bends.len() / 2);
    let corner = [0, 1].map(|i| match bend {
        Some(bend) => bend[i] - placement::CARD[i] / 2.0,
        None => (from.at[i] + to.at[i]) / 2.0,
    });
    Some(Adding {
        at: Some(placement::free_place(document, placement::snap(corner))),
        into: Some(id.clone()),
        ..Adding::default()
    })
}
