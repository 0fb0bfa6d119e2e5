//! Rules of the scenario: length, targets, faults.

use super::{
    MAX_CAPACITY_FACTOR, MAX_DURATION_S, MAX_FAULTS, MAX_SLOW_FACTOR, MAX_THROTTLE_PER_S, missing,
};
use crate::catalog::container::is_plain;
use crate::catalog::expected::{Expected, Thing};
use crate::document::{Broken, Document, Fault, FaultKind, Item, Problem, Scenario};

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
        FaultKind::Capacity { factor } => {
            in_range(&format!("{path}.factor"), factor, 0.0, MAX_CAPACITY_FACTOR)?
        }
        FaultKind::Throttle { per_s } => {
            in_range(&format!("{path}.per_s"), per_s, 0.0, MAX_THROTTLE_PER_S)?
        }
        _ => {}
    }
    let (expected, fits) = match (&fault.kind, document.item(&fault.target)) {
        (FaultKind::CutLink | FaultKind::BlackHole, item) => {
            (Thing::Link, matches!(item, Some(Item::Link(_))))
        }
        (FaultKind::LoseZone, item) => (Thing::Place, item.as_ref().is_some_and(is_place)),
        (FaultKind::ColdEverything, item) => (
            Thing::ComponentOrPlace,
            item.is_some_and(|item| matches!(item, Item::Component(_)) || is_place(&item)),
        ),
        (_, item) => (Thing::Component, matches!(item, Some(Item::Component(_)))),
    };
    if fits {
        return Ok(());
    }
    Err(missing(expected, fault.target.as_str(), std::iter::empty()).at(format!("{path}.target")))
}

/// A container that means something to a run.
fn is_place(item: &Item<'_>) -> bool {
    matches!(item, Item::Container(container) if !is_plain(&container.kind))
}

fn in_range(field: &str, found: f64, min: f64, max: f64) -> Result<(), Broken> {
    if found.is_finite() && (min..=max).contains(&found) {
        return Ok(());
    }
    Err(Problem::Number {
        expected: Expected::number(min, max),
        found,
    }
    .at(field))
}
