//! The pending events: packed keys in order, with timers kept in lanes, and a few registers beside them.
//!
//! A key packs (time, sequence, index) into one `u128`, so that one comparison orders events by time and then by
//! the order in which they were scheduled. Timers of one length come due in order anyway, and most are stale by then:
//! they queue in a lane, and only the lane's first entry is among the pending keys. What always has one pending event
//! (the next arrival of a client, the next end of work on shared processors) stands in a register; events with the same
//! delay stand in a row.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::delays::{Delays, Row};
use super::pending::Pending;
use super::registers::Registers;
use super::ring::Ring;
use super::wakes::Wakes;

/// Bits of the index field: a job, a lane, a control or a source.
pub const INDEX_BITS: u32 = 24;
/// Bits of the sequence field.
pub const SEQUENCE_BITS: u32 = 40;
/// Indexes below are jobs.
pub const LANE_BASE: u32 = 0xE0_0000;
/// Indexes from here on are controls.
pub const CONTROL_BASE: u32 = 0xE8_0000;
/// In registers, indexes from here on are sources, and below instances whose processors are at work.
pub const SOURCE_BASE: u32 = 0xF0_0000;
/// Timers of different length in one run.
pub const MAX_LANES: usize = (CONTROL_BASE - LANE_BASE) as usize;
/// Events that can be scheduled in one run.
pub const MAX_SEQUENCE: u64 = (1 << SEQUENCE_BITS) - 1;

/// Entries of a lane before stale ones are looked for.
const FIRST_CROWD: usize = 1024;

const INDEX_MASK: u128 = (1 << INDEX_BITS) - 1;

/// A packed (time, sequence, index).
pub type Key = u128;

#[inline]
pub fn pack(time: u64, sequence: u64, index: u32) -> Key {
    (u128::from(time) << 64) | (u128::from(sequence) << INDEX_BITS) | u128::from(index)
}

/// Later than every key of this time.
pub fn last_key_at(time: u64) -> Key {
    (u128::from(time) << 64) | u128::from(u64::MAX)
}

#[inline]
pub fn time_of(key: Key) -> u64 {
    (key >> 64) as u64
}

#[inline]
pub fn sequence_of(key: Key) -> u64 {
    (key as u64) >> INDEX_BITS
}

#[inline]
pub fn index_of(key: Key) -> u32 {
    (key & INDEX_MASK) as u32
}

/// The same time and order for another index.
#[inline]
pub fn keep_order(key: Key, index: u32) -> Key {
    (key & !INDEX_MASK) | u128::from(index)
}

/// A lane's handle: its number plus one, so that none at all takes no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneId(NonZeroU32);

impl LaneId {
    fn of(number: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(number))
    }

    #[inline(always)]
    fn number(self) -> u32 {
        self.0.get() - 1
    }
}

#[derive(Debug)]
struct Lane {
    delay: u64,
    entries: Ring<3>,
    /// With so many entries it is time to look for stale ones.
    crowd: usize,
}

/// An entry of a lane: its key, in halves for the sake of a quarter of the memory, and the tag by which the owner of a
/// timer tells whether it is stale.
#[derive(Clone, Copy, Debug)]
struct Entry {
    time: u64,
    sequence_and_index: u64,
    tag: u32,
}

impl Entry {
    fn new(key: Key, tag: u32) -> Self {
        Self {
            time: time_of(key),
            sequence_and_index: key as u64,
            tag,
        }
    }

    /// As a lane keeps it.
    #[inline(always)]
    fn words(self) -> [u64; 3] {
        [self.time, self.sequence_and_index, u64::from(self.tag)]
    }

    fn of([time, sequence_and_index, tag]: [u64; 3]) -> Self {
        Self {
            time,
            sequence_and_index,
            tag: tag as u32,
        }
    }

    fn key(&self) -> Key {
        (u128::from(self.time) << 64) | u128::from(self.sequence_and_index)
    }

    fn index(&self) -> u32 {
        index_of(self.key())
    }

    /// The key by which the first entry of a lane stands for it.
    fn key_of_lane(&self, lane: u32) -> Key {
        keep_order(self.key(), LANE_BASE + lane)
    }
}

/// An entry that came due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub key: Key,
    /// The tag given to [`Calendar::push_lane`]; `None` for plain events.
    pub timer: Option<u32>,
}

/// Pending events.
#[derive(Debug, Default)]
pub struct Calendar {
    pending: Pending,
    sequence: u64,
    lanes: Vec<Lane>,
    lane_index: BTreeMap<u64, u32>,
    pub registers: Registers,
    pub(super) wakes: Wakes,
    pub delays: Delays,
}

