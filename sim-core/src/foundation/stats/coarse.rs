//! Small histograms for the per-window series of the charts: 16 buckets per octave, at most 3.2 % relative error.
//!
//! [`CoarseHistogram`] is the open window: fixed size, quick to record. [`WindowHistogram`] is the closed one:
//! only the buckets that hold something, because a run keeps thousands of windows.

/// Values are recorded in units of 2^10 ns (1.024 µs): a chart needs no more.
const UNIT_BITS: u32 = 10;
const SUB_BITS: u32 = 4;
const SUB_BUCKETS: usize = 1 << SUB_BITS;
/// Values of this many nanoseconds (2^42, about 73 minutes) and more share the last bucket.
pub const COARSE_LIMIT: u64 = 1 << 42;
const BUCKETS: usize = index_of(COARSE_LIMIT - 1) + 1;

/// The open window: 464 counters of 32 bits. A counter stops at its maximum instead of wrapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoarseHistogram {
    counts: [u32; BUCKETS],
}

/// A closed window: index and count of each bucket that holds something, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WindowHistogram {
    entries: Box<[(u16, u32)]>,
}

impl Default for CoarseHistogram {
    fn default() -> Self {
        Self::new()
    }
}

impl CoarseHistogram {
    /// An empty histogram.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            counts: [0; BUCKETS],
        }
    }

    /// Records one value in nanoseconds; from [`COARSE_LIMIT`] on in the last bucket.
    #[inline]
    pub fn record(&mut self, nanos: u64) {
        let count = &mut self.counts[index_of(nanos.min(COARSE_LIMIT - 1))];
        *count = count.saturating_add(1);
    }

    /// How many values were recorded.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|&c| u64::from(c)).sum()
    }

    /// The `q`-quantile in nanoseconds (rank ⌈q·n⌉, within 3.2 % or half a microsecond); None when empty.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        quantile(self.counts.iter().copied().enumerate(), self.count(), q)
    }

    /// Adds all values of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Adds all values of a closed window.
    pub fn merge_window(&mut self, window: &WindowHistogram) {
        for &(index, theirs) in &window.entries {
            let mine = &mut self.counts[usize::from(index)];
            *mine = mine.saturating_add(theirs);
        }
    }

    /// Forgets all values.
    pub fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// The values in a form that is kept: eight bytes for each bucket that holds something.
    #[must_use]
    pub fn close(&self) -> WindowHistogram {
        let entries = self
            .counts
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count > 0);
        WindowHistogram {
            entries: entries
                .map(|(index, &count)| (index as u16, count))
                .collect(),
        }
    }
}

impl WindowHistogram {
    /// How many values were recorded.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.entries
            .iter()
            .map(|&(_, count)| u64::from(count))
            .sum()
    }

    /// The same as [`CoarseHistogram::quantile`].
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        quantile(
            self.entries
                .iter()
                .map(|&(index, count)| (usize::from(index), count)),
            self.count(),
            q,
        )
    }
}

fn quantile(counts: impl Iterator<Item = (usize, u32)>, total: u64, q: f64) -> Option<u64> {
    let rank = (libm::ceil(q * total as f64) as u64).clamp(1, total.max(1));
    let mut seen = 0;
    for (index, count) in counts {
        seen += u64::from(count);
        if seen >= rank {
            return Some(middle_of(index));
        }
    }
    None
}

/// The bucket of a value below [`COARSE_LIMIT`].
#[inline]
const fn index_of(nanos: u64) -> usize {
    let units = nanos >> UNIT_BITS;
    let top_bit = 63 - (units | SUB_BUCKETS as u64).leading_zeros();
    let shift = top_bit - SUB_BITS;
    ((shift as usize) << SUB_BITS) + (units >> shift) as usize
}

/// The middle of a bucket in nanoseconds.
const fn middle_of(index: usize) -> u64 {
    let shift = if index < 2 * SUB_BUCKETS {
        0
    } else {
        (index >> SUB_BITS) as u32 - 1
    };
    let low = ((index - ((shift as usize) << SUB_BITS)) as u64) << shift;
    (low << UNIT_BITS) + (1 << (shift + UNIT_BITS)) / 2
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn filled(values: &[u64]) -> CoarseHistogram {
        let mut histogram = CoarseHistogram::new();
        values.iter().for_each(|&v| histogram.record(v));
        histogram
    }

    #[test]
    fn is_small_and_ends_at_its_limit() {
        assert_eq!(BUCKETS, 464);
        assert_eq!(size_of::<CoarseHistogram>(), 464 * 4);
        let beyond = filled(&[COARSE_LIMIT - 1, COARSE_LIMIT, u64::MAX]);
        assert_eq!(beyond.close().entries.as_ref(), [(463, 3)]);
    }

    #[test]
    fn empty_knows_nothing() {
        assert_eq!(CoarseHistogram::new().quantile(0.5), None);
        assert_eq!(WindowHistogram::default().quantile(0.5), None);
        let mut cleared = filled(&[1]);
        cleared.clear();
        assert_eq!(cleared, CoarseHistogram::new());
    }

    #[test]
    fn counters_stop_at_their_maximum() {
        let mut histogram = filled(&[5]);
        for _ in 0..33 {
            let same = histogram.clone();
            histogram.merge(&same);
        }
        assert_eq!(histogram.count(), u64::from(u32::MAX));
    }

    proptest! {
        #[test]
        fn quantiles_are_close_to_the_exact_ones(
            mut values in proptest::collection::vec((0u32..42, any::<u64>()).prop_map(|(bits, v)| v >> (63 - bits)), 1..200),
            q in 0.0..=1.0f64,
        ) {
            let histogram = filled(&values);
            values.sort_unstable();
            values.iter_mut().for_each(|v| *v = (*v).min(COARSE_LIMIT - 1));
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let exact = values[rank - 1];
            let error = histogram.quantile(q).unwrap().abs_diff(exact);
            prop_assert!(error as f64 <= (0.032 * exact as f64).max(512.0), "{exact} ± {error}");
            prop_assert_eq!(histogram.close().quantile(q), histogram.quantile(q));
        }

        #[test]
        fn merging_is_recording(a in proptest::collection::vec(any::<u64>(), 0..50), b in proptest::collection::vec(0u64..1 << 40, 0..50)) {
            let whole = filled(&[a.clone(), b.clone()].concat());
            let (mut dense, mut sparse) = (filled(&a), filled(&a));
            dense.merge(&filled(&b));
            sparse.merge_window(&filled(&b).close());
            prop_assert_eq!(&dense, &whole);
            prop_assert_eq!(&sparse, &whole);
            prop_assert_eq!(whole.close().count(), (a.len() + b.len()) as u64);
        }
    }
}
