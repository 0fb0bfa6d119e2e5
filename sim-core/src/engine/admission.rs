//! Whom one instance of a station lets in: a limit on requests at once, fixed or learned, or the delay in its line.

use crate::catalog::rules::Admission;

/// The limit that an instance starts from where it learns it.
const FIRST_LIMIT: u32 = 10;
/// What is left of a learned limit after an answer that took too long.
const BACKOFF: f64 = 0.9;
/// While requests are shed, whoever has waited this many times the target goes.
const SLOUGH: u64 = 2;

/// What an instance knows of its load.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gate {
    /// A learned limit; 0: nothing has been learned yet.
    limit: u32,
    delay: Delay,
}

/// The shortest delay of the present interval, and what it was in the one before.
#[derive(Clone, Copy, Debug, Default)]
struct Delay {
    /// End of the interval; 0: none has begun.
    until: u64,
    least: u64,
    overloaded: bool,
}

impl Gate {
    /// Whether a request may enter an instance with so many others in it.
    pub fn lets_in(&self, admission: &Admission, inside: u32) -> bool {
        self.limit(admission).is_none_or(|limit| inside < limit)
    }

    /// Requests that the instance may hold at once; `None`: as many as come.
    pub fn limit(&self, admission: &Admission) -> Option<u32> {
        match *admission {
            Admission::All | Admission::QueueDelay { .. } => None,
            Admission::Limit(limit) => Some(limit),
            Admission::Adaptive { most, .. } => Some(self.learned(most)),
        }
    }

    fn learned(&self, most: u32) -> u32 {
        let limit = if self.limit == 0 {
            FIRST_LIMIT
        } else {
            self.limit
        };
        limit.clamp(1, most.max(1))
    }

    /// An answer has left the instance after `elapsed` ns, with so many requests in it.
    pub fn learn(&mut self, admission: &Admission, elapsed: u64, inside: u32) {
        let Admission::Adaptive { latency, most } = *admission else {
            return;
        };
        let limit = self.learned(most);
        self.limit = if elapsed > latency.0 {
            let less = (f64::from(limit) * BACKOFF) as u32;
            less.min(limit - 1).max(1)
        } else if inside.saturating_mul(2) >= limit {
            // A limit that nobody comes near teaches nothing.
            (limit + 1).min(most.max(1))
        } else {
            limit
        };
    }

    /// Somebody has waited for `delay` ns and would have a slot now: whether it is shed instead.
    ///
    /// An interval in which nobody had it shorter than the target means that the line stands and is no mere burst.
    pub fn sheds(&mut self, admission: &Admission, now: u64, delay: u64) -> bool {
        let Admission::QueueDelay {
            target, interval, ..
        } = *admission
        else {
            return false;
        };
        let seen = &mut self.delay;
        if now >= seen.until {
            // What was seen long ago says nothing about now.
            let fresh = seen.until > 0 && now - seen.until <= interval.0;
            seen.overloaded = fresh && seen.least > target.0;
            seen.until = now.saturating_add(interval.0.max(1));
            seen.least = delay;
            return false;
        }
        seen.least = seen.least.min(delay);
        seen.overloaded && delay > target.0.saturating_mul(SLOUGH)
    }

    /// Whether the last to come goes first at present.
    pub fn newest_first(&self, admission: &Admission) -> bool {
        let wanted = matches!(
            admission,
            Admission::QueueDelay {
                newest_first: true,
                ..
            }
        );
        wanted && self.delay.overloaded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::units::Span;

    #[test]
    fn a_fixed_limit_counts_who_is_inside() {
        let gate = Gate::default();
        let limit = Admission::Limit(3);
        assert!(gate.lets_in(&limit, 2) && !gate.lets_in(&limit, 3));
        assert!(!gate.lets_in(&Admission::Limit(0), 0));
        assert!(gate.lets_in(&Admission::All, u32::MAX));
    }

    #[test]
    fn a_learned_limit_grows_by_one_and_shrinks_by_a_tenth() {
        let adaptive = Admission::Adaptive {
            latency: Span(100),
            most: 12,
        };
        let mut gate = Gate::default();
        assert_eq!(gate.limit(&adaptive), Some(10));
        // Too few inside to say that more would be all right.
        gate.learn(&adaptive, 50, 4);
        assert_eq!(gate.limit(&adaptive), Some(10));
        (0..5).for_each(|_| gate.learn(&adaptive, 100, 9));
        assert_eq!(gate.limit(&adaptive), Some(12));
        gate.learn(&adaptive, 101, 9);
        assert_eq!(gate.limit(&adaptive), Some(10));
        (0..20).for_each(|_| gate.learn(&adaptive, 101, 9));
        assert_eq!(gate.limit(&adaptive), Some(1));
        gate.learn(&adaptive, 1, 1);
        assert_eq!(gate.limit(&adaptive), Some(2));
    }

    /// Target 5, interval 100: a burst is left alone, a line that stands is shed beyond 10.
    #[test]
    fn a_standing_line_is_shed_after_an_interval() {
        let delay = Admission::QueueDelay {
            target: Span(5),
            interval: Span(100),
            newest_first: true,
        };
        let mut gate = Gate::default();
        let mut at = |now, delay_ns| (gate.sheds(&delay, now, delay_ns), gate.newest_first(&delay));
        assert_eq!(at(10, 50), (false, false));
        assert_eq!(at(60, 90), (false, false));
        // The first of the next interval tells that all of the last one had to wait for more than 5.
        assert_eq!(at(110, 70), (false, true));
        assert_eq!(at(120, 70), (true, true));
        assert_eq!(at(121, 10), (false, true));
        // One who had it shorter than the target ends it with the interval.
        assert_eq!(at(180, 4), (false, true));
        assert_eq!(at(211, 70), (false, false));
        assert_eq!(at(212, 70), (false, false));
        // Nobody came for long: what was then says nothing.
        assert_eq!(at(900, 70), (false, false));
    }
}
