//! How long a caller waits before it tries again: fixed, or exponential with the jitters of the AWS Architecture Blog
//! ("Exponential Backoff And Jitter").

use crate::foundation::chance::Stream;

/// The longest wait between two tries, ns (1 h).
pub const MAX_BACKOFF: u64 = 3_600_000_000_000;

/// Wait between tries, ns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Backoff {
    None,
    Fixed(u64),
    Exponential(Exponential),
}

/// `base` × 2^attempt, at most `most`, spread by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    pub base: u64,
    pub most: u64,
    pub jitter: Jitter,
}

/// How chance spreads the waits, so that those who failed together do not come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// Not at all.
    None,
    /// Uniform between 0 and the wait.
    Full,
    /// Half of the wait, and uniform up to the other half.
    Equal,
    /// Uniform between `base` and three times the wait before, without regard to the attempt.
    Decorrelated,
}

impl Backoff {
    /// The wait before the next try; `attempt`: tries before, less one; `last`: the wait before that try, if any.
    pub fn wait(&self, attempt: u8, last: Option<u64>, stream: &mut Stream) -> u64 {
        match self {
            Backoff::None => 0,
            Backoff::Fixed(wait) => *wait,
            Backoff::Exponential(exponential) => exponential.wait(attempt, last, stream),
        }
    }

    /// Whether the wait depends on the one before.
    pub fn remembers(&self) -> bool {
        matches!(self, Backoff::Exponential(e) if e.jitter == Jitter::Decorrelated)
    }
}

impl Exponential {
    fn wait(&self, attempt: u8, last: Option<u64>, stream: &mut Stream) -> u64 {
        let most = self.most.min(MAX_BACKOFF);
        let full = self.base.saturating_mul(1 << attempt.min(20)).min(most);
        match self.jitter {
            Jitter::None => full,
            Jitter::Full => stream.below(full + 1),
            Jitter::Equal => full / 2 + stream.below(full - full / 2 + 1),
            Jitter::Decorrelated => {
                let from = self.base.min(most);
                let to = last.unwrap_or(self.base).saturating_mul(3).max(from);
                (from + stream.below((to - from).saturating_add(1))).min(most)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::chance::StreamKey;

    const BASE: u64 = 1_000;
    const MOST: u64 = 20_000;

    fn stream(purpose: &str) -> Stream {
        StreamKey::new(1, "jitter", purpose).stream()
    }

    fn exponential(jitter: Jitter) -> Backoff {
        Backoff::Exponential(Exponential {
            base: BASE,
            most: MOST,
            jitter,
        })
    }

    /// Whether draws are uniform on the whole numbers from..=to: the largest distance between the empirical and the
    /// exact distribution function stays below the bound of Kolmogorov and Smirnov for a risk of 0.1 %.
    fn assert_uniform(mut draws: Vec<u64>, from: u64, to: u64) {
        draws.sort_unstable();
        assert!(draws[0] >= from && draws[draws.len() - 1] <= to);
        let n = draws.len() as f64;
        let mut distance: f64 = 0.0;
        for (below, draw) in draws.iter().enumerate() {
            let exact = (draw - from + 1) as f64 / (to - from + 1) as f64;
            let (low, high) = (below as f64 / n, (below + 1) as f64 / n);
            distance = distance.max((exact - low).abs()).max((exact - high).abs());
        }
        let step = 1.0 / (to - from + 1) as f64;
        assert!(distance < 1.95 / n.sqrt() + step, "{distance}");
    }

    fn draws(backoff: Backoff, attempt: u8, last: Option<u64>) -> Vec<u64> {
        let mut stream = stream("uniform");
        (0..20_000)
            .map(|_| backoff.wait(attempt, last, &mut stream))
            .collect()
    }

    #[test]
    fn without_jitter_the_wait_doubles_up_to_the_cap() {
        let mut stream = stream("none");
        let waits: Vec<u64> = (0..7)
            .map(|attempt| exponential(Jitter::None).wait(attempt, None, &mut stream))
            .collect();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
        let fixed = Backoff::Fixed(70);
        assert_eq!(fixed.wait(9, None, &mut stream), 70);
        assert_eq!(Backoff::None.wait(9, None, &mut stream), 0);
    }

    #[test]
    fn full_jitter_is_uniform_from_zero() {
        for (attempt, to) in [(0, 1_000), (3, 8_000), (9, MOST), (255, MOST)] {
            assert_uniform(draws(exponential(Jitter::Full), attempt, None), 0, to);
        }
    }

    #[test]
    fn equal_jitter_is_uniform_over_the_upper_half() {
        for (attempt, to) in [(0, 1_000), (3, 8_000), (9, MOST)] {
            assert_uniform(draws(exponential(Jitter::Equal), attempt, None), to / 2, to);
        }
    }

    #[test]
    fn decorrelated_jitter_is_uniform_up_to_three_times_the_last() {
        let backoff = exponential(Jitter::Decorrelated);
        assert!(backoff.remembers() && !exponential(Jitter::Full).remembers());
        assert_uniform(draws(backoff, 0, None), BASE, 3 * BASE);
        assert_uniform(draws(backoff, 200, Some(5_000)), BASE, 15_000);
        // Beyond the cap everything is the cap: 20,000 of 30,000 possible waits, so one in three.
        let capped = draws(backoff, 1, Some(10_000));
        let at_cap = capped.iter().filter(|wait| **wait == MOST).count() as f64;
        let share = 10_001.0 / 29_001.0;
        let deviation = f64::sqrt(20_000.0 * share * (1.0 - share));
        assert!(
            (at_cap - 20_000.0 * share).abs() < 4.0 * deviation,
            "{at_cap}"
        );
    }

    /// No wait is longer than an hour, whatever the document says.
    #[test]
    fn no_wait_is_longer_than_an_hour() {
        let mut stream = stream("long");
        for jitter in [
            Jitter::None,
            Jitter::Full,
            Jitter::Equal,
            Jitter::Decorrelated,
        ] {
            let backoff = Backoff::Exponential(Exponential {
                base: u64::MAX / 2,
                most: u64::MAX,
                jitter,
            });
            for attempt in [0, 1, 20, 255] {
                let wait = backoff.wait(attempt, Some(u64::MAX / 2), &mut stream);
                assert!(wait <= MAX_BACKOFF);
            }
        }
    }
}
