//! Auto Scaling: out, in, replacement, zones, and the instance time that is charged.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{Cause, MarkKind};
use sim_core::foundation::units::SimTime;

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::{Run, nanos};

/// Instances of 2 vCPUs with 0.1 s of processor time per request: 20 requests per second each at most.
fn group(rate: f64, policy: &str, desired: u32, more: &[(&str, Value)]) -> Build {
    let mut pairs = vec![
        ("policy", word(policy)),
        ("desired", number(f64::from(desired))),
        ("instance_type", word("t3.medium")),
        ("service_time", constant(0.1)),
        ("boot", constant(40.0)),
    ];
    pairs.extend_from_slice(more);
    Build::default()
        .steady("users", rate)
        .component("app", "asg", None, &pairs)
        .link("users", "app", &[])
}

fn scalings(run: &Run) -> Vec<(SimTime, u32, u32)> {
    let marks = run.frame().snapshot.marks;
    let scaled = marks.iter().filter_map(|mark| match mark.what {
        MarkKind::Scaled(from, to) => Some((mark.at, from, to)),
        _ => None,
    });
    scaled.collect()
}

/// 30 requests per second are 3 processors of 4: 75 % where 60 % are wanted, so 3 instances fit.
#[test]
fn out_after_three_points_then_boot_then_warm_up() {
    let mut run = Run::new(&group(30.0, "target_tracking", 2, &[]));
    run.to(179.0);
    assert_eq!(run.view("app").instances.desired, 2);
    run.to(181.0);
    let seen = run.view("app").instances;
    assert_eq!((seen.desired, seen.up, seen.booting), (3, 2, 1));
    run.to(219.0);
    assert_eq!(run.view("app").instances.booting, 1);
    run.to(221.0);
    let seen = run.view("app").instances;
    assert_eq!((seen.up, seen.warming, seen.booting), (2, 1, 0));
    run.to(519.0);
    assert_eq!(run.view("app").instances.warming, 1);
    run.to(521.0);
    assert_eq!(
        (
            run.view("app").instances.up,
            run.view("app").instances.warming
        ),
        (3, 0)
    );
    run.to(3000.0);
    assert_eq!(scalings(&run), [(SimTime(nanos(180.0)), 2, 3)]);
    // 3 processors of 6 from the third instance on.
    let mean = 3.0 * 3000.0 / (2.0 * (2.0 * 3000.0 + 2780.0));
    assert!((run.view("app").utilization_mean - mean).abs() < 1e-3);
}

/// 10 requests per second are 1 processor of 8: one instance less after 15 points, then the next after 15 more.
#[test]
fn in_one_by_one_after_fifteen_points_down_to_the_minimum() {
    let mut run = Run::new(&group(10.0, "target_tracking", 4, &[]));
    run.to(3600.0);
    let at = |minutes: f64| SimTime(nanos(minutes * 60.0));
    assert_eq!(scalings(&run), [(at(15.0), 4, 3), (at(30.0), 3, 2)]);
    assert_eq!(run.totals().failed, 0);
    assert_eq!(run.view("app").instances.up, 2);
    // Charged until they were drained: the time of a request at most after they were told to leave.
    let hours = run.view("app").usage.instance_ns as f64 / 1e9;
    let least = 2.0 * 3600.0 + 900.0 + 1800.0;
    assert!((least..least + 0.5).contains(&hours), "{hours}");
}

/// Six times the load of two instances: all that fit at once, bounded by the maximum.
#[test]
fn out_in_proportion_and_bounded() {
    let busy = |max: f64| {
        group(
            39.9,
            "target_tracking",
            2,
            &[("max", number(max)), ("target_cpu", number(10.0))],
        )
    };
    let mut run = Run::new(&busy(100.0));
    run.to(181.0);
    // 3.99 processors of 4, ten times the target of 10 %: 20 instances (the first window starts empty).
    let desired = run.view("app").instances.desired;
    assert_eq!(desired, 20);
    let mut run = Run::new(&busy(5.0));
    run.to(181.0);
    assert_eq!(run.view("app").instances.desired, 5);
}

