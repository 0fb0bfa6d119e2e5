//! The part of a long row of counts that is in use: values of one run lie within some octaves of all that there are.
//!
//! There are many such rows, and most counts are small: they take four bytes each, and what is more than that stands
//! apart. Each octave has a place of its own in memory, so that a row which grows leaves no hole behind: the longer a run,
//! the further off are its extremes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::latency::{SUB_BITS, SUB_BUCKETS};

type Octave = Box<[u32; SUB_BUCKETS]>;

/// Counts by index, from the first octave in use to the last.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Number of the first octave.
    first: usize,
    octaves: Vec<Octave>,
    /// What is beyond four bytes of a count, in whole 2^32.
    beyond: BTreeMap<usize, u64>,
}

fn octave() -> Octave {
    Box::new([0; SUB_BUCKETS])
}

/// The octave of an index, and its place there.
#[inline(always)]
fn place_of(index: usize) -> (usize, usize) {
    (index >> SUB_BITS, index & (SUB_BUCKETS - 1))
}

impl Table {
    /// Nothing is in use, nothing is allocated.
    pub(super) const fn new() -> Self {
        Self {
            first: 0,
            octaves: Vec::new(),
            beyond: BTreeMap::new(),
        }
    }

    /// Takes the octaves of these indexes into use, if they are not none.
    fn cover(&mut self, indexes: &Range<usize>) {
        let (from, to) = (place_of(indexes.start).0, place_of(indexes.end - 1).0 + 1);
        if self.octaves.is_empty() {
            self.first = from;
        }
        let end = self.first + self.octaves.len();
        if from < self.first || to > end {
            let before = self.first.saturating_sub(from);
            self.octaves.reserve_exact(before + to.saturating_sub(end));
            self.octaves
                .splice(..0, std::iter::repeat_with(octave).take(before));
            self.first -= before;
            let len = self.octaves.len().max(to - self.first);
            self.octaves.resize_with(len, octave);
        }
    }

    fn get(&self, index: usize) -> u64 {
        let (octave, at) = place_of(index);
        let known = octave.checked_sub(self.first);
        let octave = known.and_then(|octave| self.octaves.get(octave));
        let low = octave.map_or(0, |counts| u64::from(counts[at]));
        low | (self.beyond.get(&index).copied().unwrap_or(0) << 32)
    }

    /// Of an index that is in use.
    fn set(&mut self, index: usize, value: u64) {
        let (octave, at) = place_of(index);
        self.octaves[octave - self.first][at] = value as u32;
        match value >> 32 {
            0 => self.beyond.remove(&index),
            high => self.beyond.insert(index, high),
        };
    }

    /// Adds to a count.
    pub(super) fn add(&mut self, index: usize, count: u64) {
        self.cover(&(index..index + 1));
        self.set(index, self.get(index) + count);
    }

    /// Takes from a count at most what it is.
    pub(super) fn take(&mut self, index: usize, count: u64) {
        let value = self.get(index);
        if value > 0 {
            self.set(index, value.saturating_sub(count));
        }
    }

    /// Adds one to the count of each of these slots, which lie in a range that is not empty. `all`: no count is larger
    /// than that afterwards.
    pub(super) fn add_ones(&mut self, slots: &[u16], range: Range<usize>, all: u64) {
        self.cover(&range);
        if u32::try_from(all).is_err() {
            slots
                .iter()
                .for_each(|slot| self.add(usize::from(*slot), 1));
            return;
        }
        let (octaves, first) = (&mut self.octaves[..], self.first);
        for slot in slots {
            let (octave, at) = place_of(usize::from(*slot));
            octaves[octave - first][at] += 1;
        }
    }

    /// All in use that are not zero, with their indexes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        let beyond = |index| self.beyond.get(&index).copied().unwrap_or(0) << 32;
        let octaves = (self.first..).zip(&self.octaves);
        let all = octaves.flat_map(|(number, counts)| {
            let index = number << SUB_BITS;
            (index..).zip(counts.iter().map(|count| u64::from(*count)))
        });
        let none = self.beyond.is_empty();
        let whole = move |(index, low)| (index, if none { low } else { low | beyond(index) });
        all.map(whole).filter(|(_, count)| *count > 0)
    }

    /// Sets all to nothing, keeps the memory.
    pub(super) fn clear(&mut self) {
        self.octaves.iter_mut().for_each(|counts| counts.fill(0));
        self.beyond.clear();
    }
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
