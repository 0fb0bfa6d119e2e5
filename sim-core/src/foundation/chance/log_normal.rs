//! Log-normal shapes described by percentiles: the plain one, and the piecewise one for measured percentiles.
//!
//! Both write a time as `exp(g(z))` with `z` standard normal. The plain log-normal has a straight `g`. The
//! piecewise one has a corner at the 90th percentile: straight from p50 to p90 and on from p90 to p99. Below p50
//! the first slope goes on, above p99 the second. So it meets all three percentiles exactly, is a log-normal when
//! they agree with one, and its moments have a closed form.

use core::f64::consts::FRAC_1_SQRT_2;

use super::exponential::{USUAL, nearest_exp};
use super::sampler::nearest;

/// Standard normal quantile of 0.90.
pub(super) const Z90: f64 = 1.281_551_565_544_600_4;
/// Standard normal quantile of 0.95.
pub(super) const Z95: f64 = 1.644_853_626_951_472_2;
/// Standard normal quantile of 0.99.
pub(super) const Z99: f64 = 2.326_347_874_040_841;

/// `exp(base + slope·z)` for z up to the 90th percentile, then with the slope `tail`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LogNormal {
    /// Logarithm of the median, in the unit of the result.
    pub(super) base: f64,
    pub(super) slope: f64,
    pub(super) tail: f64,
}

impl LogNormal {
    /// From the median and the 95th percentile; both positive.
    pub(super) fn from_p95(median: f64, p95: f64) -> Self {
        let slope = libm::log(p95 / median) / Z95;
        Self {
            base: libm::log(median),
            slope,
            tail: slope,
        }
    }

    /// From three percentiles; all positive and in order.
    pub(super) fn from_percentiles(p50: f64, p90: f64, p99: f64) -> Self {
        Self {
            base: libm::log(p50),
            slope: libm::log(p90 / p50) / Z90,
            tail: libm::log(p99 / p90) / (Z99 - Z90),
        }
    }

    /// The value at the normal score `z`.
    #[inline]
    pub(super) fn at(self, z: f64) -> f64 {
        libm::exp(self.logarithm_at(z))
    }

    #[inline(always)]
    fn logarithm_at(self, z: f64) -> f64 {
        let body = if z < Z90 { z } else { Z90 };
        self.base + self.slope * body + self.tail * (z - body)
    }

    /// The values at several normal scores, to the nearest nanosecond: the same as one by one.
    pub(super) fn nanos_at<const N: usize>(self, scores: &[f64; N]) -> [u64; N] {
        let logarithms = scores.map(|z| self.logarithm_at(z));
        if logarithms.iter().all(|x| USUAL.contains(x)) {
            logarithms.map(nearest_exp)
        } else {
            logarithms.map(|x| nearest(libm::exp(x)))
        }
    }

    /// The `order`-th moment E[X^order], by E[exp(a z); z < c] = exp(a²/2)·Φ(c − a) on both sides of the corner.
    pub(super) fn moment(self, order: f64) -> f64 {
        let (slope, tail) = (order * self.slope, order * self.tail);
        let below = libm::exp(0.5 * slope * slope) * normal_cdf(Z90 - slope);
        let shift = (slope - tail) * Z90;
        let above = libm::exp(shift + 0.5 * tail * tail) * normal_cdf(tail - Z90);
        libm::exp(order * self.base) * (below + above)
    }
}

/// Φ(x), the standard normal distribution function.
fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_scores_are_right() {
        for (z, p) in [(Z90, 0.90), (Z95, 0.95), (Z99, 0.99)] {
            assert!((normal_cdf(z) - p).abs() < 1e-15, "{p}");
        }
        assert!((normal_cdf(-core::f64::consts::SQRT_2) - 0.078_649_603_525_142_5).abs() < 1e-15);
    }

    #[test]
    fn meets_its_percentiles() {
        let shape = LogNormal::from_percentiles(200.0, 350.0, 1_200.0);
        for (z, value) in [(0.0, 200.0), (Z90, 350.0), (Z99, 1_200.0)] {
            assert!((shape.at(z) / value - 1.0).abs() < 1e-12, "{value}");
        }
    }

    #[test]
    fn equals_the_plain_log_normal_when_the_slopes_agree() {
        let plain = LogNormal::from_p95(10.0, 30.0);
        let sigma = plain.slope;
        let (p90, p99) = (plain.at(Z90), plain.at(Z99));
        let piecewise = LogNormal::from_percentiles(10.0, p90, p99);
        assert!((piecewise.tail - sigma).abs() < 1e-12);
        let mean = 10.0 * libm::exp(0.5 * sigma * sigma);
        assert!((plain.moment(1.0) / mean - 1.0).abs() < 1e-13);
        let square = 100.0 * libm::exp(2.0 * sigma * sigma);
        assert!((plain.moment(2.0) / square - 1.0).abs() < 1e-13);
    }

    #[test]
    fn moments_equal_the_integral() {
        let shape = LogNormal::from_percentiles(200.0, 350.0, 1_200.0);
        // Midpoint rule over z in ±12 (the integrand is negligible beyond).
        let (n, step) = (240_000, 1e-4);
        for order in [1.0, 2.0] {
            let integral: f64 = (0..n)
                .map(|i| {
                    let z = -12.0 + (f64::from(i) + 0.5) * step;
                    let density = libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * core::f64::consts::PI);
                    libm::pow(shape.at(z), order) * density * step
                })
                .sum();
            assert!(
                (shape.moment(order) / integral - 1.0).abs() < 1e-7,
                "order {order}"
            );
        }
    }
}
