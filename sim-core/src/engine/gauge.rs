//! Exact integer time averages at the price of two additions per change.

/// A level (queue length, slots held) with its time integral.
///
/// The integral of a step function that changes by δᵢ at tᵢ is `level × now − Σ δᵢ tᵢ`; only the sum is kept, so a
/// change costs no multiplication and no clock difference. All integers: nothing is lost, nothing depends on order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gauge {
    level: i64,
    weighted: i128,
    max: i64,
}

impl Gauge {
    /// Adds `delta` (may be negative) at time `now`, ns.
    #[inline]
    pub fn add(&mut self, now: u64, delta: i64) {
        self.level += delta;
        self.weighted += i128::from(delta) * i128::from(now);
        self.max = self.max.max(self.level);
    }

    /// Raises the level by one.
    #[inline(always)]
    pub fn up(&mut self, now: u64) {
        self.level += 1;
        self.weighted += i128::from(now);
        if self.level > self.max {
            self.max = self.level;
        }
    }

    /// Lowers the level by one.
    #[inline(always)]
    pub fn down(&mut self, now: u64) {
        self.level -= 1;
        self.weighted -= i128::from(now);
    }

    /// Several changes in one: their sum, and Σ δᵢ tᵢ. The highest level stays as it was.
    pub fn change(&mut self, delta: i64, weighted: i128) {
        self.level += delta;
        self.weighted += weighted;
    }

    /// It has been at this level.
    pub fn reached(&mut self, level: i64) {
        self.max = self.max.max(level);
    }

    /// Sets the level.
    pub fn set(&mut self, now: u64, level: i64) {
        self.add(now, level - self.level);
    }

    pub fn level(&self) -> i64 {
        self.level
    }

    pub fn max(&self) -> i64 {
        self.max
    }

    /// ∫ level dt from 0 to `now`, level·ns.
    pub fn area(&self, now: u64) -> i128 {
        i128::from(self.level) * i128::from(now) - self.weighted
    }

    /// Time average from 0 to `now`; 0 at time 0.
    pub fn mean(&self, now: u64) -> f64 {
        if now == 0 {
            0.0
        } else {
            self.area(now) as f64 / now as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_is_the_sum_of_the_rectangles() {
        let mut gauge = Gauge::default();
        gauge.up(10);
        gauge.add(20, 3);
        gauge.down(25);
        // 0 for 10, 1 for 10, 4 for 5, 3 for 15.
        assert_eq!(gauge.area(40), 10 + 4 * 5 + 3 * 15);
        assert_eq!(gauge.max(), 4);
        assert_eq!(gauge.level(), 3);
        assert!((gauge.mean(40) - 75.0 / 40.0).abs() < 1e-12);
    }
}
