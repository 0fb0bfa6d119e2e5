//! The runs of a sweep: each a pure function of the design with one value and of its number.
//!
//! There are no threads here. Whoever has some makes the runs in any order on any of them, and puts them in order.

use super::player::Player;
use super::{Refusal, ReplicationError};
use crate::document::Document;
use crate::foundation::chance::replication_seed;
use crate::foundation::units::{SimTime, Span};
use crate::report::sweep::Measured;

/// Events between two questions whether to go on.
const SLICE: u64 = 100_000;

/// Runs number `number` (0 is the run of `seed` itself) of a design for `length`, and measures it. `goes_on` hears now
/// and then what has been simulated since it was asked last; `Ok(None)`: it said no.
///
/// # Errors
/// When the document cannot be compiled, or the run stops.
pub fn sweep_run(
    document: &Document,
    seed: u64,
    number: u64,
    length: Span,
    mut goes_on: impl FnMut(Span) -> bool,
) -> Result<Option<Measured>, ReplicationError> {
    let seed = replication_seed(seed, number);
    let mut player = Player::new(document, seed).map_err(|error| Refusal::of(document, error))?;
    let stopped = |player: &Player, error| ReplicationError::Run {
        number,
        seed,
        at: Span(player.now().as_nanos()),
        error,
    };
    let mut told = SimTime::ZERO;
    loop {
        let ran = player.run_until(SimTime::ZERO + length, SLICE);
        let reached = ran.map_err(|error| stopped(&player, error))?;
        let since = Span(player.now().as_nanos().saturating_sub(told.as_nanos()));
        told = player.now();
        if !goes_on(since) {
            return Ok(None);
        }
        if reached {
            break;
        }
    }
    player.finish().map_err(|error| stopped(&player, error))?;
    let frame = player.frame();
    Ok(Some(Measured::of(document, &frame.snapshot, &frame.bill)))
}
