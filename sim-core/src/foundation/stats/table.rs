//! The part of a long row of counts that is in use: values of one run lie within some octaves of all that there are.
//!
//! There are many such rows, and most counts are small: they take four bytes each until one needs more.

use std::ops::Range;

use super::latency::SUB_BUCKETS;

/// Counts by index, from the first octave in use to the last.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Index of the first count: a multiple of an octave.
    first: usize,
    counts: Counts,
}

#[derive(Debug, Clone)]
enum Counts {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Default for Counts {
    fn default() -> Self {
        Self::NONE
    }
}

impl Counts {
    const NONE: Self = Self::Narrow(Vec::new());

    fn len(&self) -> usize {
        match self {
            Self::Narrow(counts) => counts.len(),
            Self::Wide(counts) => counts.len(),
        }
    }

    fn get(&self, at: usize) -> u64 {
        match self {
            Self::Narrow(counts) => counts.get(at).map_or(0, |count| u64::from(*count)),
            Self::Wide(counts) => counts.get(at).copied().unwrap_or(0),
        }
    }
}

impl Table {
    /// Nothing is in use, nothing is allocated.
    pub(super) const fn new() -> Self {
        Self {
            first: 0,
            counts: Counts::NONE,
        }
    }

    /// The indexes in use.
    fn range(&self) -> Range<usize> {
        self.first..self.first + self.counts.len()
    }

    /// Takes these indexes into use, if they are not none.
    fn cover(&mut self, indexes: &Range<usize>) {
        let used = self.range();
        if indexes.start < used.start || indexes.end > used.end {
            self.reach(indexes);
        }
    }

    /// Takes the octaves of these indexes into use.
    #[cold]
    #[inline(never)]
    fn reach(&mut self, indexes: &Range<usize>) {
        let from = indexes.start / SUB_BUCKETS * SUB_BUCKETS;
        let to = indexes.end.div_ceil(SUB_BUCKETS) * SUB_BUCKETS;
        let used = self.range();
        if used.is_empty() {
            self.first = from;
        }
        let before = self.first.saturating_sub(from);
        let behind = to.saturating_sub(self.first + used.len());
        match &mut self.counts {
            Counts::Narrow(counts) => grow(counts, before, behind),
            Counts::Wide(counts) => grow(counts, before, behind),
        }
        self.first -= before;
    }

    /// Adds to a count.
    pub(super) fn add(&mut self, index: usize, count: u64) {
        self.cover(&(index..index + 1));
        let at = index - self.first;
        let sum = self.counts.get(at) + count;
        self.set(at, sum);
    }

    /// Takes from a count at most what it is.
    pub(super) fn take(&mut self, index: usize, count: u64) {
        if let Some(at) = index.checked_sub(self.first) {
            let rest = self.counts.get(at).saturating_sub(count);
            self.set(at, rest);
        }
    }

    fn set(&mut self, at: usize, value: u64) {
        if u32::try_from(value).is_err() {
            self.widen();
        }
        match &mut self.counts {
            Counts::Narrow(counts) => {
                if let Some(count) = counts.get_mut(at) {
                    *count = value as u32;
                }
            }
            Counts::Wide(counts) => {
                if let Some(count) = counts.get_mut(at) {
                    *count = value;
                }
            }
        }
    }

    /// Adds one to the count of each of these slots, which lie in a range that is not empty. `all`: no count is larger
    /// than that afterwards.
    pub(super) fn add_ones(&mut self, slots: &[u16], range: Range<usize>, all: u64) {
        self.cover(&range);
        if u32::try_from(all).is_err() {
            self.widen();
        }
        let used = range.start - self.first..range.end - self.first;
        let slots = slots.iter().map(|slot| usize::from(*slot) - range.start);
        match &mut self.counts {
            Counts::Narrow(counts) => {
                let counts = &mut counts[used];
                slots.for_each(|slot| counts[slot] += 1);
            }
            Counts::Wide(counts) => {
                let counts = &mut counts[used];
                slots.for_each(|slot| counts[slot] += 1);
            }
        }
    }

    #[cold]
    fn widen(&mut self) {
        if let Counts::Narrow(counts) = &self.counts {
            self.counts = Counts::Wide(counts.iter().map(|count| u64::from(*count)).collect());
        }
    }

    /// All in use that are not zero, with their indexes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        let all = (0..self.counts.len()).map(|at| (self.first + at, self.counts.get(at)));
        all.filter(|(_, count)| *count > 0)
    }

    /// Sets all to nothing, keeps the memory.
    pub(super) fn clear(&mut self) {
        match &mut self.counts {
            Counts::Narrow(counts) => counts.fill(0),
            Counts::Wide(counts) => counts.fill(0),
        }
    }
}

/// More counts before those that there are, and behind them. There are many tables, and each grows a few times at most.
fn grow<T: Copy + Default>(counts: &mut Vec<T>, before: usize, behind: usize) {
    counts.reserve_exact(before + behind);
    if before > 0 {
        counts.splice(..0, std::iter::repeat_n(T::default(), before));
    }
    counts.resize(counts.len() + behind, T::default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// In whatever order indexes come into use, and however large counts become, each keeps its own.
        #[test]
        fn counts_stay_at_their_indexes(
            steps in prop::collection::vec((0usize..7_424, 0u64..3, prop::bool::weighted(0.05)), 0..60),
        ) {
            let (mut table, mut model) = (Table::new(), BTreeMap::<usize, u64>::new());
            for (index, kind, large) in steps {
                let count = if large { u64::from(u32::MAX) } else { 7 };
                let place = model.entry(index).or_default();
                match kind {
                    0 => {
                        let range = index.saturating_sub(9)..index + 1;
                        let all = *place + 2;
                        table.add_ones(&[index as u16, index as u16], range, all);
                        *place += 2;
                    }
                    1 => {
                        table.add(index, count);
                        *place += count;
                    }
                    _ => {
                        table.take(index, count);
                        *place = place.saturating_sub(count);
                    }
                }
                model.retain(|_, count| *count > 0);
                prop_assert!(table.iter().eq(model.iter().map(|(index, count)| (*index, *count))));
            }
            table.clear();
            prop_assert_eq!(table.iter().count(), 0);
        }
    }

    #[test]
    fn a_count_beyond_four_bytes_is_whole() {
        let mut table = Table::new();
        table.add(300, u64::from(u32::MAX));
        table.add_ones(&[300, 301], 300..302, 1 << 32);
        let all: Vec<_> = table.iter().collect();
        assert_eq!(all, [(300, 1 << 32), (301, 1)]);
    }
}
