//! A balancer's targets: health as probes see it, outstanding requests, and the pick.

use crate::catalog::part::Algorithm;
use crate::foundation::chance::Stream;

use super::loads::Loads;

/// One target: an instance of a group behind a link, or a whole component without instances.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub link: u32,
    pub station: u32,
    /// [`super::job::NONE`] for a component without instances.
    pub instance: u32,
    pub epoch: u32,
    /// Registered; a record that is not may be reused when nothing is outstanding.
    pub registered: bool,
    pub healthy: bool,
    /// Probes in a row that said the opposite of `healthy`.
    pub against: u32,
    pub outstanding: u32,
}

/// All targets of one balancer, in order of registration.
#[derive(Debug, Default)]
pub struct Targets {
    pub list: Vec<Target>,
    next: usize,
    /// Those that may be picked, by load; to be filled anew when who is registered or healthy has changed.
    loads: Loads,
    stale: bool,
}

impl Targets {
    /// Registers a target that its first probe found healthy or not; returns its index.
    pub fn register(&mut self, target: Target) -> u32 {
        self.changed();
        let reusable = self
            .list
            .iter()
            .position(|old| !old.registered && old.outstanding == 0);
        if let Some(index) = reusable {
            self.list[index] = target;
            return index as u32;
        }
        self.list.push(target);
        (self.list.len() - 1) as u32
    }

    /// Who is registered or healthy may have changed.
    pub fn changed(&mut self) {
        self.stale = true;
    }

    /// A request goes to a target.
    #[inline]
    pub fn take(&mut self, index: u32) -> &Target {
        let target = &mut self.list[index as usize];
        let load = target.outstanding as usize;
        target.outstanding += 1;
        if !self.stale {
            self.loads.shift(index as usize, load, load + 1);
        }
        target
    }

    /// A request at a target has ended.
    #[inline]
    pub fn give_back(&mut self, index: u64) {
        let Some(target) = self.list.get_mut(index as usize) else {
            return;
        };
        let load = target.outstanding as usize;
        if load > 0 {
            target.outstanding -= 1;
            if !self.stale {
                self.loads.shift(index as usize, load, load - 1);
            }
        }
    }

    /// The only target there is, if it is behind this link.
    pub fn only(&self, link: u32) -> Option<u32> {
        let mut registered = self.list.iter().enumerate().filter(|(_, t)| t.registered);
        match (registered.next(), registered.next()) {
            (Some((at, target)), None) if target.link == link => Some(at as u32),
            _ => None,
        }
    }

    /// So many requests are outstanding at a target.
    pub fn show(&mut self, index: u32, outstanding: usize) {
        if let Some(target) = self.list.get_mut(index as usize) {
            target.outstanding = outstanding as u32;
            self.changed();
        }
    }

    /// Lists those that may be picked: all healthy ones, or, if there is none, all (the balancer fails open).
    #[cold]
    fn refresh(&mut self) {
        self.stale = false;
        let open = !self.list.iter().any(|t| t.registered && t.healthy);
        let eligible = |t: &Target| t.registered && (t.healthy || open);
        let members = self.list.iter().enumerate().filter(|(_, t)| eligible(t));
        let members = members.map(|(index, t)| (index, t.outstanding as usize));
        self.loads.fill(self.list.len(), members);
    }

    /// The target of an instance, if registered.
    pub fn find(&self, link: u32, instance: u32, epoch: u32) -> Option<usize> {
        let is = |t: &Target| {
            t.registered && t.link == link && t.instance == instance && t.epoch == epoch
        };
        self.list.iter().position(is)
    }

    /// The least busy target, ties in turn.
    #[inline]
    fn least_busy(&mut self) -> Option<u32> {
        if self.stale {
            self.refresh();
        }
        let found = self.loads.least_from(self.next)?;
        self.next = found + 1;
        Some(found as u32)
    }

