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
    wanted: Option<Wanted>,
    under_way: Option<(Arc<Document>, Task<Vec<Finding>>)>,
}

/// A review that has yet to begin: the frame that shows the change comes first, with the processors to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    AfterThisFrame,
    Now,
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
        let document = self.document();
        let large = document.components.len() + document.links.len() > LARGE;
        if self.review.wake.is_none() || !large {
            return self.review_now();
        }
        // One at a time: what the one under way finds is looked at when it comes.
        if self.review.under_way.is_none() {
            self.review.wanted.get_or_insert(Wanted::AfterThisFrame);
        }
    }

    /// Whether the next frame shall come soon, because a review waits for it.
    pub(crate) fn review_waits(&self) -> bool {
        self.review.wanted.is_some()
    }

    /// Whether the findings are those of the document as it is.
    pub fn is_reviewed(&self) -> bool {
        self.review.wanted.is_none() && self.review.under_way.is_none()
    }

    fn begin_review(&mut self) {
        let Some(wake) = self.review.wake.clone() else {
            return self.review_now();
        };
        let document = Arc::clone(self.document());
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
        (self.review.wanted, self.review.under_way) = (None, None);
        self.findings = findings(self.document());
    }

    /// Once a frame: takes the outcome of the review under way, where one of an older design only leads to the next one,
    /// and begins the one that is wanted.
    pub(crate) fn take_reviewed(&mut self) {
        if let Some((document, task)) = self.review.under_way.take() {
            match task.poll() {
                Outcome::Pending => self.review.under_way = Some((document, task)),
                Outcome::Done(found) if document.same_meaning(self.document()) => {
                    self.findings = found;
                }
                Outcome::Done(_) => self.review(),
                Outcome::Lost => self.findings.clear(),
            }
        }
        match self.review.wanted.take() {
            Some(Wanted::AfterThisFrame) => self.review.wanted = Some(Wanted::Now),
            Some(Wanted::Now) => self.begin_review(),
            None => {}
        }
    }
}
