//! Who waits, and what for: stale queues, priorities without any difference, limits that leave slots idle.

use petgraph::graph::NodeIndex;

use super::finding::{Finding, LIMIT_BELOW_SLOTS, PRIORITY_WITHOUT_KINDS, STALE_QUEUE};
use super::plan::{Plan, Station, waits};
use crate::catalog::part::{Admission, Discipline, GroupPart, Part};
use crate::foundation::units::Span;

/// A queue is short where it holds no more than so many requests for each slot.
const SHORT: u32 = 10;

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (node, station) in plan.stations() {
        if let Part::Group(group) = &station.part {
            stale_queue(plan, node, station, group, found);
            priority_without_kinds(plan, station, group, found);
            limit_below_slots(station, group, found);
        }
    }
}

fn name(station: &Station<'_>) -> (&'static str, String) {
    ("name", station.component.name.clone())
}

/// A long queue in order of arrival, whose callers give up: under overload it only serves those who have left.
fn stale_queue(
    plan: &Plan<'_>,
    node: NodeIndex,
    station: &Station<'_>,
    group: &GroupPart,
    found: &mut Vec<Finding>,
) {
    let slots = group.slots.unwrap_or(0).max(1);
    let short = |places: u32| places <= slots.saturating_mul(SHORT);
    let guarded = group.rules.patience.is_some()
        || group.rules.skip_abandoned
        || group.rules.admission != Admission::All;
    if guarded || group.discipline != Discipline::Fifo || group.queue.is_some_and(short) {
        return;
    }
    let timeout = |link: &crate::document::Link| link.settings().milliseconds("timeout_ms");
    let callers = plan.callers(node).filter(|(_, link)| waits(link));
    let shortest: Option<(Span, NodeIndex)> = callers
        .filter_map(|(caller, link)| Some((timeout(link)?, caller)))
        .min_by_key(|(patience, _)| patience.0);
    if let Some((patience, caller)) = shortest {
        let args = vec![
            name(station),
            ("caller", plan.graph[caller].component.name.clone()),
            ("patience", patience.to_string()),
        ];
        let at = Some(&station.component.id);
        found.push(Finding::new(&STALE_QUEUE, at, args));
    }
}

fn priority_without_kinds(
    plan: &Plan<'_>,
    station: &Station<'_>,
    group: &GroupPart,
    found: &mut Vec<Finding>,
) {
    let by_priority = matches!(
        group.discipline,
        Discipline::Priority | Discipline::PriorityPreemptive
    );
    let mut priorities = plan.document.kinds.values().map(|kind| kind.priority);
    let first = priorities.next();
    let differ = priorities.any(|priority| Some(priority) != first);
    if by_priority && !differ {
        let at = Some(&station.component.id);
        found.push(Finding::new(
            &PRIORITY_WITHOUT_KINDS,
            at,
            vec![name(station)],
        ));
    }
}

fn limit_below_slots(station: &Station<'_>, group: &GroupPart, found: &mut Vec<Finding>) {
    let limit = match group.rules.admission {
        Admission::Limit(limit) => limit,
        Admission::Adaptive { most, .. } => most,
        Admission::All | Admission::QueueDelay { .. } => return,
    };
    if let Some(slots) = group.slots.filter(|slots| limit > 0 && limit < *slots) {
        let args = vec![
            name(station),
            ("limit", limit.to_string()),
            ("slots", slots.to_string()),
        ];
        let at = Some(&station.component.id);
        found.push(Finding::new(&LIMIT_BELOW_SLOTS, at, args));
    }
}
