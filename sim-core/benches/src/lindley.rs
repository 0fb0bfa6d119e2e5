//! Lindley's recursion for W1: no events, no queue, no histogram; two draws and four operations a request. The
//! ceiling of whatever simulates a queue.

use crate::dice::Dice;
use crate::measure::Outcome;
use crate::models::Work;

/// Waits of `requests` in a row.
pub fn run(requests: u64, seed: u64) -> Outcome {
    let (mut arrivals, mut services) = (Dice::new(seed), Dice::new(seed ^ 0x9e37_79b9_7f4a_7c15));
    let gap = 1.0 / Work::W1.rate();
    let (mut wait, mut sum) = (0.0_f64, 0.0_f64);
    for _ in 0..requests {
        let response = wait + services.unit();
        sum += response;
        wait = (response - gap * arrivals.unit()).max(0.0);
    }
    Outcome {
        requests,
        mean: sum / requests as f64,
        p99: f64::NAN,
    }
}
