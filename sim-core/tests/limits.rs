//! Where a run must end with a clear error, and where nothing must happen: loops without delay, call cycles, zeros.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::catalog::Value;
use sim_core::engine::EngineError;
use sim_core::engine::snapshot::Cause;
use sim_core::foundation::units::SimTime;
use support::build::{Build, constant, id, number, word};
use support::run::{MANY, Run, nanos};

const NOW: f64 = 0.0;

/// A closed loop of `users` that think for no time.
fn busy_users(users: u32) -> Build {
    Build::default().component(
        "users",
        "client",
        None,
        &[
            ("mode", word("closed")),
            ("users", number(f64::from(users))),
            ("think", constant(NOW)),
        ],
    )
}

trait And {
    fn and(self, name: &str, workers: f64, service: Value) -> Self;
}

impl And for Build {
    fn and(self, name: &str, workers: f64, service: Value) -> Self {
        let pairs = [("workers", number(workers)), ("service_time", service)];
        self.component(name, "server", None, &pairs)
    }
}

/// Runs for a second; the run must stop with an error, and say the same again.
fn error_of(build: &Build) -> EngineError {
    let mut run = Run::new(build);
    let end = SimTime(nanos(1.0));
    let error = run.player.run_until(end, MANY).unwrap_err();
    assert_eq!(run.player.run_until(end, MANY), Err(error.clone()));
    assert_eq!(run.player.step_event(), Err(error.clone()));
    assert_eq!(run.player.finish(), Err(error.clone()));
    assert_eq!(run.frame().error, Some(error.clone()));
    error
}

