//! Positive numbers of any size: weights of large closed networks leave the range of a float.

use core::ops::{Add, Mul};

/// mantissa × 2^exponent, the mantissa being 0 or from 1/2 to 1. Only what never subtracts is offered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wide {
    mantissa: f64,
    exponent: i64,
}

/// Two numbers whose exponents differ by more than this: adding the smaller changes nothing.
const DIGITS: i64 = 60;

impl Wide {
    pub(super) const ZERO: Self = Self {
        mantissa: 0.0,
        exponent: i64::MIN / 4,
    };

    /// A finite number ≥ 0.
    pub(super) fn new(value: f64) -> Self {
        if value == 0.0 {
            return Self::ZERO;
        }
        let (mantissa, exponent) = libm::frexp(value);
        Self {
            mantissa,
            exponent: exponent.into(),
        }
    }

    /// This over `other`, as a float: for two weights of which the first is not much larger.
    pub(super) fn over(self, other: Self) -> f64 {
        let difference = (self.exponent - other.exponent).clamp(-2_000, 2_000);
        libm::ldexp(self.mantissa / other.mantissa, difference as i32)
    }
}

impl Mul for Wide {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = Self::new(self.mantissa * other.mantissa);
        if product.mantissa == 0.0 {
            return Self::ZERO;
        }
        Self {
            exponent: product.exponent + self.exponent + other.exponent,
            ..product
        }
    }
}

impl Add for Wide {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (large, small) = if self.exponent >= other.exponent {
            (self, other)
        } else {
            (other, self)
        };
        let difference = large.exponent - small.exponent;
        if small.mantissa == 0.0 || difference > DIGITS {
            return large;
        }
        let sum = Self::new(large.mantissa + libm::ldexp(small.mantissa, -(difference as i32)));
        Self {
            exponent: sum.exponent + large.exponent,
            ..sum
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_are_those_of_floats() {
        let numbers = [0.0, 1.0, 3.5, 1e-300, 7e200, 2.0, 1e-3];
        for a in numbers {
            for b in numbers {
                let one = Wide::new(1.0);
                assert_eq!((Wide::new(a) + Wide::new(b)).over(one), a + b, "{a} + {b}");
                if a * b == 0.0 || (1e-290..1e290).contains(&(a * b)) {
                    assert_eq!((Wide::new(a) * Wide::new(b)).over(one), a * b, "{a} × {b}");
                }
            }
        }
    }

    #[test]
    fn nothing_overflows() {
        let mut large = Wide::new(1.0);
        for _ in 0..1_000 {
            large = large * Wide::new(1e300);
        }
        assert!(((large * Wide::new(3.0)).over(large) - 3.0).abs() < 1e-15);
        assert_eq!((large + large).over(large), 2.0);
        assert_eq!(Wide::new(1.0).over(large), 0.0);
    }
}
