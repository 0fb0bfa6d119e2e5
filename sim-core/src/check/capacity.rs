//! Is there anything to serve with, and does one tier fit the next?

use petgraph::graph::NodeIndex;

use super::finding::{Finding, LIMITS_CROSSED, MORE_CALLERS_THAN_SLOTS, NO_CAPACITY};
use super::plan::{Plan, Station, waits};
use crate::catalog::part::{Admission, GroupPart, Part};

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (node, station) in plan.stations() {
        nothing_to_serve_with(station, found);
        crossed_limits(station, found);
        too_many_callers(plan, node, station, found);
    }
}

fn nothing_to_serve_with(station: &Station<'_>, found: &mut Vec<Finding>) {
    let param = match &station.part {
        Part::Group(group) if most_instances(group) == 0 => "instances",
        Part::Group(group) if group.slots == Some(0) => "slots",
        Part::Group(group) if group.rules.admission == Admission::Limit(0) => "concurrency limit",
        Part::Group(group) if group.rules.throttle.is_some_and(|t| t.per_s <= 0.0) => "rate limit",
        Part::Functions(functions) if functions.concurrency == 0 => "concurrency",
        Part::Functions(functions) if functions.ramp_per_10s == 0 => "ramp",
        Part::Store(store) if store.reads_per_s + store.writes_per_s <= 0.0 => "rate limit",
        _ => return,
    };
    let args = vec![
        ("name", station.component.name.clone()),
        ("param", param.to_owned()),
    ];
    found.push(Finding::new(
        &NO_CAPACITY,
        Some(&station.component.id),
        args,
    ));
}

pub fn most_instances(group: &GroupPart) -> u32 {
    group
        .scaling
        .as_ref()
        .map_or(group.instances, |scaling| scaling.max.max(group.instances))
}

/// A start outside the limits is clamped in silence; the author should know.
fn crossed_limits(station: &Station<'_>, found: &mut Vec<Finding>) {
    let settings = station.component.settings();
    let Part::Group(GroupPart {
        scaling: Some(_), ..
    }) = &station.part
    else {
        return;
    };
    let counts = (
        settings.count("min"),
        settings.count("max"),
        settings.count("desired"),
    );
    let (Some(min), Some(max), Some(desired)) = counts else {
        return;
    };
    if settings.text("policy") == "target_tracking" && !(min <= desired && desired <= max) {
        let args = vec![
            ("name", station.component.name.clone()),
            ("min", min.to_string()),
            ("max", max.to_string()),
            ("desired", desired.to_string()),
        ];
        found.push(Finding::new(
            &LIMITS_CROSSED,
            Some(&station.component.id),
            args,
        ));
    }
}

/// More slots above than below, and no queue between: a slow moment below becomes refusals.
fn too_many_callers(
    plan: &Plan<'_>,
    node: NodeIndex,
    station: &Station<'_>,
    found: &mut Vec<Finding>,
) {
    let Part::Group(group) = &station.part else {
        return;
    };
    let (Some(slots), Some(0)) = (group.slots, group.queue) else {
        return;
    };
    let slots = u64::from(slots) * u64::from(group.instances);
    let waiting = plan.callers(node).filter(|(_, link)| waits(link));
    let callers: u64 = waiting
        .map(|(caller, _)| concurrency(&plan.graph[caller].part))
        .sum();
    if callers > slots {
        let args = vec![
            ("name", station.component.name.clone()),
            ("callers", callers.to_string()),
            ("slots", slots.to_string()),
        ];
        found.push(Finding::new(
            &MORE_CALLERS_THAN_SLOTS,
            Some(&station.component.id),
            args,
        ));
    }
}

/// Requests a caller may have out at the same time; clients and balancers set no bound of their own, and a cache has far
/// more connections than misses.
fn concurrency(part: &Part) -> u64 {
    match part {
        Part::Group(group) if group.cache.is_some() => 0,
        Part::Group(group) => {
            u64::from(group.slots.unwrap_or(0)) * u64::from(most_instances(group))
        }
        Part::Functions(functions) => u64::from(functions.concurrency),
        _ => 0,
    }
}
