//! From the times of a log to a trace that starts at its first request.

use super::{Found, LogError, LogNote, Reading, instant::SECOND};
use crate::catalog::trace::{
    MAX_TRACE_GAPS, MAX_TRACE_PER_SECOND, MAX_TRACE_SECONDS, MAX_TRACE_SPAN, Trace,
};
use crate::foundation::units::Span;

const DAY_S: u64 = 86_400;

/// The trace of the times found; `is_log`: a web server wrote them, in whole seconds.
pub fn of(found: Found, is_log: bool) -> Result<Reading, LogError> {
    let mut times = found.times;
    let unsorted = times.windows(2).filter(|pair| pair[1] < pair[0]).count();
    times.sort_unstable();
    let (first, last) = match (times.first(), times.last()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => return Err(LogError::Empty),
    };
    // A request a second or less, at whole seconds: so they came, perhaps. Two in one second cannot have.
    let crowded = || times.windows(2).any(|pair| pair[0] == pair[1]);
    let whole_seconds = found.whole_seconds && (is_log || crowded());
    let counted = times.len() > MAX_TRACE_GAPS;
    let trace = if whole_seconds || counted {
        let seconds = last.div_euclid(SECOND).abs_diff(first.div_euclid(SECOND)) + 1;
        check_span(Span::from_secs(seconds), MAX_TRACE_SECONDS as u64, true)?;
        Trace::PerSecond(counts(&times, first, seconds)?)
    } else {
        let span = Span(last.abs_diff(first));
        check_span(span, MAX_TRACE_SPAN.0 / SECOND as u64, false)?;
        Trace::Times(
            times
                .iter()
                .map(|time| Span(time.abs_diff(first)))
                .collect(),
        )
    };
    let mut notes = Vec::new();
    notes.extend(found.first_broken.map(|broken| LogNote::Skipped {
        count: found.broken,
        line: broken.line,
        expected: broken.expected,
        found: broken.found,
    }));
    notes.extend((unsorted > 0).then_some(LogNote::Sorted { count: unsorted }));
    notes.extend(found.column.map(|column| LogNote::Column { column }));
    notes.extend(found.unit.map(|unit| LogNote::Unit { unit }));
    let spread = if counted && !whole_seconds {
        Some(LogNote::Counted {
            limit: MAX_TRACE_GAPS,
        })
    } else {
        whole_seconds.then_some(LogNote::WholeSeconds)
    };
    notes.extend(spread);
    Ok(Reading { trace, notes })
}

fn check_span(span: Span, limit_s: u64, whole_seconds: bool) -> Result<(), LogError> {
    if span <= Span::from_secs(limit_s) {
        return Ok(());
    }
    Err(LogError::TooLong {
        days: span.0.div_ceil(Span::from_secs(DAY_S).0),
        limit: limit_s / DAY_S,
        whole_seconds,
    })
}

/// Requests in each second of the clock from the first request's on.
fn counts(times: &[i64], first: i64, seconds: u64) -> Result<Vec<u32>, LogError> {
    let start = first.div_euclid(SECOND);
    let mut counts = Vec::with_capacity(seconds as usize);
    for second in times.chunk_by(|a, b| a.div_euclid(SECOND) == b.div_euclid(SECOND)) {
        let at = second
            .first()
            .map_or(0, |time| time.div_euclid(SECOND) - start);
        let count = u32::try_from(second.len()).ok();
        let Some(count) = count.filter(|count| *count <= MAX_TRACE_PER_SECOND) else {
            return Err(LogError::TooMany {
                found: second.len() as u64,
                limit: MAX_TRACE_PER_SECOND,
            });
        };
        counts.resize(at as usize, 0);
        counts.push(count);
    }
    Ok(counts)
}
