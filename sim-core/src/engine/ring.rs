//! A queue of small records, each a few words: written and read in place, one word after the other.
//!
//! The queue of the standard library takes a record as a whole: it is put together elsewhere, word by word, and copied
//! at once, which a processor does only after a wait that is longer than all the rest of it.

/// First room.
const FIRST: usize = 4;

/// A queue of records of `N` words.
#[derive(Debug)]
pub struct Ring<const N: usize> {
    /// Room for a power of two of them, or none yet.
    records: Vec<[u64; N]>,
    head: usize,
    len: usize,
}

impl<const N: usize> Default for Ring<N> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            head: 0,
            len: 0,
        }
    }
}

impl<const N: usize> Ring<N> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the n-th record from the front stands.
    #[inline(always)]
    fn place(&self, n: usize) -> usize {
        self.head.wrapping_add(n) & self.records.len().wrapping_sub(1)
    }

    /// All records, from the front on.
    pub fn iter(&self) -> impl Iterator<Item = [u64; N]> {
        (0..self.len).map(|n| self.records[self.place(n)])
    }

    /// The n-th record from the front.
    #[inline(always)]
    pub fn get(&self, n: usize) -> Option<[u64; N]> {
        (n < self.len).then(|| self.records[self.place(n)])
    }

    /// One more record at the back.
    #[inline(always)]
    pub fn push(&mut self, record: [u64; N]) {
        if self.len == self.records.len() {
            self.resize(FIRST.max(2 * self.len));
        }
        let place = self.place(self.len);
        self.records[place] = record;
        self.len += 1;
    }

    #[inline(always)]
    pub fn front(&self) -> Option<[u64; N]> {
        self.get(0)
    }

    /// Takes the record at the front.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<[u64; N]> {
        let front = self.front()?;
        self.head = self.place(1);
        self.len -= 1;
        Some(front)
    }

    /// Drops the records that `keeps` does not want; afterwards there is room for `least` or for twice as many as stay.
    pub fn retain(&mut self, least: usize, mut keeps: impl FnMut([u64; N]) -> bool) {
        let mut kept = 0;
        for n in 0..self.len {
            let record = self.records[self.place(n)];
            if keeps(record) {
                let place = self.place(kept);
                self.records[place] = record;
                kept += 1;
            }
        }
        self.len = kept;
        let room = least.max(2 * kept).next_power_of_two();
        if room < self.records.len() {
            self.resize(room);
        }
    }

    /// Moves to room for a power of two of records. Zeroes come from the system: what is not used costs no memory.
    #[cold]
    #[inline(never)]
    fn resize(&mut self, room: usize) {
        let mut records = vec![[0; N]; room];
        for (place, record) in records.iter_mut().zip(self.iter()) {
            *place = record;
        }
        self.records = records;
        self.head = 0;
    }

    #[cfg(test)]
    pub fn room(&self) -> usize {
        self.records.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    proptest! {
        /// Against the library's queue: 0 takes one, 1 drops every third, the others put one in.
        #[test]
        fn first_in_first_out(steps in prop::collection::vec(0u64..9, 1..400)) {
            let (mut ring, mut model) = (Ring::<2>::default(), VecDeque::new());
            for (at, step) in steps.into_iter().enumerate() {
                match step {
                    0 => prop_assert_eq!(ring.pop(), model.pop_front()),
                    1 => {
                        ring.retain(8, |record| !record[0].is_multiple_of(3));
                        model.retain(|record: &[u64; 2]| !record[0].is_multiple_of(3));
                        prop_assert!(ring.room() <= 8usize.max(4 * ring.len()));
                    }
                    _ => {
                        ring.push([at as u64, step]);
                        model.push_back([at as u64, step]);
                    }
                }
                prop_assert_eq!(ring.front(), model.front().copied());
                prop_assert_eq!((ring.len(), ring.is_empty()), (model.len(), model.is_empty()));
                prop_assert!(ring.iter().eq(model.iter().copied()));
            }
        }
    }
}
