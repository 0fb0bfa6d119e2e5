//! A handful of latencies, looked at once for all who count them.

use super::latency::index_of;

/// Values of a full one.
pub const FULL: usize = 64;

/// Up to [`FULL`] latencies: the place of each, and what is exact about all of them, nanoseconds.
#[derive(Debug, Clone)]
pub struct Handful {
    places: [u16; FULL],
    count: usize,
    pub(super) least: u64,
    pub(super) most: u64,
    pub(super) sum: u128,
}

impl Handful {
    /// The first [`FULL`] of these, which are in no order.
    #[must_use]
    pub fn of(nanos: &[u64]) -> Self {
        let mut new = Self {
            places: [0; FULL],
            count: nanos.len().min(FULL),
            least: u64::MAX,
            most: 0,
            sum: 0,
        };
        for (place, &nanos) in new.places.iter_mut().zip(nanos) {
            *place = index_of(nanos) as u16;
            new.least = new.least.min(nanos);
            new.most = new.most.max(nanos);
            new.sum += u128::from(nanos);
        }
        new
    }

    /// Where each of them belongs in a table of all sizes.
    pub(super) fn places(&self) -> &[u16] {
        &self.places[..self.count]
    }
}
