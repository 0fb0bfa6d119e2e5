//! Throttle, slowness, cut links, timelines: effect, healing, return to baseline.

use sim_core::document::FaultKind;
use sim_core::engine::InjectError;
use sim_core::engine::snapshot::{Cause, MarkKind};

use crate::assert_close;
use crate::support::build::{Build, id, number};
use crate::support::run::{Run, fault};

fn simple(service_s: f64) -> Build {
    Build::default()
        .steady("users", 100.0)
        .fixed("server", 1000, service_s, &[])
        .link("users", "server", &[])
}

/// 10 per second pass; the bucket holds one token, so the first request passes at once.
#[test]
fn a_throttle_lets_its_rate_through() {
    let mut run = Run::new(&simple(0.0));
    run.to(10.005);
    assert_eq!(run.totals().failed, 0);
    run.inject(FaultKind::Throttle { per_s: 10.0 }, "server", Some(10.0));
    run.to(19.995);
    // Arrivals at 10.01 ... 19.99; those at 10.01, 10.11 ... 19.91 pass.
    assert_eq!(
        (run.totals().ok, run.failures(Cause::Throttled, "server")),
        (1000 + 100, 899)
    );
    run.to(30.005);
    assert_eq!(run.totals().ok + run.totals().failed, 3000);
    let throttled = run.failures(Cause::Throttled, "server");
    assert!((899..=900).contains(&throttled), "{throttled}");
    assert_eq!(run.view("server").failed, throttled);
}

#[test]
fn a_throttle_of_nothing_lets_nothing_through_and_the_strongest_holds() {
    let mut run = Run::new(&simple(0.0));
    run.inject(FaultKind::Throttle { per_s: 1e6 }, "server", None);
    run.inject(FaultKind::Throttle { per_s: 0.0 }, "server", Some(5.0));
    run.to(4.995);
    assert_eq!(run.failures(Cause::Throttled, "server"), 499);
    run.to(10.005);
    assert!(run.failures(Cause::Throttled, "server") <= 500);
    assert_eq!(run.frame().snapshot.faults.len(), 1);
    run.heal("server");
    assert!(run.frame().snapshot.faults.is_empty());
}

/// Work begun under the fault takes five times as long, work begun before or after does not.
#[test]
fn slow_work_is_slow_from_its_beginning() {
    let mut run = Run::new(&simple(0.1));
    run.to(10.005);
    let before = run.view("server").latency;
    assert_close(before.max, 0.1);
    run.inject(FaultKind::Slow { factor: 5.0 }, "server", Some(10.0));
    run.to(10.1001);
    // Begun until 10.00 s: all of them are through as before.
    assert_eq!(run.view("server").ok, 1000);
    run.to(21.0);
    let server = run.view("server").latency;
    assert_close(server.max, 0.5);
    run.to(30.005);
    // 1,000 and 951 requests before and after, 1,000 (10.01 ... 20.00 s, the last with the end of the fault) within.
    let all = run.view("server").latency;
    let slow = (all.mean * all.count as f64 - 0.1 * all.count as f64) / 0.4;
    assert!(
        (999.0 - 1e-6..=1000.0 + 1e-6).contains(&slow),
        "{slow} slow requests"
    );
}

#[test]
fn two_slow_faults_multiply_and_heal_together() {
    let build = Build::default()
        .once("user", 10.0)
        .fixed("server", 1, 0.1, &[])
        .link("user", "server", &[]);
    let mut run = Run::new(&build);
    run.inject(FaultKind::Slow { factor: 2.0 }, "server", None);
    run.inject(FaultKind::Slow { factor: 3.0 }, "server", None);
    run.to(12.0);
    assert_close(run.view("user").latency.max, 0.6);
    run.heal("server");
    run.to(25.0);
    assert_close(run.view("user").latency.mean, 0.35);
    // No time at all is a factor, too.
    run.inject(FaultKind::Slow { factor: 0.0 }, "server", None);
    run.to(40.0);
    assert_close(run.view("user").latency.mean, 0.7 / 3.0);
}

/// Nothing new passes, answers of what has passed do.
#[test]
fn a_cut_link_is_unreachable_until_healed() {
    let mut run = Run::new(&simple(0.1));
    run.to(10.005);
    run.inject(FaultKind::CutLink, "users-server", None);
    assert!(run.link("users-server").cut);
    run.to(20.005);
    assert_eq!(
        (run.totals().ok, run.failures(Cause::Unreachable, "server")),
        (1000, 1000)
    );
    assert_eq!(run.view("server").arrived, 1000);
    run.heal("users-server");
    assert!(!run.link("users-server").cut);
    run.to(30.005);
    assert_eq!(run.failures(Cause::Unreachable, "server"), 1000);
    assert_eq!((run.totals().ok, run.totals().in_flight), (1990, 10));
}

