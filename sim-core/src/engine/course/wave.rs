//! A sinusoidal rate: the integral is inverted by Newton's method between bounds.

use core::f64::consts::TAU;

use crate::catalog::traffic::Wave;

use super::per_nano;

/// Steps of the search; halving alone brings any bracket below the resolution.
const MAX_STEPS: usize = 80;
/// The search ends when it moves by less than this, ns.
const RESOLUTION: f64 = 0.01;

#[derive(Debug)]
pub struct WaveCourse {
    /// Requests per ns.
    mean: f64,
    swing: f64,
    /// ns, at least 1.
    period: u64,
    peak: u64,
    /// Radians per ns.
    turn: f64,
}

impl WaveCourse {
    pub fn new(wave: Wave) -> Self {
        let period = wave.period.0.max(1);
        Self {
            mean: per_nano(wave.mean_per_s),
            swing: wave.swing.clamp(0.0, 1.0),
            period,
            peak: wave.peak.0 % period,
            turn: TAU / period as f64,
        }
    }

    /// Nanoseconds from `now` to where the integral has grown by `gap`, counted from `residue` beside `now`.
    pub fn next(&self, now: u64, residue: f64, gap: f64) -> Option<f64> {
        if self.mean <= 0.0 {
            return None;
        }
        let period = self.period as f64;
        // A whole period always has the same number of requests.
        let whole = (gap / (self.mean * period)).floor();
        let gap = gap - whole * self.mean * period;
        let since_peak = (now % self.period + self.period - self.peak) % self.period;
        let phase = (since_peak as f64 + residue) * self.turn;
        Some(residue + whole * period + self.solve(phase, gap.max(0.0)))
    }

    /// Requests within `length` ns from a phase on; written as a product, so that short lengths keep their digits.
    fn area(&self, phase: f64, length: f64) -> f64 {
        let half = 0.5 * self.turn * length;
        let wave = 2.0 * libm::cos(phase + half) * libm::sin(half) / self.turn;
        self.mean * (length + self.swing * wave)
    }

    fn rate(&self, phase: f64) -> f64 {
        self.mean * (1.0 + self.swing * libm::cos(phase))
    }

    /// Nanoseconds from a phase until there have been `gap` requests, less than a period's.
    fn solve(&self, phase: f64, gap: f64) -> f64 {
        if gap <= 0.0 {
            return 0.0;
        }
        let mut low = gap / (self.mean * (1.0 + self.swing));
        let mut high = self.period as f64;
        if self.swing < 1.0 {
            high = high.min(gap / (self.mean * (1.0 - self.swing)));
        }
        let mut x = (gap / self.rate(phase)).clamp(low, high.max(low));
        for _ in 0..MAX_STEPS {
            let over = self.area(phase, x) - gap;
            if over > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let newton = x - over / self.rate(phase + self.turn * x);
            // Where the rate is next to nothing, Newton's step leaves the bracket (or is no number).
            let next = if newton >= low && newton <= high {
                newton
            } else {
                0.5 * (low + high)
            };
            let moved = (next - x).abs();
            x = next;
            if moved < RESOLUTION {
                break;
            }
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::units::Span;

    fn course(swing: f64) -> WaveCourse {
        WaveCourse::new(Wave {
            mean_per_s: 10.0,
            swing,
            period: Span::from_secs(100),
            peak: Span::from_secs(30),
        })
    }

    #[test]
    fn the_integral_grows_by_the_gap() {
        for swing in [0.0, 0.3, 0.999, 1.0] {
            let course = course(swing);
            for phase in [0.0, 1.0, 3.0, core::f64::consts::PI, 5.0, 6.2] {
                for gap in [1e-9, 1e-3, 1.0, 30.0, 500.0, 999.0] {
                    let x = course.solve(phase, gap);
                    let area = course.area(phase, x);
                    assert!(
                        (area - gap).abs() < 1e-9 + 1e-12 * gap,
                        "{swing} {phase} {gap}: {area}"
                    );
                }
            }
        }
    }

    #[test]
    fn whole_periods_are_leapt_over() {
        let course = course(1.0);
        let now = 12_345_678_901;
        let near = course.next(now, 0.0, 3.0).unwrap_or_default();
        let far = course.next(now, 0.0, 3.0 + 7_000.0).unwrap_or_default();
        assert!((far - near - 700e9).abs() < 1.0, "{near} {far}");
        assert!(course.next(now, 0.0, 1e15).is_some_and(f64::is_finite));
    }
}
