//! Short numerics that the models share: quantiles and integrals that need nothing but the function.

/// The time t at which the decreasing `tail` P(T > t) falls to 1 − `p`; None if `p` is not inside [0, 1).
///
/// `scale` is a first guess above zero. Bisection to the last bit.
pub(super) fn quantile(p: f64, scale: f64, tail: impl Fn(f64) -> f64) -> Option<f64> {
    if !(0.0..1.0).contains(&p) {
        return None;
    }
    let target = 1.0 - p;
    let mut high = scale;
    while tail(high) > target && high < 1e300 {
        high *= 2.0;
    }
    Some(switch(0.0, high, |t| tail(t) > target))
}

/// Where `before` turns from true to false between `low` and `high`. Bisection to the last bit.
pub(super) fn switch(mut low: f64, mut high: f64, before: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if before(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// ∫ f(z) dz over all real z, for an analytic f that is negligible outside `low` to `high`.
///
/// The plain trapezoidal rule: for such functions its error falls faster than any power of the step.
pub(super) fn integral(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 2_000;
    let step = (high - low) / f64::from(STEPS);
    (0..=STEPS)
        .map(|i| f(low + f64::from(i) * step))
        .sum::<f64>()
        * step
}

/// (1 − e^−x)/x, which is 1 at x = 0; any sign of x.
pub(super) fn decay(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { -libm::expm1(-x) / x }
}

/// (1 − e^−x·(1 + x))/x², which is 1/2 at x = 0; any sign of x.
pub(super) fn decay_moment(x: f64) -> f64 {
    if x.abs() < 1e-2 {
        // Σ (−x)^k (k + 1)/(k + 2)!: the closed form would cancel.
        0.5 - x * (1.0 / 3.0 - x * (1.0 / 8.0 - x * (1.0 / 30.0 - x * (1.0 / 144.0 - x / 840.0))))
    } else {
        (decay(x) - libm::exp(-x)) / x
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::close;
    use super::*;

    #[test]
    fn quantile_of_an_exponential() {
        let tail = |t: f64| libm::exp(-2.0 * t);
        for (p, t) in [
            (0.0, 0.0),
            (0.5, 0.5 * core::f64::consts::LN_2),
            (0.99, core::f64::consts::LN_10),
        ] {
            assert!((quantile(p, 1.0, tail).unwrap() - t).abs() < 1e-14, "{p}");
        }
        assert_eq!(
            (quantile(1.0, 1.0, tail), quantile(f64::NAN, 1.0, tail)),
            (None, None)
        );
    }

    #[test]
    fn the_bell_has_area_one() {
        let bell = |z: f64| libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * core::f64::consts::PI);
        assert!(close(integral(-12.0, 12.0, bell), 1.0, 1e-14));
        assert!(close(
            integral(-12.0, 12.0, |z| z * z * bell(z)),
            1.0,
            1e-14
        ));
    }

    #[test]
    fn decays_are_smooth_through_zero() {
        assert_eq!((decay(0.0), decay_moment(0.0)), (1.0, 0.5));
        for x in [
            -2.0, -0.0101, -0.0099, -1e-9, 1e-9, 0.0099, 0.0101, 3.0, 50.0,
        ] {
            // Both are integrals over one second: ∫ e^−xt dt and ∫ t·e^−xt dt, here by Simpson's rule.
            let simpson = |f: &dyn Fn(f64) -> f64| -> f64 {
                let n = 2_000;
                let at = |i: u32| f(f64::from(i) / f64::from(n));
                let inner: f64 = (1..n)
                    .map(|i| at(i) * if i % 2 == 1 { 4.0 } else { 2.0 })
                    .sum();
                (at(0) + inner + at(n)) / (3.0 * f64::from(n))
            };
            assert!(
                close(decay(x), simpson(&|t| libm::exp(-x * t)), 1e-8),
                "{x}"
            );
            assert!(
                close(decay_moment(x), simpson(&|t| t * libm::exp(-x * t)), 1e-8),
                "{x}"
            );
        }
    }
}
