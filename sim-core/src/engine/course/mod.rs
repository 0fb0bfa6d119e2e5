//! When the next arrival comes under a rate that changes over the run.
//!
//! Gaps of mean 1 are laid along the integral of the rate: the next arrival is where the integral has grown by the
//! gap. With exponential gaps that is exactly the Poisson process of this rate; equal gaps come at each whole
//! number of expected requests. Steady rates do not come here.

mod bursts;
mod pieces;
mod replay;
mod wave;

use crate::catalog::traffic::Profile;
use crate::foundation::chance::Stream;

use super::gaps::Gaps;
use bursts::BurstCourse;
use pieces::PieceCourse;
use replay::Replay;
use wave::WaveCourse;

/// The course of one client, at an instant of the run.
#[derive(Debug)]
pub struct Course {
    shape: Shape,
    /// The exact instant of the last arrival less the whole nanosecond that stands for it.
    residue: f64,
}

#[derive(Debug)]
enum Shape {
    Pieces(PieceCourse),
    Wave(WaveCourse),
    Bursts(BurstCourse),
    Replay(Replay),
}

impl Course {
    /// A course seen from `now` on; `None` for a steady rate. `before` is the one that it replaces, if any; `chance`
    /// opens the client's stream for what the profile itself draws.
    pub fn new(
        profile: &Profile,
        now: u64,
        before: Option<Self>,
        chance: impl Fn(&str) -> Stream,
    ) -> Option<Self> {
        let before = before.map(|course| course.shape);
        let shape = match profile {
            Profile::Steady { .. } => return None,
            Profile::Pieces(pieces) => Shape::Pieces(PieceCourse::new(pieces.clone())),
            Profile::Wave(wave) => Shape::Wave(WaveCourse::new(*wave)),
            Profile::Bursts(bursts) => Shape::Bursts(match before {
                Some(Shape::Bursts(before)) => before.changed(*bursts, now),
                _ => BurstCourse::new(*bursts, now, chance("bursts")),
            }),
            Profile::Replay { trace, repeat } => {
                let stream = match before {
                    Some(Shape::Replay(before)) => before.into_stream(),
                    _ => chance("trace"),
                };
                Shape::Replay(Replay::new(trace.clone(), *repeat, now, stream))
            }
        };
        Some(Self {
            shape,
            residue: 0.0,
        })
    }

    /// Time from `now` to the next arrival, ns; `None`: none comes.
    pub fn gap(&mut self, now: u64, gaps: &Gaps, stream: &mut Stream) -> Option<u64> {
        let exact = match &mut self.shape {
            Shape::Pieces(pieces) => pieces.next(now, self.residue, gaps.draw(stream)),
            Shape::Wave(wave) => wave.next(now, self.residue, gaps.draw(stream)),
            Shape::Bursts(bursts) => bursts.next(now, self.residue, gaps.draw(stream)),
            Shape::Replay(replay) => return replay.next(now),
        }?;
        // Where arrivals are nanoseconds apart, the next one may be exactly before the whole one that stands for the last.
        let exact = exact.min(super::arrivals::MAX_GAP);
        let whole = (exact + 0.5) as u64;
        self.residue = (exact - whole as f64).clamp(-0.5, 0.5);
        Some(whole)
    }
}

/// Requests per nanosecond.
fn per_nano(per_s: f64) -> f64 {
    per_s / 1e9
}
