//! Every shape of a distribution against its exact distribution function: the test of Kolmogorov and Smirnov.
//!
//! The largest distance between the measured and the exact function exceeds `sqrt(-ln(p / 2) / 2n)` with
//! probability p. With p = 1e-4 for each of the shapes, a right sampler fails here once in a thousand seeds.
#![allow(clippy::unwrap_used)]

use sim_core::foundation::chance::{Distribution, Sampler, StreamKey};

const DRAWS: u32 = 400_000;
const SIGNIFICANCE: f64 = 1e-4;
/// Long times, so that whole nanoseconds do not show.
const MEAN_MS: f64 = 1e6;

/// The exact probability of a time of at most `x` ms.
fn exact(shape: &Distribution, x: f64) -> f64 {
    match *shape {
        Distribution::Constant { ms } => f64::from(x >= ms),
        Distribution::Exponential { mean_ms } => 1.0 - (-x / mean_ms).exp(),
        Distribution::Uniform { min_ms, max_ms } => {
            ((x - min_ms) / (max_ms - min_ms)).clamp(0.0, 1.0)
        }
        Distribution::Erlang { mean_ms, k } => gamma(f64::from(k), x * f64::from(k) / mean_ms),
        Distribution::Hyperexponential { mean_ms, scv } => {
            // Balanced means: both branches contribute half of the mean.
            let p = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
            let branch = |p: f64| p * (1.0 - (-2.0 * p * x / mean_ms).exp());
            branch(p) + branch(1.0 - p)
        }
        Distribution::Gamma { mean_ms, scv } => gamma(1.0 / scv, x / (mean_ms * scv)),
        Distribution::Weibull { mean_ms, shape } => {
            let scale = mean_ms / libm::tgamma(1.0 + 1.0 / shape);
            1.0 - (-(x / scale).powf(shape)).exp()
        }
        Distribution::Pareto { mean_ms, alpha } => {
            let least = mean_ms * (alpha - 1.0) / alpha;
            1.0 - (least / x.max(least)).powf(alpha)
        }
        Distribution::LogNormal { median_ms, p95_ms } => {
            let sigma = (p95_ms / median_ms).ln() / 1.644_853_626_951_472_2;
            normal((x / median_ms).ln() / sigma)
        }
        Distribution::Percentiles {
            p50_ms,
            p90_ms,
            p99_ms,
        } => {
            let (z90, z99) = (1.281_551_565_544_600_4, 2.326_347_874_040_841);
            let slope = (p90_ms / p50_ms).ln() / z90;
            let tail = (p99_ms / p90_ms).ln() / (z99 - z90);
            if x < p90_ms {
                normal((x / p50_ms).ln() / slope)
            } else {
                normal(z90 + (x / p90_ms).ln() / tail)
            }
        }
    }
}

fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The regularised lower incomplete gamma function: by its series below the mean, by its continued fraction above.
fn gamma(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (shape * x.ln() - x - libm::lgamma(shape)).exp();
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        while term > 1e-16 * sum {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return front * sum;
    }
    // Lentz: x + 1 − a − 1·(1 − a) / (x + 3 − a − 2·(2 − a) / (x + 5 − a − ...)).
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for i in 1..10_000 {
        let a = -f64::from(i) * (f64::from(i) - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    1.0 - front * fraction
}

/// The largest distance between the measured and the exact distribution function.
fn distance(drawn: &Distribution, claimed: &Distribution) -> f64 {
    let sampler = Sampler::compile(drawn).unwrap();
    let mut stream = StreamKey::new(1, "distributions", "ks").stream();
    let mut draws: Vec<u64> = (0..DRAWS).map(|_| sampler.sample(&mut stream)).collect();
    draws.sort_unstable();
    let n = f64::from(DRAWS);
    let gaps = draws.iter().enumerate().map(|(at, nanos)| {
        let p = exact(claimed, *nanos as f64 / 1e6);
        (p - at as f64 / n).max((at + 1) as f64 / n - p)
    });
    gaps.fold(0.0, f64::max)
}

fn critical() -> f64 {
    (-(SIGNIFICANCE / 2.0).ln() / (2.0 * f64::from(DRAWS))).sqrt()
}

fn gamma_shape(scv: f64) -> Distribution {
    Distribution::Gamma {
        mean_ms: MEAN_MS,
        scv,
    }
}

fn weibull(shape: f64) -> Distribution {
    Distribution::Weibull {
        mean_ms: MEAN_MS,
        shape,
    }
}

fn pareto(alpha: f64) -> Distribution {
    Distribution::Pareto {
        mean_ms: MEAN_MS,
        alpha,
    }
}

#[test]
fn every_shape_has_its_distribution_function() {
    let shapes = [
        Distribution::exponential(MEAN_MS),
        Distribution::Uniform {
            min_ms: 0.2 * MEAN_MS,
            max_ms: 1.8 * MEAN_MS,
        },
        Distribution::Erlang {
            mean_ms: MEAN_MS,
            k: 4,
        },
        Distribution::Hyperexponential {
            mean_ms: MEAN_MS,
            scv: 9.0,
        },
        Distribution::LogNormal {
            median_ms: MEAN_MS,
            p95_ms: 4.0 * MEAN_MS,
        },
        Distribution::Percentiles {
            p50_ms: MEAN_MS,
            p90_ms: 1.5 * MEAN_MS,
            p99_ms: 6.0 * MEAN_MS,
        },
        gamma_shape(0.001),
        gamma_shape(0.3),
        gamma_shape(1.0),
        gamma_shape(2.5),
        gamma_shape(4.0),
        weibull(0.4),
        weibull(1.0),
        weibull(3.5),
        weibull(100.0),
        pareto(1.1),
        pareto(1.5),
        pareto(3.0),
        pareto(100.0),
    ];
    for shape in shapes {
        let distance = distance(&shape, &shape);
        assert!(
            distance < critical(),
            "{shape:?}: {distance} of {}",
            critical()
        );
    }
}

/// A figure 3 % beside the right one would be noticed.
#[test]
fn the_test_notices_a_wrong_figure() {
    for (drawn, claimed) in [
        (gamma_shape(0.3), gamma_shape(0.309)),
        (gamma_shape(2.5), gamma_shape(2.575)),
        (weibull(0.7), weibull(0.721)),
        (pareto(1.5), pareto(1.545)),
        (
            Distribution::exponential(MEAN_MS),
            Distribution::exponential(1.03 * MEAN_MS),
        ),
    ] {
        let distance = distance(&drawn, &claimed);
        assert!(
            distance > critical(),
            "{drawn:?}: {distance} of {}",
            critical()
        );
    }
}

/// The functions above against known values.
#[test]
fn the_exact_functions_are_right() {
    assert!((gamma(1.0, 0.7) - (1.0 - (-0.7f64).exp())).abs() < 1e-14);
    assert!((gamma(1.0, 5.0) - (1.0 - (-5.0f64).exp())).abs() < 1e-14);
    assert!((gamma(0.5, 2.0) - libm::erf(2.0f64.sqrt())).abs() < 1e-14);
    // Erlang with two stages: 1 − e^-x (1 + x).
    assert!((gamma(2.0, 3.0) - (1.0 - 4.0 * (-3.0f64).exp())).abs() < 1e-14);
    assert!((exact(&weibull(1.0), MEAN_MS) - (1.0 - (-1.0f64).exp())).abs() < 1e-14);
    assert!((exact(&pareto(2.0), MEAN_MS) - 0.75).abs() < 1e-14);
}
