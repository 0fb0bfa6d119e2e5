//! Open networks of M/M/c stations by Jackson's theorem: each station by itself, times added (K §4.8, H ch. 17).

use super::{Mmc, TheoryError, not_negative};

/// A station of an open network: FIFO, exponential service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenStation {
    /// Mean visits of one request.
    pub visits: f64,
    /// Service rate μ of each server, per second.
    pub service_rate: f64,
    /// Number of servers c.
    pub servers: u32,
}

/// The mean time in seconds a request spends in the network: Σ visits × mean response of M/M/c at λ × visits.
///
/// `arrival_rate` λ of the whole network per second, Poisson. A tandem is a list with one visit each.
///
/// # Errors
/// [`TheoryError`] of the first station that is unusable or unstable.
pub fn open_network_response(
    arrival_rate: f64,
    stations: &[OpenStation],
) -> Result<f64, TheoryError> {
    not_negative("arrival rate", arrival_rate)?;
    stations.iter().try_fold(0.0, |sum, station| {
        let visits = not_negative("visits", station.visits)?;
        let queue = Mmc::new(arrival_rate * visits, station.service_rate, station.servers)?;
        Ok(sum + visits * queue.mean_response())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Mm1, close};
    use super::*;

    #[test]
    fn a_tandem_adds_up() {
        let stations =
            [(1.0, 10.0, 1), (1.0, 4.0, 2)].map(|(visits, service_rate, servers)| OpenStation {
                visits,
                service_rate,
                servers,
            });
        let sum = Mm1::new(5.0, 10.0).unwrap().mean_response()
            + Mmc::new(5.0, 4.0, 2).unwrap().mean_response();
        assert!(close(
            open_network_response(5.0, &stations).unwrap(),
            sum,
            1e-14
        ));
    }

    #[test]
    fn feedback_counts_visits() {
        // Each request returns with probability 1/2: two visits on average.
        let station = OpenStation {
            visits: 2.0,
            service_rate: 10.0,
            servers: 1,
        };
        let expected = 2.0 / (10.0 - 6.0);
        assert!(close(
            open_network_response(3.0, &[station]).unwrap(),
            expected,
            1e-14
        ));
        assert!(matches!(
            open_network_response(5.0, &[station]),
            Err(TheoryError::Unstable { .. })
        ));
        assert_eq!(open_network_response(3.0, &[]), Ok(0.0));
    }
}
