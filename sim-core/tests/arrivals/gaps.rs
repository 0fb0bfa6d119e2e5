//! Gaps of steady clients: mean, variability and independence of each spacing.

use sim_core::catalog::Value;
use sim_core::foundation::chance::{Distribution, replication_seed};

use crate::support::build::{number, word};
use crate::support::table::Table;
use crate::{REPLICATIONS, SEED, sink, times};

/// Mean and squared coefficient of variation of gaps, and the correlation of neighbours.
fn of_gaps(times: &[f64]) -> (f64, f64, f64) {
    let gaps: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let n = gaps.len() as f64;
    let mean = gaps.iter().sum::<f64>() / n;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / n;
    let neighbours = gaps.windows(2).map(|g| (g[0] - mean) * (g[1] - mean));
    let covariance = neighbours.sum::<f64>() / (n - 1.0);
    (mean, variance / (mean * mean), covariance / variance)
}

/// Gaps of a spacing at 50 requests per second; `sharp` as for [`Table::cell`].
fn gaps(table: &mut Table, name: &str, scv: f64, sharp: f64, spacing: &[(&str, Value)]) {
    let mut client = vec![("rate_per_s", number(50.0))];
    client.extend_from_slice(spacing);
    let build = sink(&client);
    let samples: Vec<(f64, f64, f64)> = (1..=REPLICATIONS)
        .map(|replication| of_gaps(&times(&build, replication_seed(SEED, replication), 20_000)))
        .collect();
    let column = |of: fn(&(f64, f64, f64)) -> f64| samples.iter().map(of);
    table.cell(&format!("{name}: mean gap"), 0.02, sharp, column(|s| s.0));
    table.cell(&format!("{name}: SCV of gaps"), scv, sharp, column(|s| s.1));
    // Independent gaps; the estimate is low by 1 / n.
    let correlation = column(|s| 1.0 + s.2 + 1.0 / 20_000.0);
    table.cell(&format!("{name}: 1 + correlation"), 1.0, 0.02, correlation);
}

fn renewal(shape: Distribution) -> [(&'static str, Value); 2] {
    [("spacing", word("renewal")), ("gap", Value::Times(shape))]
}

#[test]
fn gaps_have_the_mean_of_the_rate_and_the_shape_of_the_spacing() {
    let mut table = Table::default();
    gaps(&mut table, "Poisson", 1.0, 0.02, &[]);
    for stages in [1.0, 2.0, 4.0, 100.0] {
        let spacing = [("spacing", word("erlang")), ("stages", number(stages))];
        let name = format!("Erlang-{stages}");
        gaps(&mut table, &name, 1.0 / stages, 0.02, &spacing);
    }
    // The mean of the shape does not count.
    let shapes = [
        Distribution::Uniform {
            min_ms: 1.0,
            max_ms: 7.0,
        },
        Distribution::Hyperexponential {
            mean_ms: 5e6,
            scv: 4.0,
        },
        Distribution::Gamma {
            mean_ms: 1.0,
            scv: 0.4,
        },
        Distribution::Weibull {
            mean_ms: 1e-3,
            shape: 0.8,
        },
    ];
    for shape in shapes {
        let name = format!("{shape:?}");
        let name = name.split(' ').next().unwrap();
        gaps(
            &mut table,
            name,
            shape.scv().unwrap(),
            0.05,
            &renewal(shape),
        );
    }
    table.assert();
}

#[test]
fn shapes_without_spread_are_equal_gaps() {
    let constant = [("rate_per_s", number(50.0)), ("spacing", word("constant"))];
    let equal = times(&sink(&constant), 1, 1_000);
    assert_eq!(equal[..2], [0.02, 0.04]);
    for shape in [
        Distribution::constant(0.0),
        Distribution::constant(3.0),
        Distribution::exponential(0.0),
    ] {
        let mut client = vec![("rate_per_s", number(50.0))];
        client.extend(renewal(shape));
        assert_eq!(times(&sink(&client), 1, 1_000), equal, "{shape:?}");
    }
}

/// An Erlang of one stage and an exponential shape draw what Poisson draws.
#[test]
fn one_stage_and_an_exponential_shape_are_poisson() {
    let client = |more: &[(&str, Value)]| {
        let mut client = vec![("rate_per_s", number(50.0))];
        client.extend_from_slice(more);
        times(&sink(&client), 1, 1_000)
    };
    let poisson = client(&[]);
    let one = client(&[("spacing", word("erlang")), ("stages", number(1.0))]);
    let own = client(&renewal(Distribution::exponential(9.0)));
    for (a, (b, c)) in poisson.iter().zip(one.iter().zip(&own)) {
        // The same draws: only the last digits differ, by a nanosecond and the digits of a gap.
        assert!((a - b).abs() < 2e-6 && (a - c).abs() < 2e-6, "{a} {b} {c}");
    }
}
