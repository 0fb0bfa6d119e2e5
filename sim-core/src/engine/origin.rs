//! Where failures begin: what tells a component that fails from one that only passes failures on.

use super::instance::Life;
use super::snapshot::Cause;
use super::station::{Body, Station};

/// A component's counters of failures that may have begun in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Origin {
    /// Clients' requests that failed here for want of something that is here.
    own: u64,
    /// Clients' requests that were given up while they were here, and that did not get here.
    given_up: u64,
    unreached: u64,
    /// Requests that it turned away, although a caller that tries again may hide that from the clients.
    turned_away: u64,
    /// ∫ requests inside, and those of them that wait for an answer from below.
    present: i128,
    waiting: i128,
}

impl Origin {
    /// Failures since `from` that began here. Who gives up does so at whom it asked, who may only be waiting for somebody
    /// else: that counts where most of what is inside does not wait below. What did not get here was cut off on the way,
    /// or met an instance that was not there: that counts where it lacks some.
    pub fn begun_since(&self, from: &Origin, lacks_instances: bool) -> u64 {
        let present = self.present - from.present;
        let waiting = self.waiting - from.waiting;
        let works = present > 0 && 2 * waiting <= present;
        let counted = |counts: bool, since: u64| if counts { since } else { 0 };
        let clients = self.own - from.own
            + counted(works, self.given_up - from.given_up)
            + counted(lacks_instances, self.unreached - from.unreached);
        clients.max(self.turned_away - from.turned_away)
    }
}

impl Station {
    /// Instances that it should have are not there (yet, or any more).
    pub(super) fn lacks_instances(&self) -> bool {
        let missing = |life: Life| matches!(life, Life::Booting | Life::Dead);
        match &self.body {
            Body::Group(group) => group.instances.iter().any(|i| missing(i.life)),
            _ => false,
        }
    }

    pub(super) fn origin(&self, now: u64) -> Origin {
        let m = &self.measures;
        let present = self.present_area(now);
        // A balancer does nothing but wait for its targets.
        let waiting = match self.body {
            Body::Balancer(_) => present,
            _ => m.waiting.area(now),
        };
        let [given_up, unreached] =
            [Cause::Timeout, Cause::Unreachable].map(|cause| m.failures[cause as usize]);
        // An open breaker answers for the failures of whom it guards.
        let elsewhere = m.failures[Cause::CircuitOpen as usize];
        let all: u64 = m.failures.iter().sum();
        Origin {
            own: all - given_up - unreached - elsewhere,
            given_up,
            unreached,
            turned_away: m.turned_away,
            present,
            waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Origin = Origin {
        own: 5,
        given_up: 7,
        unreached: 2,
        turned_away: 3,
        present: 1_000,
        waiting: 100,
    };

    #[test]
    fn who_only_waits_below_has_not_failed() {
        let later = |waiting: i128| Origin {
            given_up: 17,
            present: 2_000,
            waiting: 100 + waiting,
            ..QUIET
        };
        let begun = |waiting| later(waiting).begun_since(&QUIET, false);
        assert_eq!([0, 500, 501, 1_000].map(begun), [10, 10, 0, 0]);
        // Nobody was inside: what was sent there never came.
        let lost = Origin {
            given_up: 17,
            ..QUIET
        };
        assert_eq!(lost.begun_since(&QUIET, false), 0);
    }

    #[test]
    fn what_was_cut_off_on_the_way_has_not_failed_here() {
        let later = Origin {
            unreached: 12,
            ..QUIET
        };
        let begun = |lacks_instances| later.begun_since(&QUIET, lacks_instances);
        assert_eq!([true, false].map(begun), [10, 0]);
    }

    #[test]
    fn what_is_turned_away_counts_once() {
        let refused = |own: u64, turned_away: u64| {
            let later = Origin {
                own: 5 + own,
                turned_away: 3 + turned_away,
                ..QUIET
            };
            later.begun_since(&QUIET, false)
        };
        // Some of it is hidden by further tries; some is told of no other way.
        assert_eq!([refused(4, 4), refused(1, 4), refused(4, 0)], [4, 4, 4]);
    }
}
