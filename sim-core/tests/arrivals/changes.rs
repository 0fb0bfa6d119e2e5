//! Settings that change while the run goes on.

use sim_core::catalog::Value;

use crate::support::build::{Build, number, word};
use crate::support::run::Run;
use crate::{SEED, next_times, profile, sink};

/// A run of 10 s under one setting, then on to 20 s under another: arrivals in each half.
fn halves(before: &[(&'static str, Value)], after: &[(&'static str, Value)]) -> (f64, f64) {
    let mut run = Run::seeded(&sink(before), SEED);
    run.to(10.0);
    let first = run.totals().arrived as f64;
    run.change(&sink(after)).to(20.0);
    (first, run.totals().arrived as f64 - first)
}

/// Within five standard deviations of a Poisson count.
fn assert_near(count: f64, expected: f64, what: &str) {
    let off = (count - expected).abs();
    assert!(
        off <= 5.0 * expected.sqrt(),
        "{what}: {count} of {expected}"
    );
}

fn step(at: f64, to: f64) -> Vec<(&'static str, Value)> {
    profile(
        "step",
        &[("step_at_s", number(at)), ("step_to_per_s", number(to))],
    )
}

#[test]
fn times_count_from_the_start_of_the_run() {
    let steady = profile("steady", &[]);
    for (name, after, expected) in [
        ("a step of the past", step(5.0, 400.0), 4_000.0),
        ("a step to come", step(15.0, 400.0), 250.0 + 2_000.0),
        (
            "a ramp under way",
            profile(
                "ramp",
                &[
                    ("ramp_at_s", number(5.0)),
                    ("ramp_for_s", number(10.0)),
                    ("ramp_to_per_s", number(450.0)),
                ],
            ),
            1_750.0 + 2_250.0,
        ),
        (
            "a spike that is nearly over",
            profile(
                "spike",
                &[
                    ("spike_at_s", number(5.0)),
                    ("spike_for_s", number(7.0)),
                    ("spike_factor", number(10.0)),
                ],
            ),
            1_000.0 + 400.0,
        ),
        (
            "the down half of a day",
            profile(
                "diurnal",
                &[
                    ("period_min", number(20.0 / 60.0)),
                    ("peak_min", number(5.0 / 60.0)),
                    ("swing_percent", number(100.0)),
                ],
            ),
            500.0 * (1.0 - 2.0 / std::f64::consts::PI),
        ),
    ] {
        let (first, second) = halves(&steady, &after);
        assert_near(first, 500.0, name);
        assert_near(second, expected, name);
        // And back again.
        let (_, second) = halves(&after, &steady);
        assert_near(second, 500.0, name);
    }
}

#[test]
fn spacings_change_at_once() {
    let mut constant = profile("steady", &[]);
    constant.push(("spacing", word("constant")));
    let mut erlang = profile("steady", &[]);
    erlang.push(("spacing", word("erlang")));
    let (first, second) = halves(&constant, &erlang);
    assert_eq!(first, 500.0);
    assert_near(second, 500.0, "Erlang");
    let (_, second) = halves(&erlang, &constant);
    assert_eq!(second, 500.0);
}

fn trace(text: &str) -> Vec<(&'static str, Value)> {
    profile("trace", &[("trace", word(text))])
}

#[test]
fn a_trace_goes_on_where_the_clock_stands() {
    let even = trace("gaps_ms 50 100*999");
    assert_eq!(halves(&even, &even), (100.0, 100.0));
    // A longer one, changed under way: what lies before is not made up for.
    assert_eq!(halves(&trace("gaps_ms 9000"), &even), (1.0, 100.0));
    let counts = trace("per_second 30*15");
    assert_eq!(halves(&counts, &counts), (300.0, 150.0));
    assert_eq!(halves(&even, &counts), (100.0, 150.0));
    let mut run = Run::seeded(&sink(&even), SEED);
    run.to(10.5).change(&sink(&counts)).to(20.0);
    // Half of the eleventh second's thirty, and four more seconds.
    assert_eq!(run.totals().arrived, 105 + 15 + 120);
}

