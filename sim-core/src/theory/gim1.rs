//! GI/M/1: any independent times between arrivals, one exponential server, FIFO (K §6.4).

use super::numeric::switch;
use super::transform::laplace;
use super::{TheoryError, positive, stable};
use crate::foundation::chance::Distribution;

/// A stable GI/M/1 queue.
///
/// Everything follows from σ, the share of arrivals that wait: the root inside (0, 1) of σ = A*(μ·(1 − σ)), where
/// A* is the transform of the time between arrivals. The response time is exponential with rate μ·(1 − σ).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GiM1 {
    arrival_rate: f64,
    service_rate: f64,
    /// 1 − σ: the share that does not wait.
    idle: f64,
}

impl GiM1 {
    /// `interarrival`: the time between arrivals; `service_rate` μ per second.
    ///
    /// # Errors
    /// [`TheoryError`] for unusable parameters, a distribution without a transform ([`TheoryError::NoTransform`]), or
    /// [`TheoryError::Unstable`] when more arrives than is served.
    pub fn new(interarrival: &Distribution, service_rate: f64) -> Result<Self, TheoryError> {
        // Asked once for the errors; the root then asks for arguments that are just as usable.
        laplace(interarrival, 0.0)?;
        let transform = |s: f64| laplace(interarrival, s).unwrap_or(0.0);
        Self::with_transform(interarrival.mean_ms() / 1000.0, transform, service_rate)
    }

    /// The same for arrivals known by their mean distance in seconds and the transform A*(s), s per second.
    ///
    /// # Errors
    /// As [`GiM1::new`].
    pub fn with_transform(
        mean_interarrival: f64,
        transform: impl Fn(f64) -> f64,
        service_rate: f64,
    ) -> Result<Self, TheoryError> {
        let arrival_rate = 1.0 / positive("mean time between arrivals", mean_interarrival)?;
        positive("service rate", service_rate)?;
        stable(arrival_rate / service_rate)?;
        // With x = 1 − σ: 1 − A*(μx) is above x left of the root and below it right of it.
        let idle = switch(0.0, 1.0, |x| 1.0 - transform(service_rate * x) > x);
        Ok(Self {
            arrival_rate,
            service_rate,
            idle: positive("share that does not wait", idle)?,
        })
    }

