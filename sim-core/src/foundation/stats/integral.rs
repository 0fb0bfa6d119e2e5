//! The exact time integral of an integer level: queue length, busy slots, running instances.
//!
//! The area is a whole number (level × nanoseconds), so utilisation and L = λW can be checked without tolerance.

use crate::foundation::units::SimTime;

/// A level that changes at instants, its area since the start of the measurement, and its maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeIntegral {
    level: u64,
    max: u64,
    area: u128,
    start: SimTime,
    /// Up to here the area is counted.
    last: SimTime,
}

impl TimeIntegral {
    /// Starts measuring at `start` with `level`.
    #[must_use]
    pub const fn new(start: SimTime, level: u64) -> Self {
        Self {
            level,
            max: level,
            area: 0,
            start,
            last: start,
        }
    }

    /// The level is `level` from `now` on. Time never runs backwards: an earlier `now` counts as the last one.
    #[inline]
    pub fn set(&mut self, now: SimTime, level: u64) {
        self.area += u128::from(self.level) * u128::from(now.since(self.last).0);
        self.last = self.last.max(now);
        self.level = level;
        self.max = self.max.max(level);
    }

    /// The level rises by `by` at `now`; saturates.
    #[inline]
    pub fn add(&mut self, now: SimTime, by: u64) {
        self.set(now, self.level.saturating_add(by));
    }

    /// The level falls by `by` at `now`, not below zero.
    #[inline]
    pub fn sub(&mut self, now: SimTime, by: u64) {
        self.set(now, self.level.saturating_sub(by));
    }

    /// The level now.
    #[inline]
    #[must_use]
    pub const fn level(&self) -> u64 {
        self.level
    }

    /// The highest level since the start of the measurement.
    #[must_use]
    pub const fn max(&self) -> u64 {
        self.max
    }

    /// When the measurement started.
    #[must_use]
    pub const fn start(&self) -> SimTime {
        self.start
    }

    /// The area from the start to `now` in level × nanoseconds.
    #[must_use]
    pub fn area(&self, now: SimTime) -> u128 {
        self.area + u128::from(self.level) * u128::from(now.since(self.last).0)
    }

    /// The time-weighted mean level from the start to `now`; None before any time has passed.
    #[must_use]
    pub fn mean(&self, now: SimTime) -> Option<f64> {
        let length = now.max(self.last).since(self.start);
        (!length.is_zero()).then(|| self.area(now) as f64 / length.0 as f64)
    }

    /// Forgets the past and goes on with the same level: the end of the warm-up, or of a window.
    pub fn restart(&mut self, now: SimTime) {
        *self = Self::new(now, self.level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn area_of_steps() {
        let mut busy = TimeIntegral::new(SimTime(10), 0);
        assert_eq!(busy.mean(SimTime(10)), None);
        busy.add(SimTime(20), 2);
        busy.add(SimTime(30), 3);
        busy.sub(SimTime(40), 4);
        assert_eq!((busy.level(), busy.max()), (1, 5));
        assert_eq!(busy.area(SimTime(50)), 20 + 50 + 10);
        assert_eq!(busy.mean(SimTime(50)), Some(2.0));
        busy.sub(SimTime(50), 9);
        assert_eq!(busy.level(), 0);
        busy.restart(SimTime(60));
        assert_eq!(
            (busy.area(SimTime(60)), busy.max(), busy.start()),
            (0, 0, SimTime(60))
        );
    }

    #[test]
    fn time_never_runs_backwards() {
        let mut level = TimeIntegral::new(SimTime(100), 7);
        level.set(SimTime(50), 3);
        assert_eq!(level.area(SimTime(110)), 30);
    }

    #[test]
    fn the_largest_area_fits() {
        let full = TimeIntegral::new(SimTime::ZERO, u64::MAX);
        assert_eq!(
            full.area(SimTime::MAX),
            u128::from(u64::MAX) * u128::from(u64::MAX)
        );
        assert_eq!(full.mean(SimTime::MAX), Some(u64::MAX as f64));
    }

    proptest! {
        #[test]
        fn windows_add_up(steps in proptest::collection::vec((0u64..1000, 0u64..50), 1..50), cut in 0usize..50) {
            let mut whole = TimeIntegral::new(SimTime::ZERO, 1);
            let mut window = whole;
            let (mut now, mut area) = (SimTime::ZERO, 0);
            for (i, &(gap, level)) in steps.iter().enumerate() {
                now = SimTime(now.0 + gap);
                whole.set(now, level);
                window.set(now, level);
                if i == cut {
                    area = window.area(now);
                    window.restart(now);
                }
            }
            prop_assert_eq!(area + window.area(now), whole.area(now));
        }
    }
}
