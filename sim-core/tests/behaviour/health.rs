//! The status words: they must say what is wrong where. Live windows of a second.

use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{Health, MarkKind};
use sim_core::foundation::units::Span;

use crate::support::build::{Build, constant, id, number, word};
use crate::support::run::Run;

fn watched(build: &Build) -> Run {
    let mut run = Run::new(build);
    run.player.watch(Span::from_secs(1));
    run
}

fn healths<const N: usize>(run: &Run, names: [&str; N]) -> [Health; N] {
    names.map(|name| run.view(name).health)
}

/// Clients, a balancer that probes every 5 s (out after 2, back after 5), so many web servers, and what `more` adds.
fn behind_balancer(rate_per_s: f64, servers: f64) -> Build {
    let pairs = [
        ("processing", constant(0.0)),
        ("health_interval_s", number(5.0)),
    ];
    Build::default()
        .steady("users", rate_per_s)
        .component("alb", "alb", None, &pairs)
        .fixed("web", 1000, 0.001, &[("instances", number(servers))])
        .link("users", "alb", &[])
        .link("alb", "web", &[])
}

/// What probes said of targets: when, at whom, what.
fn verdicts(run: &Run) -> Vec<(f64, MarkKind)> {
    let marks = run.frame().snapshot.marks;
    let verdict =
        |what: &MarkKind| matches!(what, MarkKind::TargetsOut(..) | MarkKind::TargetsBack(..));
    let found = marks.iter().filter(|mark| verdict(&mark.what));
    found
        .map(|mark| {
            assert_eq!(mark.target, Some(id("alb")));
            (mark.at.as_secs_f64(), mark.what.clone())
        })
        .collect()
}

/// 50 messages per second into a buffer of 20, from which five are fetched every second: most find it full, whom they
/// come from is told nothing, and the consumer is well.
#[test]
fn whose_messages_find_a_full_buffer_is_affected_while_they_do() {
    for (batch, interval_ms, sender) in [(5.0, 1000.0, Health::Affected), (10.0, 100.0, Health::Ok)]
    {
        let link = [
            ("mode", word("poll")),
            ("batch", number(batch)),
            ("poll_interval_ms", number(interval_ms)),
            ("buffer", number(20.0)),
        ];
        let build = Build::default()
            .steady("users", 50.0)
            .fixed("web", 4, 0.01, &[])
            .fixed("worker", 10, 0.001, &[])
            .link("users", "web", &[])
            .link("web", "worker", &link);
        let mut run = watched(&build);
        run.to(20.5);
        let special = run.link("web-worker").special;
        let dropped = special.map_or(0, |special| special.dropped);
        assert_eq!(dropped > 0, sender == Health::Affected, "{dropped}");
        let found = healths(&run, ["users", "web", "worker"]);
        assert_eq!(found, [Health::Ok, sender, Health::Ok]);
        assert_eq!(run.totals().failed, 0);
        // Fewer come than are fetched: nothing is lost any more, and what was lost is past.
        run.change(&build.clone().set("users", "rate_per_s", number(1.0)));
        run.to(40.5);
        assert_eq!(healths(&run, ["web"]), [Health::Ok]);
    }
}

/// 200 per second, of which the database serves 100 and refuses the rest.
#[test]
fn who_refuses_is_saturated_and_its_callers_are_affected() {
    let build = behind_balancer(200.0, 2.0)
        .fixed("db", 1, 0.01, &[("queue", number(5.0))])
        .link("web", "db", &[]);
    let mut run = watched(&build);
    run.to(10.5);
    assert!(run.view("web").live.failed_per_s > 50.0);
    assert_eq!(
        healths(&run, ["users", "alb", "web", "db"]),
        [
            Health::Affected,
            Health::Affected,
            Health::Affected,
            Health::Saturated
        ]
    );
}

/// A database with room that takes longer than its caller waits: given up there, and nowhere else.
#[test]
fn who_is_too_slow_is_saturated_and_its_callers_are_affected() {
    let build = behind_balancer(100.0, 2.0)
        .fixed("db", 1000, 1.0, &[])
        .link("web", "db", &[("timeout_ms", number(500.0))]);
    let mut run = watched(&build);
    run.to(10.5);
    assert!(run.view("db").utilization < 0.2);
    assert_eq!(
        healths(&run, ["users", "alb", "web", "db"]),
        [
            Health::Affected,
            Health::Affected,
            Health::Affected,
            Health::Saturated
        ]
    );
}

/// Clients give up at the first whom they ask, who only waits for the last.
#[test]
fn who_waits_for_another_is_not_saturated_by_impatient_clients() {
    let build = Build::default()
        .steady("users", 50.0)
        .fixed("web", 1000, 0.001, &[])
        .fixed("db", 1, 0.021, &[])
        .link("users", "web", &[("timeout_ms", number(300.0))])
        .link("web", "db", &[]);
    let mut run = watched(&build);
    run.to(20.5);
    assert!(run.totals().failed > 100);
    assert_ne!(run.view("web").health, Health::Saturated);
    assert_eq!(
        healths(&run, ["users", "db"]),
        [Health::Affected, Health::Saturated]
    );
}

