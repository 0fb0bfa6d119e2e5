//! What must follow when a whole system is changed in a known way: twice the capacity, another unit of time.
//!
//! `PROPTEST_CASES` sets the number of cases of the exact relations; without a seed they are always the same.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};
use sim_core::catalog::Value;
use sim_core::foundation::chance::{Distribution, replication_seed};
use sim_core::foundation::stats::Welford;
use support::build::{Build, constant, id, number, word};
use support::cells::most_misses;
use support::run::Run;

/// A tree of servers behind one client. All times are in one unit, so that a system can be drawn in any other.
#[derive(Clone, Debug)]
struct System {
    /// Share of its workers that the busiest server needs.
    load: f64,
    arrivals: usize,
    servers: Vec<Server>,
}

#[derive(Clone, Debug)]
struct Server {
    /// Any number: which of the servers before it calls it.
    caller: usize,
    workers: u32,
    service: f64,
    shape: usize,
    event: bool,
    calls: f64,
    latency: f64,
    knobs: Option<Knobs>,
}

/// What a system has that is not only fast or slow, but also refuses and gives up.
#[derive(Clone, Debug)]
struct Knobs {
    discipline: usize,
    queue: Option<u32>,
    timeout: Option<f64>,
    retries: u32,
}

/// Times that do not come to be equal by adding them up.
fn time() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![0.37, 0.73, 1.09, 1.51])
}

fn knobs() -> impl Strategy<Value = Knobs> {
    let timeout = prop::option::of(prop::sample::select(vec![3.3, 17.9]));
    (0..3usize, prop::option::of(0..6u32), timeout, 0..3u32).prop_map(
        |(discipline, queue, timeout, retries)| Knobs {
            discipline,
            queue,
            timeout,
            retries,
        },
    )
}

/// `rough`: with servers that refuse and callers that give up.
fn server(rough: bool) -> impl Strategy<Value = Server> {
    let knobs = if rough {
        prop::option::of(knobs()).boxed()
    } else {
        Just(None).boxed()
    };
    let calls = prop::sample::select(vec![1.0, 1.0, 0.5, 2.0]);
    let latency = prop::sample::select(vec![0.0, 0.0, 0.11]);
    let link = (any::<bool>(), calls, latency);
    (any::<usize>(), 1..4u32, time(), 0..5usize, link, knobs).prop_map(
        |(caller, workers, service, shape, (event, calls, latency), knobs)| Server {
            caller,
            workers,
            service,
            shape,
            event,
            calls,
            latency,
            knobs,
        },
    )
}

fn system(rough: bool) -> impl Strategy<Value = System> {
    let load = prop::sample::select(vec![0.53, 0.71, 0.83, 0.89]);
    let servers = prop::collection::vec(server(rough), 1..5);
    (load, 0..4usize, servers).prop_map(|(load, arrivals, servers)| System {
        load,
        arrivals,
        servers,
    })
}

fn shape(index: usize, mean_s: f64) -> Distribution {
    let mean_ms = mean_s * 1000.0;
    match index {
        0 => Distribution::constant(mean_ms),
        1 => Distribution::exponential(mean_ms),
        2 => Distribution::Erlang { mean_ms, k: 3 },
        3 => Distribution::Hyperexponential { mean_ms, scv: 4.0 },
        _ => Distribution::Uniform {
            min_ms: 0.5 * mean_ms,
            max_ms: 1.5 * mean_ms,
        },
    }
}

impl System {
    fn caller(&self, index: usize) -> usize {
        self.servers[index].caller % index
    }

    /// Requests per time unit that the busiest server has its load with. A caller is busy while it waits for a call.
    fn rate(&self) -> f64 {
        let count = self.servers.len();
        let mut visits = vec![1.0; count];
        for index in 1..count {
            visits[index] = visits[self.caller(index)] * self.servers[index].calls;
        }
        let mut held: Vec<f64> = self.servers.iter().map(|server| server.service).collect();
        for index in (1..count).rev() {
            let server = &self.servers[index];
            if !server.event {
                let caller = self.caller(index);
                held[caller] += server.calls * (held[index] + 2.0 * server.latency);
            }
        }
        let busy = (0..count).map(|i| visits[i] * held[i] / f64::from(self.servers[i].workers));
        self.load / busy.fold(0.0, f64::max)
    }

