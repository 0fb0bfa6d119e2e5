//! A document that changes while it runs: what is in flight stays in flight, and every law holds afterwards.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use sim_core::document::FaultKind;
use sim_core::engine::snapshot::Cause;
use support::build::{Build, constant, id, number, word};
use support::run::Run;

fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found} instead of {expected}"
    );
}

/// Ten requests per second, 1 s of work each.
fn station(workers: u32) -> Build {
    Build::default()
        .steady("users", 10.0)
        .fixed("server", workers, 1.0, &[])
        .link("users", "server", &[])
}

#[test]
fn more_workers_take_the_waiting_at_once() {
    let mut run = Run::new(&station(2));
    run.to(5.05);
    assert_eq!(
        (run.view("server").slots_held, run.view("server").queue),
        (2, 40)
    );
    run.change(&station(30));
    let server = run.view("server");
    assert_eq!(
        (server.slots, server.slots_held, server.queue),
        (Some(30), 30, 12)
    );
    run.to(60.05);
    assert_eq!((run.view("server").queue, run.totals().in_flight), (0, 10));
}

#[test]
fn fewer_workers_finish_what_they_have() {
    let mut run = Run::new(&station(20));
    run.to(5.05);
    assert_eq!(run.view("server").slots_held, 10);
    run.change(&station(4));
    // Ten are at work on four slots: nobody starts before six have ended.
    assert_eq!(
        (run.view("server").slots, run.view("server").slots_held),
        (Some(10), 10)
    );
    run.to(5.65);
    let server = run.view("server");
    assert_eq!(
        (server.slots, server.slots_held, server.queue),
        (Some(4), 4, 6)
    );
    run.change(&station(0)).to(6.5);
    assert_eq!(
        (run.view("server").slots, run.view("server").slots_held),
        (Some(0), 0)
    );
    run.change(&station(100)).to(20.05);
    assert_eq!(run.totals().in_flight, 10);
}

#[test]
fn a_queue_may_become_shorter_than_what_waits() {
    let queue = |places: f64| station(1).set("server", "queue", number(places));
    let mut run = Run::new(&queue(50.0));
    run.to(3.05);
    assert_eq!(run.view("server").queue, 27);
    run.change(&queue(5.0));
    // The waiting stay, newcomers are refused.
    assert_eq!(run.view("server").queue, 27);
    run.to(10.05);
    assert_eq!(
        (
            run.view("server").queue,
            run.failures(Cause::Refused, "server")
        ),
        (20, 70)
    );
    run.change(&queue(1e6)).to(20.0);
    assert_eq!(run.failures(Cause::Refused, "server"), 70);
}

#[test]
fn instances_come_at_once_and_leave_when_they_are_done() {
    let instances = |n: f64| station(10).set("server", "instances", number(n));
    let mut run = Run::new(&instances(2.0));
    run.to(5.05);
    run.change(&instances(4.0));
    assert_eq!(
        (run.view("server").instances.up, run.view("server").slots),
        (4, Some(40))
    );
    run.to(10.05);
    run.change(&instances(1.0));
    let seen = run.view("server").instances;
    assert_eq!((seen.up, seen.draining), (1, 3));
    run.to(12.0);
    let seen = run.view("server").instances;
    assert_eq!((seen.up, seen.draining, run.totals().failed), (1, 0, 0));
    run.change(&instances(0.0)).to(20.0);
    assert!(run.failures(Cause::Unreachable, "server") > 60);
    run.change(&instances(1.0)).to(30.0);
    assert_eq!(run.view("server").instances.up, 1);
}

/// What died does not stand in the way of a smaller number, and does not come back beyond it.
#[test]
fn the_dead_leave_first() {
    let instances = |n: f64| station(10).set("server", "instances", number(n));
    let mut run = Run::new(&instances(3.0));
    run.inject(FaultKind::CrashOne, "server", None);
    run.to(1.05);
    run.change(&instances(2.0));
    let seen = run.view("server").instances;
    assert_eq!((seen.up, seen.down, seen.draining), (2, 0, 0));
    run.heal("server");
    assert_eq!(run.view("server").instances.up, 2);
}

