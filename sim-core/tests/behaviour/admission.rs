//! Whom a station lets in: limits on requests at once, shedding by the delay in the line, rate limits.

use sim_core::catalog::Value;
use sim_core::engine::snapshot::Cause;

use crate::assert_close;
use crate::support::build::{Build, constant, number, word};
use crate::support::run::Run;

/// `rate` requests a second, 0.1 s of work each, one worker.
fn station(rate: f64, rules: &[(&str, Value)]) -> Build {
    Build::default()
        .steady("users", rate)
        .fixed("server", 1, 0.1, rules)
        .link("users", "server", &[])
}

fn limit(value: f64) -> [(&'static str, Value); 2] {
    [
        ("admission", word("concurrency_limit")),
        ("admission_limit", number(value)),
    ]
}

/// Twenty a second to a server that does ten: with a limit of three, three are inside and the others are shed.
#[test]
fn a_concurrency_limit_sheds_what_is_beyond() {
    let mut run = Run::new(&station(20.0, &limit(3.0)));
    run.to(10.0);
    let server = run.view("server");
    assert_eq!(
        (server.slots_held, server.queue, server.queue_max),
        (1, 2, 2)
    );
    assert_eq!(server.rules.limit, Some(3));
    assert_eq!(run.failures(Cause::Shed, "server"), server.rules.shed);
    assert!((98..=100).contains(&server.rules.shed), "{server:?}");
    // Whoever is let in waits for two others at most.
    assert!(server.latency.max <= 0.3 * 1.01, "{server:?}");
}

/// The limit is each instance's own.
#[test]
fn each_instance_has_its_own_limit() {
    let two = [
        ("admission", word("concurrency_limit")),
        ("admission_limit", number(1.0)),
        ("instances", number(2.0)),
    ];
    let mut run = Run::new(&station(20.0, &two));
    run.to(10.04);
    let server = run.view("server");
    assert_eq!((server.rules.shed, server.rules.limit), (0, Some(2)));
    assert_eq!(server.slots_held, 2);
}

#[test]
fn a_limit_of_none_lets_nobody_in() {
    let mut run = Run::new(&station(20.0, &limit(0.0)));
    run.to(10.01);
    assert_eq!(run.failures(Cause::Shed, "server"), 200);
}

fn delay(newest_first: bool) -> [(&'static str, Value); 4] {
    [
        ("admission", word("queue_delay")),
        ("delay_target_ms", number(100.0)),
        ("delay_interval_ms", number(1_000.0)),
        ("newest_first", Value::Flag(newest_first)),
    ]
}

/// Twenty a second against ten: the line grows for two intervals, then nobody waits for more than twice the target,
/// and the server works all the time.
#[test]
fn a_standing_line_is_cut_to_twice_the_target() {
    let mut run = Run::new(&station(20.0, &delay(false)));
    run.to(3.0);
    let early = run.view("server");
    assert!(early.queue_max >= 10, "{early:?}");
    run.to(3.5);
    let (shed, ok) = (run.view("server").rules.shed, run.view("server").ok);
    run.to(103.5);
    let server = run.view("server");
    assert!(
        server.queue <= 5 && server.queue_max == early.queue_max,
        "{server:?}"
    );
    assert_eq!(server.ok - ok, 1000);
    let share = (server.rules.shed - shed) as f64 / 2000.0;
    assert!((share - 0.5).abs() < 0.01, "{share}");
    assert_eq!(run.failures(Cause::Shed, "server"), server.rules.shed);
}

/// The last come first as long as there is an overload: half are served, and they hardly wait.
#[test]
fn the_newest_go_first_while_the_line_stands() {
    let patience = [("timeout_ms", number(180.0))];
    let goodput = |rules: &[(&str, Value)]| {
        let build = Build::default()
            .steady("users", 20.0)
            .fixed("server", 1, 0.1, rules)
            .link("users", "server", &patience);
        let mut run = Run::new(&build);
        run.to(10.0);
        let before = run.totals().ok;
        run.to(110.0);
        (run.totals().ok - before) as f64 / 100.0
    };
    // In order of arrival, even a line of twice the target is too long for users who wait 180 ms.
    assert!(goodput(&delay(false)) < 1.0);
    assert!(goodput(&[]) < 1.0);
    assert_close(goodput(&delay(true)), 10.0);
}

/// A burst of twenty at once, every five seconds, is no overload: it is worked off, and nobody is shed.
#[test]
fn a_burst_is_no_overload() {
    let build = Build::default()
        .users("users", 20, 5.0)
        .fixed("server", 1, 0.02, &delay(true))
        .link("users", "server", &[]);
    let mut run = Run::new(&build);
    run.to(60.0);
    let server = run.view("server");
    assert!(server.queue_max >= 19 && server.ok > 200, "{server:?}");
    assert_eq!(server.rules.shed, 0);
}

/// When the overload is over, everybody is served in order again.
#[test]
fn shedding_ends_with_the_overload() {
    let mut run = Run::new(&station(20.0, &delay(true)));
    run.to(10.0);
    run.change(&station(5.0, &delay(true)));
    run.to(13.0);
    let server = run.view("server");
    run.to(100.0);
    assert_eq!(run.view("server").rules.shed, server.rules.shed);
    assert_eq!(run.view("server").ok - server.ok, 435);
}

/// Answers must take 250 ms at most: the limit finds out that two or three at once is what one worker can do.
#[test]
fn an_adaptive_limit_finds_what_the_server_can_do() {
    let rules = [
        ("admission", word("adaptive")),
        ("latency_limit_ms", number(250.0)),
        ("limit_max", number(50.0)),
    ];
    let mut run = Run::new(&station(30.0, &rules));
    run.to(60.0);
    let before = run.view("server");
    run.to(160.0);
    let server = run.view("server");
    // A limit that falls below one at work and one waiting lets the worker rest now and then.
    assert!(server.ok - before.ok > 900, "{}", server.ok - before.ok);
    let limit = server.rules.limit.unwrap();
    assert!((1..=4).contains(&limit), "{limit}");
    assert!(server.queue <= 3 && run.failures(Cause::Shed, "server") > 2500);
}

/// A failure from below teaches like an answer that took too long.
#[test]
fn failures_below_close_the_adaptive_limit() {
    let rules = [
        ("admission", word("adaptive")),
        ("latency_limit_ms", number(5_000.0)),
        ("workers", number(50.0)),
    ];
    let build = |below: &str| {
        Build::default()
            .steady("users", 100.0)
            .fixed("server", 50, 0.01, &rules)
            .fixed("good", 1000, 0.5, &[])
            .component(
                "bad",
                "server",
                None,
                &[("workers", number(0.0)), ("queue", number(0.0))],
            )
            .link("users", "server", &[])
            .link("server", below, &[])
    };
    let mut run = Run::new(&build("good"));
    run.to(60.0);
    let grown = run.view("server").rules.limit.unwrap();
    assert!(grown > 40, "{grown}");
    let mut run = Run::new(&build("bad"));
    run.to(60.0);
    assert_eq!(run.view("server").rules.limit, Some(1));
}

/// Ten a second with five saved: a crowd of twenty finds five tokens, and later ten pass in a second.
#[test]
fn a_token_bucket_throttles() {
    let rules = [
        ("throttle", word("token_bucket")),
        ("throttle_per_s", number(10.0)),
        ("throttle_burst", number(5.0)),
        ("workers", number(1_000.0)),
    ];
    let build = Build::default()
        .users("crowd", 20, 10.0)
        .fixed("server", 1000, 0.0, &rules)
        .link("crowd", "server", &[]);
    let mut run = Run::new(&build);
    run.to(10.01);
    let server = run.view("server");
    assert_eq!((server.ok, server.rules.throttled), (5, 15));
    assert_eq!(run.failures(Cause::Throttled, "server"), 15);
    let mut steady = Run::new(&station(100.0, &rules).set("server", "service_time", constant(0.0)));
    steady.to(100.0);
    let server = steady.view("server");
    assert!((1004..=1006).contains(&server.ok), "{server:?}");
    assert_eq!(server.ok + server.failed, server.arrived);
}
