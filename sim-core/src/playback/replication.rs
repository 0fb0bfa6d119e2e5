//! Replications: independent runs of one document, each a pure function of its number.
//!
//! There are no threads here. Whoever has some calls [`replication`] for each number in any order on any of them, puts
//! the results in the order of the numbers, and gives them to [`intervals`](crate::report::intervals).

use thiserror::Error;

use super::player::{Frame, Player};
use super::refusal::Refusal;
use crate::document::Document;
use crate::engine::EngineError;
use crate::foundation::chance::replication_seed;
use crate::foundation::units::{SimTime, Span};
use crate::report::KeyFigures;
use crate::report::compare::Figures;

/// The most replications of one call: the interval shrinks with their root, so more is patience, not knowledge.
pub const MAX_REPLICATIONS: u64 = 10_000;

/// Why a replication has no figures.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReplicationError {
    #[error(transparent)]
    Compile(#[from] Refusal),
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
    let frame = replica(document, seed, number, length)?;
    Ok(KeyFigures::of(document, &frame.snapshot, &frame.bill))
}

/// The same, measured by what it is compared with another document by: on the same seed, number by number, two documents
/// have the same chance.
///
/// # Errors
/// As for [`replication`].
pub fn replication_to_compare(
    document: &Document,
    seed: u64,
    number: u64,
    length: Span,
) -> Result<Figures, ReplicationError> {
    let frame = replica(document, seed, number, length)?;
    Ok(Figures::of(document, &frame.snapshot, &frame.bill))
}

/// The end of a replication.
fn replica(
    document: &Document,
    seed: u64,
    number: u64,
    length: Span,
) -> Result<Frame, ReplicationError> {
    let seed = replication_seed(seed, number);
    let mut player = Player::new(document, seed).map_err(|error| Refusal::of(document, error))?;
    let ran = player.run_until(SimTime::ZERO + length, u64::MAX);
    let checked = ran.and_then(|_| player.finish());
    checked.map_err(|error| ReplicationError::Run {
        number,
        seed,
        at: Span(player.now().as_nanos()),
        error,
    })?;
    Ok(player.frame())
}
