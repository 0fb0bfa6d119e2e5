//! A run in which requests are foreseen against one of the same document in which each of them is a job with events.

#![allow(clippy::unwrap_used)]
use std::sync::Arc;

use proptest::prelude::*;

use super::super::compile;
use super::*;
use crate::catalog::{ParamMap, Value};
use crate::document::{Component, Document, FaultKind, Link};
use crate::foundation::chance::Distribution;
use crate::foundation::ids::Id;
use crate::foundation::units::SimTime;

fn id(name: &str) -> Id {
    Id::new(name).unwrap()
}

fn params(pairs: &[(&str, Value)]) -> ParamMap {
    let owned = |(name, value): &(&str, Value)| ((*name).to_owned(), value.clone());
    pairs.iter().map(owned).collect()
}

/// A component that the server calls, and a balancer before the server: what it takes, and how long it waits, ms.
#[derive(Clone, Debug)]
struct Layers {
    workers: u32,
    work: Distribution,
    front: Option<(f64, Option<f64>)>,
}

/// Clients in front of one server.
#[derive(Clone, Debug)]
struct Design {
    rates: Vec<f64>,
    workers: u32,
    instances: u32,
    work: Distribution,
    /// The last client has a timeout.
    patient: bool,
    layers: Option<Layers>,
}

impl Design {
    fn document(&self) -> Document {
        let mut document = Document::default();
        let number = Value::Number;
        let server = |workers: u32, instances: u32, work| {
            [
                ("workers", number(f64::from(workers))),
                ("instances", number(f64::from(instances))),
                ("service_time", Value::Times(work)),
            ]
        };
        let all = server(self.workers, self.instances, self.work);
        add(&mut document, "server", "server", &all);
        let front = self.layers.as_ref().and_then(|layers| layers.front);
        let entry = if front.is_some() { "lb" } else { "server" };
        for (at, rate) in self.rates.iter().enumerate() {
            let (client, link) = (format!("c{at}"), format!("l{at}"));
            add(
                &mut document,
                &client,
                "client",
                &[("rate_per_s", number(*rate))],
            );
            let last = at + 1 == self.rates.len();
            let timeout = (last && self.patient).then_some(("timeout_ms", number(400.0)));
            connect(&mut document, &link, (&client, entry), timeout.as_slice());
        }
        if let Some(layers) = &self.layers {
            let all = server(layers.workers, 1, layers.work);
            add(&mut document, "below", "server", &all);
            connect(&mut document, "down", ("server", "below"), &[]);
        }
        if let Some((ms, patience)) = front {
            let takes = ("processing", Value::Times(Distribution::Constant { ms }));
            add(&mut document, "lb", "alb", &[takes]);
            let timeout = patience.map(|ms| ("timeout_ms", number(ms)));
            connect(&mut document, "fwd", ("lb", "server"), timeout.as_slice());
        }
        document
    }

    fn engine(&self, foresees: bool) -> Engine {
        let mut engine = Engine::new(compile(&self.document(), 7).unwrap());
        engine.blind = !foresees;
        engine
    }
}

fn add(document: &mut Document, name: &str, service: &str, pairs: &[(&str, Value)]) {
    let component = Component {
        id: id(name),
        service: service.to_owned(),
        name: String::new(),
        parent: None,
        at: [0.0, 0.0],
        params: params(pairs),
        unknown: Default::default(),
    };
    document.components.insert(id(name), Arc::new(component));
}

fn connect(document: &mut Document, name: &str, (from, to): (&str, &str), pairs: &[(&str, Value)]) {
    let link = Link {
        id: id(name),
        from: id(from),
        to: id(to),
        bends: Vec::new(),
        params: params(pairs),
        unknown: Default::default(),
    };
    document.links.insert(link.id.clone(), Arc::new(link));
}

/// Something that is done to a run.
#[derive(Clone, Debug)]
enum Deed {
    Run { ms: u64 },
    Step,
    Watch,
    Change(Design),
    Fault(FaultKind, &'static str, Option<f64>),
    Heal(&'static str),
}

fn work() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        (10.0..200.0).prop_map(|mean_ms| Distribution::Exponential { mean_ms }),
        (5.0..80.0).prop_map(|median_ms| Distribution::LogNormal {
            median_ms,
            p95_ms: 4.0 * median_ms
        }),
        (5.0..80.0).prop_map(|min_ms| Distribution::Uniform {
            min_ms,
            max_ms: 3.0 * min_ms
        }),
    ]
}

