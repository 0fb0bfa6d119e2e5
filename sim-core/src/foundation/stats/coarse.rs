//! Small histograms for the per-window series of the charts: 16 buckets per octave, at most 3.2 % relative error.
//!
//! [`CoarseHistogram`] is the open window, quick to record. [`WindowHistogram`] is the closed one: only the buckets
//! that hold something, because a run keeps thousands of windows. Each bucket is eight neighbours of a
//! [`LatencyHistogram`](super::LatencyHistogram): who records a value there has its place here, too.

use super::latency::{SUB_BITS, Slot, high_of, low_of};

/// Fine buckets per coarse one, as a power of two.
const FINE_BITS: u32 = 3;
/// Buckets per octave.
const SUB_BUCKETS: usize = 1 << (SUB_BITS - FINE_BITS);

/// The open window. A counter stops at its maximum instead of wrapping.
#[derive(Debug, Clone, Default)]
pub struct CoarseHistogram {
    /// Grown by whole octaves up to the largest value recorded: 928 buckets (3.6 KiB) for all of u64.
    counts: Vec<u32>,
}

/// A closed window: index and count of each bucket that holds something, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WindowHistogram {
    entries: Box<[(u16, u32)]>,
}

impl CoarseHistogram {
    /// An empty histogram; allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { counts: Vec::new() }
    }

    /// Records one value in nanoseconds.
    pub fn record(&mut self, nanos: u64) {
        self.record_at(Slot::of(nanos));
    }

    /// Records one value that a [`LatencyHistogram`](super::LatencyHistogram) has put into `slot`.
    #[inline(always)]
    pub fn record_at(&mut self, slot: Slot) {
        let index = slot.0 >> FINE_BITS;
        match self.counts.get_mut(index) {
            Some(count) => *count = count.saturating_add(1),
            None => self.add(index, 1),
        }
    }

    #[cold]
    fn add(&mut self, index: usize, count: u32) {
        if index >= self.counts.len() {
            self.counts
                .resize((index / SUB_BUCKETS + 1) * SUB_BUCKETS, 0);
        }
        self.counts[index] = self.counts[index].saturating_add(count);
    }

    /// How many values were recorded.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|&c| u64::from(c)).sum()
    }

    /// The `q`-quantile in nanoseconds (rank ⌈q·n⌉, within 3.2 %); None when empty.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        self.quantile_of(self.count(), q)
    }

    /// The same for a caller who knows how many values were recorded.
    #[must_use]
    pub fn quantile_of(&self, count: u64, q: f64) -> Option<u64> {
        quantile(self.counts.iter().copied().enumerate(), count, q)
    }

    /// Adds all values of `other`.
    pub fn merge(&mut self, other: &Self) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Adds all values of a closed window.
    pub fn merge_window(&mut self, window: &WindowHistogram) {
        for &(index, count) in &window.entries {
            self.add(usize::from(index), count);
        }
    }

    /// Forgets all values, keeps the memory.
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

/// Equal when the same counts are in the same buckets, however much memory is held.
impl PartialEq for CoarseHistogram {
    fn eq(&self, other: &Self) -> bool {
        self.close() == other.close()
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

/// Counted from the top: what charts ask for lies in the upper half, and mostly near the end.
fn quantile(
    counts: impl DoubleEndedIterator<Item = (usize, u32)>,
    total: u64,
    q: f64,
) -> Option<u64> {
    let rank = (libm::ceil(q * total as f64) as u64).clamp(1, total.max(1));
    let mut from_here_up = 0;
    for (index, count) in counts.rev() {
        from_here_up += u64::from(count);
        if from_here_up > total.saturating_sub(rank) {
            return Some(middle_of(index));
        }
    }
    None
}

/// The middle of a bucket in nanoseconds.
const fn middle_of(index: usize) -> u64 {
    let low = low_of(index << FINE_BITS);
    let high = high_of(((index + 1) << FINE_BITS) - 1);
    low + (high - low) / 2
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::foundation::stats::LatencyHistogram;
    use proptest::prelude::*;

    fn filled(values: &[u64]) -> CoarseHistogram {
        let mut histogram = CoarseHistogram::new();
        values.iter().for_each(|&v| histogram.record(v));
        histogram
    }

    #[test]
    fn covers_all_of_u64_in_928_buckets() {
        let all = filled(&[0, u64::MAX - 1, u64::MAX]);
        assert_eq!(all.close().entries.as_ref(), [(0, 1), (927, 2)]);
        assert_eq!(all.counts.len(), 928);
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
            mut values in proptest::collection::vec((0u32..60, any::<u64>()).prop_map(|(bits, v)| v >> (63 - bits)), 1..200),
            q in 0.0..=1.0f64,
        ) {
            let mut fine = LatencyHistogram::new();
            let mut histogram = CoarseHistogram::new();
            values.iter().for_each(|&v| histogram.record_at(fine.record(v)));
            prop_assert_eq!(&histogram, &filled(&values));
            values.sort_unstable();
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let exact = values[rank - 1];
            let error = histogram.quantile(q).unwrap().abs_diff(exact);
            prop_assert!(error as f64 <= (0.032 * exact as f64).max(4.0), "{exact} ± {error}");
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
