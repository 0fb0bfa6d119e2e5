//! The laws hold on whatever can be drawn: random parts, links, faults and changes, checked at random instants.
//!
//! `PROPTEST_CASES` sets the number of cases, `PROPTEST_RNG_SEED` which ones: without it they are always the same.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod documents;
mod support;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sim_core::catalog::{Kind, ParamMap, ParamSpec, Value, link, services};
use sim_core::document::{Component, Document, FaultKind, Link, RequestKind, rules};
use sim_core::engine::EngineError;
use sim_core::foundation::chance::Distribution;
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;
use std::sync::Arc;
use support::build::{Build, constant, id, number, word};
use support::run::fault;

/// Events of one step at most: an overloaded system makes many.
const BUDGET: u64 = 20_000;

/// A part: which service, where, and some parameters, all as numbers to be taken modulo what there is.
#[derive(Clone, Debug)]
struct Part {
    service: usize,
    place: usize,
    knobs: Vec<(usize, u16)>,
}

#[derive(Clone, Debug)]
struct Wire {
    from: usize,
    to: usize,
    knobs: Vec<(usize, u16)>,
}

#[derive(Clone, Debug)]
enum Step {
    Run(u64),
    Events(u16),
    Watch(u16),
    Inject(usize, usize, Option<u16>),
    Heal(usize),
    Turn(usize, usize, u16),
    Rewire(usize, usize, u16),
    Add(Part),
    Wire(Wire),
    Remove(usize),
    Move(usize, usize),
    /// A kind of request comes, or goes.
    Kind(usize),
    /// Back to the document of so many changes ago.
    Undo(usize),
}

fn knobs(most: usize) -> impl Strategy<Value = Vec<(usize, u16)>> {
    prop::collection::vec((any::<usize>(), any::<u16>()), 0..most)
}

fn part() -> impl Strategy<Value = Part> {
    (any::<usize>(), any::<usize>(), knobs(8)).prop_map(|(service, place, knobs)| Part {
        service,
        place,
        knobs,
    })
}