    /// The document, with `unit` seconds for the unit of time and `times` as many workers.
    fn build(&self, unit: f64, times: u32) -> Build {
        let spacing: Vec<(&str, Value)> = match self.arrivals {
            0 => vec![("spacing", word("constant"))],
            1 => vec![("spacing", word("erlang"))],
            2 => vec![("spacing", word("renewal"))],
            _ => vec![],
        };
        let mut client = vec![("rate_per_s", number(self.rate() / unit))];
        client.extend(spacing);
        let mut build = Build::default().component("users", "client", None, &client);
        for (index, server) in self.servers.iter().enumerate() {
            let name = format!("s{index}");
            let service = Value::Times(shape(server.shape, server.service * unit));
            let mut pairs = vec![
                ("workers", number(f64::from(server.workers * times))),
                ("service_time", service),
            ];
            let mut link = vec![("latency", constant(server.latency * unit))];
            if index > 0 {
                link.push(("mode", word(if server.event { "event" } else { "call" })));
                link.push(("calls", number(server.calls)));
            }
            link.push(("timeout_ms", word("none")));
            if let Some(knobs) = &server.knobs {
                let discipline = ["fifo", "lifo", "processor_sharing"][knobs.discipline];
                pairs.push(("discipline", word(discipline)));
                if let Some(queue) = knobs.queue {
                    pairs.push(("queue", number(f64::from(queue))));
                }
                if let Some(timeout) = knobs.timeout {
                    link.push(("timeout_ms", number(timeout * unit * 1000.0)));
                }
                link.push(("retries", number(f64::from(knobs.retries))));
                link.push(("backoff_ms", number(0.41 * unit * 1000.0)));
            }
            build = build.component(&name, "server", None, &pairs);
            let caller = match index {
                0 => "users".to_owned(),
                _ => format!("s{}", self.caller(index)),
            };
            build = build.link(&caller, &name, &link);
        }
        build
    }
}

/// Long enough that the nanoseconds of a draw are lost in it.
const UNIT_S: f64 = 100.0;
/// Requests of one run; not a whole number, so that no run ends while one arrives.
const REQUESTS: f64 = 2_000.5;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * b.abs()
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
        ..config
    }
}

proptest! {
    #![proptest_config(settings())]

    /// In another unit of time the same happens: counts are the same, times are as many times as long.
    #[test]
    fn another_unit_of_time_changes_the_unit_only(
        system in system(true),
        factor in prop::sample::select(vec![2.0, 3.0, 0.7]),
        seed in 1..1000u64,
    ) {
        let run = |unit: f64| {
            let mut run = Run::seeded(&system.build(unit, 1), seed);
            run.to(REQUESTS / system.rate() * unit);
            run.frame().snapshot
        };
        let (base, scaled) = (run(UNIT_S), run(UNIT_S * factor));
        prop_assert!(base.totals.arrived as f64 > 0.8 * REQUESTS, "{:?}", base.totals);
        prop_assert_eq!(base.totals, scaled.totals);
        prop_assert_eq!(&base.failures, &scaled.failures);
        for (a, b) in base.components.iter().zip(&scaled.components) {
            prop_assert_eq!((a.arrived, a.ok, a.failed, a.queue_max), (b.arrived, b.ok, b.failed, b.queue_max), "{}", &a.id);
            prop_assert!(close(b.latency.mean, factor * a.latency.mean), "{} {:?} {:?}", &a.id, a.latency, b.latency);
            prop_assert!(close(b.latency.max, factor * a.latency.max), "{} {:?} {:?}", &a.id, a.latency, b.latency);
            prop_assert!(close(b.utilization_mean, a.utilization_mean) && close(b.queue_mean, a.queue_mean), "{}", &a.id);
        }
    }
}

/// Systems that are doubled, and runs of each.
const SYSTEMS: usize = 24;
const RUNS: u64 = 12;

/// Twice as many workers everywhere never make the 99th percentile longer than its interval explains.
#[test]
fn twice_the_capacity_does_not_raise_the_99th_percentile() {
    let mut runner = TestRunner::new(settings());
    let (mut raised, mut lowered) = (Vec::new(), 0);
    for _ in 0..SYSTEMS {
        let system = system(false).new_tree(&mut runner).unwrap().current();
        let (plain, doubled) = (system.build(1.0, 1), system.build(1.0, 2));
        let p99 = |build: &Build, seed: u64| {
            let mut run = Run::seeded(build, seed);
            run.to(4.0 * REQUESTS / system.rate());
            let latencies = run.player.latencies(&id("users")).unwrap();
            latencies.quantile(0.99).unwrap() as f64
        };
        // The same seed gives both the same requests.
        let differences: Welford = (1..=RUNS)
            .map(|number| replication_seed(1, number))
            .map(|seed| p99(&doubled, seed) - p99(&plain, seed))
            .collect();
        let interval = differences.interval_99().unwrap();
        lowered += usize::from(interval.high() < 0.0);
        if interval.low() > 0.0 {
            raised.push(format!("{interval:?} {system:?}"));
        }
    }
    println!(
        "{lowered} of {SYSTEMS} became faster, {} slower",
        raised.len()
    );
    // An interval of 99 % is wrong as often as a cell of a table.
    assert!(
        raised.len() <= most_misses(SYSTEMS as u32) as usize,
        "{raised:#?}"
    );
    // The comparison can tell.
    assert!(2 * lowered > SYSTEMS, "{lowered}");
}
