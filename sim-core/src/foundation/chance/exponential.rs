//! The exponential function for several numbers at once, bit for bit that of `libm`.
//!
//! `libm::exp` looks at what number it is step by step. Between 1.5·ln 2 and 36 there is one way through it, without a
//! branch, so that the compiler can take several numbers side by side.

use core::ops::RangeInclusive;

/// Logarithms of what lies between 3 and 2^52: for these there is one way.
pub(super) const USUAL: RangeInclusive<f64> = 1.04..=36.0;

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const INVERSE_LN2: f64 = core::f64::consts::LOG2_E;
/// Of the polynomial in the square of what is left of a number without its multiple of ln 2 (FreeBSD's `e_exp.c`).
const P1: f64 = 1.666_666_666_666_660_2e-1;
const P2: f64 = -2.777_777_777_701_559_3e-3;
const P3: f64 = 6.613_756_321_437_934e-5;
const P4: f64 = -1.653_390_220_546_525_2e-6;
const P5: f64 = 4.138_136_797_057_238_5e-8;

/// From here on floats have no fraction; added to a smaller one, it leaves the nearest whole number in the low bits.
const TWO_52: f64 = (1u64 << 52) as f64;
/// The bits of a float below its exponent.
const FRACTION: u64 = (1 << 52) - 1;
/// What is added to an exponent in a float's bits.
const BIAS: f64 = 1023.0;

/// e^x to the nearest whole number, for [`USUAL`] numbers.
#[inline(always)]
pub(super) fn nearest_exp(x: f64) -> u64 {
    let multiple = INVERSE_LN2 * x + 0.5;
    let nearest = (multiple + TWO_52) - TWO_52;
    let k = if nearest > multiple {
        nearest - 1.0
    } else {
        nearest
    };
    let (high, low) = (x - k * LN2_HIGH, k * LN2_LOW);
    let r = high - low;
    let square = r * r;
    let c = r - square * (P1 + square * (P2 + square * (P3 + square * (P4 + square * P5))));
    let power = 1.0 + (r * c / (2.0 - c) - low + high);
    let scale = f64::from_bits((k + (BIAS + TWO_52)).to_bits() << 52);
    (power * scale + TWO_52).to_bits() & FRACTION
}

#[cfg(test)]
mod tests {
    use super::super::StreamKey;
    use super::*;

    #[test]
    fn it_is_the_one_of_the_library() {
        let mut stream = StreamKey::new(11, "exponential", "test").stream();
        let (from, to) = (*USUAL.start(), *USUAL.end());
        for _ in 0..2_000_000 {
            let x = from + (to - from) * stream.unit_f64();
            let whole = (libm::exp(x) + TWO_52) - TWO_52;
            assert_eq!(nearest_exp(x), whole as u64, "{x}");
        }
    }
}
