//! Queues whose requests leave when they have waited too long; here: when they have waited for a fixed time.
//!
//! Sources: Barrer, *Queuing with impatient customers and ordered service* (Oper. Res. 5, 1957); Baccelli and
//! Hébuterne, *On queues with impatient customers* (Performance '81); Gnedenko and Kovalenko, *Introduction to
//! queueing theory* (1968).

use super::erlang::{MAX_SERVERS, erlang_b};
use super::numeric::{decay, decay_moment};
use super::{TheoryError, count, not_negative, positive};

/// What a queue with impatience does. Shares are of all arrivals, times are seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ImpatienceFigures {
    /// Share that finds no room.
    pub blocked: f64,
    /// Share that is let in and leaves before service.
    pub abandoned: f64,
    /// Share that is let in and must wait, however it ends.
    pub wait_probability: f64,
    /// Mean wait of those who are served.
    pub mean_wait_served: f64,
    /// The same with the service.
    pub mean_response_served: f64,
    /// Mean time in the queue of all who are let in, until service or leaving.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Mean share of busy servers.
    pub utilisation: f64,
}

/// M/M/c + D: each request leaves when it has waited for exactly `patience` seconds (Barrer).
///
/// `arrival_rate` λ and `service_rate` μ of each of the `servers` per second. The wait that an arrival would have
/// without giving up has the density λ·p(c − 1)·e^−(cμ−λ)x up to the patience τ, and λ·p(c − 1)·e^(λτ − cμx) beyond.
///
/// # Errors
/// [`TheoryError`] for unusable rates or patience, or no or too many servers.
pub fn deterministic_patience(
    arrival_rate: f64,
    service_rate: f64,
    servers: u32,
    patience: f64,
) -> Result<ImpatienceFigures, TheoryError> {
    let queue = Queue::new(arrival_rate, service_rate, servers)?;
    let patience = not_negative("patience", patience)?;
    let x = (queue.drain - arrival_rate) * patience;
    // Areas under the density over λ·p(c − 1): up to the patience, the same times the wait, and beyond it. In an
    // overload all of them grow like e^−x: then they are seen from the patience backwards, where the density is 1.
    let (scale, area, moment, beyond) = if x >= 0.0 {
        (1.0, decay(x), decay_moment(x), libm::exp(-x))
    } else {
        (libm::exp(x), decay(-x), decay(-x) - decay_moment(-x), 1.0)
    };
    let served_time = arrival_rate * patience * patience * moment;
    let abandoned = arrival_rate * beyond / queue.drain;
    Ok(queue.figures(&Sums {
        idle: queue.idle * scale,
        served: arrival_rate * patience * area,
        served_time,
        abandoned,
        queue: arrival_rate * (served_time + patience * abandoned),
        blocked: 0.0,
    }))
}

/// The servers and what arrives.
pub(super) struct Queue {
    arrival_rate: f64,
    /// μ.
    service_rate: f64,
    /// cμ.
    pub(super) drain: f64,
    /// Probability that a server is free, over that of exactly one free: 1/B(c − 1).
    pub(super) idle: f64,
}

/// Probabilities over p(c − 1), or any common multiple of that: of what an arrival meets, and the mean number waiting.
#[derive(Default)]
pub(super) struct Sums {
    /// A free server.
    pub(super) idle: f64,
    /// A wait that ends in service.
    pub(super) served: f64,
    /// The same, times the wait in seconds.
    pub(super) served_time: f64,
    /// A wait that is given up.
    pub(super) abandoned: f64,
    /// No room.
    pub(super) blocked: f64,
    pub(super) queue: f64,
}

impl Sums {
    pub(super) fn scale(&mut self, factor: f64) {
        let Self {
            idle,
            served,
            served_time,
            abandoned,
            blocked,
            queue,
        } = self;
        for sum in [idle, served, served_time, abandoned, blocked, queue] {
            *sum *= factor;
        }
    }
}

impl Queue {
    pub(super) fn new(
        arrival_rate: f64,
        service_rate: f64,
        servers: u32,
    ) -> Result<Self, TheoryError> {
        positive("arrival rate", arrival_rate)?;
        positive("service rate", service_rate)?;
        count("servers", servers.into(), 1, MAX_SERVERS.into())?;
        let drain = f64::from(servers) * service_rate;
        positive("service rate of all servers", drain)?;
        Ok(Self {
            arrival_rate,
            service_rate,
            drain,
            idle: 1.0 / erlang_b(arrival_rate / service_rate, servers - 1)?,
        })
    }

