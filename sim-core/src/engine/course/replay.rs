//! Recorded arrivals: at their own times, or so many in each second, anywhere in it.
//!
//! A web server's log knows whole seconds only. The requests of one second are spread over it at random, by the
//! seed: evenly spread they would be smoother than any traffic is.

use std::sync::Arc;

use crate::catalog::trace::Trace;
use crate::foundation::chance::Stream;
use crate::foundation::units::NANOS_PER_SEC;

#[derive(Debug)]
pub struct Replay {
    trace: Arc<Trace>,
    repeat: bool,
    stream: Stream,
    /// Where the present round began.
    start: u64,
    /// The next request, or the present second, of the round.
    index: usize,
    /// Requests of the present second that are still to come; `None`: the second has not begun.
    left: Option<u32>,
}

impl Replay {
    /// A replay seen from `now` on: what lies before is left out.
    pub fn new(trace: Arc<Trace>, repeat: bool, now: u64, stream: Stream) -> Self {
        let length = trace.length().0;
        let start = match length {
            0 => 0,
            _ if repeat => now / length * length,
            _ => 0,
        };
        let mut replay = Self {
            trace,
            repeat,
            stream,
            start,
            index: 0,
            left: None,
        };
        replay.seek(now - start);
        replay
    }

    /// The stream as far as it has been drawn from.
    pub fn into_stream(self) -> Stream {
        self.stream
    }

    /// Leaves out what lies before `at` ns of the round.
    fn seek(&mut self, at: u64) {
        match &*self.trace {
            Trace::Times(times) => self.index = times.partition_point(|time| time.0 < at),
            Trace::PerSecond(counts) => {
                let (second, part) = (at / NANOS_PER_SEC, at % NANOS_PER_SEC);
                self.index = usize::try_from(second).unwrap_or(usize::MAX);
                if let Some(count) = counts.get(self.index).filter(|_| part > 0) {
                    // Those that still come; which ones they are, nobody knows.
                    let share = 1.0 - part as f64 / NANOS_PER_SEC as f64;
                    let expected = f64::from(*count) * share;
                    let more = self.stream.bernoulli(expected - expected.floor());
                    self.left = Some(expected as u32 + u32::from(more));
                }
            }
        }
    }

    /// Time from `now` to the next request, ns; `None`: none comes.
    pub fn next(&mut self, now: u64) -> Option<u64> {
        let trace = Arc::clone(&self.trace);
        let found = |replay: &mut Self| match &*trace {
            Trace::Times(times) => replay.next_time(times),
            Trace::PerSecond(counts) => replay.next_in_second(counts, now),
        };
        if let Some(at) = found(self) {
            return Some(at.saturating_sub(now));
        }
        if !self.repeat || trace.requests() == 0 {
            return None;
        }
        self.start = self.start.saturating_add(trace.length().0);
        (self.index, self.left) = (0, None);
        found(self).map(|at| at.saturating_sub(now))
    }

    fn next_time(&mut self, times: &[crate::foundation::units::Span]) -> Option<u64> {
        let time = times.get(self.index)?;
        self.index += 1;
        Some(self.start.saturating_add(time.0))
    }

    fn next_in_second(&mut self, counts: &[u32], now: u64) -> Option<u64> {
        loop {
            let count = *counts.get(self.index)?;
            let begin = (self.start).saturating_add(self.index as u64 * NANOS_PER_SEC);
            let end = begin.saturating_add(NANOS_PER_SEC);
            let left = self.left.unwrap_or(count);
            if left > 0 {
                self.left = Some(left - 1);
                // The first of `left` uniform times between here and the end of the second.
                let from = now.max(begin);
                let share = -libm::expm1(-self.stream.exponential() / f64::from(left));
                let wait = share * (end - from) as f64;
                return Some((from + wait as u64).min(end - 1));
            }
            self.index += 1;
            self.left = None;
        }
    }
}
