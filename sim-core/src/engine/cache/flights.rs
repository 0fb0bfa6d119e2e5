//! Fetches that others wait for: one at a time for each key (single flight).
//!
//! The first request to miss a key fetches it; whoever misses it meanwhile waits for the same answer. All of them share
//! what it comes to, failure included: a failed fetch fails those who waited, and each caller tries again by its own
//! link's rules, as many times and as late as these say.

use crate::engine::job::NONE;

/// Nobody fetches the key; somebody does, and nobody waits.
const NOBODY: u32 = 0;
const ALONE: u32 = 1;
/// Above these: the place of the last who waits, plus this.
const FIRST: u32 = 2;

#[derive(Clone, Copy, Debug)]
struct Follower {
    job: u32,
    /// Who came before; [`NONE`]: nobody. Of a free place: the next free one.
    before: u32,
}

/// Fetches under way.
#[derive(Debug)]
pub struct Flights {
    /// By key. It never shrinks: a fetch may outlive a change of the number of keys.
    by_key: Vec<u32>,
    followers: Vec<Follower>,
    free: u32,
}

impl Default for Flights {
    fn default() -> Self {
        Self {
            by_key: Vec::new(),
            followers: Vec::new(),
            free: NONE,
        }
    }
}

impl Flights {
    /// Makes room for so many keys.
    pub fn grow(&mut self, keys: u32) {
        let known = self.by_key.len();
        if known < keys as usize {
            // Zeros from the system: pages that no key touches take no memory.
            let mut all = vec![NOBODY; keys as usize];
            all[..known].copy_from_slice(&self.by_key);
            self.by_key = all;
        }
    }

    /// Waits for the fetch of a key; `false`: there is none.
    pub fn join(&mut self, key: u32, job: u32) -> bool {
        let Some(state) = self.by_key.get_mut(key as usize) else {
            return false;
        };
        if *state == NOBODY {
            return false;
        }
        let before = state.checked_sub(FIRST).unwrap_or(NONE);
        let follower = Follower { job, before };
        let at = if self.free == NONE {
            self.followers.push(follower);
            (self.followers.len() - 1) as u32
        } else {
            let at = self.free;
            self.free = std::mem::replace(&mut self.followers[at as usize], follower).before;
            at
        };
        *state = at + FIRST;
        true
    }

    /// The fetch of a key begins; there must be room for it.
    pub fn begin(&mut self, key: u32) {
        self.by_key[key as usize] = ALONE;
    }

    /// The fetch of a key is over: tells who waited for it, the last to come first.
    pub fn end(&mut self, key: u32, mut tell: impl FnMut(u32)) {
        let Some(state) = self.by_key.get_mut(key as usize) else {
            return;
        };
        let last = std::mem::replace(state, NOBODY);
        let mut at = last.checked_sub(FIRST).unwrap_or(NONE);
        while at != NONE {
            let Follower { job, before } = self.followers[at as usize];
            tell(job);
            self.followers[at as usize].before = self.free;
            self.free = at;
            at = before;
        }
    }

    /// Forgets them all (the caller has ended the requests).
    pub fn clear(&mut self) {
        self.by_key.fill(NOBODY);
        self.followers.clear();
        self.free = NONE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn those_who_wait_are_told_once() {
        let mut flights = Flights::default();
        assert!(!flights.join(3, 10));
        flights.grow(5);
        assert!(!flights.join(3, 10));
        flights.begin(3);
        assert!(flights.join(3, 11) && flights.join(3, 12) && !flights.join(4, 13));
        let mut told = Vec::new();
        flights.end(3, |job| told.push(job));
        flights.end(3, |job| told.push(job));
        assert_eq!(told, [12, 11]);
        assert!(!flights.join(3, 14));
    }

    proptest! {
        /// Against a list for each key, and without more places than ever waited at once.
        #[test]
        fn many_keys_do_not_mix(steps in prop::collection::vec((0u32..6, 0u8..3), 0..300)) {
            let mut flights = Flights::default();
            flights.grow(3);
            flights.grow(6);
            let mut naive: Vec<Option<Vec<u32>>> = vec![None; 6];
            let mut most = 0;
            for (job, (key, step)) in steps.into_iter().enumerate() {
                let (job, own) = (job as u32, &mut naive[key as usize]);
                match step {
                    0 => {
                        let mut told = Vec::new();
                        flights.end(key, |job| told.push(job));
                        told.reverse();
                        prop_assert_eq!(told, own.take().unwrap_or_default());
                    }
                    1 if own.is_none() => {
                        flights.begin(key);
                        *own = Some(Vec::new());
                    }
                    _ => {
                        prop_assert_eq!(flights.join(key, job), own.is_some());
                        if let Some(waiting) = own {
                            waiting.push(job);
                        }
                    }
                }
                most = most.max(naive.iter().flatten().map(Vec::len).sum::<usize>());
                prop_assert!(flights.followers.len() <= most);
            }
            flights.clear();
            prop_assert!((0..6).all(|key| !flights.join(key, 0)));
        }
    }
}
