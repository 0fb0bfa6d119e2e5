//! Changes of request kinds.

use std::sync::Arc;

use super::error::EditError;
use crate::document::problem::Problem;
use crate::document::rules::{self, MAX_KINDS};
use crate::document::{Document, RequestKind};
use crate::foundation::ids::Id;

pub fn add(document: &mut Document, kind: &RequestKind) -> Result<(), EditError> {
    if document.kinds.contains_key(&kind.id) {
        let id = kind.id.clone();
        return Err(EditError::IdTaken { id });
    }
    if document.kinds.len() >= MAX_KINDS {
        let problem = Problem::TooMany {
            what: "kinds",
            limit: MAX_KINDS,
        };
        return Err(EditError::Whole(problem.at("kinds")));
    }
    put(document, kind)
}

pub fn set(document: &mut Document, kind: &RequestKind) -> Result<(), EditError> {
    if !document.kinds.contains_key(&kind.id) {
        let id = kind.id.clone();
        return Err(EditError::NoSuchKind { id });
    }
    put(document, kind)
}

fn put(document: &mut Document, kind: &RequestKind) -> Result<(), EditError> {
    rules::check_kind(kind).map_err(|broken| EditError::Rule {
        id: kind.id.clone(),
        broken,
    })?;
    document
        .kinds
        .insert(kind.id.clone(), Arc::new(kind.clone()));
    Ok(())
}

/// A kind that is named somewhere stays: taking the last name out of a list would turn "only this" into "all".
pub fn remove(document: &mut Document, id: &Id) -> Result<(), EditError> {
    if !document.kinds.contains_key(id) {
        return Err(EditError::NoSuchKind { id: id.clone() });
    }
    if let Some(user) = document.user_of_kind(id) {
        return Err(EditError::KindInUse {
            id: id.clone(),
            user: user.clone(),
        });
    }
    document.kinds.shift_remove(id);
    Ok(())
}
