//! What survives the loss of an instance or a zone?

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::finding::{
    BALANCER_IN_ONE_ZONE, Finding, ONE_ZONE, OUTSIDE_REGION, SINGLE_INSTANCE,
    SINGLE_INSTANCE_SOMEWHERE, ZONE_OUTSIDE_REGION,
};
use super::plan::{Plan, Station};
use crate::catalog::container::DEFAULT_REGION;
use crate::catalog::part::{GroupPart, Part};
use crate::catalog::prices::BillLines;
use crate::catalog::service;
use crate::catalog::service::PriceContext;
use crate::catalog::usage::Usage;
use crate::document::{Component, Container};
use crate::foundation::ids::Id;

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let containers = plan.document.containers.values();
    let has_regions = containers.clone().any(|c| c.kind == "region");
    for (node, station) in plan.stations() {
        single_instance(plan, node, station, found);
        balancer_zones(plan, station, found);
        if has_regions {
            outside_region(plan, station, found);
        }
    }
    for container in containers {
        match container.kind.as_str() {
            "region" => one_zone(plan, container, found),
            "zone"
                if plan
                    .document
                    .enclosing(container.parent.as_ref(), "region")
                    .is_none() =>
            {
                let args = vec![("name", container.name.clone())];
                found.push(Finding::new(
                    &ZONE_OUTSIDE_REGION,
                    Some(&container.id),
                    args,
                ));
            }
            _ => {}
        }
    }
}

/// Textbook stations on the bare canvas are no claim about availability.
fn in_a_cloud(plan: &Plan<'_>, station: &Station<'_>) -> bool {
    plan.document
        .host(station.component.parent.as_ref())
        .is_some()
}

fn single_instance(
    plan: &Plan<'_>,
    node: NodeIndex,
    station: &Station<'_>,
    found: &mut Vec<Finding>,
) {
    let Part::Group(GroupPart {
        instances: 1,
        scaling: None,
        failover: None,
        ..
    }) = &station.part
    else {
        return;
    };
    let mut callers = plan.callers(node).peekable();
    let is_called = callers.peek().is_some();
    // A balancer with other targets does without this one.
    let spared = is_called && callers.all(|(caller, _)| has_other_targets(plan, caller));
    if is_called && !spared && in_a_cloud(plan, station) {
        let mut args = vec![("name", station.component.name.clone())];
        let mut rule = &SINGLE_INSTANCE;
        // Of several zones it takes the first, which no drawing shows.
        if let [zone, _, ..] = &plan.document.zones_of(station.component)[..] {
            args.push(("zone", plan.document.name_of(zone)));
            rule = &SINGLE_INSTANCE_SOMEWHERE;
        }
        found.push(Finding::new(rule, Some(&station.component.id), args));
    }
}

fn has_other_targets(plan: &Plan<'_>, caller: NodeIndex) -> bool {
    matches!(plan.graph[caller].part, Part::Balancer(_)) && plan.fan_out(caller) > 1
}

/// What is paid for stands in some region: on the bare canvas beside one, it is in another.
fn outside_region(plan: &Plan<'_>, station: &Station<'_>, found: &mut Vec<Finding>) {
    let component = station.component;
    let around = plan.document.enclosing(component.parent.as_ref(), "region");
    if around.is_some() || !is_priced(component) {
        return;
    }
    let args = vec![
        ("name", component.name.clone()),
        ("region", DEFAULT_REGION.to_owned()),
    ];
    found.push(Finding::new(&OUTSIDE_REGION, Some(&component.id), args));
}

/// Whether an hour of it with a request would be on a bill.
fn is_priced(component: &Component) -> bool {
    let usage = Usage {
        elapsed_ns: 3_600_000_000_000,
        instance_ns: 3_600_000_000_000,
        requests: 1,
        writes: 1,
        memory_mib_ms: 1,
        ..Usage::default()
    };
    let mut lines = BillLines::default();
    if let Some(service) = service(&component.service) {
        let context = PriceContext {
            region: DEFAULT_REGION,
        };
        (service.bill)(&component.settings(), &context, &usage, &mut lines);
    }
    !lines.lines().is_empty()
}

fn balancer_zones(plan: &Plan<'_>, station: &Station<'_>, found: &mut Vec<Finding>) {
    let is_balancer = matches!(station.part, Part::Balancer(_));
    let zones = plan.document.zones_of(station.component).len();
    if is_balancer && in_a_cloud(plan, station) && zones < 2 {
        let args = vec![("name", station.component.name.clone())];
        found.push(Finding::new(
            &BALANCER_IN_ONE_ZONE,
            Some(&station.component.id),
            args,
        ));
    }
}

/// All servers of a Region in the same zone.
fn one_zone(plan: &Plan<'_>, region: &Container, found: &mut Vec<Finding>) {
    let document = plan.document;
    let mut zones: BTreeSet<Id> = BTreeSet::new();
    for (_, station) in plan.stations() {
        let Part::Group(group) = &station.part else {
            continue;
        };
        let parent = station.component.parent.as_ref();
        if document
            .enclosing(parent, "region")
            .is_some_and(|around| around.id == region.id)
        {
            let own = document.zones_of(station.component);
            // One instance stands in one zone, wherever it may stand; a standby is in another.
            let spread = if group.instances == 1 && group.failover.is_none() {
                1
            } else {
                own.len()
            };
            zones.extend(own.into_iter().take(spread));
        }
    }
    let mut zones = zones.into_iter();
    if let (Some(zone), None) = (zones.next(), zones.next()) {
        let args = vec![
            ("region", region.name.clone()),
            ("zone", document.name_of(&zone)),
        ];
        found.push(Finding::new(&ONE_ZONE, Some(&zone), args));
    }
}