/// One worker, no queue, a tenth of the time busy: it refuses a tenth, and further tries hide that from the clients.
#[test]
fn refusals_that_tries_hide_are_told_where_they_begin() {
    let tries = [("retries", number(9.0)), ("backoff_ms", number(5.0))];
    let build = Build::default()
        .client("users", 100.0)
        .fixed("web", 1000, 0.0, &[])
        .fixed("db", 1, 0.001, &[("queue", number(0.0))])
        .link("users", "web", &[])
        .link("web", "db", &tries);
    let mut run = watched(&build);
    run.to(10.5);
    assert!(run.view("db").failed > 50 && run.view("db").utilization < 0.3);
    assert_eq!(run.totals().failed, 0);
    assert_eq!(
        healths(&run, ["users", "web", "db"]),
        [Health::Ok, Health::Ok, Health::Saturated]
    );
}

/// A link that is cut says so itself; the component behind it serves its other callers as before.
#[test]
fn a_cut_link_saturates_nobody() {
    let build = Build::default()
        .steady("users", 100.0)
        .steady("others", 100.0)
        .fixed("web", 1000, 0.001, &[])
        .link("users", "web", &[])
        .link("others", "web", &[]);
    let mut run = watched(&build);
    run.to(5.5);
    run.inject(FaultKind::CutLink, "users-web", None);
    run.to(10.5);
    assert!(run.view("users").live.failed_per_s > 90.0);
    assert_eq!(
        healths(&run, ["users", "others", "web"]),
        [Health::Affected, Health::Ok, Health::Ok]
    );
}

/// Until the probes find the dead one, half of all fails there: it is there that this begins.
#[test]
fn a_dead_target_affects_its_balancer_and_each_turn_is_marked_once() {
    let mut run = watched(&behind_balancer(100.0, 2.0));
    run.to(12.005);
    assert_eq!(
        healths(&run, ["users", "alb", "web"]),
        [Health::Ok, Health::Ok, Health::Ok]
    );
    run.inject(FaultKind::CrashOne, "web", None);
    run.to(19.5);
    assert_eq!(
        healths(&run, ["users", "alb", "web"]),
        [Health::Affected, Health::Affected, Health::Saturated]
    );
    assert_eq!(verdicts(&run), []);
    // Probes at 15 and 20 s: nothing fails any more.
    run.to(31.5);
    assert_eq!(
        healths(&run, ["users", "alb", "web"]),
        [Health::Ok, Health::Affected, Health::Busy]
    );
    let out = (20.0, MarkKind::TargetsOut(id("web"), 1));
    assert_eq!(verdicts(&run), std::slice::from_ref(&out));
    run.heal("web");
    // Probes at 35, 40, 45, 50, 55 s.
    run.to(54.5);
    assert_eq!(
        healths(&run, ["users", "alb", "web"]),
        [Health::Ok, Health::Affected, Health::Ok]
    );
    run.to(80.5);
    assert_eq!(run.view("alb").health, Health::Ok);
    let back = (55.0, MarkKind::TargetsBack(id("web"), 1));
    assert_eq!(verdicts(&run), [out, back]);
}

/// A target that cannot be reached is taken out: it gets nothing, serves nothing, and is not well, though nothing fails
/// any more.
#[test]
fn a_target_that_is_taken_out_is_not_well() {
    let build = behind_balancer(100.0, 2.0)
        .fixed("other", 10, 0.001, &[])
        .link("alb", "other", &[]);
    let mut run = watched(&build);
    let targets = |run: &Run, name: &str| {
        let targets = run.view(name).targets;
        (targets.healthy, targets.registered)
    };
    run.to(3.5);
    assert_eq!(
        (
            targets(&run, "other"),
            targets(&run, "web"),
            targets(&run, "users")
        ),
        ((1, 1), (2, 2), (0, 0))
    );
    run.inject(FaultKind::CutLink, "alb-other", None);
    run.to(31.5);
    assert_eq!(
        (targets(&run, "other"), targets(&run, "web")),
        ((0, 1), (2, 2))
    );
    assert_eq!(run.view("other").live.offered_per_s, 0.0);
    assert_eq!(
        healths(&run, ["users", "alb", "other"]),
        [Health::Ok, Health::Affected, Health::Affected]
    );
}

/// With no target healthy it sends to all of them: down while none answers, affected while they do.
#[test]
fn a_balancer_is_down_only_while_nothing_is_served() {
    let mut run = watched(&behind_balancer(100.0, 3.0));
    run.to(12.005);
    run.inject(FaultKind::CrashAll, "web", None);
    run.to(25.5);
    assert_eq!(
        healths(&run, ["users", "alb", "web"]),
        [Health::Affected, Health::Down, Health::Down]
    );
    run.heal("web");
    run.to(30.5);
    assert!(run.view("alb").live.served_per_s > 99.0);
    assert_eq!(
        healths(&run, ["users", "alb", "web"]),
        [Health::Ok, Health::Affected, Health::Ok]
    );
    run.to(51.5);
    assert_eq!(run.view("alb").health, Health::Ok);
    // All of them at once: one mark with their number.
    assert_eq!(
        verdicts(&run),
        [
            (20.0, MarkKind::TargetsOut(id("web"), 3)),
            (50.0, MarkKind::TargetsBack(id("web"), 3))
        ]
    );
}
