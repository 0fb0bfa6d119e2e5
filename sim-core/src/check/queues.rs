//! Message queues: somebody has to fetch, and has to be done before the message is shown to the next one.

use super::finding::{Finding, QUEUE_WITHOUT_CONSUMER, VISIBILITY_TOO_SHORT};
use super::plan::{Plan, Station, waits};
use crate::catalog::part::{Part, QueuePart};
use crate::document::Link;
use crate::foundation::units::Span;

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (node, station) in plan.stations() {
        if matches!(station.part, Part::Queue(_)) && plan.fan_out(node) == 0 {
            let component = station.component;
            let args = vec![("name", component.name.clone())];
            found.push(Finding::new(
                &QUEUE_WITHOUT_CONSUMER,
                Some(&component.id),
                args,
            ));
        }
    }
    for (from, link, to) in plan.links().filter(|(_, link, _)| waits(link)) {
        if let Part::Queue(queue) = &plan.graph[from].part {
            shown_too_early(plan, queue, link, &plan.graph[to], found);
        }
    }
}

/// A consumer that takes longer than a message is hidden: the next one begins before it is done.
fn shown_too_early(
    plan: &Plan<'_>,
    queue: &QueuePart,
    link: &Link,
    consumer: &Station<'_>,
    found: &mut Vec<Finding>,
) {
    let takes = match &consumer.part {
        Part::Functions(functions) => functions.timeout,
        Part::Group(group) => Span::from_secs_f64(group.service.mean_ms() / 1000.0),
        _ => return,
    };
    if takes > queue.visibility {
        let args = vec![
            ("name", plan.document.name_of(&link.from)),
            ("visibility", queue.visibility.to_string()),
            ("consumer", consumer.component.name.clone()),
            ("time", takes.to_string()),
        ];
        found.push(Finding::new(&VISIBILITY_TOO_SHORT, Some(&link.from), args));
    }
}