fn tiers() -> Build {
    Build::default()
        .steady("users", 10.0)
        .fixed("web", 100, 0.0, &[])
        .fixed("was", 10, 0.1, &[])
        .fixed("db", 10, 0.4, &[])
        .link("users", "web", &[])
        .link(
            "web",
            "was",
            &[("timeout_ms", number(2000.0)), ("retries", number(1.0))],
        )
        .link("was", "db", &[])
}

/// Each component and each link goes and comes back while requests are in all of them.
#[test]
fn anything_may_be_deleted_and_brought_back() {
    let whole = tiers();
    for name in [
        "users",
        "web",
        "was",
        "db",
        "users-web",
        "web-was",
        "was-db",
    ] {
        let mut run = Run::new(&whole);
        run.to(5.05);
        assert_eq!(run.totals().in_flight, 5);
        run.change(&whole.clone().without(name));
        run.to(6.0).to(8.05);
        run.change(&whole);
        run.to(8.1).to(20.05);
        let before = run.totals();
        assert_eq!(before.in_flight, 5, "{name}");
        run.to(30.05);
        assert_eq!(
            (run.totals().ok - before.ok, run.totals().failed),
            (100, before.failed),
            "{name}"
        );
    }
}

#[test]
fn the_callers_of_a_deleted_component_hear_an_error() {
    let mut run = Run::new(&tiers());
    run.to(5.05);
    run.change(&tiers().without("db"));
    // Four at the database; the one at work in the WAS finds nothing to call.
    assert_eq!(
        (run.failures(Cause::Error, "db"), run.totals().failed),
        (0, 0)
    );
    assert_eq!(run.link("web-was").failed, 4);
    run.to(7.05);
    // Tried once more, without the database.
    assert_eq!((run.totals().failed, run.totals().in_flight), (0, 1));
}

#[test]
fn deleting_a_link_lets_what_has_passed_end() {
    let mut run = Run::new(&tiers());
    run.to(5.05);
    run.change(&tiers().without("was-db"));
    run.to(6.0);
    assert_eq!(
        (
            run.totals().failed,
            run.view("db").in_system,
            run.totals().in_flight
        ),
        (0, 0, 1)
    );
}

/// A call that waits for its next try over a link that goes is given up; the calls before it are not repeated.
#[test]
fn a_deleted_link_is_not_tried_again_and_no_other_in_its_place() {
    let again = [
        ("retries", number(5.0)),
        ("backoff", word("fixed")),
        ("backoff_ms", number(1000.0)),
    ];
    let whole = Build::default()
        .once("user", 10.0)
        .fixed("a", 1, 0.0, &[])
        .fixed("first", 1, 0.1, &[])
        .fixed("dead", 0, 0.0, &[("queue", number(0.0))])
        .fixed("slow", 1, 2.0, &[])
        .fixed("last", 1, 0.1, &[])
        .link("user", "a", &[])
        .link("a", "first", &again)
        .link("a", "dead", &again)
        .link("a", "slow", &again)
        .link("a", "last", &again);
    // In backoff: goes on with the links behind it.
    let mut run = Run::new(&whole);
    run.to(10.5);
    assert_eq!(
        (run.link("a-dead").requests, run.view("a").slots_held),
        (1, 1)
    );
    run.change(&whole.clone().without("a-dead"));
    run.to(14.0);
    assert_eq!(
        (
            run.view("first").arrived,
            run.view("slow").arrived,
            run.view("last").arrived
        ),
        (1, 1, 1)
    );
    assert_eq!((run.totals().ok, run.totals().failed), (1, 0));
    // In a call that then fails: that is the failure of the request.
    let without_dead = whole.without("a-dead");
    let mut run = Run::new(&without_dead);
    run.to(10.5);
    assert_eq!(run.view("slow").in_system, 1);
    run.inject(FaultKind::CrashAll, "slow", Some(0.0));
    assert_eq!(run.link("a-slow").failed, 1);
    let mut run = Run::new(&without_dead);
    run.to(10.5);
    run.change(&without_dead.clone().without("a-slow"));
    run.change(&without_dead.clone().without("slow"));
    run.to(20.05);
    assert_eq!(
        (
            run.view("first").arrived,
            run.totals().failed,
            run.failures(Cause::Error, "slow")
        ),
        (1, 1, 1)
    );
}

