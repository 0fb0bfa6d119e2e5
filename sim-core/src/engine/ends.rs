//! Keys of which the earliest is taken: the next four stand in order, the others in a heap behind them.
//!
//! Few requests are at work on one instance most of the time. Then a key finds its place among the four without a step
//! that the processor would have to guess, where each level of a heap is one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::calendar::Key;

/// Any number of keys.
#[derive(Clone, Debug)]
pub struct Ends {
    /// Ascending, filled up with [`Key::MAX`].
    next: [Key; 4],
    /// None of them before the last of the next ones; empty while these are not four.
    later: BinaryHeap<Reverse<Key>>,
    len: usize,
}

impl Default for Ends {
    fn default() -> Self {
        Self {
            next: [Key::MAX; 4],
            later: BinaryHeap::new(),
            len: 0,
        }
    }
}

impl Ends {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The earliest; [`Key::MAX`]: there is none.
    #[inline(always)]
    pub fn first(&self) -> Key {
        self.next[0]
    }

    /// One more key, not [`Key::MAX`].
    #[inline(always)]
    pub fn push(&mut self, key: Key) {
        let [a, b, c, d] = self.next;
        let (a, key) = in_order(a, key);
        let (b, key) = in_order(b, key);
        let (c, key) = in_order(c, key);
        let (d, key) = in_order(d, key);
        self.next = [a, b, c, d];
        self.len += 1;
        if self.len > 4 {
            self.later.push(Reverse(key));
        }
    }

    /// Takes the earliest, if there is one.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<Key> {
        if self.len == 0 {
            return None;
        }
        let [first, b, c, d] = self.next;
        self.len -= 1;
        self.next = [b, c, d, Key::MAX];
        if self.len > 3
            && let Some(Reverse(next)) = self.later.pop()
        {
            self.next[3] = next;
        }
        Some(first)
    }

    /// Takes the key that is `wanted`.
    pub fn take(&mut self, wanted: impl Fn(Key) -> bool) -> Option<Key> {
        let mut all = self.next.to_vec();
        all.extend(self.later.iter().map(|Reverse(key)| *key));
        let found = all
            .iter()
            .copied()
            .find(|key| *key != Key::MAX && wanted(*key))?;
        self.clear();
        let others = all
            .into_iter()
            .filter(|key| *key != Key::MAX && *key != found);
        others.for_each(|key| self.push(key));
        Some(found)
    }

    pub fn clear(&mut self) {
        self.next = [Key::MAX; 4];
        self.later.clear();
        self.len = 0;
    }
}

/// The earlier one, and the other.
#[inline(always)]
fn in_order(a: Key, b: Key) -> (Key, Key) {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a sorted list: 0 and 1 take the earliest, 2 takes any, the others put one in.
        #[test]
        fn the_earliest_comes_first(steps in prop::collection::vec((0u32..6, any::<u64>()), 1..300)) {
            let (mut ends, mut model) = (Ends::default(), Vec::<Key>::new());
            for (kind, number) in steps {
                if kind < 2 {
                    let first = (!model.is_empty()).then(|| model.remove(0));
                    prop_assert_eq!(ends.pop(), first);
                } else if kind == 2 {
                    let any = model.get(number as usize % model.len().max(1)).copied();
                    prop_assert_eq!(ends.take(|key| Some(key) == any), any);
                    model.retain(|key| Some(*key) != any);
                } else if !model.contains(&Key::from(number)) {
                    ends.push(Key::from(number));
                    model.push(Key::from(number));
                    model.sort_unstable();
                }
                prop_assert_eq!(ends.first(), model.first().copied().unwrap_or(Key::MAX));
                prop_assert_eq!(ends.len(), model.len());
            }
        }
    }
}
