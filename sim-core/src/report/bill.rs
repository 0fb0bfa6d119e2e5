//! The bill: metered usage × dated prices, in integers.
//!
//! What a component used since the start is priced with the settings it has now: a type changed while running
//! changes the price of what is past, too.

use std::collections::BTreeMap;

use crate::catalog::prices::{BillLine, BillLines, HOURS_PER_MONTH};
use crate::catalog::service::PriceContext;
use crate::catalog::usage::Usage;
use crate::catalog::{Confidence, service};
use crate::document::{Component, Document};
use crate::engine::snapshot::{Point, Snapshot};
use crate::foundation::ids::Id;
use crate::foundation::money::{PicoUsd, Tariff};
use crate::foundation::units::SimTime;

/// Price list of a component that stands outside every Region.
pub use crate::catalog::container::DEFAULT_REGION;

const HOUR_NS: u64 = 3_600_000_000_000;

/// What a run has cost since its start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    /// The price list used; several are joined by a comma.
    pub region: String,
    /// Date of the oldest price used; empty without items, `undated` where no date is known.
    pub as_of: String,
    /// In the document's order of components.
    pub items: Vec<BillItem>,
    /// What was used but has no price: component and dimension.
    pub unpriced: Vec<(Id, &'static str)>,
    pub total: PicoUsd,
    /// Mean since the start; 0 at the start.
    pub usd_per_hour: f64,
    /// At this rate for 730 hours.
    pub usd_per_month: f64,
    /// Per million requests that the clients saw answered; `None` before the first.
    pub usd_per_million_ok: Option<f64>,
}

/// One component's charge for one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct BillItem {
    pub component: Id,
    /// The translation key is `dimension.<dimension>`.
    pub dimension: &'static str,
    /// In priced units, for showing.
    pub usage: f64,
    /// The meter's own count, of which `base_per_unit` make one priced unit.
    pub usage_base: u128,
    pub base_per_unit: u128,
    pub unit: &'static str,
    /// Of one priced unit.
    pub price: PicoUsd,
    pub cost: PicoUsd,
    pub confidence: Confidence,
    /// Key of the source; [`source_title`](crate::catalog::prices::source_title) gives its title.
    pub source: &'static str,
    pub price_as_of: &'static str,
}

/// Where a bill does not equal usage × price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BillError {
    #[error("{component}: {dimension} is {found:.12}, but usage times price is {expected:.12}")]
    Item {
        component: Id,
        dimension: &'static str,
        found: PicoUsd,
        expected: PicoUsd,
    },
    #[error("{component}: {dimension} has a price that cannot be used")]
    Price {
        component: Id,
        dimension: &'static str,
    },
    #[error("the total is {found:.12}, but the items add up to {expected:.12}")]
    Total { found: PicoUsd, expected: PicoUsd },
}

impl Bill {
    /// What each component costs; one that costs nothing may be absent.
    pub fn by_component(&self) -> BTreeMap<Id, PicoUsd> {
        let mut found: BTreeMap<Id, PicoUsd> = BTreeMap::new();
        for item in &self.items {
            *found.entry(item.component.clone()).or_default() += item.cost;
        }
        found
    }
}

/// What was paid from the start to `now` as dollars an hour at that mean rate.
pub fn mean_usd_per_hour(cost: PicoUsd, now: SimTime) -> f64 {
    cost.scaled(HOUR_NS, now.as_nanos()).as_usd_f64()
}

/// The same a month.
pub fn usd_per_month(cost: PicoUsd, now: SimTime) -> f64 {
    mean_usd_per_hour(cost, now) * HOURS_PER_MONTH as f64
}

