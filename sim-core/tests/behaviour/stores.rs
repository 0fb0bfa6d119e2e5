//! Stores: rate limits with their burst of one second.

use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, number};
use crate::support::run::Run;

fn store(rate: f64, read_share: f64, prefixes: f64) -> Run {
    let pairs = [
        ("first_byte", constant(0.1)),
        ("read_share", number(read_share)),
        ("prefixes", number(prefixes)),
    ];
    let build = Build::default()
        .steady("users", rate)
        .component("s3", "s3", None, &pairs)
        .link("users", "s3", &[]);
    Run::new(&build)
}

/// A full bucket (one second's worth), then the rate: 5,500 + 5,500 per second of reads.
#[test]
fn reads_beyond_the_limit_are_throttled() {
    let mut run = store(10_000.0, 100.0, 1.0);
    run.to(1.2);
    assert_eq!(run.totals().failed, 0);
    run.to(2.000_05);
    let throttled = run.failures(Cause::Throttled, "s3");
    assert!((3_499..=3_501).contains(&throttled), "{throttled}");
    run.to(10.000_05);
    let throttled = run.failures(Cause::Throttled, "s3") as f64;
    assert!(
        (throttled - (100_000.0 - 5_500.0 * 11.0)).abs() <= 2.0,
        "{throttled}"
    );
    let s3 = run.view("s3");
    assert_eq!(
        (s3.usage.reads, s3.usage.writes),
        (100_000 - throttled as u64, 0)
    );
    assert_close(s3.latency.max, 0.1);
}

#[test]
fn writes_have_their_own_limit_and_prefixes_multiply() {
    let mut run = store(10_000.0, 0.0, 1.0);
    run.to(10.000_05);
    let throttled = run.failures(Cause::Throttled, "s3") as f64;
    assert!(
        (throttled - (100_000.0 - 3_500.0 * 11.0)).abs() <= 2.0,
        "{throttled}"
    );
    assert_eq!(run.view("s3").usage.reads, 0);
    let mut run = store(10_000.0, 100.0, 2.0);
    run.to(10.0);
    assert_eq!(run.totals().failed, 0);
    let mut run = store(100.0, 100.0, 0.0);
    run.to(10.005);
    assert_eq!(run.failures(Cause::Throttled, "s3"), 1000);
}

/// A rate below the limit never throttles, however long; half reads within four standard deviations.
#[test]
fn reads_and_writes_share_by_chance() {
    let mut run = store(1000.0, 50.0, 1.0);
    run.to(20.0005);
    let usage = run.view("s3").usage;
    assert_eq!(
        (usage.reads + usage.writes, run.totals().failed),
        (20_000, 0)
    );
    assert!(
        (usage.reads as f64 - 10_000.0).abs() < 4.0 * 5_000f64.sqrt(),
        "{}",
        usage.reads
    );
}
