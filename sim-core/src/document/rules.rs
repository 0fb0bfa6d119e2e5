//! The rules every document keeps: the loader refuses what breaks them, the editor never breaks them.
//!
//! Each check looks at one item in its document and says which field is wrong and what was expected.

use super::nearest::nearest;
use super::problem::{Broken, Named, Problem, Violation, shown, shown_text};
use super::{Component, Container, Document, Fault, FaultKind, Item, Link, Scenario};
use crate::catalog::{ParamMap, ParamSpec, Service, Value, container, link, service, services};
use crate::foundation::ids::Id;

/// Components, links and containers of a document, each.
pub const MAX_ITEMS: usize = 100_000;
/// Faults on the timeline.
pub const MAX_FAULTS: usize = 10_000;
/// Letters of a name.
pub const MAX_NAME: usize = 200;
/// Letters of the description.
pub const MAX_DESCRIPTION: usize = 20_000;
/// Canvas points from the origin, in x and y.
pub const MAX_POSITION: f32 = 1_000_000.0;
/// Width and height of a container, canvas points.
pub const MAX_SIZE: f32 = 1_000_000.0;
/// Containers around an item.
pub const MAX_DEPTH: usize = 16;
/// Length of a run, seconds: ten years of 365 days.
pub const MAX_DURATION_S: f64 = 315_360_000.0;
/// Factor of a slow-down.
pub const MAX_SLOW_FACTOR: f64 = 1_000_000.0;
/// Requests per second that a throttle lets through.
pub const MAX_THROTTLE_PER_S: f64 = 1_000_000_000.0;

/// Checks a whole document; the first broken rule is reported.
pub fn invariants(document: &Document) -> Result<(), Violation> {
    let whole = |broken: Broken| Violation { id: None, broken };
    check_counts(document).map_err(whole)?;
    check_name("name", &document.name).map_err(whole)?;
    check_description(&document.description).map_err(whole)?;
    for (id, item) in &document.containers {
        check_key(id, &item.id)
            .and_then(|()| check_container(document, item))
            .map_err(|b| of(id, b))?;
    }
    for (id, item) in &document.components {
        check_key(id, &item.id)
            .and_then(|()| check_component(document, item))
            .map_err(|b| of(id, b))?;
    }
    for (id, item) in &document.links {
        check_key(id, &item.id)
            .and_then(|()| check_link(document, item))
            .map_err(|b| of(id, b))?;
    }
    for id in document.components.keys().chain(document.links.keys()) {
        let kinds = [
            document.components.contains_key(id),
            document.links.contains_key(id),
            document.containers.contains_key(id),
        ];
        if kinds.into_iter().filter(|found| *found).count() > 1 {
            return Err(of(id, Problem::DuplicateId { id: id.clone() }.at("id")));
        }
    }
    check_scenario(document, &document.scenario).map_err(whole)
}

fn of(id: &Id, broken: Broken) -> Violation {
    Violation {
        id: Some(id.clone()),
        broken,
    }
}

fn check_key(key: &Id, id: &Id) -> Result<(), Broken> {
    if key == id {
        return Ok(());
    }
    Err(Problem::Value {
        expected: format!("the id \"{key}\""),
        found: shown_text(id.as_str()),
    }
    .at("id"))
}

/// Not more items than a document may have.
pub fn check_counts(document: &Document) -> Result<(), Broken> {
    let counts = [
        ("components", document.components.len()),
        ("links", document.links.len()),
        ("containers", document.containers.len()),
    ];
    for (what, count) in counts {
        if count > MAX_ITEMS {
            return Err(Problem::TooMany {
                what,
                limit: MAX_ITEMS,
            }
            .at(what));
        }
    }
    Ok(())
}

/// A component: service, name, place and parameters.
pub fn check_component(document: &Document, component: &Component) -> Result<(), Broken> {
    let service = check_service(&component.service)?;
    check_name("name", &component.name)?;
    check_position(component.at)?;
    check_parent(document, component.parent.as_ref(), None)?;
    check_params((service.params)(), &component.params)
}

/// A container: kind, name, frame, place and parameters.
pub fn check_container(document: &Document, item: &Container) -> Result<(), Broken> {
    let Some(kind) = container::kind(&item.kind) else {
        let known = || container::kinds().iter().map(|kind| kind.id);
        return Err(
            unknown(Named::ContainerKind, "a container kind", &item.kind, known).at("kind"),
        );
    };
    check_name("name", &item.name)?;
    check_position(item.at)?;
    check_size(item.size)?;
    check_parent(document, item.parent.as_ref(), Some(kind))?;
    check_params((kind.params)(), &item.params)
}

/// A link: both ends and parameters.
pub fn check_link(document: &Document, item: &Link) -> Result<(), Broken> {
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
    check_params(link::params(), &item.params)
}

fn check_service(id: &str) -> Result<&'static Service, Broken> {
    let known = || services().iter().map(|service| service.id);
    service(id).ok_or_else(|| unknown(Named::Service, "a service", id, known).at("service"))
}

fn check_end<'a>(
    document: &'a Document,
    end: &str,
    id: &Id,
) -> Result<(&'a Component, &'static Service), Broken> {
    let Some(component) = document.components.get(id) else {
        let known = document.components.keys().map(Id::as_str);
        return Err(missing("a component", id.as_str(), known).at(end));
    };
    Ok((component, check_service(&component.service)?))
}

