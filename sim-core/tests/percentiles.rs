//! Reported percentiles against an exact sort of the same response times.
//!
//! The response times are found a second time without the engine: one server with a queue is Lindley's recursion over
//! the same random streams.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::catalog::Value;
use sim_core::foundation::chance::{Distribution, Sampler, StreamKey};
use support::build::{Build, id, number};
use support::run::Run;

const SEED: u64 = 11;
const RATE: f64 = 80.0;
const END_S: f64 = 2_000.0;
/// The error that is promised, and the one that half a bucket of the histogram makes.
const PROMISED: f64 = 0.01;
const HALF_BUCKET: f64 = 1.0 / 256.0;
const _: () = assert!(HALF_BUCKET < PROMISED);

/// The response times in nanoseconds of all that are answered by the end, in the order of the answers.
fn lindley(service: &Distribution) -> Vec<u64> {
    let mut arrivals = StreamKey::new(SEED, "users", "arrivals").stream();
    let mut work = StreamKey::new(SEED, "server", "work").stream();
    let sampler = Sampler::compile(service).unwrap();
    let end = (END_S * 1e9) as u64;
    let (mut now, mut free, mut responses) = (0u64, 0u64, Vec::new());
    loop {
        now += (1e9 / RATE * arrivals.exponential() + 0.5) as u64;
        free = free.max(now) + sampler.sample(&mut work);
        if free > end {
            return responses;
        }
        responses.push(free - now);
    }
}

#[test]
fn percentiles_of_a_run_are_those_of_an_exact_sort() {
    let shapes = [
        Distribution::exponential(10.0),
        Distribution::Hyperexponential {
            mean_ms: 9.0,
            scv: 8.0,
        },
        Distribution::LogNormal {
            median_ms: 4.0,
            p95_ms: 20.0,
        },
        Distribution::Uniform {
            min_ms: 0.001,
            max_ms: 20.0,
        },
    ];
    for shape in shapes {
        let mut exact = lindley(&shape);
        let pairs = [
            ("workers", number(1.0)),
            ("service_time", Value::Times(shape)),
        ];
        let build = Build::default()
            .client("users", RATE)
            .component("server", "server", None, &pairs)
            .link("users", "server", &[]);
        let mut run = Run::seeded(&build, SEED);
        run.to(END_S);
        let latency = run.frame().snapshot.latency;
        // The very same times: their number and their sum.
        assert_eq!(latency.count, exact.len() as u64, "{shape:?}");
        let sum: u64 = exact.iter().sum();
        let latencies = run.player.latencies(&id("users")).unwrap();
        assert_eq!(latencies.sum(), u128::from(sum), "{shape:?}");
        exact.sort_unstable();
        assert_eq!(latencies.max(), exact.last().copied());
        let reported = [
            (0.5, latency.p50),
            (0.9, latency.p90),
            (0.95, latency.p95),
            (0.99, latency.p99),
            (0.999, latencies.quantile(0.999).unwrap() as f64 / 1e9),
        ];
        for (q, seconds) in reported {
            let rank = (q * exact.len() as f64).ceil() as usize;
            let sorted = exact[rank - 1] as f64 / 1e9;
            let error = (seconds / sorted - 1.0).abs();
            assert!(error <= HALF_BUCKET, "{shape:?} p{q}: {seconds} {sorted}");
        }
    }
}
