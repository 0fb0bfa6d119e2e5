//! Exact mean value analysis of a closed network with one class of users (L ch. 6, H ch. 19).

use super::closed_network::convolution;
use super::erlang::MAX_SERVERS;
use super::finite_source::MAX_POPULATION;
use super::{TheoryError, count, not_negative, positive};

/// The most steps of a network with stations of several servers: users × servers, summed over the stations, for each
/// station once more. A step is some nanoseconds.
pub const MAX_STEPS: u64 = 100_000_000;

/// A station of a closed network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClosedStation {
    /// One server with a queue. `demand`: visits × mean service, seconds per request.
    Queue {
        /// Seconds of service per request, over all visits.
        demand: f64,
    },
    /// Several servers with one queue. `demand` as above.
    Servers {
        /// Seconds of service per request, over all visits.
        demand: f64,
        /// Number of servers c.
        servers: u32,
    },
    /// No queue (a delay, or more servers than users). `demand` as above.
    Delay {
        /// Seconds per request, over all visits.
        demand: f64,
    },
}

/// What the analysis says of the whole network.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosedFigures {
    /// Requests per second.
    pub throughput: f64,
    /// Mean response time in seconds, thinking not included.
    pub response: f64,
    /// The stations in the order given.
    pub stations: Vec<StationFigures>,
}

/// What the analysis says of one station.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StationFigures {
    /// Seconds a request spends here in all, waiting included.
    pub residence: f64,
    /// Mean number here, in service included.
    pub number: f64,
    /// Throughput × demand/c: the share of the servers that is busy (at a delay: the mean number).
    pub utilisation: f64,
}

/// Exact MVA for `users` ≥ 1 with mean `think_time` in seconds between requests.
///
/// For n = 1..N: R_k = D_k·(1 + Q_k(n−1)) at a queue and D_k at a delay, X = n/(Z + ΣR_k), Q_k = X·R_k. With a
/// station of several servers the same network is solved by convolution, which needs more steps.
///
/// # Errors
/// [`TheoryError`] for a population outside 1 to [`MAX_POPULATION`] or with more than [`MAX_STEPS`] steps, no or too
/// many servers, a negative or non-finite time, or no time at all (think time and all demands zero: the throughput
/// would be infinite).
pub fn mva(
    users: u32,
    think_time: f64,
    stations: &[ClosedStation],
) -> Result<ClosedFigures, TheoryError> {
    count("users", users.into(), 1, MAX_POPULATION.into())?;
    let mut total = not_negative("think time", think_time)?;
    for station in stations {
        total += not_negative("demand", station.demand())?;
        if let ClosedStation::Servers { servers, .. } = *station {
            count("servers", servers.into(), 1, MAX_SERVERS.into())?;
        }
    }
    positive("time per cycle", total)?;
    let several = |station: &ClosedStation| matches!(station, ClosedStation::Servers { .. });
    if stations.iter().any(several) {
        count("steps", steps(users, stations), 0, MAX_STEPS)?;
        return Ok(convolution(users, think_time, stations));
    }
    Ok(recursion(users, think_time, stations))
}

/// Steps that a network with stations of several servers takes: each station, once for every other one.
fn steps(users: u32, stations: &[ClosedStation]) -> u64 {
    let each = stations
        .iter()
        .map(|station| u64::from(users) * u64::from(station.servers().min(users)));
    let once = each.fold(0u64, u64::saturating_add);
    once.saturating_mul(stations.len() as u64 + 1)
}

/// The means of the network with one user more, again and again.
fn recursion(users: u32, think_time: f64, stations: &[ClosedStation]) -> ClosedFigures {
    let mut figures = vec![StationFigures::default(); stations.len()];
    let (mut throughput, mut response) = (0.0, 0.0);
    for n in 1..=users {
        response = 0.0;
        for (station, figure) in stations.iter().zip(&mut figures) {
            figure.residence = match *station {
                ClosedStation::Queue { demand } => demand * (1.0 + figure.number),
                ClosedStation::Servers { demand, .. } | ClosedStation::Delay { demand } => demand,
            };
            response += figure.residence;
        }
        throughput = f64::from(n) / (think_time + response);
        for figure in &mut figures {
            figure.number = throughput * figure.residence;
        }
    }
    for (station, figure) in stations.iter().zip(&mut figures) {
        figure.utilisation = throughput * station.demand();
    }
    ClosedFigures {
        throughput,
        response,
        stations: figures,
    }
}

