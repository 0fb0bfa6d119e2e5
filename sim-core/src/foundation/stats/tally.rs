//! Latencies as a run records them: an open window, which each request touches, and the total of the closed ones.
//!
//! A request costs one count in one small table. Everything else (the total since the start, the coarse figures of a
//! window) is made when the window closes, from the part of the table that the window has used.

use super::coarse::CoarseHistogram;
use super::latency::{LatencyHistogram, Slot, index_of};
use super::table::Table;

/// Counts taken together when a window closes: of a few requests most blocks are empty. It divides an octave, and holds
/// whole buckets of a [`CoarseHistogram`].
pub(super) const BLOCK: usize = 32;

/// Without branches, so that it takes a few wide instructions.
fn is_empty(counts: &[u32; BLOCK]) -> bool {
    counts.iter().fold(0, |all, count| all | count) == 0
}

/// Latencies since the start and in the present window, nanoseconds.
#[derive(Debug, Clone)]
#[repr(C)]
pub struct LatencyTally {
    /// Counts of the open window, by slot of a [`LatencyHistogram`].
    open: Table<u32>,
    /// The smallest and the largest of the open window; it is empty while `least > most`.
    least: u64,
    most: u64,
    /// Sum since the start.
    sum: u128,
    /// What closed windows hold; its sum stays 0.
    closed: LatencyHistogram,
}

impl Default for LatencyTally {
    fn default() -> Self {
        Self {
            open: Table::new(),
            least: u64::MAX,
            most: 0,
            sum: 0,
            closed: LatencyHistogram::new(),
        }
    }
}

impl LatencyTally {
    /// Counts one latency; returns its place, for other histograms that count it too.
    #[inline(always)]
    pub fn record(&mut self, nanos: u64) -> Slot {
        let slot = Slot::of(nanos);
        self.record_at(nanos, slot);
        slot
    }

    /// The same where the place of the latency is known.
    #[inline(always)]
    pub fn record_at(&mut self, nanos: u64, slot: Slot) {
        match self.open.get_mut(slot.0) {
            Some(count) if *count < u32::MAX => *count += 1,
            _ => self.make_room(slot.0),
        }
        self.sum += u128::from(nanos);
        if nanos < self.least {
            self.least = nanos;
        }
        if nanos > self.most {
            self.most = nanos;
        }
    }

    /// Counts one where the table is too short, or where its count is full: what it holds goes to the total then, and
    /// the window will show fewer.
    #[cold]
    fn make_room(&mut self, index: usize) {
        let count = &mut self.open.part(index..index + 1)[0];
        let full = std::mem::replace(count, 1);
        if full > 0 {
            self.closed.add(index, u64::from(full));
        }
    }

    /// Sum of all latencies since the start, ns.
    #[must_use]
    pub const fn sum(&self) -> u128 {
        self.sum
    }

    /// All latencies since the start.
    #[must_use]
    pub fn total(&self) -> LatencyHistogram {
        let mut total = self.closed.clone();
        self.for_each(|index, count| total.add(index, u64::from(count)));
        total.cover(self.least, self.most, self.sum);
        total
    }

    /// Closes the window: its latencies are added to `window`, and the next one begins.
    pub fn close_into(&mut self, window: &mut CoarseHistogram) {
        if self.least > self.most {
            return;
        }
        let (first, last) = (index_of(self.least) / BLOCK, index_of(self.most) / BLOCK);
        window.take_in(first * BLOCK, (last + 1) * BLOCK);
        let used = self.open.part(first * BLOCK..(last + 1) * BLOCK);
        let (blocks, _) = used.as_chunks_mut::<BLOCK>();
        for (at, block) in blocks.iter_mut().enumerate() {
            if !is_empty(block) {
                self.closed.add_block((first + at) * BLOCK, block);
                window.add_block((first + at) * BLOCK, block);
                *block = [0; BLOCK];
            }
        }
        self.closed.cover(self.least, self.most, 0);
        (self.least, self.most) = (u64::MAX, 0);
    }

    fn for_each(&self, mut each: impl FnMut(usize, u32)) {
        for (index, count) in self.open.iter().filter(|(_, count)| *count > 0) {
            each(index, count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What one histogram of everything, and one of the last window, would hold.
    fn naive(values: &[u64]) -> (LatencyHistogram, CoarseHistogram) {
        let (mut total, mut window) = (LatencyHistogram::new(), CoarseHistogram::new());
        for &value in values {
            total.record(value);
            window.record(value);
        }
        (total, window)
    }

    proptest! {
        /// Wherever windows close, the total is that of all values, and each window holds its own.
        #[test]
        fn windows_add_up_to_the_total(
            values in prop::collection::vec((0u32..60, any::<u64>()).prop_map(|(bits, v)| v >> (63 - bits)), 0..300),
            cuts in prop::collection::vec(0usize..300, 0..6),
        ) {
            let mut tally = LatencyTally::default();
            let mut begin = 0;
            for (at, &value) in values.iter().enumerate() {
                if cuts.contains(&at) {
                    let mut window = CoarseHistogram::new();
                    tally.close_into(&mut window);
                    prop_assert_eq!(&window, &naive(&values[begin..at]).1);
                    begin = at;
                }
                tally.record(value);
            }
            let (total, _) = naive(&values);
            prop_assert_eq!(tally.total(), total.clone());
            prop_assert_eq!(tally.sum(), total.sum());
            let mut window = CoarseHistogram::new();
            tally.close_into(&mut window);
            prop_assert_eq!(window, naive(&values[begin..]).1);
            prop_assert_eq!(tally.total(), total);
        }
    }

    #[test]
    fn a_full_count_loses_nothing_of_the_total() {
        let mut tally = LatencyTally::default();
        tally.record(5);
        tally.open.part(5..6)[0] = u32::MAX;
        tally.record(5);
        tally.record(5);
        assert_eq!(tally.total().count(), u64::from(u32::MAX) + 2);
    }
}
