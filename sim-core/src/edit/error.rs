//! Why a change was refused.

use super::apply::MAX_BATCH_DEPTH;
use crate::catalog::expected::Thing;
use crate::document::Broken;
use crate::foundation::ids::Id;

/// Why a change does not fit the document.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EditError {
    #[error("there is no item \"{id}\"")]
    NoSuchItem { id: Id },
    #[error("there is no request kind \"{id}\"")]
    NoSuchKind { id: Id },
    #[error("the request kind \"{id}\" is used by \"{user}\": take it out there first")]
    KindInUse { id: Id, user: Id },
    #[error("the id \"{id}\" is taken")]
    IdTaken { id: Id },
    #[error("\"{id}\" is {found}: expected {expected}")]
    WrongItem {
        id: Id,
        expected: Thing,
        found: Thing,
    },
    #[error("{id}: {broken}")]
    Rule { id: Id, broken: Broken },
    #[error("{0}")]
    Whole(Broken),
    #[error("changes are nested more than {MAX_BATCH_DEPTH} deep")]
    TooDeep,
}

impl EditError {
    /// Stable name; the translation key is `edit_error.<key>`, for a broken rule `problem.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            EditError::NoSuchItem { .. } => "no_such_item",
            EditError::NoSuchKind { .. } => "no_such_kind",
            EditError::KindInUse { .. } => "kind_in_use",
            EditError::IdTaken { .. } => "id_taken",
            EditError::WrongItem { .. } => "wrong_item",
            EditError::Rule { broken, .. } | EditError::Whole(broken) => broken.problem.key(),
            EditError::TooDeep => "too_deep",
        }
    }

    /// The item it is about.
    pub fn id(&self) -> Option<&Id> {
        match self {
            EditError::NoSuchItem { id }
            | EditError::IdTaken { id }
            | EditError::WrongItem { id, .. }
            | EditError::Rule { id, .. } => Some(id),
            EditError::KindInUse { user, .. } => Some(user),
            EditError::NoSuchKind { .. } | EditError::Whole(_) | EditError::TooDeep => None,
        }
    }
}
