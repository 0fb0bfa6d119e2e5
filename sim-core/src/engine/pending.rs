//! Keys in the order in which they come due: a few stand in a row, many in a 4-ary heap.
//!
//! In the row the earliest stands last: it is seen and taken without a comparison, and a new key is one short search
//! away from its place. Each level of a heap costs a guess of the processor that is often wrong, which a few keys never
//! make up for. The root that a pop leaves open in the heap is filled by the next push, so the usual "pop one, push one"
//! costs one sift.

use super::calendar::Key;

/// So many keys stand in the row at most.
const FEW: usize = 30;
/// The row with a [`Key::MAX`] at either end: later than all, and room for one more.
const ROW: usize = FEW + 2;
/// The heap becomes a row again when it has so few.
const FEWER: usize = 14;

/// Pending keys.
#[derive(Debug)]
pub struct Pending {
    /// They stand in the row, not in the heap.
    in_row: bool,
    /// `heap[0]` has been taken and waits for the next push.
    hole: bool,
    /// How many there are, the hole included.
    len: usize,
    /// In descending order from place 1: the upper halves of the keys, and the lower ones.
    times: [u64; ROW],
    orders: [u64; ROW],
    /// Behind the last entry stands [`Key::MAX`], up to a whole number of families.
    heap: Vec<Key>,
}

impl Default for Pending {
    fn default() -> Self {
        Self {
            in_row: true,
            hole: false,
            len: 0,
            times: [u64::MAX; ROW],
            orders: [u64::MAX; ROW],
            heap: Vec::new(),
        }
    }
}

impl Pending {
    pub fn is_empty(&self) -> bool {
        self.len == usize::from(self.hole)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = Key> {
        let row = if self.in_row { self.len } else { 0 };
        let heap = if self.in_row {
            &[][..]
        } else {
            &self.heap[usize::from(self.hole)..self.len]
        };
        let row = (1..=row).map(|at| self.in_place(at));
        row.chain(heap.iter().copied())
    }

    /// The key at a place of the row.
    #[inline(always)]
    fn in_place(&self, at: usize) -> Key {
        (Key::from(self.times[at % ROW]) << 64) | Key::from(self.orders[at % ROW])
    }

    /// The earliest; [`Key::MAX`]: there is none.
    #[inline(always)]
    pub fn peek(&mut self) -> Key {
        if self.hole {
            self.close_hole();
        }
        if self.in_row {
            self.in_place(self.len)
        } else {
            self.heap[0]
        }
    }

    /// Takes the earliest, which [`peek`](Self::peek) has just shown.
    #[inline(always)]
    pub fn take(&mut self) {
        if self.in_row {
            self.len -= 1;
        } else {
            self.hole = true;
        }
    }

    #[inline(always)]
    pub fn push(&mut self, key: Key) {
        if self.in_row {
            self.push_row(key);
        } else {
            self.push_heap(key);
        }
    }

    #[inline(always)]
    fn push_row(&mut self, key: Key) {
        if self.len == FEW {
            return self.pile_up(key);
        }
        let (time, order) = ((key >> 64) as u64, key as u64);
        let mut at = self.len;
        self.len += 1;
        loop {
            let there = self.times[at % ROW];
            // Of equal times mostly the new one is the later.
            if there > time || (there == time && self.orders[at % ROW] > order) {
                break;
            }
            self.times[(at + 1) % ROW] = there;
            self.orders[(at + 1) % ROW] = self.orders[at % ROW];
            at = at.wrapping_sub(1);
        }
        self.times[(at + 1) % ROW] = time;
        self.orders[(at + 1) % ROW] = order;
    }

    /// There are too many for the row. In ascending order they are a heap already.
    #[cold]
    #[inline(never)]
    fn pile_up(&mut self, key: Key) {
        self.in_row = false;
        self.heap.clear();
        for at in (1..=self.len).rev() {
            let key = self.in_place(at);
            self.heap.push(key);
        }
        self.heap.resize(1 + self.len.div_ceil(4) * 4, Key::MAX);
        self.push_heap(key);
    }

    /// There are few again.
    #[cold]
    #[inline(never)]
    fn line_up(&mut self) {
        self.in_row = true;
        self.heap.truncate(self.len);
        self.heap.sort_unstable();
        for (at, key) in self.heap.iter().rev().enumerate() {
            self.times[at + 1] = (key >> 64) as u64;
            self.orders[at + 1] = *key as u64;
        }
    }

    #[inline(never)]
    fn push_heap(&mut self, key: Key) {
        if self.hole {
            self.hole = false;
            self.sift_down(key);
        } else {
            if self.len == self.heap.len() {
                // Whole families of four, so that a search among siblings need not ask how many there are.
                self.heap.resize(self.len + 4, Key::MAX);
            }
            self.len += 1;
            self.sift_up(key);
        }
    }

    #[inline(never)]
    fn close_hole(&mut self) {
        self.hole = false;
        self.len -= 1;
        let last = std::mem::replace(&mut self.heap[self.len], Key::MAX);
        self.sift_down(last);
        if self.len <= FEWER {
            self.line_up();
        }
    }

    /// Places `key` from the root downwards.
    #[inline(always)]
    fn sift_down(&mut self, key: Key) {
        let heap = &mut self.heap[..];
        let mut at = 0;
        while let Some(family) = heap
            .get(4 * at + 1..)
            .and_then(|rest| rest.first_chunk::<4>())
        {
            let (which, least) = least_of(family);
            if least >= key {
                break;
            }
            heap[at] = least;
            at = 4 * at + 1 + which;
        }
        heap[at] = key;
    }

    /// Places `key`, which stands last, upwards.
    #[inline(always)]
    fn sift_up(&mut self, key: Key) {
        let mut at = self.len - 1;
        let heap = &mut self.heap[..];
        while at > 0 {
            let parent = (at - 1) / 4;
            if heap[parent] <= key {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = key;
    }
}

/// The least of four keys and its place. Without branches: which of four is the least cannot be foreseen.
#[inline(always)]
fn least_of(keys: &[Key; 4]) -> (usize, Key) {
    let left = usize::from(keys[1] < keys[0]);
    let right = 2 + usize::from(keys[3] < keys[2]);
    let is_right = usize::from(keys[right & 3] < keys[left & 3]);
    let which = left + is_right * (right - left);
    (which, keys[which & 3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain list that grows and shrinks again, so that it is few, many, and few.
        #[test]
        fn the_earliest_comes_first(waves in prop::collection::vec((any::<bool>(), prop::collection::vec(0u64..1000, 1..60)), 1..12)) {
            let (mut pending, mut model) = (Pending::default(), Vec::new());
            for (fills, keys) in waves {
                for (at, key) in keys.into_iter().enumerate() {
                    if fills != (at % 4 == 0) {
                        pending.push(Key::from(key));
                        model.push(Key::from(key));
                    } else {
                        let least = model.iter().copied().min();
                        prop_assert_eq!(pending.peek(), least.unwrap_or(Key::MAX));
                        if let Some(least) = least {
                            pending.take();
                            let first = model.iter().position(|key| *key == least);
                            first.map(|at| model.swap_remove(at));
                        }
                    }
                    prop_assert_eq!(pending.is_empty(), model.is_empty());
                    let mut all: Vec<Key> = pending.iter().collect();
                    all.sort_unstable();
                    model.sort_unstable();
                    prop_assert_eq!(&all, &model);
                }
            }
        }
    }
}