/// A link changes either end, and both, while calls are on it and wait for it, and back: what was on the old way fails or
/// ends, what comes takes the new one, and a fault of the link stays with it.
#[test]
fn a_link_may_lead_elsewhere_while_it_is_used() {
    let settings = [
        ("retries", number(2.0)),
        ("pool", number(2.0)),
        ("timeout_ms", number(1500.0)),
    ];
    let with = |from: &str, to: &str| {
        let mut build = Build::default()
            .steady("users", 10.0)
            .fixed("a", 40, 0.1, &[])
            .fixed("b", 40, 0.1, &[])
            .fixed("one", 40, 0.5, &[])
            .fixed("other", 40, 0.5, &[])
            .link("users", "a", &[])
            .link("users", "b", &[])
            .link("a", "one", &settings);
        let link = Arc::make_mut(&mut build.document.links[2]);
        (link.from, link.to) = (id(from), id(to));
        build
    };
    let begin = with("a", "one");
    for (from, to) in [("a", "other"), ("b", "one"), ("b", "other")] {
        let mut run = Run::new(&begin);
        run.to(5.03);
        let before = (run.link("a-one").requests, run.view(to).arrived);
        assert!(before.0 > 0 && run.view("one").in_system == 2);
        run.change(&with(from, to));
        assert_eq!(run.link("a-one").requests, 0, "it is another link");
        run.to(12.03);
        let came = run.view(to).arrived - before.1;
        assert!(
            (20..=30).contains(&came),
            "{came} at {to} in 7 s through two connections"
        );
        let idle = if to == "one" { "other" } else { "one" };
        assert_eq!(run.view(idle).in_system, 0, "{from} {to}");
        run.inject(FaultKind::CutLink, "a-one", None).to(13.0);
        run.change(&begin).to(16.0);
        assert_eq!(run.view("one").in_system, 0, "the fault is the link's");
        assert_eq!(run.link("a-one").requests, run.link("a-one").failed);
        run.heal("a-one").to(20.0);
        assert_eq!(run.view("one").in_system, 2);
        run.change(&with(from, to)).change(&begin).to(30.0);
    }
}

/// Two zones, a server in each, and one over both.
fn zones() -> Build {
    station(100)
        .region("seoul", &["a", "b"])
        .fixed("in-a", 10, 0.3, &[])
        .fixed("in-b", 10, 0.3, &[])
        .inside("in-a", "a")
        .inside("in-b", "b")
        .inside("server", "seoul")
        .set("server", "instances", number(4.0))
        .link("server", "in-a", &[])
        .link("server", "in-b", &[])
}

#[test]
fn zones_go_with_what_is_in_them_and_come_back() {
    for zone in ["a", "b"] {
        let inside = format!("in-{zone}");
        let mut run = Run::new(&zones());
        run.to(5.05);
        run.change(&zones().without(&inside).without(zone));
        run.to(8.05);
        assert_eq!(run.view("server").instances.up, 4);
        run.inject(
            FaultKind::LoseZone,
            if zone == "a" { "b" } else { "a" },
            Some(2.0),
        );
        assert_eq!(
            run.view("server").instances.up,
            0,
            "all of them are in the one zone that is left"
        );
        run.to(12.05);
        run.change(&zones());
        run.to(20.05);
        assert_eq!(
            (
                run.view("server").instances.up,
                run.view(&inside).instances.up
            ),
            (4, 1)
        );
        run.change(&zones().without("seoul")).to(22.0);
        run.change(&zones().without("a").without("b").without("seoul"))
            .to(24.0);
        run.change(&zones()).to(30.0);
    }
}

