//! One server and any service distribution: FIFO by Pollaczek and Khinchine, and processor sharing.

use super::{TheoryError, not_negative, positive, stable};

/// A stable M/G/1 FIFO queue (K §5.6, H ch. 23). Service without variation makes it M/D/1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mg1 {
    arrival_rate: f64,
    mean_service: f64,
    scv: f64,
}

impl Mg1 {
    /// `arrival_rate` λ per second, `mean_service` in seconds, `scv` its squared coefficient of variation.
    ///
    /// # Errors
    /// [`TheoryError`] for unusable parameters, or [`TheoryError::Unstable`] when λ × mean service ≥ 1.
    pub fn new(arrival_rate: f64, mean_service: f64, scv: f64) -> Result<Self, TheoryError> {
        not_negative("arrival rate", arrival_rate)?;
        positive("mean service", mean_service)?;
        not_negative("squared coefficient of variation", scv)?;
        stable(arrival_rate * mean_service)?;
        Ok(Self {
            arrival_rate,
            mean_service,
            scv,
        })
    }

    /// ρ = λ × mean service.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// Mean wait in seconds: ρ/(1 − ρ) · (1 + scv)/2 · mean service.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        let utilisation = self.utilisation();
        utilisation / (1.0 - utilisation) * 0.5 * (1.0 + self.scv) * self.mean_service
    }

    /// Mean response time in seconds: mean wait + mean service.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }

    /// Mean number inside: λ × mean response.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.arrival_rate * self.mean_response()
    }
}

/// A stable M/G/1 processor-sharing server: all inside are served at once, each at an equal share (H ch. 30).
///
/// Its means depend on the service distribution only through the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessorSharing {
    arrival_rate: f64,
    mean_service: f64,
}

impl ProcessorSharing {
    /// `arrival_rate` λ per second, `mean_service` in seconds of a request alone.
    ///
    /// # Errors
    /// [`TheoryError`] for unusable parameters, or [`TheoryError::Unstable`] when λ × mean service ≥ 1.
    pub fn new(arrival_rate: f64, mean_service: f64) -> Result<Self, TheoryError> {
        not_negative("arrival rate", arrival_rate)?;
        positive("mean service", mean_service)?;
        stable(arrival_rate * mean_service)?;
        Ok(Self {
            arrival_rate,
            mean_service,
        })
    }

    /// ρ = λ × mean service.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// Mean response time in seconds of a request that needs `service` seconds alone: service/(1 − ρ).
    #[must_use]
    pub fn response_of(&self, service: f64) -> f64 {
        service / (1.0 - self.utilisation())
    }

    /// Mean response time in seconds: mean service/(1 − ρ).
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.response_of(self.mean_service)
    }

    /// Mean number inside: ρ/(1 − ρ).
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.arrival_rate * self.mean_response()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Mm1, close};
    use super::*;

    #[test]
    fn exponential_service_is_mm1() {
        let (general, exponential) = (
            Mg1::new(0.8, 1.0, 1.0).unwrap(),
            Mm1::new(0.8, 1.0).unwrap(),
        );
        assert!(close(
            general.mean_response(),
            exponential.mean_response(),
            1e-14
        ));
        let sharing = ProcessorSharing::new(0.8, 1.0).unwrap();
        assert!(close(
            sharing.mean_response(),
            exponential.mean_response(),
            1e-14
        ));
        assert!(close(
            sharing.mean_number(),
            exponential.mean_number(),
            1e-14
        ));
    }

    #[test]
    fn constant_service_halves_the_wait() {
        let (constant, exponential) = (
            Mg1::new(0.9, 1.0, 0.0).unwrap(),
            Mg1::new(0.9, 1.0, 1.0).unwrap(),
        );
        assert!(close(constant.mean_wait(), 4.5, 1e-13));
        assert!(close(
            2.0 * constant.mean_wait(),
            exponential.mean_wait(),
            1e-14
        ));
        assert!(close(constant.mean_number(), 0.9 + 4.05, 1e-13));
    }

    #[test]
    fn sharing_is_fair() {
        let sharing = ProcessorSharing::new(50.0, 0.01).unwrap();
        assert!(close(sharing.response_of(0.001), 0.002, 1e-14));
        assert!(close(sharing.response_of(1.0), 2.0, 1e-14));
    }

    #[test]
    fn domain() {
        assert!(matches!(
            Mg1::new(2.0, 0.5, 1.0),
            Err(TheoryError::Unstable { .. })
        ));
        assert!(Mg1::new(1.0, 0.5, -0.1).is_err() && Mg1::new(1.0, 0.0, 1.0).is_err());
        assert!(ProcessorSharing::new(2.0, 0.5).is_err());
    }
}
