//! Ranks by Zipf's law against their probabilities: the chi-square test.
//!
//! With a significance of 1e-4 for each of the laws a right sampler fails here once in some hundred seeds.

use sim_core::foundation::chance::{MAX_ZIPF_EXPONENT, MAX_ZIPF_RANKS, StreamKey, Zipf};

const DRAWS: u32 = 400_000;
/// The normal quantile of 1 − 1e-4.
const Z: f64 = 3.719_016_485_455_709;
/// Ranks are put together until so many draws are expected of them.
const EXPECTED: f64 = 25.0;

/// The 1 − 1e-4 quantile of chi-square by Wilson and Hilferty, good to a percent from one degree on.
fn limit(degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    degrees * (1.0 - spread + Z * spread.sqrt()).powi(3)
}

fn check(ranks: u32, exponent: f64) {
    let zipf = Zipf::new(ranks, exponent);
    let name = format!("{ranks} ranks, exponent {exponent}");
    let mut stream = StreamKey::new(7, &name, "zipf").stream();
    let mut found = vec![0u32; ranks as usize];
    for _ in 0..DRAWS {
        found[zipf.sample(&mut stream) as usize] += 1;
    }
    let (mut sum, mut cells, mut expected, mut seen) = (0.0, 0u32, 0.0, 0.0);
    let mut last = (0.0, 0.0);
    for (probability, count) in zipf.probabilities().into_iter().zip(found) {
        expected += probability * f64::from(DRAWS);
        seen += f64::from(count);
        if expected >= EXPECTED {
            sum += (seen - expected).powi(2) / expected;
            cells += 1;
            last = (expected, seen);
            (expected, seen) = (0.0, 0.0);
        }
    }
    // The rest goes to the last cell.
    sum -= (last.1 - last.0).powi(2) / last.0;
    sum += (last.1 + seen - last.0 - expected).powi(2) / (last.0 + expected);
    if cells > 1 {
        let most = limit(f64::from(cells - 1));
        assert!(sum < most, "{name}: chi-square {sum} of at most {most}");
    } else {
        assert_eq!(last.1 + seen, f64::from(DRAWS), "{name}");
    }
}

#[test]
fn ranks_come_as_often_as_they_should() {
    for exponent in [
        0.0,
        0.3,
        0.7,
        0.99,
        1.0,
        1.01,
        1.5,
        2.0,
        3.5,
        MAX_ZIPF_EXPONENT,
    ] {
        for ranks in [1, 2, 3, 10, 1_000, 100_000] {
            check(ranks, exponent);
        }
    }
}

/// The law at its largest: the probability of all ranks but the first, and of those far out.
#[test]
fn the_largest_number_of_ranks_is_exact_too() {
    for exponent in [0.0, 0.99] {
        let zipf = Zipf::new(MAX_ZIPF_RANKS, exponent);
        let mut stream = StreamKey::new(7, "largest", "zipf").stream();
        let draws = 1_000_000u32;
        let ranks: Vec<u32> = (0..draws).map(|_| zipf.sample(&mut stream)).collect();
        let all = zipf.probabilities();
        for from in [1, 2, 1_000_000, 9_000_000] {
            let exact: f64 = all[from..].iter().sum();
            let found = ranks.iter().filter(|rank| **rank as usize >= from).count();
            let (n, found) = (f64::from(draws), found as f64);
            let sigma = (n * exact * (1.0 - exact)).sqrt();
            assert!(
                (found - n * exact).abs() <= Z * sigma,
                "{exponent}, {from}: {found} of {}",
                n * exact
            );
        }
    }
}

/// The canary: a law that is a little off is found out.
#[test]
#[should_panic(expected = "chi-square")]
fn another_exponent_is_noticed() {
    let (right, wrong) = (Zipf::new(1_000, 1.0), Zipf::new(1_000, 1.02));
    let mut stream = StreamKey::new(7, "wrong", "zipf").stream();
    let mut found = vec![0.0; 1_000];
    (0..DRAWS).for_each(|_| found[wrong.sample(&mut stream) as usize] += 1.0);
    let expected = right
        .probabilities()
        .into_iter()
        .map(|p| p * f64::from(DRAWS));
    let sum: f64 = expected
        .zip(found)
        .map(|(expected, found): (f64, f64)| (found - expected).powi(2) / expected)
        .sum();
    assert!(sum < limit(999.0), "chi-square {sum}");
}