fn design() -> impl Strategy<Value = Design> {
    let workers = prop_oneof![1u32..4, Just(16u32), Just(17), Just(40)];
    let rates = prop_oneof![
        4 => prop::collection::vec(1.0..100.0, 1),
        1 => prop::collection::vec(1.0..60.0, 2..4)
    ];
    (
        rates,
        workers,
        prop_oneof![4 => Just(1u32), 1 => Just(2)],
        work(),
        any::<bool>(),
        prop::option::of(layers()),
    )
        .prop_map(
            |(rates, workers, instances, work, patient, layers)| Design {
                rates,
                workers,
                instances,
                work,
                patient: patient && workers == 3,
                layers,
            },
        )
}

fn layers() -> impl Strategy<Value = Layers> {
    let takes = prop_oneof![Just(0.0), Just(50.0), Just(700.0)];
    let patience = prop::option::of(prop_oneof![2 => Just(3_000.0), 1 => Just(300.0)]);
    let front = prop::option::weighted(0.7, (takes, patience));
    (prop_oneof![1u32..4, Just(16u32), Just(40)], work(), front).prop_map(
        |(workers, work, front)| Layers {
            workers,
            work,
            front,
        },
    )
}

fn deed() -> impl Strategy<Value = Deed> {
    let fault = prop_oneof![
        Just((FaultKind::CrashOne, "server")),
        Just((FaultKind::Slow { factor: 3.0 }, "server")),
        Just((FaultKind::Capacity { factor: 0.5 }, "server")),
        Just((FaultKind::Throttle { per_s: 9.0 }, "server")),
        Just((FaultKind::CutLink, "l0")),
        Just((FaultKind::CrashOne, "below")),
        Just((FaultKind::Slow { factor: 3.0 }, "below")),
        Just((FaultKind::CutLink, "down")),
        Just((FaultKind::CutLink, "fwd")),
    ];
    prop_oneof![
        8 => (1u64..4_000).prop_map(|ms| Deed::Run { ms }),
        1 => Just(Deed::Step),
        1 => Just(Deed::Watch),
        2 => design().prop_map(Deed::Change),
        2 => (fault, prop::option::of(0.1..3.0)).prop_map(|((kind, at), for_s)| Deed::Fault(kind, at, for_s)),
        1 => prop_oneof![Just("server"), Just("l0"), Just("below"), Just("fwd")].prop_map(Deed::Heal),
    ]
}

