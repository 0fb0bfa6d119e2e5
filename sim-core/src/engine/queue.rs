//! A message queue: what it keeps, and who has what.
//!
//! What a sender hands in is a request like any other, answered as soon as it is taken in. The message stays: it is
//! present here from then on until a consumer has done it, so that its time here is its age. It waits in the line, or is
//! out at a consumer, or is hidden: at first for the delay, and after a failure until its visibility ends.

use std::collections::VecDeque;

use crate::catalog::part::QueuePart;

use super::targets::Targets;

/// A message that comes back is hidden for this long at least, ns: to fetch it takes a moment.
pub const LEAST_HIDDEN: u64 = 1_000_000;

/// A queue's messages and consumers.
#[derive(Debug)]
pub struct Queue {
    pub part: QueuePart,
    /// The consumers: instances, or whole components; outstanding is what they have.
    pub targets: Targets,
    /// Jobs of the messages that may be fetched, the next first.
    pub line: VecDeque<u32>,
    /// Messages that consumers have.
    pub out: u32,
    /// Fetches so far.
    pub received: u64,
    /// Messages that have become visible again, put aside, and gone at the end of their time.
    pub returned: u64,
    pub dead: u64,
    pub expired: u64,
}

impl Queue {
    pub fn new(part: QueuePart) -> Self {
        Self {
            part,
            targets: Targets::default(),
            line: VecDeque::new(),
            out: 0,
            received: 0,
            returned: 0,
            dead: 0,
            expired: 0,
        }
    }

    /// Takes a message out of the line; those that came first are in front.
    pub fn drop_from_line(&mut self, job: u32) {
        if let Some(at) = self.line.iter().position(|waiting| *waiting == job) {
            self.line.remove(at);
        }
    }

    /// Requests that a message of so many bytes is charged as.
    pub fn charged(&self, bytes: u64) -> u64 {
        bytes.div_ceil(self.part.charged_bytes.max(1)).max(1)
    }
}
