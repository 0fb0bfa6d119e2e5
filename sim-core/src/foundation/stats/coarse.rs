//! Small histograms for the per-window series of the charts: 16 buckets per octave, at most 3.2 % relative error.
//!
//! [`CoarseHistogram`] is the open window, quick to record; [`WindowHistogram`] is the closed one. Each bucket is eight neighbours of a
//! [`LatencyHistogram`](super::LatencyHistogram): the place there tells the place here.

use std::ops::Range;

use super::latency::{SUB_BITS, high_of, index_of, low_of};
use super::window::WindowHistogram;

/// Fine buckets per coarse one, as a power of two.
const FINE_BITS: u32 = 3;
/// Buckets per octave.
const SUB_BUCKETS: usize = 1 << (SUB_BITS - FINE_BITS);

/// The open window. A counter stops at its maximum instead of wrapping.
#[derive(Debug, Clone, Default)]
pub struct CoarseHistogram {
    /// Grown by whole octaves up to the largest value recorded: 928 buckets (3.6 KiB) for all of u64.
    counts: Vec<u32>,
    /// The first bucket in use and the one behind the last: most windows use a small part.
    from: usize,
    to: usize,
}

impl CoarseHistogram {
    /// An empty histogram; allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            counts: Vec::new(),
            from: 0,
            to: 0,
        }
    }

    /// Records one value in nanoseconds.
    pub fn record(&mut self, nanos: u64) {
        self.count_at(index_of(nanos));
    }

    /// Counts one value whose slot is known.
    pub(super) fn count_at(&mut self, slot: usize) {
        let index = Self::bucket_of(slot);
        if index < self.from || index >= self.to {
            self.reach(index);
        }
        self.counts[index] = self.counts[index].saturating_add(1);
    }

    /// Takes a bucket into the part in use.
    #[cold]
    fn reach(&mut self, index: usize) {
        if index >= self.counts.len() {
            // There are many, and each grows a few times at most: twice the room would never be used.
            let len = (index / SUB_BUCKETS + 1) * SUB_BUCKETS;
            self.counts.reserve_exact(len - self.counts.len());
            self.counts.resize(len, 0);
        }
        if self.from == self.to {
            (self.from, self.to) = (index, index + 1);
        } else {
            (self.from, self.to) = (self.from.min(index), self.to.max(index + 1));
        }
    }

    /// The bucket of a slot.
    pub(super) const fn bucket_of(slot: usize) -> usize {
        slot >> FINE_BITS
    }

    /// The counts of these slots' buckets, which are not none, and the place of the first; they come into use if they
    /// are not.
    pub(super) fn part(&mut self, slots: Range<usize>) -> (&mut [u32], usize) {
        let (first, last) = (Self::bucket_of(slots.start), Self::bucket_of(slots.end - 1));
        self.reach(last);
        self.reach(first);
        (&mut self.counts[first..=last], first)
    }

    /// Buckets in use, with their places.
    fn used(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> + '_ {
        let used = self.counts[self.from..self.to].iter().copied().enumerate();
        used.map(|(at, count)| (self.from + at, count))
    }

    /// How many values were recorded.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.used().map(|(_, count)| u64::from(count)).sum()
    }

    /// The `q`-quantile in nanoseconds (rank ⌈q·n⌉, within 3.2 %); None when empty.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        self.quantile_of(self.count(), q)
    }

    /// The same for a caller who knows how many values were recorded.
    #[must_use]
    pub fn quantile_of(&self, count: u64, q: f64) -> Option<u64> {
        quantile(self.used(), count, q)
    }

    /// Adds all values of `other`.
    pub fn merge(&mut self, other: &Self) {
        if other.from == other.to {
            return;
        }
        self.reach(other.from);
        self.reach(other.to - 1);
        let mine = &mut self.counts[other.from..other.to];
        for (mine, theirs) in mine.iter_mut().zip(&other.counts[other.from..other.to]) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Forgets all values, keeps the memory.
    pub fn clear(&mut self) {
        self.counts[self.from..self.to].fill(0);
        (self.from, self.to) = (0, 0);
    }

    /// The values in a form that is kept: some three bytes for each bucket that holds something.
    #[must_use]
    pub fn close(&self) -> WindowHistogram {
        self.used().filter(|(_, count)| *count > 0).collect()
    }
}

/// Equal when the same counts are in the same buckets, however much memory is held.
impl PartialEq for CoarseHistogram {
    fn eq(&self, other: &Self) -> bool {
        self.close() == other.close()
    }
}

/// Counted from the top: what charts ask for lies in the upper half, and mostly near the end.
pub(super) fn quantile(
    counts: impl DoubleEndedIterator<Item = (usize, u32)>,
    total: u64,
    q: f64,
) -> Option<u64> {
    let rank = rank_of(q, total);
    let mut from_here_up = 0;
    for (index, count) in counts.rev() {
        from_here_up += u64::from(count);
        if from_here_up > total.saturating_sub(rank) {
            return Some(middle_of(index));
        }
    }
    None
}

/// Which of `total` values the `q`-quantile is, from the smallest on: 1 and more.
pub(super) fn rank_of(q: f64, total: u64) -> u64 {
    (libm::ceil(q * total as f64) as u64).clamp(1, total.max(1))
}

/// The middle of a bucket in nanoseconds.
pub(super) const fn middle_of(index: usize) -> u64 {
    let low = low_of(index << FINE_BITS);
    let high = high_of(((index + 1) << FINE_BITS) - 1);
    low + (high - low) / 2
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
    fn covers_all_of_u64_in_928_buckets() {
        let all = filled(&[0, u64::MAX - 1, u64::MAX]);
        let entries: Vec<(usize, u32)> = all.close().entries().collect();
        assert_eq!(entries, [(0, 1), (927, 2)]);
        assert_eq!(all.counts.len(), 928);
    }

    #[test]
    fn empty_knows_nothing() {
        assert_eq!(CoarseHistogram::new().quantile(0.5), None);
        assert_eq!(WindowHistogram::default().quantiles([0.5]), [None]);
        let mut cleared = filled(&[1, 900]);
        cleared.clear();
        assert_eq!(cleared, CoarseHistogram::new());
        cleared.record(7);
        assert_eq!(cleared, filled(&[7]));
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
            let histogram = filled(&values);
            values.sort_unstable();
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let exact = values[rank - 1];
            let error = histogram.quantile(q).unwrap().abs_diff(exact);
            prop_assert!(error as f64 <= (0.032 * exact as f64).max(4.0), "{exact} ± {error}");
            prop_assert_eq!(histogram.close().quantiles([q]), [histogram.quantile(q)]);
        }

        #[test]
        fn merging_is_recording(a in proptest::collection::vec(any::<u64>(), 0..50), b in proptest::collection::vec(0u64..1 << 40, 0..50)) {
            let whole = filled(&[a.clone(), b.clone()].concat());
            let mut dense = filled(&a);
            dense.merge(&filled(&b));
            prop_assert_eq!(&dense, &whole);
            prop_assert_eq!(filled(&a).close().merged(&filled(&b).close()), whole.close());
            prop_assert_eq!(whole.close().count(), (a.len() + b.len()) as u64);
        }
    }
}
