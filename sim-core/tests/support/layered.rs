//! The exact mean response of the layered pattern in which a thread is held while the database works.
//!
//! Poisson arrivals wait FIFO for one of `c` threads. A thread works for an exponential time, then calls the
//! database and waits with the thread held until one of `s` database connections (FIFO) has served the call for
//! another exponential time, then it replies and takes the next arrival.

use super::ctmc::{Rate, steady_state};

/// More probability than this in the last state means that the truncation is too low.
const NEGLIGIBLE: f64 = 1e-12;

/// The mean response time in seconds, from arrival to reply.
///
/// `lambda` arrivals, `mu1` own work of a thread and `mu2` work of each of the `s` database servers, all per second;
/// `c` threads; at most `truncation` requests inside. All distributions are exponential.
///
/// # Panics
/// If the truncation is not above `c`, or so low that it cuts off more than 1e-12 of the probability (which is
/// also what an unstable system does).
pub fn layered_mean_response(
    lambda: f64,
    c: usize,
    mu1: f64,
    s: usize,
    mu2: f64,
    truncation: usize,
) -> f64 {
    assert!(
        truncation >= c && c > 0 && s > 0,
        "truncation {truncation}, threads {c}, servers {s}"
    );
    // State: `n` requests inside and `j` of the busy threads at the database, so min(n, c) − j at their own work.
    let offset: Vec<usize> = (0..=truncation + 1)
        .scan(0, |next, n| {
            let here = *next;
            *next += n.min(c) + 1;
            Some(here)
        })
        .collect();
    let states = offset[truncation + 1];
    let mut rates: Vec<Rate> = Vec::with_capacity(3 * states);
    for n in 0..=truncation {
        let busy = n.min(c);
        for j in 0..=busy {
            let here = offset[n] + j;
            if n < truncation {
                rates.push((here, offset[n + 1] + j, lambda));
            }
            if j < busy {
                rates.push((here, here + 1, (busy - j) as f64 * mu1));
            }
            if j > 0 {
                rates.push((here, offset[n - 1] + j - 1, j.min(s) as f64 * mu2));
            }
        }
    }
    let probability = steady_state(states, &rates);
    let level = |n: usize| -> f64 { probability[offset[n]..offset[n + 1]].iter().sum() };
    let cut_off = level(truncation);
    assert!(
        cut_off < NEGLIGIBLE,
        "{cut_off:e} of the probability is at the truncation of {truncation}"
    );
    let mean_number: f64 = (1..=truncation).map(|n| n as f64 * level(n)).sum();
    // Little's law for the arrivals that were let in.
    mean_number / (lambda * (1.0 - cut_off))
}
