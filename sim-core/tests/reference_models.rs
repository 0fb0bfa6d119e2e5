//! The exact reference models reproduce what is known in closed form, so that the engine may be measured by them.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::theory::{Mg1, Mm1, Mmc, Mmck, OpenStation, open_network_response};
use support::ctmc::steady_state;
use support::layered::layered_mean_response;

fn assert_close(measured: f64, expected: f64, tolerance: f64) {
    assert!(
        (measured / expected - 1.0).abs() < tolerance,
        "{measured} instead of {expected}"
    );
}

#[test]
fn chain_of_three_by_hand() {
    // A cycle 0 → 1 → 2 → 0 with rates 1, 2, 4: the time in a state is inverse to its rate.
    let probability = steady_state(3, &[(0, 1, 1.0), (1, 2, 2.0), (2, 0, 4.0), (1, 1, 9.0)]);
    for (p, expected) in probability.iter().zip([4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0]) {
        assert_close(*p, expected, 1e-15);
    }
    assert_eq!(steady_state(1, &[]), [1.0]);
}

#[test]
fn chain_is_mmck() {
    let (lambda, mu, servers, capacity) = (3.0, 1.0, 4usize, 60usize);
    let mut rates = Vec::new();
    for n in 0..capacity {
        rates.push((n, n + 1, lambda));
        rates.push((n + 1, n, mu * (n + 1).min(servers) as f64));
    }
    let probability = steady_state(capacity + 1, &rates);
    let model = Mmck::new(lambda, mu, servers as u32, capacity as u32).unwrap();
    assert_close(probability[capacity], model.blocking(), 1e-12);
    let mean: f64 = probability
        .iter()
        .enumerate()
        .map(|(n, p)| n as f64 * p)
        .sum();
    assert_close(mean, model.mean_number(), 1e-12);
}

#[test]
#[should_panic(expected = "cannot be left")]
fn chain_with_a_trap_is_refused() {
    steady_state(2, &[(0, 1, 1.0)]);
}

#[test]
fn layered_with_an_instant_database_is_mmc() {
    let expected = Mmc::new(3.0, 1.0, 4).unwrap().mean_response();
    // The database still takes 1e-10 s.
    assert_close(
        layered_mean_response(3.0, 4, 1.0, 2, 1e10, 150),
        expected,
        1e-8,
    );
}

#[test]
fn layered_with_instant_threads_is_mmc_at_the_database() {
    // Three threads, five servers: no thread ever waits at the database.
    let expected = Mmc::new(2.0, 1.0, 3).unwrap().mean_response();
    assert_close(
        layered_mean_response(2.0, 3, 1e10, 5, 1.0, 150),
        expected,
        1e-8,
    );
    // Many threads, two servers: the queue is at the database instead of before the threads; the time is the same.
    let expected = Mmc::new(1.5, 1.0, 2).unwrap().mean_response();
    assert_close(
        layered_mean_response(1.5, 6, 1e10, 2, 1.0, 200),
        expected,
        1e-8,
    );
}

#[test]
fn layered_with_endless_threads_is_a_tandem() {
    // With as many threads as can ever be inside, the threads never queue: 1/mu1, then M/M/s by Burke's theorem.
    let database = OpenStation {
        visits: 1.0,
        service_rate: 2.5,
        servers: 2,
    };
    let expected = 1.0 / 1.0 + open_network_response(2.0, &[database]).unwrap();
    assert_close(
        layered_mean_response(2.0, 60, 1.0, 2, 2.5, 60),
        expected,
        1e-10,
    );
}

#[test]
fn layered_with_one_thread_is_mg1() {
    // One thread serves the sum of two exponentials: Pollaczek and Khinchine know the rest.
    let (own, call): (f64, f64) = (1.0 / 5.0, 1.0 / 2.0);
    let mean = own + call;
    let scv = (own * own + call * call) / (mean * mean);
    let expected = Mg1::new(1.0, mean, scv).unwrap().mean_response();
    assert_close(
        layered_mean_response(1.0, 1, 5.0, 3, 2.0, 200),
        expected,
        1e-10,
    );
}

#[test]
fn held_threads_cost_more_than_a_tandem() {
    // Four threads in front of one connection: a tandem of M/M/4 and M/M/1 promises less time than it takes.
    let exact = layered_mean_response(6.0, 4, 4.0, 1, 8.0, 1200);
    let threads = Mmc::new(6.0, 4.0, 4).unwrap().mean_response();
    let tandem = threads + Mm1::new(6.0, 8.0).unwrap().mean_response();
    assert!(exact > 1.2 * tandem, "{exact} {tandem}");
}

#[test]
#[should_panic(expected = "at the truncation")]
fn layered_without_a_steady_state_is_refused() {
    layered_mean_response(9.0, 4, 4.0, 1, 8.0, 300);
}
