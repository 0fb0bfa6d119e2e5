//! Steps, ramps, spikes and days: the integral of the rate between two arrivals is a gap of mean 1.
//!
//! For a Poisson process of any rate these integrals are independent and exponential (the time-rescaling theorem),
//! so one test of Kolmogorov and Smirnov covers rate, order and edges of a profile.

use sim_core::catalog::part::{Part, SourcePart};
use sim_core::catalog::traffic::Profile;
use sim_core::catalog::{Value, service};
use sim_core::foundation::chance::{Distribution, replication_seed};
use sim_core::foundation::units::Span;

use crate::support::build::{id, number, word};
use crate::support::table::Table;
use crate::{SEED, counts, profile, sink, times};

/// All profiles with a rate that is known in advance.
fn all() -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
    let step = |at, to| {
        let more = [("step_at_s", number(at)), ("step_to_per_s", number(to))];
        profile("step", &more)
    };
    let ramp = |at, length, to| {
        let ends = [("ramp_at_s", number(at)), ("ramp_for_s", number(length))];
        let more = [
            ends[0].clone(),
            ends[1].clone(),
            ("ramp_to_per_s", number(to)),
        ];
        profile("ramp", &more)
    };
    let spike = |length, factor, every: Value| {
        let more = [
            ("spike_at_s", number(7.0)),
            ("spike_for_s", number(length)),
            ("spike_factor", number(factor)),
            ("spike_every_s", every),
        ];
        profile("spike", &more)
    };
    let day = |swing, period_s: f64| {
        let more = [
            ("swing_percent", number(swing)),
            ("period_min", number(period_s / 60.0)),
            ("peak_min", number(0.1)),
        ];
        profile("diurnal", &more)
    };
    vec![
        ("step up", step(20.0, 400.0)),
        ("step down", step(20.0, 5.0)),
        ("step at once", step(0.0, 80.0)),
        ("ramp up", ramp(10.0, 30.0, 500.0)),
        ("ramp down", ramp(10.0, 50.0, 1.0)),
        ("ramp of no length", ramp(10.0, 0.0, 300.0)),
        ("spike", spike(5.0, 10.0, word("once"))),
        ("spikes", spike(1.5, 8.0, number(4.0))),
        ("pauses", spike(1.5, 0.0, number(2.0))),
        ("spikes without end", spike(2.0, 3.0, number(2.0))),
        ("day", day(60.0, 30.0)),
        ("day down to zero", day(100.0, 12.5)),
        ("short days", day(90.0, 0.6)),
        ("flat day", day(0.0, 30.0)),
    ]
}

fn compiled(client: &[(&'static str, Value)]) -> Profile {
    let build = sink(client);
    let settings = build.document.components[&id("users")].settings();
    match (service("client").unwrap().compile)(&settings) {
        Part::Source(SourcePart::Open { profile, .. }) => profile,
        other => panic!("{other:?}"),
    }
}

/// Requests expected until an instant.
fn expected(profile: &Profile, seconds: f64) -> f64 {
    profile.mean_per_s(Span::from_secs_f64(seconds)) * seconds
}

/// The integrals of the rate between neighbouring arrivals.
fn rescaled(client: &[(&'static str, Value)], n: usize) -> Vec<f64> {
    let rate = compiled(client);
    let mut before = 0.0;
    let integral = |at: f64| {
        let gap = expected(&rate, at) - before;
        before += gap;
        gap
    };
    times(&sink(client), SEED, n)
        .into_iter()
        .map(integral)
        .collect()
}

/// The largest distance from a distribution function, in units of the one that chance exceeds once in 10,000 times.
fn distance(mut sample: Vec<f64>, exact: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gaps = sample.iter().enumerate().map(|(at, x)| {
        let p = exact(*x);
        (p - at as f64 / n).max((at + 1) as f64 / n - p)
    });
    gaps.fold(0.0, f64::max) / ((2e4f64).ln() / (2.0 * n)).sqrt()
}

const ARRIVALS: usize = 20_000;

#[test]
fn poisson_arrivals_of_every_profile_are_exact() {
    for (name, client) in all() {
        let off = distance(rescaled(&client, ARRIVALS), |x| 1.0 - (-x).exp());
        assert!(off < 1.0, "{name}: {off}");
    }
}

/// The same arrivals under a rate 4 % beside the right one.
#[test]
fn the_test_notices_a_wrong_rate() {
    for (name, client) in all() {
        let wrong: Vec<f64> = rescaled(&client, ARRIVALS)
            .iter()
            .map(|gap| 1.04 * gap)
            .collect();
        let off = distance(wrong, |x| 1.0 - (-x).exp());
        assert!(off > 1.0, "{name}: {off}");
    }
}

#[test]
fn other_spacings_go_along_the_integral_too() {
    let uniform = Distribution::Uniform {
        min_ms: 1.0,
        max_ms: 3.0,
    };
    for (name, mut client) in all() {
        client.push(("spacing", word("renewal")));
        client.push(("gap", Value::Times(uniform)));
        let off = distance(rescaled(&client, ARRIVALS), |x| (x - 0.5).clamp(0.0, 1.0));
        assert!(off < 1.0, "{name}: {off}");
    }
}

/// Equal gaps: the k-th request comes when k requests are expected, to the nanosecond and without drift.
#[test]
fn equal_gaps_come_at_whole_numbers_of_expected_requests() {
    for (name, mut client) in all() {
        client.push(("spacing", word("constant")));
        let rate = compiled(&client);
        let most = rate.peak_per_s();
        for (k, at) in times(&sink(&client), SEED, ARRIVALS)
            .into_iter()
            .enumerate()
        {
            let off = expected(&rate, at) - (k + 1) as f64;
            // Half a nanosecond of the clock, and the digits of the sum.
            assert!(off.abs() < most * 1e-9 + 1e-8, "{name} {k}: {off}");
        }
    }
}

/// Mean and variance of counts: both are the integral of the rate.
#[test]
fn counts_have_the_mean_and_the_dispersion_of_poisson() {
    let mut table = Table::default();
    let until = [9.0, 26.0];
    for (name, client) in all() {
        let (rate, build) = (compiled(&client), sink(&client));
        let runs = |n: u64| counts(&build, replication_seed(SEED, n), &until);
        let samples: Vec<Vec<f64>> = (1..=1_000).map(runs).collect();
        for (at, seconds) in until.iter().enumerate() {
            let exact = expected(&rate, *seconds);
            let column = || samples.iter().map(|counts| counts[at]);
            let title = |what: &str| format!("{name} at {seconds} s: {what}");
            table.cell(&title("mean"), exact, 0.02, column());
            // Squares around the exact mean: their mean is the variance.
            let squares = column().map(|count| (count - exact).powi(2) / exact);
            table.cell(&title("dispersion"), 1.0, 0.15, squares);
        }
    }
    table.assert();
}
