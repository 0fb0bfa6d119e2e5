//! When the first request on an instance's processors ends: every instance at work has a register for that.
//!
//! That moment moves with each request that comes or goes. A register is simply set anew; in the heap each move would
//! leave an entry behind that means nothing any more.

use super::calendar::{Calendar, Key, SOURCE_BASE, pack};
use super::instance::Instance;
use super::job::NONE;

/// Registers beyond this number are no instance's.
pub const MAX_WAKES: u32 = SOURCE_BASE;

/// Whose event a register holds: station and instance.
type Owner = (u32, u32);

/// The registers of all instances with processors.
#[derive(Debug, Default)]
pub struct Wakes {
    /// By register; those in between hold other events.
    owners: Vec<Owner>,
    free: Vec<u32>,
    /// An instance found no register: the run cannot go on.
    pub exhausted: bool,
}

impl Calendar {
    /// Whose event it is: station and instance.
    #[inline(always)]
    pub fn owner(&self, wake: u32) -> Owner {
        self.wakes.owners[wake as usize]
    }

    /// Sets when the event of an instance comes; `owner`: its station, and which one it is there.
    #[inline(always)]
    pub fn set_wake(&mut self, of: &mut Instance, owner: Owner, time: u64) {
        if of.wake == NONE {
            of.wake = self.enlist(owner);
            if of.wake == NONE {
                return;
            }
        }
        of.wake_at = time;
        let key = pack(time, self.next_sequence(), of.wake);
        self.registers.set(of.wake, key);
    }

    /// A register for an instance that has none; [`NONE`]: there are too many.
    #[cold]
    #[inline(never)]
    fn enlist(&mut self, owner: Owner) -> u32 {
        if let Some(wake) = self.wakes.free.pop() {
            self.wakes.owners[wake as usize] = owner;
            return wake;
        }
        let wake = self.registers.add();
        if wake >= MAX_WAKES {
            self.wakes.exhausted = true;
            return NONE;
        }
        self.wakes.owners.resize(wake as usize, (NONE, NONE));
        self.wakes.owners.push(owner);
        wake
    }

    /// No event of an instance comes: nothing is at work.
    #[inline(always)]
    pub fn rest(&mut self, of: &mut Instance) {
        of.wake_at = u64::MAX;
        if of.wake != NONE {
            self.registers.set(of.wake, Key::MAX);
        }
    }

    /// Takes the register back, from an instance that goes down or has no processors any more.
    pub fn discharge(&mut self, of: &mut Instance) {
        self.rest(of);
        if of.wake != NONE {
            self.wakes.free.push(of.wake);
            of.wake = NONE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{index_of, time_of};
    use super::*;

    fn instance() -> Instance {
        Instance::new(0, NONE, 0, None)
    }

    #[test]
    fn an_event_that_moves_leaves_nothing_behind() {
        let mut calendar = Calendar::default();
        calendar.registers.add();
        let mut one = instance();
        calendar.set_wake(&mut one, (3, 4), 50);
        calendar.set_wake(&mut one, (3, 4), 40);
        let due = calendar.registers.least();
        assert_eq!(time_of(due), 40);
        assert_eq!(calendar.owner(index_of(due)), (3, 4));
        calendar.rest(&mut one);
        assert!(calendar.is_empty());
    }

    #[test]
    fn a_register_goes_from_one_to_the_next() {
        let mut calendar = Calendar::default();
        let (mut first, mut second) = (instance(), instance());
        calendar.set_wake(&mut first, (0, 0), 10);
        calendar.discharge(&mut first);
        assert!(calendar.is_empty());
        calendar.set_wake(&mut second, (1, 2), 10);
        assert_eq!((second.wake, calendar.owner(second.wake)), (0, (1, 2)));
        assert_eq!(calendar.registers.add(), 1);
    }
}