impl Deed {
    fn to(&self, engine: &mut Engine) {
        match self {
            Deed::Run { ms } => {
                let until = engine.now + ms * 1_000_000;
                assert_eq!(engine.run_until(SimTime(until), u64::MAX), Ok(true));
            }
            Deed::Step => {
                engine.step().unwrap();
            }
            Deed::Watch => engine.watch(500_000_000),
            Deed::Change(design) => {
                engine.update(compile(&design.document(), 7).unwrap(), None);
            }
            Deed::Fault(kind, target, for_s) => {
                let _ = engine.inject(kind, &id(target), *for_s);
            }
            Deed::Heal(target) => engine.heal(&id(target)),
        }
        engine.check_laws().unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is done, both runs look the same to the last digit, events and all.
    #[test]
    fn what_is_foreseen_comes_to_pass(design in design(), deeds in prop::collection::vec(deed(), 1..14)) {
        let (mut seeing, mut blind) = (design.engine(true), design.engine(false));
        for deed in &deeds {
            deed.to(&mut seeing);
            deed.to(&mut blind);
            let (found, expected) = (seeing.snapshot(), blind.snapshot());
            prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"), "after {:?}", deed);
        }
        for place in ["server", "below", "lb", "c0"] {
            prop_assert_eq!(seeing.latencies(&id(place)), blind.latencies(&id(place)));
        }
    }

    /// However it is paused and stepped, one run is the same.
    #[test]
    fn pauses_change_nothing(design in design(), budgets in prop::collection::vec(1u64..3_000, 1..20)) {
        let until = SimTime(20_000_000_000);
        let mut whole = design.engine(true);
        whole.run_until(until, u64::MAX).unwrap();
        let mut paused = design.engine(true);
        let mut budgets = budgets.into_iter().cycle();
        while !paused.run_until(until, budgets.next().unwrap()).unwrap() {
            if paused.events % 3 == 0 && paused.now < until.0 / 2 {
                paused.step().unwrap();
            }
            paused.check_laws().unwrap();
        }
        prop_assert_eq!(format!("{:?}", whole.snapshot()), format!("{:?}", paused.snapshot()));
    }
}

/// Without this, the tests above would compare jobs with jobs.
#[test]
fn a_plain_station_is_foreseen_until_something_happens() {
    let design = Design {
        rates: vec![30.0],
        workers: 2,
        instances: 1,
        work: Distribution::Exponential { mean_ms: 50.0 },
        patient: false,
        layers: None,
    };
    let mut engine = design.engine(true);
    let foreseen = |engine: &Engine| (engine.foreseen.len(), engine.jobs.live());
    engine.run_until(SimTime(10_000_000_000), u64::MAX).unwrap();
    assert_eq!(foreseen(&engine), (1, 0));
    let slow = FaultKind::Slow { factor: 30.0 };
    engine.inject(&slow, &id("server"), Some(1.0)).unwrap();
    assert_eq!(engine.foreseen.len(), 0);
    engine.run_until(SimTime(60_000_000_000), u64::MAX).unwrap();
    assert_eq!(foreseen(&engine), (1, 0), "it is again once it was empty");
    let cannot = Design {
        work: Distribution::Constant { ms: 50.0 },
        ..design
    };
    let mut engine = cannot.engine(true);
    engine.run_until(SimTime(10_000_000_000), u64::MAX).unwrap();
    assert_eq!(engine.foreseen.len(), 0);
}

/// A balancer, a server whose one worker is held, and another one below.
fn two_layers(rate: f64, patience_ms: Option<f64>) -> Design {
    let work = Distribution::Exponential { mean_ms: 20.0 };
    Design {
        rates: vec![rate],
        workers: 1,
        instances: 1,
        work,
        patient: false,
        layers: Some(Layers {
            workers: 1,
            work,
            front: Some((5.0, patience_ms)),
        }),
    }
}

/// Foreseen layers, and jobs.
fn layers_and_jobs(engine: &Engine) -> (usize, u32) {
    let layers = engine.layered.iter().flatten().count();
    (layers, engine.jobs.live())
}

#[test]
fn layers_are_foreseen_until_something_happens() {
    let mut engine = two_layers(15.0, None).engine(true);
    engine.run_until(SimTime(10_000_000_000), u64::MAX).unwrap();
    assert_eq!(layers_and_jobs(&engine), (1, 0));
    let slow = FaultKind::Slow { factor: 9.0 };
    engine.inject(&slow, &id("below"), Some(1.0)).unwrap();
    assert_eq!(layers_and_jobs(&engine).0, 0);
    engine.run_until(SimTime(60_000_000_000), u64::MAX).unwrap();
    assert_eq!(
        layers_and_jobs(&engine),
        (1, 0),
        "it is again once it was empty"
    );
}

/// One worker is there for 25 requests a second; 30 come, each of which is given up after a second.
#[test]
fn layers_are_left_before_somebody_gives_up() {
    let mut engine = two_layers(30.0, Some(1_000.0)).engine(true);
    let mut foreseen_last = 0;
    while engine.roots.all_failed() == 0 {
        let (layers, jobs) = layers_and_jobs(&engine);
        assert!(layers == 0 || jobs == 0);
        foreseen_last = if layers > 0 {
            engine.now
        } else {
            foreseen_last
        };
        engine.step().unwrap();
    }
    assert!(foreseen_last > 0 && layers_and_jobs(&engine).0 == 0);
    let mut blind = two_layers(30.0, Some(1_000.0)).engine(false);
    blind.run_until(engine.now(), u64::MAX).unwrap();
    assert_eq!(
        format!("{:?}", engine.snapshot()),
        format!("{:?}", blind.snapshot())
    );
}

/// A balancer is charged by the hour, and an hour begins with a request: some an hour, and many.
#[test]
fn each_hour_of_a_balancer_is_metered_by_itself() {
    for rate in [0.000_3, 0.02, 3.0] {
        let (mut seeing, mut blind) = (
            two_layers(rate, None).engine(true),
            two_layers(rate, None).engine(false),
        );
        for hours in [1, 2, 7, 30] {
            for engine in [&mut seeing, &mut blind] {
                let until = SimTime(hours * 3_600_000_000_000);
                engine.run_until(until, u64::MAX).unwrap();
                engine.check_laws().unwrap();
            }
            let (found, expected) = (seeing.snapshot(), blind.snapshot());
            assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{hours} h");
        }
        assert_eq!(layers_and_jobs(&seeing).0, 1);
    }
}
