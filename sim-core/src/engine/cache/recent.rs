//! The hit ratio of the last second, for those who watch.

/// Length of a window, ns.
const WINDOW: u64 = 1_000_000_000;

/// Lookups of this second and of the one before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recent {
    /// Number of the present window.
    window: u64,
    /// Hits and lookups.
    now: (u64, u64),
    last: (u64, u64),
}

impl Recent {
    #[inline]
    pub fn count(&mut self, now: u64, hit: bool) {
        let window = now / WINDOW;
        if window != self.window {
            self.last = self.closed(window);
            (self.window, self.now) = (window, (0, 0));
        }
        self.now.0 += u64::from(hit);
        self.now.1 += 1;
    }

    /// The counts of the window before `window`.
    fn closed(&self, window: u64) -> (u64, u64) {
        match window - self.window {
            0 => self.last,
            1 => self.now,
            _ => (0, 0),
        }
    }

    /// Share of hits in the last whole second; `None`: nothing was looked up.
    pub fn ratio(&self, now: u64) -> Option<f64> {
        let (hits, lookups) = self.closed(now / WINDOW);
        (lookups > 0).then(|| hits as f64 / lookups as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_whole_second_counts() {
        let mut recent = Recent::default();
        let at = |tenths: u64| tenths * WINDOW / 10;
        recent.count(at(1), true);
        recent.count(at(9), false);
        assert_eq!(recent.ratio(at(9)), None);
        assert_eq!(recent.ratio(at(10)), Some(0.5));
        recent.count(at(12), true);
        assert_eq!(
            (recent.ratio(at(19)), recent.ratio(at(20))),
            (Some(0.5), Some(1.0))
        );
        assert_eq!(recent.ratio(at(30)), None);
        recent.count(at(55), false);
        assert_eq!(
            (recent.ratio(at(59)), recent.ratio(at(65))),
            (None, Some(0.0))
        );
    }
}
