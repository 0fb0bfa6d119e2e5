//! Topolab's side: the player that the window and the command line use, every metric on.

use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::measure::Outcome;
use crate::models::Work;

/// Runs until about `requests` have arrived.
pub fn run(work: Work, document: Document, requests: u64, seed: u64) -> Outcome {
    let mut player = Player::new(&document, seed).expect("the document compiles");
    let end = SimTime(work.nanos(requests));
    player.run_until(end, u64::MAX).expect("the run goes on");
    player.finish().expect("the laws hold");
    let snapshot = player.frame().snapshot;
    Outcome {
        requests: snapshot.totals.ok,
        mean: snapshot.latency.mean,
        p99: snapshot.latency.p99,
    }
}
