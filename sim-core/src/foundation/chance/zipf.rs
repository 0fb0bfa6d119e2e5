//! Ranks by Zipf's law: few are asked for again and again, most hardly ever.

use super::Stream;

/// Most ranks, and the steepest law.
pub const MAX_ZIPF_RANKS: u32 = 10_000_000;
pub const MAX_ZIPF_EXPONENT: f64 = 10.0;

/// Draws rank k of 1 to `ranks` with a probability in proportion to k^−s, exactly and without tables.
///
/// Rejection-inversion (Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", ACM TOMACS 6, 1996): invert the integral of the density, round, and reject the little that the
/// integral covers too much. One try nearly always suffices, whatever the number of ranks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zipf {
    ranks: u32,
    exponent: f64,
    /// The integral from 1/2 over the first rank, and to the end of the last one.
    first: f64,
    last: f64,
    /// How far below its rank a point may lie and need no test.
    safe: f64,
}

impl Zipf {
    /// `ranks`: at least 1; `exponent` s: 0 (all alike) or more. What is out of range is taken as the nearest that is
    /// not.
    pub fn new(ranks: u32, exponent: f64) -> Self {
        let exponent = exponent.clamp(0.0, MAX_ZIPF_EXPONENT);
        let mut zipf = Self {
            ranks: ranks.clamp(1, MAX_ZIPF_RANKS),
            exponent,
            first: 0.0,
            last: 0.0,
            safe: 0.0,
        };
        zipf.first = zipf.integral(1.5) - 1.0;
        zipf.last = zipf.integral(f64::from(zipf.ranks) + 0.5);
        zipf.safe = 2.0 - zipf.inverse(zipf.integral(2.5) - zipf.density(2.0));
        zipf
    }

    pub fn ranks(&self) -> u32 {
        self.ranks
    }

    /// A rank, from 0 for the most frequent one.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> u32 {
        loop {
            let area = self.last + stream.unit_f64() * (self.first - self.last);
            let point = self.inverse(area);
            let rank = libm::floor(point + 0.5).clamp(1.0, f64::from(self.ranks));
            if rank - point <= self.safe || area >= self.integral(rank + 0.5) - self.density(rank) {
                return rank as u32 - 1;
            }
        }
    }

    /// Probability of each rank, the most frequent first.
    pub fn probabilities(&self) -> Vec<f64> {
        let weights: Vec<f64> = (1..=self.ranks)
            .map(|rank| self.density(f64::from(rank)))
            .collect();
        // From the smallest on, so that nothing is lost.
        let all: f64 = weights.iter().rev().sum();
        weights.into_iter().map(|weight| weight / all).collect()
    }

    /// x^−s.
    fn density(&self, x: f64) -> f64 {
        libm::exp(-self.exponent * libm::log(x))
    }

    /// ∫ t^−s dt from 1 to x: (x^(1−s) − 1)/(1 − s), and ln x for s = 1, without a seam between the two.
    fn integral(&self, x: f64) -> f64 {
        let log = libm::log(x);
        let power = (1.0 - self.exponent) * log;
        log * ratio(libm::expm1(power), power)
    }

    /// The x whose integral is `area`.
    fn inverse(&self, area: f64) -> f64 {
        let power = ((1.0 - self.exponent) * area).max(-1.0);
        libm::exp(area * ratio(libm::log1p(power), power))
    }
}

/// f(x)/x, where f(x) is x for small ones.
fn ratio(value: f64, x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { value / x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rank_is_the_only_one_and_no_exponent_means_all_alike() {
        let mut stream = super::super::StreamKey::new(1, "zipf", "edge").stream();
        for exponent in [0.0, 1.0, 10.0] {
            let only = Zipf::new(1, exponent);
            assert!((0..1000).all(|_| only.sample(&mut stream) == 0));
        }
        assert!(Zipf::new(4, 0.0).probabilities().iter().all(|p| *p == 0.25));
        assert_eq!(Zipf::new(0, -1.0), Zipf::new(1, 0.0));
    }

    #[test]
    fn integral_and_inverse_undo_each_other() {
        for exponent in [0.0, 0.5, 0.99, 1.0, 1.000_000_1, 2.0, 10.0] {
            let zipf = Zipf::new(1_000_000, exponent);
            // Far out the integral of a steep law hardly moves, and nothing can be told from it.
            let far = if exponent > 2.0 { 3.0 } else { 1_000.0 };
            for x in [0.6, 1.0, 1.5, 2.5, far] {
                let back = zipf.inverse(zipf.integral(x));
                assert!((back / x - 1.0).abs() < 1e-9, "{exponent}: {x} {back}");
            }
        }
    }
}
