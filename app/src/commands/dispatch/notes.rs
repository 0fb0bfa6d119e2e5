//! Notes and frames: new ones, and what moves along with a frame.

use std::sync::Arc;

use sim_core::document::{Note, NoteColor, NoteKind};
use sim_core::edit::Edit;

use super::edit;
use crate::session::{Session, placement};

/// A new note or frame, open for writing. A frame that is asked for while things are selected goes around them.
pub(super) fn place(session: &mut Session, kind: NoteKind, at: Option<[f32; 2]>) {
    let document = Arc::clone(session.document());
    let around = placement::bounds(&document, session.selection.iter());
    let around = around.filter(|_| kind == NoteKind::Frame && at.is_none());
    let (at, size) = match around {
        Some((min, max)) => placement::frame_around(min, max),
        None => {
            let size = placement::note_size(kind);
            let middle = || {
                let middle = edit::middle(session);
                let near = [0, 1].map(|axis| middle[axis] - size[axis] / 2.0);
                placement::free_note_place(&document, near, size)
            };
            (at.map_or_else(middle, placement::snap), size)
        }
    };
    let id = document.fresh_id(match kind {
        NoteKind::Text => "note",
        NoteKind::Frame => "frame",
    });
    let note = Note {
        parent: None,
        id: id.clone(),
        kind,
        text: String::new(),
        at,
        size,
        color: match kind {
            NoteKind::Text => NoteColor::Yellow,
            NoteKind::Frame => NoteColor::Blue,
        },
        unknown: Default::default(),
    };
    if edit::apply(session, &Edit::AddNote { note }, "step.add_note", None) {
        session.selection.replace([id.clone()]);
        session.renaming = Some(id);
    }
}
