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

/// The last in the queue would begin after the end of time, which is some 213,000 days away.
#[test]
fn a_long_queue_of_long_works() {
    for workers in [1u32, 2] {
        let build = Build::default()
            .client("users", 200_000.0)
            .server("server", workers, 86_400.0)
            .link("users", "server", &[]);
        let mut run = Run::new(&build);
        run.to(3.0);
        let server = run.view("server");
        assert_eq!(server.slots_held, u64::from(workers));
        assert_eq!(server.queue, server.arrived - u64::from(workers));
        assert!(server.queue > 2 * 213_000);
        run.change(&build.set("server", "workers", number(100_000.0)));
        assert_eq!(run.view("server").slots_held, 100_000);
    }
}

#[test]
fn a_budget_of_events_is_kept() {
    let plain = Build::default()
        .client("users", 100.0)
        .server("server", 1, 0.001)
        .link("users", "server", &[]);
    // The ends of requests that are foreseen are events that cost nothing of it.
    let bounded = plain.clone().set("server", "queue", number(1e6));
    for (build, most) in [(bounded, 777), (plain, 2 * 777)] {
        let mut run = Run::new(&build);
        assert_eq!(run.player.run_until(SimTime(nanos(1000.0)), 0), Ok(false));
        assert_eq!(run.player.events(), 0);
        assert_eq!(run.player.run_until(SimTime(nanos(1000.0)), 777), Ok(false));
        assert!((777..=most).contains(&run.player.events()));
        assert!(run.player.now() < SimTime(nanos(1000.0)));
    }
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

/// Every profile of an open loop, with this rate wherever a rate can be set.
fn profiles(rate: f64) -> Vec<Build> {
    ["steady", "step", "ramp", "spike", "diurnal", "bursty"]
        .into_iter()
        .map(|profile| {
            let rates = [
                "rate_per_s",
                "step_to_per_s",
                "ramp_to_per_s",
                "burst_per_s",
            ];
            let mut pairs: Vec<(&str, Value)> =
                rates.map(|name| (name, number(rate))).into_iter().collect();
            pairs.push(("profile", word(profile)));
            Build::default()
                .component("users", "client", None, &pairs)
                .server("server", 1, 0.001)
                .link("users", "server", &[])
        })
        .collect()
}

#[test]
fn every_profile_is_silent_at_rate_zero() {
    for spacing in ["poisson", "constant", "erlang", "renewal"] {
        for build in profiles(0.0) {
            let mut run = Run::new(&build.set("users", "spacing", word(spacing)));
            run.to(1e6);
            assert_eq!(run.totals().arrived, 0);
        }
    }
}

/// A value from code that the editor would not take is an error, not a default in its place.
#[test]
fn rates_beyond_the_limits_are_refused_by_name() {
    for rate in [1e9, 1_000_000.1, -1.0, f64::NAN, f64::INFINITY] {
        for build in profiles(rate) {
            let error = sim_core::playback::Player::new(&build.document, 1).unwrap_err();
            let error = error.to_string();
            let place = "component `users`: params.rate_per_s: ";
            assert!(error.starts_with(place), "{error}");
            assert!(error.contains("a number from 0 to 1000000"), "{error}");
        }
    }
    // A change is refused as well, and the run goes on with what it had.
    let good = Build::default().client("users", 10.0).server("s", 1, 0.1);
    let good = good.link("users", "s", &[]);
    let mut run = Run::new(&good);
    run.to(5.0);
    let bad = good.clone().set("users", "rate_per_s", number(f64::NAN));
    assert!(run.player.update(&bad.document).is_err());
    run.to(100.0);
    assert!(run.totals().ok > 800);
    let bad = good.set_link("users-s", "calls", number(f64::NAN));
    assert!(run.player.update(&bad.document).is_err());
}

/// In a file the same: the place, what was expected, what was found.
#[test]
fn files_with_such_rates_are_refused() {
    for (rate, found) in [("1e9", "1000000000"), ("-1", "-1"), ("\"NaN\"", "NaN")] {
        let text = format!(
            r#"{{"version": 1, "components": [{{"id": "users", "service": "client", "name": "",
                "at": [0, 0], "params": {{"rate_per_s": {rate}}}}}]}}"#
        );
        let error = sim_core::file::load(&text).unwrap_err().to_string();
        assert!(
            error.contains("rate_per_s") && error.contains(found),
            "{error}"
        );
        assert!(
            error.contains("expected a number from 0 to 1000000"),
            "{error}"
        );
    }
}

