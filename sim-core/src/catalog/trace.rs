//! A recorded course of arrivals as a document holds it: one line of text, small and readable.
//!
//! `per_second 12 15 0*30 8`: how many requests came in each second from the start (a web server's log says no
//! more). `gaps_ms 0 12.5 3*4`: the time from the start to the first request and from each to the next, in
//! milliseconds with up to six decimals. `value*n` stands for n equal values. An empty text is an empty trace.

use core::fmt::Write as _;

use super::expected::Thing;
use crate::foundation::units::{NANOS_PER_MILLI, NANOS_PER_SEC, Span};

/// Requests with times of their own in one trace.
pub const MAX_TRACE_GAPS: usize = 200_000;
/// Seconds of a trace of counts: a week.
pub const MAX_TRACE_SECONDS: usize = 604_800;
/// Requests in one second of a trace of counts.
pub const MAX_TRACE_PER_SECOND: u32 = 1_000_000;
/// From the start of a trace to its last request: ten years of 365 days.
pub const MAX_TRACE_SPAN: Span = Span::from_secs(3_650 * 86_400);

/// The word before counts.
const PER_SECOND: &str = "per_second";
/// What a trace of times has too many of.
const REQUESTS: &str = "requests";
/// The word before gaps.
const GAPS_MS: &str = "gaps_ms";

/// Recorded arrivals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Times of the requests from the start, in order.
    Times(Vec<Span>),
    /// Requests in each second; where in the second is left to chance.
    PerSecond(Vec<u32>),
}

/// Why a text is no trace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    #[error("expected \"{PER_SECOND}\" or \"{GAPS_MS}\" and numbers, found \"{found}\"")]
    Kind { found: String },
    #[error("value {place}: expected {expected}, found \"{found}\"")]
    Value {
        /// From 1.
        place: usize,
        expected: Thing,
        found: String,
    },
    #[error("expected at most {limit} {what}")]
    TooLong { what: &'static str, limit: usize },
}

impl TraceError {
    /// Stable name; the translation key is `trace_error.<key>`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Kind { .. } => "kind",
            Self::Value { .. } => "value",
            Self::TooLong { what: REQUESTS, .. } => "too_many_requests",
            Self::TooLong { .. } => "too_many_seconds",
        }
    }
}

impl Default for Trace {
    fn default() -> Self {
        Self::PerSecond(Vec::new())
    }
}

impl Trace {
    /// Reads the text of a document.
    ///
    /// # Errors
    /// What stands where a number was expected, or the limit that is exceeded.
    pub fn parse(text: &str) -> Result<Self, TraceError> {
        let mut words = text.split_ascii_whitespace();
        match words.next() {
            None => Ok(Self::default()),
            Some(PER_SECOND) => counts(words).map(Self::PerSecond),
            Some(GAPS_MS) => times(words).map(Self::Times),
            Some(other) => Err(TraceError::Kind {
                found: short(other),
            }),
        }
    }

    /// The text of a document: what [`parse`](Self::parse) reads.
    pub fn to_text(&self) -> String {
        match self {
            Self::PerSecond(counts) if counts.is_empty() => String::new(),
            Self::Times(times) if times.is_empty() => String::new(),
            Self::PerSecond(counts) => run_lengths(PER_SECOND, counts.iter().copied(), |count| {
                count.to_string()
            }),
            Self::Times(times) => {
                let before = core::iter::once(&Span::ZERO).chain(times);
                let gaps = times.iter().zip(before).map(|(at, before)| at.0 - before.0);
                run_lengths(GAPS_MS, gaps, milliseconds)
            }
        }
    }

    /// All requests.
    pub fn requests(&self) -> u64 {
        match self {
            Self::Times(times) => times.len() as u64,
            Self::PerSecond(counts) => counts.iter().map(|count| u64::from(*count)).sum(),
        }
    }

    /// From the start to where a repetition begins: whole seconds of counts; the last request and one mean gap.
    pub fn length(&self) -> Span {
        match self {
            Self::PerSecond(counts) => Span::from_secs(counts.len() as u64),
            Self::Times(times) => match (times.first(), times.last()) {
                (Some(first), Some(last)) if last > first => {
                    let gap = (last.0 - first.0) / (times.len() as u64 - 1);
                    Span(last.0 + gap.max(1))
                }
                (_, Some(last)) => Span(last.0 + NANOS_PER_SEC),
                _ => Span::ZERO,
            },
        }
    }