fn wire() -> impl Strategy<Value = Wire> {
    (any::<usize>(), any::<usize>(), knobs(12)).prop_map(|(from, to, knobs)| Wire {
        from,
        to,
        knobs,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<usize>;
    prop_oneof![
        6 => (0u64..20_000_000_000).prop_map(Step::Run),
        2 => (0u16..300).prop_map(Step::Events),
        1 => (0u16..3000).prop_map(Step::Watch),
        3 => (at(), at(), prop::option::of(0u16..30_000)).prop_map(|(kind, target, ms)| Step::Inject(kind, target, ms)),
        1 => at().prop_map(Step::Heal),
        4 => (at(), at(), any::<u16>()).prop_map(|(target, param, value)| Step::Turn(target, param, value)),
        2 => (at(), at(), any::<u16>()).prop_map(|(target, param, value)| Step::Rewire(target, param, value)),
        1 => part().prop_map(Step::Add),
        2 => wire().prop_map(Step::Wire),
        2 => at().prop_map(Step::Remove),
        1 => (at(), at()).prop_map(|(target, place)| Step::Move(target, place)),
        2 => (0usize..KINDS.len()).prop_map(Step::Kind),
        2 => (0usize..4).prop_map(Step::Undo),
    ]
}

/// A value that the parameter takes: bounds, the default, small numbers, words.
fn value(spec: &ParamSpec, dice: u16) -> Value {
    let dice = usize::from(dice);
    match &spec.kind {
        Kind::Number {
            min,
            max,
            integer,
            instead,
            ..
        } => {
            // The upper bounds of loads would only fill the memory.
            let heavy =
                matches!(spec.id, "users" | "calls" | "spike_factor") || spec.id.ends_with("per_s");
            let most = if heavy { max.min(300.0) } else { *max };
            let choices = [*min, min + 1.0, 0.5, 1.5, 2.0, 3.0, 10.0, 60.0, 200.0, most];
            if let Some(word) = instead.filter(|_| dice % 11 == 10) {
                return Value::from(word);
            }
            let number = choices[dice % choices.len()].clamp(*min, most);
            Value::Number(if *integer { number.floor() } else { number })
        }
        Kind::Choice(options) => Value::from(options[dice % options.len()]),
        Kind::Flag => Value::Flag(dice % 2 == 0),
        Kind::Trace => {
            let traces = ["", "per_second 20 0*3 50 1", "gaps_ms 0 100*50 0*20"];
            Value::from(traces[dice % traces.len()])
        }
        Kind::Kinds => {
            let named = |at: usize| (dice / 3 % 4) & (1 << at) != 0;
            let kinds = (0..KINDS.len()).filter(|at| named(*at));
            Value::Kinds(kinds.map(|at| id(KINDS[at])).collect())
        }
        Kind::ByKind { .. } => {
            let numbers = [0.0, 0.5, 1.0, 3.0];
            let pairs = KINDS.iter().enumerate();
            let pairs = pairs.map(|(at, kind)| (id(kind), numbers[dice / (1 + 3 * at) % 4]));
            Value::ByKind(pairs.take(dice % 3).collect())
        }
        Kind::Times { instead } => {
            let choices = [
                Distribution::constant(0.0),
                Distribution::constant(1.0),
                Distribution::constant(300.0),
                Distribution::constant(5_000.0),
                Distribution::exponential(0.0),
                Distribution::exponential(10.0),
                Distribution::exponential(400.0),
                Distribution::Uniform {
                    min_ms: 0.0,
                    max_ms: 50.0,
                },
                Distribution::Erlang {
                    mean_ms: 20.0,
                    k: 3,
                },
                Distribution::Hyperexponential {
                    mean_ms: 20.0,
                    scv: 9.0,
                },
                Distribution::LogNormal {
                    median_ms: 5.0,
                    p95_ms: 20.0,
                },
            ];
            match instead {
                Some(word) if dice % 5 == 4 => Value::from(*word),
                _ => Value::Times(choices[dice / 5 % choices.len()]),
            }
        }
    }
}

fn params(specs: &[ParamSpec], knobs: &[(usize, u16)]) -> ParamMap {
    let pairs = knobs.iter().map(|(at, dice)| {
        let spec = &specs[at % specs.len()];
        (spec.id.to_owned(), value(spec, *dice))
    });
    pairs.collect()
}

/// Kinds that a document may have; parameters may name them all the same.
const KINDS: [&str; 2] = ["page", "upload"];

const PLACES: [&str; 5] = ["", "seoul", "a", "b", "virginia"];

fn place(at: usize) -> Option<Id> {
    let name = PLACES[at % PLACES.len()];
    (!name.is_empty()).then(|| id(name))
}

fn add_part(document: &mut Document, part: &Part) {
    // Many clients and servers, some of everything.
    let favoured = ["client", "server", "was", "alb", "sqs"];
    let service = match part.service % 13 {
        n if n < favoured.len() => sim_core::catalog::service(favoured[n]).unwrap(),
        n => &services()[n % services().len()],
    };
    let key = document.fresh_id(service.id);
    let component = Component {
        id: key.clone(),
        service: service.id.to_owned(),
        name: String::new(),
        parent: place(part.place).filter(|place| document.containers.contains_key(place)),
        at: [0.0, 0.0],
        params: params((service.params)(), &part.knobs),
        unknown: Default::default(),
    };
    document.components.insert(key, Arc::new(component));
}

/// A link between two components that may be linked, if the dice find some.
fn add_wire(document: &mut Document, wire: &Wire) {
    let may = |accepts: bool| -> Vec<Id> {
        let fits = |component: &&Arc<Component>| {
            let ports = sim_core::catalog::service(&component.service)
                .unwrap()
                .ports;
            if accepts { ports.accepts } else { ports.calls }
        };
        document
            .components
            .values()
            .filter(fits)
            .map(|component| component.id.clone())
            .collect()
    };
    let (callers, callees) = (may(false), may(true));
    if callers.is_empty() || callees.is_empty() {
        return;
    }
    let (from, to) = (
        &callers[wire.from % callers.len()],
        &callees[wire.to % callees.len()],
    );
    if from == to {
        return;
    }
    let key = document.fresh_id("link");
    let link = Link {
        id: key.clone(),
        from: from.clone(),
        to: to.clone(),
        bends: Vec::new(),
        params: params(link::params(), &wire.knobs),
        unknown: Default::default(),
    };
    document.links.insert(key, Arc::new(link));
}

fn document(parts: &[Part], wires: &[Wire]) -> Document {
    let mut document = Build::default()
        .region("seoul", &["a", "b"])
        .region("virginia", &[])
        .document;
    let client = Part {
        service: 0,
        place: 0,
        knobs: vec![(1, 8)],
    };
    add_part(&mut document, &client);
    parts.iter().for_each(|part| add_part(&mut document, part));
    // Something for the first client to call, wherever the dice fall.
    add_wire(
        &mut document,
        &Wire {
            from: 0,
            to: 0,
            knobs: vec![],
        },
    );
    wires.iter().for_each(|wire| add_wire(&mut document, wire));
    document
}

fn target(document: &Document, at: usize) -> Option<Id> {
    let keys = document
        .components
        .keys()
        .chain(document.links.keys())
        .chain(document.containers.keys());
    let all: Vec<&Id> = keys.collect();
    all.get(at % all.len().max(1)).map(|key| (*key).clone())
}

fn fault_kind(dice: usize) -> FaultKind {
    match dice % 14 {
        0 => FaultKind::CrashOne,
        1 => FaultKind::CrashAll,
        2 => FaultKind::Slow { factor: 10.0 },
        3 => FaultKind::Slow { factor: 0.0 },
        4 => FaultKind::CutLink,
        5 | 6 => FaultKind::LoseZone,
        7 => FaultKind::Throttle { per_s: 3.0 },
        8 => FaultKind::BlackHole,
        9 => FaultKind::Capacity { factor: 0.3 },
        10 => FaultKind::Capacity { factor: 2.5 },
        11 => FaultKind::CacheFlush,
        12 => FaultKind::ColdEverything,
        _ => FaultKind::Throttle { per_s: 0.0 },
    }
}

/// The changed document that a step means; `None`: it is none, or nothing to change.
fn changed(document: &Document, history: &[Document], step: &Step) -> Option<Document> {
    let mut new = document.clone();
    match step {
        Step::Add(part) => add_part(&mut new, part),
        Step::Wire(wire) => add_wire(&mut new, wire),
        Step::Remove(at) => {
            new = Build { document: new }
                .without(target(document, *at)?.as_str())
                .document
        }
        Step::Turn(at, param, dice) => {
            let (_, component) = new
                .components
                .get_index_mut(at % document.components.len().max(1))?;
            let component = Arc::make_mut(component);
            let specs = (sim_core::catalog::service(&component.service)?.params)();
            let spec = &specs[param % specs.len()];
            component
                .params
                .insert(spec.id.to_owned(), value(spec, *dice));
        }
        Step::Rewire(at, param, dice) => {
            let (_, wire) = new.links.get_index_mut(at % document.links.len().max(1))?;
            let spec = &link::params()[param % link::params().len()];
            Arc::make_mut(wire)
                .params
                .insert(spec.id.to_owned(), value(spec, *dice));
        }
        Step::Move(at, to) => {
            let to = place(*to).filter(|place| document.containers.contains_key(place));
            let (_, component) = new
                .components
                .get_index_mut(at % document.components.len().max(1))?;
            Arc::make_mut(component).parent = to;
        }
        Step::Kind(at) => {
            let key = id(KINDS[*at]);
            if new.kinds.shift_remove(&key).is_none() {
                let mut kind = RequestKind::new(key.clone(), KINDS[*at]);
                kind.response_kib = (*at == 1).then_some(100.0);
                kind.priority = *at as i32 - 1;
                new.kinds.insert(key, Arc::new(kind));
            }
        }
        Step::Undo(back) => new = history.iter().rev().nth(*back)?.clone(),
        _ => return None,
    }
    Some(new)
}

/// What must be so at any instant, whatever has happened. An error of the run ends the case; a broken law fails it.
fn check(player: &mut Player) -> Result<(), EngineError> {
    let finished = player.finish();
    if let Err(error @ EngineError::LawBroken { .. }) = &finished {
        panic!("{error}");
    }
    let frame = player.frame();
    assert_eq!(frame.error.clone().map_or(Ok(()), Err), finished);
    finished?;
    let totals = frame.snapshot.totals;
    assert_eq!(totals.arrived, totals.ok + totals.failed + totals.in_flight);
    assert_eq!(totals.ok, frame.snapshot.latency.count);
    for view in &frame.snapshot.components {
        assert_eq!(
            view.arrived,
            view.ok + view.failed + view.in_system,
            "{}",
            view.id
        );
        assert_eq!(view.ok, view.latency.count, "{}", view.id);
        assert!((0.0..=1.0).contains(&view.utilization_mean), "{}", view.id);
        assert!((0.0..=1.0).contains(&view.utilization), "{}", view.id);
        assert!(
            view.queue <= view.queue_max && view.queue <= view.in_system,
            "{}",
            view.id
        );
        assert!(
            view.slots_waiting <= view.slots_held.max(view.in_system),
            "{}",
            view.id
        );
        assert!(
            view.queue_mean >= 0.0 && view.instances.mean >= 0.0,
            "{}",
            view.id
        );
    }
    for wire in &frame.snapshot.links {
        assert!(wire.failed <= wire.requests, "{}", wire.id);
    }
    let kinds = &frame.snapshot.kinds;
    for kind in kinds {
        assert_eq!(
            kind.arrived,
            kind.ok + kind.failed + kind.in_flight,
            "{}",
            kind.id
        );
        assert_eq!(kind.ok, kind.latency.count, "{}", kind.id);
    }
    // Those that lost their kind in flight count nowhere.
    assert!(kinds.iter().map(|kind| kind.ok).sum::<u64>() <= totals.ok);
    assert!(frame.bill.usd_per_hour >= 0.0 && frame.usd_per_hour_now >= 0.0);
    Ok(())
}

/// Plays the steps; ends with the error of the run, if it had one.
fn play(start: &Document, steps: &[Step]) -> Result<(), EngineError> {
    let mut document = start.clone();
    let mut history = vec![document.clone()];
    let mut player = Player::new(&document, 3).unwrap();
    check(&mut player)?;
    for step in steps {
        match step {
            Step::Run(span) => {
                player.run_until(SimTime(player.now().0 + span), BUDGET)?;
            }
            Step::Events(count) => {
                for _ in 0..*count {
                    player.step_event()?;
                }
            }
            Step::Watch(ms) => player.watch(Span::from_millis(u64::from(*ms))),
            Step::Inject(kind, at, ms) => {
                if let Some(target) = target(&document, *at) {
                    let length = ms.map(|ms| f64::from(ms) / 1000.0);
                    // A fault that does not fit its target is refused.
                    let _ = player.inject(&fault_kind(*kind), &target, length);
                }
            }
            Step::Heal(at) => {
                if let Some(target) = target(&document, *at) {
                    player.heal(&target);
                }
            }
            _ => {
                if let Some(new) = changed(&document, &history, step) {
                    player.update(&new).unwrap();
                    document = new;
                    history.push(document.clone());
                }
            }
        }
        check(&mut player)?;
    }
    player.run_until(SimTime(player.now().0 + 60_000_000_000), BUDGET)?;
    check(&mut player)
}

fn settings() -> ProptestConfig {
    let config = ProptestConfig::default();
    let rng_seed = match config.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        chosen => chosen,
    };
    ProptestConfig {
        rng_seed,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..config
    }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn the_laws_hold_whatever_is_drawn_and_done(
        parts in prop::collection::vec(part(), 1..9),
        wires in prop::collection::vec(wire(), 0..16),
        steps in prop::collection::vec(step(), 1..30),
    ) {
        // An error of the run (a circle of calls, a loop without delay) is an answer; check() fails on a broken law.
        let _ = play(&document(&parts, &wires), &steps);
    }

    /// Documents of the editor, with the largest figures that the rules allow.
    #[test]
    fn whatever_keeps_the_rules_runs(
        start in documents::any_document(),
        changes in prop::collection::vec(documents::any_change(), 0..12),
    ) {
        let mut document = start;
        let mut player = Player::new(&document, 3).unwrap();
        for change in &changes {
            if check(&mut player).and_then(|()| player.run_until(SimTime(player.now().0 + 7_000_000_000), 3000)).is_err() {
                return Ok(());
            }
            if let Ok(new) = sim_core::edit::apply(&document, &change.edit(&document)) {
                player.update(&new).unwrap();
                document = new;
            }
        }
        let _ = check(&mut player);
    }

    /// However it is stepped and watched, a run is the same run.
    #[test]
    fn any_stepping_of_any_drawing_gives_the_same_figures(
        parts in prop::collection::vec(part(), 1..7),
        wires in prop::collection::vec(wire(), 0..12),
        faults in prop::collection::vec((any::<usize>(), any::<usize>(), 0u32..20_000, prop::option::of(0u32..9_000)), 0..4),
        slices in prop::collection::vec((0u64..2_000_000_000, 0u64..500, 0u8..4), 1..40),
    ) {
        let mut drawn = Build { document: document(&parts, &wires) };
        for (kind, at, ms, length) in faults {
            let target = target(&drawn.document, at).unwrap();
            let length = length.map(|ms| f64::from(ms) / 1000.0);
            let more = drawn.clone().fault(fault(f64::from(ms) / 1000.0, length, target.as_str(), fault_kind(kind)));
            // A fault that does not fit its target would not even begin.
            if rules::check_scenario(&more.document, &more.document.scenario).is_ok() {
                drawn = more;
            }
        }
        let mut stepped = Player::new(&drawn.document, 3).unwrap();
        let mut outcome = Ok(());
        for (span, budget, kind) in slices {
            let result = match kind {
                0 => (0..budget.min(60)).try_for_each(|_| stepped.step_event()),
                1 => { stepped.watch(Span(span % 3 * 333_000_000)); Ok(()) }
                _ => stepped.run_until(SimTime(stepped.now().0 + span), budget * 20).map(|_| ()),
            };
            outcome = outcome.and(result);
        }
        // The same number of events in one go, and on to the same instant.
        let mut straight = Player::new(&drawn.document, 3).unwrap();
        let far = SimTime(u64::MAX / 4);
        let again = straight.run_until(far, stepped.events()).map(|_| ());
        if outcome.is_err() || again.is_err() {
            prop_assert_eq!(straight.events(), stepped.events());
            return Ok(());
        }
        let now = stepped.now().max(straight.now());
        let ends = (stepped.run_until(now, BUDGET), straight.run_until(now, BUDGET));
        prop_assert_eq!(&ends.0, &ends.1);
        let figures = |player: &Player| {
            let snapshot = player.frame().snapshot;
            let components: Vec<_> = snapshot
                .components
                .iter()
                .map(|view| (view.arrived, view.ok, view.failed, view.latency, view.usage, view.queue_max))
                .collect();
            (player.events(), snapshot.now, snapshot.totals, components, snapshot.failures)
        };
        prop_assert_eq!(figures(&stepped), figures(&straight));
    }

    /// A circle without any delay, wherever it hangs and whatever else is drawn: the run ends with the circle's name.
    #[test]
    fn loops_without_delay_end_with_an_error_that_names_them(
        length in 1usize..7,
        entry in any::<usize>(),
        calls in prop::sample::select(vec![1.0, 1.0, 1.0, 2.0]),
        workers in 1u32..5,
        at_s in 0.0..3.0f64,
        parts in prop::collection::vec(part(), 0..5),
        wires in prop::collection::vec(wire(), 0..6),
        event in any::<bool>(),
    ) {
        let mut build = Build { document: document(&parts, &wires) }.once("starter", 1.0 + at_s);
        let names: Vec<String> = (0..length.max(2)).map(|i| format!("circle{i}")).collect();
        for name in &names {
            build = build.fixed(name, workers, 0.0, &[]);
        }
        // With workers enough for all that are called, calls go round as events do.
        let mode = if event { "event" } else { "call" };
        let pairs = [("mode", word(mode)), ("calls", number(calls)), ("latency", constant(0.0)), ("timeout_ms", word("none"))];
        for (i, name) in names.iter().enumerate() {
            build = build.link(name, &names[(i + 1) % names.len()], &pairs);
        }
        if !event {
            // Every worker of the circle may be waiting for the next: then it stands still, which is no loop.
            for name in &names {
                build = build.set(name, "workers", number(1000.0));
            }
        }
        build = build.link("starter", &names[entry % names.len()], &[("latency", constant(0.0))]);
        let mut player = Player::new(&build.document, 3).unwrap();
        let ended = player.run_until(SimTime(10_000_000_000), 20_000_000);
        let Err(error) = ended else {
            // What else was drawn may have ended in a budget, but never in peace.
            return Err(TestCaseError::fail(format!("{ended:?}")));
        };
        let component = match &error {
            EngineError::CallsTooDeep { component, .. } | EngineError::NoProgress { component } => component,
            EngineError::TooManyInFlight { component, .. } => component,
            other => return Err(TestCaseError::fail(other.to_string())),
        };
        let mine = names.iter().any(|name| component.as_str() == name) || component.as_str() == "starter";
        // The rest of the drawing may have a loop of its own, which may come first.
        let other = component.as_str() != "starter" && build.document.components.contains_key(component) && !wires.is_empty();
        prop_assert!(mine || other, "{}", error);
        prop_assert!(error.to_string().contains(component.as_str()));
    }
}
