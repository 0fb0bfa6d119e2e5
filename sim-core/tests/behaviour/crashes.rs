//! Crashes and lost zones: what dies, who hears it, what comes back, and what stays away.

use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{Cause, Health};

use crate::support::build::{Build, constant, number, word};
use crate::support::run::Run;

/// Two instances of 20 workers, 1 s of work, 10 requests per second in turn: ten at work at any time.
fn two_instances() -> Build {
    Build::default()
        .steady("users", 10.0)
        .fixed("server", 20, 1.0, &[("instances", number(2.0))])
        .link("users", "server", &[])
}

#[test]
fn one_of_two_crashes_with_what_it_holds() {
    let mut run = Run::new(&two_instances());
    run.to(10.05);
    assert_eq!((run.totals().ok, run.totals().in_flight), (90, 10));
    run.inject(FaultKind::CrashOne, "server", None);
    assert_eq!(run.failures(Cause::Error, "server"), 5);
    let server = run.view("server");
    assert_eq!(
        (server.instances.up, server.instances.down, server.slots),
        (1, 1, Some(20))
    );
    assert_eq!((server.in_system, server.slots_held), (5, 5));
    run.to(20.05);
    // The other one takes everything.
    assert_eq!(
        (run.totals().failed, run.view("server").slots_held),
        (5, 10)
    );
    run.heal("server");
    assert_eq!(run.view("server").instances.up, 2);
    run.to(30.05);
    assert_eq!((run.totals().failed, run.totals().in_flight), (5, 10));
}

#[test]
fn all_crash_and_come_back_by_themselves() {
    let mut run = Run::new(&two_instances());
    run.to(10.05);
    run.inject(FaultKind::CrashAll, "server", Some(10.0));
    assert_eq!(
        (
            run.failures(Cause::Error, "server"),
            run.view("server").health
        ),
        (10, Health::Down)
    );
    run.to(20.02);
    assert_eq!(run.failures(Cause::Unreachable, "server"), 100);
    run.to(30.05);
    // Back at 20.05 s.
    let server = run.view("server");
    assert_eq!((server.instances.up, run.totals().failed), (2, 110));
    assert_eq!((run.totals().ok, run.totals().in_flight), (90 + 90, 10));
}

#[test]
fn the_waiting_die_with_their_instance_too() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("was", 100, 0.0, &[])
        .fixed("db", 1, 100.0, &[])
        .link("users", "was", &[])
        .link("was", "db", &[]);
    let mut run = Run::new(&build);
    run.to(2.05);
    assert_eq!(
        (run.view("db").queue, run.view("was").slots_waiting),
        (19, 20)
    );
    run.inject(FaultKind::CrashAll, "db", None);
    assert_eq!(
        (
            run.view("db").queue,
            run.view("db").in_system,
            run.view("was").slots_held
        ),
        (0, 0, 0)
    );
    assert_eq!(run.failures(Cause::Error, "db"), 20);
    // A dead caller: what it has called works on in vain.
    let mut run = Run::new(&build);
    run.to(2.05);
    run.inject(FaultKind::CrashAll, "was", Some(1.0));
    assert_eq!(run.failures(Cause::Error, "was"), 20);
    assert_eq!(run.view("db").in_system, 20);
    run.to(150.0);
    assert_eq!((run.view("db").ok, run.view("db").wasted), (1, 1));
}

/// A component that calls itself in a circle dies with callers and callees on the same instance.
#[test]
fn a_circle_of_calls_dies_at_once() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("a", 50, 0.5, &[])
        .fixed("b", 50, 0.5, &[])
        .link("users", "a", &[])
        .link("a", "b", &[])
        .link(
            "b",
            "a",
            &[("calls", number(0.5)), ("retries", number(2.0))],
        );
    let mut run = Run::new(&build);
    for second in 1..20 {
        run.to(f64::from(second) + 0.05);
        run.inject(
            FaultKind::CrashAll,
            if second % 2 == 0 { "a" } else { "b" },
            Some(0.3),
        );
    }
    run.to(25.0);
    assert!(run.totals().ok > 0 && run.totals().failed > 0);
}