#[test]
fn a_spike_of_a_thousand_million_a_second_is_counted_right() {
    for spacing in ["poisson", "constant"] {
        let spike = [
            ("rate_per_s", number(1e6)),
            ("profile", word("spike")),
            ("spike_at_s", number(0.0)),
            ("spike_for_s", number(0.001)),
            ("spike_factor", number(1_000.0)),
            ("spacing", word(spacing)),
        ];
        let build = Build::default()
            .component("users", "client", None, &spike)
            .fixed("server", 1, 1e-3, &[("queue", number(0.0))])
            .link("users", "server", &[]);
        let mut run = Run::new(&build);
        run.to(0.001);
        let arrived = run.totals().arrived as f64;
        // Poisson with mean 1,000,000: six standard deviations.
        assert!((arrived - 1e6).abs() < 6_000.0, "{spacing}: {arrived}");
    }
}

/// No time at work: everybody is answered in the instant of arrival, by one worker.
#[test]
fn service_times_of_zero_answer_at_once() {
    let zeros = [
        sim_core::foundation::chance::Distribution::constant(0.0),
        sim_core::foundation::chance::Distribution::exponential(0.0),
        sim_core::foundation::chance::Distribution::Gamma {
            mean_ms: 0.0,
            scv: 2.0,
        },
        sim_core::foundation::chance::Distribution::Pareto {
            mean_ms: 0.0,
            alpha: 1.5,
        },
    ];
    for zero in zeros {
        for discipline in ["fifo", "lifo", "processor_sharing"] {
            let build = Build::default()
                .client("users", 1_000.0)
                .and("server", 1.0, Value::Times(zero))
                .set("server", "discipline", word(discipline))
                .link("users", "server", &[]);
            let mut run = Run::new(&build);
            run.to(10.0);
            let (totals, view) = (run.totals(), run.view("server"));
            assert_eq!(totals.ok, totals.arrived, "{zero:?}");
            assert!(totals.ok > 9_000 && view.latency.max == 0.0, "{zero:?}");
        }
    }
}

#[test]
fn a_trace_that_is_none_is_refused() {
    for text in [
        "1 2 3",
        "per_second x",
        "per_second -1",
        "gaps_ms 1e999",
        "gaps_ms NaN",
    ] {
        let build = Build::default()
            .component("users", "client", None, &[("trace", word(text))])
            .server("server", 1, 0.1)
            .link("users", "server", &[]);
        let error = sim_core::playback::Player::new(&build.document, 1).unwrap_err();
        let error = error.to_string();
        assert!(
            error.starts_with("component `users`: params.trace: "),
            "{error}"
        );
        assert!(error.contains("expected"), "{error}");
    }
}

/// Rare requests over long times, and short cycles: whole rounds are leapt over.
#[test]
fn rare_requests_of_short_spikes_take_no_time_to_find() {
    let spike = [
        ("rate_per_s", number(0.0)),
        ("profile", word("bursty")),
        ("burst_per_s", number(1e-9)),
        ("burst_s", number(0.001)),
        ("calm_s", number(0.001)),
    ];
    let blink = [
        ("rate_per_s", number(1e-9)),
        ("profile", word("spike")),
        ("spike_for_s", number(0.001)),
        ("spike_factor", number(0.0)),
        ("spike_every_s", number(0.002)),
    ];
    let days = [
        ("rate_per_s", number(1e-9)),
        ("profile", word("diurnal")),
        ("period_min", number(0.01)),
        ("swing_percent", number(100.0)),
    ];
    for client in [&spike[..], &blink[..], &days[..]] {
        let build = Build::default()
            .component("users", "client", None, client)
            .server("server", 1, 0.1)
            .link("users", "server", &[]);
        let mut run = Run::new(&build);
        run.to(3e8);
        assert!(run.totals().arrived < 5);
        run.change(&build.clone().set("users", "rate_per_s", number(1.0)));
        run.to(3e8 + 10.0);
        run.player.run_until(SimTime(u64::MAX), 1_000).unwrap();
    }
}
