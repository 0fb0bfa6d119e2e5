//! Rules of one component, container or link in its document.

use super::kinds::check_named_kinds;
use super::{
    MAX_BENDS, MAX_DEPTH, MAX_DESCRIPTION, MAX_NAME, MAX_POSITION, MAX_SIZE, missing, unknown,
};
use crate::catalog::expected::{Expected, Thing};
use crate::catalog::param::ValueError;
use crate::catalog::{ParamMap, ParamSpec, Service, Value, container, link, service, services};
use crate::document::problem::{Broken, Named, Problem, shown};
use crate::document::{Component, Container, Document, Link};
use crate::foundation::ids::Id;

/// A component: service, name, place and parameters.
pub fn check_component(document: &Document, component: &Component) -> Result<(), Broken> {
    let service = check_service(&component.service)?;
    check_name("name", &component.name)?;
    check_position(component.at)?;
    check_parent(document, component.parent.as_ref(), None)?;
    check_params((service.params)(), &component.params)?;
    check_named_kinds(document, &component.params)
}

/// A container: kind, name, frame, place and parameters.
pub fn check_container(document: &Document, item: &Container) -> Result<(), Broken> {
    let Some(kind) = container::kind(&item.kind) else {
        let known = || container::kinds().iter().map(|kind| kind.id);
        return Err(unknown(
            Named::ContainerKind,
            Thing::ContainerKind,
            &item.kind,
            known,
        )
        .at("kind"));
    };
    check_name("name", &item.name)?;
    check_position(item.at)?;
    check_size(item.size)?;
    check_parent(document, item.parent.as_ref(), Some(kind))?;
    check_params((kind.params)(), &item.params)?;
    check_named_kinds(document, &item.params)
}

/// A link: both ends, bends and parameters.
pub fn check_link(document: &Document, item: &Link) -> Result<(), Broken> {
    check_ends(document, item)?;
    check_bends(&item.bends)?;
    check_params(link::params(), &item.params)?;
    check_named_kinds(document, &item.params)
}

/// A link's ends: two components, of which one may call and the other may be called.
pub fn check_ends(document: &Document, item: &Link) -> Result<(), Broken> {
    let (from, caller) = check_end(document, "from", &item.from)?;
    let (to, callee) = check_end(document, "to", &item.to)?;
    if from.id == to.id {
        return Err(Problem::SelfLink {
            id: from.id.clone(),
        }
        .at("to"));
    }
    if !caller.ports.calls {
        return Err(Problem::MayNotCall {
            id: from.id.clone(),
            service: from.service.clone(),
        }
        .at("from"));
    }
    if !callee.ports.accepts {
        return Err(Problem::MayNotBeCalled {
            id: to.id.clone(),
            service: to.service.clone(),
        }
        .at("to"));
    }
    Ok(())
}

fn check_service(id: &str) -> Result<&'static Service, Broken> {
    let known = || services().iter().map(|service| service.id);
    service(id).ok_or_else(|| unknown(Named::Service, Thing::Service, id, known).at("service"))
}

fn check_end<'a>(
    document: &'a Document,
    end: &str,
    id: &Id,
) -> Result<(&'a Component, &'static Service), Broken> {
    let Some(component) = document.components.get(id) else {
        let known = document.components.keys().map(Id::as_str);
        return Err(missing(Thing::Component, id.as_str(), known).at(end));
    };
    Ok((component, check_service(&component.service)?))
}

/// Whether a container may stand in one with a meaning.
pub(in crate::document) fn may_stand_in(kind: &container::ContainerKind, host: &str) -> bool {
    kind.plain || kind.inside.contains(&host)
}

