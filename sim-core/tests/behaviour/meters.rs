//! Bytes, capacity units and time that are charged.

use crate::support::build::{Build, constant, number};
use crate::support::run::Run;

const KIB: u64 = 1024;

/// Requests of 2 KiB, answers of 30 KiB.
fn sizes() -> [(&'static str, sim_core::catalog::Value); 2] {
    [("request_kib", number(2.0)), ("response_kib", number(30.0))]
}

#[test]
fn answers_to_the_outside_are_egress_failures_are_not() {
    let build = Build::default()
        .steady("users", 10.0)
        .region("seoul", &["a"])
        .fixed("web", 1, 0.15, &[("queue", number(0.0))])
        .inside("web", "a")
        .link("users", "web", &sizes());
    let mut run = Run::new(&build);
    run.to(100.0);
    let (ok, failed) = (run.totals().ok, run.totals().failed);
    assert!(ok > 400 && failed > 400);
    let usage = run.view("web").usage;
    // One answer may be on its way.
    assert!(usage.egress_bytes == ok * 30 * KIB || usage.egress_bytes == (ok + 1) * 30 * KIB);
    assert_eq!(usage.cross_zone_bytes, 0);
}

#[test]
fn bytes_between_zones_are_the_senders() {
    let between = |web: &str, db: &str| {
        let build = Build::default()
            .steady("users", 10.0)
            .region("seoul", &["a", "b"])
            .fixed("web", 10, 0.0, &[])
            .inside("web", web)
            .fixed("db", 10, 0.0, &[])
            .inside("db", db)
            .link("users", "web", &[])
            .link("web", "db", &sizes());
        let mut run = Run::new(&build);
        run.to(10.05);
        assert_eq!(run.totals().ok, 100);
        (
            run.view("web").usage.cross_zone_bytes,
            run.view("db").usage.cross_zone_bytes,
        )
    };
    assert_eq!(between("a", "b"), (100 * 2 * KIB, 100 * 30 * KIB));
    assert_eq!(between("a", "a"), (0, 0));
    // Drawn in the Region, its one instance stands in zone a.
    assert_eq!(between("b", "seoul"), (100 * 2 * KIB, 100 * 30 * KIB));
}

/// A balancer's own traffic to its targets in other zones is not charged.
#[test]
fn a_balancer_pays_nothing_between_zones() {
    let build = Build::default()
        .steady("users", 10.0)
        .region("seoul", &["a", "b"])
        .component("alb", "alb", Some("a"), &[])
        .fixed("web", 10, 0.0, &[])
        .inside("web", "b")
        .link("users", "alb", &sizes())
        .link("alb", "web", &sizes());
    let mut run = Run::new(&build);
    run.to(10.05);
    assert_eq!(run.totals().ok, 100);
    assert_eq!(
        run.view("alb").usage.cross_zone_bytes + run.view("web").usage.cross_zone_bytes,
        0
    );
    // The balancer faces the internet.
    assert_eq!(
        (
            run.view("alb").usage.egress_bytes,
            run.view("web").usage.egress_bytes
        ),
        (100 * 30 * KIB, 0)
    );
}

fn balancer(rate: f64, service_s: f64, connections: f64, kib: f64) -> Run {
    let size = [
        ("request_kib", number(kib)),
        ("response_kib", number(3.0 * kib)),
    ];
    let build = Build::default()
        .steady("users", rate)
        .component(
            "alb",
            "alb",
            None,
            &[
                ("processing", constant(0.0)),
                ("new_connections_per_request", number(connections)),
            ],
        )
        .fixed("web", 100_000, service_s, &[])
        .link("users", "alb", &size)
        .link("alb", "web", &[]);
    Run::new(&build)
}

/// Each hour is charged by its largest dimension, in 10^-9 LCU·s.
#[test]
fn capacity_units_follow_the_largest_dimension() {
    // 100 requests per second for 100 s, half of them on a new connection: 2 LCU for 100 s.
    let mut run = balancer(100.0, 0.0, 0.5, 0.0);
    run.to(100.005);
    assert_eq!(
        run.view("alb").usage.lcu_nano_s,
        10_000 * 1_000_000_000 / 2 / 25
    );
    // 4 KiB each: one LCU is 10^9 bytes in an hour.
    let mut run = balancer(100.0, 0.0, 0.0, 1.0);
    run.to(100.005);
    assert_eq!(run.view("alb").usage.lcu_nano_s, 10_000 * 4 * 1024 * 3600);
    // 10 s each: 1,000 at a time, a third of an LCU, less the way up and down.
    let mut run = balancer(100.0, 10.0, 0.0, 0.0);
    run.to(1000.005);
    let units = run.view("alb").usage.lcu_nano_s as f64 / 1e9;
    let area = 100.0 * 10.0 * (1000.0 - 10.0) + 0.5 * 100.0 * 10.0 * 10.0;
    assert!((units - area / 3000.0).abs() < 1e-3 * units, "{units}");
}

/// What is added later is charged from then on, and not while it was deleted.
#[test]
fn time_is_charged_while_a_component_is_there() {
    let empty = Build::default().steady("users", 1.0);
    let with = empty.clone().component("alb", "alb", None, &[]);
    let mut run = Run::new(&empty);
    run.to(1000.0);
    run.change(&with);
    run.to(1500.0);
    assert_eq!(run.view("alb").usage.elapsed_ns, 500 * 1_000_000_000);
    run.change(&empty);
    run.to(2000.0);
    run.change(&with);
    run.to(2100.0);
    assert_eq!(run.view("alb").usage.elapsed_ns, 600 * 1_000_000_000);
    run.player.finish().unwrap();
}
