//! The latencies of a closed window: only the buckets that hold something, because a run keeps hundreds of windows.

use super::coarse::quantile;

/// A closed window: each bucket of a [`CoarseHistogram`](super::CoarseHistogram) that holds something, in order, as the
/// distance from the one before and the count, both in groups of seven bits (LEB128): mostly three bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WindowHistogram {
    bytes: Box<[u8]>,
}

impl WindowHistogram {
    /// Buckets that hold something, with their counts, in order.
    pub fn entries(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let (mut bytes, mut index) = (self.bytes.iter(), 0);
        std::iter::from_fn(move || {
            index += take(&mut bytes)? as usize;
            Some((index, take(&mut bytes)?))
        })
    }

    /// How many values were recorded.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.entries().map(|(_, count)| u64::from(count)).sum()
    }

    /// The values of two windows together.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        /// Behind the last bucket.
        const END: (usize, u32) = (usize::MAX, 0);
        let (mut mine, mut theirs) = (self.entries(), other.entries());
        let (mut a, mut b) = (mine.next().unwrap_or(END), theirs.next().unwrap_or(END));
        // The sum of two counts takes no more bytes than both of them.
        let mut bytes = Vec::with_capacity(self.bytes.len() + other.bytes.len());
        let mut before = 0;
        loop {
            let index = a.0.min(b.0);
            if index == END.0 {
                break;
            }
            let mut count = 0;
            if a.0 == index {
                count = a.1;
                a = mine.next().unwrap_or(END);
            }
            if b.0 == index {
                count = b.1.saturating_add(count);
                b = theirs.next().unwrap_or(END);
            }
            put(&mut bytes, (index - before) as u32);
            put(&mut bytes, count);
            before = index;
        }
        Self {
            bytes: bytes.into(),
        }
    }

    /// Some quantiles, each as by [`CoarseHistogram::quantile`](super::CoarseHistogram::quantile).
    #[must_use]
    pub fn quantiles<const N: usize>(&self, qs: [f64; N]) -> [Option<u64>; N] {
        // An entry takes two bytes at least.
        let mut entries = Vec::with_capacity(self.bytes.len() / 2);
        let mut count = 0;
        for entry in self.entries() {
            count += u64::from(entry.1);
            entries.push(entry);
        }
        qs.map(|q| quantile(entries.iter().copied(), count, q))
    }
}

/// Room for most windows while they are written.
const USUAL_BYTES: usize = 512;

/// From buckets in ascending order.
impl FromIterator<(usize, u32)> for WindowHistogram {
    fn from_iter<I: IntoIterator<Item = (usize, u32)>>(entries: I) -> Self {
        let (mut bytes, mut before) = (Vec::with_capacity(USUAL_BYTES), 0);
        for (index, count) in entries {
            put(&mut bytes, (index - before) as u32);
            put(&mut bytes, count);
            before = index;
        }
        Self {
            bytes: bytes.into(),
        }
    }
}

/// Writes a number, seven bits a byte, the lowest first; the top bit says that more follow.
#[inline]
fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads a number that [`put`] has written.
#[inline]
fn take(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let first = *bytes.next()?;
    if first < 0x80 {
        return Some(u32::from(first));
    }
    let (mut number, mut shift) = (u32::from(first & 0x7f), 7);
    loop {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Against a map that takes both in.
        #[test]
        fn two_windows_are_merged(
            first in prop::collection::btree_map(0usize..928, 1u32.., 0..60),
            second in prop::collection::btree_map(0usize..928, 1u32.., 0..60),
        ) {
            let window = |entries: &BTreeMap<usize, u32>| -> WindowHistogram { entries.clone().into_iter().collect() };
            let merged = window(&first).merged(&window(&second));
            let mut both = first;
            for (index, count) in second {
                let there: &mut u32 = both.entry(index).or_default();
                *there = there.saturating_add(count);
            }
            prop_assert_eq!(merged, window(&both));
        }

        #[test]
        fn what_was_put_in_comes_out(entries in prop::collection::btree_map(0usize..928, 1u32.., 0..60)) {
            let window: WindowHistogram = entries.clone().into_iter().collect();
            prop_assert_eq!(window.entries().collect::<BTreeMap<_, _>>(), entries.clone());
            let total: u64 = entries.values().map(|count| u64::from(*count)).sum();
            prop_assert_eq!(window.count(), total);
        }
    }
}