/// Prices everything metered since the start.
pub fn bill(document: &Document, snapshot: &Snapshot) -> Bill {
    let mut bill = Bill::default();
    let mut regions: Vec<&str> = Vec::new();
    for view in &snapshot.components {
        let Some(component) = document.components.get(&view.id) else {
            continue;
        };
        let region = region_of(document, component);
        let (lines, unpriced) = charge(component, region, &view.usage).into_parts();
        if !lines.is_empty() && !regions.contains(&region) {
            regions.push(region);
        }
        bill.items
            .extend(lines.into_iter().map(|line| BillItem::new(&view.id, line)));
        bill.unpriced.extend(
            unpriced
                .into_iter()
                .map(|dimension| (view.id.clone(), dimension)),
        );
    }
    bill.region = if regions.is_empty() {
        DEFAULT_REGION.to_owned()
    } else {
        regions.join(", ")
    };
    bill.as_of = oldest(&bill.items).to_owned();
    bill.total = bill.items.iter().map(|item| item.cost).sum();
    bill.usd_per_hour = mean_usd_per_hour(bill.total, snapshot.now);
    bill.usd_per_month = usd_per_month(bill.total, snapshot.now);
    let ok = snapshot.totals.ok;
    bill.usd_per_million_ok = (ok > 0).then(|| bill.total.scaled(1_000_000, ok).as_usd_f64());
    bill
}

/// Dollars per hour within one window of the series, per component in the snapshot's order.
pub fn usd_per_hour_in(document: &Document, snapshot: &Snapshot, point: &Point) -> Vec<f64> {
    let pairs = snapshot.components.iter().zip(&point.components);
    pairs
        .map(|(view, window)| {
            let component = document.components.get(&view.id);
            component.map_or(0.0, |component| {
                usd_per_hour(document, component, &window.usage)
            })
        })
        .collect()
}

fn usd_per_hour(document: &Document, component: &Component, usage: &Usage) -> f64 {
    let lines = charge(component, region_of(document, component), usage);
    let cost: PicoUsd = lines.lines().iter().map(|line| line.cost).sum();
    cost.scaled(HOUR_NS, usage.elapsed_ns).as_usd_f64()
}

/// Recomputes every item and the total from the integers of the meters.
pub fn check_exact(bill: &Bill) -> Result<(), BillError> {
    let mut expected_total = PicoUsd::ZERO;
    for item in &bill.items {
        let (component, dimension) = (item.component.clone(), item.dimension);
        let expected = Tariff::new(item.price.0, item.base_per_unit)
            .map_err(|_| BillError::Price {
                component: component.clone(),
                dimension,
            })?
            .cost(item.usage_base);
        if expected != item.cost {
            return Err(BillError::Item {
                component,
                dimension,
                found: item.cost,
                expected,
            });
        }
        expected_total += expected;
    }
    if expected_total == bill.total {
        Ok(())
    } else {
        Err(BillError::Total {
            found: bill.total,
            expected: expected_total,
        })
    }
}

impl BillItem {
    fn new(component: &Id, line: BillLine) -> Self {
        Self {
            component: component.clone(),
            dimension: line.dimension,
            usage: line.usage,
            usage_base: line.usage_base,
            base_per_unit: line.base_per_unit,
            unit: line.unit,
            price: line.price,
            cost: line.cost,
            confidence: line.confidence,
            source: line.source,
            price_as_of: line.as_of,
        }
    }
}

/// The AWS region whose price list holds for a component.
pub fn region_of<'a>(document: &'a Document, component: &'a Component) -> &'a str {
    document
        .enclosing(component.parent.as_ref(), "region")
        .map(|region| region.settings().text("region"))
        .filter(|region| !region.is_empty())
        .unwrap_or(DEFAULT_REGION)
}

fn charge(component: &Component, region: &str, usage: &Usage) -> BillLines {
    let mut lines = BillLines::default();
    if let Some(service) = service(&component.service) {
        (service.bill)(
            &component.settings(),
            &PriceContext { region },
            usage,
            &mut lines,
        );
    }
    lines
}

/// Dates begin with the year, so text order is order in time; what is undated comes last.
fn oldest(items: &[BillItem]) -> &'static str {
    items
        .iter()
        .map(|item| item.price_as_of)
        .min()
        .unwrap_or("")
}
