//! How work slows down when many requests are at work at the same time.

/// The time of work is multiplied by a factor that follows the number of requests at work on the instance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Slowdown {
    #[default]
    None,
    /// Beyond `from` requests at work, each one more adds this share of the time.
    Linear { from: u32, each: f64 },
    /// Gunther's Universal Scalability Law: N requests at once have the throughput of
    /// N / (1 + σ(N − 1) + κN(N − 1)), so each takes the denominator times as long.
    Usl { contention: f64, coherency: f64 },
}

impl Slowdown {
    /// What the time of work is multiplied by with `n` requests at work.
    pub fn factor(&self, n: usize) -> f64 {
        let n = n as f64;
        match *self {
            Slowdown::None => 1.0,
            Slowdown::Linear { from, each } => 1.0 + each * (n - f64::from(from)).max(0.0),
            Slowdown::Usl {
                contention,
                coherency,
            } => {
                let others = (n - 1.0).max(0.0);
                1.0 + contention * others + coherency * n * others
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_alone_is_never_slowed() {
        let usl = Slowdown::Usl {
            contention: 0.1,
            coherency: 0.01,
        };
        let linear = Slowdown::Linear { from: 1, each: 0.5 };
        for slowdown in [Slowdown::None, usl, linear] {
            assert_eq!((slowdown.factor(0), slowdown.factor(1)), (1.0, 1.0));
        }
        // Three at once by hand: 1 + 0.1 · 2 + 0.01 · 3 · 2, and 1 + 0.5 · 2.
        assert!((usl.factor(3) - 1.26).abs() < 1e-12);
        assert_eq!(linear.factor(3), 2.0);
    }

    /// With σ = 0 and κ = 0.0001 the throughput is the largest at N = 100 = √((1 − σ) / κ).
    #[test]
    fn throughput_falls_beyond_its_peak() {
        let usl = Slowdown::Usl {
            contention: 0.0,
            coherency: 1e-4,
        };
        let throughput = |n: usize| n as f64 / usl.factor(n);
        let best = (1..1_000).max_by(|a, b| throughput(*a).total_cmp(&throughput(*b)));
        assert_eq!(best, Some(100));
    }
}
