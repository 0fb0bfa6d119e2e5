//! M/M/c: Poisson arrivals, c exponential servers, one unbounded FIFO queue (K §3.5, H ch. 14).

use super::erlang::erlang_c;
use super::{TheoryError, not_negative, positive, quantile};

/// A stable M/M/c queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mmc {
    arrival_rate: f64,
    service_rate: f64,
    servers: u32,
    wait_probability: f64,
}

impl Mmc {
    /// `arrival_rate` λ and `service_rate` μ of each of the `servers`, per second.
    ///
    /// # Errors
    /// [`TheoryError`] for unusable rates, no or too many servers, or [`TheoryError::Unstable`] when λ ≥ cμ.
    pub fn new(arrival_rate: f64, service_rate: f64, servers: u32) -> Result<Self, TheoryError> {
        not_negative("arrival rate", arrival_rate)?;
        positive("service rate", service_rate)?;
        let wait_probability = erlang_c(arrival_rate / service_rate, servers)?;
        Ok(Self {
            arrival_rate,
            service_rate,
            servers,
            wait_probability,
        })
    }

    /// Offered load a = λ/μ in erlangs: also the mean number of busy servers.
    #[must_use]
    pub fn offered_load(&self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// ρ = λ/(cμ).
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.offered_load() / f64::from(self.servers)
    }

    /// The chance that an arrival waits (Erlang C).
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.wait_probability
    }

    /// Mean wait before service in seconds, over all arrivals: C/(cμ − λ).
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.wait_probability / self.drain_rate()
    }

    /// Mean response time in seconds: mean wait + 1/μ.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.mean_wait() + 1.0 / self.service_rate
    }

    /// Mean number waiting: λ × mean wait.
    #[must_use]
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// Mean number inside: λ × mean response.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.arrival_rate * self.mean_response()
    }

    /// P(wait > t) = C·e^−(cμ−λ)t, t in seconds; 1 for negative t.
    #[must_use]
    pub fn wait_tail(&self, t: f64) -> f64 {
        if t < 0.0 {
            1.0
        } else {
            self.wait_probability * libm::exp(-self.drain_rate() * t)
        }
    }

    /// The `p`-quantile of the wait in seconds: 0 for those who do not wait. None if `p` is not inside [0, 1).
    #[must_use]
    pub fn wait_quantile(&self, p: f64) -> Option<f64> {
        let waits = |p: f64| libm::log(self.wait_probability / (1.0 - p)) / self.drain_rate();
        (0.0..1.0).contains(&p).then(|| waits(p).max(0.0))
    }

    /// P(response > t), t in seconds; 1 for negative t. With k = c − 1 − a:
    /// e^−μt + C·(e^−μt − e^−(cμ−λ)t)/k, and e^−μt·(1 + C·μt) where k is zero.
    #[must_use]
    pub fn response_tail(&self, t: f64) -> f64 {
        let t = t.max(0.0);
        let work = self.service_rate * t;
        let alone = libm::exp(-work);
        let k = f64::from(self.servers) - 1.0 - self.offered_load();
        let x = work * k;
        // Near k = 0 the difference of exponentials cancels: its series does not.
        let queued = if x.abs() < 1e-5 {
            alone * work * (1.0 - x / 2.0 + x * x / 6.0)
        } else {
            (alone - libm::exp(-self.drain_rate() * t)) / k
        };
        (alone + self.wait_probability * queued).clamp(0.0, 1.0)
    }

    /// The `p`-quantile of the response time in seconds, by bisection. None if `p` is not inside [0, 1).
    #[must_use]
    pub fn response_quantile(&self, p: f64) -> Option<f64> {
        quantile(p, self.mean_response(), |t| self.response_tail(t))
    }

    /// cμ − λ: how fast a backlog shrinks, per second.
    fn drain_rate(&self) -> f64 {
        f64::from(self.servers) * self.service_rate - self.arrival_rate
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Mm1, close};
    use super::*;

    #[test]
    fn textbook_values() {
        // a = 2, c = 3: C = 4/9, Lq = 8/9, L = 26/9.
        let queue = Mmc::new(2.0, 1.0, 3).unwrap();
        assert!(close(queue.wait_probability(), 4.0 / 9.0, 1e-14));
        assert!(close(queue.mean_queue(), 8.0 / 9.0, 1e-14));
        assert!(close(queue.mean_number(), 26.0 / 9.0, 1e-14));
        assert!(close(queue.utilisation(), 2.0 / 3.0, 1e-14));
        assert!(close(queue.mean_wait(), 4.0 / 9.0, 1e-14));
    }

    #[test]
    fn one_server_is_mm1() {
        let (one, mm1) = (Mmc::new(0.7, 1.0, 1).unwrap(), Mm1::new(0.7, 1.0).unwrap());
        assert!(close(one.mean_response(), mm1.mean_response(), 1e-13));
        for p in [0.0, 0.5, 0.95, 0.999] {
            assert!(
                close(
                    one.response_quantile(p).unwrap(),
                    mm1.response_quantile(p).unwrap(),
                    1e-12
                ),
                "{p}"
            );
        }
        for t in [0.0, 1.0, 30.0, 2000.0] {
            assert!(
                close(one.response_tail(t), mm1.response_tail(t), 1e-12),
                "{t}"
            );
        }
    }

    #[test]
    fn the_tail_integrates_to_the_mean() {
        // The middle one has k = c − 1 − a = 0, the third is close to it.
        for load in [0.5, 3.0, 3.000_001, 3.9] {
            let queue = Mmc::new(load, 1.0, 4).unwrap();
            let step = 1e-3;
            let area: f64 = (0..400_000)
                .map(|i| queue.response_tail((f64::from(i) + 0.5) * step) * step)
                .sum();
            assert!(close(area, queue.mean_response(), 1e-6), "{load}: {area}");
        }
    }

    #[test]
    fn quantiles_invert_the_tails() {
        let queue = Mmc::new(14.0, 1.0, 16).unwrap();
        for p in [0.5, 0.9, 0.99, 0.999] {
            assert!(close(
                queue.response_tail(queue.response_quantile(p).unwrap()),
                1.0 - p,
                1e-9
            ));
        }
        assert!(close(
            queue.wait_tail(queue.wait_quantile(0.99).unwrap()),
            0.01,
            1e-9
        ));
        assert_eq!(queue.wait_quantile(0.1), Some(0.0));
        assert_eq!(
            (queue.response_quantile(1.0), queue.wait_quantile(-0.1)),
            (None, None)
        );
    }

    #[test]
    fn domain() {
        assert!(matches!(
            Mmc::new(4.0, 1.0, 4),
            Err(TheoryError::Unstable { .. })
        ));
        assert!(Mmc::new(1.0, 1.0, 0).is_err());
        let idle = Mmc::new(0.0, 1.0, 2).unwrap();
        assert_eq!(
            (idle.mean_wait(), idle.wait_quantile(0.9)),
            (0.0, Some(0.0))
        );
    }
}
