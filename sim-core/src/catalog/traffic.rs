//! The course of an open-loop client's rate over the run: plain data, with its mean and its peak.
//!
//! Times count from the start of the run, so that a change of the document does not start a course anew.

use std::sync::Arc;

use super::trace::Trace;
use crate::foundation::units::Span;

/// The highest rate that a course may reach, requests per second: one per nanosecond.
pub const MAX_PEAK_PER_S: f64 = 1e9;

/// How the rate goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Profile {
    /// The same all the time; 0 is silent.
    Steady {
        per_s: f64,
    },
    Pieces(Pieces),
    Wave(Wave),
    Bursts(Bursts),
    /// Recorded arrivals; the spacing does not count.
    Replay {
        trace: Arc<Trace>,
        /// Begins again at the end; else nothing more comes.
        repeat: bool,
    },
}

/// A rate that goes straight from one value to another in a length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    pub length: Span,
    pub from_per_s: f64,
    pub to_per_s: f64,
}

/// Pieces one after the other, from the start of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Pieces {
    pub list: Vec<Piece>,
    pub then: Then,
}

/// What comes after the last piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Then {
    /// This rate for ever.
    Hold { per_s: f64 },
    /// The pieces from this one on, again and again.
    Again { from: usize },
}

/// A sinusoid around a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    pub mean_per_s: f64,
    /// How far the rate swings from the mean, as a share of it: 0..1.
    pub swing: f64,
    pub period: Span,
    /// An instant of the peak; others come every period before and after.
    pub peak: Span,
}

/// Two rates in turn, each for an exponential time: a Markov-modulated process, begun in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bursts {
    pub calm_per_s: f64,
    pub burst_per_s: f64,
    /// Mean lengths.
    pub calm: Span,
    pub burst: Span,
}

impl Profile {
    /// Mean rate over the first part of a run, requests per second.
    pub fn mean_per_s(&self, over: Span) -> f64 {
        match self {
            Self::Steady { per_s } => *per_s,
            Self::Pieces(pieces) => pieces.expected(over) / over.as_secs_f64().max(1e-9),
            Self::Wave(wave) => wave.mean_over(over),
            Self::Bursts(bursts) => bursts.mean_per_s(),
            Self::Replay { trace, repeat } => {
                trace.requests_by(over, *repeat) as f64 / over.as_secs_f64().max(1e-9)
            }
        }
    }

    /// The highest rate, requests per second; for a trace, in its busiest second.
    pub fn peak_per_s(&self) -> f64 {
        match self {
            Self::Steady { per_s } => *per_s,
            Self::Pieces(pieces) => pieces.rates().fold(0.0, f64::max),
            Self::Wave(wave) => wave.mean_per_s * (1.0 + wave.swing),
            Self::Bursts(bursts) => bursts.calm_per_s.max(bursts.burst_per_s),
            Self::Replay { trace, .. } => trace.busiest_second() as f64,
        }
    }

    /// Whether every rate is a number from 0 to [`MAX_PEAK_PER_S`]; else one that is not.
    pub fn bad_rate(&self) -> Option<f64> {
        let rates: Vec<f64> = match self {
            Self::Steady { per_s } => vec![*per_s],
            Self::Pieces(pieces) => pieces.rates().collect(),
            Self::Wave(wave) => vec![wave.mean_per_s, wave.mean_per_s * (1.0 + wave.swing)],
            Self::Bursts(bursts) => vec![bursts.calm_per_s, bursts.burst_per_s],
            Self::Replay { .. } => vec![],
        };
        // Written so that NaN is found.
        rates
            .into_iter()
            .find(|rate| !(0.0..=MAX_PEAK_PER_S).contains(rate))
    }
}

impl Piece {
    /// Requests expected in the first part of the piece.
    fn expected(&self, over: Span) -> f64 {
        let length = self.length.as_secs_f64();
        let over = over.min(self.length).as_secs_f64();
        if length <= 0.0 {
            return 0.0;
        }
        let slope = (self.to_per_s - self.from_per_s) / length;
        over * (self.from_per_s + 0.5 * slope * over)
    }
}

impl Pieces {
    /// One rate from the start to `at`, another one from then on.
    pub fn step(before_per_s: f64, at: Span, after_per_s: f64) -> Self {
        Self {
            list: vec![Piece::level(at, before_per_s)],
            then: Then::Hold { per_s: after_per_s },
        }
    }

    /// One rate from the start to `at`, then straight to another one within `length`.
    pub fn ramp(before_per_s: f64, at: Span, length: Span, after_per_s: f64) -> Self {
        let rise = Piece {
            length,
            from_per_s: before_per_s,
            to_per_s: after_per_s,
        };
        Self {
            list: vec![Piece::level(at, before_per_s), rise],
            then: Then::Hold { per_s: after_per_s },
        }
    }

    /// From `at` on for `length` another rate; once, or every so often. Spikes that would overlap are one without end.
    pub fn spike(
        per_s: f64,
        at: Span,
        length: Span,
        spike_per_s: f64,
        every: Option<Span>,
    ) -> Self {
        let mut list = vec![Piece::level(at, per_s)];
        let then = match every {
            Some(every) if every <= length => Then::Hold { per_s: spike_per_s },
            Some(every) => {
                list.push(Piece::level(length, spike_per_s));
                list.push(Piece::level(every - length, per_s));
                Then::Again { from: 1 }
            }
            None => {
                list.push(Piece::level(length, spike_per_s));
                Then::Hold { per_s }
            }
        };
        Self { list, then }
    }

