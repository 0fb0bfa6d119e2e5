//! Closed networks with stations of several servers: the product form, summed by convolution (Buzen 1973).
//!
//! P(n₁, …, n_K) ∝ Π F_k(n_k) over all ways to place the users, with F(n) = Dⁿ/Π min(i, c) at a station of c servers.
//! The sum G of the weights is a convolution of the F, and its generating function 1/(1 − D·z/c) · Σ Dʲ/j!·(1 − j/c)·zʲ
//! takes one station in as c multiplications and one recursion, without a subtraction: every figure keeps its digits.
//! Sources: L ch. 19–20; Buzen, *Computational algorithms for closed queueing networks* (Comm. ACM 16, 1973).

use super::mva::{ClosedFigures, ClosedStation, StationFigures};
use super::wide::Wide;

/// The figures of a checked network of `users` ≥ 1.
pub(super) fn convolution(
    users: u32,
    think_time: f64,
    stations: &[ClosedStation],
) -> ClosedFigures {
    let users = users as usize;
    let alone = |skip: Option<usize>| -> Vec<Wide> {
        let mut weights = thinking(users, think_time);
        for (index, station) in stations.iter().enumerate() {
            if Some(index) != skip {
                take_in(&mut weights, station);
            }
        }
        weights
    };
    let all = alone(None);
    let throughput = all[users - 1].over(all[users]);
    let figures = stations.iter().enumerate().map(|(index, station)| {
        let number = mean_number(station, &alone(Some(index)), all[users]);
        StationFigures {
            residence: number / throughput,
            number,
            utilisation: throughput * station.demand() / f64::from(station.servers()),
        }
    });
    let figures: Vec<StationFigures> = figures.collect();
    ClosedFigures {
        throughput,
        response: figures.iter().map(|figure| figure.residence).sum(),
        stations: figures,
    }
}

/// G of thinking alone: Zⁿ/n!, for n up to `users`.
fn thinking(users: usize, think_time: f64) -> Vec<Wide> {
    let mut weight = Wide::new(1.0);
    let mut weights = vec![weight];
    for n in 1..=users {
        weight = weight * Wide::new(think_time / n as f64);
        weights.push(weight);
    }
    weights
}

/// Convolves the weights of a network with those of one more station, in place.
fn take_in(weights: &mut [Wide], station: &ClosedStation) {
    let (demand, servers) = (station.demand(), station.servers());
    // A delay, and a station with a server for every user, is a polynomial alone.
    let endless = servers as usize >= weights.len();
    let mut factor = vec![Wide::new(1.0)];
    let mut term = Wide::new(1.0);
    for j in 1..weights.len().min(servers as usize) {
        term = term * Wide::new(demand / j as f64);
        let share = if endless {
            1.0
        } else {
            1.0 - j as f64 / f64::from(servers)
        };
        factor.push(term * Wide::new(share));
    }
    // From the top down, so that what is read has not been written yet.
    for n in (0..weights.len()).rev() {
        let products = factor.iter().take(n + 1).enumerate();
        weights[n] = products.fold(Wide::ZERO, |sum, (j, &f)| sum + f * weights[n - j]);
    }
    if !endless {
        let ratio = Wide::new(demand / f64::from(servers));
        for n in 1..weights.len() {
            weights[n] = weights[n] + ratio * weights[n - 1];
        }
    }
}

/// Σ n·F(n)·G(N − n)/G(N), with the G of the `others`.
fn mean_number(station: &ClosedStation, others: &[Wide], all: Wide) -> f64 {
    let users = others.len() - 1;
    let mut weight = Wide::new(1.0);
    let mut sum = Wide::ZERO;
    for n in 1..=users {
        let busy = n.min(station.servers() as usize) as f64;
        weight = weight * Wide::new(station.demand() / busy);
        sum = sum + Wide::new(n as f64) * weight * others[users - n];
    }
    sum.over(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{FiniteSource, close, mva};
    use super::*;

    fn single(demand: f64) -> ClosedStation {
        ClosedStation::Queue { demand }
    }

    fn many(demand: f64, servers: u32) -> ClosedStation {
        ClosedStation::Servers { demand, servers }
    }

    #[test]
    fn one_server_is_mean_value_analysis() {
        let stations = [
            single(0.01),
            single(0.03),
            ClosedStation::Delay { demand: 0.5 },
        ];
        for users in [1, 2, 17, 300] {
            let (sum, means) = (
                convolution(users, 1.0, &stations),
                mva(users, 1.0, &stations).unwrap(),
            );
            assert!(close(sum.throughput, means.throughput, 1e-11), "{users}");
            assert!(close(sum.response, means.response, 1e-11), "{users}");
            for (a, b) in sum.stations.iter().zip(&means.stations) {
                assert!(close(a.number, b.number, 1e-10), "{users}: {a:?} {b:?}");
                assert!(
                    close(a.residence, b.residence, 1e-10),
                    "{users}: {a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn one_station_is_machine_repair() {
        for (users, servers) in [(1, 3), (9, 3), (60, 4), (2_000, 90)] {
            let exact = FiniteSource::new(users, 2.0, 0.3, servers).unwrap();
            let figures = mva(users, 2.0, &[many(0.3, servers)]).unwrap();
            assert!(
                close(figures.throughput, exact.throughput(), 1e-10),
                "{users}"
            );
            assert!(
                close(figures.response, exact.mean_response(), 1e-9),
                "{users}"
            );
            assert!(
                close(figures.stations[0].utilisation, exact.utilisation(), 1e-10),
                "{users}"
            );
        }
    }

    #[test]
    fn two_stations_by_hand() {
        // Two users, no thinking, D = 1 with one server and D = 2 with two: F₁ = 1, 1, 1 and F₂ = 1, 2, 2.
        // G(1) = 3, G(2) = 1·2 + 1·2 + 1·1 = 5; X = 3/5; the first holds (1·2 + 2·1)/5 = 4/5.
        let figures = mva(2, 0.0, &[single(1.0), many(2.0, 2)]).unwrap();
        assert!(close(figures.throughput, 0.6, 1e-14));
        assert!(close(figures.stations[0].number, 0.8, 1e-14));
        assert!(close(figures.stations[1].number, 1.2, 1e-14));
        assert!(close(figures.stations[1].utilisation, 0.6, 1e-14));
    }

    #[test]
    fn a_server_for_everybody_is_a_delay() {
        let (crowd, delay) = (
            mva(12, 1.0, &[single(0.1), many(0.7, 12)]).unwrap(),
            mva(
                12,
                1.0,
                &[single(0.1), ClosedStation::Delay { demand: 0.7 }],
            )
            .unwrap(),
        );
        assert!(close(crowd.throughput, delay.throughput, 1e-12));
    }

    #[test]
    fn everybody_is_somewhere_however_many() {
        let stations = [many(0.4, 100), single(0.001), many(0.02, 3)];
        let figures = mva(5_000, 10.0, &stations).unwrap();
        let inside: f64 = figures.stations.iter().map(|s| s.number).sum();
        assert!(
            close(inside + 10.0 * figures.throughput, 5_000.0, 1e-9),
            "{figures:?}"
        );
        // 3/0.02 = 150 a second is the least of the three.
        assert!(close(figures.throughput, 150.0, 1e-9), "{figures:?}");
    }
}
