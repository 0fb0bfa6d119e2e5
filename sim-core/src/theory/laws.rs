//! The operational laws: true for every system, whatever its distributions (L ch. 3, H ch. 6).

/// Utilisation law: U = X·S/c, the mean share of `servers` that is busy.
///
/// `throughput` per second, `mean_service` in seconds. None for zero servers or negative or non-finite input.
#[must_use]
pub fn utilisation(throughput: f64, mean_service: f64, servers: u32) -> Option<f64> {
    (servers > 0).then(|| {
        usable(
            throughput * mean_service / f64::from(servers),
            &[throughput, mean_service],
        )
    })?
}

/// Little's law: L = X·W, the mean number inside.
///
/// `throughput` per second, `mean_time` inside in seconds. None for negative or non-finite input.
#[must_use]
pub fn little_number(throughput: f64, mean_time: f64) -> Option<f64> {
    usable(throughput * mean_time, &[throughput, mean_time])
}

/// Little's law: W = L/X, the mean time inside in seconds.
///
/// `throughput` per second. None if it is zero, or for negative or non-finite input.
#[must_use]
pub fn little_time(mean_number: f64, throughput: f64) -> Option<f64> {
    usable(mean_number / throughput, &[mean_number, throughput])
}

/// Interactive response time law: R = N/X − Z in seconds, for `users` that think `think_time` seconds between calls.
///
/// `throughput` per second. None if it is zero, for negative or non-finite input, or if the result would be negative.
#[must_use]
pub fn response_time_law(users: f64, throughput: f64, think_time: f64) -> Option<f64> {
    usable(
        users / throughput - think_time,
        &[users, throughput, think_time],
    )
}

fn usable(result: f64, inputs: &[f64]) -> Option<f64> {
    let good = |v: f64| v >= 0.0 && v.is_finite();
    (good(result) && inputs.iter().all(|&v| good(v))).then_some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(utilisation(125.0, 0.004, 1), Some(0.5));
        assert_eq!(utilisation(8.0, 0.5, 5), Some(0.8));
        assert_eq!(little_number(0.5, 4.0), Some(2.0));
        assert_eq!(little_time(2.0, 0.5), Some(4.0));
        assert_eq!(response_time_law(64.0, 2.0, 30.0), Some(2.0));
    }

    #[test]
    fn no_answer_outside_the_domain() {
        assert_eq!(utilisation(1.0, 1.0, 0), None);
        assert_eq!(little_number(-1.0, -1.0), None);
        assert_eq!(little_number(f64::NAN, 1.0), None);
        assert_eq!(little_time(1.0, 0.0), None);
        assert_eq!(response_time_law(1.0, 1.0, 2.0), None);
    }
}