/// Bursts begin and end when they would have, whatever their rates are.
#[test]
fn bursts_go_on_under_other_rates() {
    let bursty = |rate| {
        profile(
            "bursty",
            &[
                ("burst_per_s", number(rate)),
                ("calm_s", number(1.0)),
                ("burst_s", number(1.0)),
            ],
        )
    };
    let calm = |mut client: Vec<(&'static str, Value)>| {
        client[0].1 = number(0.0);
        client
    };
    let in_bursts = |run: &mut Run| -> Vec<u64> {
        let loud = |at: &f64| *at as u64;
        let mut tenths: Vec<u64> = next_times(run, 4_000)
            .iter()
            .map(|at| loud(&(10.0 * at)))
            .collect();
        tenths.dedup();
        tenths
    };
    let plain = sink(&calm(bursty(400.0)));
    let mut unchanged = Run::seeded(&plain, SEED);
    unchanged.to(10.0);
    let expected = in_bursts(&mut unchanged);
    let mut changed = Run::seeded(&plain, SEED);
    // In the midst of bursts and between them.
    for tenth in 30..100 {
        changed.to(f64::from(tenth) / 10.0);
        changed.change(&sink(&calm(bursty(400.0 + f64::from(tenth % 2)))));
    }
    changed.to(10.0).change(&plain);
    let found = in_bursts(&mut changed);
    let common = found
        .iter()
        .filter(|tenth| expected.contains(tenth))
        .count();
    // Only at the edges of a burst a tenth of a second may be without a request by chance.
    assert!(
        common * 100 > 95 * found.len() && common * 100 > 90 * expected.len(),
        "{expected:?} {found:?}"
    );
}

/// A client without a link is silent; with one again it goes on by the clock.
#[test]
fn silence_does_not_shift_a_profile() {
    let build = sink(&step(5.0, 400.0));
    let silent = build.clone().without("users-server");
    let mut run = Run::seeded(&build, SEED);
    run.to(4.0).change(&silent).to(8.0);
    let before = run.totals().arrived as f64;
    assert_near(before, 200.0, "before");
    run.change(&build).to(10.0);
    assert_near(run.totals().arrived as f64 - before, 800.0, "after");
}

/// What has nothing to do with a client does not touch its arrivals.
#[test]
fn other_changes_leave_the_arrivals_alone() {
    let bursty = profile(
        "bursty",
        &[("burst_s", number(0.5)), ("calm_s", number(0.5))],
    );
    let diurnal = profile("diurnal", &[("period_min", number(0.1))]);
    for client in [
        step(5.0, 400.0),
        bursty,
        diurnal,
        trace("per_second 40*100"),
    ] {
        let build = sink(&client);
        let more: Build = build.clone().fixed("another", 1, 0.1, &[]);
        let (mut plain, mut touched) = (Run::seeded(&build, SEED), Run::seeded(&build, SEED));
        plain.to(3.0);
        touched.to(3.0).change(&more).change(&build);
        assert_eq!(
            next_times(&mut plain, 1_000),
            next_times(&mut touched, 1_000)
        );
    }
}

/// A client sends the same whether it is alone or one of many: beyond a few clients arrivals are kept elsewhere.
#[test]
fn a_client_among_many_sends_what_it_sends_alone() {
    let profiles = [
        step(5.0, 400.0),
        profile("diurnal", &[("period_min", number(0.1))]),
        profile(
            "bursty",
            &[("burst_s", number(0.5)), ("calm_s", number(0.5))],
        ),
        trace("per_second 40*100"),
        profile("steady", &[("spacing", word("erlang"))]),
    ];
    let name = |n: usize| format!("client-{n}");
    let server = || {
        let refuses = [("workers", number(0.0)), ("queue", number(0.0))];
        Build::default().component("server", "server", None, &refuses)
    };
    let with = |build: Build, n: usize, profiles: &[Vec<(&'static str, Value)>]| {
        build
            .component(&name(n), "client", None, &profiles[n % profiles.len()])
            .link(&name(n), "server", &[])
    };
    let crowd = (0..20).fold(server(), |build, n| with(build, n, &profiles));
    // All of them change their minds under way, and back.
    let calm = (0..20).fold(server(), |build, n| with(build, n, &[step(7.0, 1.0)]));
    let arrived = |build: &Build, calm: &Build, n: usize| {
        let mut run = Run::seeded(build, SEED);
        let counts = [2.0, 4.0, 6.0, 9.0].map(|seconds| {
            run.to(seconds);
            run.view(&name(n)).arrived
        });
        run.change(calm).to(10.0).change(build).to(12.0);
        (counts, run.view(&name(n)).arrived)
    };
    for n in [0, 3, 7, 8, 11, 12, 14, 19] {
        let alone = arrived(
            &with(server(), n, &profiles),
            &with(server(), n, &[step(7.0, 1.0)]),
            n,
        );
        assert_eq!(arrived(&crowd, &calm, n), alone, "client {n}");
        assert!(alone.0[0] > 20, "{alone:?}");
    }
}
