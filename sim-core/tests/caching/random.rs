//! Random histories of a cache, flights and all: edits, crashes, flushes, failing origins. The laws hold after each
//! step, and nobody waits for ever.

use proptest::prelude::*;
use sim_core::document::FaultKind;

use super::support::build::{Build, constant, number, word};
use super::support::run::Run;
use super::{Value, cached, keys};

#[derive(Clone, Debug)]
enum Step {
    Wait(u32),
    Set(&'static str, Value),
    Origin(&'static str, Value),
    Link(&'static str, Value),
    Fault(FaultKind, &'static str, Option<u32>),
    Heal(&'static str),
    /// The link to the origin, the origin, or the cache goes or comes.
    Without(Option<&'static str>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let settings = vec![
        ("keys", number(1.0)),
        ("keys", number(30.0)),
        ("keys", number(2_000.0)),
        ("zipf", number(1.2)),
        ("ttl_s", number(0.2)),
        ("ttl_s", word("none")),
        ("entries", number(0.0)),
        ("entries", number(7.0)),
        ("entries", word("unbounded")),
        ("eviction", word("fifo")),
        ("coalesce", Value::Flag(true)),
        ("coalesce", Value::Flag(true)),
        ("coalesce", Value::Flag(false)),
        ("contents", word("hit_ratio")),
        ("contents", word("keys")),
        ("lookup_time", constant(0.004)),
        ("threads", number(0.0)),
        ("threads", word("auto")),
        ("max_connections", number(3.0)),
        ("max_connections", number(50.0)),
        ("discipline", word("priority_preemptive")),
        ("patience", constant(0.05)),
    ];
    let origin = vec![
        ("workers", number(0.0)),
        ("workers", number(2.0)),
        ("workers", number(100.0)),
        ("queue", number(1.0)),
        ("service_time", constant(0.3)),
        ("service_time", constant(0.0)),
    ];
    let link = vec![
        ("timeout_ms", number(100.0)),
        ("timeout_ms", word("none")),
        ("retries", number(2.0)),
        ("calls", number(1.5)),
        ("mode", word("event")),
        ("mode", word("call")),
        ("fan_out", word("parallel")),
    ];
    let faults = vec![
        (FaultKind::CacheFlush, "cache"),
        (FaultKind::ColdEverything, "cache"),
        (FaultKind::CrashOne, "cache"),
        (FaultKind::CrashAll, "origin"),
        (FaultKind::CutLink, "cache-origin"),
        (FaultKind::Capacity { factor: 0.1 }, "cache"),
        (FaultKind::Capacity { factor: 3.0 }, "origin"),
        (FaultKind::Throttle { per_s: 20.0 }, "cache"),
    ];
    let gone = vec![None, Some("cache-origin"), Some("origin"), Some("cache")];
    let pick = |all: Vec<(&'static str, Value)>| prop::sample::select(all);
    let step = prop_oneof![
        8 => (1u32..600).prop_map(Step::Wait),
        5 => pick(settings).prop_map(|(name, value)| Step::Set(name, value)),
        2 => pick(origin).prop_map(|(name, value)| Step::Origin(name, value)),
        2 => pick(link).prop_map(|(name, value)| Step::Link(name, value)),
        3 => (prop::sample::select(faults), prop::option::of(1u32..2_000))
            .prop_map(|((kind, target), ms)| Step::Fault(kind, target, ms)),
        1 => prop::sample::select(vec!["cache", "origin", "cache-origin"]).prop_map(Step::Heal),
        1 => prop::sample::select(gone).prop_map(Step::Without),
    ];
    prop::collection::vec(step, 0..40)
}

fn play(steps: &[Step]) -> (Run, Build) {
    let mut build = cached(0.05, &keys(30, &[("coalesce", Value::Flag(true))]))
        .client("users", 150.0)
        .link("users", "cache", &[]);
    let mut run = Run::new(&build);
    let (mut now, mut gone) = (0.0, None);
    for step in steps {
        let edited = match step.clone() {
            Step::Wait(ms) => {
                now += f64::from(ms) / 1_000.0;
                run.to(now);
                false
            }
            Step::Fault(kind, target, ms) => {
                // What is not there cannot be broken.
                let length = ms.map(|ms| f64::from(ms) / 1_000.0);
                let id = super::support::build::id(target);
                let _refused = run.player.inject(&kind, &id, length);
                run.player.finish().unwrap();
                false
            }
            Step::Heal(target) => {
                run.heal(target);
                false
            }
            Step::Set(name, value) => {
                build = build.set("cache", name, value);
                true
            }
            Step::Origin(name, value) => {
                build = build.set("origin", name, value);
                true
            }
            Step::Link(name, value) => {
                build = build.set_link("cache-origin", name, value);
                true
            }
            Step::Without(name) => {
                gone = name;
                true
            }
        };
        if edited {
            let shown = gone.map_or_else(|| build.clone(), |name| build.clone().without(name));
            run.change(&shown);
        }
    }
    for target in ["cache", "origin", "cache-origin"] {
        run.heal(target);
    }
    (run, build)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Without any more requests, and with an origin that works, the cache is empty in the end.
    #[test]
    fn nobody_waits_for_ever(steps in steps()) {
        let (mut run, build) = play(&steps);
        let sound = build
            .set("origin", "workers", number(1_000.0))
            .set("cache", "threads", word("auto"))
            .set("cache", "max_connections", number(1_000.0))
            .set("users", "rate_per_s", number(0.0));
        run.change(&sound);
        let end = run.frame().snapshot.now.as_secs_f64() + 400.0;
        run.to(end);
        prop_assert_eq!(run.view("cache").in_system, 0);
        prop_assert_eq!(run.totals().in_flight, 0);
    }

    /// The same history twice is the same.
    #[test]
    fn the_same_history_gives_the_same_figures(steps in steps()) {
        let whole = || format!("{:?}", play(&steps).0.frame());
        prop_assert_eq!(whole(), whole());
    }
}
