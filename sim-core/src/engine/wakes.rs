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

    /// Gives an instance a register if it has none. `false`: there are too many.
    #[inline(always)]
    pub fn enlist(
        &mut self,
        calendar: &mut Calendar,
        of: &mut Instance,
        station: u32,
        at: u32,
    ) -> bool {
        of.wake != NONE || self.enlist_new(calendar, of, station, at)
    }

    #[cold]
    fn enlist_new(
        &mut self,
        calendar: &mut Calendar,
        of: &mut Instance,
        station: u32,
        at: u32,
    ) -> bool {
        let wake = self.free.pop().unwrap_or(self.owners.len() as u32);
        if wake >= MAX_WAKES {
            return false;
        }
        match self.owners.get_mut(wake as usize) {
            Some(owner) => (owner.station, owner.instance) = (station, at),
            None => self.owners.push(Owner {
                register: calendar.registers.add(),
                station,
                instance: at,
            }),
        }
        of.wake = wake;
        true
    }

    /// Sets when the instance's event comes.
    #[inline(always)]
    pub fn set(&self, calendar: &mut Calendar, of: &mut Instance, time: u64) {
        of.wake_at = time;
        let key = pack(time, calendar.next_sequence(), WAKE_BASE + of.wake);
        self.put(calendar, of.wake, key);
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
        assert!(wakes.enlist(&mut calendar, &mut one, 3, 4));
        wakes.set(&mut calendar, &mut one, 50);
        wakes.set(&mut calendar, &mut one, 40);
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
        assert!(wakes.enlist(&mut calendar, &mut first, 0, 0));
        wakes.set(&mut calendar, &mut first, 10);
        wakes.discharge(&mut calendar, &mut first);
        assert!(calendar.is_empty());
        assert!(wakes.enlist(&mut calendar, &mut second, 1, 2));
        assert_eq!((second.wake, wakes.owner(second.wake)), (0, (1, 2)));
        assert_eq!(wakes.owners.len(), 1);
    }
}
