//! Do requests arrive, and do they find an end?

use petgraph::algo::tarjan_scc;
use petgraph::visit::{EdgeFiltered, EdgeRef};

use super::finding::{
    BALANCER_WITHOUT_TARGETS, CALL_CYCLE, CLIENT_WITHOUT_LINK, Finding, NO_CLIENT, NOT_REACHED,
    SILENT_CLIENT, STORE_WAITS,
};
use super::plan::{Plan, waits};
use crate::catalog::part::{Part, SourcePart};

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let sources = plan
        .stations()
        .filter(|(_, station)| matches!(station.part, Part::Source(_)));
    if sources.count() == 0 {
        found.push(Finding::new(&NO_CLIENT, None, Vec::new()));
    }
    ends(plan, found);
    reach(plan, found);
    cycles(plan, found);
    stores(plan, found);
}

/// Components that must lead somewhere, and clients that are silent.
fn ends(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (node, station) in plan.stations() {
        let component = station.component;
        let mut add = |rule| {
            let args = vec![("name", component.name.clone())];
            found.push(Finding::new(rule, Some(&component.id), args));
        };
        let leads_nowhere = plan.fan_out(node) == 0;
        match &station.part {
            Part::Source(_) if leads_nowhere => add(&CLIENT_WITHOUT_LINK),
            Part::Source(source) if is_silent(source) => add(&SILENT_CLIENT),
            Part::Balancer(_) if leads_nowhere => add(&BALANCER_WITHOUT_TARGETS),
            _ => {}
        }
    }
}

fn is_silent(source: &SourcePart) -> bool {
    match source {
        SourcePart::Open { profile, .. } => profile.peak_per_s() <= 0.0,
        SourcePart::Closed { users, .. } => *users == 0,
    }
}

fn reach(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let reached = plan.reached();
    if !reached.contains(&true) {
        // Without any client this would be said of every component.
        return;
    }
    for (_, station) in plan.stations().filter(|(node, _)| !reached[node.index()]) {
        let args = vec![("name", station.component.name.clone())];
        found.push(Finding::new(
            &NOT_REACHED,
            Some(&station.component.id),
            args,
        ));
    }
}

/// Callers that wait for each other in a circle; events do not wait.
fn cycles(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    // Who sends to a queue does not wait for whoever fetches.
    let ends = |node: petgraph::graph::NodeIndex| matches!(plan.graph[node].part, Part::Queue(_));
    let calls = EdgeFiltered::from_fn(&plan.graph, |edge| {
        waits(edge.weight()) && !ends(edge.source())
    });
    let mut circles: Vec<Vec<usize>> = tarjan_scc(&calls)
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .map(|circle| circle.into_iter().map(|node| node.index()).collect())
        .collect();
    circles.iter_mut().for_each(|circle| circle.sort_unstable());
    circles.sort();
    for circle in circles {
        let components: Vec<_> = circle
            .iter()
            .map(|index| plan.graph[petgraph::graph::NodeIndex::new(*index)].component)
            .collect();
        let names: Vec<&str> = components
            .iter()
            .map(|component| component.name.as_str())
            .collect();
        let args = vec![("path", names.join(" → "))];
        found.push(Finding::new(
            &CALL_CYCLE,
            components.first().map(|first| &first.id),
            args,
        ));
    }
}

/// Stores emit events; a bucket never waits for a function.
fn stores(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (caller, link, _) in plan.links() {
        let caller = &plan.graph[caller];
        if matches!(caller.part, Part::Store(_)) && waits(link) {
            let name = caller.component.name.clone();
            let args = vec![("name", name), ("link", plan.link_name(link))];
            found.push(Finding::new(&STORE_WAITS, Some(&link.id), args));
        }
    }
}
