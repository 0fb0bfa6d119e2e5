//! Timeouts and retries: who waits for whom, how long, how often.

use petgraph::graph::NodeIndex;

use super::finding::{
    BREAKER_WITHOUT_TIMEOUT, FUNCTION_OUTLIVES_CALLER, Finding, NO_TIMEOUT, RETRIES_MULTIPLY,
};
use super::plan::{Plan, Station, waits};
use crate::catalog::part::Part;
use crate::document::Link;
use crate::foundation::units::Span;

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (from, link, to) in plan.links().filter(|(_, link, _)| waits(link)) {
        let (caller, callee) = (&plan.graph[from], &plan.graph[to]);
        no_timeout(plan, caller, link, callee, found);
        breaker_without_timeout(plan, link, callee, found);
        function_outlives(plan, link, callee, found);
        retries_multiply(plan, from, link, callee, found);
    }
}

fn timeout(link: &Link) -> Option<Span> {
    link.settings().milliseconds("timeout_ms")
}

/// A station whose callers hold slots, waiting for one that holds slots too.
fn no_timeout(
    plan: &Plan<'_>,
    caller: &Station<'_>,
    link: &Link,
    callee: &Station<'_>,
    found: &mut Vec<Finding>,
) {
    let holds = matches!(caller.part, Part::Group(_));
    let can_block = matches!(&callee.part, Part::Group(_));
    if holds && can_block && timeout(link).is_none() {
        let args = vec![
            ("link", plan.link_name(link)),
            ("name", callee.component.name.clone()),
        ];
        found.push(Finding::new(&NO_TIMEOUT, Some(&link.id), args));
    }
}

/// A breaker counts failures; without a timeout waiting is none.
fn breaker_without_timeout(
    plan: &Plan<'_>,
    link: &Link,
    callee: &Station<'_>,
    found: &mut Vec<Finding>,
) {
    if link.settings().flag("breaker") && timeout(link).is_none() {
        let args = vec![
            ("link", plan.link_name(link)),
            ("name", callee.component.name.clone()),
        ];
        found.push(Finding::new(&BREAKER_WITHOUT_TIMEOUT, Some(&link.id), args));
    }
}

fn function_outlives(plan: &Plan<'_>, link: &Link, callee: &Station<'_>, found: &mut Vec<Finding>) {
    let (Part::Functions(functions), Some(patience)) = (&callee.part, timeout(link)) else {
        return;
    };
    if functions.timeout > patience {
        let args = vec![
            ("name", callee.component.name.clone()),
            ("function", functions.timeout.to_string()),
            ("caller", plan.document.name_of(&link.from)),
            ("patience", patience.to_string()),
        ];
        found.push(Finding::new(
            &FUNCTION_OUTLIVES_CALLER,
            Some(&link.id),
            args,
        ));
    }
}

/// Retries on two neighbouring links multiply.
fn retries_multiply(
    plan: &Plan<'_>,
    from: NodeIndex,
    link: &Link,
    callee: &Station<'_>,
    found: &mut Vec<Finding>,
) {
    let tries = |link: &Link| 1 + u64::from(link.settings().count("retries").unwrap_or(0));
    let own = tries(link);
    let above = plan.callers(from).filter(|(_, above)| waits(above));
    let most = above
        .map(|(caller, link)| (tries(link), caller))
        .max_by_key(|(tries, _)| *tries);
    if let Some((above, caller)) = most
        && own > 1
        && above > 1
    {
        let args = vec![
            ("link", plan.link_name(link)),
            ("caller", plan.graph[caller].component.name.clone()),
            ("name", callee.component.name.clone()),
            ("tries", (own * above).to_string()),
        ];
        found.push(Finding::new(&RETRIES_MULTIPLY, Some(&link.id), args));
    }
}
