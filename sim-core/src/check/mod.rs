//! Review of a design: what cannot work, what will not survive a failure, what is worth knowing. No run needed.
//!
//! Architecture invariant: a rule sees engine parts and places, never a service by name.

mod cache;
mod capacity;
mod finding;
mod kinds;
mod patience;
mod placement;
mod plan;
mod queues;
mod quota;
mod traffic;
mod waiting;

pub use finding::{Finding, RULES, Rule, Severity};

use crate::document::Document;
use plan::Plan;

/// Everything there is to say about a document, the worst first, else in the order of the rules.
pub fn findings(document: &Document) -> Vec<Finding> {
    let plan = Plan::new(document);
    let mut found = Vec::new();
    traffic::review(&plan, &mut found);
    capacity::review(&plan, &mut found);
    quota::review(&plan, &mut found);
    placement::review(&plan, &mut found);
    patience::review(&plan, &mut found);
    waiting::review(&plan, &mut found);
    kinds::review(&plan, &mut found);
    cache::review(&plan, &mut found);
    queues::review(&plan, &mut found);
    found.sort_by_key(|finding| finding.severity);
    found
}
