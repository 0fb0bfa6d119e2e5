//! Laplace–Stieltjes transforms of distributions of times: E[e^−sX], what GI/M/1 asks of its arrivals.

use super::TheoryError;
use super::numeric::integral;
use crate::foundation::chance::Distribution;

/// The 95 % point of the standard normal.
const NORMAL_95: f64 = 1.644_853_626_951_472_2;

/// E[e^−sX] of a distribution of times, `s` ≥ 0 per second (K §5.1 and appendix I; H ch. 25).
///
/// Closed forms where there are some; log-normal, Weibull and Pareto by numerical integration over the normal or the
/// exponential that they are made from.
///
/// # Errors
/// [`TheoryError::Parameter`] for a negative `s` or an invalid distribution, [`TheoryError::NoTransform`] for a shape
/// without one here.
pub fn laplace(distribution: &Distribution, s: f64) -> Result<f64, TheoryError> {
    let s = super::not_negative("s", s)?;
    if distribution.validate().is_err() {
        return Err(TheoryError::NoTransform);
    }
    // Times are milliseconds: then so is s.
    let s = s / 1000.0;
    Ok(match *distribution {
        Distribution::Constant { ms } => libm::exp(-s * ms),
        Distribution::Exponential { mean_ms } => exponential(s * mean_ms),
        Distribution::Uniform { min_ms, max_ms } => {
            libm::exp(-s * min_ms) * super::numeric::decay(s * (max_ms - min_ms))
        }
        Distribution::Erlang { mean_ms, k } => {
            libm::pow(exponential(s * mean_ms / f64::from(k)), f64::from(k))
        }
        Distribution::Hyperexponential { mean_ms, scv } => {
            // Balanced means: each branch makes half of the mean.
            let often = 0.5 * (1.0 + libm::sqrt((scv - 1.0) / (scv + 1.0)));
            let branch = |p: f64| {
                if p > 0.0 {
                    p * exponential(0.5 * s * mean_ms / p)
                } else {
                    0.0
                }
            };
            branch(often) + branch(1.0 - often)
        }
        Distribution::LogNormal { median_ms, p95_ms } => {
            let sigma = libm::log(p95_ms / median_ms) / NORMAL_95;
            of_normal(|z| libm::exp(-s * median_ms * libm::exp(sigma * z)))
        }
        Distribution::Gamma { mean_ms, scv } => libm::exp(-libm::log1p(s * mean_ms * scv) / scv),
        Distribution::Weibull { mean_ms, shape } => {
            let scale = mean_ms / libm::tgamma(1.0 + 1.0 / shape);
            of_exponential(|log_e| libm::exp(-s * scale * libm::exp(log_e / shape)))
        }
        Distribution::Pareto { mean_ms, alpha } => {
            let least = mean_ms * (alpha - 1.0) / alpha;
            of_exponential(|log_e| libm::exp(-s * least * libm::exp(libm::exp(log_e) / alpha)))
        }
        Distribution::Percentiles { .. } => return Err(TheoryError::NoTransform),
    })
}

/// 1/(1 + x): the transform of an exponential, `x` being s × mean.
fn exponential(x: f64) -> f64 {
    1.0 / (1.0 + x)
}

/// E[f(Z)] of a standard normal Z.
fn of_normal(f: impl Fn(f64) -> f64) -> f64 {
    let density = |z: f64| libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * core::f64::consts::PI);
    integral(-12.0, 12.0, |z| density(z) * f(z))
}

/// E[f(ln E)] of an exponential E of mean 1: e = e^u makes the integrand smooth and short on both sides.
fn of_exponential(f: impl Fn(f64) -> f64) -> f64 {
    integral(-40.0, 4.0, |u| libm::exp(u - libm::exp(u)) * f(u))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::close;
    use super::*;
    use crate::foundation::chance::{Sampler, StreamKey};
    use crate::foundation::stats::Welford;

    fn all() -> Vec<Distribution> {
        vec![
            Distribution::constant(400.0),
            Distribution::exponential(400.0),
            Distribution::Uniform {
                min_ms: 100.0,
                max_ms: 700.0,
            },
            Distribution::Erlang {
                mean_ms: 400.0,
                k: 3,
            },
            Distribution::Hyperexponential {
                mean_ms: 400.0,
                scv: 4.0,
            },
            Distribution::Hyperexponential {
                mean_ms: 400.0,
                scv: 1.0,
            },
            Distribution::LogNormal {
                median_ms: 300.0,
                p95_ms: 1000.0,
            },
            Distribution::Gamma {
                mean_ms: 400.0,
                scv: 3.0,
            },
            Distribution::Weibull {
                mean_ms: 400.0,
                shape: 0.6,
            },
            Distribution::Weibull {
                mean_ms: 400.0,
                shape: 3.0,
            },
            Distribution::Pareto {
                mean_ms: 400.0,
                alpha: 2.5,
            },
        ]
    }

    #[test]
    fn at_zero_it_is_one_and_its_slope_is_the_mean() {
        for distribution in all() {
            assert!(
                close(laplace(&distribution, 0.0).unwrap(), 1.0, 1e-13),
                "{distribution:?}"
            );
            let s = 1e-5;
            let slope = (1.0 - laplace(&distribution, s).unwrap()) / s;
            assert!(
                close(slope * 1000.0, distribution.mean_ms(), 1e-4),
                "{distribution:?}: {slope}"
            );
        }
    }

    #[test]
    fn it_is_the_mean_over_many_draws() {
        for (index, distribution) in all().into_iter().enumerate() {
            let sampler = Sampler::compile(&distribution).unwrap();
            let mut stream = StreamKey::new(index as u64, "transform", "draws").stream();
            let s = 2.0;
            let draws: Welford = (0..200_000)
                .map(|_| libm::exp(-s * sampler.sample(&mut stream) as f64 / 1e9))
                .collect();
            let interval = draws.interval_99().unwrap();
            let exact = laplace(&distribution, s).unwrap();
            assert!(
                (exact - interval.mean).abs() <= interval.half_width + 1e-9,
                "{distribution:?}: {exact} {interval:?}"
            );
        }
    }

    #[test]
    fn special_shapes_are_other_shapes() {
        let at = |distribution| laplace(&distribution, 3.0).unwrap();
        let exponential = at(Distribution::exponential(400.0));
        let gamma = |scv| Distribution::Gamma {
            mean_ms: 400.0,
            scv,
        };
        let weibull = Distribution::Weibull {
            mean_ms: 400.0,
            shape: 1.0,
        };
        assert!(close(at(gamma(1.0)), exponential, 1e-14));
        assert!(close(at(weibull), exponential, 1e-13));
        let erlang = Distribution::Erlang {
            mean_ms: 400.0,
            k: 4,
        };
        assert!(close(at(gamma(0.25)), at(erlang), 1e-14));
    }

    #[test]
    fn domain() {
        assert!(laplace(&Distribution::exponential(1.0), -1.0).is_err());
        assert_eq!(
            laplace(&Distribution::exponential(-1.0), 1.0),
            Err(TheoryError::NoTransform)
        );
    }
}