#[test]
fn a_card_dragged_into_another_zone_shares_its_fate() {
    let mut run = Run::new(&zones());
    run.to(5.05);
    run.change(&zones().inside("in-a", "b"));
    run.inject(FaultKind::LoseZone, "b", None);
    assert_eq!(
        (run.view("in-a").instances.up, run.view("in-b").instances.up),
        (0, 0)
    );
    // Dragged out of the lost zone, it stands somewhere else, anew.
    run.change(&zones());
    assert_eq!(
        (run.view("in-a").instances.up, run.view("in-b").instances.up),
        (1, 0)
    );
    run.to(10.0);
    run.heal("b");
    assert_eq!(run.view("in-b").instances.up, 1);
}

#[test]
fn a_lost_zone_stays_lost_when_others_are_added_before_it() {
    let mut more = Build::default().region("seoul", &["new", "a", "b"]);
    more.document.components = zones().document.components;
    more.document.links = zones().document.links;
    let mut run = Run::new(&zones());
    run.inject(FaultKind::LoseZone, "a", None);
    run.to(2.05);
    run.change(&more);
    assert_eq!(
        (run.view("in-a").instances.up, run.view("in-b").instances.up),
        (0, 1)
    );
    run.to(4.0);
    run.heal("a");
    assert_eq!(run.view("in-a").instances.up, 1);
    // A deleted zone takes its loss with it.
    run.inject(FaultKind::LoseZone, "a", None);
    run.change(&more.clone().without("a"));
    assert_eq!(run.view("in-a").instances.up, 1);
}

#[test]
fn a_rate_changes_at_once_with_few_and_with_many_clients() {
    for clients in [1, 8, 9, 12] {
        let many = |rate: f64| {
            let mut build = Build::default().fixed("server", 1, 0.0, &[]);
            for n in 0..clients {
                let name = format!("c{n}");
                build = build.steady(&name, rate).link(&name, "server", &[]);
            }
            build
        };
        let mut run = Run::new(&many(10.0));
        run.to(10.05);
        assert_eq!(run.totals().arrived, clients * 100);
        run.change(&many(20.0))
            .change(&many(0.0))
            .change(&many(5.0));
        run.to(20.06);
        assert_eq!(run.totals().arrived, clients * 150, "{clients} clients");
        run.change(&many(0.0)).to(30.0);
        assert_eq!(run.totals().arrived, clients * 150);
        run.change(&many(5.0)).to(39.9);
        assert_eq!(run.totals().arrived, clients * 199);
    }
}

fn loop_of(users: u32) -> Build {
    Build::default()
        .users("users", users, 1.0)
        .fixed("server", 1000, 1.0, &[])
        .link("users", "server", &[])
}

#[test]
fn users_come_and_leave_while_it_runs() {
    let mut run = Run::new(&loop_of(10));
    run.to(11.5);
    // Thinking and being served in turn, 2 s a round: asked at 1, 3 ... 11 s.
    assert_eq!((run.totals().arrived, run.totals().in_flight), (60, 10));
    run.change(&loop_of(3)).to(20.5);
    let arrived = run.totals().arrived;
    run.to(40.5);
    assert_eq!(run.totals().arrived - arrived, 30);
    run.change(&loop_of(50)).to(60.5);
    let arrived = run.totals().arrived;
    run.to(80.5);
    assert_eq!(run.totals().arrived - arrived, 500);
    run.change(&loop_of(0)).to(90.0);
    assert_eq!(run.totals().in_flight, 0);
    // Up and down again before anybody could leave.
    run.change(&loop_of(20))
        .change(&loop_of(5))
        .change(&loop_of(20))
        .to(100.5);
    let arrived = run.totals().arrived;
    run.to(120.5);
    assert_eq!(run.totals().arrived - arrived, 200);
}