impl Calendar {
    /// The next sequence number, starting at 1: 0 never names an event.
    #[inline]
    pub fn next_sequence(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    /// Sequence numbers given out so far.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The earliest of all that is pending, registers and all; [`Key::MAX`]: nothing is.
    pub fn first(&mut self) -> Key {
        let standing = self.registers.least().min(self.delays.least());
        self.pending.peek().min(standing)
    }

    /// Whether nothing is pending, registers and all.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
            && self.registers.least() == Key::MAX
            && self.delays.least() == Key::MAX
    }

    /// When the events of some jobs are due: `wanted(job, sequence)` tells which. For rare changes, never per event.
    pub fn due_times(&self, wanted: impl Fn(u32, u64) -> bool) -> Vec<(u32, u64)> {
        let pending = self.pending.iter();
        let mut keys: Vec<Key> = pending
            .chain(self.delays.keys())
            .filter(|key| index_of(*key) < LANE_BASE && wanted(index_of(*key), sequence_of(*key)))
            .collect();
        keys.sort_unstable();
        keys.iter()
            .map(|key| (index_of(*key), time_of(*key)))
            .collect()
    }

    /// Schedules an event; returns its sequence number.
    #[inline(always)]
    pub fn push(&mut self, time: u64, index: u32) -> u64 {
        let sequence = self.next_sequence();
        self.pending.push(pack(time, sequence, index));
        sequence
    }

    /// The row of events that come after `delay`, ns.
    pub fn row(&mut self, delay: u64) -> Row {
        self.delays.row(delay)
    }

    /// Schedules an event of a job `delay` after `now`, through the row for that delay if there is one; returns its
    /// sequence number.
    #[inline(always)]
    pub fn push_after(&mut self, row: Row, now: u64, delay: u64, job: u32) -> u64 {
        if row == Row::NONE {
            return self.push(now + delay, job);
        }
        debug_assert_eq!(self.delays.delay(row), delay, "a row of another delay");
        self.push_row(row, now, job)
    }

    /// Schedules an event of a job through a row, after the delay of that; returns its sequence number.
    #[inline(always)]
    pub fn push_row(&mut self, row: Row, now: u64, job: u32) -> u64 {
        let sequence = self.next_sequence();
        self.delays.push(row, now, sequence, job);
        sequence
    }

    /// The lane of timers with this delay, ns; made at first use. `None` when there are too many.
    pub fn lane(&mut self, delay: u64) -> Option<LaneId> {
        if let Some(found) = self.lane_index.get(&delay) {
            return Some(LaneId::of(*found));
        }
        let lane = self.lane_apart(delay)?;
        self.lane_index.insert(delay, lane.number());
        Some(lane)
    }

    /// Another lane for this delay, that nobody else finds.
    pub fn lane_apart(&mut self, delay: u64) -> Option<LaneId> {
        if self.lanes.len() >= MAX_LANES {
            return None;
        }
        self.lanes.push(Lane {
            delay,
            entries: Ring::default(),
            crowd: FIRST_CROWD,
        });
        Some(LaneId::of((self.lanes.len() - 1) as u32))
    }

    /// After how long the timers of a lane come, ns.
    pub fn lane_delay(&self, lane: LaneId) -> u64 {
        self.lanes[lane.number() as usize].delay
    }

    /// Schedules a timer one delay of the lane after `now`. `now` never goes back, so the lane stays sorted.
    ///
    /// Most timers are stale long before they are due: each time their number has doubled, those that are not
    /// `alive(index, tag)` are dropped, so that a long patience costs no memory.
    #[inline(always)]
    pub fn push_lane(
        &mut self,
        lane: LaneId,
        now: u64,
        index: u32,
        tag: u32,
        alive: impl Fn(u32, u32) -> bool,
    ) -> u64 {
        let sequence = self.next_sequence();
        let Lane {
            delay,
            entries,
            crowd,
            ..
        } = &mut self.lanes[lane.number() as usize];
        let key = pack(now.saturating_add(*delay), sequence, index);
        if entries.len() >= *crowd {
            drop_stale(entries, alive);
            *crowd = FIRST_CROWD.max(2 * entries.len());
        }
        let entry = Entry::new(key, tag);
        entries.push(entry.words());
        if entries.len() == 1 {
            self.pending.push(entry.key_of_lane(lane.number()));
        }
        sequence
    }

    /// The earliest of the pending keys (a lane's first entry stands for the lane); [`Key::MAX`]: there is none.
    #[inline(always)]
    pub fn peek(&mut self) -> Key {
        self.pending.peek()
    }

    /// Takes the key that [`peek`](Self::peek) has just shown, an event of a job.
    #[inline(always)]
    pub fn take_top(&mut self) {
        self.pending.take();
    }

