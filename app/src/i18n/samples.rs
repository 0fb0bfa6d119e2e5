//! When a percentile can be shown at all.

use sim_core::report::steady::samples_to_show;

/// Samples needed for a percentile, given 0..1: 2 for the median, 20 for p95, 100 for p99.
pub fn needed(percentile: f64) -> u64 {
    samples_to_show(percentile)
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
