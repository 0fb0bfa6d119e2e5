//! Latencies as a run records them: a note of the bucket of each, which a request touches, and the histograms behind it.
//!
//! A request costs one note and what is exact about all of them. The total since the start, the window of the charts and
//! the live window take many notes at once when there is no more room, or when somebody asks: a tight loop over one
//! component's tables, while the events of a run jump from component to component. A window of few requests, as most are
//! in a large design, never comes to a table: its percentile is one of the notes.

use std::ops::Range;

use super::coarse::{CoarseHistogram, middle_of, rank_of};
use super::handful::Handful;
use super::latency::{LatencyHistogram, index_of};

/// Notes before the histograms take them: two KiB.
const NOTED: usize = 1024;
/// Room at first: most components of a large design see few requests between two windows.
const FIRST: usize = 16;
/// Latest notes, which stand beside what else a request touches.
const LATEST: usize = 15;

/// Latencies since the start, in the present window of the charts and in the present live window, nanoseconds.
#[derive(Debug, Clone)]
#[repr(C)]
pub struct LatencyTally {
    /// Sum and extremes of the values that `total` does not know yet. With the latest notes this is one line of the cache,
    /// and all that a request touches.
    sum: u128,
    least: u64,
    most: u64,
    /// How many of the latest notes there are.
    late: u16,
    latest: [u16; LATEST],
    /// The notes before these: the buckets of their values.
    noted: Vec<u16>,
    total: LatencyHistogram,
    window: Window,
    /// While somebody watches.
    live: Option<Window>,
}

/// The values since it began: those that have been counted, and the notes from a place on.
#[derive(Debug, Clone, Default)]
struct Window {
    counted: CoarseHistogram,
    /// How many those are.
    count: u64,
    from: usize,
}

impl Window {
    /// Counts what is noted; the buckets of all of it lie in this range.
    fn count(&mut self, noted: &[u16], range: Range<usize>) {
        let open = &noted[self.from..];
        if !open.is_empty() {
            let (rough, first) = self.counted.part(range);
            for place in open {
                let bucket = &mut rough[CoarseHistogram::bucket_of(usize::from(*place)) - first];
                *bucket = bucket.saturating_add(1);
            }
        }
        self.count += open.len() as u64;
        self.from = noted.len();
    }

    /// It begins anew.
    fn restart(&mut self, noted: &[u16]) {
        if self.count > 0 {
            self.counted.clear();
        }
        (self.count, self.from) = (0, noted.len());
    }
}

impl Default for LatencyTally {
    fn default() -> Self {
        Self {
            sum: 0,
            least: u64::MAX,
            most: 0,
            late: 0,
            latest: [0; LATEST],
            noted: Vec::new(),
            total: LatencyHistogram::new(),
            window: Window::default(),
            live: None,
        }
    }
}

impl LatencyTally {
    /// Counts one latency.
    #[inline(always)]
    pub fn record(&mut self, nanos: u64) {
        // Not as soon as there is no room: to copy what has only just been written keeps the processor waiting.
        if usize::from(self.late) == LATEST {
            self.put_away();
        }
        self.latest[usize::from(self.late)] = index_of(nanos) as u16;
        self.late += 1;
        self.least = self.least.min(nanos);
        self.most = self.most.max(nanos);
        self.sum += u128::from(nanos);
    }

    /// Puts the latest notes to the others, among which there is always room for them.
    #[cold]
    #[inline(never)]
    fn put_away(&mut self) {
        self.reserve(LATEST);
        let latest = &self.latest[..usize::from(self.late)];
        self.noted.extend_from_slice(latest);
        self.late = 0;
        if self.noted.len() > NOTED - LATEST {
            self.settle();
        }
    }

    /// Room for some more notes.
    fn reserve(&mut self, more: usize) {
        let (needed, room) = (self.noted.len() + more, self.noted.capacity());
        if needed > room {
            let wanted = (2 * room).clamp(FIRST, NOTED).max(needed);
            self.noted.reserve_exact(wanted - self.noted.len());
        }
    }

    /// Brings all notes into the histograms: the latest have been put to the others.
    fn settle(&mut self) {
        let (noted, range) = (&self.noted[..], self.range());
        for window in std::iter::once(&mut self.window).chain(&mut self.live) {
            window.count(noted, range.clone());
            window.from = 0;
        }
        self.total
            .cover(noted.len() as u64, self.least, self.most, self.sum);
        self.total.count_in(noted);
        self.noted.clear();
        (self.least, self.most, self.sum) = (u64::MAX, 0, 0);
    }

    /// Where the notes lie, if there are any.
    fn range(&self) -> Range<usize> {
        index_of(self.least)..index_of(self.most) + 1
    }

    /// Counts some latencies at once.
    pub fn count(&mut self, some: &Handful) {
        let places = some.places();
        if self.noted.len() + places.len() > NOTED - LATEST {
            self.put_away();
            self.settle();
        }
        self.reserve(places.len());
        self.noted.extend_from_slice(places);
        self.least = self.least.min(some.least);
        self.most = self.most.max(some.most);
        self.sum += some.sum;
    }

    /// Sum of all latencies since the start, ns.
    #[must_use]
    pub fn sum(&self) -> u128 {
        self.total.sum() + self.sum
    }

    /// All latencies since the start.
    #[must_use]
    pub fn total(&self) -> LatencyHistogram {
        let latest = &self.latest[..usize::from(self.late)];
        let count = self.noted.len() + latest.len();
        let mut total = self.total.clone();
        total.cover(count as u64, self.least, self.most, self.sum);
        total.count_in(&self.noted);
        total.count_in(latest);
        total
    }

