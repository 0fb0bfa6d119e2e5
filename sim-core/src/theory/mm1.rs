//! M/M/1: Poisson arrivals, one exponential server, unbounded FIFO queue (K §3.2, H ch. 13).

use super::{TheoryError, not_negative, positive, stable};

/// A stable M/M/1 queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mm1 {
    arrival_rate: f64,
    service_rate: f64,
}

impl Mm1 {
    /// `arrival_rate` λ and `service_rate` μ per second.
    ///
    /// # Errors
    /// [`TheoryError`] for unusable rates, or [`TheoryError::Unstable`] when λ ≥ μ.
    pub fn new(arrival_rate: f64, service_rate: f64) -> Result<Self, TheoryError> {
        not_negative("arrival rate", arrival_rate)?;
        positive("service rate", service_rate)?;
        stable(arrival_rate / service_rate)?;
        Ok(Self {
            arrival_rate,
            service_rate,
        })
    }

    /// ρ = λ/μ.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// Mean response time in seconds: 1/(μ − λ).
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        1.0 / (self.service_rate - self.arrival_rate)
    }

    /// Mean wait before service in seconds: ρ/(μ − λ).
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.utilisation() * self.mean_response()
    }

    /// Mean number inside: ρ/(1 − ρ).
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.arrival_rate * self.mean_response()
    }

    /// P(response > t) = e^−(μ−λ)t, t in seconds; 1 for negative t.
    #[must_use]
    pub fn response_tail(&self, t: f64) -> f64 {
        libm::exp(-(self.service_rate - self.arrival_rate) * t.max(0.0))
    }

    /// The `p`-quantile of the response time in seconds: −ln(1 − p)/(μ − λ). None if `p` is not inside [0, 1).
    #[must_use]
    pub fn response_quantile(&self, p: f64) -> Option<f64> {
        (0.0..1.0)
            .contains(&p)
            .then(|| -libm::log1p(-p) * self.mean_response())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::close;
    use super::*;

    #[test]
    fn textbook_values() {
        let queue = Mm1::new(80.0, 100.0).unwrap();
        assert!(close(queue.utilisation(), 0.8, 1e-15));
        assert!(close(queue.mean_response(), 0.05, 1e-15));
        assert!(close(queue.mean_wait(), 0.04, 1e-15));
        assert!(close(queue.mean_number(), 4.0, 1e-15));
        // p99 of an exponential is ln(100) = 4.60517 means.
        assert!(close(
            queue.response_quantile(0.99).unwrap(),
            0.05 * 4.605_170_186,
            1e-9
        ));
        assert!(close(
            queue.response_tail(queue.response_quantile(0.9).unwrap()),
            0.1,
            1e-12
        ));
    }

    #[test]
    fn domain() {
        assert_eq!(
            Mm1::new(1.0, 1.0),
            Err(TheoryError::Unstable { utilisation: 1.0 })
        );
        assert!(
            Mm1::new(-1.0, 1.0).is_err()
                && Mm1::new(1.0, 0.0).is_err()
                && Mm1::new(1.0, f64::NAN).is_err()
        );
        let idle = Mm1::new(0.0, 2.0).unwrap();
        assert_eq!((idle.mean_number(), idle.mean_response()), (0.0, 0.5));
        assert_eq!(idle.response_quantile(1.0), None);
        assert_eq!(idle.response_tail(-1.0), 1.0);
    }
}