#[test]
fn a_crashed_one_is_replaced_after_notice_and_boot() {
    let mut run = Run::new(&group(10.0, "fixed", 2, &[]));
    run.to(50.05);
    run.inject(FaultKind::CrashOne, "app", None);
    // The metric is read at 60 s: that alone is no notice.
    run.to(79.0);
    let seen = run.view("app").instances;
    assert_eq!(
        (seen.up, seen.down, seen.booting, seen.desired),
        (1, 1, 0, 2)
    );
    run.to(81.0);
    assert_eq!(
        (
            run.view("app").instances.down,
            run.view("app").instances.booting
        ),
        (0, 1)
    );
    run.to(119.0);
    assert_eq!(run.view("app").instances.up, 1);
    run.to(121.0);
    assert_eq!(run.view("app").instances.up, 2);
    run.to(200.0);
    // From 0 to 50.05 s, from 0 on, and from 80.05 s (boot included) on. The least charge is 60 s.
    let seconds = run.view("app").usage.instance_ns as f64 / 1e9;
    assert_close(seconds, 60.0 + 200.0 + (200.0 - 80.05));
    let marks = run.frame().snapshot.marks;
    let replaced: Vec<SimTime> = marks
        .iter()
        .filter(|m| m.what == MarkKind::Replaced)
        .map(|m| m.at)
        .collect();
    assert_eq!(replaced, [SimTime(nanos(80.05))]);
}

#[test]
fn all_of_a_group_are_replaced() {
    let mut run = Run::new(&group(10.0, "fixed", 3, &[]));
    run.to(100.05);
    run.inject(FaultKind::CrashAll, "app", None);
    run.to(170.0);
    assert_eq!(
        (
            run.view("app").instances.up,
            run.view("app").instances.booting
        ),
        (0, 3)
    );
    run.to(170.1);
    assert_eq!(run.view("app").instances.up, 3);
    // 70 s without anybody, and the one or two at work when it happened.
    let lost = run.failures(Cause::Unreachable, "app") + run.failures(Cause::Error, "app");
    assert!((700..=702).contains(&lost), "{lost}");
}

/// Three instances over two zones: two in the first, one in the second.
#[test]
fn a_group_moves_out_of_a_lost_zone_and_is_charged_for_what_ran() {
    let build = group(10.0, "fixed", 3, &[])
        .region("seoul", &["a", "b"])
        .inside("app", "seoul");
    let mut run = Run::new(&build);
    run.to(100.0);
    run.inject(FaultKind::LoseZone, "a", None);
    let seen = run.view("app").instances;
    assert_eq!((seen.up, seen.down), (1, 2));
    run.to(169.0);
    assert_eq!(
        (
            run.view("app").instances.up,
            run.view("app").instances.booting
        ),
        (1, 2)
    );
    run.to(171.0);
    assert_eq!(run.view("app").instances.up, 3);
    run.to(300.0);
    let seconds = run.view("app").usage.instance_ns as f64 / 1e9;
    assert_close(seconds, 2.0 * 100.0 + 300.0 + 2.0 * (300.0 - 130.0));
    // All three are in zone b now.
    run.heal("a");
    run.to(400.0);
    assert_eq!(run.view("app").instances.up, 3);
    run.inject(FaultKind::LoseZone, "a", Some(1.0));
    assert_eq!(run.view("app").instances.up, 3);
    run.to(410.0);
    run.inject(FaultKind::LoseZone, "b", None);
    assert_eq!(run.view("app").instances.up, 0);
}

#[test]
fn with_every_zone_lost_nothing_starts_until_one_is_back() {
    let build = group(10.0, "fixed", 2, &[])
        .region("seoul", &["a", "b"])
        .inside("app", "seoul");
    let mut run = Run::new(&build);
    run.to(100.0);
    run.inject(FaultKind::LoseZone, "seoul", Some(500.0));
    run.to(599.0);
    let seen = run.view("app").instances;
    assert_eq!((seen.up, seen.booting), (0, 0));
    run.to(601.0);
    assert_eq!(run.view("app").instances.booting, 2);
    run.to(641.0);
    assert_eq!(run.view("app").instances.up, 2);
}