    /// Takes the earliest of the pending keys. Stale timers behind it are dropped on the way: `alive(index, tag)` tells.
    pub fn pop(&mut self, alive: impl Fn(u32, u32) -> bool) -> Option<Due> {
        let top = self.peek();
        if top == Key::MAX {
            return None;
        }
        self.pending.take();
        let index = index_of(top);
        if (LANE_BASE..CONTROL_BASE).contains(&index) {
            return self.pop_lane(index - LANE_BASE, alive);
        }
        Some(Due {
            key: top,
            timer: None,
        })
    }

    fn pop_lane(&mut self, lane: u32, alive: impl Fn(u32, u32) -> bool) -> Option<Due> {
        let entries = &mut self.lanes[lane as usize].entries;
        let due = entries.pop().map(Entry::of)?;
        let front = |entries: &Ring<3>| entries.front().map(Entry::of);
        while front(entries).is_some_and(|next| !alive(next.index(), next.tag)) {
            entries.pop();
        }
        if let Some(next) = front(entries) {
            let head = next.key_of_lane(lane);
            self.pending.push(head);
        }
        Some(Due {
            key: due.key(),
            timer: Some(due.tag),
        })
    }
}

/// Drops stale entries, but not the first: it stands for the lane.
#[cold]
fn drop_stale(entries: &mut Ring<3>, alive: impl Fn(u32, u32) -> bool) {
    let mut first = true;
    entries.retain(FIRST_CROWD, |words| {
        let entry = Entry::of(words);
        std::mem::take(&mut first) || alive(entry.index(), entry.tag)
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a sorted list, with pushes and pops interleaved.
        #[test]
        fn pops_in_order(steps in prop::collection::vec(prop::option::of(0u64..1000), 1..300)) {
            let mut calendar = Calendar::default();
            let mut model: Vec<(u64, u64)> = Vec::new();
            let mut now = 0;
            for step in steps {
                if let Some(delay) = step {
                    let sequence = calendar.push(now + delay, 7);
                    model.push((now + delay, sequence));
                } else {
                    model.sort_unstable();
                    let expected = if model.is_empty() { None } else { Some(model.remove(0)) };
                    let found = calendar.pop(|_, _| true).map(|due| (time_of(due.key), sequence_of(due.key)));
                    prop_assert_eq!(found, expected);
                    now = found.map_or(now, |(time, _)| time);
                }
                model.sort_unstable();
                prop_assert_eq!(time_of(calendar.peek()), model.first().map_or(u64::MAX, |(time, _)| *time));
            }
        }
    }

    #[test]
    fn a_lane_keeps_its_order_among_other_events() {
        let mut calendar = Calendar::default();
        let lane = calendar.lane(10).unwrap();
        calendar.push_lane(lane, 0, 1, 100, |_, _| true);
        calendar.push(5, 2);
        calendar.push_lane(lane, 3, 3, 101, |_, _| true);
        calendar.push(11, 4);
        let order: Vec<u32> = std::iter::from_fn(|| calendar.pop(|_, _| true))
            .map(|due| index_of(due.key))
            .collect();
        assert_eq!(order, [2, 1, 4, 3]);
    }

    /// A million timers of which ten are alive at any time: the lane stays small, and nothing alive is lost.
    #[test]
    fn a_lane_does_not_grow_with_stale_timers() {
        let mut calendar = Calendar::default();
        let lane = calendar.lane(10_000_000).unwrap();
        for now in 0..1_000_000u32 {
            calendar.push_lane(lane, u64::from(now), now % 64, now, |_, tag| tag + 10 > now);
            assert!(calendar.lanes[0].entries.len() <= FIRST_CROWD);
        }
        assert!(calendar.lanes[0].entries.room() <= 2 * FIRST_CROWD);
        let alive = |_: u32, tag: u32| tag >= 999_990;
        let due: Vec<u32> = std::iter::from_fn(|| calendar.pop(alive))
            .filter_map(|due| due.timer)
            .collect();
        assert_eq!(due[1..], (999_990..1_000_000).collect::<Vec<u32>>());
    }

    #[test]
    fn stale_timers_behind_the_first_are_dropped_without_an_event() {
        let mut calendar = Calendar::default();
        let lane = calendar.lane(10).unwrap();
        for index in 0..5 {
            calendar.push_lane(lane, u64::from(index), index, index, |_, _| true);
        }
        let first = calendar.pop(|_, tag| tag == 4).unwrap();
        assert_eq!((index_of(first.key), first.timer), (0, Some(0)));
        let second = calendar.pop(|_, tag| tag == 4).unwrap();
        assert_eq!(index_of(second.key), 4);
        assert!(calendar.pop(|_, _| true).is_none());
    }
}