    /// ρ = λ/μ.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// σ: the share of arrivals that find the server busy. Unlike with Poisson arrivals it is not ρ.
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        1.0 - self.idle
    }

    /// Mean response time in seconds: 1/(μ·(1 − σ)).
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        1.0 / (self.service_rate * self.idle)
    }

    /// Mean wait before service in seconds: σ/(μ·(1 − σ)).
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.wait_probability() * self.mean_response()
    }

    /// Mean number inside: λ × mean response.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.arrival_rate * self.mean_response()
    }

    /// Mean number waiting: λ × mean wait.
    #[must_use]
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// P(response > t) = e^−μ(1−σ)t, t in seconds; 1 for negative t.
    #[must_use]
    pub fn response_tail(&self, t: f64) -> f64 {
        libm::exp(-t.max(0.0) / self.mean_response())
    }

    /// The `p`-quantile of the response time in seconds. None if `p` is not inside [0, 1).
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
    use super::super::{Mm1, close};
    use super::*;

    /// The queue with arrivals at distances of mean 1 s and this load.
    fn queue(load: f64, interarrival: Distribution) -> GiM1 {
        GiM1::new(&interarrival, 1.0 / load).unwrap()
    }

    #[test]
    fn poisson_arrivals_are_mm1() {
        for load in [0.1, 0.5, 0.95, 0.999] {
            let general = queue(load, Distribution::exponential(1000.0));
            let exact = Mm1::new(1.0, 1.0 / load).unwrap();
            assert!(close(general.wait_probability(), load, 1e-11), "{load}");
            // Near saturation the root is where two nearly equal slopes meet: rounding is worth ε/(1 − ρ)².
            let precise = 1e-15 / ((1.0 - load) * (1.0 - load)) + 1e-13;
            assert!(close(
                general.mean_response(),
                exact.mean_response(),
                precise
            ));
            let p99 = |p: Option<f64>| p.unwrap();
            assert!(close(
                p99(general.response_quantile(0.99)),
                p99(exact.response_quantile(0.99)),
                precise
            ));
        }
    }

    #[test]
    fn constant_arrivals_are_lamberts_function() {
        // σ = e^−(1−σ)/ρ; at ρ = 1/2 the root is −W(−2e^−2)/2 = 0.20318786997998.
        let half = queue(0.5, Distribution::constant(1000.0));
        assert!(close(half.wait_probability(), 0.203_187_869_979_98, 1e-13));
        let busy = queue(0.9, Distribution::constant(1000.0));
        let sigma = busy.wait_probability();
        assert!(close(libm::exp(-(1.0 - sigma) / 0.9), sigma, 1e-14));
    }

    #[test]
    fn two_stages_have_a_closed_form() {
        // σ = (2ρ/(2ρ + 1 − σ))² is a quadratic once the root 1 is taken out: σ = (1 + 4ρ − √(1 + 8ρ))/2.
        for load in [0.3, 0.6, 0.95] {
            let erlang = queue(
                load,
                Distribution::Erlang {
                    mean_ms: 1000.0,
                    k: 2,
                },
            );
            let sigma = 0.5 * (1.0 + 4.0 * load - libm::sqrt(1.0 + 8.0 * load));
            assert!(close(erlang.wait_probability(), sigma, 1e-12), "{load}");
        }
    }

    #[test]
    fn kleinrocks_example() {
        // K §6.4: A*(s) = 2μ²/((s + μ)(s + 2μ)) gives σ = 2 − √2.
        let mu = 3.0;
        let transform = |s: f64| 2.0 * mu * mu / ((s + mu) * (s + 2.0 * mu));
        let queue = GiM1::with_transform(1.5 / mu, transform, mu).unwrap();
        let sigma = 2.0 - core::f64::consts::SQRT_2;
        assert!(close(queue.wait_probability(), sigma, 1e-13));
        assert!(close(
            queue.mean_wait(),
            sigma / (mu * (1.0 - sigma)),
            1e-13
        ));
    }

    #[test]
    fn more_variable_arrivals_wait_longer() {
        let distributions = [
            Distribution::constant(1000.0),
            Distribution::Erlang {
                mean_ms: 1000.0,
                k: 4,
            },
            Distribution::Uniform {
                min_ms: 0.0,
                max_ms: 2000.0,
            },
            Distribution::exponential(1000.0),
            Distribution::Hyperexponential {
                mean_ms: 1000.0,
                scv: 4.0,
            },
        ];
        let waits = distributions.map(|d| queue(0.8, d).mean_wait());
        assert!(waits.is_sorted(), "{waits:?}");
    }

    #[test]
    fn in_heavy_traffic_kingmans_bound_is_sharp() {
        // Wait → (scv of arrivals + scv of service)/2 · ρ/(1 − ρ) · service, from below.
        let load = 0.999;
        let hyper = queue(
            load,
            Distribution::Hyperexponential {
                mean_ms: 1000.0,
                scv: 4.0,
            },
        );
        let bound = 0.5 * (4.0 + 1.0) * load / (1.0 - load) * load;
        assert!(close(hyper.mean_wait(), bound, 5e-3) && hyper.mean_wait() < bound * 1.001);
    }

    #[test]
    fn domain() {
        let seconds = Distribution::exponential(1000.0);
        assert!(matches!(
            GiM1::new(&seconds, 1.0),
            Err(TheoryError::Unstable { .. })
        ));
        assert!(GiM1::new(&seconds, 0.0).is_err());
        assert!(GiM1::new(&Distribution::constant(0.0), 1.0).is_err());
        let idle = GiM1::new(&Distribution::constant(1e7), 1.0).unwrap();
        assert!(idle.mean_wait() < 1e-12 && close(idle.mean_response(), 1.0, 1e-12));
    }
}
