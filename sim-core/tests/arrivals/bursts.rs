//! Bursts: mean and variance of counts against the exact ones of the process in its steady state.

use sim_core::catalog::Value;
use sim_core::foundation::chance::replication_seed;

use crate::support::build::{number, word};
use crate::support::run::Run;
use crate::support::table::Table;
use crate::{SEED, counts, next_times, profile, sink, times};

fn bursty(calm: f64, burst: f64, calm_s: f64, burst_s: f64) -> Vec<(&'static str, Value)> {
    let mut client = profile(
        "bursty",
        &[
            ("burst_per_s", number(burst)),
            ("calm_s", number(calm_s)),
            ("burst_s", number(burst_s)),
        ],
    );
    client[0].1 = number(calm);
    client
}

/// Mean and variance of the count over `t`: the rate is a process with covariance d² p q e^(−σt).
fn exact(calm: f64, burst: f64, calm_s: f64, burst_s: f64, t: f64) -> (f64, f64) {
    let share = burst_s / (calm_s + burst_s);
    let mean = t * (calm * (1.0 - share) + burst * share);
    let sigma = 1.0 / calm_s + 1.0 / burst_s;
    let covariance = (burst - calm).powi(2) * share * (1.0 - share);
    let memory = t / sigma - (1.0 - (-sigma * t).exp()) / (sigma * sigma);
    (mean, mean + 2.0 * covariance * memory)
}

#[test]
fn counts_have_the_mean_and_the_variance_of_the_process() {
    let mut table = Table::default();
    for (calm, burst, calm_s, burst_s) in [
        (50.0, 200.0, 2.0, 0.5),
        (0.0, 300.0, 1.0, 0.3),
        (40.0, 0.0, 0.5, 0.5),
        (20.0, 20.0, 1.0, 1.0),
        (5.0, 100.0, 0.01, 0.01),
    ] {
        let build = sink(&bursty(calm, burst, calm_s, burst_s));
        let until = [0.5, 10.0];
        let runs = |n: u64| counts(&build, replication_seed(SEED, n), &until);
        let samples: Vec<Vec<f64>> = (1..=4_000).map(runs).collect();
        for (at, t) in until.into_iter().enumerate() {
            let (mean, variance) = exact(calm, burst, calm_s, burst_s, t);
            let title = |what| format!("{calm}/{burst} for {calm_s}/{burst_s}, {t} s: {what}");
            let column = || samples.iter().map(|counts| counts[at]);
            table.cell(&title("mean"), mean, 0.1, column());
            let squares = column().map(|count| (count - mean).powi(2));
            table.cell(&title("variance"), variance, 0.2, squares);
        }
    }
    table.assert();
}

/// Long stays: both rates can be read off.
#[test]
fn each_state_has_its_rate() {
    let build = sink(&bursty(10.0, 1_000.0, 100.0, 100.0));
    let gaps: Vec<f64> = times(&build, SEED, 300_000)
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .collect();
    // In a burst the gaps of 100 requests take a tenth of a second, else ten seconds.
    let hundreds: Vec<f64> = gaps.chunks(100).map(|chunk| chunk.iter().sum()).collect();
    let (burst, calm): (Vec<f64>, Vec<f64>) = hundreds.iter().partition(|sum| **sum < 0.2);
    let mean = |sums: &[f64]| sums.iter().sum::<f64>() / sums.len() as f64;
    assert!(burst.len() > 2_000 && calm.len() > 10, "{}", calm.len());
    assert!((mean(&burst) - 0.1).abs() < 0.001, "{}", mean(&burst));
    let pure: Vec<f64> = calm.into_iter().filter(|sum| *sum > 5.0).collect();
    assert!((mean(&pure) - 10.0).abs() < 1.0, "{}", mean(&pure));
}

/// Requests are rare and states change all the time: the mean rate is what counts, and it does not take for ever.
#[test]
fn rare_requests_come_at_the_mean_rate() {
    let build = sink(&bursty(0.0, 0.000_01, 0.001, 0.001));
    let mut run = Run::seeded(&build, SEED);
    let times = next_times(&mut run, 2_000);
    let mean = times[times.len() - 1] / times.len() as f64;
    // A mean gap of 200,000 s; five standard errors.
    assert!(
        (mean / 200_000.0 - 1.0).abs() < 5.0 / 2_000f64.sqrt(),
        "{mean}"
    );
}

#[test]
fn bursts_without_requests_are_silent() {
    let build = sink(&bursty(0.0, 0.0, 1.0, 1.0));
    assert_eq!(counts(&build, SEED, &[1e6]), [0.0]);
    // Without any spread the burst is as regular as its rate.
    let mut even = bursty(10.0, 10.0, 1.0, 1.0);
    even.push(("spacing", word("constant")));
    let regular = times(&sink(&even), SEED, 1_000);
    let off = |(k, at): (usize, &f64)| (at - (k + 1) as f64 / 10.0).abs();
    assert!(regular.iter().enumerate().map(off).fold(0.0, f64::max) < 1e-7);
}
