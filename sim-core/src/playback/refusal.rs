//! Why a document cannot run, as data: the engine says in a sentence which item cannot be compiled; the rule that this item
//! breaks is found here once more, for whoever says it in another language.

use thiserror::Error;

use crate::catalog::{link, service};
use crate::document::problem::Broken;
use crate::document::{Document, rules};
use crate::engine::CompileError;

/// A document that cannot run.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{error}")]
pub struct Refusal {
    pub error: CompileError,
    /// The rule that the item breaks; none for an error that is all data itself, and where each parameter fits but not what
    /// they make together, which no limits of the catalog allow.
    pub broken: Option<Box<Broken>>,
}

impl Refusal {
    /// Why a document was refused that gave this error.
    pub fn of(document: &Document, error: CompileError) -> Self {
        let checked = match &error {
            CompileError::BadParameter { component, .. } => {
                let item = document.components.get(component);
                let known = item.and_then(|item| service(&item.service));
                let specs = known.map(|known| (known.params)());
                item.zip(specs)
                    .map(|(item, specs)| rules::check_params(specs, &item.params))
            }
            CompileError::BadLink { link, .. } => document.links.get(link).map(|item| {
                rules::check_ends(document, item)?;
                rules::check_params(link::params(), &item.params)
            }),
            CompileError::BadContainer { container, .. } => {
                let item = document.containers.get(container);
                item.map(|item| rules::check_container(document, item))
            }
            CompileError::BadKind { kind, .. } => {
                let kind = document.kinds.get(kind);
                kind.map(|kind| rules::check_kind(kind))
            }
            CompileError::BadScenario { .. } => {
                Some(rules::check_scenario(document, &document.scenario))
            }
            CompileError::UnknownService { .. }
            | CompileError::LinkToNowhere { .. }
            | CompileError::TooMany { .. } => None,
        };
        let broken = checked.and_then(Result::err).map(Box::new);
        Self { error, broken }
    }
}
