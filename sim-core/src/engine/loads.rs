//! Targets by the number of their outstanding requests, for a pick that need not look at every target.
//!
//! One set of bits per number of outstanding requests: a request that comes or goes moves one bit, and the least busy
//! target after a given one is the next bit of the lowest set that is not empty.

/// Targets that may be picked, by load. Positions and loads are small numbers.
#[derive(Debug, Default)]
pub struct Loads {
    /// Words of one set.
    words: usize,
    /// The sets, one after the other.
    bits: Vec<u64>,
    /// Members of each set.
    members: Vec<u32>,
    /// No set below this one has members.
    least: usize,
}

impl Loads {
    /// Starts anew with `positions` places and these members: (position, load).
    pub fn fill(&mut self, positions: usize, members: impl Iterator<Item = (usize, usize)>) {
        self.words = positions.div_ceil(64);
        self.bits.clear();
        self.members.clear();
        self.least = 0;
        for (position, load) in members {
            self.add(position, load);
        }
        self.settle_least();
    }

    /// A member's load changes.
    #[inline]
    pub fn shift(&mut self, position: usize, from: usize, to: usize) {
        let (word, bit) = (position / 64, 1u64 << (position % 64));
        let Some(old) = self.bits.get_mut(from * self.words + word) else {
            return;
        };
        if *old & bit == 0 {
            // Not among those that may be picked.
            return;
        }
        *old &= !bit;
        self.members[from] -= 1;
        self.add(position, to);
        if to < self.least {
            self.least = to;
        } else if self.members[self.least] == 0 {
            self.settle_least();
        }
    }

    #[inline]
    fn add(&mut self, position: usize, load: usize) {
        if load >= self.members.len() {
            self.members.resize(load + 1, 0);
            self.bits.resize((load + 1) * self.words, 0);
        }
        self.bits[load * self.words + position / 64] |= 1 << (position % 64);
        self.members[load] += 1;
    }

    #[inline]
    fn settle_least(&mut self) {
        while self.members.get(self.least) == Some(&0) {
            self.least += 1;
        }
    }

    /// The member of least load at or after `start`, else the first one.
    #[inline]
    pub fn least_from(&self, start: usize) -> Option<usize> {
        let begin = self.least * self.words;
        let set = self.bits.get(begin..begin + self.words)?;
        let (first, offset) = (start / 64, start % 64);
        let bit = |word: usize, bits: u64| 64 * word + bits.trailing_zeros() as usize;
        if let Some(bits) = set.get(first) {
            let after = bits >> offset << offset;
            if after != 0 {
                return Some(bit(first, after));
            }
        }
        let order = (first + 1..set.len()).chain(0..(first + 1).min(set.len()));
        let mut words = order.map(|word| (word, set[word]));
        words
            .find(|(_, bits)| *bits != 0)
            .map(|(word, bits)| bit(word, bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain list, under any changes.
        #[test]
        fn finds_what_a_search_finds(
            count in 1usize..200,
            outsiders in prop::collection::vec(any::<bool>(), 200),
            steps in prop::collection::vec((0usize..200, any::<bool>(), 0usize..201), 1..300),
        ) {
            let mut load = vec![3usize; count];
            let inside = |position: usize| !outsiders[position];
            let mut loads = Loads::default();
            loads.fill(count, (0..count).filter(|p| inside(*p)).map(|p| (p, 3)));
            for (position, up, start) in steps {
                let position = position % count;
                let to = if up { load[position] + 1 } else { load[position].saturating_sub(1) };
                loads.shift(position, load[position], to);
                load[position] = to;
                let members = || (0..count).filter(|p| inside(*p));
                let least = members().map(|p| load[p]).min();
                let candidates = || members().filter(|p| Some(load[*p]) == least);
                let start = start.min(count);
                let expected = candidates().find(|p| *p >= start).or_else(|| candidates().next());
                prop_assert_eq!(loads.least_from(start), expected);
            }
        }
    }
}
