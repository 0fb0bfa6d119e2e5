//! Mean and variance in one pass (Welford), mergeable (Chan), and the confidence interval of a mean.

use super::student::t_quantile_99;

/// Count, mean and sum of squared deviations of the numbers seen so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Welford {
    count: u64,
    mean: f64,
    squares: f64,
}

/// An estimated mean that is within `half_width` of the true one with 99 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceInterval {
    /// The estimate, in the unit of the observations.
    pub mean: f64,
    /// Half the width of the interval, in the same unit.
    pub half_width: f64,
    /// Number of independent observations (replications or batches).
    pub samples: u64,
}

impl Welford {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            squares: 0.0,
        }
    }

    /// Takes in one number.
    #[inline]
    pub fn push(&mut self, x: f64) {
        self.count += 1;
        let before = x - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (x - self.mean);
    }

    /// Takes in all that `other` has seen. Merge in a fixed order: float sums depend on it in the last digits.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let distance = other.mean - self.mean;
        self.count += other.count;
        let total = self.count as f64;
        self.mean += distance * theirs / total;
        self.squares += other.squares + distance * distance * mine * theirs / total;
    }

    /// How many numbers were seen.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The mean; None when nothing was seen.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The unbiased variance (divisor n − 1); None with fewer than two numbers.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// The standard deviation; None with fewer than two numbers.
    #[must_use]
    pub fn std_dev(&self) -> Option<f64> {
        self.variance().map(libm::sqrt)
    }

    /// The 99 % confidence interval of the mean, if the numbers are independent (replications, batch means) and
    /// nearly normal: mean ± t(0.995; n − 1) · s / √n. None with fewer than two numbers.
    #[must_use]
    pub fn interval_99(&self) -> Option<ConfidenceInterval> {
        let deviation = self.std_dev()?;
        let half_width = t_quantile_99(self.count - 1)? * deviation / libm::sqrt(self.count as f64);
        Some(ConfidenceInterval {
            mean: self.mean,
            half_width,
            samples: self.count,
        })
    }
}

impl Extend<f64> for Welford {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, numbers: I) {
        numbers.into_iter().for_each(|x| self.push(x));
    }
}

impl FromIterator<f64> for Welford {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        let mut welford = Self::new();
        welford.extend(numbers);
        welford
    }
}

impl ConfidenceInterval {
    /// The lower end.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.mean - self.half_width
    }

    /// The upper end.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.mean + self.half_width
    }

    /// Whether `value` is one the true mean may have.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (value - self.mean).abs() <= self.half_width
    }

    /// Half width over mean; None when the mean is zero.
    #[must_use]
    pub fn relative(&self) -> Option<f64> {
        (self.mean != 0.0).then(|| self.half_width / self.mean.abs())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::foundation::chance::StreamKey;

    #[test]
    fn needs_enough_numbers() {
        let mut w = Welford::new();
        assert_eq!(
            (w.mean(), w.variance(), w.interval_99()),
            (None, None, None)
        );
        w.push(3.0);
        assert_eq!(
            (w.mean(), w.variance(), w.interval_99()),
            (Some(3.0), None, None)
        );
    }

    #[test]
    fn variance_survives_a_large_offset() {
        let w: Welford = [4.0, 7.0, 13.0, 16.0]
            .map(|x| x + 1e9)
            .into_iter()
            .collect();
        assert_eq!(w.mean(), Some(1e9 + 10.0));
        assert_eq!(w.variance(), Some(30.0));
    }

    #[test]
    fn merging_is_pushing() {
        let numbers: Vec<f64> = (0..100).map(|i| f64::from(i * i % 37)).collect();
        let whole: Welford = numbers.iter().copied().collect();
        let mut parts = Welford::new();
        for part in numbers.chunks(7) {
            parts.merge(&part.iter().copied().collect());
        }
        parts.merge(&Welford::new());
        assert_eq!(parts.count(), whole.count());
        assert!((parts.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-12);
        assert!((parts.variance().unwrap() - whole.variance().unwrap()).abs() < 1e-10);
    }

    #[test]
    fn interval_of_a_known_sample() {
        // n = 10, mean 5.5, s² = 55/6: half width 3.249836 · √(55/60).
        let interval = (1..=10)
            .map(f64::from)
            .collect::<Welford>()
            .interval_99()
            .unwrap();
        assert_eq!((interval.mean, interval.samples), (5.5, 10));
        assert!(
            (interval.half_width - 3.111_473).abs() < 1e-5,
            "{}",
            interval.half_width
        );
        assert!(
            interval.contains(interval.low()) && interval.contains(8.6) && !interval.contains(8.7)
        );
        assert!(interval.high() > 8.6 && interval.relative().unwrap() < 0.57);
    }

    #[test]
    fn interval_covers_the_truth_as_often_as_it_says() {
        let mut s = StreamKey::new(11, "coverage", "normal").stream();
        let covered = (0..20_000)
            .filter(|_| {
                (0..5)
                    .map(|_| s.normal())
                    .collect::<Welford>()
                    .interval_99()
                    .unwrap()
                    .contains(0.0)
            })
            .count();
        // 99 % of 20,000 ± five standard deviations (14).
        assert!(covered.abs_diff(19_800) < 70, "{covered}");
    }
}
