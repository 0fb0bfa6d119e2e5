//! Erlang-A, M/M/c + M: requests whose patience is exponential, without or with a bound on the room.
//!
//! Sources: Palm, *Methods of judging the annoyance caused by congestion* (Tele 2, 1953); Mandelbaum and Zeltyn,
//! *Service engineering in action: the Palm/Erlang-A queue* (2007).

use super::impatience::{ImpatienceFigures, Queue, Sums};
use super::mmck::MAX_CAPACITY;
use super::{TheoryError, count, positive};

/// A state this much less likely than the likeliest, and falling, is not counted any more.
const NEGLIGIBLE: f64 = 1e-20;

/// M/M/c/K + M, Erlang-A where K is None: each waiting request leaves after an exponential patience.
///
/// `arrival_rate` λ and `service_rate` μ of each of the `servers` per second, mean `patience` 1/θ in seconds,
/// `capacity` K in service and waiting. Birth and death: the state n falls with the rate min(n, c)·μ + (n − c)⁺·θ.
/// Of those who find j in front of the service (themselves included) cμ/(cμ + jθ) are served, after a mean wait of
/// Σ 1/(cμ + iθ), i = 1..j.
///
/// # Errors
/// [`TheoryError`] for unusable rates or patience, no or too many servers, a capacity below the servers or above
/// [`MAX_CAPACITY`], or more states than that which matter.
pub fn erlang_a(
    arrival_rate: f64,
    service_rate: f64,
    servers: u32,
    patience: f64,
    capacity: Option<u32>,
) -> Result<ImpatienceFigures, TheoryError> {
    let queue = Queue::new(arrival_rate, service_rate, servers)?;
    let leaving = 1.0 / positive("patience", patience)?;
    if let Some(capacity) = capacity {
        count(
            "capacity",
            capacity.into(),
            servers.into(),
            MAX_CAPACITY.into(),
        )?;
    }
    let room = capacity.unwrap_or(MAX_CAPACITY);
    let mut sums = Sums {
        idle: queue.idle,
        ..Sums::default()
    };
    let mut weight = arrival_rate / queue.drain;
    let (mut highest, mut ahead_time) = (weight, 0.0);
    for state in servers..room {
        // An arrival that finds this state is number `place` of those waiting.
        let place = f64::from(state - servers + 1);
        let rate = queue.drain + place * leaving;
        ahead_time += 1.0 / rate;
        sums.served += weight * queue.drain / rate;
        sums.served_time += weight * queue.drain / rate * ahead_time;
        sums.abandoned += weight * place * leaving / rate;
        sums.queue += weight * (place - 1.0);
        if weight <= NEGLIGIBLE * highest && arrival_rate < rate {
            return Ok(queue.figures(&sums));
        }
        weight *= arrival_rate / rate;
        highest = highest.max(weight);
        if weight > 1e200 {
            // Only ratios matter: scaling down keeps them, and what underflows was negligible.
            sums.scale(1e-200);
            (weight, highest) = (weight * 1e-200, highest * 1e-200);
        }
    }
    if capacity.is_none() {
        return Err(TheoryError::Count {
            name: "states",
            value: room.into(),
            min: 0,
            max: u64::from(MAX_CAPACITY) - 1,
        });
    }
    sums.blocked = weight;
    sums.queue += weight * f64::from(room - servers);
    Ok(queue.figures(&sums))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::numeric::integral;
    use super::super::{close, erlang_b};
    use super::*;

    #[test]
    fn the_call_centre_of_the_literature() {
        // 48 calls a minute, 50 agents, one minute each, patience of two minutes (Garnett, Mandelbaum, Reiman 2002):
        // 3.1 % abandon, an average wait of 3.6 s, three in the queue, agents busy for 93 %.
        let centre = erlang_a(48.0, 1.0, 50, 2.0, None).unwrap();
        assert!((centre.abandoned * 100.0 - 3.1).abs() < 0.05, "{centre:?}");
        assert!(
            (centre.mean_wait_served * 60.0 - 3.6).abs() < 0.05,
            "{centre:?}"
        );
        assert!((centre.mean_queue - 3.0).abs() < 0.5, "{centre:?}");
        assert!(
            (centre.utilisation * 100.0 - 93.0).abs() < 0.5,
            "{centre:?}"
        );
    }

    #[test]
    fn patience_as_long_as_service_is_a_queue_without_end_of_servers() {
        // θ = μ: the number inside is Poisson with mean a, as if everybody were served at once.
        let (load, servers) = (6.0, 5u32);
        let figures = erlang_a(load, 1.0, servers, 1.0, None).unwrap();
        let (mut p, mut waiting, mut busy) = (libm::exp(-load), 0.0, 0.0);
        for n in 0..200u32 {
            waiting += p * f64::from(n.saturating_sub(servers));
            busy += p * f64::from(n.min(servers));
            p *= load / f64::from(n + 1);
        }
        assert!(close(figures.mean_queue, waiting, 1e-12), "{figures:?}");
        assert!(
            close(figures.utilisation, busy / f64::from(servers), 1e-12),
            "{figures:?}"
        );
        assert!(
            close(figures.abandoned, waiting / load, 1e-12),
            "{figures:?}"
        );
    }

    #[test]
    fn both_are_the_general_formula() {
        // Baccelli and Hébuterne: the offered wait has the density λ·p(c − 1)·exp(λ·∫P(patience > u)du − cμx).
        let (lambda, servers, patience) = (4.6, 4u32, 0.7);
        let drain = f64::from(servers);
        let idle = 1.0 / erlang_b(lambda, servers - 1).unwrap();
        let density = |x: f64| {
            let stays = patience * (1.0 - libm::exp(-x / patience));
            lambda * libm::exp(lambda * stays - drain * x)
        };
        let leaves = |x: f64| 1.0 - libm::exp(-x / patience);
        // Over x = e^z, to reach the edge at zero smoothly.
        let over = |f: &dyn Fn(f64) -> f64| {
            integral(-40.0, 4.0, |z| {
                let x = libm::exp(z);
                x * density(x) * f(x)
            })
        };
        let all = idle + over(&|_| 1.0);
        let served = idle + over(&|x| 1.0 - leaves(x));
        let figures = erlang_a(lambda, 1.0, servers, patience, None).unwrap();
        assert!(
            close(figures.abandoned, over(&leaves) / all, 1e-10),
            "{figures:?}"
        );
        let served_time = over(&|x| x * (1.0 - leaves(x)));
        assert!(
            close(figures.mean_wait_served, served_time / served, 1e-10),
            "{figures:?}"
        );
    }
}
