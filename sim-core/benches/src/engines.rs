//! Who runs in the comparison.

use crate::measure::Outcome;
use crate::models::Work;
use crate::{lindley, topolab, with_desque, with_nexosim};

/// A simulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Topolab,
    /// Topolab where no request is foreseen: W1, W2 and W3, whose requests else are.
    Eventful,
    Desque,
    Nexosim,
    /// W1 only.
    Lindley,
}

impl Engine {
    pub const ALL: [Engine; 5] = [
        Engine::Topolab,
        Engine::Eventful,
        Engine::Desque,
        Engine::Nexosim,
        Engine::Lindley,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Engine::Topolab => "topolab",
            Engine::Eventful => "topolab, all events",
            Engine::Desque => "desque",
            Engine::Nexosim => "nexosim",
            Engine::Lindley => "lindley",
        }
    }

    pub fn named(name: &str) -> Option<Engine> {
        Engine::ALL.into_iter().find(|engine| engine.name() == name)
    }

    pub fn can(self, work: Work) -> bool {
        match self {
            Engine::Eventful => matches!(work, Work::W1 | Work::W2 | Work::W3),
            Engine::Lindley => work == Work::W1,
            _ => true,
        }
    }

    /// Simulates about so many requests.
    pub fn run(self, work: Work, requests: u64, seed: u64) -> Outcome {
        match self {
            Engine::Topolab => topolab::run(work, work.document(), requests, seed),
            Engine::Eventful => topolab::run(work, work.eventful(), requests, seed),
            Engine::Desque => with_desque::run(work, requests, seed),
            Engine::Nexosim => with_nexosim::run(work, requests, seed),
            Engine::Lindley => lindley::run(requests, seed),
        }
    }
}