    /// Closes the window of the charts and begins the next one; adds its values to `all`. Returns its `q`-quantile,
    /// nanoseconds (within 3.2 %); `None` when it is empty.
    pub fn close_window(&mut self, q: f64, all: Option<&mut CoarseHistogram>) -> Option<u64> {
        self.put_away();
        let open = &self.noted[self.window.from..];
        let quantile = if self.window.count == 0 {
            // Notes are all there is: no table has to be touched.
            if let Some(all) = all {
                let slots = open.iter().map(|place| usize::from(*place));
                slots.for_each(|slot| all.count_at(slot));
            }
            quantile_of(open, q)
        } else {
            self.window.count(&self.noted, self.range());
            if let Some(all) = all {
                all.merge(&self.window.counted);
            }
            self.window.counted.quantile_of(self.window.count, q)
        };
        self.window.restart(&self.noted);
        quantile
    }

    /// Those of the present live window, complete; `None`: nobody watches.
    pub fn live(&mut self) -> Option<&CoarseHistogram> {
        self.put_away();
        let range = self.range();
        let live = self.live.as_mut()?;
        live.count(&self.noted, range);
        Some(&live.counted)
    }

    /// Begins the next live window.
    pub fn watch(&mut self) {
        self.put_away();
        self.live.get_or_insert_default().restart(&self.noted);
    }

    /// Nobody watches any more.
    pub fn unwatch(&mut self) {
        self.live = None;
    }
}

/// The `q`-quantile of what is noted, nanoseconds: what a window that has counted them would tell.
fn quantile_of(noted: &[u16], q: f64) -> Option<u64> {
    let rank = rank_of(q, noted.len() as u64) as usize;
    let place = if rank >= noted.len() {
        *noted.iter().max()?
    } else {
        let mut copy = [0; NOTED];
        let copy = copy.get_mut(..noted.len())?;
        copy.copy_from_slice(noted);
        *copy.select_nth_unstable(rank - 1).1
    };
    Some(middle_of(CoarseHistogram::bucket_of(usize::from(place))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::handful::FULL;
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
        /// Wherever windows of both sorts close, the total is that of all values, and each window holds its own.
        #[test]
        fn windows_add_up_to_the_total(
            values in prop::collection::vec((0u32..60, any::<u64>()).prop_map(|(bits, v)| v >> (63 - bits)), 0..900),
            cuts in prop::collection::vec(0usize..900, 0..6),
            live_cuts in prop::collection::vec(0usize..900, 1..6),
        ) {
            let mut tally = LatencyTally::default();
            let (mut begin, mut live_begin) = (0, None);
            for (at, &value) in values.iter().enumerate() {
                if cuts.contains(&at) {
                    let (window, mut all) = (naive(&values[begin..at]).1, CoarseHistogram::new());
                    let closed = tally.close_window(0.99, (at % 2 == 0).then_some(&mut all));
                    prop_assert_eq!(closed, window.quantile(0.99));
                    prop_assert!(at % 2 == 1 || all == window);
                    begin = at;
                }
                if live_cuts.contains(&at) {
                    let live = live_begin.map(|begin: usize| naive(&values[begin..at]).1);
                    prop_assert_eq!(tally.live(), live.as_ref());
                    tally.watch();
                    live_begin = Some(at);
                }
                tally.record(value);
            }
            let (total, _) = naive(&values);
            prop_assert_eq!(tally.total(), total.clone());
            prop_assert_eq!(tally.sum(), total.sum());
            let (window, mut all) = (naive(&values[begin..]).1, CoarseHistogram::new());
            prop_assert_eq!(tally.close_window(0.5, Some(&mut all)), window.quantile(0.5));
            prop_assert_eq!(all, window);
            prop_assert_eq!(tally.total(), total);
        }
    }

    proptest! {
        #[test]
        fn many_at_once_are_the_same_as_one_by_one(
            parts in prop::collection::vec(prop::collection::vec(any::<u64>().prop_map(|v| v >> 20), 0..200), 0..30),
        ) {
            let (mut together, mut single) = (LatencyTally::default(), LatencyTally::default());
            for part in &parts {
                part.chunks(FULL).for_each(|some| together.count(&Handful::of(some)));
                part.iter().for_each(|nanos| single.record(*nanos));
                prop_assert_eq!(together.sum(), single.sum());
            }
            let [mut all, mut each] = [CoarseHistogram::new(), CoarseHistogram::new()];
            let closed = together.close_window(0.99, Some(&mut all));
            prop_assert_eq!(closed, single.close_window(0.99, Some(&mut each)));
            prop_assert_eq!(all, each);
            prop_assert_eq!(together.total(), single.total());
        }
    }

    /// More values than are ever noted in a row, of very different sizes.
    #[test]
    fn long_runs_are_counted_whole() {
        let (mut tally, mut all) = (LatencyTally::default(), LatencyHistogram::new());
        for n in 0..200_000u64 {
            let nanos = if n % 1000 == 0 { 5 } else { 1_000_000 };
            tally.record(nanos);
            all.record(nanos);
        }
        assert_eq!(tally.total(), all);
    }

    #[test]
    fn the_notes_stay_few() {
        let mut tally = LatencyTally::default();
        (0..10_000).for_each(|nanos| tally.record(nanos));
        assert_eq!(tally.noted.capacity(), NOTED);
        assert_eq!(std::mem::offset_of!(LatencyTally, noted), 64);
        assert_eq!(tally.total().count(), 10_000);
    }
}
