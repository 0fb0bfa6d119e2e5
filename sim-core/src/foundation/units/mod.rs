//! Simulated time as whole nanoseconds: an instant ([`SimTime`]) and a length ([`Span`]).
//!
//! Both are plain `u64`s, so that order, equality and sums are exact and the same on every machine.
//! All arithmetic saturates: a run can never wrap around to an earlier instant.

mod text;

use std::ops::{Add, AddAssign, Div, Mul, Sub, SubAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use text::{MAX_PARSED_SPAN, SpanError, parse_span};

/// Nanoseconds in one second.
pub const NANOS_PER_SEC: u64 = 1_000_000_000;
/// Nanoseconds in one millisecond.
pub const NANOS_PER_MILLI: u64 = 1_000_000;
/// Nanoseconds in one microsecond.
pub const NANOS_PER_MICRO: u64 = 1_000;

/// An instant: nanoseconds since the start of the run.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct SimTime(pub u64);

/// A length of simulated time in nanoseconds.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Span(pub u64);

impl SimTime {
    /// The start of the run.
    pub const ZERO: Self = Self(0);
    /// The last representable instant (about 584 years); used as "never".
    pub const MAX: Self = Self(u64::MAX);

    /// Nanoseconds since the start.
    #[inline]
    #[must_use]
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Seconds since the start, as a float (rounded above 2^53 ns, about 104 days).
    #[inline]
    #[must_use]
    pub const fn as_secs_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_SEC as f64
    }

    /// The length from `earlier` to this instant; zero if `earlier` is later.
    #[inline]
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest representable length (about 584 years).
    pub const MAX: Self = Self(u64::MAX);

    /// `secs` seconds; saturates at [`Span::MAX`].
    #[inline]
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(NANOS_PER_SEC))
    }

    /// `millis` milliseconds; saturates at [`Span::MAX`].
    #[inline]
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(NANOS_PER_MILLI))
    }

    /// `micros` microseconds; saturates at [`Span::MAX`].
    #[inline]
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros.saturating_mul(NANOS_PER_MICRO))
    }

    /// `nanos` nanoseconds.
    #[inline]
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// `secs` seconds, rounded to the nearest nanosecond (ties away from zero).
    ///
    /// NaN and negative numbers give zero, numbers that are too large give [`Span::MAX`].
    #[inline]
    #[must_use]
    pub fn from_secs_f64(secs: f64) -> Self {
        // The cast saturates and sends NaN to 0: exactly what is promised above.
        Self(libm::round(secs * NANOS_PER_SEC as f64) as u64)
    }

    /// `millis` milliseconds with the rounding and saturation of [`Span::from_secs_f64`].
    #[inline]
    #[must_use]
    pub fn from_millis_f64(millis: f64) -> Self {
        Self(libm::round(millis * NANOS_PER_MILLI as f64) as u64)
    }

    /// The length in nanoseconds.
    #[inline]
    #[must_use]
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// The length in seconds, as a float (rounded above 2^53 ns, about 104 days).
    #[inline]
    #[must_use]
    pub const fn as_secs_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_SEC as f64
    }

    /// The length in milliseconds, as a float.
    #[inline]
    #[must_use]
    pub const fn as_millis_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_MILLI as f64
    }

    /// Whether the length is zero.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add<Span> for SimTime {
    type Output = Self;
    #[inline]
    fn add(self, rhs: Span) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign<Span> for SimTime {
    #[inline]
    fn add_assign(&mut self, rhs: Span) {
        *self = *self + rhs;
    }
}

impl Sub<Span> for SimTime {
    type Output = Self;
    #[inline]
    fn sub(self, rhs: Span) -> Self {
        Self(self.0.saturating_sub(rhs.0))
    }
}

impl Sub for SimTime {
    type Output = Span;
    #[inline]
    fn sub(self, earlier: Self) -> Span {
        self.since(earlier)
    }
}

impl Add for Span {
    type Output = Self;
    #[inline]
    fn add(self, rhs: Self) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign for Span {
    #[inline]
    fn add_assign(&mut self, rhs: Self) {
        *self = *self + rhs;
    }
}

impl Sub for Span {
    type Output = Self;
    #[inline]
    fn sub(self, rhs: Self) -> Self {
        Self(self.0.saturating_sub(rhs.0))
    }
}

impl SubAssign for Span {
    #[inline]
    fn sub_assign(&mut self, rhs: Self) {
        *self = *self - rhs;
    }
}

impl Mul<u64> for Span {
    type Output = Self;
    #[inline]
    fn mul(self, rhs: u64) -> Self {
        Self(self.0.saturating_mul(rhs))
    }
}

impl Div<Span> for Span {
    type Output = u64;
    /// How many whole `rhs` fit into this length; an empty `rhs` never fits and gives 0.
    #[inline]
    fn div(self, rhs: Span) -> u64 {
        self.0.checked_div(rhs.0).unwrap_or(0)
    }
}

impl std::iter::Sum for Span {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn arithmetic_saturates_instead_of_wrapping() {
        assert_eq!(SimTime::MAX + Span(1), SimTime::MAX);
        assert_eq!(SimTime(5) - SimTime(7), Span::ZERO);
        assert_eq!(SimTime(7) - SimTime(5), Span(2));
        assert_eq!(SimTime(3) - Span(9), SimTime::ZERO);
        assert_eq!(Span(3) - Span(9), Span::ZERO);
        assert_eq!(Span::MAX * 2, Span::MAX);
        assert_eq!(Span::from_secs(u64::MAX), Span::MAX);
        assert_eq!(
            [Span(1), Span(2), Span::MAX].into_iter().sum::<Span>(),
            Span::MAX
        );
        assert_eq!(Span(10) / Span(3), 3);
        assert_eq!(Span(10) / Span::ZERO, 0);
    }

    #[test]
    fn from_float_rounds_and_clamps() {
        assert_eq!(Span::from_secs_f64(1.5), Span::from_millis(1500));
        assert_eq!(Span::from_secs_f64(1.4e-9), Span(1));
        assert_eq!(Span::from_secs_f64(1.6e-9), Span(2));
        assert_eq!(Span::from_millis_f64(0.25), Span::from_micros(250));
        for zero in [f64::NAN, -1.0, f64::NEG_INFINITY, -0.0] {
            assert_eq!(Span::from_secs_f64(zero), Span::ZERO);
        }
        assert_eq!(Span::from_secs_f64(f64::INFINITY), Span::MAX);
        assert_eq!(Span::from_secs_f64(1e30), Span::MAX);
        assert_eq!(Span::from_millis(2500).as_secs_f64(), 2.5);
    }

    #[test]
    fn serialises_as_a_plain_number() {
        assert_eq!(
            serde_json::to_string(&Span::from_secs(1)).unwrap(),
            "1000000000"
        );
        assert_eq!(serde_json::from_str::<SimTime>("42").unwrap(), SimTime(42));
        assert!(serde_json::from_str::<SimTime>("-1").is_err());
    }
}
