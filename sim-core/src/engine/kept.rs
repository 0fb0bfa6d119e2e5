//! Draws that were taken too early, and how to give them back.
//!
//! Whoever is foreseen takes a time for its work when it comes, others when their work begins. Before the former become
//! the latter, the stream of draws goes back to where it would stand.

use crate::foundation::chance::Draws;

/// So many times are taken before the draws are kept anew, whoever waits.
const LONG: u64 = 1 << 16;

/// The draws of service times as they were once, when `from` of them had been taken.
#[derive(Debug, Default)]
pub struct Kept {
    draws: Option<Draws>,
    from: u64,
    taken: u64,
}

impl Kept {
    /// So many more have been taken.
    pub fn took(&mut self, more: u64) {
        self.taken += more;
    }

    /// Keeps the draws as they are where nobody waits who has taken one.
    pub fn keep(&mut self, service: &Draws, waiting: usize) {
        if waiting == 0 {
            self.draws = Some(service.clone());
            self.from = self.taken;
        } else if self.taken - self.from > LONG {
            self.draws = self.of_begun(waiting);
            self.from = self.taken - waiting as u64;
        }
    }

    /// The draws as they would be if those who wait had not taken theirs.
    pub fn of_begun(&self, waiting: usize) -> Option<Draws> {
        let mut draws = self.draws.clone()?;
        for _ in self.from..self.taken - waiting as u64 {
            draws.draw();
        }
        Some(draws)
    }
}