    /// Requests from the start to an instant.
    pub fn requests_by(&self, until: Span, repeat: bool) -> u64 {
        let length = self.length();
        if length.is_zero() {
            return 0;
        }
        let (rounds, rest) = if repeat {
            (until.0 / length.0, until.0 % length.0)
        } else {
            (0, until.0)
        };
        let within = match self {
            Self::Times(times) => times.partition_point(|at| at.0 < rest) as u64,
            Self::PerSecond(counts) => {
                let whole = (rest / NANOS_PER_SEC) as usize;
                let part = counts.get(whole).copied().unwrap_or(0);
                let part = u128::from(part) * u128::from(rest % NANOS_PER_SEC);
                let sum: u64 = counts.iter().take(whole).map(|c| u64::from(*c)).sum();
                sum + (part / u128::from(NANOS_PER_SEC)) as u64
            }
        };
        rounds
            .saturating_mul(self.requests())
            .saturating_add(within)
    }

    /// The most requests that came within one second of the clock.
    pub fn busiest_second(&self) -> u64 {
        match self {
            Self::PerSecond(counts) => counts.iter().copied().max().unwrap_or(0).into(),
            Self::Times(times) => {
                let seconds = times.chunk_by(|a, b| a.0 / NANOS_PER_SEC == b.0 / NANOS_PER_SEC);
                seconds.map(|second| second.len() as u64).max().unwrap_or(0)
            }
        }
    }
}

/// A value and how often it stands there.
fn repeated<'a, T>(
    place: usize,
    word: &'a str,
    limit: usize,
    expected: Thing,
    read: impl Fn(&'a str) -> Option<T>,
) -> Result<(T, usize), TraceError> {
    let (value, times) = word.split_once('*').unwrap_or((word, "1"));
    let times = times.parse().ok().filter(|n| (1..=limit).contains(n));
    let both = read(value).zip(times);
    both.ok_or_else(|| TraceError::Value {
        place,
        expected,
        found: short(word),
    })
}

fn counts<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<u32>, TraceError> {
    let read = |text: &str| {
        let count = text.parse::<u32>().ok();
        count.filter(|count| *count <= MAX_TRACE_PER_SECOND)
    };
    let mut counts = Vec::new();
    for (place, word) in words.enumerate() {
        let (count, n) = repeated(place + 1, word, MAX_TRACE_SECONDS, Thing::TraceCount, read)?;
        if counts.len() + n > MAX_TRACE_SECONDS {
            return Err(TraceError::TooLong {
                what: "seconds",
                limit: MAX_TRACE_SECONDS,
            });
        }
        counts.resize(counts.len() + n, count);
    }
    Ok(counts)
}

fn times<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<Span>, TraceError> {
    let expected = Thing::TraceGap;
    let (mut times, mut at) = (Vec::new(), Span::ZERO);
    for (place, word) in words.enumerate() {
        let (gap, n) = repeated(place + 1, word, MAX_TRACE_GAPS, expected, nanos)?;
        if times.len() + n > MAX_TRACE_GAPS {
            return Err(TraceError::TooLong {
                what: REQUESTS,
                limit: MAX_TRACE_GAPS,
            });
        }
        for _ in 0..n {
            at += Span(gap);
            times.push(at);
        }
        if at > MAX_TRACE_SPAN {
            return Err(TraceError::Value {
                place: place + 1,
                expected,
                found: short(word),
            });
        }
    }
    Ok(times)
}

/// Milliseconds with up to six decimals as whole nanoseconds.
fn nanos(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 6 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(NANOS_PER_MILLI)?.checked_add(part)
}

fn milliseconds(nanos: u64) -> String {
    let (whole, part) = (nanos / NANOS_PER_MILLI, nanos % NANOS_PER_MILLI);
    if part == 0 {
        return whole.to_string();
    }
    let text = format!("{whole}.{part:06}");
    text.trim_end_matches('0').to_owned()
}

