//! Lengths of time as people write them: `250ms`, `10` (seconds), `1.5h`, `1h30m`, and back.
//!
//! The number is read as an exact decimal, never through a float, so `0.1s` is exactly 100,000,000 ns.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{NANOS_PER_MICRO, NANOS_PER_MILLI, NANOS_PER_SEC, Span};

const MINUTE: u64 = 60 * NANOS_PER_SEC;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The longest length that may be written: ten years of 365 days.
pub const MAX_PARSED_SPAN: Span = Span(3650 * DAY);

/// More digits than this on either side of the point are refused (and could overflow).
const MAX_DIGITS: usize = 18;

/// Why a text is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SpanError {
    /// There is nothing to read.
    #[error("a length of time is empty")]
    Empty,
    /// A number was expected (lengths are never negative).
    #[error("`{0}` does not start with a number")]
    Number(String),
    /// The unit is not one of ns, us, ms, s, m, h, d.
    #[error("`{0}` is not a unit of time (ns, us, ms, s, m, h, d)")]
    Unit(String),
    /// Units must get smaller from left to right, each at most once.
    #[error("in `{0}` the units do not get smaller from left to right")]
    Order(String),
    /// Longer than [`MAX_PARSED_SPAN`].
    #[error("`{0}` is longer than ten years")]
    TooLong(String),
}

/// Reads `250ms`, `10`, `10s`, `1.5h`, `2d`, `10m`, `1h30m`, `1h 30m`; a number alone is seconds.
///
/// Rounds to the nearest nanosecond, halves up.
///
/// # Errors
/// [`SpanError`] names the part that cannot be read, or says that the length is above [`MAX_PARSED_SPAN`].
pub fn parse_span(text: &str) -> Result<Span, SpanError> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(SpanError::Empty);
    }
    let mut total: u128 = 0;
    let mut previous_unit = u64::MAX;
    let mut alone = true;
    while !rest.is_empty() {
        let (number, after_number) = rest.split_at(number_len(rest));
        let after_number = after_number.trim_start();
        let (name, after_unit) = after_number.split_at(unit_len(after_number));
        let unit = match name {
            // A bare number means seconds only when it is all there is: `1h30` is a typing error.
            "" if alone && after_unit.is_empty() => NANOS_PER_SEC,
            _ => unit_nanos(name).ok_or_else(|| unit_error(number, name, rest))?,
        };
        if unit >= previous_unit {
            return Err(SpanError::Order(text.trim().to_owned()));
        }
        total += scaled(number, unit).ok_or_else(|| SpanError::Number(rest.to_owned()))?;
        if total > u128::from(MAX_PARSED_SPAN.0) {
            return Err(SpanError::TooLong(text.trim().to_owned()));
        }
        previous_unit = unit;
        alone = false;
        rest = after_unit.trim_start();
    }
    // The comparison above keeps the total far below u64::MAX.
    Ok(Span(u64::try_from(total).unwrap_or(u64::MAX)))
}

fn number_len(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len())
}

fn unit_len(text: &str) -> usize {
    text.find(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace())
        .unwrap_or(text.len())
}

fn unit_error(number: &str, name: &str, rest: &str) -> SpanError {
    if number.is_empty() {
        SpanError::Number(rest.to_owned())
    } else {
        SpanError::Unit(name.to_owned())
    }
}

fn unit_nanos(name: &str) -> Option<u64> {
    Some(match name {
        "ns" => 1,
        // Both micro signs of Unicode: the keyboard's and the Greek letter.
        "us" | "\u{b5}s" | "\u{3bc}s" => NANOS_PER_MICRO,
        "ms" => NANOS_PER_MILLI,
        "s" => NANOS_PER_SEC,
        "m" | "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        _ => return None,
    })
}

/// `number` (an exact decimal) times `unit`, rounded half up; None if it is no number or has too many digits.
fn scaled(number: &str, unit: u64) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = whole.len() + fraction.len();
    if digits == 0 && !number.contains('0')
        || whole.len() > MAX_DIGITS
        || fraction.len() > MAX_DIGITS
    {
        return None;
    }
    let parse = |s: &str| {
        if s.is_empty() {
            Some(0)
        } else {
            s.parse::<u128>().ok()
        }
    };
    let scale = 10u128.pow(u32::try_from(fraction.len()).ok()?);
    let unit = u128::from(unit);
    let part = (2 * parse(fraction)? * unit + scale) / (2 * scale);
    Some(parse(whole)? * unit + part)
}

