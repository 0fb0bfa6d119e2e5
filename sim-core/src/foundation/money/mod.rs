//! Money as whole pico-dollars (1e-12 USD), and linear prices ([`Tariff`]).
//!
//! The smallest published prices (fractions of a nano-dollar per unit) are whole numbers here, so a bill is
//! an integer sum: the total equals the sum of its lines exactly, in any order.

mod tariff;

use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

pub use tariff::Tariff;

/// Decimal places of a dollar that are kept: 1 USD is 10^12 pico-dollars.
const DECIMALS: u32 = 12;
const PICO_PER_USD: u128 = 10u128.pow(DECIMALS);

/// An amount in units of 1e-12 USD. Sums saturate at about ±1.7e26 USD.
///
/// In JSON it is a string with the exact decimal number of dollars, for example `"0.0000166667"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PicoUsd(pub i128);

/// Why a text is not an amount, or a price is not usable.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Not a plain decimal number such as `12.5` or `-0.003`.
    #[error("`{0}` is not a decimal number of dollars")]
    NotANumber(String),
    /// More than twelve decimal places.
    #[error("`{0}` has more than {DECIMALS} decimal places")]
    TooFine(String),
    /// Does not fit.
    #[error("`{0}` is too large")]
    TooLarge(String),
    /// A price is per zero units, or price times units does not fit.
    #[error("a price of {pico} pico-dollars per {base} base units cannot be used")]
    Tariff {
        /// Pico-dollars per unit.
        pico: i128,
        /// Base units per unit.
        base: u128,
    },
}

