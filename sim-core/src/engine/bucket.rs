//! A token bucket in integers: rate limits, ramps, throttles.

/// Lets through `rate` per second with bursts of up to `burst_ns` worth of tokens.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    /// Credit per token, ns; 0: unlimited.
    cost: u64,
    /// Credit at most, ns.
    full: u64,
    credit: u64,
    since: u64,
}

impl Bucket {
    /// `per_s` tokens per second, `burst_ns` of them saved at most. A rate of 0 lets nothing through.
    pub fn new(per_s: f64, burst_ns: u64, now: u64) -> Self {
        let cost = cost(per_s);
        // A bucket must be able to hold one token, or nothing would ever pass.
        let full = if per_s > 0.0 {
            burst_ns.max(cost)
        } else {
            burst_ns
        };
        Self {
            cost,
            full,
            credit: full,
            since: now,
        }
    }

    /// So many tokens at this rate, as a burst.
    pub fn burst_of(per_s: f64, tokens: u32) -> u64 {
        if per_s > 0.0 {
            cost(per_s).saturating_mul(u64::from(tokens))
        } else {
            0
        }
    }

    /// Takes one token if there is one.
    #[inline]
    pub fn take(&mut self, now: u64) -> bool {
        self.credit = self.credit.saturating_add(now - self.since).min(self.full);
        self.since = now;
        if self.credit >= self.cost {
            self.credit -= self.cost;
            return true;
        }
        false
    }

    /// Changes the rate and keeps what is saved.
    pub fn set_rate(&mut self, per_s: f64, burst_ns: u64, now: u64) {
        let fresh = Self::new(per_s, burst_ns, now);
        let saved = self.credit.saturating_add(now - self.since).min(fresh.full);
        *self = Self {
            credit: saved,
            ..fresh
        };
    }
}

/// Credit per token, ns.
fn cost(per_s: f64) -> u64 {
    if per_s > 0.0 {
        (1e9 / per_s).min(1e18) as u64
    } else {
        u64::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_burst_then_the_rate() {
        let mut bucket = Bucket::new(10.0, SECOND, 0);
        let burst = (0..20).filter(|_| bucket.take(0)).count();
        assert_eq!(burst, 10);
        let later = (1..=50)
            .filter(|tenth| bucket.take(tenth * SECOND / 10))
            .count();
        assert_eq!(later, 50);
        assert!(!bucket.take(50 * SECOND / 10));
    }

    /// 3 a second is no whole number of nanoseconds, and yet 7 tokens are 7.
    #[test]
    fn a_burst_in_tokens_is_that_many() {
        for (per_s, tokens) in [(3.0, 7), (0.001, 2), (999_999.0, 1_000)] {
            let mut bucket = Bucket::new(per_s, Bucket::burst_of(per_s, tokens), 0);
            let burst = (0..2 * tokens).filter(|_| bucket.take(0)).count();
            assert_eq!(burst, tokens as usize);
        }
        assert!(!Bucket::new(0.0, Bucket::burst_of(0.0, 5), 0).take(SECOND));
    }

    #[test]
    fn no_rate_lets_nothing_through() {
        let mut bucket = Bucket::new(0.0, SECOND, 0);
        assert!(!(0..1000).any(|s| bucket.take(s * SECOND)));
    }

    #[test]
    fn slower_than_the_burst_window_still_passes() {
        let mut bucket = Bucket::new(0.1, SECOND, 0);
        assert!(bucket.take(0));
        assert!(!bucket.take(9 * SECOND));
        assert!(bucket.take(10 * SECOND));
    }
}
