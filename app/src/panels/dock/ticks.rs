//! Two or three round ticks for a small chart.

/// Round steps over one decade.
const STEPS: [f64; 4] = [1.0, 2.0, 2.5, 5.0];
/// Round steps of time, seconds.
const TIME_STEPS: [f64; 17] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
    14_400.0, 43_200.0, 86_400.0,
];

/// The smallest round step that needs at most `most` steps over `span`.
pub fn step(span: f64, most: f64) -> f64 {
    let wanted = span / most.max(1.0);
    if !wanted.is_finite() || wanted <= 0.0 {
        return 1.0;
    }
    let decade = 10f64.powf(wanted.log10().floor());
    let round = STEPS
        .iter()
        .map(|step| step * decade)
        .find(|step| *step >= wanted * (1.0 - 1e-9));
    round.unwrap_or(decade * 10.0)
}

/// The top of an axis from zero that shows `max` with a little room above, and the step of its ticks.
pub fn axis(max: f64) -> (f64, f64) {
    if !max.is_finite() || max <= 0.0 {
        // Nothing but the base line.
        return (1.0, 2.0);
    }
    (max * 1.12, step(max, 3.5))
}

/// The step of a time axis, seconds.
pub fn time_step(span_s: f64, most: f64) -> f64 {
    let wanted = span_s / most.max(1.0);
    let known = TIME_STEPS.iter().copied().find(|step| *step >= wanted);
    known.unwrap_or_else(|| (wanted / 86_400.0).ceil() * 86_400.0)
}

/// Multiples of `step` in `from..=to`; at most a hundred, whatever comes in.
pub fn marks(from: f64, to: f64, step: f64) -> Vec<f64> {
    if step.is_nan() || step <= 0.0 || !from.is_finite() || !to.is_finite() {
        return Vec::new();
    }
    let first = (from / step).ceil();
    (0..100)
        .map(|n| (first + f64::from(n)) * step)
        .take_while(|mark| *mark <= to + step * 1e-9)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_axis_has_two_or_three_marks() {
        for max in [0.000_3, 0.07, 0.9, 1.0, 3.0, 7.3, 99.0, 1242.0, 250_000.0] {
            let (top, step) = axis(max);
            let count = marks(0.0, top, step).len();
            assert!(top >= max && top < max * 2.2, "{max}: top {top}");
            assert!(
                (2..=4).contains(&count),
                "{max}: {count} marks up to {top} by {step}"
            );
        }
        assert_eq!(axis(0.0), (1.0, 2.0));
        assert_eq!(axis(f64::NAN), (1.0, 2.0));
    }

    #[test]
    fn steps_of_time_are_those_of_a_clock() {
        assert_eq!(time_step(600.0, 3.0), 300.0);
        assert_eq!(time_step(30.0, 3.0), 10.0);
        assert_eq!(time_step(86_400.0 * 9.0, 3.0), 86_400.0 * 3.0);
        assert_eq!(marks(0.0, 10.0, 5.0), [0.0, 5.0, 10.0]);
        assert!(marks(0.0, 10.0, 0.0).is_empty());
        assert_eq!(marks(0.0, 1e9, 1.0).len(), 100);
    }
}
