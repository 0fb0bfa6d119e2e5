//! Replications: independent runs of one document, each a pure function of its number.
//!
//! There are no threads here. Whoever has some calls [`replication`] for each number in any order on any of them, puts
//! the results in the order of the numbers, and gives them to [`intervals`](crate::report::intervals).

use thiserror::Error;

use super::player::Player;
use crate::document::Document;
use crate::engine::{CompileError, EngineError};
use crate::foundation::chance::replication_seed;
use crate::foundation::units::{SimTime, Span};
use crate::report::KeyFigures;

/// The most replications of one call: the interval shrinks with their root, so more is patience, not knowledge.
pub const MAX_REPLICATIONS: u64 = 10_000;

/// Why a replication has no figures.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReplicationError {
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error("run {number} with seed {seed} stopped at {at}: {error}")]
    Run {
        number: u64,
        seed: u64,
        at: Span,
        error: EngineError,
    },
}

/// Runs replication `number` (0 is the run of `seed` itself) for `length`, and measures it.
///
/// # Errors
/// When the document cannot be compiled, or the run stops.
pub fn replication(
    document: &Document,
    seed: u64,
    number: u64,
    length: Span,
) -> Result<KeyFigures, ReplicationError> {
    let seed = replication_seed(seed, number);
    let mut player = Player::new(document, seed)?;
    let ran = player.run_until(SimTime::ZERO + length, u64::MAX);
    let checked = ran.and_then(|_| player.finish());
    checked.map_err(|error| ReplicationError::Run {
        number,
        seed,
        at: Span(player.now().as_nanos()),
        error,
    })?;
    let frame = player.frame();
    Ok(KeyFigures::of(document, &frame.snapshot, &frame.bill))
}
