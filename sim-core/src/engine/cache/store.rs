//! What a cache keeps: entries by key, in the order of their last use and in that of their last filling.
//!
//! Both orders are lists through one slab of entries, and keys are small numbers that find their entry in an array, so
//! nothing is hashed, and nothing is allocated once the slab has its size.

use crate::catalog::part::{Eviction, KeysPart};
use crate::engine::job::NONE;

/// The orders.
const BY_USE: usize = 0;
const BY_FILLING: usize = 1;

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u32,
    /// Neighbours in both orders; of a free place, the next free one is the first newer.
    older: [u32; 2],
    newer: [u32; 2],
    filled: u64,
}

/// Entries since the start: `filled` = those kept now + `evicted` + `expired` + `flushed`.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoreCounts {
    /// Keys that came to be kept; one that is filled again while it is kept does not count.
    pub filled: u64,
    pub evicted: u64,
    pub expired: u64,
    pub flushed: u64,
}

/// The entries of a cache.
#[derive(Debug)]
pub struct Store {
    /// By key: the place of its entry plus one; 0: it is not kept.
    places: Vec<u32>,
    entries: Vec<Entry>,
    free: u32,
    oldest: [u32; 2],
    newest: [u32; 2],
    len: u32,
    /// `u32::MAX`: no limit.
    capacity: u32,
    /// ns; `u64::MAX`: for ever.
    ttl: u64,
    evicts: usize,
    pub counts: StoreCounts,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            entries: Vec::new(),
            free: NONE,
            oldest: [NONE; 2],
            newest: [NONE; 2],
            len: 0,
            capacity: u32::MAX,
            ttl: u64::MAX,
            evicts: BY_USE,
            counts: StoreCounts::default(),
        }
    }
}

impl Store {
    /// Takes over parameters. Keys that exist no more are gone, and what is over the capacity.
    pub fn set(&mut self, part: &KeysPart, now: u64) {
        self.expire(now);
        self.ttl = part.ttl.map_or(u64::MAX, |ttl| ttl.0);
        self.expire(now);
        self.evicts = match part.eviction {
            Eviction::Lru => BY_USE,
            Eviction::Fifo => BY_FILLING,
        };
        for key in part.keys as usize..self.places.len() {
            if self.places[key] != 0 {
                self.drop_entry(self.places[key] - 1);
                self.counts.evicted += 1;
            }
        }
        // Zeros from the system: pages that no key touches take no memory.
        if self.len == 0 {
            self.places = vec![0; part.keys as usize];
        } else {
            self.places.resize(part.keys as usize, 0);
        }
        self.capacity = part.capacity.unwrap_or(u32::MAX);
        self.make_room(self.capacity);
    }

    pub fn len(&self) -> u64 {
        u64::from(self.len)
    }

    /// Entries at most; `None`: no limit.
    pub fn capacity(&self) -> Option<u64> {
        (self.capacity != u32::MAX).then_some(u64::from(self.capacity))
    }

    /// Whether a key is kept; if so, it has been used now.
    pub fn find(&mut self, key: u32, now: u64) -> bool {
        self.expire(now);
        let place = self.places.get(key as usize).copied().unwrap_or(0);
        if place == 0 {
            return false;
        }
        self.unlink(BY_USE, place - 1);
        self.append(BY_USE, place - 1);
        true
    }

    /// Keeps a key from now on; one that is kept already begins anew.
    pub fn fill(&mut self, key: u32, now: u64) {
        self.expire(now);
        if self.capacity == 0 || key as usize >= self.places.len() {
            return;
        }
        let place = self.places[key as usize];
        let at = if place != 0 {
            self.unlink(BY_USE, place - 1);
            self.unlink(BY_FILLING, place - 1);
            place - 1
        } else {
            self.make_room(self.capacity - 1);
            self.counts.filled += 1;
            self.len += 1;
            let at = self.take_place();
            self.places[key as usize] = at + 1;
            at
        };
        let entry = &mut self.entries[at as usize];
        (entry.key, entry.filled) = (key, now);
        self.append(BY_USE, at);
        self.append(BY_FILLING, at);
    }

    /// Drops everything.
    pub fn flush(&mut self, now: u64) {
        self.expire(now);
        self.counts.flushed += self.len();
        while self.oldest[BY_USE] != NONE {
            self.drop_entry(self.oldest[BY_USE]);
        }
    }

    /// Entries whose time is over but that nobody has looked for since.
    pub fn expired_unseen(&self, now: u64) -> u64 {
        let mut at = self.oldest[BY_FILLING];
        let mut count = 0;
        while at != NONE && self.is_over(at, now) {
            count += 1;
            at = self.entries[at as usize].newer[BY_FILLING];
        }
        count
    }

    fn is_over(&self, at: u32, now: u64) -> bool {
        now >= self.entries[at as usize].filled.saturating_add(self.ttl)
    }

    /// All live equally long: the first to be filled are the first to go.
    fn expire(&mut self, now: u64) {
        let mut at = self.oldest[BY_FILLING];
        while at != NONE && self.is_over(at, now) {
            self.drop_entry(at);
            self.counts.expired += 1;
            at = self.oldest[BY_FILLING];
        }
    }

    /// Lets entries go until there are no more than so many.
    fn make_room(&mut self, most: u32) {
        while self.len > most {
            self.drop_entry(self.oldest[self.evicts]);
            self.counts.evicted += 1;
        }
    }

    fn take_place(&mut self) -> u32 {
        if self.free == NONE {
            self.entries.push(Entry {
                key: 0,
                older: [NONE; 2],
                newer: [NONE; 2],
                filled: 0,
            });
            return (self.entries.len() - 1) as u32;
        }
        let at = self.free;
        self.free = self.entries[at as usize].newer[BY_USE];
        at
    }

    fn drop_entry(&mut self, at: u32) {
        self.unlink(BY_USE, at);
        self.unlink(BY_FILLING, at);
        self.places[self.entries[at as usize].key as usize] = 0;
        self.entries[at as usize].newer[BY_USE] = self.free;
        self.free = at;
        self.len -= 1;
    }

    /// Puts an entry behind the newest of an order.
    fn append(&mut self, order: usize, at: u32) {
        let before = self.newest[order];
        let entry = &mut self.entries[at as usize];
        (entry.older[order], entry.newer[order]) = (before, NONE);
        if before == NONE {
            self.oldest[order] = at;
        } else {
            self.entries[before as usize].newer[order] = at;
        }
        self.newest[order] = at;
    }

    fn unlink(&mut self, order: usize, at: u32) {
        let Entry { older, newer, .. } = self.entries[at as usize];
        let (before, behind) = (older[order], newer[order]);
        if before == NONE {
            self.oldest[order] = behind;
        } else {
            self.entries[before as usize].newer[order] = behind;
        }
        if behind == NONE {
            self.newest[order] = before;
        } else {
            self.entries[behind as usize].older[order] = before;
        }
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
