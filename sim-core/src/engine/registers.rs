//! A few keys that stand beside the heap, and which of them is the earliest.
//!
//! What repeats itself (the next arrival of a client, the first of a row of events with the same delay) always has
//! exactly one pending key: in a register it costs a few comparisons instead of a way through the heap.

use super::calendar::Key;

/// Registers, found by their number: a tournament, in which each key plays against its neighbour, and the earlier one
/// goes on.
#[derive(Debug)]
pub struct Registers {
    /// From place `first` the registers, filled up with empty ones to a power of two; before them the rounds: the
    /// winner of the places 2n and 2n + 1, which stand together in pair n, stands in place n.
    pairs: Vec<[Key; 2]>,
    first: usize,
    len: u32,
    /// The winner of all: what would stand in place 1.
    least: Key,
}

impl Default for Registers {
    fn default() -> Self {
        Self {
            pairs: Vec::new(),
            first: 1,
            len: 0,
            least: Key::MAX,
        }
    }
}

impl Registers {
    /// One more register, empty; returns its number.
    pub fn add(&mut self) -> u32 {
        let number = self.len;
        self.len += 1;
        if self.len as usize > self.first {
            let present: Vec<Key> = match self.first {
                1 => vec![self.least],
                first => self.pairs[first / 2..].iter().flatten().copied().collect(),
            };
            self.first *= 2;
            self.pairs = vec![[Key::MAX; 2]; self.first];
            (0..).zip(present).for_each(|(at, key)| self.set(at, key));
        }
        number
    }

    /// The earliest key; [`Key::MAX`]: all are empty.
    #[inline(always)]
    pub fn least(&self) -> Key {
        self.least
    }

    /// Sets a register.
    #[inline(always)]
    pub fn set(&mut self, register: u32, key: Key) {
        if self.first == 1 {
            self.least = key;
        } else {
            self.play(register, key);
        }
    }

    /// Plays the rounds of a key. Without branches on the keys: which one is the earlier cannot be foreseen.
    ///
    /// The last rounds stand there one by one: what the next event waits for is the last winner, and out of a loop the
    /// compiler chooses it by a conditional move, a third as long on the way there as a look-up.
    #[inline(never)]
    fn play(&mut self, register: u32, key: Key) {
        let mut place = self.first + register as usize;
        let mut winner = key;
        while place >= 64 {
            let pair = &mut self.pairs[place / 2];
            let side = place & 1;
            let other_wins = pair[side ^ 1] < winner;
            pair[side] = winner;
            winner = pair[side ^ usize::from(other_wins)];
            place /= 2;
        }
        if place >= 32 {
            winner = self.round(&mut place, winner);
        }
        if place >= 16 {
            winner = self.round(&mut place, winner);
        }
        if place >= 8 {
            winner = self.round(&mut place, winner);
        }
        if place >= 4 {
            winner = self.round(&mut place, winner);
        }
        self.least = self.round(&mut place, winner);
    }

    /// Puts a key into its place; returns who goes on from there to half the place.
    #[inline(always)]
    fn round(&mut self, place: &mut usize, key: Key) -> Key {
        let pair = &mut self.pairs[*place / 2];
        let side = *place & 1;
        let other = pair[side ^ 1];
        pair[side] = key;
        *place /= 2;
        key.min(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_least_is_the_least(count in 1u32..20, steps in prop::collection::vec((0u32..20, any::<u64>()), 1..100)) {
            let mut registers = Registers::default();
            let mut model: Vec<Key> = (0..count).map(|_| Key::MAX).collect();
            prop_assert!((0..count).all(|number| registers.add() == number));
            for (register, key) in steps {
                let (register, key) = (register % count, Key::from(key));
                let place = &mut model[register as usize];
                registers.set(register, key);
                *place = key;
                prop_assert_eq!(Some(registers.least()), model.iter().copied().min());
            }
        }
    }
}
