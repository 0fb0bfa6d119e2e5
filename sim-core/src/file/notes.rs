//! What is odd about a file and accepted all the same.

use super::node::Place;
use crate::document::nearest::nearest;

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

/// The notes of a file as they are made.
#[derive(Debug, Default)]
pub struct Notes {
    made: Vec<Note>,
    /// Notes, with the fields' names, that wait for a word on what may have been meant.
    open: Vec<(usize, String)>,
}

impl Notes {
    /// An unknown field.
    pub fn add(&mut self, place: &Place<'_>, name: &str) {
        if self.made.len() < MAX_NOTES {
            self.open.push((self.made.len(), name.to_owned()));
            self.made.push(Note {
                place: place.to_string(),
                nearest: None,
            });
        }
    }

    /// Where the notes of an object begin.
    pub fn mark(&self) -> usize {
        self.open.len()
    }

    /// Every field of the object was seen; `missing`: the known ones that it has not.
    pub fn explain<'k>(&mut self, mark: usize, missing: impl Iterator<Item = &'k str> + Clone) {
        for (index, name) in self.open.drain(mark..) {
            self.made[index].nearest = nearest(&name, missing.clone()).map(str::to_owned);
        }
    }

    pub fn into_list(self) -> Vec<Note> {
        self.made
    }
}
