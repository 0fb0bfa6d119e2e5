//! When the first request on an instance's processors ends: every instance at work has a register for that.
//!
//! That moment moves with each request that comes or goes. A register is simply set anew; in the heap each move would
//! leave an entry behind that means nothing any more.

use super::calendar::{Calendar, Key, SOURCE_BASE, WAKE_BASE, pack};
use super::instance::Instance;
use super::job::NONE;

/// Instances with processors at once.
pub const MAX_WAKES: u32 = SOURCE_BASE - WAKE_BASE;

/// Whose event a register holds.
#[derive(Clone, Copy, Debug)]
struct Owner {
    register: u32,
    station: u32,
    instance: u32,
}

/// The registers of all instances with processors.
#[derive(Debug, Default)]
pub struct Wakes {
    owners: Vec<Owner>,
    free: Vec<u32>,
}

impl Wakes {
    /// Whose event it is: station and instance.
    #[inline(always)]
    pub fn owner(&self, wake: u32) -> (u32, u32) {
        let owner = &self.owners[wake as usize];
        (owner.station, owner.instance)
    }

    /// Sets when the event of an instance comes; `owner`: its station, and which one it is there. `false`: there are too
    /// many.
    #[inline(always)]
    pub fn set(
        &mut self,
        calendar: &mut Calendar,
        of: &mut Instance,
        owner: (u32, u32),
        time: u64,
    ) -> bool {
        if of.wake == NONE {
            let Some(wake) = self.enlist(calendar, owner) else {
                return false;
            };
            of.wake = wake;
        }
        of.wake_at = time;
        let key = pack(time, calendar.next_sequence(), WAKE_BASE + of.wake);
        self.put(calendar, of.wake, key);
        true
    }

    /// A register for an instance that has none.
    #[cold]
    fn enlist(&mut self, calendar: &mut Calendar, (station, instance): (u32, u32)) -> Option<u32> {
        if let Some(wake) = self.free.pop() {
            let owner = &mut self.owners[wake as usize];
            (owner.station, owner.instance) = (station, instance);
            return Some(wake);
        }
        let wake = self.owners.len() as u32;
        (wake < MAX_WAKES).then(|| {
            self.owners.push(Owner {
                register: calendar.registers.add(),
                station,
                instance,
            });
            wake
        })
    }

    /// No event comes: nothing is at work.
    #[inline(always)]
    pub fn rest(&self, calendar: &mut Calendar, of: &mut Instance) {
        of.wake_at = u64::MAX;
        if of.wake != NONE {
            self.put(calendar, of.wake, Key::MAX);
        }
    }

    /// Takes the register back, from an instance that goes down or has no processors any more.
    pub fn discharge(&mut self, calendar: &mut Calendar, of: &mut Instance) {
        self.rest(calendar, of);
        if of.wake != NONE {
            self.free.push(of.wake);
            of.wake = NONE;
        }
    }

    #[inline(always)]
    fn put(&self, calendar: &mut Calendar, wake: u32, key: Key) {
        calendar
            .registers
            .set(self.owners[wake as usize].register, key);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::calendar::{index_of, time_of};
    use super::*;

    fn instance() -> Instance {
        Instance::new(0, NONE, 0, None)
    }

    #[test]
    fn an_event_that_moves_leaves_nothing_behind() {
        let (mut wakes, mut calendar) = (Wakes::default(), Calendar::default());
        let mut one = instance();
        assert!(wakes.set(&mut calendar, &mut one, (3, 4), 50));
        assert!(wakes.set(&mut calendar, &mut one, (3, 4), 40));
        let due = calendar.registers.least();
        assert_eq!(time_of(due), 40);
        assert_eq!(wakes.owner(index_of(due) - WAKE_BASE), (3, 4));
        wakes.rest(&mut calendar, &mut one);
        assert!(calendar.is_empty());
    }

    #[test]
    fn a_register_goes_from_one_to_the_next() {
        let (mut wakes, mut calendar) = (Wakes::default(), Calendar::default());
        let (mut first, mut second) = (instance(), instance());
        assert!(wakes.set(&mut calendar, &mut first, (0, 0), 10));
        wakes.discharge(&mut calendar, &mut first);
        assert!(calendar.is_empty());
        assert!(wakes.set(&mut calendar, &mut second, (1, 2), 10));
        assert_eq!((second.wake, wakes.owner(second.wake)), (0, (1, 2)));
        assert_eq!(wakes.owners.len(), 1);
    }
}