/// The word and the values; equal neighbours as one.
fn run_lengths<T: PartialEq + Copy>(
    word: &str,
    values: impl Iterator<Item = T>,
    shown: impl Fn(T) -> String,
) -> String {
    let mut text = word.to_owned();
    let mut values = values.peekable();
    while let Some(value) = values.next() {
        let mut n = 1;
        while values.next_if_eq(&value).is_some() {
            n += 1;
        }
        // Writing into a string cannot fail.
        let _ = match n {
            1 => write!(text, " {}", shown(value)),
            n => write!(text, " {}*{n}", shown(value)),
        };
    }
    text
}

/// What an error shows of a word.
fn short(word: &str) -> String {
    const SHOWN: usize = 24;
    let head: String = word.chars().take(SHOWN).collect();
    if head.len() < word.len() {
        format!("{head}...")
    } else {
        head
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn error(text: &str) -> String {
        Trace::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn text_and_trace_are_the_same() {
        for text in [
            "",
            "per_second 12 15 0*30 8",
            "per_second 0*3",
            "gaps_ms 0 12.5 3*4 0.000001",
            "gaps_ms 0*5",
        ] {
            assert_eq!(Trace::parse(text).unwrap().to_text(), text);
        }
        let times = Trace::parse(" gaps_ms 0.50  1*2\n").unwrap();
        assert_eq!(
            times,
            Trace::Times(vec![Span(500_000), Span(1_500_000), Span(2_500_000)])
        );
    }

    #[test]
    fn says_what_was_expected() {
        assert!(error("12 15").contains("expected \"per_second\" or \"gaps_ms\""));
        assert!(error("per_second 1 -2").starts_with("value 2: expected a whole number from 0"));
        assert!(error("per_second 1.5").contains("found \"1.5\""));
        assert!(error("per_second 1*0").contains("how often"));
        assert!(error("per_second 1000001").contains("1000000"));
        for odd in [
            "-1",
            "NaN",
            "1e3",
            "inf",
            ".5",
            "1.0000001",
            "5*",
            "*5",
            "5*-1",
        ] {
            assert!(
                error(&format!("gaps_ms 1 {odd}")).starts_with("value 2"),
                "{odd}"
            );
        }
        let long = "9".repeat(10_000);
        assert!(error(&long).len() < 200 && error(&format!("gaps_ms {long}")).len() < 200);
    }

    #[test]
    fn limits_hold_at_and_beyond() {
        let seconds = |n: usize| Trace::parse(&format!("per_second 1*{} 2", n - 1));
        assert!(seconds(MAX_TRACE_SECONDS).is_ok());
        assert!(matches!(
            seconds(MAX_TRACE_SECONDS + 1),
            Err(TraceError::TooLong { .. })
        ));
        let gaps = |n: usize| Trace::parse(&format!("gaps_ms 1*{} 2", n - 1));
        assert!(gaps(MAX_TRACE_GAPS).is_ok());
        assert!(matches!(
            gaps(MAX_TRACE_GAPS + 1),
            Err(TraceError::TooLong { .. })
        ));
        let years = MAX_TRACE_SPAN.0 / NANOS_PER_MILLI;
        assert!(Trace::parse(&format!("gaps_ms {years}")).is_ok());
        assert!(Trace::parse(&format!("gaps_ms {years} 1")).is_err());
        assert!(Trace::parse(&format!("per_second 1*{}", u64::MAX)).is_err());
    }

    #[test]
    fn counts_and_lengths() {
        let counts = Trace::parse("per_second 4 0 10").unwrap();
        assert_eq!((counts.requests(), counts.busiest_second()), (14, 10));
        assert_eq!(counts.length(), Span::from_secs(3));
        let by = |ms, repeat| counts.requests_by(Span::from_millis(ms), repeat);
        assert_eq!((by(500, false), by(2_500, false)), (2, 9));
        assert_eq!((by(9_000, false), by(9_500, true)), (14, 44));
        let times = Trace::parse("gaps_ms 500 250*2").unwrap();
        assert_eq!((times.requests(), times.busiest_second()), (3, 2));
        assert_eq!(times.length(), Span::from_millis(1_250));
        assert_eq!(times.requests_by(Span::from_millis(1_800), true), 4);
        let alone = Trace::parse("gaps_ms 0").unwrap();
        assert_eq!(alone.length(), Span::from_secs(1));
        assert_eq!(Trace::default().requests_by(Span::MAX, true), 0);
    }
}
