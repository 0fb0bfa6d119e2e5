//! Replay of recorded arrivals.

use sim_core::catalog::Value;

use crate::support::build::word;
use crate::support::run::Run;
use crate::{SEED, next_times, sink};

fn trace(text: &str, after: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("profile", word("trace")),
        ("trace", word(text)),
        ("after_trace", word(after)),
    ]
}

fn replayed(text: &str, after: &str, n: usize) -> Vec<f64> {
    next_times(&mut Run::seeded(&sink(&trace(text, after)), SEED), n)
}

#[test]
fn recorded_times_come_back_to_the_nanosecond() {
    let text = "gaps_ms 0 12.5 3*2 0 0.000001 1000";
    let times = [
        0.0,
        0.0125,
        0.0155,
        0.0185,
        0.0185,
        0.018_500_001,
        1.018_500_001,
    ];
    assert_eq!(replayed(text, "stop", 100), times);
}

#[test]
fn a_repeated_trace_goes_on_one_mean_gap_after_its_end() {
    let times = replayed("gaps_ms 250 500 1000", "repeat", 7);
    assert_eq!(times, [0.25, 0.75, 1.75, 2.75, 3.25, 4.25, 5.25]);
    assert_eq!(replayed("gaps_ms 250", "repeat", 3), [0.25, 1.5, 2.75]);
}

#[test]
fn each_second_has_its_count() {
    let counts = [12usize, 0, 0, 3_000, 1, 0, 40, 0];
    let text = "per_second 12 0*2 3000 1 0 40 0";
    let in_seconds = |times: &[f64], from: usize| {
        let within = |second: usize| {
            let second = (from + second) as f64;
            times
                .iter()
                .filter(|at| **at >= second && **at < second + 1.0)
                .count()
        };
        (0..counts.len()).map(within).collect::<Vec<_>>()
    };
    let once = replayed(text, "stop", 10_000);
    assert_eq!(once.len(), 3_053);
    assert!(once.is_sorted());
    assert_eq!(in_seconds(&once, 0), counts);
    let again = replayed(text, "repeat", 3 * 3_053);
    assert_eq!(again[..3_053], once);
    assert_eq!(in_seconds(&again, 16), counts);
    // The second round is spread anew.
    assert_ne!(again[3_053] - 8.0, once[0]);
}

/// Requests of one second are anywhere in it: independent and uniform.
#[test]
fn a_second_is_filled_evenly_by_chance() {
    let times = replayed("per_second 40*2500", "stop", 100_000);
    let mut parts: Vec<f64> = times.iter().map(|at| at.fract()).collect();
    parts.sort_by(f64::total_cmp);
    let n = parts.len() as f64;
    let off = |(at, x): (usize, &f64)| (x - at as f64 / n).max((at + 1) as f64 / n - x);
    let off = parts.iter().enumerate().map(off).fold(0.0, f64::max);
    // Kolmogorov and Smirnov at one in 10,000. In each second the count is fixed, so chance is only smaller.
    assert!(off < ((2e4f64).ln() / (2.0 * n)).sqrt(), "{off}");
    // Gaps within a second are those of 40 uniform points: the first of them has the mean 1 / 41.
    let firsts: Vec<f64> = (0..2_500)
        .map(|second| times[40 * second].fract())
        .collect();
    let mean = firsts.iter().sum::<f64>() / 2_500.0;
    // Five standard errors: the deviation of the first of 40 is nearly its mean.
    assert!((mean * 41.0 - 1.0).abs() < 0.1, "{mean}");
}

#[test]
fn an_empty_trace_is_silent() {
    for text in ["", "per_second", "gaps_ms", "per_second 0*100"] {
        for after in ["stop", "repeat"] {
            assert_eq!(replayed(text, after, 3), [0.0; 0], "{text}");
        }
    }
}

/// A crowd at one instant is a crowd, not a loop.
#[test]
fn the_longest_trace_may_come_all_at_once() {
    let build = sink(&trace("gaps_ms 1000 0*199999", "stop"));
    let mut run = Run::seeded(&build, SEED);
    run.to(2.0);
    assert_eq!(run.totals().arrived, 200_000);
}
