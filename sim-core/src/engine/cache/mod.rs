//! A station that keeps answers: what it finds it answers itself, what it misses it fetches below and keeps
//! (read-through).
//!
//! A request holds its slot from start to answer, here as everywhere; its own work is the lookup. Either a share of the
//! lookups hit by chance, or each request asks for a key, and what is found follows from what was kept.

mod flights;
mod laws;
mod lookup;
mod recent;
mod store;

use crate::catalog::part::{CachePart, KeysPart};
use crate::foundation::chance::{Stream, Zipf};

use super::job::NONE;
use super::snapshot::CacheFigures;
use flights::Flights;
use recent::Recent;
use store::Store;

/// A cache at run time.
#[derive(Debug)]
pub struct Cache {
    part: CachePart,
    /// Keys only: which one a request asks for.
    zipf: Zipf,
    stream: Stream,
    store: Store,
    flights: Flights,
    /// A fault: it is empty and stays so.
    pub barren: bool,
    counts: Counts,
    recent: Recent,
}

/// What became of the requests that were looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    hits: u64,
    misses: u64,
    /// Misses that were answered, and that failed.
    answered: u64,
    failed: u64,
    /// Misses that waited for the fetch of another request.
    followed: u64,
}

/// What a lookup comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Hit,
    Miss(Miss),
    /// The key is being fetched: the request waits for that answer.
    Follows,
}

/// A miss on its way below, packed into a job's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Miss {
    /// [`NONE`]: there are no keys, or another request's answer is waited for.
    key: u32,
    /// Others may wait for its answer.
    leads: bool,
}

/// In a job's mark: it was looked up and missed; its fetch is one that others may wait for.
const MISSED: u64 = 1 << 63;
const LEADS: u64 = 1 << 62;

impl Miss {
    fn mark(self) -> u64 {
        MISSED | if self.leads { LEADS } else { 0 } | u64::from(self.key)
    }

    fn of(mark: u64) -> Option<Self> {
        (mark & MISSED != 0).then_some(Self {
            key: mark as u32,
            leads: mark & LEADS != 0,
        })
    }
}

impl Cache {
    pub fn new(part: CachePart, stream: Stream) -> Self {
        let mut cache = Self {
            part,
            zipf: Zipf::new(1, 0.0),
            stream,
            store: Store::default(),
            flights: Flights::default(),
            barren: false,
            counts: Counts::default(),
            recent: Recent::default(),
        };
        cache.set_part(part, 0);
        cache
    }

    /// Takes over changed parameters: what is kept stays as far as it still fits.
    pub fn set_part(&mut self, part: CachePart, now: u64) {
        self.part = part;
        match part {
            CachePart::Ratio(_) => self.store.flush(now),
            CachePart::Keys(keys) => {
                self.zipf = Zipf::new(keys.keys, keys.exponent);
                self.store.set(&keys, now);
                if keys.coalesce {
                    self.flights.grow(self.zipf.ranks());
                }
            }
        }
    }

    /// Whether it knows keys, and so has contents to lose.
    pub fn has_keys(&self) -> bool {
        matches!(self.part, CachePart::Keys(_))
    }

    /// Drops everything.
    pub fn flush(&mut self, now: u64) {
        self.store.flush(now);
    }

    /// Looks up the next request. `origin`: there is something below to fetch from.
    fn look_up(&mut self, now: u64, job: u32, origin: bool) -> Found {
        let found = match self.part {
            CachePart::Ratio(share) => {
                // Drawn in any case, so that a fault changes no later draw.
                let hit = self.stream.unit_f64() < share;
                if hit && !self.barren {
                    Found::Hit
                } else {
                    Found::Miss(Miss {
                        key: NONE,
                        leads: false,
                    })
                }
            }
            CachePart::Keys(keys) => self.look_for_key(now, job, &keys, origin),
        };
        let hit = found == Found::Hit;
        self.counts.hits += u64::from(hit);
        self.counts.misses += u64::from(!hit);
        self.recent.count(now, hit);
        found
    }

    fn look_for_key(&mut self, now: u64, job: u32, part: &KeysPart, origin: bool) -> Found {
        let key = self.zipf.sample(&mut self.stream);
        if self.store.find(key, now) {
            return Found::Hit;
        }
        if !origin {
            return Found::Miss(Miss {
                key: NONE,
                leads: false,
            });
        }
        if part.coalesce {
            if self.flights.join(key, job) {
                self.counts.followed += 1;
                return Found::Follows;
            }
            self.flights.begin(key);
        }
        Found::Miss(Miss {
            key,
            leads: part.coalesce,
        })
    }

    /// A miss has its answer. `fetched`: from below, so that it can be kept.
    fn answered(&mut self, now: u64, miss: Miss, fetched: bool) {
        self.counts.answered += 1;
        if fetched && miss.key != NONE && self.has_keys() && !self.barren {
            self.store.fill(miss.key, now);
        }
    }

    /// What its reports tell.
    pub fn figures(&self, now: u64) -> CacheFigures {
        let late = self.store.expired_unseen(now);
        let kept = self.store.len() - late;
        CacheFigures {
            hits: self.counts.hits,
            misses: self.counts.misses,
            followed: self.counts.followed,
            recent_hit_ratio: self.recent.ratio(now),
            entries: self.has_keys().then_some(kept),
            capacity: self.store.capacity().filter(|_| self.has_keys()),
            filled: self.store.counts.filled,
            evicted: self.store.counts.evicted,
            expired: self.store.counts.expired + late,
            flushed: self.store.counts.flushed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_keeps_a_miss() {
        for key in [0, 9_999_999, NONE] {
            for leads in [false, true] {
                let miss = Miss { key, leads };
                assert_eq!(Miss::of(miss.mark()), Some(miss));
            }
        }
        assert_eq!(Miss::of(0), None);
    }
}
