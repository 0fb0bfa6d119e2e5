//! Changes of notes and frames.

use std::sync::Arc;

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

fn put(document: &mut Document, note: Note) -> Result<(), EditError> {
    rules::check_note(&note).map_err(|broken| EditError::Rule {
        id: note.id.clone(),
        broken,
    })?;
    document.notes.insert(note.id.clone(), Arc::new(note));
    Ok(())
}