    fn rates(&self) -> impl Iterator<Item = f64> {
        let held = match self.then {
            Then::Hold { per_s } => Some(per_s),
            Then::Again { .. } => None,
        };
        let lasting = self.list.iter().filter(|piece| !piece.length.is_zero());
        lasting
            .flat_map(|piece| [piece.from_per_s, piece.to_per_s])
            .chain(held)
    }

    /// Requests expected from the start of the run to this instant.
    pub fn expected(&self, until: Span) -> f64 {
        let (mut left, mut sum) = (until, 0.0);
        for piece in &self.list {
            sum += piece.expected(left);
            left -= piece.length;
        }
        match self.then {
            Then::Hold { per_s } => sum + per_s * left.as_secs_f64(),
            Then::Again { from } => {
                let cycle = self.list.get(from..).unwrap_or_default();
                let length: u64 = cycle.iter().map(|piece| piece.length.0).sum();
                if length == 0 {
                    return sum;
                }
                let whole: f64 = cycle.iter().map(|piece| piece.expected(Span::MAX)).sum();
                sum += (left.0 / length) as f64 * whole;
                left = Span(left.0 % length);
                for piece in cycle {
                    sum += piece.expected(left);
                    left -= piece.length;
                }
                sum
            }
        }
    }
}

impl Piece {
    fn level(length: Span, per_s: f64) -> Self {
        Self {
            length,
            from_per_s: per_s,
            to_per_s: per_s,
        }
    }
}

impl Wave {
    /// Mean rate from the start of the run to this instant.
    fn mean_over(&self, over: Span) -> f64 {
        let turn = core::f64::consts::TAU / self.period.as_secs_f64().max(1e-9);
        let angle = |t: f64| turn * (t - self.peak.as_secs_f64());
        let over = over.as_secs_f64();
        if over <= 0.0 {
            return self.mean_per_s * (1.0 + self.swing * libm::cos(angle(0.0)));
        }
        let wave = (libm::sin(angle(over)) - libm::sin(angle(0.0))) / (turn * over);
        self.mean_per_s * (1.0 + self.swing * wave)
    }
}

impl Bursts {
    /// Mean rate in the steady state.
    pub fn mean_per_s(&self) -> f64 {
        let share = self.burst_share();
        self.calm_per_s * (1.0 - share) + self.burst_per_s * share
    }

    /// The part of the time that is burst.
    pub fn burst_share(&self) -> f64 {
        let (calm, burst) = (self.calm.as_secs_f64(), self.burst.as_secs_f64());
        if calm + burst > 0.0 {
            burst / (calm + burst)
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Span {
        Span::from_secs(seconds)
    }

    #[test]
    fn expected_requests_are_the_area_under_the_rate() {
        let step = Pieces::step(10.0, secs(60), 50.0);
        assert_eq!(step.expected(secs(30)), 300.0);
        assert_eq!(step.expected(secs(70)), 1_100.0);
        let ramp = Pieces::ramp(10.0, secs(60), secs(40), 50.0);
        assert_eq!(ramp.expected(secs(80)), 600.0 + 400.0);
        assert_eq!(ramp.expected(secs(110)), 600.0 + 1_200.0 + 500.0);
        let once = Pieces::spike(10.0, secs(60), secs(5), 100.0, None);
        assert_eq!(once.expected(secs(100)), 1_000.0 + 450.0);
        let every = Pieces::spike(10.0, secs(60), secs(5), 100.0, Some(secs(20)));
        assert_eq!(every.expected(secs(123)), 1_230.0 + 3.0 * 450.0 + 270.0);
        let always = Pieces::spike(10.0, secs(60), secs(5), 100.0, Some(secs(5)));
        assert_eq!(always.expected(secs(70)), 600.0 + 1_000.0);
    }

    #[test]
    fn mean_and_peak() {
        let wave = Wave {
            mean_per_s: 100.0,
            swing: 0.5,
            period: secs(1_000),
            peak: secs(250),
        };
        let profile = Profile::Wave(wave);
        assert_eq!(profile.peak_per_s(), 150.0);
        assert!((profile.mean_per_s(secs(3_000)) - 100.0).abs() < 1e-9);
        // The first half holds the whole crest: 1 + swing · 2 / π.
        let crest = 100.0 * (1.0 + 0.5 * 2.0 / core::f64::consts::PI);
        assert!((profile.mean_per_s(secs(500)) - crest).abs() < 1e-9);
        let bursts = Profile::Bursts(Bursts {
            calm_per_s: 10.0,
            burst_per_s: 110.0,
            calm: secs(45),
            burst: secs(5),
        });
        assert_eq!(bursts.mean_per_s(secs(1)), 20.0);
        assert_eq!(bursts.peak_per_s(), 110.0);
        let step = Profile::Pieces(Pieces::step(10.0, Span::ZERO, 5.0));
        assert_eq!((step.peak_per_s(), step.mean_per_s(secs(9))), (5.0, 5.0));
        assert_eq!(step.bad_rate(), None);
        let odd = Profile::Pieces(Pieces::step(10.0, secs(1), f64::NAN));
        assert!(odd.bad_rate().is_some_and(f64::is_nan));
        let fast = Profile::Steady { per_s: 2e9 };
        assert_eq!(fast.bad_rate(), Some(2e9));
    }
}
