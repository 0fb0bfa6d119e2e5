//! What came of a document: refused, stopped, or played to its end with these requests.

use sim_core::document::Document;
use sim_core::engine::snapshot::Totals;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::support::build::Build;
use crate::support::run::{MANY, nanos};

/// How long a document plays, seconds: the last of ten requests a second is answered by then.
pub const LENGTH_S: f64 = 10.05;

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It does not begin; the message.
    Refused(String),
    /// It stops on its way; the message.
    Stopped(String),
    Played(Totals),
}

/// Plays a document for [`LENGTH_S`]. The laws must hold at the end; a run of more than [`MANY`] events hangs.
pub fn outcome(document: &Document) -> Outcome {
    outcome_after(document, LENGTH_S)
}

pub fn outcome_after(document: &Document, seconds: f64) -> Outcome {
    let mut player = match Player::new(document, 1) {
        Ok(player) => player,
        Err(error) => return Outcome::Refused(error.to_string()),
    };
    match player.run_until(SimTime(nanos(seconds)), MANY) {
        Ok(reached) => assert!(reached, "more than {MANY} events"),
        Err(error) => return Outcome::Stopped(error.to_string()),
    }
    player.finish().unwrap();
    Outcome::Played(player.frame().snapshot.totals)
}

/// What a row of a table expects.
pub enum Expected {
    Refused(&'static str),
    Stopped(&'static str),
    /// Every request that came ended well.
    AllOk,
    /// Every request that came failed.
    AllFailed,
    /// Every request that came is still there.
    AllWait,
    /// No request came.
    Silence,
}

/// One row: a document and what is expected of it.
pub fn check(name: &str, build: &Build, expected: Expected) {
    let found = outcome(&build.document);
    let as_expected = match (&expected, &found) {
        (Expected::Refused(text), Outcome::Refused(found)) => found == text,
        (Expected::Stopped(text), Outcome::Stopped(found)) => found == text,
        (_, Outcome::Played(t)) => match expected {
            Expected::AllOk => t.arrived > 0 && t.ok == t.arrived,
            Expected::AllFailed => t.arrived > 0 && t.failed == t.arrived,
            Expected::AllWait => t.arrived > 0 && t.in_flight == t.arrived,
            Expected::Silence => t.arrived == 0,
            _ => false,
        },
        _ => false,
    };
    assert!(as_expected, "{name}: {found:?}");
}
