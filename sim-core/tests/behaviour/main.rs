//! What each semantics of the engine does, with constant times and numbers worked out by hand.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod admission;
mod balancing;
mod breakers;
mod calls;
mod capacity;
mod cold;
mod crashes;
mod fan_out;
mod faults;
mod functions;
mod health;
mod kinds;
mod lines;
mod messages;
mod meters;
mod network;
mod patience;
mod places;
mod pools;
mod priorities;
mod queues;
mod refusals;
mod retries;
mod scaling;
mod slowdown;
mod special;
mod stores;
mod tasks;

/// Equal but for the rounding of floats.
fn assert_close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found} instead of {expected}"
    );
}
