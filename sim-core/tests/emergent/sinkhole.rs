//! A balancer that counts outstanding requests takes the fastest failure for the freest server.
//!
//! Three equal WAS work 5 ms and then ask the payment service, which takes 60. One of them loses its way there and
//! fails after its 5 ms: with as many requests outstanding as the others it ends thirteen times as many.

use sim_core::catalog::Value;
use sim_core::engine::snapshot::Cause;

use super::SEEDS;
use super::lesson::{example, played};
use crate::support::build::word;

/// Share of the requests that fail while the way is cut, and the share of the arrivals at each WAS.
fn during(algorithm: Value, seed: u64) -> (f64, [f64; 3]) {
    let build = example("sinkhole").set("alb", "algorithm", algorithm);
    let run = played(&build, seed, 210.0);
    for (from, to) in [(30.0, 90.0), (155.0, 210.0)] {
        let healthy = run.between(from, to);
        assert_eq!(healthy.failed(), 0.0, "seed {seed}");
    }
    let cut = run.between(92.0, 150.0);
    assert_eq!(
        cut.failed(),
        cut.failed_by(Cause::Unreachable),
        "seed {seed}"
    );
    let arrived = ["was-a", "was-b", "was-c"].map(|was| cut.component(was, |p| p.arrived_per_s));
    let all: f64 = arrived.iter().sum();
    (cut.failed() / cut.offered(), arrived.map(|each| each / all))
}

#[test]
fn the_fastest_failure_draws_most_of_the_load() {
    for seed in SEEDS {
        let (failed, [a, b, c]) = during(word("least_outstanding"), seed);
        // More than half of all, where it would be a third of the load if all were treated alike.
        assert!(c > 0.5 && failed > 0.5, "seed {seed}: {c}, {failed}");
        // What goes to it fails, and nothing else.
        assert!((c - failed).abs() < 0.02, "seed {seed}: {c}, {failed}");
        assert!((a - b).abs() < 0.1 * (a + b), "seed {seed}: {a}, {b}");
    }
}

#[test]
fn in_turn_it_draws_its_share_and_no_more() {
    for seed in SEEDS {
        let (failed, shares) = during(word("round_robin"), seed);
        for share in shares {
            assert!((share - 1.0 / 3.0).abs() < 0.01, "seed {seed}: {shares:?}");
        }
        assert!((failed - 1.0 / 3.0).abs() < 0.02, "seed {seed}: {failed}");
    }
}

/// The probes are answered all the time: they do not ask the payment service.
#[test]
fn the_health_check_sees_nothing() {
    let run = played(&example("sinkhole"), 1, 150.0);
    for was in ["was-a", "was-b", "was-c"] {
        assert_eq!(run.view(was).instances.up, 1);
        assert!(
            run.between(149.0, 150.0)
                .component(was, |p| p.arrived_per_s)
                > 0.0
        );
    }
}
