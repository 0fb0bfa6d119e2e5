//! The main latency histogram: log-linear buckets, at most 0.4 % relative error, a few instructions per record.
//!
//! Each octave (a doubling of the value) has 128 buckets of equal width; below 256 ns every value has its own.
//! A bucket is at most 1/128 of its smallest value wide, so its middle is at most 1/256 = 0.39 % off.

use super::table::Table;

pub(super) const SUB_BITS: u32 = 7;
pub(super) const SUB_BUCKETS: usize = 1 << SUB_BITS;

/// The largest relative error of a quantile: half a bucket.
pub const QUANTILE_ERROR: f64 = 0.5 / SUB_BUCKETS as f64;

/// A histogram of latencies in nanoseconds. Count, sum, minimum and maximum are exact.
#[derive(Debug, Clone)]
pub struct LatencyHistogram {
    /// From the first octave with a value to the last.
    buckets: Table,
    count: u64,
    sum: u128,
    min: u64,
    max: u64,
}

/// A bucket that holds something: `count` values from `low` to `high` nanoseconds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Smallest value of the bucket, in nanoseconds.
    pub low: u64,
    /// Largest value of the bucket, in nanoseconds.
    pub high: u64,
    /// How many values were recorded in it.
    pub count: u64,
}

impl Default for LatencyHistogram {
    fn default() -> Self {
        Self::new()
    }
}

impl LatencyHistogram {
    /// An empty histogram; allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            buckets: Table::new(),
            count: 0,
            sum: 0,
            min: u64::MAX,
            max: 0,
        }
    }

    /// Records one value in nanoseconds.
    pub fn record(&mut self, nanos: u64) {
        let index = index_of(nanos);
        self.buckets.add(index, 1);
        self.count += 1;
        self.sum += u128::from(nanos);
        if nanos < self.min {
            self.min = nanos;
        }
        if nanos > self.max {
            self.max = nanos;
        }
    }

    /// How many values were recorded.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The exact sum of all values, in nanoseconds.
    #[must_use]
    pub const fn sum(&self) -> u128 {
        self.sum
    }

    /// The smallest value in nanoseconds; None when empty.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        (self.count > 0).then_some(self.min)
    }

    /// The largest value in nanoseconds; None when empty.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The mean in nanoseconds; None when empty.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The `q`-quantile in nanoseconds: the value of rank ⌈q·n⌉, within 0.4 %; None when empty.
    ///
    /// `q` is clamped to 0..=1 (NaN counts as 0); 0 gives the exact minimum, 1 the exact maximum.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        let rank = (libm::ceil(q * self.count as f64) as u64).clamp(1, self.count.max(1));
        if rank == self.count {
            return self.max();
        }
        let mut seen = 0;
        for bucket in self.buckets() {
            seen += bucket.count;
            if seen >= rank {
                let middle = bucket.low + (bucket.high - bucket.low) / 2;
                return Some(if q > 0.0 {
                    middle.clamp(self.min, self.max)
                } else {
                    self.min
                });
            }
        }
        None
    }

    /// How many values are at most `nanos`, counting whole buckets: exact up to values within 0.8 % of `nanos`.
    #[must_use]
    pub fn count_at_most(&self, nanos: u64) -> u64 {
        if nanos >= self.max {
            return self.count;
        }
        let whole = index_of(nanos);
        let end = if high_of(whole) == nanos {
            whole + 1
        } else {
            whole
        };
        let below = self.buckets.iter().take_while(|(index, _)| *index < end);
        below.map(|(_, count)| count).sum()
    }

    /// The buckets that hold something, from small to large values.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        self.buckets.iter().map(|(index, count)| Bucket {
            low: low_of(index),
            high: high_of(index),
            count,
        })
    }

    /// Adds one to each of these buckets, about which [`cover`](Self::cover) has told the rest.
    pub(super) fn count_in(&mut self, slots: &[u16]) {
        if slots.is_empty() {
            return;
        }
        let range = index_of(self.min)..index_of(self.max) + 1;
        self.buckets.add_ones(slots, range, self.count);
    }

    /// How many values are added by bucket, the least and the largest of them, and their sum.
    pub(super) fn cover(&mut self, count: u64, least: u64, most: u64, sum: u128) {
        self.count += count;
        self.min = self.min.min(least);
        self.max = self.max.max(most);
        self.sum += sum;
    }

    /// Adds all values of `other`: the same as recording them here.
    pub fn merge(&mut self, other: &Self) {
        for (index, count) in other.buckets.iter() {
            self.buckets.add(index, count);
        }
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// The values recorded since `earlier`, a copy of this histogram at an earlier instant.
    ///
    /// Count and sum are exact; minimum and maximum are those since the start, which bound the ones asked for.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut buckets = self.buckets.clone();
        for (index, count) in earlier.buckets.iter() {
            buckets.take(index, count);
        }
        Self {
            buckets,
            count: self.count - earlier.count,
            sum: self.sum - earlier.sum,
            min: self.min,
            max: self.max,
        }
    }

    /// Forgets all values, keeps the memory.
    pub fn clear(&mut self) {
        self.buckets.clear();
        *self = Self {
            buckets: std::mem::replace(&mut self.buckets, Table::new()),
            ..Self::new()
        };
    }
}

