//! Keys in the order in which they come due: a few stand in places of their own, many in a 4-ary heap.
//!
//! Each level of a heap costs a guess of the processor that is often wrong, which a few keys never make up for. The
//! root that a pop leaves open in the heap is filled by the next push, so the usual "pop one, push one" costs one sift.

use super::calendar::Key;
use super::few::Few;

/// The keys of the heap become few again when there are no more than so many.
const FEWER: usize = 14;

/// Pending keys.
#[derive(Debug, Default)]
pub struct Pending {
    /// They are all in the heap, none in `few`.
    many: bool,
    /// `heap[0]` has been taken and waits for the next push.
    hole: bool,
    few: Few,
    /// How many there are in the heap, the hole included.
    len: usize,
    /// Behind the last entry stands [`Key::MAX`], up to a whole number of families.
    heap: Vec<Key>,
}

impl Pending {
    pub fn is_empty(&self) -> bool {
        self.len == usize::from(self.hole) && self.few.least() == Key::MAX
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = Key> {
        let heap = &self.heap[usize::from(self.hole)..self.len];
        self.few.iter().chain(heap.iter().copied())
    }

    /// The earliest; [`Key::MAX`]: there is none.
    #[inline(always)]
    pub fn peek(&mut self) -> Key {
        if self.many {
            if self.hole {
                self.close_hole();
            }
            if self.many {
                return self.heap[0];
            }
        }
        self.few.least()
    }

    /// Takes the earliest, which [`peek`](Self::peek) has just shown.
    #[inline(always)]
    pub fn take(&mut self) {
        if self.many {
            self.hole = true;
        } else {
            self.few.take();
        }
    }

    #[inline(always)]
    pub fn push(&mut self, key: Key) {
        if self.many {
            self.push_heap(key);
        } else if self.few.is_full() {
            self.pile_up(key);
        } else {
            self.few.push(key);
        }
    }

    /// There are too many for the places. In ascending order they are a heap.
    #[cold]
    #[inline(never)]
    fn pile_up(&mut self, key: Key) {
        self.many = true;
        self.heap.clear();
        self.heap.extend(self.few.iter());
        self.heap.sort_unstable();
        self.len = self.heap.len();
        self.heap.resize(1 + self.len.div_ceil(4) * 4, Key::MAX);
        self.few = Few::default();
        self.push_heap(key);
    }

    /// There are few again.
    #[cold]
    #[inline(never)]
    fn come_down(&mut self) {
        self.many = false;
        for key in self.heap.drain(..).take(self.len) {
            self.few.push(key);
        }
        self.len = 0;
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
            self.come_down();
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
    use super::super::calendar::pack;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain list that grows and shrinks again, so that it is few, many, and few.
        #[test]
        fn the_earliest_comes_first(waves in prop::collection::vec((any::<bool>(), prop::collection::vec(0u64..50, 1..60)), 1..12)) {
            let (mut pending, mut model, mut sequence) = (Pending::default(), Vec::new(), 0);
            for (fills, keys) in waves {
                for (at, key) in keys.into_iter().enumerate() {
                    if fills != (at % 4 == 0) {
                        sequence += 1;
                        let key = pack(key, sequence, key as u32);
                        pending.push(key);
                        model.push(key);
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