/// Probes find a target bad whose link is cut; the group heeds them only where it is told to, and after the grace.
fn cut_off(health_check: &str, grace_s: f64) -> Run {
    let build = group(
        1.0,
        "fixed",
        1,
        &[
            ("health_check", word(health_check)),
            ("grace_s", number(grace_s)),
        ],
    )
    .without("users-app")
    .component("alb", "alb", None, &[("health_interval_s", number(5.0))])
    .link("users", "alb", &[])
    .link("alb", "app", &[]);
    let mut run = Run::new(&build);
    run.to(12.0);
    run.inject(FaultKind::CutLink, "alb-app", None);
    run
}

#[test]
fn what_the_probes_find_bad_is_replaced_where_elb_health_counts() {
    let mut ec2 = cut_off("ec2", 0.0);
    ec2.to(200.0);
    assert_eq!(ec2.view("app").instances.up, 1);
    let mut elb = cut_off("elb", 0.0);
    // Probes at 15 and 20 s.
    elb.to(19.9);
    assert_eq!(elb.view("app").instances.up, 1);
    elb.to(20.1);
    assert_eq!(
        (
            elb.view("app").instances.up,
            elb.view("app").instances.booting
        ),
        (0, 1)
    );
}

#[test]
fn a_bad_verdict_within_the_grace_counts_when_the_grace_is_over() {
    let mut run = cut_off("elb", 60.0);
    run.to(59.9);
    assert_eq!(run.view("app").instances.up, 1);
    run.to(65.1);
    assert_eq!(
        (
            run.view("app").instances.up,
            run.view("app").instances.booting
        ),
        (0, 1)
    );
}

/// A leaving instance answers what it has, also what is on its way to it; nothing fails.
#[test]
fn scaling_in_loses_no_request() {
    let slow_link = [("latency", constant(1.0))];
    let mut build = group(
        10.0,
        "target_tracking",
        8,
        &[("min", number(1.0)), ("max", number(8.0))],
    )
    .without("users-app")
    .link("users", "app", &slow_link);
    build = build.set("app", "drain_s", number(100.0));
    let mut run = Run::new(&build);
    run.to(4.0 * 3600.0);
    assert_eq!((run.view("app").instances.up, run.totals().failed), (1, 0));
    assert_eq!(scalings(&run).len(), 7);
}

/// What takes longer than the drain is cut off.
#[test]
fn the_drain_has_an_end() {
    let long = [
        ("service_time", constant(1000.0)),
        ("drain_s", number(50.0)),
        ("cpu", word("dedicated")),
    ];
    let build = group(0.5, "fixed", 2, &long);
    let mut run = Run::new(&build);
    run.to(10.5);
    assert_eq!(run.view("app").slots_held, 5);
    run.change(&group(0.5, "fixed", 1, &long));
    let seen = run.view("app").instances;
    assert_eq!((seen.up, seen.draining), (1, 1));
    run.to(60.4);
    assert_eq!(
        (run.view("app").instances.draining, run.totals().failed),
        (1, 0)
    );
    run.to(60.6);
    assert_eq!(run.view("app").instances.draining, 0);
    let failed = run.failures(Cause::Error, "app");
    assert!((2..=3).contains(&failed), "{failed}");
}

#[test]
fn a_group_wants_at_least_its_minimum_and_at_most_its_maximum() {
    let bounds = |min: f64, max: f64, desired: u32| {
        let build = group(
            0.0,
            "target_tracking",
            desired,
            &[("min", number(min)), ("max", number(max))],
        );
        let run = Run::new(&build);
        run.view("app").instances.up
    };
    assert_eq!(bounds(2.0, 8.0, 1), 2);
    assert_eq!(bounds(2.0, 8.0, 20), 8);
    assert_eq!(bounds(5.0, 3.0, 1), 5);
    assert_eq!(bounds(0.0, 8.0, 0), 0);
}
