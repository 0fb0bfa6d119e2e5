//! Events that all come the same time after they were scheduled: latencies, and work of constant length.
//!
//! They come due in the order in which they were scheduled, so they queue; only the first of a row has to be compared
//! with the first ones of the few other rows, and the earliest of these with what else is pending.

use std::collections::BTreeMap;

use super::calendar::{Key, index_of, keep_order, pack};
use super::registers::Registers;
use super::ring::Ring;

/// Rows of one run; the rarer delays beyond are pending keys like others.
const MAX_ROWS: usize = 64;

/// A row's handle; [`Row::NONE`]: there is none for that delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(u8);

impl Row {
    pub const NONE: Row = Row(u8::MAX);
}

#[derive(Debug)]
struct Events {
    delay: u64,
    /// Keys with the index of the job, in halves.
    line: Ring<2>,
}

/// All rows.
#[derive(Debug, Default)]
pub struct Delays {
    rows: Vec<Events>,
    index: BTreeMap<u64, Row>,
    /// The first event of each row, by the row's number.
    first: Registers,
}

impl Delays {
    /// The row for a delay, ns; made at first use. [`Row::NONE`] for no delay, or when there are too many.
    pub fn row(&mut self, delay: u64) -> Row {
        if let Some(found) = self.index.get(&delay) {
            return *found;
        }
        if delay == 0 || self.rows.len() >= MAX_ROWS {
            return Row::NONE;
        }
        let row = Row(self.first.add() as u8);
        self.rows.push(Events {
            delay,
            line: Ring::default(),
        });
        self.index.insert(delay, row);
        row
    }

    /// After how long the events of a row come, ns.
    pub fn delay(&self, row: Row) -> u64 {
        self.rows[usize::from(row.0)].delay
    }

    /// The earliest event of all rows, with its row in place of the job; [`Key::MAX`]: there is none.
    #[inline(always)]
    pub fn least(&self) -> Key {
        self.first.least()
    }

    /// Schedules an event of a job one delay of the row after `now`. `now` never goes back, so the row stays sorted.
    #[inline(always)]
    pub fn push(&mut self, row: Row, now: u64, sequence: u64, job: u32) {
        let events = &mut self.rows[usize::from(row.0)];
        let key = pack(now.saturating_add(events.delay), sequence, job);
        let is_first = events.line.is_empty();
        events.line.push([(key >> 64) as u64, key as u64]);
        let number = u32::from(row.0);
        self.first.lower(number, in_register(key, row), is_first);
    }

    /// Takes the earliest event; the register of its row shows the next one.
    #[inline(always)]
    pub fn take(&mut self) -> Key {
        let head = self.first.least();
        let row = Row(index_of(head) as u8);
        let events = &mut self.rows[usize::from(row.0)];
        let Some(taken) = events.line.pop() else {
            return head;
        };
        let next = events.line.front();
        let next = next.map_or(Key::MAX, |next| in_register(whole(next), row));
        self.first.set(u32::from(row.0), next);
        whole(taken)
    }

    /// All that is pending.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.rows.iter().flat_map(|row| row.line.iter().map(whole))
    }
}

/// A key from its halves.
#[inline(always)]
fn whole([time, order]: [u64; 2]) -> Key {
    (Key::from(time) << 64) | Key::from(order)
}

/// A job's key as the register of its row shows it.
#[inline(always)]
fn in_register(key: Key, row: Row) -> Key {
    keep_order(key, u32::from(row.0))
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{sequence_of, time_of};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_are_shared_by_delay_and_few() {
        let mut delays = Delays::default();
        assert_eq!(delays.row(0), Row::NONE);
        let rows: Vec<Row> = (1..=MAX_ROWS as u64 + 1)
            .map(|delay| delays.row(delay))
            .collect();
        assert_eq!(rows[MAX_ROWS], Row::NONE);
        assert_eq!(delays.row(3), rows[2]);
    }

    proptest! {
        /// Against a sorted list, with rows of several delays; what comes due may schedule another event.
        #[test]
        fn the_earliest_comes_first(steps in prop::collection::vec((any::<bool>(), prop::option::of(1u64..5)), 1..200)) {
            let mut delays = Delays::default();
            let (mut model, mut now) = (Vec::new(), 0);
            for (sequence, (take, delay)) in steps.into_iter().enumerate() {
                let (sequence, job) = (sequence as u64 + 1, sequence as u32);
                let least = delays.least();
                let taken = take && least != Key::MAX;
                if taken {
                    let due = delays.take();
                    prop_assert_eq!((time_of(due), sequence_of(due), index_of(due)), model.remove(0));
                    now = time_of(due);
                }
                if let Some(delay) = delay {
                    let row = delays.row(10 * delay);
                    delays.push(row, now, sequence, job);
                    model.push((now + 10 * delay, sequence, job));
                }
                model.sort_unstable();
                prop_assert_eq!(time_of(delays.least()), model.first().map_or(u64::MAX, |event| event.0));
                prop_assert_eq!(delays.keys().count(), model.len());
            }
        }
    }
}
