//! What a service's pricing function fills: one line per dimension, usage kept as the meter's integer.

use super::Price;
use crate::catalog::param::Confidence;
use crate::foundation::money::{PicoUsd, Tariff};

/// One line of a bill: `usage_base / base_per_unit` units at `price` each.
#[derive(Clone, Debug, PartialEq)]
pub struct BillLine {
    /// What is charged; the translation key is `dimension.<dimension>`.
    pub dimension: &'static str,
    /// In priced units, for showing.
    pub usage: f64,
    /// The meter's own count, exact.
    pub usage_base: u128,
    /// Counts in one priced unit.
    pub base_per_unit: u128,
    /// The priced unit: `hour`, `GB-month`, ...
    pub unit: &'static str,
    /// Of one priced unit.
    pub price: PicoUsd,
    pub cost: PicoUsd,
    pub source: &'static str,
    pub as_of: &'static str,
    pub confidence: Confidence,
}

impl BillLine {
    /// The cost once more from the integers: equal to `cost`, or the line is wrong.
    pub fn recomputed(&self) -> Option<PicoUsd> {
        let tariff = Tariff::new(self.price.0, self.base_per_unit).ok()?;
        Some(tariff.cost(self.usage_base))
    }
}

/// Collects the lines of one component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BillLines {
    lines: Vec<BillLine>,
    unpriced: Vec<&'static str>,
}

impl BillLines {
    /// Charges `usage_base` counts of the meter that the price's unit names.
    ///
    /// Without a price there is no line: the dimension is kept as unpriced, so that the gap is shown and not a zero.
    pub fn add(&mut self, dimension: &'static str, usage_base: u128, price: Option<Price>) {
        let priced = price.and_then(|price| Some((price, price.tariff().ok()?)));
        let Some((price, tariff)) = priced else {
            self.unpriced.push(dimension);
            return;
        };
        let base_per_unit = tariff.base_per_unit();
        self.lines.push(BillLine {
            dimension,
            usage: usage_base as f64 / base_per_unit as f64,
            usage_base,
            base_per_unit,
            unit: price.unit.name(),
            price: price.usd,
            cost: tariff.cost(usage_base),
            source: price.source,
            as_of: price.as_of,
            confidence: price.confidence,
        });
    }

    /// The lines in the order they were added.
    pub fn lines(&self) -> &[BillLine] {
        &self.lines
    }

    /// Dimensions that were used but have no price in this region.
    pub fn unpriced(&self) -> &[&'static str] {
        &self.unpriced
    }

    /// The lines, and the dimensions without a price.
    pub fn into_parts(self) -> (Vec<BillLine>, Vec<&'static str>) {
        (self.lines, self.unpriced)
    }
}
