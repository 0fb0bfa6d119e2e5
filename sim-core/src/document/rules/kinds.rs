//! Rules of request kinds, and of parameters that name them.

use super::items::check_name;
use super::{MAX_KIND_KIB, MAX_PRIORITY, missing};
use crate::catalog::expected::{Expected, Thing};
use crate::catalog::{ParamMap, Unit, Value};
use crate::document::problem::{Broken, Problem};
use crate::document::{Document, RequestKind};
use crate::foundation::ids::Id;

/// A kind: name, sizes and priority.
pub fn check_kind(kind: &RequestKind) -> Result<(), Broken> {
    check_name("name", &kind.name)?;
    let sizes = [
        ("request_kib", kind.request_kib),
        ("response_kib", kind.response_kib),
    ];
    for (field, size) in sizes {
        if let Some(found) = size
            && !(0.0..=MAX_KIND_KIB).contains(&found)
        {
            let expected = Expected::Number {
                whole: false,
                min: 0.0,
                max: MAX_KIND_KIB,
                unit: Unit::Kibibytes,
                instead: None,
            };
            return Err(Problem::Number { expected, found }.at(field));
        }
    }
    if kind.priority.abs() > MAX_PRIORITY {
        let expected = Expected::whole(f64::from(-MAX_PRIORITY), f64::from(MAX_PRIORITY));
        let found = f64::from(kind.priority);
        return Err(Problem::Number { expected, found }.at("priority"));
    }
    Ok(())
}

/// Parameters name only kinds that the document has.
pub fn check_named_kinds(document: &Document, params: &ParamMap) -> Result<(), Broken> {
    params
        .iter()
        .try_for_each(|(param, value)| check_named(document, param, value))
}

/// A parameter's value names only kinds that the document has.
pub fn check_named(document: &Document, param: &str, value: &Value) -> Result<(), Broken> {
    let unknown = |kind: &&Id| !document.kinds.contains_key(*kind);
    let Some(kind) = value.kinds().into_iter().find(unknown) else {
        return Ok(());
    };
    let known = document.kinds.keys().map(Id::as_str);
    Err(missing(Thing::Kind, kind.as_str(), known).at(format!("params.{param}")))
}
