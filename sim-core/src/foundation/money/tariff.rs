//! A linear price as an exact fraction, applied to the integer count of a usage meter.

use super::{MoneyError, PicoUsd};

/// A linear price: so many pico-dollars per unit, where one unit is `base_per_unit` of what a meter counts.
///
/// Example: 0.096 USD per instance-hour on a meter of instance-nanoseconds is
/// `Tariff::new(96_000_000_000, 3_600_000_000_000)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tariff {
    pico_per_unit: i128,
    base_per_unit: u128,
}

impl Tariff {
    /// A price of `pico_per_unit` pico-dollars for every `base_per_unit` base units.
    ///
    /// # Errors
    /// [`MoneyError::Tariff`] if `base_per_unit` is zero, or if price times base is 2^125 or more: below that the
    /// rounding in [`Tariff::cost`] cannot overflow. (A byte-nanosecond meter priced per GB-month, 2^81 base
    /// units per unit, leaves room for 17 USD per unit; an hour in nanoseconds for 1e13 USD.)
    pub const fn new(pico_per_unit: i128, base_per_unit: u128) -> Result<Self, MoneyError> {
        const LIMIT: u128 = 1 << 125;
        match pico_per_unit.unsigned_abs().checked_mul(base_per_unit) {
            Some(product) if base_per_unit > 0 && base_per_unit < LIMIT && product < LIMIT => {
                Ok(Self {
                    pico_per_unit,
                    base_per_unit,
                })
            }
            _ => Err(MoneyError::Tariff {
                pico: pico_per_unit,
                base: base_per_unit,
            }),
        }
    }

    /// Pico-dollars per unit.
    #[must_use]
    pub const fn pico_per_unit(self) -> i128 {
        self.pico_per_unit
    }

    /// Base units of the meter in one priced unit.
    #[must_use]
    pub const fn base_per_unit(self) -> u128 {
        self.base_per_unit
    }

    /// The price of `usage_base` base units, rounded half up to a whole pico-dollar.
    ///
    /// The usage is split into whole units and a rest: `rest < base_per_unit`, so `2 × rest × price` stays below
    /// 2^126 by construction, and only the whole units can leave the range, where the amount saturates.
    /// Ten years of a million instances are 3.2e23 instance-ns = 8.8e10 hours: at 1,000 USD an hour 8.8e25
    /// pico-dollars, twelve orders of magnitude below the limit of 1.7e38.
    #[must_use]
    pub fn cost(self, usage_base: u128) -> PicoUsd {
        let units = usage_base / self.base_per_unit;
        let rest = usage_base % self.base_per_unit;
        let base = self.base_per_unit as i128;
        let part = (2 * rest as i128 * self.pico_per_unit + base).div_euclid(2 * base);
        let whole = match i128::try_from(units) {
            Ok(units) => self.pico_per_unit.saturating_mul(units),
            Err(_) => self.pico_per_unit.saturating_mul(i128::MAX),
        };
        PicoUsd(whole.saturating_add(part))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const HOUR_NS: u128 = 3_600_000_000_000;

    #[test]
    fn ten_years_of_a_million_instances_are_exact() {
        let tariff = Tariff::new(96_000_000_000, HOUR_NS).unwrap();
        let usage = 3650 * 24 * HOUR_NS * 1_000_000;
        assert_eq!(
            tariff.cost(usage),
            PicoUsd(87_600 * 1_000_000 * 96_000_000_000)
        );
        // One nanosecond more is 0.0267 pico-dollars: nothing yet; 19 ns round up to one.
        assert_eq!(tariff.cost(usage + 18), tariff.cost(usage));
        assert_eq!(tariff.cost(usage + 19), tariff.cost(usage) + PicoUsd(1));
    }

    #[test]
    fn halves_round_up() {
        let half = Tariff::new(1, 2).unwrap();
        assert_eq!(half.cost(1), PicoUsd(1));
        assert_eq!(half.cost(3), PicoUsd(2));
        let credit = Tariff::new(-1, 2).unwrap();
        assert_eq!(credit.cost(1), PicoUsd(0));
        assert_eq!(credit.cost(3), PicoUsd(-1));
    }

    #[test]
    fn unusable_tariffs_are_refused_and_extreme_ones_saturate() {
        assert!(Tariff::new(1, 0).is_err());
        assert!(Tariff::new(0, 1 << 125).is_err());
        assert!(Tariff::new(1, 1 << 125).is_err());
        assert!(Tariff::new(i128::MAX, u128::MAX).is_err());
        let edge = Tariff::new((1 << 62) - 1, 1 << 63).unwrap();
        assert_eq!(edge.cost((1 << 63) - 1), PicoUsd((1 << 62) - 1));
        assert_eq!(
            Tariff::new(5, 1).unwrap().cost(u128::MAX),
            PicoUsd(i128::MAX)
        );
        assert_eq!(
            Tariff::new(-5, 1).unwrap().cost(u128::MAX),
            PicoUsd(i128::MIN)
        );
    }

    proptest! {
        #[test]
        fn cost_is_the_nearest_whole(pico in -1_000_000i128..1_000_000, base in 1u128..1_000_000, usage in 0u128..1_000_000_000) {
            let cost = Tariff::new(pico, base).unwrap().cost(usage).0;
            let error = 2 * (cost * base as i128 - usage as i128 * pico);
            prop_assert!(error > -(base as i128) && error <= base as i128);
        }
    }
}
