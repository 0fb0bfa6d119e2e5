//! Running documents in tests: advance by seconds, look at components by name.

use sim_core::document::{Document, Fault, FaultKind};
use sim_core::engine::snapshot::{Cause, ComponentView, LinkView, Totals};
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Frame, Player};

use super::build::{Build, id};

/// More events than any test here needs: a run that reaches this hangs.
pub const MANY: u64 = 50_000_000;

/// One run of one document.
pub struct Run {
    pub player: Player,
    pub document: Document,
}

pub fn nanos(seconds: f64) -> u64 {
    Span::from_secs_f64(seconds).0
}

impl Run {
    pub fn new(build: &Build) -> Self {
        Self::seeded(build, 1)
    }

    pub fn seeded(build: &Build, seed: u64) -> Self {
        Self {
            player: Player::new(&build.document, seed).unwrap(),
            document: build.document.clone(),
        }
    }

    /// Advances to this instant, seconds. The laws must hold there.
    pub fn to(&mut self, seconds: f64) -> &mut Self {
        let until = SimTime(nanos(seconds));
        assert!(
            self.player.run_until(until, MANY).unwrap(),
            "more than {MANY} events"
        );
        self.player.finish().unwrap();
        self
    }

    /// Goes on with a changed document.
    pub fn change(&mut self, build: &Build) -> &mut Self {
        self.player.update(&build.document).unwrap();
        self.player.finish().unwrap();
        self.document = build.document.clone();
        self
    }

    pub fn inject(&mut self, kind: FaultKind, target: &str, for_s: Option<f64>) -> &mut Self {
        self.player.inject(&kind, &id(target), for_s).unwrap();
        self.player.finish().unwrap();
        self
    }

    pub fn heal(&mut self, target: &str) -> &mut Self {
        self.player.heal(&id(target));
        self.player.finish().unwrap();
        self
    }

    pub fn frame(&self) -> Frame {
        self.player.frame()
    }

    pub fn totals(&self) -> Totals {
        self.frame().snapshot.totals
    }

    pub fn view(&self, name: &str) -> ComponentView {
        let found = self
            .frame()
            .snapshot
            .components
            .into_iter()
            .find(|view| view.id == id(name));
        found.unwrap()
    }

    pub fn link(&self, name: &str) -> LinkView {
        let found = self
            .frame()
            .snapshot
            .links
            .into_iter()
            .find(|view| view.id == id(name));
        found.unwrap()
    }

    /// Clients' requests that failed for this cause at this component.
    pub fn failures(&self, cause: Cause, name: &str) -> u64 {
        let found = self
            .frame()
            .snapshot
            .failures
            .into_iter()
            .find(|failure| failure.cause == cause && failure.component == id(name));
        found.map_or(0, |failure| failure.count)
    }
}

/// A fault on the timeline.
pub fn fault(at_s: f64, for_s: Option<f64>, target: &str, kind: FaultKind) -> Fault {
    Fault {
        at_s,
        for_s,
        target: id(target),
        kind,
        unknown: Default::default(),
    }
}