impl FromStr for Span {
    type Err = SpanError;

    /// The same as [`parse_span`].
    fn from_str(s: &str) -> Result<Self, SpanError> {
        parse_span(s)
    }
}

impl fmt::Display for Span {
    /// Exact and short: `0s`, `250ms`, `1.5s`, `1h30m`, `2d3h0.25s`; [`parse_span`] reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut left = self.0;
        for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "m")] {
            if left >= unit {
                write!(f, "{}{name}", left / unit)?;
                left %= unit;
            }
        }
        let whole_units = left != self.0;
        let (unit, name) = match left {
            0 => return Ok(()),
            _ if whole_units || left >= NANOS_PER_SEC => (NANOS_PER_SEC, "s"),
            _ if left >= NANOS_PER_MILLI => (NANOS_PER_MILLI, "ms"),
            _ if left >= NANOS_PER_MICRO => (NANOS_PER_MICRO, "us"),
            _ => (1, "ns"),
        };
        write!(f, "{}", left / unit)?;
        if !left.is_multiple_of(unit) {
            let digits = unit.ilog10() as usize;
            let fraction = format!("{:0digits$}", left % unit);
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for (text, nanos) in [
            ("250ms", 250 * NANOS_PER_MILLI),
            ("10", 10 * NANOS_PER_SEC),
            ("0", 0),
            ("0.0s", 0),
            ("10s", 10 * NANOS_PER_SEC),
            ("1.5h", 90 * MINUTE),
            ("2d", 2 * DAY),
            ("10m", 10 * MINUTE),
            ("1h30m", 90 * MINUTE),
            (" 1h 30 min ", 90 * MINUTE),
            (".5s", NANOS_PER_SEC / 2),
            ("3.s", 3 * NANOS_PER_SEC),
            ("0.1s", 100_000_000),
            ("7us", 7_000),
            ("7\u{b5}s", 7_000),
            ("7\u{3bc}s", 7_000),
            ("0.4ns", 0),
            ("0.5ns", 1),
        ] {
            assert_eq!(parse_span(text), Ok(Span(nanos)), "{text}");
        }
    }

    #[test]
    fn refuses_the_rest_by_name() {
        assert_eq!(parse_span("  "), Err(SpanError::Empty));
        assert_eq!(parse_span("ten"), Err(SpanError::Number("ten".into())));
        assert_eq!(parse_span("-5s"), Err(SpanError::Number("-5s".into())));
        assert_eq!(
            parse_span("1.2.3s"),
            Err(SpanError::Number("1.2.3s".into()))
        );
        assert_eq!(parse_span("."), Err(SpanError::Number(".".into())));
        assert_eq!(parse_span("5 weeks"), Err(SpanError::Unit("weeks".into())));
        assert_eq!(parse_span("1h30"), Err(SpanError::Unit(String::new())));
        assert_eq!(parse_span("30m1h"), Err(SpanError::Order("30m1h".into())));
        assert_eq!(parse_span("1m1m"), Err(SpanError::Order("1m1m".into())));
    }

    #[test]
    fn ten_years_is_the_limit() {
        assert_eq!(parse_span("3650d"), Ok(MAX_PARSED_SPAN));
        assert!(matches!(parse_span("3650d1ns"), Err(SpanError::TooLong(_))));
        assert!(matches!(
            parse_span("999999999999999999d"),
            Err(SpanError::TooLong(_))
        ));
        assert!(matches!(
            parse_span("9999999999999999999s"),
            Err(SpanError::Number(_))
        ));
    }

    #[test]
    fn writes_short_and_exact() {
        for (nanos, text) in [
            (0, "0s"),
            (90 * MINUTE, "1h30m"),
            (250 * NANOS_PER_MILLI, "250ms"),
            (1_500_000, "1.5ms"),
            (MINUTE + 1, "1m0.000000001s"),
        ] {
            assert_eq!(Span(nanos).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(nanos in 0..=MAX_PARSED_SPAN.0) {
            prop_assert_eq!(parse_span(&Span(nanos).to_string()), Ok(Span(nanos)));
        }

        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = parse_span(&text);
        }
    }
}
