//! Undo and redo by shared snapshots: undo after a change is the earlier document itself.

use std::sync::Arc;

use super::apply::apply;
use super::command::Edit;
use super::error::EditError;
use crate::document::Document;
use crate::foundation::ids::Id;

/// Steps kept; the oldest is forgotten beyond that.
pub const MAX_STEPS: usize = 10_000;

/// Changes that follow each other with the same key are one step, until the gesture ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeKey(String);

impl MergeKey {
    /// A gesture of any kind.
    pub fn new(gesture: impl Into<String>) -> Self {
        Self(gesture.into())
    }

    /// Dragging or typing one parameter of one item.
    pub fn param(id: &Id, param: &str) -> Self {
        Self(format!("param {id} {param}"))
    }
}

/// A document before or after a step, with the step's name.
#[derive(Clone, Debug)]
struct Step {
    document: Arc<Document>,
    name: &'static str,
}

/// The current document and the way back and forth.
#[derive(Clone, Debug)]
pub struct History {
    current: Arc<Document>,
    past: std::collections::VecDeque<Step>,
    future: Vec<Step>,
    gesture: Option<MergeKey>,
}

impl History {
    /// Starts with a document and nothing to undo.
    pub fn new(document: Document) -> Self {
        Self {
            current: Arc::new(document),
            past: std::collections::VecDeque::new(),
            future: Vec::new(),
            gesture: None,
        }
    }

    /// The current document. The same `Arc` comes back after undo and redo: comparing pointers tells "unchanged since saved".
    pub fn document(&self) -> &Arc<Document> {
        &self.current
    }

    /// Applies a change and records it as a step named by a translation key.
    ///
    /// # Errors
    /// The change does not fit; nothing is changed.
    pub fn apply(
        &mut self,
        edit: &Edit,
        name: &'static str,
        merge: Option<MergeKey>,
    ) -> Result<(), EditError> {
        let next = apply(&self.current, edit)?;
        self.record(next, name, merge);
        Ok(())
    }

    /// Makes `next` the current document and keeps the one before as a step, unless nothing changed.
    ///
    /// With the merge key of the step before, and no [`end_merge`](Self::end_merge), undo or redo in between, it
    /// continues that step.
    pub fn record(&mut self, next: Document, name: &'static str, merge: Option<MergeKey>) {
        if next == *self.current {
            return;
        }
        let before = std::mem::replace(&mut self.current, Arc::new(next));
        let continues = self.continues(merge.as_ref());
        self.gesture = merge;
        self.future.clear();
        if continues {
            return;
        }
        if self.past.len() == MAX_STEPS {
            self.past.pop_front();
        }
        self.past.push_back(Step {
            document: before,
            name,
        });
    }

    /// Whether a change with this key would continue the last step.
    pub fn continues(&self, merge: Option<&MergeKey>) -> bool {
        merge.is_some() && merge == self.gesture.as_ref() && !self.past.is_empty()
    }

    /// Puts the steps of an earlier session, which ended with the document that this one began with, before its own.
    ///
    /// Gives `false` and changes nothing if the two do not meet.
    pub fn resume(&mut self, earlier: History) -> bool {
        let untouched = self.past.is_empty() && self.future.is_empty();
        let first = self
            .past
            .front()
            .map_or(&self.current, |step| &step.document);
        if **first != *earlier.current {
            return false;
        }
        let own = std::mem::replace(&mut self.past, earlier.past);
        self.past.extend(own);
        let surplus = self.past.len().saturating_sub(MAX_STEPS);
        self.past.drain(..surplus);
        if untouched {
            self.future = earlier.future;
        }
        true
    }

    /// The gesture is over: the next change is a step of its own.
    pub fn end_merge(&mut self) {
        self.gesture = None;
    }

    /// Goes back one step; its name, or `None` if there is none.
    pub fn undo(&mut self) -> Option<&'static str> {
        self.gesture = None;
        let step = self.past.pop_back()?;
        let after = std::mem::replace(&mut self.current, step.document);
        self.future.push(Step {
            document: after,
            name: step.name,
        });
        Some(step.name)
    }

    /// Goes forth one step again; its name, or `None` if there is none.
    pub fn redo(&mut self) -> Option<&'static str> {
        self.gesture = None;
        let step = self.future.pop()?;
        let before = std::mem::replace(&mut self.current, step.document);
        self.past.push_back(Step {
            document: before,
            name: step.name,
        });
        Some(step.name)
    }

    /// Name of the step that undo would take back.
    pub fn undo_name(&self) -> Option<&'static str> {
        self.past.back().map(|step| step.name)
    }

    /// Name of the step that redo would do again.
    pub fn redo_name(&self) -> Option<&'static str> {
        self.future.last().map(|step| step.name)
    }

    /// Steps that can be undone.
    pub fn steps(&self) -> usize {
        self.past.len()
    }
}
