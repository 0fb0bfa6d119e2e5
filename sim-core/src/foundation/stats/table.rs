//! The part of a long row of counts that is in use: values of one run lie within some octaves of all that there are.

use std::ops::Range;

use super::latency::SUB_BUCKETS;

/// Counts by index, from the first octave in use to the last.
#[derive(Debug, Clone, Default)]
pub(super) struct Table<T> {
    /// Index of `counts[0]`: a multiple of an octave.
    first: usize,
    counts: Vec<T>,
}

impl<T: Copy + Default> Table<T> {
    /// Nothing is in use, nothing is allocated.
    pub(super) const fn new() -> Self {
        Self {
            first: 0,
            counts: Vec::new(),
        }
    }

    /// The count at `index`, if that is in use.
    #[inline(always)]
    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.counts.get_mut(index.wrapping_sub(self.first))
    }

    /// The indexes in use.
    pub(super) fn range(&self) -> Range<usize> {
        self.first..self.first + self.counts.len()
    }

    /// Takes the octaves of these indexes, which are not none, into use.
    #[cold]
    #[inline(never)]
    pub(super) fn reach(&mut self, indexes: &Range<usize>) {
        let from = indexes.start / SUB_BUCKETS * SUB_BUCKETS;
        let to = indexes.end.div_ceil(SUB_BUCKETS) * SUB_BUCKETS;
        if self.counts.is_empty() {
            self.first = from;
        }
        if from < self.first {
            let more = self.first - from;
            self.counts.reserve_exact(more);
            self.counts
                .splice(..0, std::iter::repeat_n(T::default(), more));
            self.first = from;
        }
        let present = self.first + self.counts.len();
        if to > present {
            // There are many tables, and each grows a few times at most.
            self.counts.reserve_exact(to - present);
            self.counts.resize(to - self.first, T::default());
        }
    }

    /// The counts of these indexes; they come into use if they are not.
    pub(super) fn part(&mut self, indexes: Range<usize>) -> &mut [T] {
        let used = self.range();
        if indexes.start < used.start || indexes.end > used.end {
            self.reach(&indexes);
        }
        &mut self.counts[indexes.start - self.first..indexes.end - self.first]
    }

    /// All in use, with their indexes.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, T)> + '_ {
        let counts = self.counts.iter().copied().enumerate();
        counts.map(|(at, count)| (self.first + at, count))
    }

    /// Sets all to nothing, keeps the memory.
    pub(super) fn clear(&mut self) {
        self.counts.fill(T::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// In whatever order indexes come into use, each keeps its own count.
        #[test]
        fn counts_stay_at_their_indexes(indexes in prop::collection::vec(0usize..7_424, 0..40)) {
            let mut table = Table::<u32>::new();
            for &index in &indexes {
                prop_assert_eq!(table.get_mut(index).is_some(), table.range().contains(&index));
                table.part(index..index + 1)[0] += 1;
            }
            for (index, count) in table.iter() {
                let expected = indexes.iter().filter(|i| **i == index).count();
                prop_assert_eq!(count as usize, expected);
            }
            let covered = indexes.iter().all(|index| table.range().contains(index));
            prop_assert!(covered);
        }
    }
}