pub(super) fn check_parent(
    document: &Document,
    parent: Option<&Id>,
    kind: Option<&container::ContainerKind>,
) -> Result<(), Broken> {
    let Some(id) = parent else { return Ok(()) };
    let Some(around) = document.containers.get(id) else {
        let known = document.containers.keys().map(Id::as_str);
        return Err(missing(Thing::Container, id.as_str(), known).at("in"));
    };
    if container::crosses(&around.kind) {
        let kind = around.kind.clone();
        return Err(Problem::HoldsNothing { kind }.at("in"));
    }
    if let Some(kind) = kind
        && let Some(host) = document.host(parent)
        && !may_stand_in(kind, &host.kind)
    {
        let problem = Problem::MayNotStandIn {
            kind: kind.id.to_owned(),
            parent: host.kind.clone(),
            inside: kind.inside,
        };
        return Err(problem.at("in"));
    }
    let mut next = Some(around);
    for _ in 0..MAX_DEPTH {
        let Some(container) = next else { return Ok(()) };
        next = container
            .parent
            .as_ref()
            .and_then(|id| document.containers.get(id));
    }
    if next.is_none() {
        Ok(())
    } else {
        Err(Problem::ContainerCycle.at("in"))
    }
}

/// Names are short enough to be shown.
pub fn check_name(field: &str, name: &str) -> Result<(), Broken> {
    check_length(field, name, MAX_NAME)
}

/// The description is a text to read, not a book.
pub fn check_description(text: &str) -> Result<(), Broken> {
    check_length("description", text, MAX_DESCRIPTION)
}

pub(super) fn check_length(field: &str, text: &str, limit: usize) -> Result<(), Broken> {
    let found = text.chars().count();
    if found <= limit {
        Ok(())
    } else {
        Err(Problem::TooLong { limit, found }.at(field))
    }
}

fn check_bends(bends: &[[f32; 2]]) -> Result<(), Broken> {
    if bends.len() > MAX_BENDS {
        let problem = Problem::TooMany {
            what: "bends",
            limit: MAX_BENDS,
        };
        return Err(problem.at("bends"));
    }
    let mut bends = bends.iter().enumerate();
    bends.try_for_each(|(index, bend)| check_point(&format!("bends[{index}]"), *bend))
}

pub(super) fn check_position(at: [f32; 2]) -> Result<(), Broken> {
    check_point("at", at)
}

fn check_point(field: &str, at: [f32; 2]) -> Result<(), Broken> {
    for (index, coordinate) in at.into_iter().enumerate() {
        if !(coordinate.is_finite() && coordinate.abs() <= MAX_POSITION) {
            let expected = Expected::number(f64::from(-MAX_POSITION), f64::from(MAX_POSITION));
            return Err(Problem::Number {
                expected,
                found: f64::from(coordinate),
            }
            .at(format!("{field}[{index}]")));
        }
    }
    Ok(())
}

pub(super) fn check_size(size: [f32; 2]) -> Result<(), Broken> {
    for (index, length) in size.into_iter().enumerate() {
        if !(length.is_finite() && (1.0..=MAX_SIZE).contains(&length)) {
            let expected = Expected::number(1.0, f64::from(MAX_SIZE));
            return Err(Problem::Number {
                expected,
                found: f64::from(length),
            }
            .at(format!("size[{index}]")));
        }
    }
    Ok(())
}

/// Every parameter is known and fits.
pub fn check_params(specs: &[ParamSpec], params: &ParamMap) -> Result<(), Broken> {
    params
        .iter()
        .try_for_each(|(id, value)| check_param(specs, id, Some(value)).map(|_| ()))
}

/// One parameter is known and, if there is a value, fits.
pub fn check_param<'a>(
    specs: &'a [ParamSpec],
    id: &str,
    value: Option<&Value>,
) -> Result<&'a ParamSpec, Broken> {
    let field = || format!("params.{id}");
    let Some(spec) = specs.iter().find(|spec| spec.id == id) else {
        let known = || specs.iter().map(|spec| spec.id);
        return Err(unknown(Named::Param, Thing::Param, id, known).at(field()));
    };
    let Some(value) = value else { return Ok(spec) };
    let problem = match spec.check(value) {
        Ok(()) => return Ok(spec),
        Err(ValueError::Times(error)) => error.into(),
        Err(ValueError::Trace(error)) => error.into(),
        Err(_) => Problem::Value {
            expected: spec.expected(),
            found: shown(value),
        },
    };
    Err(problem.at(field()))
}
