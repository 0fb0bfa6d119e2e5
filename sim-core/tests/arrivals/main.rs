//! Arrivals of open-loop clients against their exact figures.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod bursts;
mod changes;
mod gaps;
mod profiles;
mod replay;

use sim_core::catalog::Value;
use sim_core::foundation::units::SimTime;
use support::build::{Build, number, word};
use support::run::{MANY, Run, nanos};

const SEED: u64 = 1;
const REPLICATIONS: u64 = 25;

/// A client in front of a server that refuses at once: each arrival is one event and leaves nothing behind.
fn sink(client: &[(&str, Value)]) -> Build {
    Build::default()
        .component("users", "client", None, client)
        .component(
            "server",
            "server",
            None,
            &[("workers", number(0.0)), ("queue", number(0.0))],
        )
        .link("users", "server", &[])
}

/// A client with a profile and 50 requests per second.
fn profile(name: &str, more: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
    let mut client = vec![("rate_per_s", number(50.0)), ("profile", word(name))];
    client.extend_from_slice(more);
    client
}

/// The times of the first `n` arrivals, seconds.
fn times(build: &Build, seed: u64, n: usize) -> Vec<f64> {
    let mut run = Run::seeded(build, seed);
    let times = next_times(&mut run, n);
    assert_eq!(run.totals().arrived, n as u64);
    times
}

/// The times of the next `n` arrivals; fewer, if no more come.
fn next_times(run: &mut Run, n: usize) -> Vec<f64> {
    let mut times = Vec::with_capacity(n);
    for _ in 0..n {
        let before = run.player.events();
        run.player.step_event().unwrap();
        if run.player.events() == before {
            break;
        }
        times.push(run.player.now().0 as f64 / 1e9);
    }
    times
}

/// Arrivals until each of these instants, seconds.
fn counts(build: &Build, seed: u64, until: &[f64]) -> Vec<f64> {
    let mut run = Run::seeded(build, seed);
    let at = |&seconds: &f64| {
        assert_eq!(
            run.player.run_until(SimTime(nanos(seconds)), MANY),
            Ok(true)
        );
        // Each arrival is one event.
        run.player.events() as f64
    };
    until.iter().map(at).collect()
}
