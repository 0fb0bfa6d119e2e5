//! What the price list says about one EC2 type, one class of nodes, one price.

use indexmap::IndexMap;
use serde::Deserialize;

use super::{Price, PricedUnit};
use crate::catalog::param::Confidence;
use crate::foundation::money::PicoUsd;

/// One figure of the list.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    pub usd: PicoUsd,
    /// A key of the list's table of sources.
    pub source: String,
    pub as_of: Option<String>,
    pub confidence: Confidence,
}

impl Listed {
    pub(super) fn at(&'static self, unit: PricedUnit) -> Price {
        Price {
            usd: self.usd,
            unit,
            source: &self.source,
            as_of: self.as_of.as_deref().unwrap_or("undated"),
            confidence: self.confidence,
        }
    }
}

/// An EC2 instance type.
#[derive(Clone, Debug, Deserialize)]
pub struct Ec2Type {
    /// `t3.medium`: the key of its row in the list.
    #[serde(skip)]
    pub name: String,
    pub vcpu: u32,
    pub memory_gib: f64,
    /// `x86_64` or `arm64`.
    pub arch: String,
    /// T family: sustained processor use per vCPU that needs no credits, percent.
    pub baseline_pct: Option<f64>,
    /// By region.
    pub(super) price: IndexMap<String, Listed>,
}

impl Ec2Type {
    /// Per instance-hour, Linux, on demand.
    pub fn price(&'static self, region: &str) -> Option<Price> {
        Some(self.price.get(region)?.at(PricedUnit::Hour))
    }

    pub(super) fn listed(&self) -> impl Iterator<Item = &Listed> {
        self.price.values()
    }
}

/// A class of database instances, or a type of cache nodes.
#[derive(Clone, Debug, Deserialize)]
pub struct NodeClass {
    /// `db.t3.medium`, `cache.t3.medium`: the key of its row in the list.
    #[serde(skip)]
    pub name: String,
    pub vcpu: u32,
    pub memory_gib: f64,
    /// By region, then by engine.
    pub(super) price: IndexMap<String, IndexMap<String, Listed>>,
}

impl NodeClass {
    /// Per instance-hour or node-hour, Single-AZ, on demand.
    pub fn price(&'static self, engine: &str, region: &str) -> Option<Price> {
        Some(self.price.get(region)?.get(engine)?.at(PricedUnit::Hour))
    }

    pub(super) fn listed(&self) -> impl Iterator<Item = &Listed> {
        self.price.values().flat_map(IndexMap::values)
    }
}
