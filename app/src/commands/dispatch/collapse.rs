//! Containers as one card, and as frames again.

use std::sync::Arc;

use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::{edit, say};
use crate::commands::AppCommand;
use crate::session::{Level, Selection, Session, collapsing};

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    match command {
        AppCommand::Collapse(id) => collapse(session, id),
        AppCommand::Expand(id) => expand(session, id),
        _ => {}
    }
}

/// What the command is about: the one named, or what is selected.
fn about(session: &Session, id: Option<Id>) -> Selection {
    let mut about = session.selection.clone();
    if let Some(id) = id {
        about.replace([id]);
    }
    about
}

fn collapse(session: &mut Session, id: Option<Id>) {
    let about = about(session, id);
    let ids = collapsing::open(session.document(), &about);
    if ids.is_empty() {
        return say(session, Level::Info, "why.select_open");
    }
    if step(session, &collapsing::collapse(ids.clone()), "step.collapse") {
        select_shown(session, ids);
    }
}

fn expand(session: &mut Session, id: Option<Id>) {
    let about = about(session, id);
    let document = Arc::clone(session.document());
    let ids = collapsing::shut(&document, &about);
    if ids.is_empty() {
        return say(session, Level::Info, "why.select_collapsed");
    }
    let change = collapsing::expand(&document, ids.clone());
    if step(session, &change, "step.expand") {
        select_shown(session, ids);
    }
}

/// Selects what is drawn of these.
fn select_shown(session: &mut Session, ids: Vec<Id>) {
    let document = Arc::clone(session.document());
    let shown = |id: Id| {
        document
            .stand_in(&id)
            .map_or(id.clone(), |card| card.id.clone())
    };
    session.selection.replace(ids.into_iter().map(shown));
    session.renaming = None;
}

/// Expands what stands in the way of an item being drawn.
pub(super) fn uncover(session: &mut Session, id: &Id) {
    let document = Arc::clone(session.document());
    let covers = collapsing::covers(&document, id);
    if !covers.is_empty() {
        step(
            session,
            &collapsing::expand(&document, covers),
            "step.expand",
        );
    }
}

/// One step; a gliding that is under way ends with it.
fn step(session: &mut Session, change: &Edit, name: &'static str) -> bool {
    session.glide = None;
    edit::apply(session, change, name, None)
}