/// Requests of an open client do not become users, and users do not get lost on the way.
#[test]
fn a_client_may_change_between_open_and_closed() {
    let open = || {
        Build::default()
            .steady("users", 100.0)
            .fixed("server", 1000, 1.0, &[])
            .link("users", "server", &[])
    };
    let mut run = Run::new(&open());
    run.to(10.005);
    assert_eq!(run.totals().in_flight, 100);
    run.change(&loop_of(10)).to(20.25);
    let arrived = run.totals().arrived;
    run.to(40.25);
    assert_eq!(run.totals().arrived - arrived, 100);
    run.change(&open()).to(50.0);
    let arrived = run.totals().arrived;
    run.to(60.0);
    assert_eq!(run.totals().arrived - arrived, 1000);
    run.change(&loop_of(10))
        .change(&open())
        .change(&loop_of(10))
        .to(70.25);
    let arrived = run.totals().arrived;
    run.to(90.25);
    assert_eq!(run.totals().arrived - arrived, 100);
}

/// Three requests of 3 s at 10 s; the discipline changes at 11 s, when 2 s (or 8/3 s) of work are left in each.
#[test]
fn shared_and_own_workers_change_over_with_the_work_that_is_left() {
    let build = |discipline: &str| {
        Build::default()
            .users("users", 3, 10.0)
            .fixed("server", 3, 3.0, &[("discipline", word(discipline))])
            .link("users", "server", &[])
    };
    let shared_by_one = build("processor_sharing").set("server", "workers", number(1.0));
    let mut run = Run::new(&build("fifo"));
    run.to(11.0);
    run.change(&shared_by_one);
    run.to(16.99);
    assert_eq!(run.totals().ok, 0);
    // 2 s each on one worker: 6 s more.
    run.to(17.01);
    assert_eq!(run.totals().ok, 3);
    close(run.view("users").latency.max, 7.0);
    let mut run = Run::new(&shared_by_one);
    run.to(11.0);
    run.change(&build("fifo"));
    run.to(13.6);
    assert_eq!(run.totals().ok, 0);
    run.to(13.7);
    assert_eq!(run.totals().ok, 3);
    close(run.view("users").latency.max, 1.0 + 3.0 - 1.0 / 3.0);
    // And back and forth, with arrivals.
    for discipline in [
        "processor_sharing",
        "lifo",
        "fifo",
        "processor_sharing",
        "fifo",
    ] {
        let now = run.player.now().0 as f64 / 1e9;
        run.change(&build(discipline)).to(now + 7.7);
        assert!(run.view("server").utilization_mean <= 1.0);
    }
}

#[test]
fn an_application_server_may_get_own_or_shared_processors_and_another_type() {
    let was = |cpu: &str, kind: &str| {
        Build::default()
            .steady("users", 20.0)
            .component(
                "was",
                "was",
                None,
                &[
                    ("cpu", word(cpu)),
                    ("instance_type", word(kind)),
                    ("service_time", constant(0.15)),
                    ("threads", number(20.0)),
                ],
            )
            .link("users", "was", &[])
    };
    let mut run = Run::new(&was("shared", "t3.medium"));
    run.to(10.0);
    run.change(&was("dedicated", "t3.medium")).to(20.0);
    run.inject(FaultKind::CrashOne, "was", None);
    run.change(&was("shared", "m5.xlarge")).to(25.0);
    run.heal("was");
    // Two instances of four processors now, also the one that was dead meanwhile: 20 × 0.15 s are 3 of 8.
    run.to(30.0);
    run.player
        .watch(sim_core::foundation::units::Span::from_secs(5));
    run.to(50.0);
    let cpu = run.view("was").cpu.unwrap();
    assert!((cpu - 3.0 / 8.0).abs() < 0.01, "{cpu}");
}

#[test]
fn patience_is_that_of_the_moment_of_the_call() {
    let patience = |ms: f64| {
        Build::default()
            .once("user", 10.0)
            .fixed("server", 1, 2.0, &[])
            .link("user", "server", &[("timeout_ms", number(ms))])
    };
    let mut run = Run::new(&patience(1000.0));
    run.to(10.5);
    run.change(&patience(5000.0)).to(12.0);
    assert_eq!(run.totals().failed, 1);
    run.to(25.0);
    assert_eq!((run.totals().ok, run.totals().failed), (1, 1));
}

