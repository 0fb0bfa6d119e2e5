//! A few pending keys in places, four to a family, with the earliest of each family beside them; the earliest of all
//! stands apart.
//!
//! No step depends on a comparison that the processor would have to guess: a new key takes the first free place, and
//! when the earliest is taken, the families are compared in full, while what it means is being done.

use super::calendar::{Key, index_of, keep_order};

/// Places.
const PLACES: usize = 32;
const FAMILIES: usize = PLACES / 4;

/// Up to 33 keys.
#[derive(Debug)]
pub struct Few {
    least: Key,
    /// A bit for each place.
    free: u32,
    /// The earliest of each family; there, keys show their place instead of their index.
    firsts: [Key; FAMILIES],
    families: [[Key; 4]; FAMILIES],
    /// By place: the index that the key came with.
    indexes: [u32; PLACES],
}

impl Default for Few {
    fn default() -> Self {
        Self {
            least: Key::MAX,
            free: u32::MAX,
            firsts: [Key::MAX; FAMILIES],
            families: [[Key::MAX; 4]; FAMILIES],
            indexes: [0; PLACES],
        }
    }
}

impl Few {
    /// Whether every place is taken.
    #[inline(always)]
    pub fn is_full(&self) -> bool {
        self.free == 0
    }

    /// The earliest; [`Key::MAX`]: there is none.
    #[inline(always)]
    pub fn least(&self) -> Key {
        self.least
    }

    /// All keys, in no order.
    pub fn iter(&self) -> impl Iterator<Item = Key> {
        let placed = self.families.as_flattened().iter().zip(&self.indexes);
        let placed = placed.filter(|(key, _)| **key != Key::MAX);
        let placed = placed.map(|(key, index)| keep_order(*key, *index));
        placed.chain((self.least != Key::MAX).then_some(self.least))
    }

    /// One more key; there is a free place.
    #[inline(always)]
    pub fn push(&mut self, key: Key) {
        let late = self.least.max(key);
        self.least = self.least.min(key);
        if late == Key::MAX {
            return;
        }
        let place = self.free.trailing_zeros() as usize % PLACES;
        self.free &= self.free.wrapping_sub(1);
        self.indexes[place] = index_of(late);
        let late = keep_order(late, place as u32);
        let family = place / 4;
        self.families[family][place % 4] = late;
        self.firsts[family] = self.firsts[family].min(late);
    }

    /// Takes the earliest key, of which there is one.
    #[inline(always)]
    pub fn take(&mut self) {
        if self.free == u32::MAX {
            self.least = Key::MAX;
            return;
        }
        let [a, b, c, d, rest @ ..] = self.firsts;
        let mut first = a.min(b).min(c.min(d));
        // The lower places are taken first.
        if self.free >> (PLACES / 2) != u32::MAX >> (PLACES / 2) {
            let [a, b, c, d] = rest;
            first = first.min(a.min(b).min(c.min(d)));
        }
        let place = first as usize % PLACES;
        self.least = keep_order(first, self.indexes[place]);
        self.free |= 1 << place;
        let family = &mut self.families[place / 4];
        family[place % 4] = Key::MAX;
        let [a, b, c, d] = *family;
        self.firsts[place / 4] = a.min(b).min(c.min(d));
    }
}