impl ClosedStation {
    /// Seconds per request, over all visits.
    #[must_use]
    pub fn demand(&self) -> f64 {
        match *self {
            Self::Queue { demand } | Self::Servers { demand, .. } | Self::Delay { demand } => {
                demand
            }
        }
    }

    /// Number of servers; a delay has one for everybody.
    #[must_use]
    pub fn servers(&self) -> u32 {
        match *self {
            Self::Queue { .. } => 1,
            Self::Servers { servers, .. } => servers,
            Self::Delay { .. } => u32::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{close, response_time_law};
    use super::*;

    fn queues(demands: &[f64]) -> Vec<ClosedStation> {
        demands
            .iter()
            .map(|&demand| ClosedStation::Queue { demand })
            .collect()
    }

    #[test]
    fn balanced_network() {
        // K equal queues, no thinking: X = N/(D·(N + K − 1)).
        for (users, k) in [(1, 1), (5, 3), (200, 7)] {
            let figures = mva(users, 0.0, &queues(&vec![0.2; k])).unwrap();
            let expected = f64::from(users) / (0.2 * (f64::from(users) + k as f64 - 1.0));
            assert!(close(figures.throughput, expected, 1e-12), "{users} {k}");
        }
    }

    #[test]
    fn two_users_by_hand() {
        // n = 1: R = 1, 2; X = 1/7; Q = 1/7, 2/7. n = 2: R = 8/7, 18/7; X = 2/(4 + 26/7) = 7/27.
        let figures = mva(2, 4.0, &queues(&[1.0, 2.0])).unwrap();
        assert!(close(figures.throughput, 7.0 / 27.0, 1e-14));
        assert!(close(figures.response, 26.0 / 7.0, 1e-14));
        assert!(close(figures.stations[1].number, 18.0 / 27.0, 1e-14));
        assert!(close(figures.stations[1].utilisation, 14.0 / 27.0, 1e-14));
    }

    #[test]
    fn everybody_is_somewhere() {
        let mut stations = queues(&[0.01, 0.03, 0.02]);
        stations.push(ClosedStation::Delay { demand: 0.5 });
        let figures = mva(80, 1.0, &stations).unwrap();
        let inside: f64 = figures.stations.iter().map(|s| s.number).sum();
        assert!(close(inside + figures.throughput * 1.0, 80.0, 1e-12));
        assert!(close(
            response_time_law(80.0, figures.throughput, 1.0).unwrap(),
            figures.response,
            1e-12
        ));
        // The slowest station sets the pace.
        assert!(figures.throughput < 1.0 / 0.03 && figures.stations[1].utilisation > 0.99);
    }

    #[test]
    fn a_delay_is_thinking_elsewhere() {
        let with_delay = mva(
            9,
            0.0,
            &[
                ClosedStation::Queue { demand: 0.3 },
                ClosedStation::Delay { demand: 2.0 },
            ],
        )
        .unwrap();
        let with_thinking = mva(9, 2.0, &queues(&[0.3])).unwrap();
        assert!(close(
            with_delay.throughput,
            with_thinking.throughput,
            1e-14
        ));
    }

    #[test]
    fn domain() {
        assert!(mva(0, 1.0, &[]).is_err() && mva(MAX_POPULATION + 1, 1.0, &[]).is_err());
        assert!(
            mva(1, -1.0, &[]).is_err()
                && mva(1, 0.0, &[]).is_err()
                && mva(1, 0.0, &queues(&[0.0])).is_err()
        );
        assert!(mva(1, 1.0, &queues(&[f64::NAN])).is_err());
        let crowd = |servers| ClosedStation::Servers {
            demand: 1.0,
            servers,
        };
        assert!(
            mva(1, 1.0, &[crowd(0)]).is_err() && mva(1, 1.0, &[crowd(MAX_SERVERS + 1)]).is_err()
        );
        assert!(mva(MAX_POPULATION, 1.0, &[crowd(1000)]).is_err());
        assert_eq!(mva(3, 1.0, &[]).unwrap().throughput, 3.0);
    }
}
