//! Slots held while waiting below, bounded queues, calls per request, events, orders of service.

use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, number, word};
use crate::support::run::Run;

/// A database of one connection and 1 s per query behind 2 threads behind 4 web workers: 10 requests per second.
#[test]
fn a_slow_database_fills_the_tiers_above_it() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("web", 4, 0.0, &[])
        .fixed("was", 2, 0.0, &[])
        .fixed("db", 1, 1.0, &[])
        .link("users", "web", &[])
        .link("web", "was", &[])
        .link("was", "db", &[]);
    let mut run = Run::new(&build);
    run.to(20.05);
    // The first request is there at 0.1 s; one leaves the database each second from 1.1 s on.
    let (web, was, db) = (run.view("web"), run.view("was"), run.view("db"));
    assert_eq!((run.totals().arrived, run.totals().ok), (200, 19));
    assert_eq!((db.slots_held, db.slots_waiting, db.queue), (1, 0, 1));
    assert_eq!((was.slots_held, was.slots_waiting, was.queue), (2, 2, 2));
    assert_eq!((web.slots_held, web.slots_waiting, web.queue), (4, 4, 177));
    // The web tier has nothing to do, and is full all the same: from 0.4 s on with all four.
    let busy = 0.1 * (1.0 + 2.0 + 3.0) + (20.05 - 0.4) * 4.0;
    assert_close(web.utilization_mean, busy / (20.05 * 4.0));
}

#[test]
fn a_full_queue_refuses_at_its_component() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("web", 1000, 0.0, &[])
        .fixed("server", 1, 1.0, &[("queue", number(2.0))])
        .link("users", "web", &[])
        .link("web", "server", &[]);
    let mut run = Run::new(&build);
    run.to(10.05);
    // Taken: the first three, then one at 1.1, 2.1 ... 9.1 s as one leaves.
    assert_eq!(
        (
            run.totals().arrived,
            run.totals().ok,
            run.totals().in_flight
        ),
        (100, 9, 3)
    );
    assert_eq!(run.failures(Cause::Refused, "server"), 88);
    assert_eq!(run.failures(Cause::Refused, "web"), 0);
    let (web, server) = (run.view("web"), run.view("server"));
    assert_eq!((server.failed, web.failed), (88, 88));
    assert_eq!((server.queue, server.queue_max), (2, 2));
    assert_eq!(run.link("web-server").failed, 88);
}

#[test]
fn calls_are_made_one_after_the_other() {
    let build = Build::default()
        .once("user", 10.0)
        .fixed("a", 1, 0.1, &[])
        .fixed("b", 1, 0.2, &[])
        .fixed("c", 1, 0.4, &[])
        .link("user", "a", &[])
        .link("a", "b", &[("calls", number(2.0))])
        .link("a", "c", &[]);
    let mut run = Run::new(&build);
    run.to(10.35);
    assert_eq!((run.view("b").arrived, run.view("c").arrived), (2, 0));
    run.to(20.0);
    assert_eq!((run.view("b").arrived, run.view("c").arrived), (2, 1));
    assert_close(run.view("user").latency.mean, 0.1 + 2.0 * 0.2 + 0.4);
    assert_close(run.view("a").latency.mean, 0.9);
    assert_close(run.view("b").latency.mean, 0.2);
}

/// 10,000 requests: a call in ten within four standard deviations of 1,000, two and a half within those of 25,000.
#[test]
fn calls_may_be_a_chance_or_a_fraction_more() {
    let build = Build::default()
        .steady("users", 1000.0)
        .fixed("a", 10_000, 0.0, &[])
        .fixed("rare", 1, 0.0, &[])
        .fixed("often", 1, 0.0, &[])
        .fixed("never", 1, 0.0, &[])
        .link("users", "a", &[])
        .link("a", "rare", &[("calls", number(0.1))])
        .link("a", "often", &[("calls", number(2.5))])
        .link("a", "never", &[("calls", number(0.0))]);
    let mut run = Run::new(&build);
    run.to(10.0005);
    assert_eq!(run.totals().ok, 10_000);
    let rare = run.view("rare").arrived as f64;
    assert!(
        (rare - 1000.0).abs() < 4.0 * (10_000.0 * 0.1 * 0.9f64).sqrt(),
        "{rare}"
    );
    let often = run.view("often").arrived as f64;
    assert!(
        (often - 25_000.0).abs() < 4.0 * (10_000.0 * 0.25f64).sqrt(),
        "{often}"
    );
    assert_eq!(run.view("never").arrived, 0);
}

#[test]
fn an_event_is_not_waited_for() {
    let event = [("mode", word("event")), ("calls", number(3.0))];
    let build = Build::default()
        .once("user", 10.0)
        .fixed("a", 1, 0.1, &[])
        .fixed("slow", 1, 2.0, &[])
        .fixed("full", 0, 0.0, &[("queue", number(0.0))])
        .link("user", "a", &[])
        .link("a", "slow", &event)
        .link("a", "full", &event);
    let mut run = Run::new(&build);
    run.to(10.15);
    assert_close(run.view("user").latency.mean, 0.1);
    let (a, slow) = (run.view("a"), run.view("slow"));
    assert_eq!((a.in_system, a.slots_held), (0, 0));
    assert_eq!((slow.in_system, slow.queue), (3, 2));
    // Events that fail fail nobody's request.
    assert_eq!(
        (run.link("a-full").requests, run.link("a-full").failed),
        (3, 3)
    );
    assert_eq!(
        (run.totals().ok, run.totals().failed, run.totals().wasted),
        (1, 0, 0)
    );
    run.to(16.2);
    assert_eq!((run.view("slow").ok, run.totals().wasted), (3, 0));
}

