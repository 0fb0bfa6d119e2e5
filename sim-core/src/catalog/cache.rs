//! What a station that keeps answers does: from how many requests it has to pass on, to which entry goes first.

use crate::foundation::units::Span;

/// A station in front of an origin that answers what it has, and fetches what it has not (read-through).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CachePart {
    /// So many of the requests find their answer, 0..1, each by chance.
    Ratio(f64),
    /// Each request asks for one of some keys; what is found follows from what was asked for before.
    Keys(KeysPart),
}

/// A population of keys, and what is kept of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeysPart {
    /// Keys that are asked for, each request for one of them by Zipf's law.
    pub keys: u32,
    /// Exponent s: the k-th most frequent key is asked for in proportion to k^−s; 0: all alike.
    pub exponent: f64,
    /// An entry is gone so long after it was filled. `None`: never.
    pub ttl: Option<Span>,
    /// Entries kept at most. `None`: every key.
    pub capacity: Option<u32>,
    pub eviction: Eviction,
    /// Requests for a key that is being fetched wait for that answer instead of fetching it, too (single flight).
    pub coalesce: bool,
}

/// Which entry goes when there is no room for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eviction {
    /// The one that was asked for the longest ago.
    Lru,
    /// The one that was filled the longest ago.
    Fifo,
}
