//! How a station treats those who wait: order of service, patience, and whom it lets in at all.

use super::admission;
use crate::catalog::param::{ParamSpec, Source};
use crate::catalog::rules::{Discipline, RulesPart};
use crate::catalog::settings::Settings;
use crate::foundation::chance::Distribution;

/// Heading of these parameters.
const GROUP: &str = "waiting";

/// Orders of service of a station whose requests wait for a slot.
const ORDERS: [&str; 4] = ["fifo", "lifo", "priority", "priority_preemptive"];
/// The same where all requests may share the processors instead.
const ORDERS_OR_SHARED: [&str; 5] = [
    "fifo",
    "lifo",
    "processor_sharing",
    "priority",
    "priority_preemptive",
];

/// Order of service, patience, admission.
pub fn params() -> Vec<ParamSpec> {
    of_orders(&ORDERS)
}

/// The same for a station that knows processor sharing as an order of service.
pub fn params_or_shared() -> Vec<ParamSpec> {
    of_orders(&ORDERS_OR_SHARED)
}

fn of_orders(options: &[&'static str]) -> Vec<ParamSpec> {
    let mut specs = vec![order(options)];
    specs.extend(leaving());
    specs.extend(admission::params());
    specs
}

fn order(options: &[&'static str]) -> ParamSpec {
    let text = "who of those waiting goes first; priority: by the kind of the request; preemptive: it also displaces who is at work";
    ParamSpec::choice(
        "discipline",
        GROUP,
        options,
        "fifo",
        Source::assumption(text),
    )
}

fn leaving() -> [ParamSpec; 2] {
    [
        ParamSpec::times(
            "patience",
            GROUP,
            Distribution::Constant { ms: 1_000.0 },
            Source::assumption("a request that waits longer for its turn leaves the queue"),
        )
        .default_word("none"),
        ParamSpec::flag(
            "skip_abandoned",
            GROUP,
            false,
            Source::assumption(
                "a request whose caller has given up is dropped when its turn comes",
            ),
        ),
    ]
}

/// The order of service that the parameters name.
pub fn discipline(settings: &Settings<'_>) -> Discipline {
    match settings.text("discipline") {
        "lifo" => Discipline::Lifo,
        "processor_sharing" => Discipline::ProcessorSharing,
        "priority" => Discipline::Priority,
        "priority_preemptive" => Discipline::PriorityPreemptive,
        _ => Discipline::Fifo,
    }
}

/// The rules that the parameters name.
pub fn rules(settings: &Settings<'_>) -> Box<RulesPart> {
    Box::new(RulesPart {
        patience: settings.times("patience"),
        skip_abandoned: settings.flag("skip_abandoned"),
        admission: admission::admission(settings),
        throttle: admission::throttle(settings),
    })
}
