//! Changes of notes and frames.

use std::sync::Arc;

use indexmap::IndexSet;

use super::error::EditError;
use crate::document::problem::Problem;
use crate::document::rules::{self, MAX_ITEMS};
use crate::document::{Document, Note};
use crate::foundation::ids::Id;

pub fn add(document: &mut Document, note: &Note) -> Result<(), EditError> {
    if document.contains(&note.id) {
        let id = note.id.clone();
        return Err(EditError::IdTaken { id });
    }
    if document.notes.len() >= MAX_ITEMS {
        let problem = Problem::TooMany {
            what: "notes",
            limit: MAX_ITEMS,
        };
        return Err(EditError::Whole(problem.at("notes")));
    }
    put(document, note.clone())
}

/// Replaces the note of the same id.
pub fn set(document: &mut Document, note: &Note) -> Result<(), EditError> {
    change(document, &note.id, |old| *old = note.clone())
}

/// Changes a note in place, if it still keeps the rules then.
pub fn change(
    document: &mut Document,
    id: &Id,
    edit: impl FnOnce(&mut Note),
) -> Result<(), EditError> {
    let Some(shared) = document.notes.get(id) else {
        return Err(EditError::NoSuchItem { id: id.clone() });
    };
    let mut note = Note::clone(shared);
    edit(&mut note);
    put(document, note)
}

/// After a container became one card or a frame again: what is written on it goes and comes with it. As when it
/// is moved, what lies on it goes along.
pub fn follow(document: &mut Document, container: &Id, was_card: bool) {
    let Some(host) = document.containers.get(container).cloned() else {
        return;
    };
    match (was_card, host.is_card()) {
        // In a container that is put away itself nothing is written.
        (false, true) if !document.is_put_away(container) => {
            let on_it = |note: &Note| note.parent.is_none() && host.carries(note);
            put_into(document, Some(container), on_it);
        }
        (true, false) => {
            let around = card_around(document, host.parent.as_ref(), |_| true);
            put_into(document, around.as_ref(), |note| {
                note.parent.as_ref() == Some(container)
            });
        }
        _ => {}
    }
}

/// What is put away in a container that goes comes out, as far as what is around lets it.
pub fn come_out(document: &mut Document, gone: &IndexSet<&Id>) {
    let in_gone = |note: &Note| note.parent.as_ref().is_some_and(|id| gone.contains(id));
    let hosts = document.notes.values().filter(|note| in_gone(note));
    let hosts: IndexSet<Id> = hosts.filter_map(|note| note.parent.clone()).collect();
    for host in hosts {
        let around = card_around(document, Some(&host), |id| !gone.contains(id));
        put_into(document, around.as_ref(), |note| {
            note.parent.as_ref() == Some(&host)
        });
    }
}

/// The innermost collapsed container around that stays.
fn card_around(
    document: &Document,
    parent: Option<&Id>,
    stays: impl Fn(&Id) -> bool,
) -> Option<Id> {
    let around = document.ancestors(parent).into_iter();
    let mut cards = around.filter(|host| host.is_card() && stays(&host.id));
    cards.next().map(|card| card.id.clone())
}

fn put_into(document: &mut Document, container: Option<&Id>, which: impl Fn(&Note) -> bool) {
    for note in document.notes.values_mut().filter(|note| which(note)) {
        Arc::make_mut(note).parent = container.cloned();
    }
}

fn put(document: &mut Document, note: Note) -> Result<(), EditError> {
    rules::check_note(document, &note).map_err(|broken| EditError::Rule {
        id: note.id.clone(),
        broken,
    })?;
    document.notes.insert(note.id.clone(), Arc::new(note));
    Ok(())
}