/// A client that does not wait is done at once, whatever becomes of its request; so is a balancer.
#[test]
fn clients_and_balancers_may_send_events() {
    let event = [("mode", word("event"))];
    let build = Build::default()
        .steady("users", 10.0)
        .component(
            "alb",
            "alb",
            None,
            &[("algorithm", word("least_outstanding"))],
        )
        .fixed("server", 5, 0.5, &[("queue", number(0.0))])
        .link("users", "server", &event);
    let mut run = Run::new(&build);
    run.to(10.05);
    assert_eq!((run.totals().ok, run.totals().in_flight), (100, 0));
    assert_close(run.view("users").latency.max, 0.0);
    assert_eq!(run.view("server").in_system, 5);
    let through = build
        .without("users-server")
        .link("users", "alb", &[])
        .link("alb", "server", &event);
    let mut run = Run::new(&through);
    run.to(10.05);
    assert_eq!((run.totals().ok, run.view("alb").in_system), (100, 0));
    assert_close(run.view("users").latency.max, 0.0004);
    assert_eq!(run.view("server").arrived, 100);
}

/// Weights 3 and 1 of a client's links: within four standard deviations of 3,000 of 4,000.
#[test]
fn a_client_splits_its_requests_by_weight() {
    let build = Build::default()
        .steady("users", 400.0)
        .fixed("a", 1, 0.0, &[])
        .fixed("b", 1, 0.0, &[])
        .fixed("c", 1, 0.0, &[])
        .link("users", "a", &[("weight", number(3.0))])
        .link("users", "b", &[])
        .link("users", "c", &[("weight", number(0.0))]);
    let mut run = Run::new(&build);
    run.to(10.001);
    let (a, b) = (run.view("a").arrived, run.view("b").arrived);
    assert_eq!((a + b, run.view("c").arrived), (4000, 0));
    assert!(
        (a as f64 - 3000.0).abs() < 4.0 * (4000.0 * 0.75 * 0.25f64).sqrt(),
        "{a}"
    );
}

fn one_worker(discipline: &str) -> Run {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed("server", 1, 1.0, &[("discipline", word(discipline))])
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(4.15);
    run
}

/// Arrivals each 0.1 s, one ends each second from 1.1 s on.
#[test]
fn first_come_or_last_come_first() {
    let fifo = one_worker("fifo").view("server").latency;
    assert_eq!(fifo.count, 4);
    assert_close(fifo.mean, (1.0 + 1.9 + 2.8 + 3.7) / 4.0);
    let lifo = one_worker("lifo").view("server").latency;
    assert_eq!(lifo.count, 4);
    assert_close(lifo.mean, (1.0 + 1.1 + 1.1 + 1.1) / 4.0);
}

/// 3 s of work each, begun at 10 and 11 s: after 1 s alone they share one worker until 15 s, when 1 s is left.
#[test]
fn shared_workers_slow_everybody_down() {
    let shared = [("discipline", word("processor_sharing"))];
    let build = |workers: u32| {
        Build::default()
            .once("first", 10.0)
            .once("second", 11.0)
            .fixed("server", workers, 3.0, &shared)
            .link("first", "server", &[])
            .link("second", "server", &[])
    };
    let mut run = Run::new(&build(1));
    run.to(18.0);
    assert_close(run.view("first").latency.mean, 5.0);
    assert_close(run.view("second").latency.mean, 5.0);
    assert_close(run.view("server").utilization_mean, 6.0 / 18.0);
    let mut run = Run::new(&build(2));
    run.to(18.0);
    assert_close(run.view("first").latency.mean, 3.0);
    assert_close(run.view("second").latency.mean, 3.0);
}

/// Slots and shared processors together: a WAS of 2 vCPUs with 3 threads. Four requests of 2 s at once: three share
/// two processors (3 s), then the fourth has one for itself (2 s).
#[test]
fn threads_share_the_processors_of_their_instance() {
    let build = Build::default()
        .users("users", 4, 10.0)
        .component(
            "was",
            "was",
            None,
            &[
                ("desired", number(1.0)),
                ("threads", number(3.0)),
                ("instance_type", word("t3.medium")),
                ("service_time", crate::support::build::constant(2.0)),
            ],
        )
        .link("users", "was", &[]);
    let mut run = Run::new(&build);
    run.to(11.0);
    assert_eq!((run.view("was").slots_held, run.view("was").queue), (3, 1));
    run.to(13.5);
    assert_eq!(run.view("was").ok, 3);
    run.to(15.5);
    let was = run.view("was");
    assert_eq!(was.ok, 4);
    assert_close(was.latency.mean, (3.0 + 3.0 + 3.0 + 5.0) / 4.0);
    assert_close(was.latency.max, 5.0);
}

/// Direct calls to several instances take them in turn.
#[test]
fn instances_take_turns() {
    let build = Build::default()
        .steady("users", 10.0)
        .fixed(
            "server",
            1,
            0.35,
            &[("instances", number(4.0)), ("queue", number(0.0))],
        )
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(100.0);
    // Each instance is asked every 0.4 s: nobody is refused.
    assert_eq!(run.totals().failed, 0);
    assert_close(run.view("server").latency.max, 0.35);
}