/// Equal when the same counts are in the same buckets, however much memory is held.
impl PartialEq for LatencyHistogram {
    fn eq(&self, other: &Self) -> bool {
        (self.count, self.sum, self.min, self.max) == (other.count, other.sum, other.min, other.max)
            && self.buckets().eq(other.buckets())
    }
}

/// The bucket of a value: the value itself below 256, then 128 buckets for each octave.
#[inline(always)]
pub(super) const fn index_of(nanos: u64) -> usize {
    // Setting bit 7 makes the first octaves linear without a branch.
    let top_bit = 63 - (nanos | SUB_BUCKETS as u64).leading_zeros();
    let shift = top_bit - SUB_BITS;
    ((shift as usize) << SUB_BITS) + (nanos >> shift) as usize
}

const fn shift_of(index: usize) -> u32 {
    if index < 2 * SUB_BUCKETS {
        0
    } else {
        (index >> SUB_BITS) as u32 - 1
    }
}

/// The smallest value of a bucket.
pub(super) const fn low_of(index: usize) -> u64 {
    let shift = shift_of(index);
    ((index - ((shift as usize) << SUB_BITS)) as u64) << shift
}

/// The largest value of a bucket.
pub(super) const fn high_of(index: usize) -> u64 {
    low_of(index) + ((1 << shift_of(index)) - 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn filled(values: &[u64]) -> LatencyHistogram {
        let mut histogram = LatencyHistogram::new();
        values.iter().for_each(|&v| {
            histogram.record(v);
        });
        histogram
    }

    #[test]
    fn buckets_tile_all_of_u64() {
        let last = index_of(u64::MAX);
        assert_eq!(last, 7_423);
        assert_eq!((low_of(0), high_of(last)), (0, u64::MAX));
        for index in 0..last {
            assert_eq!(high_of(index) + 1, low_of(index + 1), "{index}");
            assert_eq!(
                (index_of(low_of(index)), index_of(high_of(index))),
                (index, index)
            );
        }
    }

    #[test]
    fn empty_knows_nothing() {
        let mut histogram = LatencyHistogram::new();
        assert_eq!(
            (
                histogram.min(),
                histogram.max(),
                histogram.mean(),
                histogram.quantile(0.5)
            ),
            (None, None, None, None)
        );
        assert_eq!(histogram.count_at_most(5), 0);
        histogram.record(9);
        histogram.clear();
        assert_eq!(histogram, LatencyHistogram::new());
        assert_eq!(histogram.quantile(1.0), None);
    }

    #[test]
    fn a_difference_is_what_came_after() {
        let (before, after) = ([5, 900, 1 << 40], [7, 900, 3_000_000]);
        let mut histogram = filled(&before);
        let earlier = histogram.clone();
        after.iter().for_each(|&v| {
            histogram.record(v);
        });
        let (since, expected) = (histogram.since(&earlier), filled(&after));
        assert_eq!((since.count(), since.sum()), (3, expected.sum()));
        assert!(since.buckets().eq(expected.buckets()));
        assert_eq!(since.quantile(0.5), expected.quantile(0.5));
        assert_eq!(histogram.since(&LatencyHistogram::new()), histogram);
    }

    #[test]
    fn extremes_are_exact() {
        let histogram = filled(&[1_000_003, 5_000_011, u64::MAX]);
        assert_eq!(histogram.quantile(0.0), Some(1_000_003));
        assert_eq!(histogram.quantile(f64::NAN), Some(1_000_003));
        assert_eq!(histogram.quantile(1.0), Some(u64::MAX));
        assert_eq!(histogram.quantile(7.0), Some(u64::MAX));
        assert_eq!(histogram.sum(), 6_000_014 + u128::from(u64::MAX));
    }

    #[test]
    fn counts_what_met_a_target() {
        let histogram = filled(&[10, 20, 30, 100_000, 200_000]);
        assert_eq!(histogram.count_at_most(9), 0);
        assert_eq!(histogram.count_at_most(20), 2);
        assert_eq!(histogram.count_at_most(150_000), 4);
        assert_eq!(histogram.count_at_most(200_000), 5);
    }

    proptest! {
        #[test]
        fn quantiles_are_close_to_the_exact_ones(
            mut values in proptest::collection::vec((0u32..60, any::<u64>()).prop_map(|(bits, v)| v >> (63 - bits)), 1..400),
            q in 0.0..=1.0f64,
        ) {
            let histogram = filled(&values);
            values.sort_unstable();
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let exact = values[rank - 1];
            let error = histogram.quantile(q).unwrap().abs_diff(exact);
            prop_assert!(error as f64 <= 0.004 * exact as f64, "{exact} ± {error}");
        }

        #[test]
        fn merging_is_recording(a in proptest::collection::vec(any::<u64>(), 0..50), b in proptest::collection::vec(0u64..9999, 0..50)) {
            let mut merged = filled(&a);
            merged.merge(&filled(&b));
            let mut reversed = filled(&b);
            reversed.merge(&filled(&a));
            prop_assert_eq!(&merged, &filled(&[a, b].concat()));
            prop_assert_eq!(merged, reversed);
        }
    }
}
