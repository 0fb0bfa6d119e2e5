//! The dated price list and the lines of a bill.
//!
//! On-demand list prices of the first tier. No free tier, no discount, no savings plan, no volume tier: what the
//! list says times what was metered, in whole pico-dollars.

mod kinds;
mod lines;
mod list;
mod tasks;

pub use kinds::{Ec2Type, Listed, NodeClass};
pub use lines::{BillLine, BillLines};
pub use list::{PriceList, PriceListError, list};
pub(super) use tasks::task_items;
pub use tasks::{TaskSize, task_price, task_size, task_sizes};

use super::param::Confidence;
use crate::foundation::money::{MoneyError, PicoUsd, Tariff};

/// Hours in a month of a bill: 8,760 hours a year over twelve.
pub const HOURS_PER_MONTH: u64 = 730;

const HOUR_NS: u128 = 3_600_000_000_000;

/// What one price is for, which also fixes what the meter below it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PricedUnit {
    /// Meter: nanoseconds.
    Hour,
    /// Meter: 10^-9 capacity units × seconds.
    LcuHour,
    /// Meter: processor units × nanoseconds; a vCPU is 1,024 units.
    VcpuHour,
    /// Meter: MiB × nanoseconds; a GB of a task's memory is 1,024 MiB.
    GbHour,
    /// Meter: MiB × milliseconds; a GB of function memory is 1,024 MiB.
    GbSecond,
    /// Meter: MiB × nanoseconds; a GB of storage is 1,024 MiB, a month has [`HOURS_PER_MONTH`].
    GbMonth,
    /// Meter: bytes; a GB on the wire is 2^30 bytes.
    Gb,
    /// Meter: requests.
    ThousandRequests,
    /// Meter: requests.
    MillionRequests,
}

impl PricedUnit {
    /// The unit as the price list writes it.
    pub fn name(self) -> &'static str {
        match self {
            PricedUnit::Hour => "hour",
            PricedUnit::LcuHour => "LCU-hour",
            PricedUnit::VcpuHour => "vCPU-hour",
            PricedUnit::GbHour => "GB-hour",
            PricedUnit::GbSecond => "GB-s",
            PricedUnit::GbMonth => "GB-month",
            PricedUnit::Gb => "GB",
            PricedUnit::ThousandRequests => "1k requests",
            PricedUnit::MillionRequests => "1M requests",
        }
    }

    /// Counts of the meter in one priced unit.
    pub fn base_per_unit(self) -> u128 {
        match self {
            PricedUnit::Hour => HOUR_NS,
            PricedUnit::LcuHour => 3_600 * 1_000_000_000,
            PricedUnit::VcpuHour | PricedUnit::GbHour => 1_024 * HOUR_NS,
            PricedUnit::GbSecond => 1_024 * 1_000,
            PricedUnit::GbMonth => 1_024 * HOUR_NS * HOURS_PER_MONTH as u128,
            PricedUnit::Gb => 1 << 30,
            PricedUnit::ThousandRequests => 1_000,
            PricedUnit::MillionRequests => 1_000_000,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        use PricedUnit::{
            Gb, GbHour, GbMonth, GbSecond, Hour, LcuHour, MillionRequests, ThousandRequests,
            VcpuHour,
        };
        [
            Hour,
            LcuHour,
            VcpuHour,
            GbHour,
            GbSecond,
            GbMonth,
            Gb,
            ThousandRequests,
            MillionRequests,
        ]
        .into_iter()
        .find(|unit| unit.name() == name)
    }
}

/// One price with its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Per unit.
    pub usd: PicoUsd,
    pub unit: PricedUnit,
    /// Name of the source in the price list's table of sources.
    pub source: &'static str,
    /// Date of the source, as far as it is known: `2026-07-20`, `2026`, `undated`.
    pub as_of: &'static str,
    pub confidence: Confidence,
}

impl Price {
    /// The price as an exact fraction of the meter's counts.
    pub fn tariff(&self) -> Result<Tariff, MoneyError> {
        Tariff::new(self.usd.0, self.unit.base_per_unit())
    }
}

/// The price of an item such as `alb.hour`, in a region.
pub fn price(item: &str, region: &str) -> Option<Price> {
    list().ok()?.price(item, region)
}

/// The price of an instance-hour on EC2 (Linux, on demand).
pub fn ec2_price(name: &str, region: &str) -> Option<Price> {
    ec2(name)?.price(region)
}

/// The price of an instance-hour on RDS for an engine, Single-AZ.
pub fn rds_price(class: &str, engine: &str, region: &str) -> Option<Price> {
    rds(class)?.price(engine, region)
}

/// The price of a node-hour on ElastiCache for an engine, on demand.
pub fn elasticache_price(node: &str, engine: &str, region: &str) -> Option<Price> {
    elasticache(node)?.price(engine, region)
}

/// The full title of a source that a [`Price`] names by its key; the key itself where the list does not know it.
pub fn source_title(source: &str) -> &str {
    let title = list().ok().and_then(|list| list.source_title(source));
    title.unwrap_or(source)
}

/// All EC2 types of the price list, by family and size.
pub fn ec2_types() -> &'static [Ec2Type] {
    list().map_or(&[], |list| &list.ec2)
}

/// An EC2 type by name, e.g. `t3.medium`.
pub fn ec2(name: &str) -> Option<&'static Ec2Type> {
    ec2_types().iter().find(|kind| kind.name == name)
}

/// All RDS classes of the price list, by family and size.
pub fn rds_classes() -> &'static [NodeClass] {
    list().map_or(&[], |list| &list.rds)
}

/// An RDS class by name, e.g. `db.t3.medium`.
pub fn rds(name: &str) -> Option<&'static NodeClass> {
    rds_classes().iter().find(|class| class.name == name)
}

/// All ElastiCache node types of the price list, by family and size.
pub fn elasticache_nodes() -> &'static [NodeClass] {
    list().map_or(&[], |list| &list.elasticache)
}

/// An ElastiCache node type by name, e.g. `cache.t3.medium`.
pub fn elasticache(name: &str) -> Option<&'static NodeClass> {
    elasticache_nodes().iter().find(|node| node.name == name)
}
