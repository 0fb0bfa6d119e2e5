//! Faults of a document from code, and those that are put in by hand.

use sim_core::document::FaultKind;
use sim_core::playback::Player;

use super::outcome::{Outcome, outcome};
use crate::support::build::{Build, id};
use crate::support::run::{Run, fault};

const SLOW: FaultKind = FaultKind::Slow { factor: 2.0 };

fn pair() -> Build {
    let pair = Build::default()
        .steady("users", 10.0)
        .fixed("server", 4, 0.01, &[]);
    pair.link("users", "server", &[]).region("seoul", &["a"])
}

fn refused(at_s: f64, for_s: Option<f64>, target: &str, kind: FaultKind, says: &str) {
    let build = pair().fault(fault(at_s, for_s, target, kind));
    let found = outcome(&build.document);
    assert_eq!(
        found,
        Outcome::Refused(format!("scenario.faults[0].{says}"))
    );
    // A run that goes on is not changed by it.
    let mut run = Run::new(&pair());
    run.to(1.0);
    assert!(run.player.update(&build.document).is_err());
    run.to(2.0);
    assert_eq!(run.player.frame().snapshot.faults.len(), 0);
}

#[test]
fn a_fault_on_the_timeline_says_when_how_long_how_much_and_where() {
    for at in [f64::NAN, f64::INFINITY, -1.0, 1e12] {
        let says = format!("at_s: expected a number from 0 to 315360000, found {at}");
        refused(at, None, "server", SLOW, &says);
        let says = format!("for_s: expected a number from 0 to 315360000, found {at}");
        refused(1.0, Some(at), "server", SLOW, &says);
    }
    for factor in [f64::NAN, f64::INFINITY, -1.0, 1e12] {
        let says = format!("factor: expected a number from 0 to 1000000, found {factor}");
        refused(1.0, None, "server", FaultKind::Slow { factor }, &says);
        let says = format!("per_s: expected a number from 0 to 1000000000, found {factor}");
        refused(
            1.0,
            None,
            "server",
            FaultKind::Throttle { per_s: factor },
            &says,
        );
    }
    for (target, kind, expected) in [
        ("moon", SLOW, "a component"),
        ("users-server", FaultKind::CrashAll, "a component"),
        ("server", FaultKind::CutLink, "a link"),
        ("server", FaultKind::LoseZone, "a region or a zone"),
    ] {
        let says = format!("target: expected the id of {expected}, found \"{target}\"");
        refused(1.0, None, target, kind, &says);
    }
}

#[test]
fn a_fault_by_hand_says_the_same() {
    let mut player = Player::new(&pair().document, 1).unwrap();
    for length in [f64::NAN, f64::INFINITY, -1.0, 1e12] {
        let error = player
            .inject(&SLOW, &id("server"), Some(length))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "`slow`: expected a length from 0 to 315360000 s"
        );
    }
    for factor in [f64::NAN, -1.0, 1e12] {
        let kind = FaultKind::Slow { factor };
        let error = player.inject(&kind, &id("server"), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`slow`: expected a number from 0 to 1000000"
        );
    }
    assert_eq!(player.frame().snapshot.faults.len(), 0);
    player.inject(&SLOW, &id("server"), Some(0.0)).unwrap();
}

/// The ends of what is taken: no work at all, no request at all.
#[test]
fn the_ends_of_a_fault_are_defined() {
    let ok_with = |kind| {
        let build = pair().fault(fault(0.0, None, "server", kind));
        match outcome(&build.document) {
            Outcome::Played(totals) => totals,
            other => panic!("{kind:?}: {other:?}"),
        }
    };
    let free = ok_with(FaultKind::Slow { factor: 0.0 });
    assert_eq!((free.ok, free.failed), (free.arrived, 0));
    let stuck = ok_with(FaultKind::Slow { factor: 1e6 });
    assert_eq!((stuck.ok, stuck.failed), (0, 0));
    let shut = ok_with(FaultKind::Throttle { per_s: 0.0 });
    assert_eq!((shut.ok, shut.failed), (0, shut.arrived));
    let open = ok_with(FaultKind::Throttle { per_s: 1e9 });
    assert_eq!((open.ok, open.failed), (open.arrived, 0));
}
