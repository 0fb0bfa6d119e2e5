//! A link's bandwidth: what is sent queues up, first come, first served, each way for itself.

/// One way of a link.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    /// When all that was sent so far is through.
    free_at: u64,
    /// Time that all of it takes together, ns.
    carried: u128,
}

/// No queue is longer than this, ns (365 days), so that an instant plus a queue never leaves the clock; what would come
/// later comes then.
const MAX_QUEUE: u64 = 365 * 86_400 * 1_000_000_000;

impl Wire {
    /// Sends something that takes `transfer` ns; when it is through.
    pub fn send(&mut self, now: u64, transfer: u64) -> u64 {
        let from = self.free_at.max(now);
        self.free_at = from.saturating_add(transfer).min(now + MAX_QUEUE).max(from);
        self.carried += u128::from(self.free_at - from);
        self.free_at
    }

    /// Time until all that was sent is through, ns.
    pub fn queue(&self, now: u64) -> u64 {
        self.free_at.saturating_sub(now)
    }

    /// Time it has carried something so far, ns.
    pub fn busy(&self, now: u64) -> u128 {
        self.carried.saturating_sub(u128::from(self.queue(now)))
    }
}

/// Time that some bytes take at so many Mbit/s, ns.
pub fn transfer(bytes: u64, mbit_per_s: f64) -> u64 {
    // Bits by Mbit/s are microseconds.
    (bytes as f64 * 8_000.0 / mbit_per_s + 0.5) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfers_queue_up() {
        let mut wire = Wire::default();
        assert_eq!(wire.send(100, 50), 150);
        assert_eq!(wire.send(120, 50), 200);
        assert_eq!((wire.queue(120), wire.busy(120)), (80, 20));
        assert_eq!(wire.send(500, 10), 510);
        assert_eq!((wire.queue(600), wire.busy(600)), (0, 110));
    }

    #[test]
    fn a_megabyte_at_eight_megabits_takes_a_second() {
        assert_eq!(transfer(1_000_000, 8.0), 1_000_000_000);
        assert_eq!(transfer(0, 8.0), 0);
        assert_eq!(transfer(1, 100_000.0), 0);
    }

    #[test]
    fn a_full_wire_never_leaves_the_clock() {
        let mut wire = Wire::default();
        let horizon = u64::MAX / 2;
        for _ in 0..10 {
            assert_eq!(wire.send(horizon, u64::MAX), horizon + MAX_QUEUE);
        }
        assert_eq!((wire.busy(horizon), wire.busy(horizon + 7)), (0, 7));
    }
}