/// More different patiences than a session at a slider brings about.
#[test]
fn every_patience_counts() {
    let patience = |ms: f64| {
        Build::default()
            .steady("users", 1000.0)
            .fixed("server", 100, 100.0, &[])
            .link("users", "server", &[("timeout_ms", number(ms))])
    };
    let mut run = Run::new(&patience(100.0));
    for step in 0..5000 {
        run.player
            .update(&patience(100.0 + f64::from(step)).document)
            .unwrap();
    }
    run.change(&patience(50.0));
    run.to(1.0);
    assert!(run.failures(Cause::Timeout, "server") > 900);
}

#[test]
fn limits_of_a_function_and_a_store_may_fall_below_what_is_going_on() {
    let build = |concurrency: f64, prefixes: f64| {
        Build::default()
            .steady("users", 1000.0)
            .component(
                "f",
                "lambda",
                None,
                &[
                    ("concurrency", number(concurrency)),
                    ("cold_start", constant(0.1)),
                    ("service_time", constant(0.1)),
                ],
            )
            .component(
                "s3",
                "s3",
                None,
                &[
                    ("prefixes", number(prefixes)),
                    ("first_byte", constant(0.0)),
                ],
            )
            .link("users", "f", &[])
            .link("f", "s3", &[])
    };
    let mut run = Run::new(&build(1000.0, 1.0));
    run.to(5.0005);
    assert_eq!((run.totals().failed, run.view("f").slots_held), (0, 100));
    run.change(&build(10.0, 0.0));
    assert_eq!(run.view("f").slots, Some(100));
    run.to(6.0005);
    assert_eq!(
        (run.view("f").slots, run.view("f").slots_held),
        (Some(10), 10)
    );
    assert!(run.failures(Cause::Throttled, "s3") > 100);
    run.change(&build(1000.0, 1.0)).to(10.0);
    let failed = run.totals().failed;
    run.to(20.0);
    assert_eq!(run.totals().failed, failed);
}

#[test]
fn an_id_may_come_back_as_something_else() {
    let server = station(10);
    let function = Build::default()
        .steady("users", 10.0)
        .component(
            "server",
            "lambda",
            None,
            &[
                ("cold_start", constant(0.0)),
                ("service_time", constant(1.0)),
            ],
        )
        .link("users", "server", &[]);
    let mut run = Run::new(&server);
    run.to(5.05);
    run.change(&function);
    assert_eq!(run.failures(Cause::Error, "server"), 10);
    run.to(10.05);
    assert_eq!(run.view("server").instances.up, 10);
    run.change(&server).to(20.05);
    assert_eq!((run.totals().in_flight, run.totals().failed), (10, 10));
}

#[test]
fn targets_follow_the_links_and_the_algorithm() {
    let build = |algorithm: &str| {
        Build::default()
            .steady("users", 100.0)
            .component(
                "alb",
                "alb",
                None,
                &[
                    ("algorithm", word(algorithm)),
                    ("processing", constant(0.0)),
                ],
            )
            .fixed("one", 100, 0.05, &[])
            .fixed("two", 100, 0.05, &[])
            .link("users", "alb", &[])
            .link("alb", "one", &[])
    };
    let both = |algorithm: &str| build(algorithm).link("alb", "two", &[]);
    let mut run = Run::new(&build("round_robin"));
    run.to(1.005);
    run.change(&both("round_robin")).to(2.005);
    assert_eq!(
        (run.view("one").arrived, run.view("two").arrived),
        (150, 50)
    );
    run.change(&both("least_outstanding")).to(3.005);
    assert_eq!(
        (run.view("one").arrived, run.view("two").arrived),
        (200, 100)
    );
    run.change(&build("least_outstanding")).to(4.005);
    assert_eq!(
        (run.view("one").arrived, run.view("two").arrived),
        (300, 100)
    );
    run.change(&both("round_robin").without("one")).to(5.005);
    assert_eq!(run.view("two").arrived, 200);
    run.change(&both("round_robin").without("alb")).to(6.0);
    run.change(&both("round_robin")).to(7.0);
    assert_eq!(run.totals().in_flight, 5);
}

