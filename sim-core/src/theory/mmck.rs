//! M/M/c/K: c servers and room for K requests in all; who finds no room is refused (K §3.6).

use super::erlang::MAX_SERVERS;
use super::{TheoryError, count, not_negative, positive};

/// The largest capacity a model is computed for (the recursion takes one step for each place).
pub const MAX_CAPACITY: u32 = 1_000_000;

/// An M/M/c/K queue. It is stable at any load: what is too much is refused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mmck {
    arrival_rate: f64,
    service_rate: f64,
    servers: u32,
    blocking: f64,
    mean_number: f64,
}

impl Mmck {
    /// `arrival_rate` λ and `service_rate` μ of each of the `servers`, per second; `capacity` K counts those in
    /// service and those waiting.
    ///
    /// Recursion over the capacity n: B(n) = r·B(n−1)/(1 + r·B(n−1)) with r = λ/(min(n, c)·μ), and
    /// L(n) = (1 − B(n))·L(n−1) + n·B(n).
    ///
    /// # Errors
    /// [`TheoryError`] for unusable rates, no or too many servers, or a capacity below the number of servers or
    /// above [`MAX_CAPACITY`].
    pub fn new(
        arrival_rate: f64,
        service_rate: f64,
        servers: u32,
        capacity: u32,
    ) -> Result<Self, TheoryError> {
        not_negative("arrival rate", arrival_rate)?;
        positive("service rate", service_rate)?;
        count("servers", servers.into(), 1, MAX_SERVERS.into())?;
        count(
            "capacity",
            capacity.into(),
            servers.into(),
            MAX_CAPACITY.into(),
        )?;
        let (mut blocking, mut mean_number) = (1.0, 0.0);
        for n in 1..=capacity {
            let weight = arrival_rate / (f64::from(n.min(servers)) * service_rate) * blocking;
            blocking = weight / (1.0 + weight);
            mean_number = (1.0 - blocking) * mean_number + f64::from(n) * blocking;
        }
        Ok(Self {
            arrival_rate,
            service_rate,
            servers,
            blocking,
            mean_number,
        })
    }

    /// The share of arrivals that is refused.
    #[must_use]
    pub fn blocking(&self) -> f64 {
        self.blocking
    }

    /// Accepted requests per second: λ·(1 − B).
    #[must_use]
    pub fn throughput(&self) -> f64 {
        self.arrival_rate * (1.0 - self.blocking)
    }

    /// Mean share of busy servers: throughput/(cμ).
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.throughput() / (self.service_rate * f64::from(self.servers))
    }

    /// Mean number inside.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.mean_number
    }

    /// Mean response time of accepted requests in seconds: L/X, and 1/μ without arrivals.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        let throughput = self.throughput();
        if throughput > 0.0 {
            self.mean_number / throughput
        } else {
            1.0 / self.service_rate
        }
    }

    /// Mean wait of accepted requests in seconds: mean response − 1/μ.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        (self.mean_response() - 1.0 / self.service_rate).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Mmc, close, erlang_b};
    use super::*;

    #[test]
    fn one_server_closed_form() {
        // B = (1 − ρ)ρ^K/(1 − ρ^(K+1)); L = ρ/(1 − ρ) − (K+1)ρ^(K+1)/(1 − ρ^(K+1)).
        for (rho, k) in [(0.5, 3), (0.9, 20), (2.0, 5)] {
            let queue = Mmck::new(rho, 1.0, 1, k).unwrap();
            let (power, next) = (libm::pow(rho, k.into()), libm::pow(rho, f64::from(k) + 1.0));
            assert!(close(
                queue.blocking(),
                (1.0 - rho) * power / (1.0 - next),
                1e-12
            ));
            let mean = rho / (1.0 - rho) - (f64::from(k) + 1.0) * next / (1.0 - next);
            assert!(close(queue.mean_number(), mean, 1e-12), "{rho} {k}");
        }
        // ρ = 1: every state is equally likely.
        let even = Mmck::new(1.0, 1.0, 1, 4).unwrap();
        assert!(close(even.blocking(), 0.2, 1e-14) && close(even.mean_number(), 2.0, 1e-14));
        assert!(close(even.mean_response(), 2.5, 1e-14) && close(even.mean_wait(), 1.5, 1e-14));
    }

    #[test]
    fn without_queue_it_is_erlang_b() {
        let loss = Mmck::new(10.0, 1.0, 10, 10).unwrap();
        assert!(close(loss.blocking(), erlang_b(10.0, 10).unwrap(), 1e-14));
        assert!(close(loss.mean_response(), 1.0, 1e-12));
        assert!(close(loss.utilisation(), 1.0 - loss.blocking(), 1e-14));
    }

    #[test]
    fn with_endless_room_it_is_mmc() {
        let (roomy, endless) = (
            Mmck::new(7.0, 1.0, 8, 3000).unwrap(),
            Mmc::new(7.0, 1.0, 8).unwrap(),
        );
        assert!(roomy.blocking() < 1e-100);
        assert!(close(roomy.mean_response(), endless.mean_response(), 1e-12));
    }

    #[test]
    fn overload_and_limits() {
        let flooded = Mmck::new(1e6, 1.0, 4, MAX_CAPACITY).unwrap();
        assert!(close(flooded.throughput(), 4.0, 1e-9));
        assert!(close(flooded.mean_number(), f64::from(MAX_CAPACITY), 1e-5));
        assert!(Mmck::new(1.0, 1.0, 1, MAX_CAPACITY + 1).is_err());
        assert!(Mmck::new(1.0, 1.0, 4, 3).is_err() && Mmck::new(1.0, 1.0, 0, 3).is_err());
        let idle = Mmck::new(0.0, 2.0, 1, 1).unwrap();
        assert_eq!((idle.blocking(), idle.mean_response()), (0.0, 0.5));
    }
}
