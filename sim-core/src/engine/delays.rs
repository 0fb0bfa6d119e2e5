//! Events that all come the same time after they were scheduled: latencies, and work of constant length.
//!
//! They come due in the order in which they were scheduled, so they queue; only the first of a row has to be compared
//! with what else is pending, and that stands in a register.

use std::collections::{BTreeMap, VecDeque};

use super::calendar::{Key, index_of, keep_order, pack};
use super::registers::Registers;

/// Rows of one run; the rarer delays beyond go through the heap.
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
    register: u32,
    /// Keys with the index of the job.
    line: VecDeque<Key>,
}

/// All rows.
#[derive(Debug, Default)]
pub struct Delays {
    rows: Vec<Events>,
    index: BTreeMap<u64, Row>,
}

impl Delays {
    /// The row for a delay, ns; made at first use. [`Row::NONE`] for no delay, or when there are too many.
    pub fn row(&mut self, delay: u64, registers: &mut Registers) -> Row {
        if let Some(found) = self.index.get(&delay) {
            return *found;
        }
        if delay == 0 || self.rows.len() >= MAX_ROWS {
            return Row::NONE;
        }
        let row = Row(self.rows.len() as u8);
        self.rows.push(Events {
            delay,
            register: registers.add(),
            line: VecDeque::new(),
        });
        self.index.insert(delay, row);
        row
    }

    /// After how long the events of a row come, ns.
    pub fn delay(&self, row: Row) -> u64 {
        self.rows[usize::from(row.0)].delay
    }

    /// Schedules an event of a job one delay of the row after `now`. `now` never goes back, so the row stays sorted.
    #[inline(always)]
    pub fn push(&mut self, row: Row, now: u64, sequence: u64, job: u32, registers: &mut Registers) {
        let events = &mut self.rows[usize::from(row.0)];
        let key = pack(now.saturating_add(events.delay), sequence, job);
        if events.line.is_empty() {
            registers.set(events.register, in_register(key, row));
        }
        events.line.push_back(key);
    }

    /// Takes the first event of the row that stands for it in a register.
    #[inline(always)]
    pub fn take(&mut self, head: Key, registers: &mut Registers) -> Key {
        let row = Row(index_of(head) as u8);
        let events = &mut self.rows[usize::from(row.0)];
        let due = events.line.pop_front().unwrap_or(head);
        let next = events.line.front();
        let next = next.map_or(Key::MAX, |next| in_register(*next, row));
        registers.set(events.register, next);
        due
    }

    /// All that is pending.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.rows.iter().flat_map(|row| row.line.iter().copied())
    }
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
        let (mut delays, mut registers) = (Delays::default(), Registers::default());
        assert_eq!(delays.row(0, &mut registers), Row::NONE);
        let rows: Vec<Row> = (1..=MAX_ROWS as u64 + 1)
            .map(|delay| delays.row(delay, &mut registers))
            .collect();
        assert_eq!(rows[MAX_ROWS], Row::NONE);
        assert_eq!(delays.row(3, &mut registers), rows[2]);
    }

    proptest! {
        /// Against a sorted list, with rows of several delays.
        #[test]
        fn the_earliest_comes_first(steps in prop::collection::vec(prop::option::of(1u64..5), 1..200)) {
            let (mut delays, mut registers) = (Delays::default(), Registers::default());
            let (mut model, mut now) = (Vec::new(), 0);
            for (sequence, step) in steps.into_iter().enumerate() {
                let (sequence, job) = (sequence as u64 + 1, sequence as u32);
                if let Some(delay) = step {
                    let row = delays.row(10 * delay, &mut registers);
                    delays.push(row, now, sequence, job, &mut registers);
                    model.push((now + 10 * delay, sequence, job));
                } else if registers.least() != Key::MAX {
                    model.sort_unstable();
                    let due = delays.take(registers.least(), &mut registers);
                    prop_assert_eq!((time_of(due), sequence_of(due), index_of(due)), model.remove(0));
                    now = time_of(due);
                }
                model.sort_unstable();
                prop_assert_eq!(time_of(registers.least()), model.first().map_or(u64::MAX, |event| event.0));
                prop_assert_eq!(delays.keys().count(), model.len());
            }
        }
    }
}
