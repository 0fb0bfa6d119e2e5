//! The time axis that all charts share, and its instants as text.

use sim_core::foundation::units::{SimTime, Span};

use super::ticks;

/// Windows and end of the axis, seconds.
#[derive(Clone, Debug)]
pub struct Times {
    /// The middle of each window.
    pub windows: Vec<f64>,
    pub end: f64,
    pub step: f64,
}

impl Times {
    /// Up to `now`, with an end that does not move at every frame.
    pub fn new(windows: Vec<f64>, now: f64) -> Self {
        const LEAST_S: f64 = 10.0;
        let grain = ticks::time_step(now.max(LEAST_S), 8.0);
        let end = (now.max(LEAST_S) / grain).ceil() * grain;
        Self {
            windows,
            end,
            step: ticks::time_step(end, 3.0),
        }
    }

    /// The window nearest to an instant.
    pub fn nearest(&self, at: f64) -> Option<usize> {
        let after = self.windows.partition_point(|time| *time < at);
        let candidates = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let distance = |index: &usize| {
            self.windows
                .get(*index)
                .map_or(f64::INFINITY, |time| (time - at).abs())
        };
        candidates
            .filter(|index| *index < self.windows.len())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

/// An instant of the simulated clock.
pub fn instant(seconds: f64) -> SimTime {
    SimTime::ZERO + Span::from_secs_f64(seconds)
}

/// An instant at a tick: `0:30`, `1:05:00`; seconds alone below a minute.
pub fn short_time(at: f64, step: f64) -> String {
    let whole = at.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    match (hours, step < 60.0 || hours == 0) {
        (0, _) => format!("{minutes}:{seconds:02}"),
        (_, true) => format!("{hours}:{minutes:02}:{seconds:02}"),
        (_, false) => format!("{hours}:{minutes:02} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_axis_moves_in_steps_and_holds_now() {
        for now in [0.0, 3.0, 12.5, 61.0, 599.0, 4_000.0, 200_000.0] {
            let times = Times::new(Vec::new(), now);
            assert!(
                times.end >= now && times.end <= now.max(10.0) * 1.3,
                "{now}: {}",
                times.end
            );
            assert!(
                (2..=5).contains(&ticks::marks(0.0, times.end, times.step).len()),
                "{now}: {times:?}"
            );
        }
    }

    #[test]
    fn the_nearest_window_is_found() {
        let times = Times::new(vec![0.5, 1.5, 2.5], 3.0);
        let cases = [(-1.0, 0), (0.9, 0), (1.1, 1), (2.4, 2), (99.0, 2)];
        for (at, index) in cases {
            assert_eq!(times.nearest(at), Some(index), "{at}");
        }
        assert_eq!(Times::new(Vec::new(), 3.0).nearest(1.0), None);
    }

    #[test]
    fn ticks_of_time_read_like_a_clock() {
        assert_eq!(short_time(30.0, 10.0), "0:30");
        assert_eq!(short_time(600.0, 300.0), "10:00");
        assert_eq!(short_time(3_605.0, 5.0), "1:00:05");
        assert_eq!(short_time(7_200.0, 3600.0), "2:00 h");
    }
}
