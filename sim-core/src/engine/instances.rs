//! The instances of a group: the only one stands in the group itself, several in a row of their own.
//!
//! Most groups of a large design have one. Where that stands follows from where the group stands, so that the processor
//! fetches both at once; behind a pointer it would have to wait for the group first.

use std::ops::{Deref, DerefMut, Index, IndexMut};

use super::instance::Instance;
use super::job::NONE;

/// Records of instances, by number. They are never taken out.
#[derive(Debug)]
#[repr(C)]
pub struct Instances {
    /// There are several, and all of them are in `many`.
    several: bool,
    /// There is one, in `one`.
    single: bool,
    one: Instance,
    many: Vec<Instance>,
}

impl Default for Instances {
    fn default() -> Self {
        Self {
            several: false,
            single: false,
            one: Instance::new(0, NONE, 0, None),
            many: Vec::new(),
        }
    }
}

impl Instances {
    /// Where the only one stands.
    #[cfg(test)]
    pub const ONE: usize = std::mem::offset_of!(Self, one);

    pub fn push(&mut self, new: Instance) {
        if self.several {
            self.many.push(new);
        } else if self.single {
            let first = std::mem::replace(&mut self.one, Instance::new(0, NONE, 0, None));
            self.many.extend([first, new]);
            (self.single, self.several) = (false, true);
        } else {
            self.one = new;
            self.single = true;
        }
    }

    #[inline(always)]
    pub fn get_mut(&mut self, at: usize) -> Option<&mut Instance> {
        if self.several {
            self.many.get_mut(at)
        } else if at == 0 && self.single {
            Some(&mut self.one)
        } else {
            None
        }
    }
}

/// With a branch instead of a choice between two places: the processor guesses it, and does not wait.
impl Index<usize> for Instances {
    type Output = Instance;

    #[inline(always)]
    fn index(&self, at: usize) -> &Instance {
        if self.several {
            &self.many[at]
        } else {
            debug_assert!(at == 0 && self.single, "no such instance");
            &self.one
        }
    }
}

impl IndexMut<usize> for Instances {
    #[inline(always)]
    fn index_mut(&mut self, at: usize) -> &mut Instance {
        if self.several {
            &mut self.many[at]
        } else {
            debug_assert!(at == 0 && self.single, "no such instance");
            &mut self.one
        }
    }
}

impl Deref for Instances {
    type Target = [Instance];

    fn deref(&self) -> &[Instance] {
        if self.several {
            &self.many
        } else {
            &std::slice::from_ref(&self.one)[..usize::from(self.single)]
        }
    }
}

impl DerefMut for Instances {
    fn deref_mut(&mut self) -> &mut [Instance] {
        if self.several {
            &mut self.many
        } else {
            &mut std::slice::from_mut(&mut self.one)[..usize::from(self.single)]
        }
    }
}

impl<'a> IntoIterator for &'a mut Instances {
    type Item = &'a mut Instance;
    type IntoIter = std::slice::IterMut<'a, Instance>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keeps_its_number() {
        let mut instances = Instances::default();
        assert!(instances.is_empty() && instances.get_mut(0).is_none());
        for zone in 0..4 {
            instances.push(Instance::new(0, zone, 0, None));
            assert_eq!(instances.len(), zone as usize + 1);
            assert!((0..=zone).all(|at| instances[at as usize].zone == at));
            assert_eq!(instances.get_mut(zone as usize).map(|i| i.zone), Some(zone));
            assert!(instances.get_mut(zone as usize + 1).is_none());
            let zones: Vec<u32> = instances.iter().map(|i| i.zone).collect();
            assert_eq!(zones, (0..=zone).collect::<Vec<u32>>());
        }
    }
}
