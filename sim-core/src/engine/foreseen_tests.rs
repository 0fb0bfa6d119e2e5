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

/// Clients in front of one server.
#[derive(Clone, Debug)]
struct Design {
    rates: Vec<f64>,
    workers: u32,
    instances: u32,
    work: Distribution,
    /// The last client has a timeout.
    patient: bool,
}

impl Design {
    fn document(&self) -> Document {
        let mut document = Document::default();
        let mut add = |name: &str, service: &str, pairs: &[(&str, Value)]| {
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
        };
        add(
            "server",
            "server",
            &[
                ("workers", Value::Number(f64::from(self.workers))),
                ("instances", Value::Number(f64::from(self.instances))),
                ("service_time", Value::Times(self.work)),
            ],
        );
        for (at, rate) in self.rates.iter().enumerate() {
            add(
                &format!("c{at}"),
                "client",
                &[("rate_per_s", Value::Number(*rate))],
            );
        }
        for at in 0..self.rates.len() {
            let last = at + 1 == self.rates.len();
            let timeout = [("timeout_ms", Value::Number(400.0))];
            let pairs = if last && self.patient {
                &timeout[..]
            } else {
                &[]
            };
            let link = Link {
                id: id(&format!("l{at}")),
                from: id(&format!("c{at}")),
                to: id("server"),
                bends: Vec::new(),
                params: params(pairs),
                unknown: Default::default(),
            };
            document.links.insert(link.id.clone(), Arc::new(link));
        }
        document
    }

    fn engine(&self, foresees: bool) -> Engine {
        let mut engine = Engine::new(compile(&self.document(), 7).unwrap());
        engine.blind = !foresees;
        engine
    }
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
    )
        .prop_map(|(rates, workers, instances, work, patient)| Design {
            rates,
            workers,
            instances,
            work,
            patient: patient && workers == 3,
        })
}

fn deed() -> impl Strategy<Value = Deed> {
    let fault = prop_oneof![
        Just((FaultKind::CrashOne, "server")),
        Just((FaultKind::Slow { factor: 3.0 }, "server")),
        Just((FaultKind::Capacity { factor: 0.5 }, "server")),
        Just((FaultKind::Throttle { per_s: 9.0 }, "server")),
        Just((FaultKind::CutLink, "l0")),
    ];
    prop_oneof![
        8 => (1u64..4_000).prop_map(|ms| Deed::Run { ms }),
        1 => Just(Deed::Step),
        1 => Just(Deed::Watch),
        2 => design().prop_map(Deed::Change),
        2 => (fault, prop::option::of(0.1..3.0)).prop_map(|((kind, at), for_s)| Deed::Fault(kind, at, for_s)),
        1 => prop_oneof![Just("server"), Just("l0")].prop_map(Deed::Heal),
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
        let (found, expected) = (seeing.latencies(&id("server")), blind.latencies(&id("server")));
        prop_assert_eq!(found, expected);
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
