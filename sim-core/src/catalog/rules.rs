//! What a station does with requests beyond serving them in turn: who goes first, who leaves, who is let in.
//!
//! Everything is off by default: a station without rules is a plain queue.

use crate::foundation::chance::Distribution;
use crate::foundation::units::Span;

/// Order of service in a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    Fifo,
    Lifo,
    /// All requests share the processors equally; there is no queue unless slots are bounded.
    ProcessorSharing,
    /// By the priority of the request's kind, higher first, first come first served among equals. Whoever is at work
    /// is left to finish.
    Priority,
    /// The same, but a more urgent request displaces a less urgent one at work, which later goes on where it stopped.
    PriorityPreemptive,
}

/// Rules of one station.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RulesPart {
    /// A request that has waited this long for its first turn leaves. `None`: it waits for ever.
    pub patience: Option<Distribution>,
    /// A request whose caller has given up is dropped when its turn comes, instead of being served for nobody.
    pub skip_abandoned: bool,
    pub admission: Admission,
    /// `Some`: a rate limit; requests beyond it are throttled.
    pub throttle: Option<ThrottlePart>,
}

/// Which requests an instance lets in, beyond what its queue has places for; the others are shed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Admission {
    #[default]
    All,
    /// No more than so many at once, those at work and those waiting together.
    Limit(u32),
    /// Whoever has waited too long is shed when a slot is free, while nobody has waited less than `target` for an
    /// `interval`. With `newest_first` the last to come goes first as long as that is so.
    QueueDelay {
        target: Span,
        interval: Span,
        newest_first: bool,
    },
    /// A limit that grows by one with an answer in time and shrinks by a tenth with each that took longer.
    Adaptive { latency: Span, most: u32 },
}

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThrottlePart {
    pub per_s: f64,
    /// Tokens saved at most: requests that pass at once after a pause.
    pub burst: u32,
}

impl RulesPart {
    /// Whether a station with these rules and this order of service is a plain queue.
    pub fn is_plain(&self, discipline: Discipline) -> bool {
        let by_turn = !matches!(
            discipline,
            Discipline::Priority | Discipline::PriorityPreemptive
        );
        by_turn && *self == Self::default()
    }

    /// The distributions among the rules.
    pub fn times(&self) -> impl Iterator<Item = &Distribution> {
        self.patience.iter()
    }
}