    /// The least busy of those registered that `may` take one more, ties in turn.
    pub fn least_of(&mut self, may: impl Fn(&Target) -> bool) -> Option<u32> {
        let (start, count) = (self.turn(), self.list.len());
        let order = (start..count).chain(0..start);
        let found = order
            .filter(|&at| self.list[at].registered && may(&self.list[at]))
            .min_by_key(|&at| self.list[at].outstanding)?;
        self.next = found + 1;
        Some(found as u32)
    }

    /// Picks a target for a request. All healthy ones take part, or, if there is none, all (the balancer fails open).
    pub fn pick(&mut self, algorithm: Algorithm, stream: &mut Stream) -> Option<u32> {
        if algorithm == Algorithm::LeastOutstanding {
            return self.least_busy();
        }
        if algorithm == Algorithm::RoundRobin {
            let at = self.turn();
            if let Some(next) = self.list.get(at)
                && next.registered
                && next.healthy
            {
                self.next = at + 1;
                return Some(at as u32);
            }
        }
        let open = !self.list.iter().any(|t| t.registered && t.healthy);
        let eligible = |t: &Target| t.registered && (t.healthy || open);
        match algorithm {
            Algorithm::RoundRobin => self.next_in_turn(eligible),
            Algorithm::Random => {
                let count = self.list.iter().filter(|t| eligible(t)).count();
                let nth = if count > 0 {
                    stream.below(count as u64) as usize
                } else {
                    return None;
                };
                let mut numbered = self.list.iter().enumerate().filter(|(_, t)| eligible(t));
                numbered.nth(nth).map(|(index, _)| index as u32)
            }
            Algorithm::LeastOutstanding => self.least_busy(),
        }
    }

    /// Whose turn it is, whoever may be picked.
    #[inline(always)]
    fn turn(&self) -> usize {
        if self.next < self.list.len() {
            self.next
        } else {
            0
        }
    }

    /// The next eligible target after the one taken last, so that ties rotate.
    fn next_in_turn(&mut self, eligible: impl Fn(&Target) -> bool) -> Option<u32> {
        let (start, count) = (self.turn(), self.list.len());
        let found = (start..count)
            .chain(0..start)
            .find(|&index| eligible(&self.list[index]))?;
        self.next = found + 1;
        Some(found as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::chance::StreamKey;

    fn target(healthy: bool, outstanding: u32) -> Target {
        Target {
            link: 0,
            station: 0,
            instance: 0,
            epoch: 0,
            registered: true,
            healthy,
            against: 0,
            outstanding,
        }
    }

    fn picks(targets: &mut Targets, algorithm: Algorithm, n: usize) -> Vec<u32> {
        let mut stream = StreamKey::new(1, "x", "route").stream();
        (0..n)
            .filter_map(|_| targets.pick(algorithm, &mut stream))
            .collect()
    }

    #[test]
    fn round_robin_skips_the_unhealthy() {
        let mut targets = Targets {
            list: vec![target(true, 0), target(false, 0), target(true, 9)],
            ..Targets::default()
        };
        assert_eq!(picks(&mut targets, Algorithm::RoundRobin, 4), [0, 2, 0, 2]);
    }

    #[test]
    fn least_outstanding_rotates_among_equals() {
        let mut targets = Targets {
            list: vec![target(true, 1), target(true, 0), target(true, 0)],
            stale: true,
            ..Targets::default()
        };
        assert_eq!(
            picks(&mut targets, Algorithm::LeastOutstanding, 4),
            [1, 2, 1, 2]
        );
    }

    #[test]
    fn fails_open_when_all_are_unhealthy() {
        let mut targets = Targets {
            list: vec![target(false, 0), target(false, 0)],
            ..Targets::default()
        };
        assert_eq!(picks(&mut targets, Algorithm::RoundRobin, 2), [0, 1]);
        targets.list.clear();
        assert!(picks(&mut targets, Algorithm::Random, 1).is_empty());
    }
}