fn assert_stands_still(build: &Build, places: &[&str]) {
    match error_of(build) {
        EngineError::NoProgress { component } => {
            assert!(
                places.iter().any(|place| component == id(place)),
                "{component}"
            )
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_closed_loop_without_any_delay_stops_with_its_component() {
    assert_stands_still(
        &busy_users(1)
            .and("server", 1.0, constant(NOW))
            .link("users", "server", &[]),
        &["server"],
    );
    assert_stands_still(
        &busy_users(50)
            .and("server", 5.0, constant(NOW))
            .link("users", "server", &[]),
        &["server"],
    );
}

#[test]
fn a_closed_loop_against_a_refusing_server_stops() {
    // No worker, no queue: refused at once, and the user asks again at once.
    let refusing = busy_users(2)
        .component(
            "server",
            "server",
            None,
            &[("workers", number(0.0)), ("queue", number(0.0))],
        )
        .link("users", "server", &[]);
    assert_stands_still(&refusing, &["server", "users"]);
}

#[test]
fn a_closed_loop_with_nobody_there_stops() {
    let empty = busy_users(1)
        .component("server", "server", None, &[("instances", number(0.0))])
        .link("users", "server", &[]);
    assert_stands_still(&empty, &["server", "users"]);
}

/// Users that do not wait for their answers fill the server without end, at one instant.
#[test]
fn a_closed_loop_of_events_without_any_delay_stops() {
    let event = [("mode", word("event"))];
    let endless = busy_users(1)
        .and("server", 1.0, constant(1.0))
        .link("users", "server", &event);
    assert_stands_still(&endless, &["server"]);
    // Also when a change begins it.
    let mut run = Run::new(&endless.clone().without("users-server"));
    run.to(1.0);
    run.player.update(&endless.document).unwrap();
    let end = SimTime(nanos(5.0));
    let error = run.player.run_until(end, MANY).unwrap_err();
    assert_eq!(run.player.finish(), Err(error.clone()));
    assert_eq!(run.frame().error, Some(error));
}

/// Many users at once are work, not a loop.
#[test]
fn a_crowd_that_asks_at_once_is_served() {
    let mut crowd = Run::new(
        &Build::default()
            .users("users", 300_000, 10.0)
            .fixed("web", 1_000, 0.0, &[])
            .fixed("db", 1_000, 0.0, &[])
            .link("users", "web", &[])
            .link("web", "db", &[("calls", number(2.0))]),
    );
    crowd.to(15.0);
    assert_eq!(crowd.totals().ok, 300_000);
}

#[test]
fn retries_without_wait_end_and_the_loop_around_them_stops() {
    let retrying = [("retries", number(20.0)), ("backoff", word("none"))];
    let refusing = busy_users(1)
        .component(
            "server",
            "server",
            None,
            &[("workers", number(0.0)), ("queue", number(0.0))],
        )
        .link("users", "server", &retrying);
    assert_stands_still(&refusing, &["server", "users"]);
    // In an open loop the tries are counted and time goes on.
    let open = Build::default()
        .component(
            "users",
            "client",
            None,
            &[("rate_per_s", number(10.0)), ("spacing", word("constant"))],
        )
        .component(
            "server",
            "server",
            None,
            &[("workers", number(0.0)), ("queue", number(0.0))],
        )
        .link("users", "server", &retrying);
    let mut run = Run::new(&open);
    run.to(10.05);
    assert_eq!(run.link("users-server").requests, 100 * 21);
    assert_eq!(run.failures(Cause::Refused, "server"), 100);
}

#[test]
fn calls_in_a_circle_stop_with_a_component_of_the_circle() {
    let unlimited = [
        ("discipline", word("processor_sharing")),
        ("service_time", constant(NOW)),
    ];
    let circle = Build::default()
        .client("users", 10.0)
        .component("a", "server", None, &unlimited)
        .component("b", "server", None, &unlimited)
        .link("users", "a", &[])
        .link("a", "b", &[])
        .link("b", "a", &[]);
    match error_of(&circle) {
        EngineError::CallsTooDeep { component, limit } => {
            assert!(component == id("a") || component == id("b"), "{component}");
            assert_eq!(limit, 64);
        }
        other => panic!("{other}"),
    }
}

/// A line of servers: `depth` calls below the client's.
fn line(depth: u32) -> Build {
    let mut build = Build::default().client("users", 10.0);
    for n in 0..depth {
        let from = if n == 0 {
            "users".to_owned()
        } else {
            format!("s{}", n - 1)
        };
        build = build
            .and(&format!("s{n}"), 1.0, constant(NOW))
            .link(&from, &format!("s{n}"), &[]);
    }
    build
}

#[test]
fn the_limit_of_depth_holds_at_n_and_n_plus_1() {
    let mut deep = Run::new(&line(64));
    deep.to(2.0);
    assert!(deep.totals().ok > 5);
    assert_eq!(
        error_of(&line(65)),
        EngineError::CallsTooDeep {
            component: id("s64"),
            limit: 64
        }
    );
}

#[test]
fn a_circle_of_full_servers_waits_and_time_goes_on() {
    let circle = Build::default()
        .client("users", 10.0)
        .and("a", 1.0, constant(NOW))
        .link("users", "a", &[])
        .component(
            "b",
            "server",
            None,
            &[("workers", number(1.0)), ("service_time", constant(NOW))],
        )
        .link("a", "b", &[])
        .link("b", "a", &[]);
    let mut run = Run::new(&circle);
    run.to(100.0);
    assert_eq!(run.totals().ok, 0);
    assert!(run.view("a").queue > 500);
}

#[test]
fn nothing_happens_without_clients_and_at_rate_zero() {
    let silent = Build::default()
        .client("users", 0.0)
        .server("server", 1, 1.0)
        .link("users", "server", &[]);
    for build in [Build::default(), silent] {
        let mut run = Run::new(&build);
        run.to(1e6);
        assert_eq!(run.totals().arrived, 0);
        let before = run.player.now();
        run.player.step_event().unwrap();
        assert_eq!(
            run.player.now(),
            before,
            "a step without any event must not move the clock"
        );
        assert_eq!(run.player.events(), 0);
    }
}

#[test]
fn a_step_is_the_next_event_however_far_away() {
    let rare = Build::default()
        .component(
            "users",
            "client",
            None,
            &[("rate_per_s", number(0.001)), ("spacing", word("constant"))],
        )
        .server("server", 1, 1.0)
        .link("users", "server", &[]);
    let mut run = Run::new(&rare);
    run.player.step_event().unwrap();
    assert_eq!(
        (run.player.events(), run.player.now()),
        (1, SimTime(nanos(1000.0)))
    );
}

#[test]
fn the_end_of_all_time_is_no_panic() {
    let build = Build::default()
        .client("users", 1e-9)
        .server("server", 1, 1.0)
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    for until in [u64::MAX / 2, u64::MAX - 1, u64::MAX] {
        run.player.run_until(SimTime(until), MANY).unwrap();
        run.player.finish().unwrap();
    }
    for _ in 0..1000 {
        run.player.step_event().unwrap();
    }
    run.player
        .watch(sim_core::foundation::units::Span::from_secs(1));
    run.player.update(&build.document).unwrap();
    run.player.finish().unwrap();
}

#[test]
fn a_server_without_workers_keeps_everybody_waiting() {
    let build = Build::default()
        .client("users", 10.0)
        .and("server", 0.0, constant(0.1))
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(100.0);
    let view = run.view("server");
    assert_eq!((view.ok, view.failed, view.slots), (0, 0, Some(0)));
    assert_eq!(view.queue, view.arrived);
    // With shared processors, too.
    let build = Build::default()
        .client("users", 10.0)
        .component(
            "server",
            "server",
            None,
            &[
                ("workers", number(0.0)),
                ("discipline", word("processor_sharing")),
            ],
        )
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(100.0);
    assert_eq!(run.totals().ok, 0);
    assert!(run.totals().in_flight > 800);
}

#[test]
fn a_huge_rate_over_a_tiny_time() {
    let build = Build::default()
        .client("users", 1e6)
        .server("server", 1000, 1e-4)
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(0.05);
    let arrived = run.totals().arrived as f64;
    // Poisson with mean 50,000: six standard deviations.
    assert!(
        (arrived - 50_000.0).abs() < 6.0 * 50_000f64.sqrt(),
        "{arrived}"
    );
}

#[test]
fn a_budget_of_events_is_kept() {
    let build = Build::default()
        .client("users", 100.0)
        .server("server", 1, 0.001)
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    assert_eq!(run.player.run_until(SimTime(nanos(1000.0)), 0), Ok(false));
    assert_eq!(run.player.events(), 0);
    assert_eq!(run.player.run_until(SimTime(nanos(1000.0)), 777), Ok(false));
    assert_eq!(run.player.events(), 777);
    assert!(run.player.now() < SimTime(nanos(1000.0)));
}

/// Windows of somebody who watches are no events, but a call must come back from them.
#[test]
fn a_budget_holds_while_only_windows_close() {
    let mut run = Run::new(&Build::default().client("users", 0.0));
    run.player
        .watch(sim_core::foundation::units::Span::from_secs(1));
    let far = SimTime(nanos(1e9));
    assert_eq!(run.player.run_until(far, 100), Ok(false));
    let now = run.player.now();
    assert!(
        now > SimTime(nanos(1e3)) && now < SimTime(nanos(1e5)),
        "{now:?}"
    );
    run.player.watch(sim_core::foundation::units::Span::ZERO);
    assert_eq!(run.player.run_until(far, 100), Ok(true));
}

#[test]
fn zero_users_and_a_client_without_a_link_are_silent() {
    let mut run = Run::new(
        &busy_users(0)
            .server("server", 1, 1.0)
            .link("users", "server", &[]),
    );
    run.to(10.0);
    assert_eq!(run.totals().arrived, 0);
    let mut run = Run::new(&busy_users(10).client("more", 10.0).server("server", 1, 1.0));
    run.to(10.0);
    assert_eq!(run.totals().arrived, 0);
}

/// Overload of shared processors behind a queue: the events per request must not grow with time.
#[test]
fn saturated_processors_cost_the_same_events_all_the_time() {
    let build = Build::default()
        .client("users", 400.0)
        .component(
            "app",
            "asg",
            None,
            &[
                ("policy", word("fixed")),
                ("desired", number(1.0)),
                ("workers", number(20.0)),
                ("queue", number(50.0)),
                ("service_time", constant(0.01)),
            ],
        )
        .link("users", "app", &[]);
    let mut run = Run::new(&build);
    run.to(10.0);
    let early = run.player.events();
    run.to(20.0);
    let late = run.player.events() - early;
    assert!(
        late < early + early / 10,
        "{early} events in the first 10 s, {late} in the next 10 s"
    );
}
