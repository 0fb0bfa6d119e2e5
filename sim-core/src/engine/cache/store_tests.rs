//! The store against a plain list that does the same the slow way.

use proptest::prelude::*;

use super::*;
use crate::foundation::units::Span;

fn part(keys: u32, capacity: Option<u32>, ttl: Option<u64>, eviction: Eviction) -> KeysPart {
    KeysPart {
        keys,
        exponent: 0.0,
        ttl: ttl.map(Span),
        capacity,
        eviction,
        coalesce: false,
    }
}

/// Entries as (key, filled, used); uses are numbered.
#[derive(Default)]
struct Naive {
    entries: Vec<(u32, u64, u64)>,
    uses: u64,
    counts: StoreCounts,
}

impl Naive {
    fn set(&mut self, part: &KeysPart, now: u64) {
        self.expire(part, now);
        let before = self.entries.len();
        self.entries.retain(|(key, ..)| *key < part.keys);
        self.counts.evicted += (before - self.entries.len()) as u64;
        self.evict_to(part, part.capacity.unwrap_or(u32::MAX));
    }

    fn expire(&mut self, part: &KeysPart, now: u64) {
        let before = self.entries.len();
        let alive = |filled: u64| part.ttl.is_none_or(|ttl| now < filled + ttl.0);
        self.entries.retain(|(_, filled, _)| alive(*filled));
        self.counts.expired += (before - self.entries.len()) as u64;
    }

    fn evict_to(&mut self, part: &KeysPart, most: u32) {
        while self.entries.len() > most as usize {
            // Among those filled at one instant the first use tells who was first.
            let age = |(_, filled, used): &(u32, u64, u64)| match part.eviction {
                Eviction::Lru => (*used, 0),
                Eviction::Fifo => (*filled, *used),
            };
            let victim = (0..self.entries.len()).min_by_key(|at| age(&self.entries[*at]));
            if let Some(victim) = victim {
                self.entries.remove(victim);
                self.counts.evicted += 1;
            }
        }
    }

    fn find(&mut self, part: &KeysPart, key: u32, now: u64) -> bool {
        self.expire(part, now);
        self.uses += 1;
        let uses = self.uses;
        let found = self.entries.iter_mut().find(|(other, ..)| *other == key);
        found.map(|entry| entry.2 = uses).is_some()
    }

    fn fill(&mut self, part: &KeysPart, key: u32, now: u64) {
        self.expire(part, now);
        if part.capacity == Some(0) || key >= part.keys {
            return;
        }
        self.uses += 1;
        let before = self.entries.len();
        self.entries.retain(|(other, ..)| *other != key);
        if before == self.entries.len() {
            self.evict_to(part, part.capacity.map_or(u32::MAX, |most| most - 1));
            self.counts.filled += 1;
        }
        self.entries.push((key, now, self.uses));
    }
}

fn counts(counts: StoreCounts) -> [u64; 4] {
    [
        counts.filled,
        counts.evicted,
        counts.expired,
        counts.flushed,
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Find(u32),
    Fill(u32),
    Wait(u64),
    Set(KeysPart),
    Flush,
}

fn parts() -> impl Strategy<Value = KeysPart> {
    let eviction = prop_oneof![Just(Eviction::Lru), Just(Eviction::Fifo)];
    let capacity = prop::option::weighted(0.8, 0u32..12);
    let ttl = prop::option::weighted(0.6, 0u64..40);
    (1u32..20, capacity, ttl, eviction)
        .prop_map(|(keys, capacity, ttl, eviction)| part(keys, capacity, ttl, eviction))
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        40 => (0u32..20).prop_map(Step::Find),
        40 => (0u32..20).prop_map(Step::Fill),
        // An instant for each step at least: which of two fillings at one instant was first, the list cannot tell.
        15 => (1u64..15).prop_map(Step::Wait),
        4 => parts().prop_map(Step::Set),
        1 => Just(Step::Flush),
    ];
    prop::collection::vec(step, 0..300)
}

proptest! {
    #[test]
    fn finds_and_drops_what_a_plain_list_does(first in parts(), steps in steps()) {
        let (mut store, mut naive, mut part, mut now) = (Store::default(), Naive::default(), first, 1u64);
        store.set(&part, now);
        for step in steps {
            now += 1;
            match step {
                Step::Find(key) => prop_assert_eq!(store.find(key, now), naive.find(&part, key, now)),
                Step::Fill(key) => {
                    store.fill(key, now);
                    naive.fill(&part, key, now);
                }
                Step::Wait(span) => now += span,
                Step::Set(next) => {
                    // What the old lifetime has ended is gone before the new one counts.
                    naive.expire(&part, now);
                    part = next;
                    store.set(&part, now);
                    naive.set(&part, now);
                }
                Step::Flush => {
                    store.flush(now);
                    naive.expire(&part, now);
                    naive.counts.flushed += naive.entries.len() as u64;
                    naive.entries.clear();
                }
            }
            let late = store.expired_unseen(now);
            naive.expire(&part, now);
            let mut seen = store.counts;
            seen.expired += late;
            prop_assert_eq!(counts(seen), counts(naive.counts));
            prop_assert_eq!(store.len() - late, naive.entries.len() as u64);
            prop_assert_eq!(store.counts.filled, store.len() + store.counts.evicted
                + store.counts.expired + store.counts.flushed);
            prop_assert!(store.capacity().is_none_or(|most| store.len() <= most));
        }
    }
}

/// A slab that has its size grows no more, whatever comes and goes.
#[test]
fn nothing_is_allocated_after_the_warm_up() {
    let mut store = Store::default();
    store.set(&part(1_000, Some(100), Some(500), Eviction::Lru), 0);
    for now in 0..100_000u64 {
        let key = (now * 7_919 % 1_000) as u32;
        if !store.find(key, now) {
            store.fill(key, now);
        }
    }
    assert_eq!(store.entries.len(), 100);
    assert_eq!((store.len(), store.capacity()), (100, Some(100)));
}
