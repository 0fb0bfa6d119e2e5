//! When a percentile can be shown at all.

/// Answers that must lie beyond a percentile before it is shown.
const BEYOND: f64 = 1.0;

/// Samples needed for a percentile, given 0..1: 2 for the median, 20 for p95, 100 for p99.
pub fn needed(percentile: f64) -> u64 {
    (BEYOND / (1.0 - percentile) - 1e-6).ceil() as u64
}

/// Whether a percentile stands on enough samples.
pub fn enough(samples: u64, percentile: f64) -> bool {
    samples >= needed(percentile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_percentiles_need_more() {
        assert_eq!([0.5, 0.95, 0.99].map(needed), [2, 20, 100]);
        assert!(!enough(99, 0.99) && enough(100, 0.99));
    }
}