#[test]
fn faults_come_and_go_on_the_timeline() {
    let build = simple(0.0)
        .fault(fault(5.005, Some(1.0), "users-server", FaultKind::CutLink))
        .fault(fault(
            8.005,
            Some(1.0),
            "server",
            FaultKind::Throttle { per_s: 0.0 },
        ));
    let mut run = Run::new(&build);
    run.to(5.5);
    let active = run.frame().snapshot.faults;
    assert_eq!(active.len(), 1);
    assert_eq!(
        (active[0].target.clone(), active[0].kind),
        (id("users-server"), FaultKind::CutLink)
    );
    run.to(10.005);
    assert_eq!(run.failures(Cause::Unreachable, "server"), 100);
    assert_eq!(run.failures(Cause::Throttled, "server"), 100);
    assert!(run.frame().snapshot.faults.is_empty());
    let marks: Vec<MarkKind> = run
        .frame()
        .snapshot
        .marks
        .iter()
        .map(|mark| mark.what.clone())
        .collect();
    let throttle = FaultKind::Throttle { per_s: 0.0 };
    let expected = [
        MarkKind::FaultBegins(FaultKind::CutLink),
        MarkKind::FaultEnds(FaultKind::CutLink),
        MarkKind::FaultBegins(throttle),
        MarkKind::FaultEnds(throttle),
    ];
    assert_eq!(marks, expected);
}

#[test]
fn a_changed_timeline_replaces_what_is_still_to_come() {
    let cut = |at_s: f64| fault(at_s, Some(1.0), "users-server", FaultKind::CutLink);
    let mut run = Run::new(&simple(0.0).fault(cut(5.005)).fault(cut(8.005)));
    run.to(7.0);
    run.change(&simple(0.0).fault(cut(5.005)).fault(cut(12.005)));
    run.to(11.0);
    assert_eq!(run.totals().failed, 100);
    run.to(14.0);
    assert_eq!(run.totals().failed, 200);
    // The same timeline again changes nothing.
    let same = simple(0.0)
        .fault(cut(5.005))
        .fault(cut(12.005))
        .fault(cut(20.005));
    run.change(&same).change(&same);
    run.to(30.0);
    assert_eq!(run.totals().failed, 300);
}

#[test]
fn a_fast_throttle_on_the_timeline_is_in_force() {
    let kind = FaultKind::Throttle { per_s: 5e7 };
    let mut run = Run::new(&simple(0.0).fault(fault(1.0, None, "server", kind)));
    run.to(2.0);
    assert_eq!(run.frame().snapshot.faults.len(), 1);
}

#[test]
fn a_fault_must_fit_its_target() {
    let mut run = Run::new(&simple(0.0).region("seoul", &[]));
    let mut inject = |kind: FaultKind, target: &str| run.player.inject(&kind, &id(target), None);
    let misfits = [
        (FaultKind::CutLink, "server"),
        (FaultKind::CrashOne, "users"),
        (FaultKind::Slow { factor: 2.0 }, "users"),
        (FaultKind::Slow { factor: 2.0 }, "users-server"),
        (FaultKind::LoseZone, "server"),
        (FaultKind::CrashAll, "seoul"),
    ];
    for (kind, target) in misfits {
        assert!(
            matches!(inject(kind, target), Err(InjectError::DoesNotApply { .. })),
            "{kind:?} {target}"
        );
    }
    for factor in [f64::NAN, f64::INFINITY, -1.0, 1e7] {
        let error = inject(FaultKind::Slow { factor }, "server");
        assert!(
            matches!(error, Err(InjectError::BadValue { .. })),
            "{factor}"
        );
    }
    assert_eq!(
        inject(FaultKind::CutLink, "nothing"),
        Err(InjectError::NoSuchTarget(id("nothing")))
    );
    run.to(1.0);
    assert_eq!(
        (run.totals().failed, run.frame().snapshot.faults.len()),
        (0, 0)
    );
}

/// A fault whose target is deleted ends without harm.
#[test]
fn the_end_of_a_fault_may_find_its_target_gone() {
    let two = simple(0.0)
        .fixed("other", 1, 0.0, &[("instances", number(2.0))])
        .link("users", "other", &[]);
    let mut run = Run::new(&two);
    run.inject(FaultKind::CrashAll, "other", Some(5.0));
    run.inject(FaultKind::CutLink, "users-other", Some(6.0));
    run.to(1.0);
    run.change(&simple(0.0));
    run.to(10.0);
    assert!(run.frame().snapshot.faults.is_empty());
    run.change(&two);
    run.to(11.0);
    assert_eq!(run.view("other").instances.up, 2);
    assert!(!run.link("users-other").cut);
}
