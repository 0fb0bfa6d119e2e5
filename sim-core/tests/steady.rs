//! What one run says about itself: its warm-up, the interval of its mean, and whether its samples are enough.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::document::FaultKind;
use sim_core::foundation::chance::replication_seed;
use sim_core::foundation::stats::NotEnough;
use sim_core::report::{Steady, report_json, steady};
use sim_core::theory::Mm1;
use support::build::{Build, word};
use support::cells::most_misses;
use support::run::{Run, fault};

/// A Poisson client in front of one exponential server of 100 ms.
fn mm1(load: f64) -> Build {
    Build::default()
        .client("users", 10.0 * load)
        .server("server", 1, 0.1)
        .link("users", "server", &[])
}

fn steady_after(build: &Build, seed: u64, seconds: f64) -> Steady {
    let mut run = Run::seeded(build, seed);
    run.to(seconds);
    steady(&run.frame().snapshot)
}

#[test]
fn the_interval_of_one_run_covers_the_exact_mean_as_often_as_it_says() {
    // Relaxation times of 1.2 and 5.6 s, batches of 200 s; the run starts empty.
    for load in [0.5, 0.75] {
        let build = mm1(load);
        let exact = Mm1::new(10.0 * load, 10.0).unwrap().mean_response();
        let (mut covered, mut given, mut widths) = (0u32, 0u32, 0.0);
        for replication in 1..=300 {
            let seed = replication_seed(1, replication);
            if let Ok(interval) = steady_after(&build, seed, 4_000.0).response {
                given += 1;
                covered += u32::from(interval.contains(exact));
                widths += interval.relative().unwrap();
            }
        }
        // As many misses as in a table of as many cells.
        let (misses, most) = (given - covered, most_misses(given));
        let width = widths / f64::from(given);
        println!("{load}: {misses} of {given} miss, up to {most} may; relative width {width}");
        assert!(given >= 280, "{load}: {given}");
        assert!(misses <= most, "{load}: {misses} of {given} miss");
        assert!(width < 0.2, "{load}: {width}");
    }
}

/// Two servers behind a balancer, one of which comes up late: until then the other has to serve all.
#[test]
fn the_time_before_a_second_server_is_a_warm_up() {
    let build = Build::default()
        .client("users", 9.9)
        .component("alb", "alb", None, &[])
        .server("server", 1, 0.1)
        .server("late", 1, 0.1)
        .link("users", "alb", &[])
        .link("alb", "server", &[])
        .link("alb", "late", &[])
        .fault(fault(0.0, Some(250.0), "late", FaultKind::CrashAll));
    let found = steady_after(&build, 1, 4_000.0);
    assert!(found.warm_up_excluded, "{found:?}");
    // With boot and health checks and a backlog of eleven seconds to work off, calm comes after 400 s; windows of 8 s
    // are looked at in fives.
    let warm_up = found.warm_up_s.unwrap();
    assert!((400.0..=480.0).contains(&warm_up), "{found:?}");
    let interval = found.response.unwrap();
    assert!(interval.high < 0.2, "{interval:?}");
}

#[test]
fn too_little_is_said() {
    let short = steady_after(&mm1(0.5), 1, 40.0);
    assert_eq!(short.response, Err(NotEnough::TooShort));
    // More comes than is served: the wait grows and grows.
    let grows = steady_after(&mm1(1.5), 1, 2_000.0);
    assert_eq!(grows.response, Err(NotEnough::Unsettled));
    assert_eq!(grows.warm_up_s, None);
    // A relaxation time of 4,000 s in a run of 2,000 s.
    for seed in 1..=20 {
        let lazy = steady_after(&mm1(0.99), seed, 2_000.0);
        assert!(lazy.response.is_err(), "{seed}: {lazy:?}");
    }
}

#[test]
fn the_reports_tell() {
    let build = mm1(0.5);
    let mut run = Run::new(&build);
    run.to(8_000.0);
    let frame = run.frame();
    let json = report_json(&frame.run(&build.document, "mm1.json"));
    let state = &json["steady_state"];
    let number = |pointer: &str| state.pointer(pointer).unwrap().as_f64().unwrap();
    assert!(number("/mean_response_s/low") < 0.2 && number("/mean_response_s/high") > 0.2);
    assert_eq!(state["not_enough_samples"], serde_json::Value::Null);
    assert_eq!(state["percentiles_trusted"]["p99"], true);
    assert!(frame.verdict.p99_trusted);
}

#[test]
fn a_percentile_needs_answers_beyond_it() {
    let build = mm1(0.5).set("users", "spacing", word("constant"));
    let mut run = Run::new(&build);
    run.to(100.0);
    let frame = run.frame();
    let count = frame.snapshot.latency.count;
    assert!((200..1_000).contains(&count), "{count}");
    let json = report_json(&frame.run(&build.document, "f"));
    let trusted = &json["steady_state"]["percentiles_trusted"];
    assert_eq!(trusted["p95"], true);
    assert_eq!(trusted["p99"], false);
    assert!(!frame.verdict.p99_trusted);
}
