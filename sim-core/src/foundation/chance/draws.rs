//! A distribution with a stream of its own: what costs much to draw is drawn some at a time.
//!
//! A time from a log-normal takes an exponential function, some hundred steps each of which waits for the one before.
//! Several at once do not wait for each other. Whoever takes them gets the same draws in the same order, and after a
//! change of the distribution the stream goes on behind the last draw that was taken.

use super::log_normal::LogNormal;
use super::sampler::Sampler;
use super::stream::Stream;
use crate::foundation::units::Span;

/// So many are drawn at once.
const AT_ONCE: usize = 16;

/// A sampler and its stream.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub struct Draws {
    stream: Stream,
    sampler: Sampler,
    ahead: Option<Box<Ahead>>,
}

/// Times that have been drawn and not all been taken.
#[derive(Debug, Clone)]
struct Ahead {
    nanos: [u64; AT_ONCE],
    taken: usize,
    /// The stream before them.
    before: Stream,
}

impl Draws {
    pub fn new(sampler: Sampler, stream: Stream) -> Self {
        Self {
            sampler,
            stream,
            ahead: None,
        }
    }

    /// The next draw, ns.
    #[inline(always)]
    pub fn draw(&mut self) -> u64 {
        match self.sampler.sample_quickly(&mut self.stream) {
            Some(nanos) => nanos,
            None => self.draw_other(),
        }
    }

    /// Draws from another distribution from now on.
    pub fn set(&mut self, sampler: Sampler) {
        if let Some(ahead) = self.ahead.take() {
            self.stream = ahead.before;
            for _ in 0..ahead.taken {
                self.stream.normal();
            }
        }
        self.sampler = sampler;
    }

    /// The time that is always drawn, if there is one.
    pub fn as_constant(&self) -> Option<Span> {
        self.sampler.as_constant()
    }

    /// Whether two draws are the same by coincidence only.
    pub fn is_continuous(&self) -> bool {
        self.sampler.as_constant().is_none()
    }

    #[inline(never)]
    fn draw_other(&mut self) -> u64 {
        if let Some(ahead) = &mut self.ahead
            && let Some(nanos) = ahead.nanos.get(ahead.taken)
        {
            ahead.taken += 1;
            return *nanos;
        }
        match self.sampler.as_log_normal() {
            Some(shape) => self.draw_ahead(shape),
            None => self.sampler.sample(&mut self.stream),
        }
    }

    #[inline(never)]
    fn draw_ahead(&mut self, shape: LogNormal) -> u64 {
        let before = self.stream.clone();
        let scores = std::array::from_fn(|_| self.stream.normal());
        let nanos = shape.nanos_at(&scores);
        match &mut self.ahead {
            Some(ahead) => {
                ahead.nanos = nanos;
                ahead.taken = 1;
                ahead.before = before;
            }
            None => {
                self.ahead = Some(Box::new(Ahead {
                    nanos,
                    taken: 1,
                    before,
                }));
            }
        }
        nanos[0]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Distribution, StreamKey};
    use super::*;

    fn stream() -> Stream {
        StreamKey::new(5, "draws", "work").stream()
    }

    fn samplers() -> Vec<Sampler> {
        let log_normal = |median_ms, p95_ms| Distribution::LogNormal { median_ms, p95_ms };
        let shapes = [
            log_normal(3.0, 8.0),
            Distribution::exponential(2.0),
            log_normal(1e-6, 2e-6),
            Distribution::Percentiles {
                p50_ms: 2.0,
                p90_ms: 30.0,
                p99_ms: 400.0,
            },
            Distribution::constant(1.0),
            log_normal(80_000_000.0, 86_000_000.0),
            Distribution::Uniform {
                min_ms: 1.0,
                max_ms: 4.0,
            },
        ];
        shapes
            .iter()
            .map(|d| Sampler::compile(d).unwrap())
            .collect()
    }

    /// However many are taken before the distribution changes.
    #[test]
    fn draws_are_those_of_the_stream_one_by_one() {
        let (mut one_by_one, mut draws) = (stream(), Draws::new(Sampler::ZERO, stream()));
        for turn in 0..300 {
            for sampler in samplers() {
                draws.set(sampler);
                for _ in 0..turn % 40 {
                    assert_eq!(draws.draw(), sampler.sample(&mut one_by_one));
                }
            }
        }
    }
}
