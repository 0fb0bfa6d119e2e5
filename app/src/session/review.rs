//! The review of the design: at once where it is small, on a thread where it would keep a frame waiting.

use std::sync::Arc;

use sim_core::check::{Finding, findings};
use sim_core::document::Document;

use super::Session;
use crate::runner::{Outcome, Task, Wake};

/// With more components and links than this the review is done on a thread, if there may be any.
const LARGE: usize = 600;

/// Whether there are threads for what takes long, and the review under way.
#[derive(Default)]
pub(crate) struct Review {
    /// `None`: everything is done at once, as in tests.
    pub(crate) wake: Option<Wake>,
    under_way: Option<(Arc<Document>, Task<Vec<Finding>>)>,
}

impl std::fmt::Debug for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Review")
            .field("threads", &self.wake.is_some())
            .finish_non_exhaustive()
    }
}

impl Session {
    /// From now on, what takes long is done on threads; `wake` is called on them when there is something to show.
    pub fn use_threads(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.review.wake = Some(Arc::new(wake));
    }

    /// Reviews the design as it is now. Until that is done, the findings of before stand.
    pub(super) fn review(&mut self) {
        let document = Arc::clone(self.document());
        let large = document.components.len() + document.links.len() > LARGE;
        let Some(wake) = self.review.wake.clone().filter(|_| large) else {
            return self.review_now();
        };
        if self.review.under_way.is_some() {
            // One at a time: what it finds is looked at when it comes.
            return;
        }
        let reviewed = Arc::clone(&document);
        match Task::start("review", wake, move |_| findings(&reviewed)) {
            Ok(task) => self.review.under_way = Some((document, task)),
            Err(_) => self.review_now(),
        }
    }

    /// Reviews another document: what was found in the one before says nothing any more.
    pub(super) fn review_anew(&mut self) {
        self.review.under_way = None;
        self.findings.clear();
        self.review();
    }

    fn review_now(&mut self) {
        self.review.under_way = None;
        self.findings = findings(self.document());
    }

    /// Takes the outcome of the review under way; one that is of an older design only begins the next one.
    pub(crate) fn take_reviewed(&mut self) {
        let Some((document, task)) = self.review.under_way.take() else {
            return;
        };
        match task.poll() {
            Outcome::Pending => self.review.under_way = Some((document, task)),
            Outcome::Done(found) if document.same_meaning(self.document()) => self.findings = found,
            Outcome::Done(_) => self.review(),
            Outcome::Lost => self.findings.clear(),
        }
    }
}
