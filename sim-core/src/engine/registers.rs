//! A few keys that stand beside the heap, and which of them is the earliest.
//!
//! What repeats itself (the next arrival of a client, the first of a row of events with the same delay) always has
//! exactly one pending key: in a register it costs a look at its few neighbours instead of a way through the heap.

use super::calendar::Key;

/// Registers, found by their number: a tournament, in which each key plays against its neighbour, and the earlier one
/// goes on.
#[derive(Debug)]
pub struct Registers {
    /// From place `first` the registers, filled up with empty ones to a power of two; before them the rounds: the
    /// winner of the places 2n and 2n + 1 stands in place n.
    places: Vec<Key>,
    first: usize,
    len: u32,
    least: Key,
}

impl Default for Registers {
    fn default() -> Self {
        Self {
            places: vec![Key::MAX; 2],
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
            let present = self.places.split_off(self.first);
            self.first *= 2;
            self.places = vec![Key::MAX; 2 * self.first];
            (0..).zip(present).for_each(|(at, key)| self.set(at, key));
        }
        number
    }

    /// The earliest key; [`Key::MAX`]: all are empty.
    #[inline(always)]
    pub fn least(&self) -> Key {
        self.least
    }

    /// Sets a register. Without branches on the keys: which one is the earlier cannot be foreseen.
    #[inline(always)]
    pub fn set(&mut self, register: u32, key: Key) {
        let places = &mut self.places[..];
        let mut place = self.first + register as usize;
        let mut winner = key;
        places[place] = winner;
        while place > 1 {
            let other_wins = places[place ^ 1] < winner;
            winner = places[place ^ usize::from(other_wins)];
            place /= 2;
            places[place] = winner;
        }
        self.least = winner;
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
