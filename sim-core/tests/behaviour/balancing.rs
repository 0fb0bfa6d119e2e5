//! The balancer: picks, probes, failing open, its own timeout.

use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{Cause, Health};

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::Run;

/// A balancer without time of its own that probes every 5 s: out after 2, back after 5.
fn balancer(build: Build, algorithm: &str) -> Build {
    build.component(
        "alb",
        "alb",
        None,
        &[
            ("algorithm", word(algorithm)),
            ("processing", constant(0.0)),
            ("health_interval_s", number(5.0)),
        ],
    )
}

fn behind(algorithm: &str, instances: u32, service_s: f64) -> Build {
    balancer(Build::default().steady("users", 100.0), algorithm)
        .fixed(
            "server",
            1000,
            service_s,
            &[("instances", number(f64::from(instances)))],
        )
        .link("users", "alb", &[])
        .link("alb", "server", &[])
}

#[test]
fn a_dead_target_is_out_after_two_probes_and_back_after_five() {
    let mut run = Run::new(&behind("round_robin", 2, 0.0));
    run.to(12.005);
    assert_eq!(
        (run.totals().failed, run.view("alb").health),
        (0, Health::Ok)
    );
    run.inject(FaultKind::CrashOne, "server", None);
    // Probes at 15 and 20 s. Until then each second request fails: 12.01 ... 19.99 or 20.00.
    run.to(19.995);
    let failed = run.failures(Cause::Unreachable, "server");
    assert!((399..=400).contains(&failed), "{failed}");
    run.to(31.0);
    assert!(run.totals().failed - failed <= 1);
    assert_eq!(run.view("alb").health, Health::Affected);
    run.heal("server");
    // Probes at 35, 40, 45, 50, 55 s.
    run.to(54.9);
    assert_eq!(run.view("alb").health, Health::Affected);
    run.to(55.1);
    assert_eq!(run.view("alb").health, Health::Ok);
    assert!(run.totals().failed - failed <= 1);
}

#[test]
fn without_any_healthy_target_it_fails_open() {
    let mut run = Run::new(&behind("least_outstanding", 2, 0.0));
    run.to(12.005);
    run.inject(FaultKind::CrashAll, "server", None);
    run.to(25.005);
    // Still forwarded, to the dead: the failure is the target's, not the balancer's.
    assert_eq!(run.failures(Cause::Unreachable, "server"), 1300);
    assert_eq!(run.view("alb").health, Health::Down);
    run.heal("server");
    run.to(30.005);
    // Served long before five probes were good.
    assert_eq!(
        (run.totals().failed, run.view("alb").health),
        (1300, Health::Down)
    );
    run.to(51.0);
    assert_eq!(run.view("alb").health, Health::Ok);
}

#[test]
fn without_any_target_the_failure_is_its_own() {
    let build =
        balancer(Build::default().steady("users", 100.0), "round_robin").link("users", "alb", &[]);
    let mut run = Run::new(&build);
    run.to(1.005);
    assert_eq!(run.failures(Cause::Unreachable, "alb"), 100);
}

/// The slow target answers after 1 s, the fast one after 0.1 s: 100 per second.
fn two_speeds(algorithm: &str) -> (u64, u64) {
    let build = balancer(Build::default().steady("users", 100.0), algorithm)
        .fixed("fast", 10_000, 0.1, &[])
        .fixed("slow", 10_000, 1.0, &[])
        .link("users", "alb", &[])
        .link("alb", "fast", &[])
        .link("alb", "slow", &[]);
    let mut run = Run::new(&build);
    run.to(100.005);
    (run.view("fast").arrived, run.view("slow").arrived)
}

/// Equal numbers outstanding mean shares that are inverse to the times: 10 to 1.
#[test]
fn the_algorithms_spread_as_they_say() {
    assert_eq!(two_speeds("round_robin"), (5000, 5000));
    let (fast, slow) = two_speeds("least_outstanding");
    assert_eq!(fast + slow, 10_000);
    let share = fast as f64 / 10_000.0;
    assert!((share - 10.0 / 11.0).abs() < 0.01, "{share}");
    let (fast, slow) = two_speeds("weighted_random");
    assert_eq!(fast + slow, 10_000);
    assert!((fast as f64 - 5000.0).abs() < 4.0 * 50.0, "{fast}");
}

/// A balancer gives up after its idle timeout; the target works on.
#[test]
fn an_idle_timeout_is_a_failure_of_the_target() {
    let build = behind("round_robin", 1, 3.0)
        .set("alb", "idle_timeout_s", number(1.0))
        .set("users", "rate_per_s", number(0.1));
    let mut run = Run::new(&build);
    run.to(10.95);
    assert_eq!((run.totals().failed, run.totals().in_flight), (0, 1));
    run.to(11.05);
    assert_eq!(run.failures(Cause::Timeout, "server"), 1);
    assert_eq!(run.view("alb").failed, 1);
    run.to(14.0);
    assert_eq!((run.view("server").ok, run.totals().wasted), (1, 1));
}

#[test]
fn its_own_time_is_added() {
    let build = behind("round_robin", 1, 0.1).set("alb", "processing", constant(0.02));
    let mut run = Run::new(&build);
    run.to(10.0);
    assert_close(run.view("users").latency.mean, 0.12);
    assert_close(run.view("alb").latency.mean, 0.12);
}

/// Retries of the link to the targets: each try picks anew, so the second hits the other instance.
#[test]
fn a_retry_picks_another_target() {
    let retry = behind("round_robin", 2, 0.0)
        .set_link("alb-server", "retries", number(1.0))
        .set_link("alb-server", "backoff", word("none"));
    let mut run = Run::new(&retry);
    run.to(12.005);
    run.inject(FaultKind::CrashOne, "server", None);
    run.to(19.0);
    assert_eq!((run.totals().failed, run.totals().arrived), (0, 1900));
    assert!(run.link("alb-server").failed > 300);
}

/// A target that is full is unhealthy after two probes, and the others take its share.
#[test]
fn a_full_target_is_taken_out() {
    let build = behind("round_robin", 1, 0.0)
        .fixed("stuck", 1, 10_000.0, &[("queue", number(0.0))])
        .link("alb", "stuck", &[]);
    let mut run = Run::new(&build);
    run.to(10.1);
    let refused = run.failures(Cause::Refused, "stuck");
    assert!((490..=500).contains(&refused), "{refused}");
    run.to(60.0);
    assert_eq!(run.failures(Cause::Refused, "stuck"), refused);
}

/// 100 one-worker servers: with least outstanding, a request waits only when all are busy.
#[test]
fn least_outstanding_finds_the_free_one() {
    let build = balancer(Build::default().steady("users", 99.0), "least_outstanding")
        .fixed("server", 1, 1.0, &[("instances", number(100.0))])
        .link("users", "alb", &[])
        .link("alb", "server", &[]);
    let mut run = Run::new(&build);
    run.to(60.0);
    assert_close(run.view("server").latency.max, 1.0);
    assert_eq!(run.view("server").queue_max, 0);
}
