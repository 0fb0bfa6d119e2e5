//! Machine repair, M/M/c//N: N users that think, then queue for c exponential servers (K §3.8 and §3.10).

use super::erlang::MAX_SERVERS;
use super::{TheoryError, count, positive};

/// The largest population a closed model is computed for (the recursion takes one step for each user).
pub const MAX_POPULATION: u32 = 1_000_000;

/// A closed system of users with exponential think time and one exponential station.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiniteSource {
    population: u32,
    think_time: f64,
    mean_service: f64,
    servers: u32,
    mean_number: f64,
}

impl FiniteSource {
    /// `population` N users, mean `think_time` and `mean_service` in seconds, `servers` c.
    ///
    /// Birth and death: p(n)/p(n−1) = (N − n + 1)·service / (min(n, c)·think).
    ///
    /// # Errors
    /// [`TheoryError`] for times that are not above zero, or counts outside 1 to [`MAX_POPULATION`] and
    /// [`MAX_SERVERS`].
    pub fn new(
        population: u32,
        think_time: f64,
        mean_service: f64,
        servers: u32,
    ) -> Result<Self, TheoryError> {
        count("population", population.into(), 1, MAX_POPULATION.into())?;
        count("servers", servers.into(), 1, MAX_SERVERS.into())?;
        positive("think time", think_time)?;
        positive("mean service", mean_service)?;
        let ratio = positive("service over think time", mean_service / think_time)?;
        let (mut weight, mut total, mut moment) = (1.0, 1.0, 0.0);
        for n in 1..=population {
            weight *= f64::from(population - n + 1) * ratio / f64::from(n.min(servers));
            total += weight;
            moment += weight * f64::from(n);
            if total > 1e200 {
                // Only ratios matter: scaling down keeps them, and what underflows was negligible.
                (weight, total, moment) = (weight * 1e-200, total * 1e-200, moment * 1e-200);
            }
        }
        let mean_number = positive("mean number", moment / total)?;
        Ok(Self {
            population,
            think_time,
            mean_service,
            servers,
            mean_number,
        })
    }

    /// Mean number waiting or in service.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.mean_number
    }

    /// Requests per second: (N − L)/think time.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        (f64::from(self.population) - self.mean_number) / self.think_time
    }

    /// Mean response time in seconds: L/X.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.mean_number / self.throughput()
    }

    /// Mean share of busy servers: X × mean service / c.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.throughput() * self.mean_service / f64::from(self.servers)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{ClosedStation, close, erlang_b, mva};
    use super::*;

    #[test]
    fn by_hand() {
        // N = 2, think = service = 1: weights 1, 2, 2.
        let system = FiniteSource::new(2, 1.0, 1.0, 1).unwrap();
        assert!(close(system.mean_number(), 6.0 / 5.0, 1e-15));
        assert!(close(system.throughput(), 0.8, 1e-15) && close(system.utilisation(), 0.8, 1e-15));
        assert!(close(system.mean_response(), 1.5, 1e-15));
    }

    #[test]
    fn the_server_is_idle_as_erlang_b_says() {
        // M/M/1//N: P(server idle) = ErlangB(think/service, N).
        let system = FiniteSource::new(40, 3.0, 0.1, 1).unwrap();
        assert!(close(
            1.0 - system.utilisation(),
            erlang_b(30.0, 40).unwrap(),
            1e-11
        ));
    }

    #[test]
    fn one_server_is_mva_with_one_station() {
        for users in [1, 7, 60] {
            let system = FiniteSource::new(users, 2.0, 0.05, 1).unwrap();
            let closed = mva(users, 2.0, &[ClosedStation::Queue { demand: 0.05 }]).unwrap();
            assert!(
                close(system.throughput(), closed.throughput, 1e-11),
                "{users}"
            );
        }
    }

    #[test]
    fn enough_servers_mean_no_queue() {
        let system = FiniteSource::new(10, 1.0, 0.5, 10).unwrap();
        assert!(close(system.mean_response(), 0.5, 1e-13));
        assert!(close(system.throughput(), 10.0 / 1.5, 1e-13));
    }

    #[test]
    fn large_populations_do_not_overflow() {
        let system = FiniteSource::new(100_000, 1.0, 0.001, 4).unwrap();
        assert!(close(system.utilisation(), 1.0, 1e-9));
        assert!(close(system.mean_number(), 96_000.0, 1e-9));
        assert!(FiniteSource::new(MAX_POPULATION + 1, 1.0, 1.0, 1).is_err());
        assert!(
            FiniteSource::new(0, 1.0, 1.0, 1).is_err()
                && FiniteSource::new(1, 0.0, 1.0, 1).is_err()
        );
    }
}