/// Region of two zones: one instance in each.
fn two_zones() -> Build {
    two_instances()
        .region("seoul", &["a", "b"])
        .inside("server", "seoul")
}

#[test]
fn a_lost_zone_takes_what_is_in_it() {
    let mut run = Run::new(&two_zones());
    run.to(10.05);
    run.inject(FaultKind::LoseZone, "a", None);
    assert_eq!(run.view("server").instances.up, 1);
    assert_eq!(
        run.frame().snapshot.lost_containers,
        [crate::support::build::id("a")]
    );
    run.to(20.05);
    let failed = run.totals().failed;
    // Five at work there (each half of the ten), and the answer of one may be on its way.
    assert!((4..=6).contains(&failed), "{failed}");
    run.heal("a");
    assert_eq!(run.view("server").instances.up, 2);
    assert!(run.frame().snapshot.lost_containers.is_empty());
    run.to(30.05);
    assert_eq!(run.totals().failed, failed);
}

#[test]
fn a_lost_region_is_all_its_zones_and_a_region_without_zones_is_one_place() {
    for zones in [&["a", "b"][..], &[]] {
        let build = two_instances()
            .region("seoul", zones)
            .inside("server", "seoul");
        let mut run = Run::new(&build);
        run.inject(FaultKind::LoseZone, "seoul", Some(10.0));
        assert_eq!(run.view("server").instances.up, 0, "{zones:?}");
        run.to(5.0);
        assert_eq!(run.totals().ok, 0);
        run.to(11.0);
        assert_eq!(run.view("server").instances.up, 2);
    }
}

/// Functions and stores have no instances: they are away with all the zones they stand in.
#[test]
fn components_without_instances_are_unreachable_in_a_lost_zone() {
    let build = Build::default()
        .steady("users", 10.0)
        .component("f", "lambda", Some("a"), &[])
        .region("seoul", &["a", "b"])
        .link("users", "f", &[]);
    let mut run = Run::new(&build);
    run.to(5.05);
    run.inject(FaultKind::LoseZone, "a", Some(5.0));
    run.to(10.02);
    let unreachable = run.failures(Cause::Unreachable, "f");
    assert!(unreachable >= 49, "{unreachable}");
    assert_eq!(run.view("f").health, Health::Down);
    run.to(20.05);
    assert_eq!(run.failures(Cause::Unreachable, "f"), 50);
    // In the region, it is there while one zone is.
    let mut run = Run::new(&build.inside("f", "seoul"));
    run.inject(FaultKind::LoseZone, "a", None);
    run.to(10.0);
    assert_eq!(run.totals().failed, 0);
}

#[test]
fn clients_in_a_lost_zone_fall_silent() {
    let build = Build::default()
        .steady("open", 10.0)
        .users("closed", 5, 1.0)
        .fixed("server", 100, 0.0, &[])
        .link("open", "server", &[])
        .link("closed", "server", &[])
        .region("office", &["room"])
        .inside("open", "room")
        .inside("closed", "room");
    let mut run = Run::new(&build);
    run.to(10.55);
    let before = (run.view("open").arrived, run.view("closed").arrived);
    assert!(before.0 > 90 && before.1 >= 40, "{before:?}");
    run.inject(FaultKind::LoseZone, "room", Some(100.0));
    run.to(110.0);
    let silent = (run.view("open").arrived, run.view("closed").arrived);
    assert_eq!(silent, before);
    run.to(130.0);
    let after = (run.view("open").arrived, run.view("closed").arrived);
    assert!(
        after.0 > silent.0 + 180 && after.1 > silent.1 + 80,
        "{after:?}"
    );
}

