//! A rate of straight pieces: the integral is inverted piece by piece, by a square root at most.

use crate::catalog::traffic::{Piece, Pieces, Then};

use super::per_nano;

/// Where a client stands in its pieces.
#[derive(Debug)]
pub struct PieceCourse {
    pieces: Pieces,
    /// The present piece and its first nanosecond; behind the last one the rate is held.
    index: usize,
    start: u64,
    /// Length and requests of one cycle; 0 where nothing is repeated.
    cycle: u64,
    cycle_area: f64,
}

impl PieceCourse {
    pub fn new(pieces: Pieces) -> Self {
        let again = match pieces.then {
            Then::Again { from } => pieces.list.get(from..).unwrap_or_default(),
            Then::Hold { .. } => &[],
        };
        let cycle = again
            .iter()
            .fold(0u64, |sum, piece| sum.saturating_add(piece.length.0));
        let cycle_area = again
            .iter()
            .map(|piece| area(piece, 0.0, piece.length.0 as f64))
            .sum();
        Self {
            pieces,
            index: 0,
            start: 0,
            cycle,
            cycle_area,
        }
    }

    /// Nanoseconds from `now` to where the integral has grown by `gap`, counted from `residue` beside `now`.
    pub fn next(&mut self, now: u64, residue: f64, gap: f64) -> Option<f64> {
        self.seek(now);
        let (mut at, mut beside, mut gap) = (now, residue, gap);
        loop {
            let ahead = (at - now) as f64 + beside;
            let Some(piece) = self.pieces.list.get(self.index).copied() else {
                let Then::Hold { per_s } = self.pieces.then else {
                    return None;
                };
                return (per_s > 0.0).then(|| ahead + gap / per_nano(per_s));
            };
            // The last arrival may be beside the edge of the piece, by the residue or by the digits of a long time.
            let from = at.saturating_sub(self.start) as f64 + beside;
            let left = (piece.length.0 as f64 - from).max(0.0);
            let rest = area(&piece, from, left);
            if gap < rest {
                return Some(ahead + solve(&piece, from, gap).clamp(0.0, left));
            }
            gap -= rest;
            self.enter_next(self.start.saturating_add(piece.length.0));
            if self.at_cycle_start() {
                let rounds = self.skip_rounds(gap)?;
                gap -= rounds as f64 * self.cycle_area;
                self.start = self.start.saturating_add(rounds.saturating_mul(self.cycle));
            }
            (at, beside) = (self.start.max(now), 0.0);
        }
    }

    /// Goes on to the piece that holds `now`.
    fn seek(&mut self, now: u64) {
        while let Some(piece) = self.pieces.list.get(self.index) {
            let end = self.start.saturating_add(piece.length.0);
            if now < end {
                return;
            }
            self.enter_next(end);
            if self.at_cycle_start() {
                self.start += (now - self.start) / self.cycle * self.cycle;
            }
        }
    }

    fn enter_next(&mut self, end: u64) {
        self.start = end;
        self.index += 1;
        if let Then::Again { from } = self.pieces.then
            && self.index == self.pieces.list.len()
            && self.cycle > 0
        {
            self.index = from;
        }
    }

    fn at_cycle_start(&self) -> bool {
        self.cycle > 0 && matches!(self.pieces.then, Then::Again { from } if from == self.index)
    }

    /// Whole cycles that the gap reaches over: they may be many, where requests are rare. `None`: no cycle has any.
    fn skip_rounds(&self, gap: f64) -> Option<u64> {
        (self.cycle_area > 0.0).then(|| (gap / self.cycle_area) as u64)
    }
}

/// Requests within `length` ns from `from` ns after the start of a piece.
fn area(piece: &Piece, from: f64, length: f64) -> f64 {
    let (rate, slope) = at(piece, from);
    length * (rate + 0.5 * slope * length)
}

/// Rate at `from` ns after the start of a piece, and its slope.
fn at(piece: &Piece, from: f64) -> (f64, f64) {
    let (first, last) = (per_nano(piece.from_per_s), per_nano(piece.to_per_s));
    if first == last || piece.length.is_zero() {
        return (first, 0.0);
    }
    let slope = (last - first) / piece.length.0 as f64;
    ((first + slope * from).max(0.0), slope)
}

/// Nanoseconds from `from` until the piece has had `gap` requests.
fn solve(piece: &Piece, from: f64, gap: f64) -> f64 {
    let (rate, slope) = at(piece, from);
    // The root of slope/2·x² + rate·x − gap without cancellation.
    let root = libm::sqrt((rate * rate + 2.0 * slope * gap).max(0.0));
    2.0 * gap / (rate + root)
}
