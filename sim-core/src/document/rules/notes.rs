//! Rules of one note.

use super::MAX_NOTE;
use super::items::{check_length, check_name, check_parent, check_position, check_size};
use crate::document::problem::Broken;
use crate::document::{Document, Note, NoteKind};

/// A note: a text to read, a title that is one, and a place.
pub fn check_note(document: &Document, note: &Note) -> Result<(), Broken> {
    match note.kind {
        NoteKind::Text => check_length("text", &note.text, MAX_NOTE)?,
        NoteKind::Frame => check_name("text", &note.text)?,
    }
    check_parent(document, note.parent.as_ref(), None)?;
    check_position(note.at)?;
    check_size(note.size)
}
