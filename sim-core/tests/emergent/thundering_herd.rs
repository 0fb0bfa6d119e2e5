//! A thundering herd: all who were refused together come back together.
//!
//! 2,000 phones ask within 100 ms. The server seats 20 and 100 more, and works off 200 a second. Without jitter the
//! rest is back after exactly 1, 3, 7, 15, ... s: each time about 140 get in, and then it has nothing to do.

use sim_core::catalog::Value;

use super::SEEDS;
use super::lesson::example;
use crate::support::build::{number, word};
use crate::support::run::Run;

const CROWD: f64 = 2_000.0;
/// Places at work and in line, and what is worked off while the crowd passes by.
const SEATS: f64 = 20.0 + 100.0 + 20.0;
/// One try and six more.
const TRIES: f64 = 7.0;

struct Seen {
    failed: f64,
    /// Tries in the busiest tenth of a second, after the first one.
    wave: u64,
    /// Share of the first seven seconds in which the server had nobody in line.
    idle: f64,
    /// Users without an answer a second after the first wave of retries.
    waiting: u64,
}

fn see(jitter: Value, seed: u64) -> Seen {
    let build = example("thundering-herd").set_link("phones-server", "jitter", jitter);
    let mut run = Run::seeded(&build, seed);
    run.to(90.0);
    assert_eq!(run.totals().failed, 0, "seed {seed}");
    run.to(90.2);
    let (mut last, mut wave, mut idle, mut waiting) = (run.link("phones-server").requests, 0, 0, 0);
    for tenth in 903..=970 {
        run.to(f64::from(tenth) / 10.0);
        let tries = run.link("phones-server").requests;
        wave = wave.max(tries - last);
        last = tries;
        idle += u32::from(run.view("server").queue == 0);
        if tenth == 920 {
            waiting = run.totals().in_flight;
        }
    }
    run.to(240.0);
    Seen {
        failed: run.totals().failed as f64,
        wave,
        idle: f64::from(idle) / 68.0,
        waiting,
    }
}

#[test]
fn without_jitter_the_herd_comes_back_as_one() {
    for seed in SEEDS {
        let seen = see(word("none"), seed);
        // After one second nearly all of those who did not get in.
        assert!(
            seen.wave as f64 > 0.95 * (CROWD - 2.0 * SEATS),
            "seed {seed}: {}",
            seen.wave
        );
        // Nobody in line, and more than a thousand without an answer.
        assert!(seen.idle > 0.5, "seed {seed}: {}", seen.idle);
        assert!(seen.waiting > 1_000, "seed {seed}: {}", seen.waiting);
        // Seven times the seats are not enough for all; those who passed by in vain have failed.
        let least = CROWD - TRIES * SEATS;
        assert!(
            seen.failed > 0.9 * least,
            "seed {seed}: {} of {least}",
            seen.failed
        );
    }
}

#[test]
fn jitter_spreads_it_out() {
    for seed in SEEDS {
        let (herd, spread) = (see(word("none"), seed), see(word("full"), seed));
        // Spread over a second, and over more the next times: never half of them in one tenth of it.
        assert!(
            (spread.wave as f64) < 0.25 * CROWD,
            "seed {seed}: {}",
            spread.wave
        );
        // The server always has somebody to work for while there is somebody.
        assert!(spread.idle < 0.05, "seed {seed}: {}", spread.idle);
        assert!(
            spread.failed < 0.1 * herd.failed,
            "seed {seed}: {}",
            spread.failed
        );
    }
}

/// Without doubling it is the same: the waves only come faster.
#[test]
fn a_fixed_wait_keeps_the_herd_together() {
    for seed in SEEDS {
        let build = example("thundering-herd")
            .set_link("phones-server", "backoff", word("fixed"))
            .set_link("phones-server", "backoff_ms", number(1_000.0));
        let mut run = Run::seeded(&build, seed);
        for second in 91..=96 {
            run.to(f64::from(second));
            let before = run.link("phones-server").requests;
            run.to(f64::from(second) + 0.15);
            let wave = run.link("phones-server").requests - before;
            run.to(f64::from(second) + 0.9);
            let rest = run.link("phones-server").requests - before - wave;
            assert!(
                wave > 10 * rest,
                "seed {seed} at {second} s: {wave}, then {rest}"
            );
        }
    }
}
