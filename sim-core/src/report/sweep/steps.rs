//! The values of a sweep: from one to another in equal steps or equal ratios, rounded to what people would choose.

use thiserror::Error;

/// The most values of one sweep: a finer curve is patience, not knowledge.
pub const MAX_POINTS: usize = 100;

/// What is the same from value to value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// The difference.
    Linear,
    /// The ratio.
    Log,
}

/// From one value to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    pub from: f64,
    pub to: f64,
    /// How many values, both ends included.
    pub count: usize,
    pub spacing: Spacing,
}

/// Why there are no such values.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum StepsError {
    #[error("expected two different values")]
    Same,
    #[error("expected values above 0: ratios do not start from 0")]
    LogOfZero,
    #[error("expected 2 to {MAX_POINTS} values, found {0}")]
    Count(usize),
}

impl Steps {
    /// The values, from the least on. Both ends are as given; what lies between is rounded to two digits of a step.
    /// `whole`: whole numbers only, each one once.
    ///
    /// # Errors
    /// [`StepsError`] where there are none.
    pub fn values(&self, whole: bool) -> Result<Vec<f64>, StepsError> {
        let (low, high) = (self.from.min(self.to), self.from.max(self.to));
        if !(2..=MAX_POINTS).contains(&self.count) {
            return Err(StepsError::Count(self.count));
        }
        if self.spacing == Spacing::Log && low <= 0.0 {
            return Err(StepsError::LogOfZero);
        }
        let last = (self.count - 1) as f64;
        let exact = |step: usize| match step {
            0 => low,
            _ if step + 1 == self.count => high,
            _ => {
                let share = step as f64 / last;
                match self.spacing {
                    Spacing::Linear => low + (high - low) * share,
                    Spacing::Log => low * libm::pow(high / low, share),
                }
            }
        };
        let rounded = |step: usize| {
            let value = exact(step);
            if whole {
                libm::round(value)
            } else if step == 0 || step + 1 == self.count {
                value
            } else {
                to_digits_of(value - exact(step - 1), value)
            }
        };
        let values = tidy((0..self.count).map(rounded).collect());
        match values.len() {
            0 | 1 => Err(StepsError::Same),
            _ => Ok(values),
        }
    }
}

/// Values from the least on, each one once.
pub fn tidy(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// A value rounded to two digits of a step.
fn to_digits_of(step: f64, value: f64) -> f64 {
    let digits = libm::floor(libm::log10(step.abs())) - 1.0;
    if !digits.is_finite() {
        return value;
    }
    // Tenths, hundredths and so on have no exact number of their own: dividing by a whole one gives the nearest.
    let unit = libm::pow(10.0, digits.abs());
    if digits < 0.0 {
        libm::round(value * unit) / unit
    } else {
        libm::round(value / unit) * unit
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn values(from: f64, to: f64, count: usize, spacing: Spacing) -> Vec<f64> {
        let steps = Steps {
            from,
            to,
            count,
            spacing,
        };
        steps.values(false).unwrap()
    }

    #[test]
    fn steps_are_equal_or_have_equal_ratios() {
        let linear = values(50.0, 400.0, 8, Spacing::Linear);
        assert_eq!(
            linear,
            [50.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0]
        );
        let log = values(25.0, 400.0, 8, Spacing::Log);
        assert_eq!(log, [25.0, 37.0, 55.0, 82.0, 122.0, 181.0, 269.0, 400.0]);
        // The other way round is the same, and ends are never rounded.
        assert_eq!(values(400.0, 25.0, 8, Spacing::Log), log);
        assert_eq!(
            values(0.001_234, 1.0, 3, Spacing::Linear),
            [0.001_234, 0.5, 1.0]
        );
        assert_eq!(values(0.0, 1.0, 4, Spacing::Linear), [0.0, 0.33, 0.67, 1.0]);
    }

    #[test]
    fn whole_numbers_come_once() {
        let steps = |from, to| Steps {
            from,
            to,
            count: 8,
            spacing: Spacing::Log,
        };
        assert_eq!(
            steps(0.5, 8.0).values(true),
            Ok(vec![1.0, 2.0, 4.0, 5.0, 8.0])
        );
        assert_eq!(steps(0.9, 1.1).values(true), Err(StepsError::Same));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        let steps = |from, to, count, spacing| {
            let steps = Steps {
                from,
                to,
                count,
                spacing,
            };
            steps.values(false)
        };
        assert_eq!(steps(3.0, 3.0, 8, Spacing::Linear), Err(StepsError::Same));
        assert_eq!(steps(0.0, 3.0, 8, Spacing::Log), Err(StepsError::LogOfZero));
        assert_eq!(
            steps(0.0, 3.0, 1, Spacing::Linear),
            Err(StepsError::Count(1))
        );
        assert_eq!(
            steps(0.0, 3.0, 101, Spacing::Linear),
            Err(StepsError::Count(101))
        );
    }
}
