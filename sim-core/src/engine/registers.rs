//! Keys that stand beside the other pending ones, and which of them is the earliest.
//!
//! What repeats itself (the next arrival of a client, the next end of work on shared processors) always has
//! exactly one pending key: in a register it costs a few comparisons, and nothing has to be taken out or put in.

use super::calendar::Key;

/// Four registers in one line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Quad([Key; 4]);

impl Quad {
    const EMPTY: Quad = Quad([Key::MAX; 4]);

    #[inline(always)]
    fn least(&self) -> Key {
        let [a, b, c, d] = self.0;
        a.min(b).min(c.min(d))
    }
}

/// Registers, found by their number: a tournament. Four neighbours play at once, then each winner plays against its
/// neighbour, and the earlier one goes on.
#[derive(Debug, Default)]
pub struct Registers {
    /// By number, filled up with empty ones. A single register stands in `least` alone.
    quads: Vec<Quad>,
    /// From place `first` the winners of the fours, filled up with empty ones to a power of two; before them the
    /// rounds: the winner of the places 2n and 2n + 1, which stand together in pair n, stands in place n.
    pairs: Vec<[Key; 2]>,
    first: usize,
    len: u32,
    /// The winner of all: what would stand in place 1.
    least: Least,
}

/// The earliest key; none at first.
#[derive(Debug)]
struct Least(Key);

impl Default for Least {
    fn default() -> Self {
        Self(Key::MAX)
    }
}

impl Registers {
    /// One more register, empty; returns its number.
    pub fn add(&mut self) -> u32 {
        let number = self.len;
        self.len += 1;
        if number.is_multiple_of(4) {
            self.quads.push(Quad::EMPTY);
        }
        if number == 1 {
            self.quads[0].0[0] = self.least.0;
        }
        if self.quads.len() > self.first {
            self.first = (2 * self.first).max(1);
            self.pairs = vec![[Key::MAX; 2]; self.first];
            for at in 0..self.quads.len() {
                self.play_on(self.first + at, self.quads[at].least());
            }
        }
        number
    }

    /// The earliest key; [`Key::MAX`]: all are empty.
    #[inline(always)]
    pub fn least(&self) -> Key {
        self.least.0
    }

    /// Sets a register.
    #[inline(always)]
    pub fn set(&mut self, register: u32, key: Key) {
        if self.len == 1 {
            self.least.0 = key;
        } else if self.first == 1 {
            self.least.0 = self.put(register, key);
        } else {
            self.play(register, key);
        }
    }

    /// Sets a register to the earlier one of two: what it shows, and a key; `is_earlier` tells that it is the key.
    ///
    /// That cannot be foreseen, so that a few registers are compared instead of asking. Only for many it is asked.
    #[inline(always)]
    pub fn lower(&mut self, register: u32, key: Key, is_earlier: bool) {
        self.least.0 = self.least.0.min(key);
        if self.len > 1 {
            if self.first == 1 {
                let place = &mut self.quads[register as usize / 4].0[register as usize % 4];
                *place = (*place).min(key);
            } else if is_earlier {
                self.play(register, key);
            }
        }
    }

    /// Puts a key into its place; returns the winner of its four.
    #[inline(always)]
    fn put(&mut self, register: u32, key: Key) -> Key {
        let quad = &mut self.quads[register as usize / 4];
        quad.0[register as usize % 4] = key;
        quad.least()
    }

    #[inline(never)]
    fn play(&mut self, register: u32, key: Key) {
        let winner = self.put(register, key);
        self.play_on(self.first + register as usize / 4, winner);
    }

    /// Plays the rounds from a place on. Without branches on the keys: which one is the earlier cannot be foreseen.
    ///
    /// The last rounds stand there one by one: what the next event waits for is the last winner, and out of a loop the
    /// compiler chooses it by a conditional move, a third as long on the way there as a look-up.
    #[inline(always)]
    fn play_on(&mut self, mut place: usize, mut winner: Key) {
        while place >= 256 {
            let pair = &mut self.pairs[place / 2];
            let side = place & 1;
            let other_wins = pair[side ^ 1] < winner;
            pair[side] = winner;
            winner = pair[side ^ usize::from(other_wins)];
            place /= 2;
        }
        if place >= 128 {
            winner = self.round(&mut place, winner);
        }
        if place >= 64 {
            winner = self.round(&mut place, winner);
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
        if place >= 2 {
            winner = self.round(&mut place, winner);
        }
        self.least.0 = winner;
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
        /// Against a plain list that grows on the way.
        #[test]
        fn the_least_is_the_least(steps in prop::collection::vec((0u32..4, any::<u32>(), any::<u64>()), 1..900)) {
            let mut registers = Registers::default();
            let mut model: Vec<Key> = Vec::new();
            for (kind, register, key) in steps {
                if kind == 0 || model.is_empty() {
                    prop_assert_eq!(registers.add() as usize, model.len());
                    model.push(Key::MAX);
                }
                let register = register % model.len() as u32;
                let key = if kind == 1 { Key::MAX } else { Key::from(key) };
                registers.set(register, key);
                model[register as usize] = key;
                prop_assert_eq!(Some(registers.least()), model.iter().copied().min());
            }
        }
    }
}