    pub(super) fn figures(&self, sums: &Sums) -> ImpatienceFigures {
        if sums.idle.is_infinite() {
            // So many servers that nobody ever waits.
            return ImpatienceFigures {
                utilisation: self.arrival_rate / self.drain,
                ..ImpatienceFigures::default()
            };
        }
        let all = sums.idle + sums.served + sums.abandoned + sums.blocked;
        let served = (sums.idle + sums.served) / all;
        let blocked = sums.blocked / all;
        let mean_queue = sums.queue / all;
        ImpatienceFigures {
            blocked,
            abandoned: sums.abandoned / all,
            wait_probability: (sums.served + sums.abandoned) / all,
            mean_wait_served: sums.served_time / (sums.idle + sums.served),
            mean_wait: mean_queue / (self.arrival_rate * (1.0 - blocked)),
            mean_queue,
            utilisation: self.arrival_rate * served / self.drain,
            mean_response_served: sums.served_time / (sums.idle + sums.served)
                + 1.0 / self.service_rate,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Mmc, Mmck, close, erlang_a};
    use super::*;

    #[test]
    fn one_server_and_fixed_patience() {
        // P(leave) = (1 − ρ)·ρ·e/(1 − ρ²·e) with e = e^−(μ−λ)τ (Gnedenko and Kovalenko).
        for (load, patience) in [(0.5, 1.0), (0.9, 10.0), (1.5, 4.0)] {
            let figures = deterministic_patience(load, 1.0, 1, patience).unwrap();
            let e = libm::exp(-(1.0 - load) * patience);
            let exact = (1.0 - load) * load * e / (1.0 - load * load * e);
            assert!(
                close(figures.abandoned, exact, 1e-12),
                "{load}: {figures:?}"
            );
        }
    }

    #[test]
    fn endless_patience_is_mmc() {
        let plain = Mmc::new(7.0, 1.0, 8).unwrap();
        let bounded = Mmck::new(7.0, 1.0, 8, 12).unwrap();
        for figures in [
            erlang_a(7.0, 1.0, 8, 1e9, None).unwrap(),
            deterministic_patience(7.0, 1.0, 8, 1e3).unwrap(),
        ] {
            assert!(
                close(figures.wait_probability, plain.wait_probability(), 1e-6),
                "{figures:?}"
            );
            assert!(
                close(figures.mean_wait_served, plain.mean_wait(), 1e-6),
                "{figures:?}"
            );
            assert!(
                figures.abandoned < 1e-8 && close(figures.mean_queue, plain.mean_queue(), 1e-6)
            );
        }
        let figures = erlang_a(7.0, 1.0, 8, 1e9, Some(12)).unwrap();
        assert!(
            close(figures.blocked, bounded.blocking(), 1e-7),
            "{figures:?}"
        );
        assert!(
            close(figures.mean_wait, bounded.mean_wait(), 1e-7),
            "{figures:?}"
        );
    }

    #[test]
    fn no_patience_is_erlang_b() {
        let lost = erlang_b(5.0, 6).unwrap();
        for figures in [
            erlang_a(5.0, 1.0, 6, 1e-9, None).unwrap(),
            deterministic_patience(5.0, 1.0, 6, 0.0).unwrap(),
            erlang_a(5.0, 1.0, 6, 1.0, Some(6)).unwrap(),
        ] {
            assert!(
                close(figures.abandoned + figures.blocked, lost, 1e-7),
                "{figures:?}"
            );
            assert!(figures.mean_wait_served < 1e-8);
        }
    }

    #[test]
    fn what_flows_in_flows_out() {
        for load in [0.5, 3.999_999, 4.0, 4.000_001, 9.0, 4_000.0] {
            for figures in [
                erlang_a(load, 1.0, 4, 0.5, None).unwrap(),
                erlang_a(load, 1.0, 4, 0.5, Some(9)).unwrap(),
                deterministic_patience(load, 1.0, 4, 0.5).unwrap(),
            ] {
                let served = 1.0 - figures.abandoned - figures.blocked;
                assert!(
                    close(figures.utilisation, load * served / 4.0, 1e-9),
                    "{load}: {figures:?}"
                );
                // All who wait, wait as long as the served and the leaving together.
                assert!(
                    figures.utilisation <= 1.0 && figures.mean_wait <= 0.51,
                    "{load}: {figures:?}"
                );
            }
            // Who waits leaves with the rate 1/patience.
            let figures = erlang_a(load, 1.0, 4, 0.5, None).unwrap();
            assert!(
                close(figures.mean_queue / 0.5, load * figures.abandoned, 1e-9),
                "{load}: {figures:?}"
            );
        }
    }

    #[test]
    fn domain_and_extremes() {
        assert!(
            erlang_a(1.0, 1.0, 1, 0.0, None).is_err() && erlang_a(0.0, 1.0, 1, 1.0, None).is_err()
        );
        assert!(erlang_a(1.0, 1.0, 3, 1.0, Some(2)).is_err());
        assert!(deterministic_patience(1.0, 1.0, 0, 1.0).is_err());
        assert!(deterministic_patience(1.0, 1.0, 1, -1.0).is_err());
        // Too patient an overload has more states than that which matter.
        assert!(matches!(
            erlang_a(1e6, 1.0, 1, 1e6, None),
            Err(TheoryError::Count { .. })
        ));
        let flooded = deterministic_patience(1e6, 1.0, 4, 10.0).unwrap();
        assert!(
            close(flooded.mean_wait_served, 10.0, 1e-5) && close(flooded.utilisation, 1.0, 1e-9)
        );
        let empty = erlang_a(1e-3, 1.0, 100_000, 1.0, None).unwrap();
        assert_eq!((empty.abandoned, empty.mean_queue), (0.0, 0.0));
    }
}
