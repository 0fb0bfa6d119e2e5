//! Latencies as a run records them: a short log, which each request touches, and the histograms behind it.
//!
//! A request costs one entry in the log. All else (the total since the start, the window of the charts, the live
//! window) takes many entries at once when the log is full or when somebody asks: a tight loop over one component's
//! tables, while the events of a run jump from component to component.

use super::coarse::CoarseHistogram;
use super::handful::{FULL, Handful};
use super::latency::{LatencyHistogram, index_of};

/// Places noted before the total counts them: two KiB.
const NOTED: usize = 1024;
/// Room at first: most components of a large design see few requests between two windows.
const FIRST: usize = 16;

/// Latencies since the start, in the present window of the charts and in the present live window, nanoseconds.
#[derive(Debug, Clone, Default)]
#[repr(C)]
pub struct LatencyTally {
    /// What the histograms do not know yet: first in memory, since it is all that a request touches.
    log: Vec<u64>,
    /// The buckets of the latest values, which `total` has only in its count, sum and extremes. They are noted in a row:
    /// each would have a place of its own in the table, far from the others, and in a large design the tables do not stay
    /// near the processor.
    noted: Vec<u16>,
    total: LatencyHistogram,
    window: CoarseHistogram,
    /// The window has at most so many values.
    in_window: u32,
    /// While somebody watches.
    live: Option<CoarseHistogram>,
}

impl LatencyTally {
    /// Counts one latency.
    #[inline(always)]
    pub fn record(&mut self, nanos: u64) {
        if self.log.len() == self.log.capacity() {
            self.make_room();
        }
        self.log.push(nanos);
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        let room = self.log.capacity();
        if room < FULL {
            self.log.reserve_exact(room.max(FIRST));
        } else {
            self.settle();
        }
    }

    /// Brings what has been recorded into the histograms.
    fn settle(&mut self) {
        if !self.log.is_empty() {
            self.count(&Handful::of(&self.log));
            self.log.clear();
        }
    }

    /// Counts some latencies at once.
    pub fn count(&mut self, some: &Handful) {
        let places = some.places();
        if places.is_empty() {
            return;
        }
        if self.noted.len() + places.len() > NOTED {
            self.total.count_in(&self.noted);
            self.noted.clear();
        }
        self.noted.extend_from_slice(places);
        self.in_window = self.in_window.saturating_add(FULL as u32);
        if self.in_window < u32::MAX {
            // With so few values in all no counter of the window can come to its end.
            let range = index_of(some.least)..index_of(some.most) + 1;
            let (rough, first) = self.window.part(range);
            for place in places {
                rough[CoarseHistogram::bucket_of(usize::from(*place)) - first] += 1;
            }
        } else {
            places
                .iter()
                .for_each(|place| self.window.count_at(usize::from(*place)));
        }
        if let Some(live) = &mut self.live {
            places
                .iter()
                .for_each(|place| live.count_at(usize::from(*place)));
        }
        let (least, most, sum) = (some.least, some.most, some.sum);
        self.total.cover(places.len() as u64, least, most, sum);
    }

    /// Sum of all latencies since the start, ns.
    #[must_use]
    pub fn sum(&self) -> u128 {
        let open = self.log.iter().map(|nanos| u128::from(*nanos));
        self.total.sum() + open.sum::<u128>()
    }

    /// All latencies since the start.
    #[must_use]
    pub fn total(&self) -> LatencyHistogram {
        let mut total = self.total.clone();
        total.count_in(&self.noted);
        for nanos in &self.log {
            total.record(*nanos);
        }
        total
    }

    /// Those of the present window of the charts, complete.
    pub fn window(&mut self) -> &CoarseHistogram {
        self.settle();
        &self.window
    }

    /// Begins the next window of the charts.
    pub fn close_window(&mut self) {
        self.settle();
        self.window.clear();
        self.in_window = 0;
    }

    /// Those of the present live window, complete; `None`: nobody watches.
    pub fn live(&mut self) -> Option<&CoarseHistogram> {
        self.settle();
        self.live.as_ref()
    }

    /// Begins the next live window.
    pub fn watch(&mut self) {
        self.settle();
        self.live.get_or_insert_default().clear();
    }

    /// Nobody watches any more.
    pub fn unwatch(&mut self) {
        self.settle();
        self.live = None;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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
                    prop_assert_eq!(tally.window(), &naive(&values[begin..at]).1);
                    tally.close_window();
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
            prop_assert_eq!(tally.window(), &naive(&values[begin..]).1);
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
                prop_assert_eq!(together.window(), single.window());
            }
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
    fn the_log_stays_short() {
        let mut tally = LatencyTally::default();
        (0..10_000).for_each(|nanos| tally.record(nanos));
        assert!(tally.log.capacity() <= FULL);
        assert_eq!(tally.total().count(), 10_000);
    }
}