impl PicoUsd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads a plain decimal number of dollars exactly: `"0.0000166667"` is 16,666,700 pico-dollars.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`], [`MoneyError::TooFine`] (more than 12 decimals) or [`MoneyError::TooLarge`].
    pub fn from_usd_str(text: &str) -> Result<Self, MoneyError> {
        let not_a_number = || MoneyError::NotANumber(text.to_owned());
        let too_large = || MoneyError::TooLarge(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
            return Err(not_a_number());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > DECIMALS as usize {
            return Err(MoneyError::TooFine(text.to_owned()));
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().map_err(|_| too_large())?
        };
        // Padding with zeros on the right turns the fraction into pico-dollars.
        let fraction: i128 = format!("{fraction:0<width$}", width = DECIMALS as usize)
            .parse()
            .map_err(|_| not_a_number())?;
        let pico = whole
            .checked_mul(PICO_PER_USD as i128)
            .and_then(|p| p.checked_add(fraction))
            .ok_or_else(too_large)?;
        Ok(Self(if negative { -pico } else { pico }))
    }

    /// The amount in dollars, as a float (15 to 17 significant digits): for charts, never for sums.
    #[must_use]
    pub fn as_usd_f64(self) -> f64 {
        self.0 as f64 / PICO_PER_USD as f64
    }

    /// The exact decimal number of dollars without a sign of currency; [`PicoUsd::from_usd_str`] reads it back.
    #[must_use]
    pub fn to_usd_string(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let (whole, fraction) = (magnitude / PICO_PER_USD, magnitude % PICO_PER_USD);
        if fraction == 0 {
            return format!("{sign}{whole}");
        }
        let fraction = format!("{fraction:0width$}", width = DECIMALS as usize);
        format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }

    /// `self × numerator / denominator`, rounded half up: an amount over one span scaled to another.
    ///
    /// A zero denominator gives zero ("no time has passed, no rate"). Saturates when the result does not fit.
    #[must_use]
    pub fn scaled(self, numerator: u64, denominator: u64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let (num, den) = (i128::from(numerator), i128::from(denominator));
        let (quotient, remainder) = (self.0.div_euclid(den), self.0.rem_euclid(den));
        // remainder < 2^64 and num < 2^64: this product fits into a u128, only the first one can overflow.
        let (product, den) = (remainder as u128 * num as u128, den as u128);
        let (whole, rest) = (product / den, product % den);
        let part = whole as i128 + i128::from(rest >= den - rest);
        Self(quotient.saturating_mul(num).saturating_add(part))
    }
}

impl fmt::Display for PicoUsd {
    /// `$1.23`, `-$0.05`; two decimals unless the format asks otherwise (`{:.6}`, at most 12). Halves round away from zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().unwrap_or(2).min(DECIMALS as usize);
        let step = 10u128.pow(DECIMALS - places as u32);
        let rounded = self.0.unsigned_abs().saturating_add(step / 2) / step;
        let per_usd = 10u128.pow(places as u32);
        let sign = if self.0 < 0 && rounded > 0 { "-" } else { "" };
        let (whole, fraction) = (rounded / per_usd, rounded % per_usd);
        let text = if places == 0 {
            format!("{sign}${whole}")
        } else {
            format!("{sign}${whole}.{fraction:0places$}")
        };
        // `pad` would cut the text at the precision, so width is done by hand.
        match f.width() {
            Some(width) => write!(f, "{text:>width$}"),
            None => f.write_str(&text),
        }
    }
}

impl Add for PicoUsd {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign for PicoUsd {
    fn add_assign(&mut self, rhs: Self) {
        *self = *self + rhs;
    }
}

impl Sub for PicoUsd {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        Self(self.0.saturating_sub(rhs.0))
    }
}

impl Neg for PicoUsd {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Mul<u64> for PicoUsd {
    type Output = Self;
    fn mul(self, rhs: u64) -> Self {
        Self(self.0.saturating_mul(i128::from(rhs)))
    }
}

impl Sum for PicoUsd {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for PicoUsd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_usd_string())
    }
}

impl<'de> Deserialize<'de> for PicoUsd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_usd_str(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for PicoUsd {
    fn schema_name() -> Cow<'static, str> {
        "PicoUsd".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "An exact decimal number of US dollars with at most twelve decimal places.",
            "pattern": format!("^-?[0-9]*(\\.[0-9]{{0,{DECIMALS}}})?$"),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_prices_exactly() {
        for (text, pico) in [
            ("0.0000166667", 16_666_700),
            ("0.20", 200_000_000_000),
            ("1", 1_000_000_000_000),
            (".5", 500_000_000_000),
            ("-2.5", -2_500_000_000_000),
            ("0.000000000001", 1),
            ("0.0000000000010", 1),
        ] {
            assert_eq!(PicoUsd::from_usd_str(text), Ok(PicoUsd(pico)), "{text}");
        }
        assert!(matches!(
            PicoUsd::from_usd_str("0.0000000000001"),
            Err(MoneyError::TooFine(_))
        ));
        assert!(matches!(
            PicoUsd::from_usd_str(&"9".repeat(30)),
            Err(MoneyError::TooLarge(_))
        ));
        for bad in ["", ".", "-", "1e3", "$1", "1,0", "--1", "+1", "1.2.3", "٣"] {
            assert!(
                matches!(PicoUsd::from_usd_str(bad), Err(MoneyError::NotANumber(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn shows_dollars() {
        assert_eq!(PicoUsd(1_230_000_000_000).to_string(), "$1.23");
        assert_eq!(PicoUsd(-1_235_000_000_000).to_string(), "-$1.24");
        assert_eq!(PicoUsd(-1).to_string(), "$0.00");
        assert_eq!(format!("{:.6}", PicoUsd(16_666_700)), "$0.000017");
        assert_eq!(
            format!("{:.0}|{:>7}", PicoUsd(2_500_000_000_000), PicoUsd::ZERO),
            "$3|  $0.00"
        );
    }

    #[test]
    fn scaling_to_a_month() {
        assert_eq!(PicoUsd(10).scaled(730, 1), PicoUsd(7300));
        assert_eq!(PicoUsd(1).scaled(1, 2), PicoUsd(1));
        assert_eq!(PicoUsd(-1).scaled(1, 2), PicoUsd(0));
        assert_eq!(PicoUsd(7).scaled(5, 0), PicoUsd::ZERO);
        assert_eq!(PicoUsd(i128::MAX).scaled(u64::MAX, 1), PicoUsd(i128::MAX));
        assert_eq!(
            PicoUsd(i128::MAX).scaled(u64::MAX, u64::MAX),
            PicoUsd(i128::MAX)
        );
    }

    proptest! {
        #[test]
        fn text_round_trip(pico in -(1i128 << 100)..(1i128 << 100)) {
            let amount = PicoUsd(pico);
            prop_assert_eq!(PicoUsd::from_usd_str(&amount.to_usd_string()), Ok(amount));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<PicoUsd>(&json).unwrap(), amount);
        }
    }
}