/// Faults elsewhere begin and end: what crashed stays down until its own fault is over.
#[test]
fn one_fault_does_not_heal_another() {
    let build = two_zones()
        .fixed("other", 1, 0.0, &[])
        .inside("other", "b")
        .link("users", "other", &[]);
    let mut run = Run::new(&build);
    run.inject(FaultKind::CrashAll, "other", None);
    run.to(1.0);
    run.inject(FaultKind::LoseZone, "a", Some(5.0));
    run.to(2.0);
    assert_eq!(run.view("other").instances.up, 0);
    run.to(10.0);
    assert_eq!(run.view("other").instances.up, 0);
    // Its zone is lost, too: it comes back only when both are over.
    run.inject(FaultKind::LoseZone, "b", None);
    run.heal("other");
    assert_eq!(run.view("other").instances.up, 0);
    run.heal("b");
    assert_eq!(run.view("other").instances.up, 1);
    // The other way round.
    run.inject(FaultKind::CrashAll, "other", None);
    run.inject(FaultKind::LoseZone, "b", None);
    run.heal("b");
    assert_eq!(run.view("other").instances.up, 0);
    run.heal("other");
    assert_eq!(run.view("other").instances.up, 1);
}

/// A database with a standby: 90 s of failover.
fn database(zones: &[&str], multi_az: bool) -> Build {
    let pairs = [
        ("multi_az", sim_core::catalog::Value::Flag(multi_az)),
        ("failover", constant(90.0)),
        ("query_time", constant(0.01)),
    ];
    Build::default()
        .steady("users", 10.0)
        .region("seoul", zones)
        .component("db", "rds", Some("seoul"), &pairs)
        .link("users", "db", &[("latency", constant(0.0))])
}

#[test]
fn a_standby_takes_over_in_the_other_zone() {
    let mut run = Run::new(&database(&["a", "b"], true));
    run.to(10.05);
    run.inject(FaultKind::CrashAll, "db", None);
    run.to(100.0);
    assert_eq!(run.view("db").instances.up, 0);
    run.to(110.05);
    assert_eq!(
        (
            run.view("db").instances.up,
            run.failures(Cause::Unreachable, "db")
        ),
        (1, 900)
    );
    // It is in zone b now.
    run.inject(FaultKind::LoseZone, "a", Some(1.0));
    assert_eq!(run.view("db").instances.up, 1);
    run.inject(FaultKind::LoseZone, "b", None);
    assert_eq!(run.view("db").instances.up, 0);
    run.to(210.0);
    assert_eq!(run.view("db").instances.up, 1);
}

#[test]
fn without_a_standby_only_healing_helps() {
    for build in [
        database(&["a", "b"], false),
        database(&["a"], true),
        database(&[], true),
    ] {
        let mut run = Run::new(&build);
        run.to(10.05);
        run.inject(FaultKind::CrashAll, "db", None);
        run.to(500.0);
        assert_eq!(run.view("db").instances.up, 0);
        run.heal("db");
        assert_eq!(run.view("db").instances.up, 1);
    }
}

/// Both zones away for longer than the failover: the database comes back with them.
#[test]
fn a_failover_without_a_place_waits_for_one() {
    let mut run = Run::new(&database(&["a", "b"], true));
    run.inject(FaultKind::LoseZone, "seoul", None);
    run.to(300.0);
    assert_eq!(run.view("db").instances.up, 0);
    run.heal("seoul");
    assert_eq!(run.view("db").instances.up, 1);
    // Only the other zone comes back: the failover begins there and then.
    let mut run = Run::new(&database(&["a", "b"], true));
    run.inject(FaultKind::LoseZone, "a", None);
    run.inject(FaultKind::LoseZone, "b", None);
    run.to(300.0);
    run.heal("b");
    assert_eq!(run.view("db").instances.up, 0);
    run.to(391.0);
    assert_eq!(run.view("db").instances.up, 1);
    run.heal("a");
    assert_eq!(run.view("db").instances.up, 1);
}

#[test]
fn connections_beyond_the_limit_are_refused() {
    let build = Build::default()
        .users("users", 5, 10.0)
        .component(
            "db",
            "rds",
            None,
            &[
                ("max_connections", number(3.0)),
                ("query_time", constant(1.0)),
                ("class", word("db.t3.medium")),
            ],
        )
        .link("users", "db", &[]);
    let mut run = Run::new(&build);
    run.to(10.5);
    assert_eq!(
        (
            run.view("db").slots_held,
            run.failures(Cause::Refused, "db")
        ),
        (3, 2)
    );
    // 3 s of work on 2 vCPUs.
    run.to(11.4);
    assert_eq!(run.view("db").ok, 0);
    run.to(11.6);
    assert_eq!(run.view("db").ok, 3);
}