/// A group that begins to replace its dead replaces those that were dead already.
#[test]
fn a_policy_heals_what_waited_for_help() {
    let was = |policy: &str| {
        Build::default()
            .steady("users", 10.0)
            .component(
                "was",
                "was",
                None,
                &[("policy", word(policy)), ("boot", constant(40.0))],
            )
            .link("users", "was", &[])
    };
    let mut run = Run::new(&was("none"));
    run.to(1.0);
    run.inject(FaultKind::CrashOne, "was", None);
    run.to(5.0);
    run.change(&was("fixed"));
    assert_eq!(
        (
            run.view("was").instances.booting,
            run.view("was").instances.down
        ),
        (1, 0)
    );
    run.to(46.0);
    assert_eq!(run.view("was").instances.up, 2);
    run.inject(FaultKind::CrashOne, "was", None);
    run.change(&was("none")).to(100.0);
    assert_eq!(run.view("was").instances.up, 2);
}

/// A caller that waits to try again finds that its calls have become events: it sends one, and goes on.
#[test]
fn a_second_try_may_be_an_event() {
    for fan_out in ["sequence", "parallel"] {
        let build = Build::default()
            .steady("users", 10.0)
            .fixed("app", 100, 0.0, &[])
            .fixed("db", 0, 0.0, &[("queue", number(0.0))])
            .link("users", "app", &[])
            .link(
                "app",
                "db",
                &[
                    ("retries", number(1.0)),
                    ("backoff_ms", number(1_000.0)),
                    ("fan_out", word(fan_out)),
                ],
            );
        let mut run = Run::new(&build);
        run.to(1.05);
        assert!(run.view("app").slots_waiting > 0);
        run.change(&build.clone().set_link("app-db", "mode", word("event")));
        run.to(5.0);
        assert_eq!((run.view("app").in_system, run.totals().in_flight), (0, 0));
    }
}

/// Drawn, dragged into one zone and back, with more instances wanted: the run begins as if it had been drawn so at once.
#[test]
fn what_is_changed_before_the_start_leaves_no_trace() {
    let more = zones().set("server", "instances", number(6.0));
    let mut fresh = Run::new(&more);
    let mut drawn = Run::new(&zones());
    drawn
        .change(&zones().inside("server", "a"))
        .change(&zones())
        .change(&more);
    for at in [0.0, 5.0, 9.0] {
        fresh.to(at);
        drawn.to(at);
        let [found, expected] = [&drawn, &fresh].map(|run| format!("{:?}", run.player.frame()));
        assert_eq!(found, expected);
    }
    for run in [&mut fresh, &mut drawn] {
        run.inject(FaultKind::LoseZone, "b", None);
        assert_eq!(run.view("server").instances.up, 3);
    }
}

/// A fault before the start is no part of the document: it stays when that is changed.
#[test]
fn what_is_broken_before_the_start_stays_broken() {
    let mut run = Run::new(&zones());
    run.inject(FaultKind::LoseZone, "b", None);
    run.change(&zones().set("server", "instances", number(2.0)))
        .to(3.0);
    assert_eq!(
        (
            run.view("in-b").instances.up,
            run.view("server").instances.up
        ),
        (0, 2)
    );
}

/// Dragged out of one zone into the region around both, a group has instances in both again.
#[test]
fn instances_spread_over_the_zones_that_are_new_to_them() {
    let mut run = Run::new(&zones());
    run.to(2.0);
    run.change(&zones().inside("server", "a")).to(4.0);
    run.change(&zones()).to(6.0);
    run.inject(FaultKind::LoseZone, "b", None);
    assert_eq!(run.view("server").instances.up, 2);
    run.to(8.0);
}