fn check_parent(
    document: &Document,
    parent: Option<&Id>,
    kind: Option<&container::ContainerKind>,
) -> Result<(), Broken> {
    let Some(id) = parent else { return Ok(()) };
    let Some(around) = document.containers.get(id) else {
        let known = document.containers.keys().map(Id::as_str);
        return Err(missing("a container", id.as_str(), known).at("in"));
    };
    if let Some(kind) = kind
        && !kind.inside.contains(&around.kind.as_str())
    {
        let problem = Problem::MayNotStandIn {
            kind: kind.id.to_owned(),
            parent: around.kind.clone(),
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

fn check_length(field: &str, text: &str, limit: usize) -> Result<(), Broken> {
    let found = text.chars().count();
    if found <= limit {
        Ok(())
    } else {
        Err(Problem::TooLong { limit, found }.at(field))
    }
}

fn check_position(at: [f32; 2]) -> Result<(), Broken> {
    for (index, coordinate) in at.into_iter().enumerate() {
        if !(coordinate.is_finite() && coordinate.abs() <= MAX_POSITION) {
            let expected = format!("a number from -{MAX_POSITION} to {MAX_POSITION}");
            return Err(Problem::Number {
                expected,
                found: f64::from(coordinate),
            }
            .at(format!("at[{index}]")));
        }
    }
    Ok(())
}

fn check_size(size: [f32; 2]) -> Result<(), Broken> {
    for (index, length) in size.into_iter().enumerate() {
        if !(length.is_finite() && (1.0..=MAX_SIZE).contains(&length)) {
            let expected = format!("a number from 1 to {MAX_SIZE}");
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
        return Err(unknown(Named::Param, "a parameter", id, known).at(field()));
    };
    let Some(value) = value else { return Ok(spec) };
    if let (crate::catalog::Kind::Times { .. }, Value::Times(times)) = (&spec.kind, value) {
        times
            .validate()
            .map_err(|error| Problem::from(error).at(field()))?;
    } else if spec.check(value).is_err() {
        return Err(Problem::Value {
            expected: spec.expected(),
            found: shown(value),
        }
        .at(field()));
    }
    Ok(spec)
}

/// Length, targets and faults of a scenario.
pub fn check_scenario(document: &Document, scenario: &Scenario) -> Result<(), Broken> {
    in_range(
        "scenario.duration_s",
        scenario.duration_s,
        0.001,
        MAX_DURATION_S,
    )?;
    let targets = &scenario.targets;
    let limits = [
        ("p99_ms", targets.p99_ms, 1e9),
        ("failed_percent", targets.failed_percent, 100.0),
        ("usd_per_month", targets.usd_per_month, 1e12),
    ];
    for (field, value, max) in limits {
        value.map_or(Ok(()), |value| {
            in_range(&format!("scenario.targets.{field}"), value, 0.0, max)
        })?;
    }
    if scenario.faults.len() > MAX_FAULTS {
        return Err(Problem::TooMany {
            what: "faults",
            limit: MAX_FAULTS,
        }
        .at("scenario.faults"));
    }
    scenario
        .faults
        .iter()
        .enumerate()
        .try_for_each(|(index, fault)| {
            check_fault(document, fault, &format!("scenario.faults[{index}]"))
        })
}

fn check_fault(document: &Document, fault: &Fault, path: &str) -> Result<(), Broken> {
    in_range(&format!("{path}.at_s"), fault.at_s, 0.0, MAX_DURATION_S)?;
    fault.for_s.map_or(Ok(()), |length| {
        in_range(&format!("{path}.for_s"), length, 0.0, MAX_DURATION_S)
    })?;
    match fault.kind {
        FaultKind::Slow { factor } => {
            in_range(&format!("{path}.factor"), factor, 0.0, MAX_SLOW_FACTOR)?
        }
        FaultKind::Throttle { per_s } => {
            in_range(&format!("{path}.per_s"), per_s, 0.0, MAX_THROTTLE_PER_S)?
        }
        _ => {}
    }
    let (expected, fits) = match (&fault.kind, document.item(&fault.target)) {
        (FaultKind::CutLink, item) => ("a link", matches!(item, Some(Item::Link(_)))),
        (FaultKind::LoseZone, item) => ("a container", matches!(item, Some(Item::Container(_)))),
        (_, item) => ("a component", matches!(item, Some(Item::Component(_)))),
    };
    if fits {
        return Ok(());
    }
    Err(missing(expected, fault.target.as_str(), std::iter::empty()).at(format!("{path}.target")))
}

fn in_range(field: &str, found: f64, min: f64, max: f64) -> Result<(), Broken> {
    if found.is_finite() && (min..=max).contains(&found) {
        return Ok(());
    }
    Err(Problem::Number {
        expected: format!("a number from {min} to {max}"),
        found,
    }
    .at(field))
}

fn missing<'a>(
    expected: &'static str,
    found: &str,
    known: impl Iterator<Item = &'a str>,
) -> Problem {
    let nearest = nearest(found, known).map(str::to_owned);
    Problem::NoSuchItem {
        expected,
        found: found.to_owned(),
        nearest,
    }
}

fn unknown<I: Iterator<Item = &'static str>>(
    what: Named,
    noun: &str,
    found: &str,
    known: impl Fn() -> I,
) -> Problem {
    let names: Vec<&str> = known().collect();
    let expected = if names.is_empty() {
        format!("no {} here", noun.trim_start_matches("a "))
    } else {
        format!("{noun} ({})", names.join(", "))
    };
    let nearest = nearest(found, known()).map(str::to_owned);
    Problem::UnknownName {
        what,
        expected,
        found: found.chars().take(60).collect(),
        nearest,
    }
}
